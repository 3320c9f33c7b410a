//! Quotation marks: which words of a block stand in them.

use std::ops::Range;

use super::analysis::is_unspaced;
use super::looks::looked_at;
use super::sentences::opens_mirrored;

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
        // What Arabic opens with.
        '\u{201d}' => &['\u{201c}'],
        '\u{300c}' => &['\u{300d}'],
        '\u{300e}' => &['\u{300f}'],
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
    // What nothing behind it closes: it need not be looked for again.
    let mut unclosed: Vec<char> = Vec::new();
    while let Some((at, open)) = next_opening(text, from) {
        let inner = at + open.len_utf8();
        let closed = if unclosed.contains(&open) { None } else { closing(text, inner, open) };
        if let Some((end, close)) = closed {
            found.push(Marked { outer: at..end + close, inner: inner..end, open: false });
            from = end + close;
        } else {
            if matches!(open, '\u{201c}' | '\u{201e}') {
                found.push(Marked { outer: at..text.len(), inner: inner..text.len(), open: true });
                return found;
            }
            // Where others may stand inside, one of them may be closed.
            if !nests(open) {
                unclosed.push(open);
            }
            from = inner;
        }
    }
    found
}

fn next_opening(text: &str, from: usize) -> Option<(usize, char)> {
    text[from..].char_indices().map(|(at, c)| (from + at, c)).find(|&(at, c)| {
        looked_at();
        let before = text[..at].chars().next_back();
        let after = text[at + c.len_utf8()..].chars().next();
        // After a letter or digit it is an apostrophe, or an inch, unless words have no blanks between.
        let free = before.is_none_or(|before| {
            !before.is_alphanumeric() || !matches!(c, '"' | '\'') && is_unspaced(before)
        });
        let mirrored = c != '\u{201d}' || opens_mirrored(after);
        let begins = after.is_some_and(|after| !after.is_whitespace() && after != c);
        // A right-pointing guillemet opens in German only, before a word and after a space.
        let apart = before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '['));
        !closers(c).is_empty() && free && mirrored && begins && (c != '\u{bb}' || apart)
    })
}

/// Whether quotations that begin with `open` may stand inside one another.
fn nests(open: char) -> bool {
    open != '\u{201c}' && !closers(open).contains(&open)
}

/// Where the quotation that begins at `from` closes, and the length of the mark. Quotations of the
/// same sort may stand inside, but not very many at once.
fn closing(text: &str, from: usize, open: char) -> Option<(usize, usize)> {
    const DEPTH_MAX: usize = 16;
    let closes = closers(open);
    let mut depth = 0_usize;
    for (at, c) in text[from..].char_indices().map(|(at, c)| (from + at, c)) {
        looked_at();
        let before = text[from..at].chars().next_back();
        let after = text[at + c.len_utf8()..].chars().next();
        if c == open && nests(open) {
            depth += 1;
            if depth > DEPTH_MAX {
                return None;
            }
        } else if closes.contains(&c) {
            let inside_word = after.is_some_and(char::is_alphanumeric);
            let apostrophe = is_single(c) && (inside_word || is_possessive(text, at, open, depth));
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

/// Whether the mark at `at` is a genitive ("the states' duty") and no end of the quotation that
/// `open` began: it may be one, and behind it in its sentence one mark closes that nothing opened.
/// `depth` is how many quotations around this one have yet to close.
fn is_possessive(text: &str, at: usize, open: char, depth: usize) -> bool {
    /// How far behind it such a mark is looked for, in bytes.
    const AHEAD_BYTES_MAX: usize = 400;
    if !may_be_possessive(text, at) {
        return false;
    }
    let mut opened = depth;
    let ahead = text[at..].char_indices().skip(1).take_while(|&(ahead, _)| ahead < AHEAD_BYTES_MAX);
    for (at, c) in ahead.map(|(ahead, c)| (at + ahead, c)) {
        looked_at();
        let before = text[..at].chars().next_back();
        let after = text[at + c.len_utf8()..].chars().next();
        if matches!(c, '.' | '!' | '?') && after.is_none_or(char::is_whitespace) {
            break;
        } else if c == open && is_opening(before, after) {
            opened += 1;
        } else if closers(open).contains(&c)
            && !after.is_some_and(char::is_alphanumeric)
            && !may_be_possessive(text, at)
        {
            let Some(left) = opened.checked_sub(1) else { return true };
            opened = left;
        }
    }
    false
}

/// Whether a mark between these characters opens rather than closes.
fn is_opening(before: Option<char>, after: Option<char>) -> bool {
    let apart = before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '['));
    let begins = after.is_some_and(char::is_alphanumeric);
    let free = before.is_none_or(|c| !c.is_alphanumeric());
    apart && after.is_some_and(|c| !c.is_whitespace()) || free && begins
}

/// Whether the mark at `at` stands behind an "s" and before what may be the thing that is had: no
/// word that cannot follow a genitive, nor "and" without another genitive.
fn may_be_possessive(text: &str, at: usize) -> bool {
    const NO_THINGS: [&str; 49] = [
        "a", "about", "after", "also", "an", "are", "as", "at", "be", "because", "before",
        "between", "but", "by", "for", "from", "had", "has", "have", "he", "if", "in", "into",
        "is", "it", "nor", "not", "of", "on", "shall", "should", "than", "that", "the", "these",
        "they", "this", "to", "under", "was", "we", "were", "when", "where", "which", "while",
        "who", "with", "without",
    ];
    let mut behind = text[at..].chars();
    behind.next();
    let Some(rest) = behind.as_str().strip_prefix(' ') else { return false };
    let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let follows = match word {
        "and" | "or" => rest.find(is_single).is_some_and(|next| rest[..next].ends_with('s')),
        _ => word.starts_with(char::is_lowercase) && !NO_THINGS.contains(&word),
    };
    follows && text[..at].ends_with('s')
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
            ("题为“变革世界”的「宣言」", &["变革世界", "宣言"]),
            ("المعنون \u{201d}تحويل عالمنا\u{201c} في", &["تحويل عالمنا"]),
            ("today's 'b c' isn't", &["b c"]),
            ("the students' reading isn't", &[]),
            ("5\" of rain and coats", &[]),
            ("'the states' duty to act' ends", &["the states' duty to act"]),
            ("'the states' duty to act.' It ends", &["the states' duty to act."]),
            ("of 'the world's towns' and of 'the parks'.", &["the world's towns", "the parks"]),
            (
                "of \u{2018}the world\u{2019}s towns\u{2019} and of \u{2018}the parks\u{2019}.",
                &["the world\u{2019}s towns", "the parks"],
            ),
            ("'our towns' need 'parks'", &["our towns", "parks"]),
            ("'towns' and the states' parks", &["towns"]),
            ("'the states' and cities' duties'.", &["the states' and cities' duties"]),
            (
                "'the states' duties' and 'the cities' rights'",
                &["the states' duties", "the cities' rights"],
            ),
            (
                "\u{2018}the \u{2018}states\u{2019} duty\u{2019} ends",
                &["the \u{2018}states\u{2019} duty"],
            ),
            (
                "\u{201a}the states\u{2019} duty to act\u{2018} ends",
                &["the states\u{2019} duty to act"],
            ),
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
