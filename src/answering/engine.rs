//! The engine: one corpus, its index, and the way from a query to an answer.

use std::sync::Arc;

use crate::domain::{Answer, Corpus, Evidence, Query, QueryReading};
use crate::retrieval::{EmbedError, Embedder, Embedding};

/// Answers questions from one immutable corpus.
pub struct Engine {
    corpus: Arc<Corpus>,
}

/// The clauses that matter for a query, best first.
#[derive(Debug, Clone)]
pub struct Ranking {
    /// At most [`crate::domain::AskOptions::max_evidence`] clauses.
    pub evidence: Vec<Evidence>,
    /// What was read out of the query.
    pub understood: QueryReading,
    /// The corpus that was searched. Positions are positions in it.
    pub corpus: Arc<Corpus>,
}

impl Engine {
    /// The texts whose embeddings [`Engine::build`] wants, in that order.
    pub fn passages(corpus: &Corpus) -> Vec<String> {
        let _ = corpus;
        Vec::new()
    }

    /// Indexes `corpus`; `embeddings` are those of [`Engine::passages`].
    pub fn build(corpus: Arc<Corpus>, embeddings: Vec<Embedding>) -> Self {
        let _ = embeddings;
        Self { corpus }
    }

    /// The corpus behind it.
    pub fn corpus(&self) -> &Arc<Corpus> {
        &self.corpus
    }

    /// Answers `query`, which has been validated.
    ///
    /// # Errors
    /// When the question cannot be embedded.
    pub fn ask(&self, query: &Query, embedder: &dyn Embedder) -> Result<Answer, EmbedError> {
        let _ = (query, embedder);
        Err(EmbedError(String::new()))
    }

    /// Ranks clauses for `query`, which has been validated.
    ///
    /// # Errors
    /// When the query cannot be embedded.
    pub fn search(&self, query: &Query, embedder: &dyn Embedder) -> Result<Ranking, EmbedError> {
        let _ = (query, embedder);
        Err(EmbedError(String::new()))
    }
}
