//! What was read out of a question.

use async_graphql::{ID, Object, SimpleObject};

use super::enums::{Asks, Part, Strength};
use crate::domain;

/// A domain reading.
pub(super) struct QueryReading(pub(super) domain::QueryReading);

/// A quotation found in a question.
#[derive(SimpleObject)]
pub(super) struct Quotation {
    /// Its words, without the quotation marks.
    text: String,
    /// Whether they stood in quotation marks, or were recognised in a source.
    marked: bool,
    /// The person whom the question names as the speaker.
    speaker: Option<String>,
}

/// A word that was read as another.
#[derive(SimpleObject)]
pub(super) struct Correction {
    /// As typed.
    from: String,
    /// As read.
    to: String,
}

fn ids(ids: &[String]) -> Vec<ID> {
    ids.iter().cloned().map(ID).collect()
}

/// What was read out of a question, so that a misreading can be seen.
#[Object]
impl QueryReading {
    /// What the question asks for.
    async fn asks(&self) -> Asks {
        self.0.asks.into()
    }

    /// The words that were searched for, history included where the question follows up.
    async fn topic(&self) -> &str {
        &self.0.topic
    }

    /// Ids of the documents that the question names, in order of date.
    async fn documents(&self) -> Vec<ID> {
        ids(&self.0.documents)
    }

    /// Ids of the documents that it excludes.
    async fn excluded(&self) -> Vec<ID> {
        ids(&self.0.excluded)
    }

    /// Years that it names, in order.
    async fn years(&self) -> &[i16] {
        &self.0.years
    }

    /// Parts that it asks for.
    async fn parts(&self) -> Vec<Part> {
        self.0.parts.iter().copied().map(Into::into).collect()
    }

    /// Base forms of the lead-in verbs that it names.
    async fn verbs(&self) -> &[String] {
        &self.0.verbs
    }

    /// How strong a verb it asks for.
    async fn strength(&self) -> Option<Strength> {
        self.0.strength.map(Into::into)
    }

    /// Ids of the clauses that it names by label.
    async fn clauses(&self) -> Vec<ID> {
        ids(&self.0.clauses)
    }

    /// The quotation that it asks about.
    async fn quotation(&self) -> Option<Quotation> {
        self.0.quotation.as_ref().map(|quotation| Quotation {
            text: quotation.text.clone(),
            marked: quotation.marked,
            speaker: quotation.speaker.clone(),
        })
    }

    /// Whether it continues an earlier question.
    async fn follow_up(&self) -> bool {
        self.0.follow_up
    }

    /// Words that were read as others: slips of the keyboard.
    async fn corrections(&self) -> Vec<Correction> {
        let of = |correction: &domain::Correction| Correction {
            from: correction.from.clone(),
            to: correction.to.clone(),
        };
        self.0.corrections.iter().map(of).collect()
    }

    /// Words of weight that occur nowhere in the documents searched.
    async fn unknown_terms(&self) -> &[String] {
        &self.0.unknown_terms
    }

    /// Ids of the documents that were searched, in order of date.
    async fn searched(&self) -> Vec<ID> {
        ids(&self.0.searched)
    }

    /// Whether they were searched by words alone, because the engine that compares meanings did not
    /// answer.
    async fn words_alone(&self) -> bool {
        self.0.words_alone
    }
}
