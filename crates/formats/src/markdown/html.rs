//! Tags that stand in Markdown.

use crate::inline::{clean, resolve_entities};

/// A tag, as far as it matters to the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    /// `<br>`.
    Break,
    /// `<p>`, `<div>`, and other tags between which paragraphs stand.
    Block,
    /// Bold, on or off.
    Strong(bool),
    /// Italic, on or off.
    Emphasis(bool),
    /// Underlined, on or off.
    Underline(bool),
    /// Raised, on or off.
    Raised(bool),
    /// A link, on or off.
    Anchor(bool),
    /// Its content is no text.
    Hidden(bool),
    /// Anything else.
    Other,
}

/// What `tag`, such as `<br />`, is.
pub(super) fn tag(tag: &str) -> Tag {
    let inner = tag.trim_start_matches('<');
    let name = inner.trim_start_matches('/');
    let on = name.len() == inner.len();
    let end = name.find(|one: char| !one.is_ascii_alphanumeric()).unwrap_or(name.len());
    match name[..end].to_ascii_lowercase().as_str() {
        "br" => Tag::Break,
        "b" | "strong" => Tag::Strong(on),
        "i" | "em" | "cite" => Tag::Emphasis(on),
        "u" | "ins" => Tag::Underline(on),
        "span" if !on || name.contains("underline") => Tag::Underline(on),
        "sup" => Tag::Raised(on),
        "a" => Tag::Anchor(on),
        "script" | "style" | "template" | "title" => Tag::Hidden(on),
        "p" | "div" | "li" | "ul" | "ol" | "tr" | "table" | "section" | "article"
        | "blockquote" | "center" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "hr" | "dd"
        | "dt" | "td" | "th" => Tag::Block,
        _ => Tag::Other,
    }
}

/// The target of a link's tag.
pub(super) fn target(tag: &str) -> Option<String> {
    let at = tag.to_ascii_lowercase().find("href")?;
    let value = tag[at + 4..].trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|one| matches!(one, '"' | '\''))?;
    let end = value[1..].find(quote)?;
    Some(resolve_entities(&value[1..=end]))
}

/// The paragraphs of a block of HTML, its tags taken off.
pub(super) fn paragraphs(html: &str) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    let mut hidden = false;
    let mut rest = html;
    while !rest.is_empty() {
        let at = rest.find('<').unwrap_or(rest.len());
        let (words, behind) = rest.split_at(at);
        if !hidden && let Some(last) = paragraphs.last_mut() {
            last.push_str(words);
        }
        let end = if behind.starts_with("<!--") {
            behind.find("-->").map(|end| end + 3)
        } else {
            behind.find('>').map(|end| end + 1)
        };
        let end = end.unwrap_or(behind.len());
        if !behind.starts_with("<!") && end > 0 {
            match tag(&behind[..end]) {
                Tag::Break | Tag::Block => paragraphs.push(String::new()),
                Tag::Hidden(on) => hidden = on,
                _ => {}
            }
        }
        rest = &behind[end..];
    }
    let cleaned = paragraphs.iter().map(|paragraph| clean(&resolve_entities(paragraph)));
    cleaned.filter(|paragraph| !paragraph.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_known_by_their_names() {
        for (text, expected) in [
            ("<br />", Tag::Break),
            ("<BR>", Tag::Break),
            ("</strong>", Tag::Strong(false)),
            ("<span style=\"text-decoration: underline\">", Tag::Underline(true)),
            ("<sup>", Tag::Raised(true)),
            ("<img src=\"x\">", Tag::Other),
        ] {
            assert_eq!(tag(text), expected, "{text}");
        }
        assert_eq!(target("<a class=x href=\"a?b&amp;c\">"), Some("a?b&c".to_owned()));
    }

    #[test]
    fn a_block_of_html_is_its_words() {
        let html = "<div><!-- a --><p>We&nbsp;meet <b>now</b>.</p>\n<style>p{}</style><p>We part";
        assert_eq!(paragraphs(html), ["We meet now.", "We part"]);
        assert_eq!(paragraphs("<!-- only"), Vec::<String>::new());
    }
}
