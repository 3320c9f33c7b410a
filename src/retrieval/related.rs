//! Words of about the same meaning, so that "narcotics" finds a clause on drugs.
//!
//! The embedding model knows which words are near each other: each word of the corpus is embedded
//! alone, and a word of the question that the corpus does not use brings its nearest ones along.
//! That is a translation model over word vectors (Zuccon, Koopman, Bruza and Azzopardi,
//! "Integrating and Evaluating Neural Word Embeddings in Information Retrieval", 2015), cut to the
//! few nearest. Words that the corpus does use stand for themselves: to translate these too was
//! measured, and costs more on technical texts than it gains on declarations.

use columns::{Damaged, Sections, Strings};

use super::dense::{Among, DenseIndex, DenseIndexBuilder};
use super::ports::{PassageVectors, VectorsUnavailable};
use super::vocabulary::Vocabulary;
use crate::language::analysis::{is_stopword, stem};

/// Of a larger vocabulary the most frequent words count: a word of one clause among many is rarely
/// what another word means.
const WORDS_MAX: usize = 20_000;
/// The most words that one word brings along.
const NEAREST_MAX: usize = 3;
/// So many words are looked at for these: several may have one stem.
const LOOKED_AT: usize = 32;

/// The words of a corpus by their vectors.
#[derive(Debug, Default)]
pub struct RelatedWords {
    /// Stem of each word.
    stems: Strings,
    /// A row for each word.
    rows: DenseIndex,
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

    /// Builds the index out of words; their vectors are the last of `vectors`.
    ///
    /// # Errors
    /// When one cannot be had.
    pub fn build(
        words: &[String],
        vectors: &dyn PassageVectors,
    ) -> Result<Self, VectorsUnavailable> {
        let first = vectors.len() - words.len();
        let dimensions = if vectors.is_empty() { 0 } else { vectors.vector(0)?.len() };
        let mut rows = DenseIndexBuilder::new(dimensions);
        for passage in first..vectors.len() {
            rows.push(&vectors.vector(passage)?);
        }
        Ok(Self { stems: words.iter().map(|word| stem(word)).collect(), rows: rows.build() })
    }

    /// Puts the words among `sections`; their vectors are kept elsewhere.
    pub fn store(&self, sections: &mut Sections) {
        self.stems.store(sections, "related.stems");
        self.rows.store(sections, "related.rows");
    }

    /// Reads what [`Self::store`] put there.
    ///
    /// # Errors
    /// When it is not there, or does not go together.
    pub fn restore(sections: &Sections) -> Result<Self, Damaged> {
        let stems = Strings::restore(sections, "related.stems")?;
        let rows = DenseIndex::restore(sections, "related.rows")?;
        let whole = stems.len() == rows.len();
        if whole { Ok(Self { stems, rows }) } else { Err(Damaged::new("related.stems")) }
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.stems.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.stems.is_empty()
    }

    /// What the word with this vector is near to, nearest first; from the cosine `least` on.
    pub fn nearest(&self, vector: &[f32], least: f32) -> Vec<RelatedTerm> {
        let near = self.rows.nearest(vector, LOOKED_AT, Among::All);
        let mut found: Vec<RelatedTerm> = Vec::with_capacity(NEAREST_MAX);
        for (row, similarity) in near {
            if similarity < least || found.len() == NEAREST_MAX {
                break;
            }
            let stem = self.stems.get(row);
            if found.iter().all(|term| term.stem != stem) {
                found.push(RelatedTerm { stem: stem.to_owned(), similarity });
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::retrieval::{Embedding, PassagesInMemory, TokenVectors};

    fn vector(angle_degrees: f32) -> Vec<f32> {
        let (y, x) = angle_degrees.to_radians().sin_cos();
        vec![x, y]
    }

    /// Words at these angles, in degrees, behind a clause.
    fn words(words: &[(&str, f32)]) -> RelatedWords {
        let names: Vec<String> = words.iter().map(|(word, _)| (*word).to_owned()).collect();
        let angles = std::iter::once(10.0).chain(words.iter().map(|(_, angle)| *angle));
        let embedding =
            |angle| Embedding { vector: vector(angle), tokens: TokenVectors::default() };
        let vectors: PassagesInMemory = angles.map(embedding).collect();
        RelatedWords::build(&names, &vectors).expect("vectors in memory")
    }

    fn nearest(words: &RelatedWords, angle: f32) -> Vec<String> {
        let found = words.nearest(&vector(angle), 0.55);
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
        let index = words(&[("drugs", 0.0), ("drug", 1.0), ("medicines", 25.0), ("ships", 90.0)]);
        assert_eq!(nearest(&index, 10.0), ["drug", "medicin"]);
        assert_eq!(nearest(&index, 120.0), ["ship"]);
        assert_eq!(nearest(&index, 200.0), Vec::<String>::new());
    }

    #[test]
    fn words_come_back_from_sections() {
        let mut words = words(&[("drugs", 0.0), ("medicines", 25.0)]);
        let mut sections = Sections::default();
        words.store(&mut sections);
        words = RelatedWords::restore(&sections).expect("words");
        assert_eq!(nearest(&words, 10.0), ["drug", "medicin"]);
        Strings::from_iter(["drug"]).store(&mut sections, "related.stems");
        assert!(RelatedWords::restore(&sections).is_err(), "a stem is missing");
        assert!(RelatedWords::restore(&Sections::default()).is_err());
    }

    #[test]
    fn no_word_brings_more_than_its_share() {
        let alike = ["alpha", "beta", "gamma", "delta", "epsilon"].map(|word| (word, 0.0));
        assert_eq!(nearest(&words(&alike), 0.0), ["alpha", "beta", "gamma"]);
    }
}
