//! Analysis of many texts: words by number, each folded and stemmed once.
//!
//! Nearly all words of a corpus are repetitions. What a word is folded and stemmed to is therefore
//! kept, under the word as it was typed.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::{TextLanguage, fold, is_acronym, words_in};

/// Words and stems that came up so far, by number.
#[derive(Debug, Default)]
pub struct Analyzer {
    /// For each language what each typed word is; none where folding leaves nothing.
    typed: [HashMap<Box<str>, Option<Known>>; TextLanguage::ALL.len()],
    words: Numbering,
    stems: Numbering,
}

/// What is known about a typed word.
#[derive(Debug, Clone, Copy)]
struct Known {
    word: u32,
    stem: u32,
    is_stopword: bool,
}

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Number of the folded word.
    pub word: u32,
    /// Number of its stem.
    pub stem: u32,
    /// Whether it is a function word.
    pub is_stopword: bool,
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
    /// Puts the words of `text`, which is English as far as its script allows, into `tokens`, in place of
    /// what is there: those that [`terms`](super::terms) finds.
    pub fn read(&mut self, text: &str, tokens: &mut Vec<Token>) {
        self.read_in(TextLanguage::English, text, tokens);
    }

    /// The same of a text in `language`.
    pub fn read_in(&mut self, language: TextLanguage, text: &str, tokens: &mut Vec<Token>) {
        tokens.clear();
        for bytes in words_in(language, text) {
            let typed = &text[bytes.clone()];
            let known = self.typed[language as usize].get(typed).copied();
            if let Some(known) = known.unwrap_or_else(|| self.learn(language, typed)) {
                let english = language == TextLanguage::English;
                let acronym = if english { self.as_acronym(known, text, &bytes) } else { None };
                let Known { word, stem, is_stopword } = acronym.unwrap_or(known);
                tokens.push(Token { word, stem, is_stopword, bytes });
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

    /// The acronym that the word `known` is, where it stands at `bytes` of `text`.
    fn as_acronym(&mut self, known: Known, text: &str, bytes: &Range<usize>) -> Option<Known> {
        let capital = text[bytes.clone()].starts_with(char::is_uppercase);
        if !capital || !known.is_stopword || !is_acronym(text, bytes, self.word(known.word)) {
            return None;
        }
        let acronym = self.word(known.word).to_uppercase();
        let (word, stem) = (self.words.number(&acronym), self.stems.number(&acronym));
        Some(Known { word, stem, is_stopword: false })
    }

    /// Folds and stems a word that was not typed so before.
    fn learn(&mut self, language: TextLanguage, typed: &str) -> Option<Known> {
        let folded = fold(typed);
        let known = (!folded.is_empty()).then(|| Known {
            word: self.words.number(&folded),
            stem: self.stems.number(&language.stem_of(typed, &folded)),
            is_stopword: language.is_stop_word(&folded),
        });
        self.typed[language as usize].insert(typed.into(), known);
        known
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
    use crate::language::analysis::{Term, terms, terms_in};

    /// The words that `analyzer` finds, as terms.
    fn analyzed(analyzer: &mut Analyzer, language: TextLanguage, text: &str) -> Vec<(Term, bool)> {
        let mut tokens = Vec::new();
        analyzer.read_in(language, text, &mut tokens);
        let term = |token: Token| {
            let (word, stem) = (analyzer.word(token.word), analyzer.stem(token.stem).to_owned());
            let (word, others) = (word.to_owned(), Vec::new());
            (Term { stem, word, bytes: token.bytes, language, others }, token.is_stopword)
        };
        tokens.into_iter().map(term).collect()
    }

    proptest! {
        #[test]
        fn words_are_those_of_texts_read_alone(
            texts in prop::collection::vec("([Tt]he |US |WHO|[Ll]abour|[Ss]tates?|[LD]'état |决议|'s|\\PC| ){0,12}", 0..6),
            languages in prop::collection::vec(prop::sample::select(TextLanguage::ALL.to_vec()), 6),
        ) {
            let mut analyzer = Analyzer::default();
            for (text, &language) in texts.iter().zip(&languages) {
                let expected: Vec<(Term, bool)> = terms_in(language, text)
                    .into_iter()
                    .map(|term| { let stopword = term.is_stopword(); (term, stopword) })
                    .collect();
                prop_assert_eq!(analyzed(&mut analyzer, language, text), expected);
            }
        }
    }

    #[test]
    fn words_and_stems_are_numbered_once() {
        let mut analyzer = Analyzer::default();
        let text = "States state's STATE the";
        let found = analyzed(&mut analyzer, TextLanguage::English, text);
        assert_eq!(found.len(), terms(text).len());
        assert_eq!((analyzer.words(), analyzer.stems()), (3, 2));
    }
}
