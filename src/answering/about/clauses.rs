//! The clauses of a document: those of a part, their verbs, the whole of one.

use super::super::span::trimmed;
use crate::domain::{Clause, Corpus, OperativeVerb, Part, Span};

/// Positions of the clauses of a part.
pub(super) fn of_part(corpus: &Corpus, index: usize, part: Part) -> Vec<usize> {
    let positions = corpus.documents()[index].clauses.clone();
    positions.filter(|&at| corpus.clauses()[at].part == part).collect()
}

/// The whole of a clause, without what is no part of its words.
pub(super) fn whole(corpus: &Corpus, position: usize) -> Span {
    trimmed(corpus, position, corpus.clauses()[position].span)
}

/// The strongest verb of `clause`.
pub(super) fn verb_of(clause: &Clause) -> Option<&OperativeVerb> {
    clause.verbs.iter().rev().max_by_key(|verb| verb.force())
}
