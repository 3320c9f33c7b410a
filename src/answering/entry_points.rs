//! What an engine is asked.

use std::sync::Arc;

use super::decide::{Measured, measure};
use super::engine::Engine;
use super::ranking::{Ranked, Ranking, evidence, rank};
use super::read_query::read_query;
use super::{answer, compare};
use crate::domain::{Answer, Comparison, ComparisonQuery, Query, QuoteClaim, QuoteVerdict};
use crate::language::analysis::terms;
use crate::quoting::verify;
use crate::retrieval::{Embedder, RankError, query_terms};

impl Engine {
    /// Answers `query`, which has been validated.
    ///
    /// # Errors
    /// When a model fails.
    pub fn ask(&self, query: &Query, embedder: &dyn Embedder) -> Result<Answer, RankError> {
        let ranked = self.rank(query, embedder)?;
        Ok(self.answer(query, ranked))
    }

    /// The first half of [`Engine::ask`]: reads `query`, and ranks clauses for it.
    ///
    /// # Errors
    /// When a model fails.
    pub fn rank(&self, query: &Query, embedder: &dyn Embedder) -> Result<Ranked, RankError> {
        let read = read_query(&self.sources, &self.scoring.weights, query, embedder);
        rank(&self.sources, &self.scoring, &query.filter, read, embedder)
    }

    /// The second half of [`Engine::ask`]: answers `query` from what was ranked for it.
    pub fn answer(&self, query: &Query, ranked: Ranked) -> Answer {
        answer::answer(&self.sources, &self.scoring, query, ranked)
    }

    /// Ranks clauses for `query`, which has been validated.
    ///
    /// # Errors
    /// When a model fails.
    pub fn search(&self, query: &Query, embedder: &dyn Embedder) -> Result<Ranking, RankError> {
        let ranked = self.rank(query, embedder)?;
        Ok(self.ranking(query, &ranked))
    }

    /// What was ranked for `query`, to be shown.
    pub fn ranking(&self, query: &Query, ranked: &Ranked) -> Ranking {
        Ranking {
            evidence: evidence(&ranked.hits, query.options.max_evidence),
            understood: ranked.understood.clone(),
            corpus: Arc::clone(&self.sources.corpus),
        }
    }

    /// Compares what documents say on the topic of `query`, which has been validated.
    ///
    /// # Errors
    /// When a model fails.
    pub fn compare(
        &self,
        query: &ComparisonQuery,
        embedder: &dyn Embedder,
    ) -> Result<Comparison, RankError> {
        compare::compare(&self.sources, &self.scoring, query, embedder)
    }

    /// Says whether and where the quotation of `claim`, which has been validated, stands.
    pub fn verify_quote(&self, claim: &QuoteClaim) -> QuoteVerdict {
        verify(&self.sources.corpus, &self.sources.quotes, claim)
    }

    /// What the calibration sees of `query`.
    ///
    /// # Errors
    /// When a model fails.
    pub fn measure(&self, query: &Query, embedder: &dyn Embedder) -> Result<Measured, RankError> {
        let ranked = self.rank(query, embedder)?;
        Ok(measure(&self.sources, query, &ranked))
    }

    /// Cosine of `vector` with every clause, by position: what dense retrieval alone would rank by.
    pub fn dense_scores(&self, vector: &[f32]) -> Vec<f32> {
        self.sources.index.dense_scores(vector)
    }

    /// BM25 of every clause for the words of `question` as typed: what lexical retrieval alone
    /// would rank by.
    pub fn lexical_scores(&self, question: &str) -> Vec<f32> {
        self.sources.index.lexical().scores(&query_terms(&terms(question)))
    }
}
