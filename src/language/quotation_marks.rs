//! Quotation marks: which words of a block stand in them.

use std::ops::Range;

/// Words in quotation marks, the outermost ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Marked {
    /// With the marks.
    pub outer: Range<usize>,
    /// Without them.
    pub inner: Range<usize>,
    /// Whether the mark was not closed in its block: the next one may go on with it.
    pub open: bool,
}

/// What closes a quotation that begins with `open`.
fn closers(open: char) -> &'static [char] {
    match open {
        '"' => &['"', '\u{201d}'],
        '\u{201c}' => &['\u{201d}', '"'],
        '\u{201e}' => &['\u{201c}', '\u{201d}', '"'],
        '\u{ab}' => &['\u{bb}'],
        '\u{bb}' => &['\u{ab}'],
        '\u{2018}' => &['\u{2019}'],
        '\u{201a}' => &['\u{2018}', '\u{2019}'],
        '\'' => &['\''],
        _ => &[],
    }
}

/// Whether `mark` is also an apostrophe.
const fn is_single(mark: char) -> bool {
    matches!(mark, '\'' | '\u{2018}' | '\u{2019}' | '\u{201a}')
}

/// The outermost quotations of `text`, in order. A straight mark without a partner is none.
pub(crate) fn marked(text: &str) -> Vec<Marked> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some((at, open)) = next_opening(text, from) {
        let inner = at + open.len_utf8();
        if let Some((end, close)) = closing(text, inner, open) {
            found.push(Marked { outer: at..end + close, inner: inner..end, open: false });
            from = end + close;
        } else {
            if matches!(open, '\u{201c}' | '\u{201e}') {
                found.push(Marked { outer: at..text.len(), inner: inner..text.len(), open: true });
                return found;
            }
            from = inner;
        }
    }
    found
}

fn next_opening(text: &str, from: usize) -> Option<(usize, char)> {
    text[from..].char_indices().map(|(at, c)| (from + at, c)).find(|&(at, c)| {
        let before = text[..at].chars().next_back();
        let after = text[at + c.len_utf8()..].chars().next();
        // After a letter or digit it is an apostrophe, or an inch.
        let free = before.is_none_or(|c| !c.is_alphanumeric());
        let begins = after.is_some_and(|after| !after.is_whitespace() && after != c);
        // A right-pointing guillemet opens in German only, before a word and after a space.
        let apart = before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '['));
        !closers(c).is_empty() && free && begins && (c != '\u{bb}' || apart)
    })
}

/// Where the quotation that begins at `from` closes, and the length of the mark. Quotations of the
/// same sort may stand inside.
fn closing(text: &str, from: usize, open: char) -> Option<(usize, usize)> {
    let closes = closers(open);
    let mut depth = 0_usize;
    for (at, c) in text[from..].char_indices().map(|(at, c)| (from + at, c)) {
        let before = text[from..at].chars().next_back();
        let after = text[at + c.len_utf8()..].chars().next();
        if c == open && !closes.contains(&c) && c != '\u{201c}' {
            depth += 1;
        } else if closes.contains(&c) {
            let inside_word = after.is_some_and(char::is_alphanumeric);
            let apostrophe = is_single(c)
                && (inside_word || before == Some('s') && is_possessive(text, at, c, closes));
            let opens = c == '"' && before.is_none_or(|c| matches!(c, ' ' | '(')) && inside_word;
            if apostrophe || opens || before.is_none() {
                continue;
            }
            if depth == 0 {
                return Some((at, c.len_utf8()));
            }
            depth -= 1;
        }
    }
    None
}

/// Whether the mark behind an "s" at `at` may be a genitive ("the states' duty"): a word follows,
/// and the quotation closes further on in the same sentence.
fn is_possessive(text: &str, at: usize, mark: char, closes: &[char]) -> bool {
    let rest = &text[at + mark.len_utf8()..];
    let goes_on = rest.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_lowercase));
    let sentence = rest.find(['.', '!', '?', '\u{2018}']).map_or(rest, |end| &rest[..=end]);
    let later = sentence.match_indices(closes).any(|(at, mark)| {
        let after = sentence[at + mark.len()..].chars().next();
        after.is_none_or(|c| !c.is_alphanumeric())
    });
    goes_on && later
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outermost_words_in_marks() {
        let cases: &[(&str, &[&str])] = &[
            ("he said \"a b\" and \"c\"", &["a b", "c"]),
            ("\u{201c}a \u{2018}b\u{2019} c\u{201d} d", &["a \u{2018}b\u{2019} c"]),
            ("\u{ab}a b\u{bb}, \u{201e}c d\u{201c}", &["a b", "c d"]),
            ("\u{bb}a b\u{ab} c", &["a b"]),
            ("today's 'b c' isn't", &["b c"]),
            ("the students' reading isn't", &[]),
            ("5\" of rain and coats", &[]),
            ("'the states' duty to act' ends", &["the states' duty to act"]),
            ("note said \"nobody came.", &[]),
            ("\u{201c}one \u{201c}two\u{201d}", &["one \u{201c}two"]),
            ("\"\" and \" x", &[]),
        ];
        for (text, expected) in cases {
            let found: Vec<&str> =
                marked(text).into_iter().map(|marked| &text[marked.inner]).collect();
            assert_eq!(found, *expected, "{text}");
        }
        let open = marked("he: \u{201c}goes on");
        assert!(open.len() == 1 && open[0].open);
    }
}
