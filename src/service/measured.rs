//! Asking an engine with its stages timed, and what came of that.

use super::state::Snapshot;
use super::work::ComputeStage;
use super::{Latency, Service};
use crate::answering::RankedQuestions;
use crate::domain::{Answer, Query, RefusalKind, Stop, Stopped};
use crate::retrieval::RankError;

impl Snapshot {
    /// Ranks clauses for `query`.
    pub(super) fn rank(&self, query: &Query, stop: &Stop) -> Result<RankedQuestions, RankError> {
        let rank = || self.engine.rank(query, self.embedder.as_ref(), stop);
        self.work.time(ComputeStage::Rank, rank)
    }

    /// Answers from what was ranked.
    pub(super) fn answer(&self, ranked: RankedQuestions) -> Result<Answer, Stopped> {
        let answer = || self.engine.answer(ranked);
        let answer = self.work.time(ComputeStage::Answer, answer)?;
        if let Some(refusal) = &answer.refusal {
            self.work.count_refusal(refusal.kind());
        }
        Ok(answer)
    }
}

impl Service {
    /// How long each stage took that was computed.
    pub fn stage_latencies(&self) -> [(ComputeStage, Latency); ComputeStage::ALL.len()] {
        self.0.work.latencies()
    }

    /// How many answers that were computed refuse, by kind.
    pub fn refusals(&self) -> [(RefusalKind, u64); RefusalKind::ALL.len()] {
        self.0.work.refusals()
    }
}
