//! How questions end: answered, or refused for one reason or another.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::domain::{Answer, Refusal, RefusalKind};

/// Counts how questions ended.
#[derive(Debug, Default)]
pub(super) struct Outcomes {
    answered: AtomicU64,
    /// In the order of [`RefusalKind::ALL`].
    refused: [AtomicU64; RefusalKind::ALL.len()],
}

impl Outcomes {
    /// Counts and logs how a question ended.
    pub(super) fn note(&self, answer: &Answer, cached: bool) {
        let refused = answer.refusal.as_ref().map(Refusal::kind);
        let counter = refused.map_or(&self.answered, |kind| &self.refused[kind as usize]);
        counter.fetch_add(1, Ordering::Relaxed);
        let (asks, refused) = (answer.understood.asks, refused.map(RefusalKind::name));
        tracing::debug!(?asks, refused, confidence = answer.confidence, cached, "asked");
    }

    /// How many questions ended in each way.
    pub(super) fn counts(&self) -> Vec<(&'static str, u64)> {
        let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let refused = RefusalKind::ALL.into_iter().zip(&self.refused);
        std::iter::once(("answered", count(&self.answered)))
            .chain(refused.map(|(kind, counter)| (kind.name(), count(counter))))
            .collect()
    }
}
