//! Words of about the same meaning, so that "narcotics" finds a clause on drugs.
//!
//! The embedding model knows which words are near each other: each word of the corpus is embedded
//! alone, and a word of the question that the corpus does not use brings its nearest ones along.
//! That is a translation model over word vectors (Zuccon, Koopman, Bruza and Azzopardi,
//! "Integrating and Evaluating Neural Word Embeddings in Information Retrieval", 2015), cut to the
//! few nearest. Words that the corpus does use stand for themselves: to translate these too was
//! measured, and costs more on technical texts than it gains on declarations.

use super::analysis::{is_stopword, stem};
use super::vectors::DenseIndex;
use super::vocabulary::Vocabulary;
use crate::columns::{Damaged, Sections, Strings};

/// Of a larger vocabulary the most frequent words count: a word of one clause among many is rarely
/// what another word means.
const WORDS_MAX: usize = 20_000;
/// The most words that one word brings along.
const NEAREST_MAX: usize = 3;
/// From this cosine on, two words are near: below, words that only share a field are.
const SIMILARITY_MIN: f32 = 0.55;

/// The words of a corpus by their vectors.
#[derive(Debug, Default)]
pub struct RelatedWords {
    /// Stem of each word.
    stems: Strings,
    vectors: DenseIndex,
}

/// A term that means about what a term of the question means.
#[derive(Debug, Clone, PartialEq)]
pub struct RelatedTerm {
    /// The stem.
    pub stem: String,
    /// Cosine of the two words.
    pub similarity: f32,
}

impl RelatedWords {
    /// The words of `vocabulary` whose vectors [`RelatedWords::build`] wants, in that order: those
    /// of most passages first.
    pub fn words(vocabulary: &Vocabulary) -> Vec<String> {
        let mut words: Vec<(&str, u32)> =
            vocabulary.words().filter(|(word, _)| !is_stopword(word)).collect();
        // Stable: words of one count stay in alphabetical order.
        words.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        words.truncate(WORDS_MAX);
        words.into_iter().map(|(word, _)| word.to_owned()).collect()
    }

    /// Builds the index out of words and their vectors.
    pub fn build(words: Vec<String>, vectors: impl Iterator<Item = Vec<f32>>) -> Self {
        let mut index = Self::default();
        let mut stems = Vec::with_capacity(words.len());
        for (number, (word, vector)) in words.into_iter().zip(vectors).enumerate() {
            if number == 0 {
                index.vectors = DenseIndex::new(vector.len());
            }
            stems.push(stem(&word));
            index.vectors.push(&vector);
        }
        index.stems = stems.into_iter().collect();
        index
    }

    /// Puts the stems among `sections`; the vectors are stored elsewhere.
    pub fn store(&self, sections: &mut Sections) {
        self.stems.store(sections, "related.stems");
    }

    /// Reads the stems that [`Self::store`] put there, of words with these `vectors`.
    ///
    /// # Errors
    /// When the stems are not there, or do not lie one after another.
    pub fn restore(sections: &Sections, vectors: DenseIndex) -> Result<Self, Damaged> {
        Ok(Self { stems: Strings::restore(sections, "related.stems")?, vectors })
    }

    /// What the word with this vector is near to, nearest first.
    pub fn nearest(&self, vector: &[f32]) -> Vec<RelatedTerm> {
        let mut near: Vec<(usize, f32)> = self
            .vectors
            .scores(vector)
            .into_iter()
            .enumerate()
            // Of damaged stems there may be fewer.
            .take(self.stems.len())
            .filter(|(_, score)| *score >= SIMILARITY_MIN)
            .collect();
        near.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut found: Vec<RelatedTerm> = Vec::with_capacity(NEAREST_MAX);
        for (number, similarity) in near {
            let stem = self.stems.get(number);
            if found.iter().all(|term| term.stem != stem) {
                found.push(RelatedTerm { stem: stem.to_owned(), similarity });
            }
            if found.len() == NEAREST_MAX {
                break;
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vector(angle_degrees: f32) -> Vec<f32> {
        let (y, x) = angle_degrees.to_radians().sin_cos();
        vec![x, y]
    }

    /// Words at these angles, in degrees.
    fn index(words: &[(&str, f32)]) -> RelatedWords {
        let names = words.iter().map(|(word, _)| (*word).to_owned()).collect();
        RelatedWords::build(names, words.iter().map(|(_, angle)| vector(*angle)))
    }

    fn nearest(index: &RelatedWords, angle: f32) -> Vec<String> {
        let found = index.nearest(&vector(angle));
        found.into_iter().map(|term| term.stem).collect()
    }

    #[test]
    fn the_most_frequent_words_come_first_without_function_words() {
        let passages = ["the police of Rome", "police and drugs", "drugs, police", "The Arms"];
        let words = RelatedWords::words(&Vocabulary::build(passages.into_iter()));
        assert_eq!(words, ["police", "drugs", "arms", "rome"]);
    }

    #[test]
    fn the_nearest_words_come_along_each_stem_once() {
        let index = index(&[("drugs", 0.0), ("drug", 1.0), ("medicines", 25.0), ("ships", 90.0)]);
        assert_eq!(nearest(&index, 10.0), ["drug", "medicin"]);
        assert_eq!(nearest(&index, 120.0), ["ship"]);
        assert_eq!(nearest(&index, 200.0), Vec::<String>::new());
    }

    #[test]
    fn stems_come_back_from_sections_and_missing_ones_are_near_nothing() {
        let words = [("drugs", 0.0), ("medicines", 25.0)];
        let (stored, fewer) = (index(&words), index(&words[..1]));
        let mut sections = Sections::default();
        stored.store(&mut sections);
        let restored = RelatedWords::restore(&sections, index(&words).vectors).expect("stems");
        assert_eq!(nearest(&restored, 10.0), ["drug", "medicin"]);
        fewer.store(&mut sections);
        let restored = RelatedWords::restore(&sections, index(&words).vectors).expect("stems");
        assert_eq!(nearest(&restored, 10.0), ["drug"]);
        assert!(RelatedWords::restore(&Sections::default(), DenseIndex::default()).is_err());
    }

    #[test]
    fn no_word_brings_more_than_its_share() {
        let words = ["alpha", "beta", "gamma", "delta", "epsilon"].map(|word| (word, 0.0));
        assert_eq!(nearest(&index(&words), 0.0), ["alpha", "beta", "gamma"]);
    }
}
