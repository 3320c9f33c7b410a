//! The words of the corpus: what a mistyped, joined or abbreviated word of a question may mean.

mod builder;
mod letters;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;

pub(super) use builder::VocabularyBuilder;
use columns::{Column, Damaged, Lists, Sections, SortedStrings, U32};
use letters::Letters;

use super::passage_text::PassageText;
use crate::language::analysis::{Analyzer, stem};

/// Folded words of the corpus and what stands for what.
#[derive(Debug, Default)]
pub struct Vocabulary {
    words: SortedStrings,
    /// In how many passages each word stands.
    counts: Column<U32>,
    /// Which letters each word has.
    letters: Column<U32>,
    /// The number of the stem that each word was first read by.
    word_stems: Column<U32>,
    /// Stems of those words.
    stems: SortedStrings,
    /// Initials, such as `unsc`, of runs of capitalised words.
    initialisms: SortedStrings,
    /// For each of them the numbers of the words' stems.
    initialism_stems: Lists<U32>,
}

/// Words shorter than this are never read as others: too much is near them.
const CORRECTED_CHARS_MIN: usize = 4;
/// From this length on, two slips are forgiven.
const TWO_SLIPS_CHARS_MIN: usize = 10;
/// The shortest half of a word that was written together.
const HALF_CHARS_MIN: usize = 4;

impl Vocabulary {
    /// Collects the words of `passages`.
    pub fn build<'a>(passages: impl Iterator<Item: Into<PassageText<'a>>>) -> Self {
        let mut analyzer = Analyzer::default();
        let mut builder = VocabularyBuilder::default();
        let mut tokens = Vec::new();
        for passage in passages {
            let PassageText { text, language } = passage.into();
            analyzer.read_in(language, text, &mut tokens);
            builder.push(text, &tokens, &analyzer);
        }
        builder.build(&analyzer)
    }

    /// Every word, in order of its bytes, with the number of passages that it stands in.
    pub fn words(&self) -> impl ExactSizeIterator<Item = (&str, u32)> {
        let count = |number: usize| self.counts[number].get();
        (0..self.words.len()).map(move |number| (self.words.get(number), count(number)))
    }

    /// Whether `word`, folded, occurs.
    pub fn has(&self, word: &str) -> bool {
        self.words.find(word).is_some()
    }

    /// The stem of `word`, folded, in the language that it was first read in; none where it does not
    /// occur.
    pub fn stem_of(&self, word: &str) -> Option<&str> {
        let stem = self.word_stems.get(self.words.find(word)?)?.get() as usize;
        (stem < self.stems.len()).then(|| self.stems.get(stem))
    }

    /// Whether a word with this stem occurs.
    pub fn has_stem(&self, stem: &str) -> bool {
        self.stems.find(stem).is_some()
    }

    /// The word that was most likely meant by `word`, which does not occur: nearest by slips of
    /// the keyboard (insertion, deletion, substitution, transposition), then the more frequent.
    pub fn correct(&self, word: &str) -> Option<&str> {
        let chars = word.chars().count();
        if chars < CORRECTED_CHARS_MIN || word.bytes().any(|b| b.is_ascii_digit()) {
            return None;
        }
        let slips_max = if chars >= TWO_SLIPS_CHARS_MIN { 2 } else { 1 };
        let letters = Letters::in_word(word);
        // The first letter is seldom wrong, and most false friends differ in it.
        let first = word.chars().next()?;
        self.words
            .starting_with(first.encode_utf8(&mut [0; 4]))
            .filter(|&number| {
                letters.slips_min(Letters::from(self.letters[number])) as usize <= slips_max
            })
            .map(|number| (number, self.words.get(number)))
            .filter(|(_, known)| known.chars().count().abs_diff(chars) <= slips_max)
            .map(|(number, known)| (strsim::osa_distance(word, known), number, known))
            .filter(|(slips, ..)| *slips <= slips_max)
            .min_by_key(|&(slips, number, known)| {
                (slips, Reverse(self.counts[number].get()), known)
            })
            .map(|(.., known)| known)
    }

    /// The word that was most likely meant by `word`, of which no form occurs and none is near: one whose stem is
    /// a slip of the keyboard away from its stem, as "condemning" is meant by "condem".
    pub fn correct_by_stem(&self, word: &str) -> Option<&str> {
        const STEM_CHARS_MIN: usize = 6;
        let typed = stem(word);
        let letters = typed.chars().count();
        if letters < STEM_CHARS_MIN || !word.is_ascii() || word.bytes().any(|b| b.is_ascii_digit())
        {
            return None;
        }
        let first = self.words.starting_with(&word[..1]);
        let near = |number: &usize| {
            let known = self.word_stems.get(*number).map(|stem| stem.get() as usize);
            let known =
                known.filter(|&stem| stem < self.stems.len()).map(|stem| self.stems.get(stem));
            known.is_some_and(|known| {
                known.len().abs_diff(typed.len()) <= 1 && strsim::osa_distance(&typed, known) <= 1
            })
        };
        first
            .filter(near)
            .max_by_key(|&number| (self.counts[number].get(), Reverse(number)))
            .map(|number| self.words.get(number))
    }

    /// The two words of the corpus that `word`, which does not occur, is made of.
    pub fn split(&self, word: &str) -> Option<(&str, &str)> {
        if !word.is_ascii() || word.len() < 2 * HALF_CHARS_MIN {
            return None;
        }
        (HALF_CHARS_MIN..=word.len() - HALF_CHARS_MIN).find_map(|at| {
            let first = self.words.find(&word[..at])?;
            let second = self.words.find(&word[at..])?;
            Some((self.words.get(first), self.words.get(second)))
        })
    }

    /// Stems of the words whose initials are `word`.
    pub fn expand(&self, word: &str) -> Option<Vec<&str>> {
        let stems = self.initialism_stems.get(self.initialisms.find(&word.to_lowercase())?).iter();
        // What a damaged file has beyond the last stem stands for none.
        let known = stems.map(|stem| stem.get() as usize).filter(|&stem| stem < self.stems.len());
        Some(known.map(|stem| self.stems.get(stem)).collect())
    }

    /// Puts the vocabulary among `sections`.
    pub fn store(&self, sections: &mut Sections) {
        self.words.store(sections, "vocabulary.words");
        sections.put("vocabulary.counts", self.counts.bytes());
        sections.put("vocabulary.letters", self.letters.bytes());
        sections.put("vocabulary.word_stems", self.word_stems.bytes());
        self.stems.store(sections, "vocabulary.stems");
        self.initialisms.store(sections, "vocabulary.initialisms");
        self.initialism_stems.store(sections, "vocabulary.initialism_stems");
    }

    /// Reads what [`Self::store`] put there.
    ///
    /// # Errors
    /// When a section is not there, or they do not belong together.
    pub fn restore(sections: &Sections) -> Result<Self, Damaged> {
        let vocabulary = Self {
            words: SortedStrings::restore(sections, "vocabulary.words")?,
            counts: sections.column("vocabulary.counts")?,
            letters: sections.column("vocabulary.letters")?,
            word_stems: sections.column("vocabulary.word_stems")?,
            stems: SortedStrings::restore(sections, "vocabulary.stems")?,
            initialisms: SortedStrings::restore(sections, "vocabulary.initialisms")?,
            initialism_stems: Lists::restore(sections, "vocabulary.initialism_stems")?,
        };
        let words = vocabulary.words.len();
        for (name, whole) in [
            ("vocabulary.counts", vocabulary.counts.len() == words),
            ("vocabulary.letters", vocabulary.letters.len() == words),
            ("vocabulary.word_stems", vocabulary.word_stems.len() == words),
            (
                "vocabulary.initialism_stems",
                vocabulary.initialism_stems.len() == vocabulary.initialisms.len(),
            ),
        ] {
            if !whole {
                return Err(Damaged::new(name));
            }
        }
        Ok(vocabulary)
    }
}
