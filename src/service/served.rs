//! An answer on its way to a client.

use std::sync::Arc;

use crate::domain::Answer;

/// An answer, and whether it came from the cache.
#[derive(Debug, Clone)]
pub struct ServedAnswer {
    /// The answer.
    pub answer: Arc<Answer>,
    /// Whether it came from the cache.
    pub cached: bool,
}
