//! How a command ended.

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It did what it was asked.
    Done,
    /// Nothing answers, nothing was found.
    NotFound,
    /// What was checked is not all right.
    Wrong,
}
