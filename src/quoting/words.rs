//! Words as quotations are compared by.
//!
//! Much stricter than the terms that are searched by: nothing is stemmed, and a possessive or a
//! number stays what it is. Words are runs of letters and digits; signs that say something ("%",
//! "$") are words, too, and so is each character of scripts that are written without spaces. Case,
//! accents, ligatures, soft hyphens and British or American spelling do not tell words apart.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::domain::Span;
use crate::language::analysis::american;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// What it is compared by.
    pub key: String,
    /// Where it stands, in code points.
    pub span: Span,
    /// Where it stands in the text that was given, in bytes.
    pub bytes: Range<usize>,
}

/// The words of `text`, whose first code point has the offset `base`.
pub fn words(text: &str, base: u32) -> Vec<Word> {
    words_within(text, base, 0..usize::MAX)
}

/// Those of the words of `text` that are counted by `range`.
pub(super) fn words_within(text: &str, base: u32, range: Range<usize>) -> Vec<Word> {
    let mut counted = (0, base);
    let mut offset = |byte: usize| {
        let passed = &text[counted.0..byte];
        let chars = if passed.is_ascii() { passed.len() } else { passed.chars().count() };
        counted = (byte, counted.1 + chars as u32);
        counted.1
    };
    let mut found = Vec::with_capacity(range.len().min(text.len() / 6));
    for bytes in word_ranges(text).take(range.end).skip(range.start) {
        let span = Span::new(offset(bytes.start), offset(bytes.end));
        found.push(Word { key: key(&text[bytes.clone()]), span, bytes });
    }
    found
}

/// Byte ranges of the words of `text`.
pub(super) fn word_ranges(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let c = text[at..].chars().next()?;
            let start = at;
            at += c.len_utf8();
            if is_sign(c) || is_unspaced(c) {
                return Some(start..at);
            }
            if c.is_alphanumeric() {
                at = end_of_word(text, at);
                return Some(start..at);
            }
            if matches!(c, '-' | '\u{2212}') && is_minus(text, start, at) {
                at = end_of_word(text, at);
                return Some(start..at);
            }
        }
    })
}

/// Where the word ends that goes on at byte `at`.
fn end_of_word(text: &str, mut at: usize) -> usize {
    let mut end = at;
    while let Some(c) = text[at..].chars().next() {
        let next = at + c.len_utf8();
        if c.is_alphanumeric() && !is_unspaced(c) || is_combining_mark(c) {
            end = next;
        } else if !is_invisible(c) && !joins(text, at, next, c) {
            break;
        }
        at = next;
    }
    end
}

/// Whether the mark `c`, from byte `at` to `next`, belongs inside a word.
fn joins(text: &str, at: usize, next: usize, c: char) -> bool {
    if !matches!(c, '\'' | '\u{2019}' | ',' | '.') {
        return false;
    }
    let before = text[..at].chars().next_back();
    let after = text[next..].chars().next();
    let (Some(before), Some(after)) = (before, after) else { return false };
    match c {
        ',' => before.is_ascii_digit() && after.is_ascii_digit(),
        '.' => before.is_ascii_digit() && after.is_ascii_digit() || is_initial(text, at, next),
        _ => before.is_alphabetic() && after.is_alphabetic(),
    }
}

/// Whether the point at byte `at` stands between two capitals that stand alone, as in "U.N.".
fn is_initial(text: &str, at: usize, next: usize) -> bool {
    let mut before = text[..at].chars().rev();
    let mut after = text[next..].chars();
    let capital = |c: Option<char>| c.is_some_and(char::is_uppercase);
    let ends = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    capital(before.next()) && ends(before.next()) && capital(after.next()) && ends(after.next())
}

/// Whether the dash from byte `start` to `next` makes the number behind it negative.
fn is_minus(text: &str, start: usize, next: usize) -> bool {
    let before = &text[..start];
    let apart = before.is_empty() || before.ends_with([' ', '\u{a0}', '\n', '\t', '(']);
    let range = before.trim_end().ends_with(|c: char| c.is_alphanumeric() && !c.is_alphabetic());
    apart && !range && text[next..].starts_with(|c: char| c.is_ascii_digit())
}

/// Signs that say something by themselves.
const fn is_sign(c: char) -> bool {
    matches!(
        c,
        '%' | '\u{2030}'
            | '$'
            | '\u{20ac}'
            | '\u{a3}'
            | '\u{a5}'
            | '\u{a7}'
            | '&'
            | '+'
            | '='
            | '<'
            | '>'
            | '\u{b0}'
    )
}

/// Characters of scripts that put no spaces between words.
const fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{edf}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Characters that are not seen, and may stand anywhere in a word.
pub(super) const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// What a word is compared by.
pub(super) fn key(word: &str) -> String {
    let folded = if word.bytes().all(|b| b.is_ascii_alphanumeric()) {
        word.to_ascii_lowercase()
    } else {
        fold(word)
    };
    spelt(&folded)
}

/// A folded word in one spelling, British or American; what follows an apostrophe stays.
pub(super) fn spelt(word: &str) -> String {
    let (head, tail) = word.split_at(word.find('\'').unwrap_or(word.len()));
    match american(head) {
        Cow::Owned(spelt) => spelt + tail,
        Cow::Borrowed(_) => word.to_owned(),
    }
}

/// Lower case, without accents, ligatures, thousands separators and the points of initials.
pub(super) fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    let decimal = word.contains(|c: char| c.is_ascii_digit());
    let seen = word.nfkd().filter(|&c| !is_combining_mark(c) && !is_invisible(c));
    for c in seen.flat_map(char::to_lowercase) {
        match c {
            '\u{2019}' => folded.push('\''),
            '\u{2212}' => folded.push('-'),
            '&' => folded.push_str("and"),
            '\u{df}' => folded.push_str("ss"),
            '\u{e6}' => folded.push_str("ae"),
            '\u{153}' => folded.push_str("oe"),
            '\u{f8}' => folded.push('o'),
            '\u{142}' => folded.push('l'),
            '\u{111}' | '\u{f0}' => folded.push('d'),
            '\u{131}' => folded.push('i'),
            '.' if !decimal => {}
            // An accent of its own may come out of a capital's lower case.
            c if is_combining_mark(c) => {}
            c => folded.push(c),
        }
    }
    if decimal && folded.contains(',') { without_thousands(&folded) } else { folded }
}

/// The number without commas between groups of three digits; with any other comma it stays.
fn without_thousands(number: &str) -> String {
    let whole = number.split('.').next().unwrap_or(number);
    let grouped = whole.split(',').skip(1).all(|group| group.len() == 3);
    if grouped { number.replace(',', "") } else { number.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> String {
        words(text, 0).into_iter().map(|word| word.key).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_words_say_is_kept_and_their_formatting_is_not() {
        let cases = [
            (
                "*Recognizing* the LABOUR of \u{201c}centres\u{201d}",
                "recognizing the labor of centers",
            ),
            ("Thomas de Maizi\u{e8}re; Maizie\u{300}re", "thomas de maiziere maiziere"),
            ("e\u{fb03}cient \u{fb01}ght, C\u{153}ur", "efficient fight coeur"),
            ("today\u{2019}s world, states' rights", "today's world states rights"),
            ("cross-border \u{2013} inter\u{ad}national", "cross border international"),
            ("1,000 v 1,5 v 2.5 v 1,000,000.25", "1000 v 1,5 v 2.5 v 1000000.25"),
            ("the U.N. and the UN. A.", "the un and the un a"),
            ("5% of $3 & more", "5 % of $ 3 and more"),
            ("-2 degrees, 2014 -2015, 5-10", "-2 degrees 2014 2015 5 10"),
            ("its it's", "its it's"),
            ("programme's", "program's"),
            ("\u{4eba}\u{6743}", "\u{4eba} \u{6743}"),
            ("\u{1f694} \u{2026} --", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(keys(text), expected, "{text}");
        }
    }

    #[test]
    fn offsets_are_code_points_from_the_base() {
        let text = "J\u{fc}rgen\u{a0}Stock, 2.5 km";
        let spans: Vec<(u32, u32)> =
            words(text, 100).iter().map(|word| (word.span.start, word.span.end)).collect();
        assert_eq!(spans, [(100, 106), (107, 112), (114, 117), (118, 120)]);
        let seen: Vec<&str> = words(text, 0).iter().map(|word| &text[word.bytes.clone()]).collect();
        assert_eq!(seen, ["J\u{fc}rgen", "Stock", "2.5", "km"]);
    }
}
