//! The engine: how it is made, stored and made again. What it is asked stands in `entry_points`.

use std::sync::Arc;

use columns::{Damaged, Sections};

use super::sources::{Scoring, Sources};
use crate::domain::Corpus;
use crate::quoting::QuoteIndex;
use crate::retrieval::{
    Calibration, Calibrations, ClauseVectors, FlatVectors, Index, PassageEmbedding, PassageVectors,
    PassagesInMemory, Reranker, VectorsUnavailable, Wanted, Weights,
};

/// Raised whenever what is stored of a corpus would be other bytes than before: an index of another
/// version is made again.
pub const INDEX_VERSION: u32 = 11;

/// Answers questions from one immutable corpus.
#[derive(Debug)]
pub struct Engine {
    pub(super) sources: Sources,
    pub(super) scoring: Scoring,
}

impl Engine {
    /// The texts whose embeddings [`Engine::build`] wants, in that order.
    pub fn passages(corpus: &Corpus) -> Vec<String> {
        Index::passages(corpus)
    }

    /// The same texts with what is asked of each.
    pub fn wanted<'a>(corpus: &Corpus, passages: &'a [String]) -> Vec<Wanted<'a>> {
        Index::wanted(corpus, passages)
    }

    /// The text of one of them.
    pub fn passage(corpus: &Corpus, passage: usize) -> Option<String> {
        Index::passage(corpus, passage)
    }

    /// Indexes `corpus`; `embeddings` are those of [`Engine::passages`].
    pub fn build<E: Into<PassageEmbedding>>(
        corpus: Arc<Corpus>,
        embeddings: impl IntoIterator<Item = E>,
    ) -> Self {
        let vectors: PassagesInMemory = embeddings.into_iter().collect();
        Self::over(corpus, Arc::new(vectors)).expect("vectors in memory can be had")
    }

    /// The same, wherever the vectors lie.
    ///
    /// # Errors
    /// When a vector cannot be had.
    pub fn over(
        corpus: Arc<Corpus>,
        vectors: Arc<dyn PassageVectors>,
    ) -> Result<Self, VectorsUnavailable> {
        let index = Index::build(&corpus, vectors)?;
        let quotes = QuoteIndex::build(&corpus);
        Ok(Self::new(corpus, index, quotes))
    }

    /// Indexes `corpus` over vectors that are searched elsewhere, with what of them
    /// [`Index::store_shared`] put among `sections`.
    ///
    /// # Errors
    /// When something is not there, does not go together, or is of another corpus.
    pub fn over_shared(
        corpus: Arc<Corpus>,
        vectors: Arc<dyn ClauseVectors>,
        sections: &Sections,
    ) -> Result<Self, Damaged> {
        let index = Index::over(&corpus, vectors, sections)?;
        let quotes = QuoteIndex::build(&corpus);
        Ok(Self::new(corpus, index, quotes))
    }

    /// Answers from `corpus` by these indexes of it.
    pub fn new(corpus: Arc<Corpus>, index: Index, quotes: QuoteIndex) -> Self {
        let scoring = Scoring {
            weights: Weights::default(),
            calibrations: Calibrations::default(),
            by_meaning: false,
            reranker: None,
        };
        Self { sources: Sources { corpus, index, quotes }, scoring }
    }

    /// The same engine with other weights.
    #[must_use]
    pub fn with_weights(mut self, weights: Weights) -> Self {
        self.scoring.weights = weights;
        self
    }

    /// The same engine with another calibration.
    #[must_use]
    pub fn with_calibration(mut self, calibration: Calibration) -> Self {
        self.scoring.calibrations = calibration.into();
        self
    }

    /// The same engine as it is where vectors cannot be searched: it ranks by words alone.
    #[must_use]
    pub fn by_words(mut self) -> Self {
        self.scoring.weights = self.scoring.weights.words_alone();
        self
    }

    /// The same engine as it is for questions in another language than the documents': vectors alone
    /// tell whether they are answered.
    #[must_use]
    pub const fn by_meaning(mut self) -> Self {
        self.scoring.by_meaning = true;
        self
    }

    /// The same engine with a model that reads the first clauses of each ranking again.
    #[must_use]
    pub fn with_reranker(mut self, reranker: Arc<dyn Reranker>) -> Self {
        self.scoring.reranker = Some(reranker);
        self
    }

    /// Whether a second model reads the first clauses again.
    pub fn reranks(&self) -> bool {
        self.scoring.reranker.is_some()
    }

    /// The corpus behind it.
    pub const fn corpus(&self) -> &Arc<Corpus> {
        &self.sources.corpus
    }

    /// The index of it.
    pub const fn index(&self) -> &Index {
        &self.sources.index
    }

    /// Where runs of words stand in it.
    pub const fn quotes(&self) -> &QuoteIndex {
        &self.sources.quotes
    }

    /// Puts what was worked out about the corpus among `sections`; the corpus itself and the vectors
    /// are kept elsewhere.
    pub fn store(&self, sections: &mut Sections) {
        self.sources.index.store(sections);
        self.sources.quotes.store(sections);
    }

    /// Reads what [`Self::store`] put there about `corpus`, with the vectors of its passages.
    ///
    /// # Errors
    /// When something is not there, does not go together, or is of another corpus.
    pub fn restore(
        corpus: Arc<Corpus>,
        passages: Arc<dyn PassageVectors>,
        sections: &Sections,
    ) -> Result<Self, Damaged> {
        let vectors = FlatVectors::restore(sections, Arc::clone(&passages))?;
        Self::restored(corpus, Arc::new(vectors), Some(passages), sections)
    }

    /// The same over vectors that are searched elsewhere.
    ///
    /// # Errors
    /// As [`Self::restore`].
    pub fn restore_over(
        corpus: Arc<Corpus>,
        vectors: Arc<dyn ClauseVectors>,
        sections: &Sections,
    ) -> Result<Self, Damaged> {
        Self::restored(corpus, vectors, None, sections)
    }

    fn restored(
        corpus: Arc<Corpus>,
        vectors: Arc<dyn ClauseVectors>,
        passages: Option<Arc<dyn PassageVectors>>,
        sections: &Sections,
    ) -> Result<Self, Damaged> {
        let index = Index::restore(sections, &corpus, vectors, passages)?;
        let quotes = QuoteIndex::restore(sections, &corpus)?;
        Ok(Self::new(corpus, index, quotes))
    }
}
