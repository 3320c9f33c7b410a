//! Clauses of earlier states of the corpus.

use std::sync::Arc;

use jiff::Timestamp;

use super::documented::documented;
use super::{Corpus, Difference};

documented! {
/// How a clause has changed since an earlier state of the corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClauseChange {
    /// Same label, same words.
    Unchanged,
    /// Same words, another label.
    Moved,
    /// The document has a clause that is mostly the same.
    Reworded,
    /// The document has no similar clause any more, or has been removed itself.
    Removed,
}
}

/// What stands now where a clause stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Successor {
    /// What became of the clause.
    pub change: ClauseChange,
    /// Position of what stands for it now; none where it was removed.
    pub clause: Option<usize>,
    /// The words of both in order, where they differ: on the left those of the earlier clause, on
    /// the right those that stand now, each as spans of its document's text.
    pub differences: Vec<Difference>,
}

/// A clause as it was in one state of the corpus, and as it is now.
#[derive(Debug, Clone)]
pub struct ClauseVersion {
    /// The state that it is from; of an earlier one, its document alone.
    pub corpus: Arc<Corpus>,
    /// Its position there.
    pub clause: usize,
    /// When that state was first served; not told of the state that is served now.
    pub served_since: Option<Timestamp>,
    /// What stands for it now.
    pub successor: Successor,
    /// The corpus that is served now.
    pub current: Arc<Corpus>,
}

impl ClauseVersion {
    /// The runs of words of both, with what each says: before, and now.
    pub fn differences(&self) -> impl Iterator<Item = (Difference, &str, &str)> {
        let now = self.successor.clause.map(|at| &self.current.clauses()[at]);
        let now = now.map(|clause| &self.current.document_of(clause).text);
        let then = &self.corpus.document_of(&self.corpus.clauses()[self.clause]).text;
        self.successor.differences.iter().filter_map(move |&run| {
            now.map(|now| (run, then.slice(run.left), now.slice(run.right)))
        })
    }

    /// Whether it is of the state that is served now.
    pub fn is_current(&self) -> bool {
        Arc::ptr_eq(&self.corpus, &self.current)
    }
}
