//! Whether a document speaks of a topic.

use super::documented::documented;

documented! {
/// Whether a document speaks of a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Speaks {
    /// At least one clause bears on it.
    Yes,
    /// No clause clearly bears on it, but one comes so near that silence is not certain.
    Perhaps,
    /// No clause comes near.
    Silent,
}
}
