//! Words that name a document or a clause.

use std::ops::Range;

use crate::domain::ItemVerdict;

/// How surely words name a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sureness {
    /// A place alone: it may be about something else that happened there.
    Place,
    /// A document, by its place and a noun or year, by its title, or by its clause.
    Document,
}

/// Words that name documents or a clause. Ranges are bytes of the passage.
#[derive(Debug, Clone)]
pub(super) struct Reference {
    /// Where they stand.
    pub range: Range<usize>,
    /// The documents named; where the verdict is not `Valid`, those that come nearest.
    pub documents: Vec<usize>,
    /// The clause named.
    pub clause: Option<usize>,
    /// How surely a document is meant.
    pub sureness: Sureness,
    /// Whether there is such a thing.
    pub verdict: ItemVerdict,
    /// What there is not: a name, a label, a year.
    pub missing: String,
}

impl Reference {
    /// Words that name a document which does not exist.
    pub(super) fn absent(range: Range<usize>, name: String) -> Self {
        Self {
            range,
            documents: Vec::new(),
            clause: None,
            sureness: Sureness::Document,
            verdict: ItemVerdict::NoSuchDocument,
            missing: name,
        }
    }

    /// Whether it can be followed: what it names is there.
    pub(super) fn holds(&self) -> bool {
        matches!(self.verdict, ItemVerdict::Valid | ItemVerdict::OtherState)
    }
}
