//! The first stage of ranking: which clauses are looked at closely.

use std::collections::BTreeMap;

use super::admitted::Admitted;
use super::component::Component;
use super::dense::best;
use super::index::Index;
use super::ports::VectorsUnavailable;
use super::speaks::HELD_MIN;
use super::weights::Weights;
use crate::domain::Corpus;
use crate::reading::{Pool, Reading};

/// Candidates that each signal proposes.
const CANDIDATES: usize = 100;
/// The same out of all documents together, where each is to propose some.
const CANDIDATES_OF_DOCUMENTS: usize = 3_000;
/// Of each document, so many that hold what is looked for.
const HOLDING_MAX: usize = 3;
/// So few clauses are all looked at.
const ALL_MAX: usize = 3 * CANDIDATES;

/// Clauses by their score for one signal, best first.
type Proposal = Vec<(usize, f32)>;

/// What proposes candidates for one question.
pub(super) struct Proposing<'a> {
    pub(super) corpus: &'a Corpus,
    pub(super) index: &'a Index,
    pub(super) reading: &'a Reading,
    pub(super) vector: &'a [f32],
    /// BM25 of every clause.
    pub(super) lexical: &'a [f32],
    /// How much of the topic each clause holds, where it has words.
    pub(super) held: Option<&'a [f32]>,
    pub(super) weights: &'a Weights,
}

impl Proposing<'_> {
    /// The clauses of `admitted` that some signal places among its first, in order of position;
    /// among the first of the documents that are named, too, and of each document where all are to
    /// be gone through.
    ///
    /// # Errors
    /// When vectors take part and cannot be searched.
    pub(super) fn candidates(&self, admitted: &Admitted) -> Result<Vec<usize>, VectorsUnavailable> {
        let mut chosen = self.first(admitted)?;
        if self.reading.pool == Pool::Documents {
            chosen.extend(self.first_of_documents(admitted)?);
            chosen.extend(self.held.map_or_else(Vec::new, |held| self.holding(held, admitted)));
        }
        let named = &self.reading.scope.named;
        if !named.is_empty() {
            chosen.extend(self.first(&admitted.within(self.corpus, named))?);
        }
        let labelled = self.reading.clauses.iter().filter(|&&clause| admitted.has(clause));
        chosen.extend(labelled.take(CANDIDATES));
        chosen.sort_unstable();
        chosen.dedup();
        Ok(chosen)
    }

    /// The clauses that some signal places among its first.
    fn first(&self, admitted: &Admitted) -> Result<Vec<usize>, VectorsUnavailable> {
        if admitted.count() <= ALL_MAX {
            return Ok(admitted.positions().collect());
        }
        let proposals = self.proposals(admitted, CANDIDATES)?;
        Ok(proposals.into_iter().flatten().map(|(clause, _)| clause).collect())
    }

    /// The clauses that some signal places among the first of their document. The more documents
    /// there are, the fewer each proposes. Where clauses are many, a document speaks up by what
    /// stands among the first of all.
    fn first_of_documents(&self, admitted: &Admitted) -> Result<Vec<usize>, VectorsUnavailable> {
        let documents = self.corpus.documents().len();
        let each = (CANDIDATES_OF_DOCUMENTS / documents.max(1)).clamp(1, CANDIDATES);
        let few = admitted.count() <= CANDIDATES_OF_DOCUMENTS;
        let most = CANDIDATES_OF_DOCUMENTS / if few { 1 } else { 3 };
        let mut chosen = Vec::new();
        for proposal in self.proposals(admitted, most)? {
            let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
            chosen.extend(proposal.into_iter().map(|(clause, _)| clause).filter(|&clause| {
                let own = taken.entry(self.corpus.clauses()[clause].document).or_default();
                *own += 1;
                *own <= each
            }));
        }
        Ok(chosen)
    }

    /// The clauses that hold what a topic is, of each document those that hold most: none may be
    /// missed where it is asked who says a word.
    fn holding(&self, held: &[f32], admitted: &Admitted) -> Vec<usize> {
        let mut chosen = Vec::new();
        for document in self.corpus.documents() {
            let clauses = document.clauses.clone().filter(|&clause| admitted.has(clause));
            let holding = clauses.filter(|&clause| held[clause] >= HELD_MIN);
            let mut own: Proposal = holding.map(|clause| (clause, held[clause])).collect();
            own.sort_by(|a, b| {
                let by_words = self.lexical[b.0].total_cmp(&self.lexical[a.0]);
                b.1.total_cmp(&a.1).then(by_words).then(a.0.cmp(&b.0))
            });
            chosen.extend(own.into_iter().take(HOLDING_MAX).map(|(clause, _)| clause));
        }
        chosen
    }

    /// The `most` first clauses by each signal that takes part. What a segment says is in the
    /// vector of its clause and in its words: segments propose none of their own.
    fn proposals(
        &self,
        admitted: &Admitted,
        most: usize,
    ) -> Result<Vec<Proposal>, VectorsUnavailable> {
        let has = |component| self.weights.has(component);
        let mut proposals = Vec::new();
        if has(Component::Dense) || has(Component::Segment) {
            proposals.push(self.index.vectors().nearest(self.vector, most, admitted)?);
        }
        if has(Component::Lexical) {
            proposals.push(self.by_words(admitted, most));
        }
        Ok(proposals)
    }

    fn by_words(&self, admitted: &Admitted, most: usize) -> Proposal {
        let held = self.lexical.iter().enumerate().filter(|(_, score)| **score > 0.0);
        first(
            held.filter(|(clause, _)| admitted.has(*clause)).map(|(at, &score)| (at, score)),
            most,
        )
    }
}

/// The `most` with the greatest scores of clauses that come in order, best first, of equals the
/// first.
fn first(clauses: impl Iterator<Item = (usize, f32)>, most: usize) -> Proposal {
    let mut found: Proposal = Vec::with_capacity(4 * most);
    // What does not exceed it has `most` before it.
    let mut least = f32::NEG_INFINITY;
    for (clause, score) in clauses {
        if score > least {
            found.push((clause, score));
            if found.len() == 4 * most {
                best(&mut found, most);
                least = found.last().map_or(least, |last| last.1);
            }
        }
    }
    best(&mut found, most);
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_first_are_those_of_a_full_sort(
            scores in prop::collection::vec(0_u8..20, 0..200), most in 1_usize..12,
        ) {
            let scored: Proposal =
                scores.iter().enumerate().map(|(at, &score)| (at, f32::from(score))).collect();
            let mut expected = scored.clone();
            expected.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            expected.truncate(most);
            prop_assert_eq!(first(scored.into_iter(), most), expected);
        }
    }
}
