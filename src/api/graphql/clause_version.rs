//! Clauses of earlier states of the corpus.

use async_graphql::{Enum, Object, SimpleObject};

use super::clause::Clause;
use super::enums::DifferenceKind;
use super::scalar::DateTime;
use crate::domain::{self, Difference};

/// What became of a clause since an earlier state of the corpus.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::ClauseChange")]
enum ClauseChange {
    /// It stands under its label, word for word.
    Unchanged,
    /// It stands word for word under another label.
    Moved,
    /// Its document has a clause that is mostly the same.
    Reworded,
    /// Its document has nothing like it any more, or is gone itself.
    Removed,
}

/// A domain version.
pub(super) struct ClauseVersion(pub(super) domain::ClauseVersion);

/// A clause as it was in one state of the corpus, and as it is now.
#[Object]
impl ClauseVersion {
    /// The clause as it was. Its document is that of the state it is from.
    async fn clause(&self) -> Clause {
        Clause::new(&self.0.corpus, self.0.clause)
    }

    /// SHA-256 of that state of the corpus, in hexadecimal digits.
    async fn corpus_digest(&self) -> String {
        self.0.corpus.digest().to_string()
    }

    /// When that state was first served here; null for the state that is served now.
    async fn served_since(&self) -> Option<DateTime> {
        self.0.served_since.map(DateTime)
    }

    /// What became of the clause.
    async fn change(&self) -> ClauseChange {
        self.0.successor.change.into()
    }

    /// What stands for it now; null where it was removed.
    async fn current(&self) -> Option<Clause> {
        self.0.successor.clause.map(|position| Clause::new(&self.0.current, position))
    }

    /// The words of both in order, where the clause was reworded; empty otherwise.
    async fn differences(&self) -> Vec<ClauseDifference> {
        self.0.differences().map(ClauseDifference::new).collect()
    }
}

/// A run of words that two clauses have in common, or in which they differ.
#[derive(SimpleObject)]
pub(super) struct ClauseDifference {
    /// What became of the words.
    kind: DifferenceKind,
    /// The words of the earlier clause; empty where some were put in.
    before: String,
    /// Where they begin in their document's text, in Unicode code points from 0.
    before_start: u32,
    /// Where they end, exclusive.
    before_end: u32,
    /// The words of the later clause; empty where some were left out.
    after: String,
    /// Where they begin in their document's text, in Unicode code points from 0.
    after_start: u32,
    /// Where they end, exclusive.
    after_end: u32,
}

impl ClauseDifference {
    /// `run` with the words that it has on either side.
    pub(super) fn new((run, before, after): (Difference, &str, &str)) -> Self {
        Self {
            kind: run.kind.into(),
            before: before.to_owned(),
            before_start: run.left.start,
            before_end: run.left.end,
            after: after.to_owned(),
            after_start: run.right.start,
            after_end: run.right.end,
        }
    }
}
