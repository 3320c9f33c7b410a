//! A text beside its terms, for rules that look at both.

use std::ops::Range;

use super::{Term, terms};

/// A text and its terms.
#[derive(Debug)]
pub(crate) struct Worded<'t> {
    pub(crate) text: &'t str,
    pub(crate) words: Vec<Term>,
}

impl<'t> Worded<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        Self { text, words: terms(text) }
    }

    /// Word `at`, folded; nothing where the text has fewer.
    pub(crate) fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |term| term.word.as_str())
    }

    /// Word `at` as typed.
    pub(crate) fn typed(&self, at: usize) -> &'t str {
        self.words.get(at).map_or("", |term| &self.text[term.bytes.clone()])
    }

    /// The text from the first to the last of `words`.
    pub(crate) fn wording(&self, words: Range<usize>) -> &'t str {
        &self.text[self.words[words.start].bytes.start..self.words[words.end - 1].bytes.end]
    }

    /// The text between word `at` and the one before it; nothing at either end.
    pub(crate) fn gap(&self, at: usize) -> &'t str {
        match (at.checked_sub(1).and_then(|before| self.words.get(before)), self.words.get(at)) {
            (Some(before), Some(term)) => &self.text[before.bytes.end..term.bytes.start],
            _ => "",
        }
    }

    /// Whether word `at` is there, and no function word.
    pub(crate) fn weighs(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|term| !term.is_stopword())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_beside_their_text() {
        let text = Worded::of("The Town, of old");
        assert_eq!((text.word(1), text.typed(1), text.word(9)), ("town", "Town", ""));
        assert_eq!((text.gap(0), text.gap(1), text.gap(2), text.gap(4)), ("", " ", ", ", ""));
        assert_eq!(text.wording(1..3), "Town, of");
        assert!(text.weighs(1) && !text.weighs(0) && !text.weighs(4));
    }
}
