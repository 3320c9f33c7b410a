//! A query as it is understood: its question mended and read.

use super::sources::Sources;
use crate::domain::{Correction, Query, QuestionType};
use crate::reading::{Reading, Scope};
use crate::retrieval::{Component, Embedder, Weights, mend};

/// A query, read.
pub(super) struct ReadQuery {
    /// The question, with slips of the keyboard mended.
    pub(super) question: String,
    pub(super) corrections: Vec<Correction>,
    pub(super) reading: Reading,
    /// Whether a run of its words may be a quotation without marks.
    pub(super) may_quote: bool,
}

/// Mends the question of `query`, and reads it.
pub(super) fn read_query(
    sources: &Sources,
    weights: &Weights,
    query: &Query,
    embedder: &dyn Embedder,
) -> ReadQuery {
    let (question, corrections) = mended(sources, weights, &query.question, embedder);
    if !weights.has(Component::Reading) {
        let reading = Reading::unread(&question);
        return ReadQuery { question, corrections, reading, may_quote: false };
    }
    let reading = sources.index.read(&sources.corpus, &question, &query.history);
    let may_quote = reading.quotation.is_none() && reading.asks != QuestionType::Comparison;
    ReadQuery { question, corrections, reading, may_quote }
}

/// Reads the topic of a comparison; beside it, where it says to look.
pub(super) fn read_topic(
    sources: &Sources,
    weights: &Weights,
    topic: &str,
    embedder: &dyn Embedder,
) -> (ReadQuery, Scope) {
    let (question, corrections) = mended(sources, weights, topic, embedder);
    let reads = weights.has(Component::Reading);
    let (reading, scope) = if reads {
        sources.index.read_topic(&sources.corpus, &question)
    } else {
        (Reading::unread_topic(&question), Scope::default())
    };
    (ReadQuery { question, corrections, reading, may_quote: reads }, scope)
}

/// `text` in the spelling of the corpus, with what was mended.
fn mended(
    sources: &Sources,
    weights: &Weights,
    text: &str,
    embedder: &dyn Embedder,
) -> (String, Vec<Correction>) {
    if !weights.has(Component::Spelling) {
        return (text.to_owned(), Vec::new());
    }
    let common = |word: &str| embedder.knows(word);
    mend(text, sources.index.vocabulary(), &common)
}
