//! What a service has beside the corpus.

use std::sync::Arc;

use crate::corpus::{Archive, CorpusFolder};

/// The ports of a service, as far as it has any.
#[derive(Debug, Clone, Default)]
pub struct Ports {
    /// Earlier states of the corpus.
    pub archive: Option<Arc<dyn Archive>>,
    /// The files of the corpus, where they may be changed.
    pub folder: Option<Arc<dyn CorpusFolder>>,
}
