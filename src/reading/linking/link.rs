//! What a name in a question means.

use std::ops::Range;

/// What a name in a question means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Link {
    /// The words that name it.
    pub(crate) words: Range<usize>,
    /// The documents that are meant, or the nearest where it is missing.
    pub(crate) documents: Vec<usize>,
    /// How surely.
    pub(crate) outcome: Outcome,
    /// What it calls another document that is not there.
    pub(crate) absent: Option<String>,
    /// Who speaks in it, where that tells it: "Peru and Chad" of "what did Peru and Chad say in 1996?".
    pub(crate) subject: Option<Range<usize>>,
}

/// How surely a name is understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// These are meant.
    Linked,
    /// One of these is meant, and all fit.
    Ambiguous,
    /// No document has that name.
    Missing,
}
