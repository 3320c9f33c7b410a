//! What an engine is asked.

use std::sync::Arc;

use super::compare;
use super::decide::{Measured, measure};
use super::engine::Engine;
use super::ranking::{Ranked, Ranking, evidence, rank};
use super::read_query::read_query;
use super::several::{RankedQuestions, answer_all, rank_all};
use crate::domain::{
    Answer, Comparison, ComparisonQuery, Query, QuoteClaim, QuoteVerdict, Stop, Stopped,
};
use crate::language::analysis::terms;
use crate::quoting::{Verifier, verify};
use crate::retrieval::{Embedder, RankError, query_terms};

impl Engine {
    /// Answers `query`, which has been validated.
    ///
    /// # Errors
    /// When a model fails.
    pub fn ask(&self, query: &Query, embedder: &dyn Embedder) -> Result<Answer, RankError> {
        let ranked = self.rank(query, embedder, &Stop::never())?;
        Ok(self.answer(ranked)?)
    }

    /// The first half of [`Engine::ask`]: reads `query`, and ranks clauses for each of its questions.
    ///
    /// # Errors
    /// When a model fails, or it was told to `stop`.
    pub fn rank(
        &self,
        query: &Query,
        embedder: &dyn Embedder,
        stop: &Stop,
    ) -> Result<RankedQuestions, RankError> {
        stop.check()?;
        rank_all(&self.sources, &self.scoring, query, embedder, stop)
    }

    /// Ranks clauses for `query` as one question.
    fn rank_one(
        &self,
        query: &Query,
        embedder: &dyn Embedder,
        stop: &Stop,
    ) -> Result<Ranked, RankError> {
        stop.check()?;
        let read = read_query(&self.sources, &self.scoring.weights, query, embedder);
        rank(&self.sources, &self.scoring, &query.filter, read, embedder, stop)
    }

    /// The second half of [`Engine::ask`]: answers from what was ranked.
    ///
    /// # Errors
    /// When it was told to stop.
    pub fn answer(&self, ranked: RankedQuestions) -> Result<Answer, Stopped> {
        answer_all(&self.sources, &self.scoring, ranked)
    }

    /// Ranks clauses for `query`, which has been validated.
    ///
    /// # Errors
    /// When a model fails, or it was told to `stop`.
    pub fn search(
        &self,
        query: &Query,
        embedder: &dyn Embedder,
        stop: &Stop,
    ) -> Result<Ranking, RankError> {
        let ranked = self.rank_one(query, embedder, stop)?;
        Ok(Ranking {
            evidence: evidence(&ranked.hits, query.options.max_evidence),
            understood: ranked.understood,
            corpus: Arc::clone(&self.sources.corpus),
        })
    }

    /// What was ranked for `query`, to be shown before it is answered.
    pub fn ranking(&self, query: &Query, ranked: &RankedQuestions) -> Ranking {
        Ranking {
            evidence: evidence(&ranked.ranked.hits, query.options.max_evidence),
            understood: ranked.understood(),
            corpus: Arc::clone(&self.sources.corpus),
        }
    }

    /// Compares what documents say on the topic of `query`, which has been validated.
    ///
    /// # Errors
    /// When a model fails, or it was told to `stop`.
    pub fn compare(
        &self,
        query: &ComparisonQuery,
        embedder: &dyn Embedder,
        stop: &Stop,
    ) -> Result<Comparison, RankError> {
        compare::compare(&self.sources, &self.scoring, query, embedder, stop)
    }

    /// Says whether and where the quotation of `claim`, which has been validated, stands.
    pub fn verify_quote(&self, claim: &QuoteClaim) -> QuoteVerdict {
        verify(&self.sources.corpus, &self.sources.quotes, claim)
    }

    /// Says so of several quotations, one after the other, until it is told to `stop`.
    pub fn verifier<'a>(&'a self, stop: &'a Stop) -> Verifier<'a> {
        Verifier::new(&self.sources.corpus, &self.sources.quotes, stop)
    }

    /// What the calibration sees of `query`.
    ///
    /// # Errors
    /// When a model fails.
    pub fn measure(&self, query: &Query, embedder: &dyn Embedder) -> Result<Measured, RankError> {
        let ranked = self.rank_one(query, embedder, &Stop::never())?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;
    use crate::fake_embedder::FakeEmbedder;
    use crate::retrieval::Priority;

    #[test]
    fn nothing_is_made_of_what_nobody_waits_for() {
        let (corpus, embedder) = (Arc::new(sample::corpus()), FakeEmbedder::new(1));
        let passages = Engine::passages(&corpus);
        let passages: Vec<&str> = passages.iter().map(String::as_str).collect();
        let embeddings = embedder.embed(&passages, Priority::Bulk).expect("it does not fail");
        let engine = Engine::build(corpus, embeddings);
        let question = "Who speaks of criminal violence in cities?".to_owned();
        let query = Query { question, ..Query::default() };
        let comparison = ComparisonQuery { topic: "violence".to_owned(), documents: Vec::new() };
        let stop = Stop::default();
        let ranked = engine.rank(&query, &embedder, &stop).expect("nobody stopped it");
        assert!(stop.steps() > 0, "what was compared is counted");
        stop.set();
        assert_eq!(engine.answer(ranked).err(), Some(Stopped));
        let embedded = embedder.texts_embedded();
        let stopped = [
            engine.rank(&query, &embedder, &stop).err(),
            engine.search(&query, &embedder, &stop).err(),
            engine.compare(&comparison, &embedder, &stop).err(),
        ];
        for error in stopped {
            assert!(matches!(error, Some(RankError::Stopped(_))), "{error:?}");
        }
        assert_eq!(embedder.texts_embedded(), embedded, "nothing was begun");
    }
}
