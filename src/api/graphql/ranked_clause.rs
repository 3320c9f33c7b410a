//! Clauses of a ranking, with how surely they are meant and why.

use std::sync::Arc;

use async_graphql::{Object, SimpleObject};

use super::clause::Clause;
use super::enums::SignalName;
use crate::domain::{self, Corpus};

/// A clause with its relevance.
#[derive(SimpleObject)]
pub(super) struct RankedClause {
    /// The clause.
    clause: Clause,
    /// How surely it answers the question or bears on the topic, from 0 to 1.
    relevance: f64,
    /// Why it ranks where it does; null in comparisons and coverage.
    explanation: Option<ScoreExplanation>,
}

impl RankedClause {
    /// `evidence` out of `corpus`.
    pub(super) fn of_evidence(corpus: &Arc<Corpus>, evidence: &domain::Evidence) -> Self {
        Self {
            clause: Clause::new(corpus, evidence.clause),
            relevance: evidence.relevance,
            explanation: Some(ScoreExplanation(evidence.explanation.clone())),
        }
    }

    /// The clause of `corpus` that `ranked` names.
    pub(super) fn in_corpus(corpus: &Arc<Corpus>, ranked: domain::RankedClause) -> Self {
        Self {
            clause: Clause::new(corpus, ranked.clause),
            relevance: ranked.relevance,
            explanation: None,
        }
    }
}

/// A domain explanation.
pub(super) struct ScoreExplanation(pub(super) domain::ScoreExplanation);

/// Why a clause ranks where it does: the score is the sum of the signals' contributions.
#[Object]
impl ScoreExplanation {
    /// The value by which the ranking is ordered.
    async fn score(&self) -> f64 {
        self.0.score
    }

    /// Each signal that contributed to it.
    async fn signals(&self) -> Vec<Signal> {
        let signal = |signal: &domain::Signal| Signal {
            name: signal.name.into(),
            value: signal.value,
            contribution: signal.contribution,
        };
        self.0.signals.iter().map(signal).collect()
    }
}

/// One signal of a clause's score.
#[derive(SimpleObject)]
pub(super) struct Signal {
    /// Which signal it is.
    name: SignalName,
    /// Its raw value.
    value: f64,
    /// What it added to the score.
    contribution: f64,
}
