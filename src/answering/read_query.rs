//! A query as it is understood: its question mended and read.

use super::sources::Sources;
use crate::domain::{Corpus, Correction, Query, QuestionType};
use crate::reading::{
    Pool, Reading, Scope, asks_for_its_words, asks_of_each, small_talk, without_greeting,
    without_mentions,
};
use crate::retrieval::{Component, Embedder, Weights, mend};

/// A query, read.
pub(super) struct ReadQuery {
    /// The question, with slips of the keyboard mended.
    pub(super) question: String,
    pub(super) corrections: Vec<Correction>,
    pub(super) reading: Reading,
    /// Whether a run of its words may be a quotation without marks.
    pub(super) may_quote: bool,
    /// The language that it is asked in, where that is surely not English.
    pub(super) language: Option<&'static str>,
}

/// Mends the question of `query`, and reads it.
pub(super) fn read_query(
    sources: &Sources,
    weights: &Weights,
    query: &Query,
    embedder: &dyn Embedder,
) -> ReadQuery {
    let asked = without_mentions(&query.question);
    let asked = without_greeting(&asked).to_owned();
    let mut history = earlier_questions(&query.history);
    // Who asks for the words of an answer asks again what it answered.
    let asked = if asks_for_its_words(&asked) { history.pop().unwrap_or(asked) } else { asked };
    let language = sources.index.language_asked_in(&asked);
    let (question, corrections) = mended(sources, weights, &asked, language, embedder);
    if !weights.has(Component::Reading) {
        let mut reading = Reading::unread(&question);
        sources.index.read_words(&mut reading, &question, language);
        return ReadQuery { question, corrections, reading, may_quote: false, language };
    }
    let mut reading = sources.index.read(&sources.corpus, &question, &history);
    sources.index.read_words(&mut reading, &question, language);
    compare_chosen(&sources.corpus, query, &mut reading);
    let may_quote = reading.quotation.is_none() && reading.asks != QuestionType::Comparison;
    ReadQuery { question, corrections, reading, may_quote, language }
}

/// Where a few documents are chosen and something is asked of each of them, they are compared.
fn compare_chosen(corpus: &Corpus, query: &Query, reading: &mut Reading) {
    const CHOSEN: std::ops::RangeInclusive<usize> = 2..=4;
    let chosen = &query.filter.documents;
    let few = CHOSEN.contains(&chosen.len()) && reading.scope.named.len() < 2;
    if !few || !asks_of_each(&query.question) {
        return;
    }
    let index = |id: &String| corpus.document_index(id);
    let mut named: Vec<usize> = chosen.iter().filter_map(index).collect();
    named.sort_unstable();
    if reading.scope.named.iter().all(|document| named.contains(document)) {
        reading.scope.named = named;
        reading.asks = QuestionType::Comparison;
        reading.pool = Pool::Documents;
    }
}

/// The questions before this one, without the small talk between them.
fn earlier_questions(history: &[String]) -> Vec<String> {
    let earlier = history.iter().map(|question| without_mentions(question));
    earlier.filter(|question| small_talk(question, true).is_none()).collect()
}

/// Reads the topic of a comparison; beside it, where it says to look.
pub(super) fn read_topic(
    sources: &Sources,
    weights: &Weights,
    topic: &str,
    embedder: &dyn Embedder,
) -> (ReadQuery, Scope) {
    let language = sources.index.language_asked_in(topic);
    let (question, corrections) = mended(sources, weights, topic, language, embedder);
    let reads = weights.has(Component::Reading);
    let (mut reading, scope) = if reads {
        sources.index.read_topic(&sources.corpus, &question)
    } else {
        (Reading::unread_topic(&question), Scope::default())
    };
    sources.index.read_words(&mut reading, &question, language);
    (ReadQuery { question, corrections, reading, may_quote: reads, language }, scope)
}

/// `text` in the spelling of the corpus, with what was mended. Words of another language are no slips.
fn mended(
    sources: &Sources,
    weights: &Weights,
    text: &str,
    language: Option<&str>,
    embedder: &dyn Embedder,
) -> (String, Vec<Correction>) {
    if !weights.has(Component::Spelling) || language.is_some() {
        return (text.to_owned(), Vec::new());
    }
    // The plural of a common word, or its third person, is one too: "bans".
    let common = |word: &str| {
        embedder.knows(word) || word.strip_suffix('s').is_some_and(|base| embedder.knows(base))
    };
    mend(text, sources.index.vocabulary(), &common)
}
