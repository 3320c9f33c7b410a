//! The small HTML that Telegram and Teams read.

use super::asked::in_a_line;
use super::fitted::Markup;
use super::markdown::in_link;

/// Behind an `@`, so that nobody is told.
const JOINER: char = '\u{2060}';

/// HTML in which a line break is one: Telegram's. Teams' has [`with_breaks`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Html;

impl Markup for Html {
    fn words(&self, text: &str) -> String {
        let mut written = String::with_capacity(text.len() + 8);
        for c in in_a_line(text).chars() {
            match c {
                '&' => written.push_str("&amp;"),
                '<' => written.push_str("&lt;"),
                '>' => written.push_str("&gt;"),
                '"' => written.push_str("&quot;"),
                '@' => written.extend(['@', JOINER]),
                _ => written.push(c),
            }
        }
        written
    }

    fn quote(&self, text: &str) -> String {
        format!("<blockquote>{}</blockquote>", self.words(text))
    }

    fn link(&self, title: &str, url: &str) -> String {
        let url = in_link(url).replace('&', "&amp;");
        format!("<a href=\"{url}\">{}</a>", self.words(title))
    }
}

/// `html` with its line breaks as elements.
pub(super) fn with_breaks(html: &str) -> String {
    html.replace('\n', "<br/>")
}

/// The text of `html`: without its elements, those of `dropped` with all that is in them.
pub(super) fn text_of(html: &str, dropped: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let closing = format!("</{dropped}>");
    let (mut rest, mut closes) = (html, true);
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some(end) = rest.find('>') else { break };
        let name = rest[1..end].split(|c: char| !c.is_ascii_alphanumeric()).next();
        let is_dropped = closes && name == Some(dropped);
        let close = if is_dropped { rest.find(&closing) } else { None };
        // What is not found here is not found further on.
        closes = closes && (!is_dropped || close.is_some());
        let end = close.map_or(end + 1, |close| close + closing.len());
        text.push(' ');
        rest = &rest[end..];
    }
    text.push_str(rest);
    let names = [
        ("&nbsp;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ];
    names.iter().fold(text, |text, (name, c)| text.replace(name, c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_makes_markup_or_tells_anybody() {
        let text = "<b>@everyone</b> & \"x\"\n[x](y) *b*";
        let words = "&lt;b&gt;@\u{2060}everyone&lt;/b&gt; &amp; &quot;x&quot; [x](y) *b*";
        assert_eq!(Html.words(text), words);
        assert_eq!(Html.quote("a < b"), "<blockquote>a &lt; b</blockquote>");
        let link = Html.link("P3 \"a\"", "https://a/?q=\"x\"&y=<z>");
        assert_eq!(link, "<a href=\"https://a/?q=%22x%22&amp;y=%3Cz%3E\">P3 &quot;a&quot;</a>");
    }

    #[test]
    fn the_text_of_a_message_has_no_elements() {
        let cases = [
            ("<at>Rapporteur</at> Which <b>ones</b>?", "  Which  ones ?"),
            ("<p><at id=\"0\">R &amp; B</at>&nbsp;a &lt; b</p>", "   a < b "),
            ("<at>never closed", " never closed"),
            ("a < b", "a < b"),
            ("&amp;lt;", "&lt;"),
        ];
        for (html, expected) in cases {
            assert_eq!(text_of(html, "at"), expected);
        }
    }
}
