//! What readers say of answers.

use super::feedback::{FeedbackCounts, entry};
use super::{Service, ServiceError};
use crate::domain::{AnswerStatus, COMMENT_CHARS_MAX, FeedbackKind, InvalidQuery, Opinion, Query};

impl Service {
    /// Whether feedback is kept.
    pub fn keeps_feedback(&self) -> bool {
        self.0.feedback.0.is_some()
    }

    /// Keeps what a reader says of the answer to `query`, with the answer as it is now. Once this returns, it outlives
    /// the process.
    ///
    /// # Errors
    /// When no feedback is kept, the query or the comment will not do, or it cannot be written; and as for a question.
    pub async fn give_feedback(
        &self,
        query: Query,
        opinion: Opinion,
    ) -> Result<AnswerStatus, ServiceError> {
        let Some(kept) = self.0.feedback.0.clone() else {
            let message = "this server keeps no feedback; start it with --feedback on";
            return Err(ServiceError::Forbidden(message.to_owned()));
        };
        let comment = opinion.comment.map(|comment| comment.trim().to_owned());
        let comment = comment.filter(|comment| !comment.is_empty());
        if comment.as_ref().is_some_and(|comment| comment.chars().count() > COMMENT_CHARS_MAX) {
            let message = format!("is longer than {COMMENT_CHARS_MAX} characters; shorten it");
            return Err(InvalidQuery { field: "comment", message }.into());
        }
        let answer = self.ask(query.clone()).await?.answer;
        let kind = if opinion.is_right { FeedbackKind::Right } else { FeedbackKind::Wrong };
        let entry = entry(kind, &query, &answer, comment);
        // It comes to its end even where the reader goes away meanwhile.
        match tokio::task::spawn_blocking(move || kept.keep(&entry)).await {
            Ok(outcome) => outcome.map(|()| answer.status),
            Err(error) => {
                tracing::error!(%error, "keeping feedback panicked");
                Err(ServiceError::Internal)
            }
        }
    }

    /// How much feedback there is.
    pub fn feedback_counts(&self) -> FeedbackCounts {
        self.0.feedback.counts()
    }
}
