//! What tests ask.

use std::sync::Arc;

use super::Engine;
use crate::domain::{Answer, Corpus, Query};
use crate::fake_embedder::FakeEmbedder;
use crate::retrieval::{Embedder as _, Priority};

/// The answer to `question` over `corpus`, by a model that tells words apart and nothing else.
pub(crate) fn asked_of(corpus: Corpus, question: &str) -> Answer {
    asked_after(corpus, &[], question)
}

/// The same after earlier questions.
pub(crate) fn asked_after(corpus: Corpus, earlier: &[&str], question: &str) -> Answer {
    let (corpus, embedder) = (Arc::new(corpus), FakeEmbedder::new(1));
    let passages = Engine::passages(&corpus);
    let passages: Vec<&str> = passages.iter().map(String::as_str).collect();
    let embeddings = embedder.embed(&passages, Priority::Bulk).expect("it does not fail");
    let engine = Engine::build(corpus, embeddings);
    let history = earlier.iter().map(|&question| question.to_owned()).collect();
    let query = Query { question: question.to_owned(), history, ..Query::default() };
    engine.ask(&query, &embedder).expect("it does not fail")
}
