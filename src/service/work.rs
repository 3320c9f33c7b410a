//! Metrics of computations: how long their stages take, and how many answers refuse. The clock is read here, since
//! the floors below have none.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::{Latency, LatencyCounter};
use crate::domain::RefusalKind;

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

/// Counts computations.
#[derive(Debug, Default)]
pub(super) struct Work {
    stages: [LatencyCounter; ComputeStage::ALL.len()],
    refusals: [AtomicU64; RefusalKind::ALL.len()],
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
        self.stages[stage as usize].observe(before + start.elapsed());
        done
    }

    /// Counts an answer that refuses.
    pub(super) fn count_refusal(&self, kind: RefusalKind) {
        self.refusals[kind as usize].fetch_add(1, Ordering::Relaxed);
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
