//! The engine: one corpus with its indexes, and what its rankings are made by.

use std::sync::Arc;

use super::ranking::{Ranked, Ranking, evidence};
use crate::domain::{Corpus, Query, QuoteClaim, QuoteVerdict};
use crate::language::analysis::terms;
use crate::quoting::{QuoteIndex, verify};
use crate::retrieval::{
    Calibration, Embedder, Index, PassageEmbedding, PassageVectors, PassagesInMemory, RankError,
    Reranker, VectorsUnavailable, Weights, query_terms,
};

/// Answers questions from one immutable corpus.
#[derive(Debug)]
pub struct Engine {
    pub(super) corpus: Arc<Corpus>,
    pub(super) index: Index,
    pub(super) weights: Weights,
    pub(super) calibration: Calibration,
    /// For rankings by words alone.
    pub(super) calibration_by_words: Calibration,
    pub(super) quotes: QuoteIndex,
    pub(super) reranker: Option<Arc<dyn Reranker>>,
}

impl Engine {
    /// The texts whose embeddings [`Engine::build`] wants, in that order.
    pub fn passages(corpus: &Corpus) -> Vec<String> {
        Index::passages(corpus)
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
        Ok(Self::of(corpus, index, quotes))
    }

    /// Answers from `corpus` by these indexes of it.
    pub fn of(corpus: Arc<Corpus>, index: Index, quotes: QuoteIndex) -> Self {
        Self {
            corpus,
            index,
            weights: Weights::default(),
            calibration: Calibration::default(),
            calibration_by_words: Calibration::by_words(),
            quotes,
            reranker: None,
        }
    }

    /// The same engine with other weights.
    #[must_use]
    pub fn with_weights(self, weights: Weights) -> Self {
        Self { weights, ..self }
    }

    /// The same engine with another calibration.
    #[must_use]
    pub fn with_calibration(self, calibration: Calibration) -> Self {
        Self { calibration_by_words: calibration.clone(), calibration, ..self }
    }

    /// The same engine as it is where vectors cannot be searched: it ranks by words alone.
    #[must_use]
    pub fn by_words(self) -> Self {
        Self { weights: self.weights.words_alone(), ..self }
    }

    /// The same engine with a model that reads the first clauses of each ranking again.
    #[must_use]
    pub fn with_reranker(self, reranker: Arc<dyn Reranker>) -> Self {
        Self { reranker: Some(reranker), ..self }
    }

    /// Whether a second model reads the first clauses again.
    pub fn reranks(&self) -> bool {
        self.reranker.is_some()
    }

    /// The corpus behind it.
    pub fn corpus(&self) -> &Arc<Corpus> {
        &self.corpus
    }

    /// Where runs of words stand in the corpus.
    pub const fn quotes(&self) -> &QuoteIndex {
        &self.quotes
    }

    /// Says whether and where the quotation of `claim`, which has been validated, stands.
    pub fn verify_quote(&self, claim: &QuoteClaim) -> QuoteVerdict {
        verify(&self.corpus, &self.quotes, claim)
    }

    /// The index of it.
    pub const fn index(&self) -> &Index {
        &self.index
    }

    /// What was ranked for `query`, to be shown.
    pub fn ranking(&self, query: &Query, ranked: &Ranked) -> Ranking {
        Ranking {
            evidence: evidence(&ranked.hits, query.options.max_evidence),
            understood: ranked.understood.clone(),
            corpus: Arc::clone(&self.corpus),
        }
    }

    /// Ranks clauses for `query`, which has been validated.
    ///
    /// # Errors
    /// When a model fails.
    pub fn search(&self, query: &Query, embedder: &dyn Embedder) -> Result<Ranking, RankError> {
        let ranked = self.rank(query, embedder)?;
        Ok(self.ranking(query, &ranked))
    }

    /// Cosine of `vector` with every clause, by position: what dense retrieval alone would rank by.
    pub fn dense_scores(&self, vector: &[f32]) -> Vec<f32> {
        self.index.dense_scores(vector)
    }

    /// BM25 of every clause for the words of `question` as typed: what lexical retrieval alone
    /// would rank by.
    pub fn lexical_scores(&self, question: &str) -> Vec<f32> {
        self.index.lexical().scores(&query_terms(&terms(question)))
    }
}
