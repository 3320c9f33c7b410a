//! Markdown, as platforms read it that have no other form.

use super::asked::in_a_line;
use super::fitted::Markup;

/// A word joiner: behind it, no platform sees a name that is to be told.
const JOINER: char = '\u{2060}';

/// Which Markdown it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Markdown {
    /// Discord's: nobody is told of what stands in an embed.
    Discord,
    /// Mattermost's, where `@name` tells somebody.
    Mattermost,
    /// GitHub's, where `@name` and `#1` do.
    Github,
}

impl Markup for Markdown {
    fn words(&self, text: &str) -> String {
        let mut written = String::with_capacity(text.len() + 8);
        for c in in_a_line(text).chars() {
            match c {
                '&' if *self != Self::Discord => written.push_str("&amp;"),
                '<' if *self != Self::Discord => written.push_str("&lt;"),
                '>' if *self != Self::Discord => written.push_str("&gt;"),
                '@' if *self != Self::Discord => written.extend(['@', JOINER]),
                '#' if *self == Self::Github => written.extend(['#', JOINER]),
                _ => {
                    if is_mark(c) {
                        written.push('\\');
                    }
                    written.push(c);
                }
            }
        }
        unlisted(written)
    }

    fn quote(&self, text: &str) -> String {
        // Elsewhere than in Discord, a line right behind a quotation belongs to it.
        let end = if *self == Self::Discord { "" } else { "\n" };
        format!("> {}{end}", self.words(text))
    }

    fn link(&self, title: &str, url: &str) -> String {
        format!("[{}](<{}>)", self.words(title), in_link(url))
    }
}

/// Whether Markdown reads `c` as more than itself.
const fn is_mark(c: char) -> bool {
    matches!(
        c,
        '\\' | '`'
            | '*'
            | '_'
            | '{'
            | '}'
            | '['
            | ']'
            | '('
            | ')'
            | '<'
            | '>'
            | '#'
            | '+'
            | '-'
            | '!'
            | '|'
            | '~'
            | ':'
            | '@'
            | '='
            | '$'
    )
}

/// `line` without what would make it an item of a numbered list: "1. ".
fn unlisted(line: String) -> String {
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    if digits > 0 && line[digits..].starts_with('.') {
        return format!("{}\\{}", &line[..digits], &line[digits..]);
    }
    line
}

/// An address that cannot end the link before its time.
pub(super) fn in_link(url: &str) -> String {
    let encoded = |c: char| match c {
        '(' => "%28".to_owned(),
        ')' => "%29".to_owned(),
        '<' => "%3C".to_owned(),
        '>' => "%3E".to_owned(),
        '\\' => "%5C".to_owned(),
        '|' => "%7C".to_owned(),
        '"' => "%22".to_owned(),
        '\'' => "%27".to_owned(),
        c if c.is_whitespace() || c.is_control() => "%20".to_owned(),
        c => c.to_string(),
    };
    url.chars().map(encoded).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_makes_markup_or_tells_anybody() {
        let text = "@everyone <@1> [x](y) **b** `c` ~~d~~\n# e\n1. f <b>g</b> #12 &amp; | !";
        let cases = [
            (
                Markdown::Discord,
                "\\@everyone \\<\\@1\\> \\[x\\]\\(y\\) \\*\\*b\\*\\* \\`c\\` \\~\\~d\\~\\~ \\# e 1. f \\<b\\>g\\</b\\> \\#12 &amp; \\| \\!",
            ),
            (
                Markdown::Mattermost,
                "@\u{2060}everyone &lt;@\u{2060}1&gt; \\[x\\]\\(y\\) \\*\\*b\\*\\* \\`c\\` \\~\\~d\\~\\~ \\# e 1. f &lt;b&gt;g&lt;/b&gt; \\#12 &amp;amp; \\| \\!",
            ),
            (
                Markdown::Github,
                "@\u{2060}everyone &lt;@\u{2060}1&gt; \\[x\\]\\(y\\) \\*\\*b\\*\\* \\`c\\` \\~\\~d\\~\\~ #\u{2060} e 1. f &lt;b&gt;g&lt;/b&gt; #\u{2060}12 &amp;amp; \\| \\!",
            ),
        ];
        for (markdown, expected) in cases {
            assert_eq!(markdown.words(text), expected, "{markdown:?}");
        }
        assert_eq!(Markdown::Mattermost.quote("1. a\n2. b"), "> 1\\. a 2. b\n");
        let link = Markdown::Mattermost.link("P3(b)", "https://a/c/1/x/b) y>z");
        assert_eq!(link, "[P3\\(b\\)](<https://a/c/1/x/b%29%20y%3Ez>)");
    }
}
