//! What a service has beside the corpus.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use crate::corpus::{Archive, CorpusFolder};
use crate::domain::{FeedbackStore, LanguageModel};

/// The ports of a service, as far as it has any.
#[derive(Debug, Clone, Default)]
pub struct Ports {
    /// Earlier states of the corpus.
    pub archive: Option<Arc<dyn Archive>>,
    /// The files of the corpus, where they may be changed.
    pub folder: Option<Arc<dyn CorpusFolder>>,
    /// Questions without an answer, and what readers say of answers, where they are kept.
    pub feedback: Option<Arc<dyn FeedbackStore>>,
    /// A language model that may phrase answers.
    pub phrasing: Option<Phrasing>,
}

/// A language model, and what bounds its use.
#[derive(Debug, Clone)]
pub struct Phrasing {
    /// The model.
    pub model: Arc<dyn LanguageModel>,
    /// How long one of its answers may take.
    pub deadline: Duration,
    /// How many requests a minute it gets.
    pub per_minute: NonZeroU32,
}
