//! Answers in the words of a language model.

use std::sync::Arc;

use async_graphql::Object;

use super::citation::Citation;
use super::enums::NotPhrased;
use crate::domain::{self, Answer, PhrasedSentence};

/// An answer in the words of a language model.
pub(super) struct PhrasedAnswer {
    /// The answer as it is without the model.
    pub(super) answer: Arc<Answer>,
    /// What the model made of it.
    pub(super) phrased: domain::Phrased,
}

/// An answer in the words of a language model: the sentences of the model that could be checked against the clauses that
/// they name, and no other.
#[Object]
impl PhrasedAnswer {
    /// The sentences, with `[1]` markers; the `text` of the answer where there are none.
    async fn text(&self) -> String {
        if self.phrased.sentences.is_empty() {
            self.answer.text.clone()
        } else {
            self.phrased.text()
        }
    }

    /// Why the text is that of the answer and not the model's; null where it is the model's.
    async fn reason(&self) -> Option<NotPhrased> {
        self.phrased.reason.map(Into::into)
    }

    /// The model's sentences that were checked, each with the citations that it rests on.
    async fn sentences(&self) -> Vec<PhrasedLine> {
        let line = |sentence: &PhrasedSentence| PhrasedLine {
            answer: Arc::clone(&self.answer),
            sentence: sentence.clone(),
        };
        self.phrased.sentences.iter().map(line).collect()
    }

    /// How many sentences of the model were left out because they could not be checked.
    async fn dropped(&self) -> usize {
        self.phrased.dropped
    }

    /// The name of the model.
    #[graphql(name = "model")]
    async fn name(&self) -> &str {
        &self.phrased.model
    }
}

/// A sentence of a language model.
pub(super) struct PhrasedLine {
    answer: Arc<Answer>,
    sentence: PhrasedSentence,
}

/// A sentence of a language model that was checked.
#[Object(name = "PhrasedSentence")]
impl PhrasedLine {
    /// Its words, with `[1]` markers.
    async fn text(&self) -> &str {
        &self.sentence.text
    }

    /// The citations that it rests on.
    async fn citations(&self) -> Vec<Citation> {
        let own = |one: &&domain::Citation| self.sentence.markers.contains(&one.marker);
        let own = self.answer.citations.iter().filter(own);
        own.map(|one| Citation::new(&self.answer.corpus, one)).collect()
    }
}
