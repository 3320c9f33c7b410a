//! What is kept of questions without an answer, and of what readers say of answers.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::AnswerStatus;
use super::documented::documented;

/// The longest comment, in code points.
pub const COMMENT_CHARS_MAX: usize = 1_000;
/// Of earlier questions that are longer together, in bytes, none is kept.
pub const KEPT_HISTORY_BYTES_MAX: usize = 4_000;

documented! {
/// Why something is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum FeedbackKind {
    /// The documents did not answer the question.
    Missed,
    /// A reader says that the answer is right.
    Right,
    /// A reader says that the answer is wrong.
    Wrong,
}
}

impl FeedbackKind {
    /// All kinds, in order.
    pub const ALL: [Self; 3] = [Self::Missed, Self::Right, Self::Wrong];

    /// Its name in lower case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Missed => "missed",
            Self::Right => "right",
            Self::Wrong => "wrong",
        }
    }
}

/// A question with its answer, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackEntry {
    /// Why it is kept.
    pub kind: FeedbackKind,
    /// When it came.
    pub at: Timestamp,
    /// The question, as typed.
    pub question: String,
    /// Earlier questions, oldest first.
    pub history: Vec<String>,
    /// Ids of the documents that it was restricted to.
    pub documents: Vec<String>,
    /// Whether the documents answered it: `ANSWERED`, `NEAREST` or `NOT_FOUND`.
    pub status: String,
    /// The kind of refusal, if they did not.
    pub refusal: Option<String>,
    /// Ids of the clauses that the answer cites, in order.
    pub clauses: Vec<String>,
    /// The first digits of the digest of the corpus.
    pub corpus: String,
    /// What a reader adds.
    pub comment: Option<String>,
}

/// What a reader says of the answer to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opinion {
    /// Whether the answer is right.
    pub is_right: bool,
    /// What else there is to say.
    pub comment: Option<String>,
}

/// Feedback cannot be kept or read. Its message completes "failed to ...".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct FeedbackError(pub String);

/// Where feedback is kept.
pub trait FeedbackStore: fmt::Debug + Send + Sync {
    /// Keeps `entry`: once this returns, it outlives the process and a loss of power. The oldest entries make room.
    ///
    /// # Errors
    /// When it cannot be written.
    fn keep(&self, entry: &FeedbackEntry) -> Result<(), FeedbackError>;

    /// How many entries are kept.
    fn count(&self) -> u64;
}

/// The name of a status, as the interfaces have it: `NOT_FOUND`.
pub fn status_name(status: AnswerStatus) -> &'static str {
    match status {
        AnswerStatus::Answered => "ANSWERED",
        AnswerStatus::Nearest => "NEAREST",
        AnswerStatus::NotFound => "NOT_FOUND",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Documented as _;

    #[test]
    fn each_kind_has_its_place_and_its_name() {
        for (at, kind) in FeedbackKind::ALL.into_iter().enumerate() {
            assert_eq!(kind as usize, at);
            assert_eq!(FeedbackKind::VALUES[at].1.to_lowercase(), kind.name());
        }
    }
}
