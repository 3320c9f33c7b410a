//! Questions without an answer, and what readers say of answers: kept where an operator wants them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::Semaphore;

use super::ServiceError;
use crate::domain::{
    Answer, AnswerStatus, FeedbackEntry, FeedbackKind, FeedbackStore, KEPT_HISTORY_BYTES_MAX,
    Query, RefusalKind, status_name,
};

/// How many missed questions may wait to be written; further ones are counted and left out.
const WAITING_MAX: usize = 32;

/// What bounds the kept feedback.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FeedbackLimits {
    /// How long an entry is kept.
    pub age_max: Duration,
    /// The most entries.
    pub entries_max: usize,
}

/// Counts of feedback.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FeedbackCounts {
    /// Entries that were kept since the start, by kind.
    pub kept: [(FeedbackKind, u64); FeedbackKind::ALL.len()],
    /// Entries that could not be kept.
    pub failures: u64,
    /// Entries in the store.
    pub entries: u64,
}

/// Keeps feedback, where there is a store. Clones share it.
#[derive(Debug, Clone)]
pub(super) struct Feedback(pub(super) Option<Arc<Kept>>);

#[derive(Debug)]
pub(super) struct Kept {
    store: Arc<dyn FeedbackStore>,
    waiting: Arc<Semaphore>,
    counts: [AtomicU64; FeedbackKind::ALL.len()],
    failures: AtomicU64,
}

impl Feedback {
    pub(super) fn new(store: Option<Arc<dyn FeedbackStore>>) -> Self {
        Self(store.map(|store| {
            Arc::new(Kept {
                store,
                waiting: Arc::new(Semaphore::new(WAITING_MAX)),
                counts: Default::default(),
                failures: AtomicU64::new(0),
            })
        }))
    }

    /// Keeps a question that was asked, if `answer` does not answer it. Nobody waits for that.
    pub(super) fn missed(&self, query: &Query, answer: &Answer) {
        let Some(kept) = &self.0 else { return };
        let asked = answer.refusal.as_ref().is_none_or(|refusal| {
            !matches!(refusal.kind(), RefusalKind::AsksNothing | RefusalKind::SmallTalk)
        });
        if answer.status == AnswerStatus::Answered || !asked {
            return;
        }
        let Ok(permit) = Arc::clone(&kept.waiting).try_acquire_owned() else {
            kept.failures.fetch_add(1, Ordering::Relaxed);
            return;
        };
        let (kept, entry) = (Arc::clone(kept), entry(FeedbackKind::Missed, query, answer, None));
        tokio::task::spawn_blocking(move || {
            let _permit = permit;
            // It is counted and logged.
            let _ = kept.keep(&entry);
        });
    }
}

impl Feedback {
    /// How much feedback there is.
    pub(super) fn counts(&self) -> FeedbackCounts {
        let kept = self.0.as_ref();
        let of = |kind: FeedbackKind| {
            kept.map_or(0, |kept| kept.counts[kind as usize].load(Ordering::Relaxed))
        };
        FeedbackCounts {
            kept: FeedbackKind::ALL.map(|kind| (kind, of(kind))),
            failures: kept.map_or(0, |kept| kept.failures.load(Ordering::Relaxed)),
            entries: kept.map_or(0, |kept| kept.store.count()),
        }
    }
}

impl Kept {
    /// Keeps an entry; counts it, and logs what fails.
    pub(super) fn keep(&self, entry: &FeedbackEntry) -> Result<(), ServiceError> {
        match self.store.keep(entry) {
            Ok(()) => {
                self.counts[entry.kind as usize].fetch_add(1, Ordering::Relaxed);
                Ok(())
            }
            Err(error) => {
                self.failures.fetch_add(1, Ordering::Relaxed);
                tracing::error!("failed to {error}");
                Err(ServiceError::Internal)
            }
        }
    }
}

/// What is kept of `query` and its `answer`.
pub(super) fn entry(
    kind: FeedbackKind,
    query: &Query,
    answer: &Answer,
    comment: Option<String>,
) -> FeedbackEntry {
    let corpus = &answer.corpus;
    let bytes: usize = query.history.iter().map(String::len).sum();
    let history = if bytes <= KEPT_HISTORY_BYTES_MAX { query.history.clone() } else { Vec::new() };
    let mut clauses: Vec<String> = Vec::new();
    for citation in &answer.citations {
        let id = corpus.id_of(&corpus.clauses()[citation.clause]);
        if !clauses.contains(&id) {
            clauses.push(id);
        }
    }
    FeedbackEntry {
        kind,
        at: Timestamp::now(),
        question: query.question.clone(),
        history,
        documents: query.filter.documents.iter().cloned().collect(),
        status: status_name(answer.status).to_owned(),
        refusal: answer.refusal.as_ref().map(|refusal| refusal.kind().name().to_owned()),
        clauses,
        corpus: answer.corpus_digest().short(),
        comment,
    }
}
