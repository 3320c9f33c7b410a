//! Which clauses a question is answered from.

use super::ranking::Ranked;
use crate::domain::{Corpus, Query};
use crate::retrieval::Hit;

/// A clause of a document that is not in scope is pointed at from this relevance on.
const ELSEWHERE_MIN: f64 = 0.5;

/// Whether the clause at `position` may answer.
pub(super) fn admits(corpus: &Corpus, query: &Query, ranked: &Ranked, position: usize) -> bool {
    let clause = &corpus.clauses()[position];
    ranked.scope.binary_search(&clause.document).is_ok() && query.filter.admits(corpus, clause)
}

/// The hits that may answer with their relevance, best first: another document's clause does not
/// vouch for the one named.
pub(super) fn hits_in_scope<'r>(
    corpus: &'r Corpus,
    query: &'r Query,
    ranked: &'r Ranked,
) -> impl Iterator<Item = &'r (Hit, f64)> {
    ranked.hits.iter().filter(|(hit, _)| admits(corpus, query, ranked, hit.clause))
}

/// How many clauses of `document` the filter admits.
pub(super) fn searched_in(corpus: &Corpus, query: &Query, document: usize) -> usize {
    let clauses = corpus.clauses_of(&corpus.documents()[document]);
    clauses.iter().filter(|clause| query.filter.admits(corpus, clause)).count()
}

/// How many clauses may answer.
pub(super) fn searched(corpus: &Corpus, query: &Query, ranked: &Ranked) -> usize {
    ranked.scope.iter().map(|&document| searched_in(corpus, query, document)).sum()
}

/// The clause of another document than those in scope that answers instead, if one seems to.
pub(super) fn elsewhere(corpus: &Corpus, query: &Query, ranked: &Ranked) -> Option<usize> {
    let (first, _) = ranked.hits.first()?;
    if admits(corpus, query, ranked, first.clause) {
        return None;
    }
    let report = |position: usize| corpus.document_of(&corpus.clauses()[position]).kind.is_report();
    let relevant: Vec<usize> = ranked
        .hits
        .iter()
        .filter(|(_, relevance)| *relevance >= ELSEWHERE_MIN)
        .map(|(hit, _)| hit.clause)
        .filter(|&position| !admits(corpus, query, ranked, position))
        .collect();
    // What a declaration says itself goes before what is reported of it.
    relevant.iter().copied().find(|&position| !report(position)).or(relevant.first().copied())
}
