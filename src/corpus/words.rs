//! Words and marks of a text, with their places.

use std::borrow::Cow;
use std::ops::Range;

use crate::language::analysis::unspaced_words;
use crate::language::lexicon::WordList;

/// A word, or a single mark of punctuation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word<'t> {
    /// As it stands in the text.
    pub(super) text: &'t str,
    /// In lower case.
    pub(super) lower: Cow<'t, str>,
    /// Bytes of the text.
    pub(super) range: Range<usize>,
}

impl<'t> Word<'t> {
    fn new(text: &'t str, range: Range<usize>) -> Self {
        let text = &text[range.clone()];
        let lower = if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(text.to_ascii_lowercase())
        } else {
            Cow::Borrowed(text)
        };
        Self { text, lower, range }
    }

    /// Whether this is `other`, case aside. `other` is in lower case.
    pub(super) fn is(&self, other: &str) -> bool {
        self.lower == other
    }

    /// Whether this is one of `others`, case aside.
    pub(super) fn is_one_of(&self, others: &WordList) -> bool {
        others.has(&self.lower)
    }

    /// Whether this is a mark of punctuation rather than a word.
    pub(super) fn is_mark(&self) -> bool {
        !self.text.starts_with(char::is_alphanumeric)
    }
}

/// The words of `text`. Apostrophes and hyphens inside a word belong to it (`today's`,
/// `high-level`); every other character that is neither letter, digit nor white space is a mark.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let mut found = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        if first.is_whitespace() {
            continue;
        }
        let mut end = start + first.len_utf8();
        if first.is_alphanumeric() {
            while let Some(&(at, next)) = chars.peek() {
                let after = text[at + next.len_utf8()..].chars().next();
                let joins =
                    matches!(next, '-' | '\'' | '’') && after.is_some_and(char::is_alphanumeric);
                if !next.is_alphanumeric() && !joins {
                    break;
                }
                end = at + next.len_utf8();
                chars.next();
            }
        }
        found.push(Word::new(text, start..end));
    }
    found
}

/// How many words stand in `text`, marks aside.
pub(super) fn count(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
        + unspaced_words(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_marks_are_told_apart() {
        let text = "(2014) today’s high-level, e-mail- É.";
        let found: Vec<&str> = words(text).iter().map(|word| word.text).collect();
        assert_eq!(
            found,
            ["(", "2014", ")", "today’s", "high-level", ",", "e-mail", "-", "É", "."]
        );
        assert!(words(text).iter().all(|word| &text[word.range.clone()] == word.text));
        assert_eq!(count(text), 5);
    }
}
