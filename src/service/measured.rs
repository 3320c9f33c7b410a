//! Asking an engine with its stages timed, and what came of that.

use super::reloads::{ReloadCount, Reloaded};
use super::state::Snapshot;
use super::work::{Batches, ComputeStage};
use super::{Latency, Service};
use crate::answering::RankedQuestions;
use crate::domain::{Answer, AnswerStatus, Query, RefusalKind, Stop, Stopped, Verdict};
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

    /// Counts that `what` was loaded again, or could not be.
    pub fn count_reload(&self, what: Reloaded, went_well: bool) {
        self.0.reloads.count(what, went_well);
    }

    /// How often each was loaded again.
    pub fn reloads(&self) -> [ReloadCount; Reloaded::ALL.len()] {
        self.0.reloads.counts()
    }

    /// How many answers went out, by status.
    pub fn answers(&self) -> Vec<(AnswerStatus, u64)> {
        self.0.work.answers()
    }

    /// How many verdicts on single quotations were computed, by verdict.
    pub fn verdicts(&self) -> Vec<(Verdict, u64)> {
        self.0.work.verdicts()
    }

    /// How the embedding model was called for questions.
    pub fn batches(&self) -> Batches {
        self.0.work.batches()
    }

    /// How many answers that were computed refuse, by kind.
    pub fn refusals(&self) -> [(RefusalKind, u64); RefusalKind::ALL.len()] {
        self.0.work.refusals()
    }
}
