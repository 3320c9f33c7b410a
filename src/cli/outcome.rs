//! How a command ended.

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The command succeeded.
    Done,
    /// Nothing was found.
    NotFound,
    /// The check found something wrong.
    Wrong,
}
