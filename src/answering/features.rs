//! What the model of confidence sees of a question and its ranking.

use super::in_scope::{admits, hits_in_scope, searched};
use super::ranking::Ranked;
use super::sources::Sources;
use crate::domain::{Query, TermKind};
use crate::retrieval::{Account, Hit, Seen, question_features};

/// Clauses in which the words of the question may stand together.
const NEAR: usize = 60;

/// The account of what is asked.
pub(super) fn account(sources: &Sources, ranked: &Ranked) -> Account {
    Account::of(&sources.index, &ranked.question, &ranked.reading, &ranked.terms)
}

/// What the question model sees of a ranking.
pub(super) fn evidence_features(
    sources: &Sources,
    query: &Query,
    ranked: &Ranked,
    account: &Account,
) -> [f64; 6] {
    let Sources { corpus, index, .. } = sources;
    let near: Vec<&Hit> = hits_in_scope(corpus, query, ranked).map(|(hit, _)| hit).collect();
    // A topic that is carried over was worded for another document: that this comes nearer says
    // nothing.
    let carried = !ranked.reading.earlier_topic.is_empty();
    let all: Vec<&Hit> =
        if carried { near.clone() } else { ranked.hits.iter().map(|(hit, _)| hit).collect() };
    let positions: Vec<usize> = near.iter().take(NEAR).map(|hit| hit.clause).collect();
    let admits = |position: usize| admits(corpus, query, ranked, position);
    let nowhere = account.nowhere(index, &admits);
    let seen = Seen {
        together: account.together(corpus, index, &positions),
        terms: account.terms().len(),
        name_nowhere: nowhere.iter().any(|term| term.kind != TermKind::Word),
        clauses: searched(corpus, query, ranked),
    };
    question_features(&near, &all, &seen, ranked.told)
}
