//! Clauses of earlier states of the corpus.

use std::sync::Arc;

use async_graphql::{Object, SimpleObject};

use super::clause::Clause;
use super::enums::DifferenceKind;
use super::scalar::DateTime;
use super::text_span::TextSpan;
use crate::api::wire::ClauseChange;
use crate::domain::{self, Corpus, Difference};

/// A domain version.
pub(super) struct ClauseVersion(pub(super) domain::ClauseVersion);

/// A clause in an earlier state of the corpus, and now.
#[Object]
impl ClauseVersion {
    /// The clause in that state, with its document of that state.
    async fn clause(&self) -> Clause {
        Clause::new(&self.0.corpus, self.0.clause)
    }

    /// SHA-256 of that state of the corpus, in hexadecimal digits.
    async fn corpus_digest(&self) -> String {
        self.0.corpus.digest().to_string()
    }

    /// When that state was first served here; null for the current state.
    async fn served_since(&self) -> Option<DateTime> {
        self.0.served_since.map(DateTime)
    }

    /// How the clause has changed since.
    async fn change(&self) -> ClauseChange {
        self.0.successor.change.into()
    }

    /// The current clause; null if it was removed.
    async fn current(&self) -> Option<Clause> {
        self.0.successor.clause.map(|position| Clause::new(&self.0.current, position))
    }

    /// Word-by-word differences if the clause was reworded; empty otherwise.
    async fn differences(&self) -> Vec<ClauseDifference> {
        let earlier = (&self.0.corpus, self.0.clause);
        let Some(later) = self.0.successor.clause.map(|at| (&self.0.current, at)) else {
            return Vec::new();
        };
        self.0.differences().map(|(run, ..)| ClauseDifference::new(run, earlier, later)).collect()
    }
}

/// A run of words that two clauses have in common, or in which they differ.
#[derive(SimpleObject)]
pub(super) struct ClauseDifference {
    /// How the words changed.
    kind: DifferenceKind,
    /// The words of the earlier clause; empty if they were added.
    before: TextSpan,
    /// The words of the later clause; empty if they were left out.
    after: TextSpan,
}

impl ClauseDifference {
    /// `run` between the `earlier` and the `later` clause, each with its corpus.
    pub(super) fn new(
        run: Difference,
        earlier: (&Arc<Corpus>, usize),
        later: (&Arc<Corpus>, usize),
    ) -> Self {
        Self {
            kind: run.kind.into(),
            before: TextSpan::in_document(earlier.0, earlier.1, run.left),
            after: TextSpan::in_document(later.0, later.1, run.right),
        }
    }
}
