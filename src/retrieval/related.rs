//! Words of about the same meaning, so that "narcotics" finds a clause on drugs.
//!
//! The embedding model knows which words are near each other: each word of the corpus is embedded
//! alone, and a word of the question that the corpus does not use brings its nearest ones along.
//! That is a translation model over word vectors (Zuccon, Koopman, Bruza and Azzopardi,
//! "Integrating and Evaluating Neural Word Embeddings in Information Retrieval", 2015), cut to the
//! few nearest. Words that the corpus does use stand for themselves: to translate these too was
//! measured, and costs more on technical texts than it gains on declarations.

use std::sync::Arc;

use columns::{Damaged, Sections, Strings};

use super::dense::{Among, best, proposed};
use super::ports::{PassageVectors, VectorsUnavailable};
use super::rows::{Rows, RowsBuilder, cosine};
use super::sign_codes::{SignCodes, SignCodesBuilder};
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
#[derive(Debug)]
pub struct RelatedWords {
    /// Stem of each word.
    stems: Strings,
    /// The signs of each.
    codes: SignCodes,
    vectors: WordVectors,
}

/// Where the vectors of words are compared.
#[derive(Debug)]
enum WordVectors {
    /// Where they are kept: the passages of a corpus from this one on.
    Kept(Arc<dyn PassageVectors>, usize),
    /// Here, a row for each word, where passages are kept nowhere near.
    Here(Rows),
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

    /// Builds the index out of `words`, whose stems `vocabulary` knows; their vectors are the last of
    /// `vectors`.
    ///
    /// # Errors
    /// When one cannot be had.
    pub fn build(
        words: &[String],
        vocabulary: &Vocabulary,
        vectors: Arc<dyn PassageVectors>,
    ) -> Result<Self, VectorsUnavailable> {
        let first = vectors.len() - words.len();
        let dimensions = if vectors.is_empty() { 0 } else { vectors.vector(0)?.len() };
        let mut codes = SignCodesBuilder::new(dimensions);
        for passage in first..vectors.len() {
            codes.push(&vectors.vector(passage)?);
        }
        Ok(Self {
            stems: words
                .iter()
                .map(|word| vocabulary.stem_of(word).map_or_else(|| stem(word), str::to_owned))
                .collect(),
            codes: codes.build(),
            vectors: WordVectors::Kept(vectors, first),
        })
    }

    /// Puts the words among `sections`, and their vectors where they are kept nowhere else.
    pub fn store(&self, sections: &mut Sections) {
        self.stems.store(sections, "related.stems");
        self.codes.store(sections, "related.signs");
        if let WordVectors::Here(rows) = &self.vectors {
            rows.store(sections, "related.rows");
        }
    }

    /// The same words with their vectors here.
    ///
    /// # Errors
    /// When one cannot be had.
    pub fn whole(&self) -> Result<Self, VectorsUnavailable> {
        let rows = match &self.vectors {
            WordVectors::Here(rows) => rows.clone(),
            WordVectors::Kept(vectors, first) => {
                let mut rows = RowsBuilder::new(self.codes.dimensions());
                let each = &mut |unit, components: &[i8]| rows.push_row(unit, components);
                vectors.each_vector(*first..first + self.len(), each)?;
                rows.build()
            }
        };
        let (stems, codes) = (self.stems.clone(), self.codes.clone());
        Ok(Self { stems, codes, vectors: WordVectors::Here(rows) })
    }

    /// Reads what [`Self::store`] put there, with their vectors the last of `vectors`, or else here.
    ///
    /// # Errors
    /// When it is not there, or does not go together.
    pub fn restore(
        sections: &Sections,
        vectors: Option<Arc<dyn PassageVectors>>,
    ) -> Result<Self, Damaged> {
        let stems = Strings::restore(sections, "related.stems")?;
        let codes = SignCodes::restore(sections, "related.signs")?;
        let (vectors, count) = if let Some(vectors) = vectors {
            let first = vectors.len().checked_sub(stems.len());
            let first = first.ok_or_else(|| Damaged::new("related.stems"))?;
            (WordVectors::Kept(vectors, first), stems.len())
        } else {
            let rows = Rows::restore(sections, "related.rows", codes.dimensions())?;
            let count = rows.len();
            (WordVectors::Here(rows), count)
        };
        let right = stems.len() == codes.len() && stems.len() == count;
        if right { Ok(Self { stems, codes, vectors }) } else { Err(Damaged::new("related.stems")) }
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
        let words = proposed(&self.codes, vector, LOOKED_AT, Among::All);
        let cosines = self.cosines(&words, vector);
        let mut near: Vec<(usize, f32)> = words.into_iter().zip(cosines).collect();
        best(&mut near, LOOKED_AT);
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

    /// The cosines of these words with `vector`; of what cannot be had at the moment, none.
    fn cosines(&self, words: &[usize], vector: &[f32]) -> Vec<f32> {
        let (vectors, first) = match &self.vectors {
            WordVectors::Here(rows) => {
                return words.iter().map(|&word| rows.cosine(word, vector)).collect();
            }
            WordVectors::Kept(vectors, first) => (vectors, *first),
        };
        let mut cosines = Vec::with_capacity(words.len());
        let each = &mut |unit, components: &[i8]| cosines.push(cosine(vector, unit, components));
        let had = if words.len() == self.len() {
            vectors.each_vector(first..first + self.len(), each)
        } else {
            let mut one = |&word: &usize| vectors.each_vector(first + word..first + word + 1, each);
            words.iter().try_for_each(&mut one)
        };
        if had.is_err() {
            cosines.clear();
        }
        cosines
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
        RelatedWords::build(&names, &Vocabulary::default(), Arc::new(vectors))
            .expect("vectors in memory")
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
        assert!(
            RelatedWords::restore(&sections, None).is_err(),
            "their vectors are kept elsewhere"
        );
        let WordVectors::Kept(kept, 1) = &words.vectors else { panic!("behind a clause") };
        let kept = Arc::clone(kept);
        words = RelatedWords::restore(&sections, Some(Arc::clone(&kept))).expect("words");
        assert_eq!(nearest(&words, 10.0), ["drug", "medicin"]);
        words.whole().expect("vectors in memory").store(&mut sections);
        words = RelatedWords::restore(&sections, None).expect("words");
        assert_eq!(nearest(&words, 10.0), ["drug", "medicin"]);
        let none: Arc<dyn PassageVectors> = Arc::new(PassagesInMemory::default());
        assert!(RelatedWords::restore(&sections, Some(none)).is_err(), "vectors are missing");
        Strings::from_iter(["drug"]).store(&mut sections, "related.stems");
        for vectors in [None, Some(kept)] {
            assert!(RelatedWords::restore(&sections, vectors).is_err(), "a stem is missing");
        }
        assert!(RelatedWords::restore(&Sections::default(), None).is_err());
    }

    #[test]
    fn words_are_compared_alike_wherever_their_vectors_are() {
        let names: Vec<String> = (0..5_000).map(|at| format!("word{at}x")).collect();
        for count in [30, names.len()] {
            let angles = names[..count].iter().enumerate();
            let angles: Vec<(&str, f32)> =
                angles.map(|(at, name)| (name.as_str(), at as f32 * 13.7 % 360.0)).collect();
            let kept = words(&angles);
            let here = kept.whole().expect("vectors in memory");
            for angle in [0.0, 77.0, 215.0] {
                let found = nearest(&kept, angle);
                assert_eq!(found.len(), NEAREST_MAX);
                assert_eq!(found, nearest(&here, angle));
            }
        }
    }

    #[test]
    fn no_word_brings_more_than_its_share() {
        let alike = ["alpha", "beta", "gamma", "delta", "epsilon"].map(|word| (word, 0.0));
        assert_eq!(nearest(&words(&alike), 0.0), ["alpha", "beta", "gamma"]);
    }
}
