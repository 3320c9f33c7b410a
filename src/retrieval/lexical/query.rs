//! The terms that are searched for, with what each counts.

use crate::language::analysis::Term;
use crate::retrieval::related::RelatedTerm;

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
    pub(super) fn weights(&self) -> impl Iterator<Item = (&str, f32)> {
        let related =
            self.related.iter().map(|term| (term.stem.as_str(), self.weight * term.nearness()));
        std::iter::once((self.stem.as_str(), self.weight)).chain(related)
    }
}

impl RelatedTerm {
    /// How far it means the same, from 0 to 1.
    pub(in crate::retrieval) fn nearness(&self) -> f32 {
        ((self.similarity - UNRELATED) / (SYNONYMOUS - UNRELATED)).clamp(0.0, 1.0)
    }
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
