//! Lexical retrieval: Okapi BM25 over stemmed terms.
//!
//! Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), with
//! the non-negative inverse document frequency `ln(1 + (N - n + 0.5) / (n + 0.5))`.

use std::collections::HashMap;

use super::analysis::{Term, terms};
use super::related::RelatedTerm;

/// Term frequency saturation.
const K1: f32 = 1.2;
/// Length normalisation.
const B: f32 = 0.75;

/// An inverted index over passages, numbered from 0 in the order in which they were given.
#[derive(Debug, Default)]
pub struct LexicalIndex {
    /// Term number of each stem.
    vocabulary: HashMap<String, u32>,
    /// For each term the passages that hold it, in order, with how often.
    postings: Vec<Vec<Posting>>,
    /// Terms of each passage, function words left out.
    lengths: Vec<u32>,
    mean_length: f32,
}

/// One passage that holds a term.
#[derive(Debug, Clone, Copy)]
struct Posting {
    passage: u32,
    frequency: u32,
}

/// A query term with its weight.
#[derive(Debug, Clone, PartialEq)]
pub struct WeightedTerm {
    /// The stem.
    pub stem: String,
    /// How much a match counts; 1 for a word as typed, less for one that was guessed.
    pub weight: f32,
    /// What means about the same.
    pub related: Vec<RelatedTerm>,
}

/// The cosine up to which two words have no more to do with each other than any two: a related term
/// counts nothing.
const UNRELATED: f32 = 0.5;
/// The cosine from which on a related term counts as the term itself.
const SYNONYMOUS: f32 = 0.75;

impl WeightedTerm {
    /// A term as typed.
    pub fn new(stem: &str, weight: f32) -> Self {
        Self { stem: stem.to_owned(), weight, related: Vec::new() }
    }

    /// The term and those related to it, with what a match of each counts.
    fn weights(&self) -> impl Iterator<Item = (&str, f32)> {
        let related =
            self.related.iter().map(|term| (term.stem.as_str(), self.weight * term.nearness()));
        std::iter::once((self.stem.as_str(), self.weight)).chain(related)
    }
}

impl RelatedTerm {
    /// How far it means the same, from 0 to 1.
    pub(super) fn nearness(&self) -> f32 {
        ((self.similarity - UNRELATED) / (SYNONYMOUS - UNRELATED)).clamp(0.0, 1.0)
    }
}

impl LexicalIndex {
    /// Indexes `passages`.
    pub fn build<'a>(passages: impl Iterator<Item = &'a str>) -> Self {
        let mut index = Self::default();
        for (number, passage) in passages.enumerate() {
            let mut counts: HashMap<u32, u32> = HashMap::new();
            let mut length = 0;
            for term in terms(passage).into_iter().filter(|term| !term.is_stopword()) {
                let next = index.vocabulary.len() as u32;
                let id = *index.vocabulary.entry(term.stem).or_insert(next);
                *counts.entry(id).or_default() += 1;
                length += 1;
            }
            index.postings.resize_with(index.vocabulary.len(), Vec::new);
            for (id, frequency) in counts {
                index.postings[id as usize].push(Posting { passage: number as u32, frequency });
            }
            index.lengths.push(length);
        }
        let total: u64 = index.lengths.iter().map(|&length| u64::from(length)).sum();
        index.mean_length = (total as f32 / index.lengths.len().max(1) as f32).max(1.0);
        index
    }

    /// How many passages are indexed.
    pub fn len(&self) -> usize {
        self.lengths.len()
    }

    /// Whether nothing is indexed.
    pub fn is_empty(&self) -> bool {
        self.lengths.is_empty()
    }

    /// How many passages hold `stem`.
    pub fn document_frequency(&self, stem: &str) -> usize {
        self.vocabulary.get(stem).map_or(0, |&id| self.postings[id as usize].len())
    }

    /// Inverse document frequency of `stem`: high for a rare term, near 0 for one that every
    /// passage holds.
    pub fn idf(&self, stem: &str) -> f32 {
        idf(self.len(), self.document_frequency(stem))
    }

    /// Whether `passage` holds `stem`.
    pub fn holds(&self, passage: usize, stem: &str) -> bool {
        self.vocabulary.get(stem).is_some_and(|&id| {
            let key = |posting: &Posting| posting.passage as usize;
            self.postings[id as usize].binary_search_by_key(&passage, key).is_ok()
        })
    }

    /// Whether some passage that `admits` holds `stem`.
    pub fn occurs(&self, stem: &str, admits: &dyn Fn(usize) -> bool) -> bool {
        self.vocabulary.get(stem).is_some_and(|&id| {
            self.postings[id as usize].iter().any(|posting| admits(posting.passage as usize))
        })
    }

    /// BM25 of every passage for `query`; passages without any of its terms score 0.
    pub fn scores(&self, query: &[WeightedTerm]) -> Vec<f32> {
        let mut scores = vec![0.0; self.len()];
        for (stem, weight) in query.iter().flat_map(WeightedTerm::weights) {
            let Some(&id) = self.vocabulary.get(stem) else { continue };
            let postings = &self.postings[id as usize];
            let idf = idf(self.len(), postings.len()) * weight;
            for posting in postings {
                let passage = posting.passage as usize;
                let frequency = posting.frequency as f32;
                let norm = 1.0 - B + B * self.lengths[passage] as f32 / self.mean_length;
                scores[passage] += idf * frequency * (K1 + 1.0) / (frequency + K1 * norm);
            }
        }
        scores
    }
}

fn idf(passages: usize, holding: usize) -> f32 {
    let (passages, holding) = (passages as f32, holding as f32);
    (1.0 + (passages - holding + 0.5) / (holding + 0.5)).ln()
}

/// The terms of a text as a query: function words left out, repeated words kept once with the
/// weight of their count.
pub fn query_terms(terms: &[Term]) -> Vec<WeightedTerm> {
    let mut query: Vec<WeightedTerm> = Vec::new();
    for term in terms.iter().filter(|term| !term.is_stopword()) {
        match query.iter_mut().find(|known| known.stem == term.stem) {
            Some(known) => known.weight += 1.0,
            None => query.push(WeightedTerm::new(&term.stem, 1.0)),
        }
    }
    query
}

#[cfg(test)]
mod tests {
    use super::*;

    const PASSAGES: [&str; 4] = [
        "Urge police to share information",
        "Police police police and nothing but police",
        "Extradition of criminals, and mutual legal assistance",
        "Nothing here",
    ];

    fn scores(query: &str) -> Vec<f32> {
        let index = LexicalIndex::build(PASSAGES.into_iter());
        index.scores(&query_terms(&terms(query)))
    }

    #[test]
    fn rare_terms_weigh_more_and_repetition_saturates() {
        let extradition = scores("extradite the police");
        assert!(extradition[2] > extradition[0], "{extradition:?}");
        let police = scores("police");
        assert!(police[1] > police[0] && police[1] < 2.2 * police[0], "{police:?}");
        assert_eq!(police[2..], [0.0, 0.0]);
    }

    #[test]
    fn one_score_worked_by_hand() {
        // "nothing" stands in 2 of 4 passages; passage 3 has one term, the mean is 3.5 terms
        // ("here" and "but" are function words).
        let idf = (1.0_f32 + 2.5 / 2.5).ln();
        let mean = (4.0 + 5.0 + 5.0 + 1.0) / 4.0;
        let norm = 1.0 - B + B * 1.0 / mean;
        let expected = idf * (K1 + 1.0) / (1.0 + K1 * norm);
        assert!((scores("nothing")[3] - expected).abs() < 1e-5);
    }

    #[test]
    fn a_related_term_counts_as_far_as_it_is_near() {
        let index = LexicalIndex::build(PASSAGES.into_iter());
        let score = |similarity: f32| {
            let related = vec![RelatedTerm { stem: "extradit".to_owned(), similarity }];
            let query = WeightedTerm { related, ..WeightedTerm::new("surrend", 1.0) };
            index.scores(&[query])[2]
        };
        assert!(score(0.9) > 2.0 * score(0.6) && score(0.6) > 0.0);
        assert!(score(0.5).abs() < 1e-6);
    }

    #[test]
    fn unknown_terms_score_nothing() {
        assert_eq!(scores("zebra the of"), vec![0.0; 4]);
        let empty = LexicalIndex::build([].into_iter());
        assert!(empty.is_empty());
        assert_eq!(empty.scores(&query_terms(&terms("police"))), Vec::<f32>::new());
    }
}
