//! Analysis of many texts: words by number, each folded and stemmed once.
//!
//! Nearly all words of a corpus are repetitions. What a word is folded and stemmed to is therefore
//! kept, under the word as it was typed.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::{fold, is_acronym, is_stopword, stem_of, words};

/// Words and stems that came up so far, by number.
#[derive(Debug, Default)]
pub struct Analyzer {
    /// Number of the word that each typed one is folded to; none where folding leaves nothing.
    typed: HashMap<Box<str>, Option<u32>>,
    words: Numbering,
    stems: Numbering,
    /// For each word what else is known about it.
    traits: Vec<WordTraits>,
}

/// What is known about a word.
#[derive(Debug, Clone, Copy)]
struct WordTraits {
    stem: u32,
    stopword: bool,
}

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Number of the folded word.
    pub word: u32,
    /// Bytes of the text that it was read from.
    pub bytes: Range<usize>,
}

impl Token {
    /// Whether it begins with a capital in `text`, from which it was read.
    pub fn is_capitalised(&self, text: &str) -> bool {
        text[self.bytes.clone()].chars().next().is_some_and(char::is_uppercase)
    }
}

impl Analyzer {
    /// Puts the words of `text` into `tokens`, in place of what is there: those that
    /// [`terms`](super::terms) finds.
    pub fn read(&mut self, text: &str, tokens: &mut Vec<Token>) {
        tokens.clear();
        for bytes in words(text) {
            let typed = &text[bytes.clone()];
            let known = self.typed.get(typed).copied();
            if let Some(word) = known.unwrap_or_else(|| self.learn(typed)) {
                let word = self.as_acronym(word, text, &bytes).unwrap_or(word);
                tokens.push(Token { word, bytes });
            }
        }
    }

    /// How many different words came up.
    pub fn words(&self) -> usize {
        self.words.texts.len()
    }

    /// How many different stems came up.
    pub fn stems(&self) -> usize {
        self.stems.texts.len()
    }

    /// The folded word with this number.
    pub fn word(&self, number: u32) -> &str {
        &self.words.texts[number as usize]
    }

    /// The stem with this number.
    pub fn stem(&self, number: u32) -> &str {
        &self.stems.texts[number as usize]
    }

    /// The number of the stem of the word with this number.
    pub fn stem_of(&self, word: u32) -> u32 {
        self.traits[word as usize].stem
    }

    /// Whether the word with this number is a function word.
    pub fn is_stopword(&self, word: u32) -> bool {
        self.traits[word as usize].stopword
    }

    /// The number of the acronym that the function word with this number is, where it stands at `bytes`
    /// of `text`.
    fn as_acronym(&mut self, word: u32, text: &str, bytes: &Range<usize>) -> Option<u32> {
        let capital = text[bytes.clone()].starts_with(char::is_uppercase);
        if !capital || !self.is_stopword(word) || !is_acronym(text, bytes, self.word(word)) {
            return None;
        }
        let acronym = self.word(word).to_uppercase();
        let number = self.words.number(&acronym);
        if self.words.texts.len() > self.traits.len() {
            let stem = self.stems.number(&acronym);
            self.traits.push(WordTraits { stem, stopword: false });
        }
        Some(number)
    }

    /// Folds and stems a word that was not typed so before.
    fn learn(&mut self, typed: &str) -> Option<u32> {
        let folded = fold(typed);
        let word = (!folded.is_empty()).then(|| self.words.number(&folded));
        if self.words.texts.len() > self.traits.len() {
            let stem = self.stems.number(&stem_of(&folded));
            self.traits.push(WordTraits { stem, stopword: is_stopword(&folded) });
        }
        self.typed.insert(typed.into(), word);
        word
    }
}

/// Different texts, numbered from 0 in the order in which they came up.
#[derive(Debug, Default)]
struct Numbering {
    numbers: HashMap<Arc<str>, u32>,
    texts: Vec<Arc<str>>,
}

impl Numbering {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(&number) = self.numbers.get(text) {
            return number;
        }
        let number = u32::try_from(self.texts.len()).expect("fewer than 2^32 different words");
        let text: Arc<str> = text.into();
        self.numbers.insert(Arc::clone(&text), number);
        self.texts.push(text);
        number
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::language::analysis::{Term, terms};

    /// The words that `analyzer` finds, as terms.
    fn analyzed(analyzer: &mut Analyzer, text: &str) -> Vec<(Term, bool)> {
        let mut tokens = Vec::new();
        analyzer.read(text, &mut tokens);
        let term = |token: Token| {
            let (word, stem) = (analyzer.word(token.word), analyzer.stem_of(token.word));
            let stem = analyzer.stem(stem).to_owned();
            let term = Term { stem, word: word.to_owned(), bytes: token.bytes };
            (term, analyzer.is_stopword(token.word))
        };
        tokens.into_iter().map(term).collect()
    }

    proptest! {
        #[test]
        fn words_are_those_of_texts_read_alone(
            texts in prop::collection::vec("([Tt]he |US |WHO|[Ll]abour|[Ss]tates?|'s|\\PC| ){0,12}", 0..6),
        ) {
            let mut analyzer = Analyzer::default();
            for text in &texts {
                let expected: Vec<(Term, bool)> = terms(text)
                    .into_iter()
                    .map(|term| { let stopword = term.is_stopword(); (term, stopword) })
                    .collect();
                prop_assert_eq!(analyzed(&mut analyzer, text), expected);
            }
        }
    }

    #[test]
    fn words_and_stems_are_numbered_once() {
        let mut analyzer = Analyzer::default();
        let found = analyzed(&mut analyzer, "States state's STATE the");
        assert_eq!(found.len(), 4);
        assert_eq!((analyzer.words(), analyzer.stems()), (3, 2));
    }
}
