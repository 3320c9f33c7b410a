//! A query as it is understood: its question mended and read.

use super::sources::Sources;
use crate::domain::{Correction, Query, QuestionType};
use crate::language::analysis::TextLanguage;
use crate::language::asked_in::{asked_among, asked_in};
use crate::reading::{Reading, Scope, small_talk, without_mentions};
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
    let language = language_of(sources, &asked);
    let (question, corrections) = mended(sources, weights, &asked, language, embedder);
    if !weights.has(Component::Reading) {
        let mut reading = Reading::unread(&question);
        read_words(sources, &mut reading, &question, language);
        return ReadQuery { question, corrections, reading, may_quote: false, language };
    }
    let history = earlier_questions(&query.history);
    let mut reading = sources.index.read(&sources.corpus, &question, &history);
    read_words(sources, &mut reading, &question, language);
    let may_quote = reading.quotation.is_none() && reading.asks != QuestionType::Comparison;
    ReadQuery { question, corrections, reading, may_quote, language }
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
    let language = language_of(sources, topic);
    let (question, corrections) = mended(sources, weights, topic, language, embedder);
    let reads = weights.has(Component::Reading);
    let (mut reading, scope) = if reads {
        sources.index.read_topic(&sources.corpus, &question)
    } else {
        (Reading::unread_topic(&question), Scope::default())
    };
    read_words(sources, &mut reading, &question, language);
    (ReadQuery { question, corrections, reading, may_quote: reads, language }, scope)
}

/// The language that `question` is asked in, where that is surely not English.
fn language_of(sources: &Sources, question: &str) -> Option<&'static str> {
    let vocabulary = sources.index.vocabulary();
    let asked = || asked_in(question, &|word| vocabulary.has(word));
    let languages = sources.index.languages();
    // Documents in English alone say nothing of another language.
    if languages == [TextLanguage::English] {
        return asked();
    }
    asked_among(question, languages).or_else(asked)
}

/// Reads the words of `question` in its `language`, and lets those of other documents meet them.
fn read_words(sources: &Sources, reading: &mut Reading, question: &str, language: Option<&str>) {
    if let Some(language) = language {
        reading.read_in(TextLanguage::of_tag(language), question);
    }
    let languages = sources.index.languages();
    if languages != [reading.language] {
        let occurs = |stem: &str| sources.index.vocabulary().has_stem(stem);
        reading.look_up_in(languages, question, &occurs);
    }
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
    let common = |word: &str| embedder.knows(word);
    mend(text, sources.index.vocabulary(), &common)
}
