//! What answers are drawn from, and how clauses are scored.

use std::sync::Arc;

use crate::domain::Corpus;
use crate::quoting::QuoteIndex;
use crate::retrieval::{Calibrations, Index, Reranker, Weights};

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
    pub(super) calibrations: Calibrations,
    /// Whether questions are taken for such as are asked in another language than the documents'.
    pub(super) by_meaning: bool,
    pub(super) reranker: Option<Arc<dyn Reranker>>,
}
