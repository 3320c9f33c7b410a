//! An answer on its way to a client.

use std::sync::Arc;

use crate::domain::Answer;

/// An answer, and whether it was there before it was asked for.
#[derive(Debug, Clone)]
pub struct ServedAnswer {
    /// The answer.
    pub answer: Arc<Answer>,
    /// Whether nothing had to be computed for it.
    pub cached: bool,
}
