//! What a service has beside the corpus.

use std::sync::Arc;

use crate::corpus::{Archive, CorpusFolder};
use crate::domain::FeedbackStore;

/// The ports of a service, as far as it has any.
#[derive(Debug, Clone, Default)]
pub struct Ports {
    /// Earlier states of the corpus.
    pub archive: Option<Arc<dyn Archive>>,
    /// The files of the corpus, where they may be changed.
    pub folder: Option<Arc<dyn CorpusFolder>>,
    /// Questions without an answer, and what readers say of answers, where they are kept.
    pub feedback: Option<Arc<dyn FeedbackStore>>,
}
