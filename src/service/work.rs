//! Metrics of computations: how long their stages take, and how many answers refuse. The clock is read here, since
//! the floors below have none.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tracing::Span;

use super::{Latency, LatencyCounter, traced};
use crate::domain::{AnswerStatus, Documented as _, RefusalKind, Verdict};

/// A stage of a computation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ComputeStage {
    /// Waiting for embeddings that are not cached; a part of the other stages.
    Embed,
    /// Reading a question and ranking clauses for it.
    Rank,
    /// Answering from what was ranked.
    Answer,
    /// Comparing documents.
    Compare,
    /// Checking a quotation or a text.
    Check,
}

impl ComputeStage {
    /// All stages, in order.
    pub const ALL: [Self; 5] = [Self::Embed, Self::Rank, Self::Answer, Self::Compare, Self::Check];

    /// Its name in metrics.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Embed => "embed",
            Self::Rank => "rank",
            Self::Answer => "answer",
            Self::Compare => "compare",
            Self::Check => "check",
        }
    }
}

impl ComputeStage {
    /// Its name in the log of a request.
    const fn field(self) -> &'static str {
        match self {
            Self::Embed => "embed_us",
            Self::Rank => "rank_us",
            Self::Answer => "answer_us",
            Self::Compare => "compare_us",
            Self::Check => "check_us",
        }
    }
}

/// Counts computations.
#[derive(Debug, Default)]
pub(super) struct Work {
    stages: [LatencyCounter; ComputeStage::ALL.len()],
    refusals: [AtomicU64; RefusalKind::ALL.len()],
    answers: [AtomicU64; AnswerStatus::VALUES.len()],
    verdicts: [AtomicU64; Verdict::VALUES.len()],
    batches: AtomicU64,
    batched: AtomicU64,
}

/// How many texts the embedding model was given for questions, and in how many calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Batches {
    /// Calls.
    pub calls: u64,
    /// Texts.
    pub texts: u64,
}

impl Work {
    /// Does `work`, and counts how long it takes.
    pub(super) fn time<T>(&self, stage: ComputeStage, work: impl FnOnce() -> T) -> T {
        self.time_on(stage, Duration::ZERO, work)
    }

    /// The same for work that took `before` already.
    pub(super) fn time_on<T>(
        &self,
        stage: ComputeStage,
        before: Duration,
        work: impl FnOnce() -> T,
    ) -> T {
        let start = Instant::now();
        let done = work();
        let took = before + start.elapsed();
        self.stages[stage as usize].observe(took);
        let request = Span::current();
        request.record(stage.field(), took.as_micros() as u64);
        traced::stage(&request, stage.name(), took);
        done
    }

    /// Counts an answer that refuses.
    pub(super) fn count_refusal(&self, kind: RefusalKind) {
        self.refusals[kind as usize].fetch_add(1, Ordering::Relaxed);
    }

    /// Counts an answer that goes out.
    pub(super) fn count_answer(&self, status: AnswerStatus) {
        self.answers[status as usize].fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a verdict on a quotation.
    pub(super) fn count_verdict(&self, verdict: Verdict) {
        self.verdicts[verdict as usize].fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a call of the embedding model.
    pub(super) fn count_batch(&self, texts: usize) {
        self.batches.fetch_add(1, Ordering::Relaxed);
        self.batched.fetch_add(texts as u64, Ordering::Relaxed);
    }

    /// How many answers went out, by status.
    pub(super) fn answers(&self) -> Vec<(AnswerStatus, u64)> {
        let count = |status| self.answers[status as usize].load(Ordering::Relaxed);
        AnswerStatus::VALUES.iter().map(|(status, ..)| (*status, count(*status))).collect()
    }

    /// How many verdicts there were, by verdict.
    pub(super) fn verdicts(&self) -> Vec<(Verdict, u64)> {
        let count = |verdict| self.verdicts[verdict as usize].load(Ordering::Relaxed);
        Verdict::VALUES.iter().map(|(verdict, ..)| (*verdict, count(*verdict))).collect()
    }

    /// How the embedding model was called.
    pub(super) fn batches(&self) -> Batches {
        let of = |count: &AtomicU64| count.load(Ordering::Relaxed);
        Batches { calls: of(&self.batches), texts: of(&self.batched) }
    }

    /// How long each stage took.
    pub(super) fn latencies(&self) -> [(ComputeStage, Latency); ComputeStage::ALL.len()] {
        ComputeStage::ALL.map(|stage| (stage, self.stages[stage as usize].latency()))
    }

    /// How many answers refuse, by kind.
    pub(super) fn refusals(&self) -> [(RefusalKind, u64); RefusalKind::ALL.len()] {
        let count = |kind| self.refusals[kind as usize].load(Ordering::Relaxed);
        RefusalKind::ALL.map(|kind| (kind, count(kind)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_stage_has_its_place_and_its_own_name() {
        for (at, stage) in ComputeStage::ALL.into_iter().enumerate() {
            assert_eq!(stage as usize, at);
            assert!(ComputeStage::ALL[..at].iter().all(|other| other.name() != stage.name()));
        }
    }
}
