//! What is noted of each answer: in metrics, in the log of its request, and among the missed questions.

use std::sync::atomic::Ordering;

use tracing::Span;

use super::Service;
use crate::domain::{Answer, Query, status_name};

impl Service {
    /// Says whether logs have the questions from now on.
    pub fn log_questions(&self, logged: bool) {
        self.0.logs_questions.store(logged, Ordering::Relaxed);
    }

    /// Notes that `answer` answers `query`, and whether it was `cached`.
    pub(super) fn note(&self, query: &Query, answer: &Answer, cached: bool) {
        self.0.work.count_answer(answer.status);
        if !cached {
            self.0.feedback.missed(query, answer);
        }
        let span = Span::current();
        if span.is_disabled() {
            return;
        }
        if self.0.logs_questions.load(Ordering::Relaxed) {
            span.record("question", &*query.question);
        }
        span.record("cached", cached).record("answer", status_name(answer.status));
        if let Some(refusal) = &answer.refusal {
            span.record("refused", refusal.kind().name());
        }
        tracing::debug!(confidence = answer.confidence, "asked");
    }
}
