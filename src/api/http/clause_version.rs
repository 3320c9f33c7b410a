//! The JSON body of a clause by its permanent link.

use jiff::Timestamp;
use serde::Serialize;

use super::rest::ClauseBody;
use crate::api::graphql::Links;
use crate::domain::{ClauseChange, ClauseVersion, Difference, DifferenceKind};

/// A clause of a state of the corpus, and what became of it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ClauseVersionBody {
    #[serde(flatten)]
    clause: ClauseBody,
    served_since: Option<Timestamp>,
    change: &'static str,
    /// What stands for it now.
    current: Option<ClauseBody>,
    differences: Vec<DifferenceBody>,
}

/// A run of words of both wordings.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DifferenceBody {
    kind: &'static str,
    before: String,
    before_start: u32,
    before_end: u32,
    after: String,
    after_start: u32,
    after_end: u32,
}

impl ClauseVersionBody {
    pub(super) fn new(version: &ClauseVersion, links: &Links) -> Self {
        let current = version.successor.clause;
        Self {
            clause: ClauseBody::new(&version.corpus, version.clause, links),
            served_since: version.served_since,
            change: match version.successor.change {
                ClauseChange::Unchanged => "UNCHANGED",
                ClauseChange::Moved => "MOVED",
                ClauseChange::Reworded => "REWORDED",
                ClauseChange::Removed => "REMOVED",
            },
            current: current.map(|at| ClauseBody::new(&version.current, at, links)),
            differences: version.differences().map(DifferenceBody::new).collect(),
        }
    }
}

impl DifferenceBody {
    fn new((run, before, after): (Difference, &str, &str)) -> Self {
        Self {
            kind: match run.kind {
                DifferenceKind::Equal => "EQUAL",
                DifferenceKind::Replaced => "REPLACED",
                DifferenceKind::Inserted => "INSERTED",
                DifferenceKind::Deleted => "DELETED",
            },
            before: before.to_owned(),
            before_start: run.left.start,
            before_end: run.left.end,
            after: after.to_owned(),
            after_start: run.right.start,
            after_end: run.right.end,
        }
    }
}
