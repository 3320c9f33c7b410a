//! What elements of a page are: blocks, lines, signs of the page's own furniture.

use super::tree::Tree;

/// Whether an element stands on lines of its own.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "legend"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "search"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
    )
}

/// Whether a reader never sees what stands in it, or sees it as a control and not as text.
pub(super) fn is_unseen(tree: &Tree, node: usize) -> bool {
    let hidden = tree.attribute(node, "hidden").is_some_and(|value| value != "until-found")
        || tree.attribute(node, "aria-hidden") == Some("true")
        || style(tree, node, "display").is_some_and(|value| value == "none")
        || style(tree, node, "visibility").is_some_and(|value| value == "hidden");
    hidden
        || matches!(
            tree.name(node),
            "script"
                | "style"
                | "template"
                | "noscript"
                | "head"
                | "title"
                | "button"
                | "select"
                | "option"
                | "input"
                | "textarea"
                | "datalist"
                | "iframe"
                | "object"
                | "embed"
                | "canvas"
                | "audio"
                | "video"
                | "svg"
                | "img"
                | "map"
                | "rt"
                | "rp"
                | "annotation"
                | "annotation-xml"
        )
}

/// Whether it says of itself that it leads about the site and is no part of the text.
pub(super) fn is_furniture(tree: &Tree, node: usize) -> bool {
    let role = tree.attribute(node, "role").unwrap_or_default();
    let by_role = matches!(
        role,
        "navigation"
            | "banner"
            | "contentinfo"
            | "complementary"
            | "search"
            | "dialog"
            | "alertdialog"
            | "menu"
            | "menubar"
            | "toolbar"
            | "tablist"
    );
    by_role
        || matches!(tree.name(node), "nav" | "aside" | "dialog" | "search" | "header" | "footer")
}

/// A property of the element's own style.
pub(super) fn style<'a>(tree: &'a Tree, node: usize, property: &str) -> Option<&'a str> {
    tree.attribute(node, "style")?.split(';').find_map(|rule| {
        let (name, value) = rule.split_once(':')?;
        name.trim().eq_ignore_ascii_case(property).then(|| value.trim())
    })
}

/// Whether one of the element's classes has this in its name.
pub(super) fn has_class(tree: &Tree, node: usize, part: &str) -> bool {
    tree.attribute(node, "class").is_some_and(|classes| classes.contains(part))
}

/// How line breaks in the source show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Breaks {
    /// As blanks.
    Blanks,
    /// As line breaks of long lines: a paragraph goes on until an empty line or a number.
    Wrapped,
    /// As ends of paragraphs.
    Lines,
}

/// How line breaks show within this element, if it says so.
pub(super) fn breaks(tree: &Tree, node: usize) -> Option<Breaks> {
    let named = style(tree, node, "white-space").or_else(|| {
        // Names of classes that say what they do are in wide use.
        ["pre-wrap", "pre-line"].into_iter().find(|name| has_class(tree, node, name))
    });
    match named {
        Some("pre-wrap" | "pre-line" | "break-spaces") => Some(Breaks::Lines),
        Some("pre") => Some(Breaks::Wrapped),
        Some("normal" | "nowrap") => Some(Breaks::Blanks),
        _ => (tree.name(node) == "pre").then_some(Breaks::Wrapped),
    }
}

/// Whether words in it are set in italics.
pub(super) fn is_italic(tree: &Tree, node: usize) -> bool {
    matches!(tree.name(node), "i" | "em" | "cite" | "dfn" | "var")
        || style(tree, node, "font-style").is_some_and(|value| value == "italic")
        || (tree.name(node) == "span" && has_class(tree, node, "italic"))
}

/// Whether words in it are raised.
pub(super) fn is_raised(tree: &Tree, node: usize) -> bool {
    tree.name(node) == "sup"
        || style(tree, node, "vertical-align").is_some_and(|value| value == "super")
        || (tree.name(node) == "span" && has_class(tree, node, "super"))
}

/// The level of a heading.
pub(super) fn heading(tree: &Tree, node: usize) -> Option<u8> {
    let level = tree.name(node).strip_prefix('h').filter(|rest| rest.len() == 1)?.parse().ok();
    level.filter(|level| (1..=6).contains(level))
}
