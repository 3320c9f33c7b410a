//! The vectors of a question, which a model makes while other work is done.

use std::collections::BTreeMap;

use super::sources::Sources;
use crate::domain::QuestionType;
use crate::reading::{About, Reading};
use crate::retrieval::{
    Component, EmbedError, Embedder, Embedding, PendingEmbeddings, Priority, RelatedTerm, Weights,
};

/// Of more words that are not of the corpus, the first are related to it.
const FOREIGN_WORDS_MAX: usize = 16;

/// The text that is ranked for.
pub(super) fn topic_text(reading: &Reading, question: &str) -> String {
    match (&reading.quotation, reading.search_text()) {
        (Some(quote), _) if reading.asks == QuestionType::Quotation => quote.clone(),
        (_, text) if text.is_empty() => question.to_owned(),
        (_, text) => text,
    }
}

/// Vectors of the topic, under way.
pub(super) struct PendingTopic<'e>(PendingEmbeddings<'e>);

impl<'e> PendingTopic<'e> {
    /// Begins to embed `text`, and the earlier topic where the question points back at that.
    pub(super) fn begin(
        text: &str,
        reading: &Reading,
        embedder: &'e dyn Embedder,
    ) -> Result<Self, EmbedError> {
        let meant = reading.about.as_ref().is_some_and(About::is_of_meant);
        let points_back = (reading.points_back || meant) && !reading.earlier_topic.is_empty();
        let mut texts = vec![text];
        texts.extend(points_back.then_some(reading.earlier_topic.as_str()));
        Ok(Self(embedder.begin(&texts, Priority::Question)?))
    }

    /// Those of the topic, and of the earlier one where the question points back at that.
    pub(super) fn wait(self) -> Result<(Embedding, Option<Embedding>), EmbedError> {
        let mut topics = self.0.wait()?.into_iter();
        let topic = topics.next();
        let topic = topic.ok_or_else(|| EmbedError("the model returned no vector".into()))?;
        Ok((topic, topics.next()))
    }
}

/// Vectors of words that the corpus does not use, under way.
pub(super) struct PendingWords<'e> {
    words: Vec<String>,
    vectors: PendingEmbeddings<'e>,
    related_min: f32,
}

impl<'e> PendingWords<'e> {
    /// Begins to embed the words of the topic that the corpus does not use.
    pub(super) fn begin(
        sources: &Sources,
        weights: &Weights,
        reading: &Reading,
        embedder: &'e dyn Embedder,
    ) -> Result<Self, EmbedError> {
        let relates = weights.has(Component::Related);
        let words = if relates { foreign_words(sources, reading) } else { Vec::new() };
        let texts: Vec<&str> = words.iter().map(String::as_str).collect();
        let vectors = embedder.begin(&texts, Priority::Question)?;
        Ok(Self { words, vectors, related_min: embedder.model().cosines.related_min() })
    }

    pub(super) fn wait(self) -> Result<ForeignWords, EmbedError> {
        let vectors = self.words.into_iter().zip(self.vectors.wait()?).collect();
        Ok(ForeignWords { vectors, related_min: self.related_min })
    }
}

/// Vectors of words that the corpus does not use.
pub(super) struct ForeignWords {
    vectors: BTreeMap<String, Embedding>,
    related_min: f32,
}

impl ForeignWords {
    /// Words of the corpus that mean the same as `word`.
    pub(super) fn related(&self, sources: &Sources, word: &str) -> Vec<RelatedTerm> {
        let vector = self.vectors.get(word).map(|embedding| &embedding.vector);
        vector.map_or_else(Vec::new, |vector| sources.index.related(vector, self.related_min))
    }
}

/// Words of the topic that the corpus does not use, each once.
fn foreign_words(sources: &Sources, reading: &Reading) -> Vec<String> {
    // A quotation is looked for word for word.
    if reading.asks == QuestionType::Quotation {
        return Vec::new();
    }
    let terms = reading.terms.iter().chain(&reading.earlier_terms);
    let mut words: Vec<String> = Vec::new();
    // What has a digit in it is a number or a code: it means nothing but itself.
    let is_word = |word: &str| !word.bytes().any(|byte| byte.is_ascii_digit());
    let foreign = |word: &str| is_word(word) && !sources.index.vocabulary().has(word);
    for term in terms.filter(|term| foreign(&term.word)) {
        if !words.contains(&term.word) && words.len() < FOREIGN_WORDS_MAX {
            words.push(term.word.clone());
        }
    }
    words
}
