//! A query that is refused.

/// A query that cannot be answered as it stands. The message says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {message}")]
pub struct InvalidQuery {
    /// The argument at fault, as the API names it.
    pub field: &'static str,
    /// What is wrong, and the remedy.
    pub message: String,
}
