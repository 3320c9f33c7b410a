//! What answers are drawn from, and how clauses are scored.

use std::sync::Arc;

use crate::domain::Corpus;
use crate::quoting::QuoteIndex;
use crate::retrieval::{Calibration, Index, Reranker, Weights};

/// One immutable corpus with its indexes.
#[derive(Debug)]
pub(super) struct Sources {
    pub(super) corpus: Arc<Corpus>,
    pub(super) index: Index,
    /// Where runs of words stand.
    pub(super) quotes: QuoteIndex,
}

/// How clauses are ranked, and how surely they answer.
#[derive(Debug)]
pub(super) struct Scoring {
    pub(super) weights: Weights,
    pub(super) calibration: Calibration,
    /// For rankings by words alone.
    pub(super) calibration_by_words: Calibration,
    pub(super) reranker: Option<Arc<dyn Reranker>>,
}

impl Scoring {
    /// The calibration for rankings by all signals, or by words alone.
    pub(super) const fn calibration(&self, words_alone: bool) -> &Calibration {
        if words_alone { &self.calibration_by_words } else { &self.calibration }
    }
}
