//! What was read out of a question.

use std::sync::Arc;

use async_graphql::{Object, SimpleObject};

use super::clause::Clause;
use super::document::Document;
use super::enums::{Part, QuestionType, Strength};
use crate::domain::{self, Corpus};

/// What was read out of a question to a corpus.
pub(super) struct QueryReading {
    corpus: Arc<Corpus>,
    reading: domain::QueryReading,
}

impl QueryReading {
    /// `reading` of a question to `corpus`.
    pub(super) fn new(corpus: &Arc<Corpus>, reading: &domain::QueryReading) -> Self {
        Self { corpus: Arc::clone(corpus), reading: reading.clone() }
    }

    fn documents_of(&self, ids: &[String]) -> Vec<Document> {
        documents_of(&self.corpus, ids)
    }
}

/// A quotation found in a question.
#[derive(SimpleObject)]
pub(super) struct Quotation {
    /// Its words, without the quotation marks.
    text: String,
    /// Whether they were in quotation marks, or recognised as the words of a document.
    marked: bool,
    /// The person whom the question names as the speaker.
    speaker: Option<String>,
}

/// A name by which several documents go.
pub(super) struct AmbiguousName {
    corpus: Arc<Corpus>,
    name: domain::AmbiguousName,
}

/// A name in a question by which several documents go: all of them are searched.
#[Object]
impl AmbiguousName {
    /// As typed.
    async fn name(&self) -> &str {
        &self.name.name
    }

    /// The documents, in order of date.
    async fn documents(&self) -> Vec<Document> {
        documents_of(&self.corpus, &self.name.documents)
    }
}

/// The documents with these ids.
fn documents_of(corpus: &Arc<Corpus>, ids: &[String]) -> Vec<Document> {
    let indices = ids.iter().filter_map(|id| corpus.document_index(id));
    indices.map(|index| Document::new(corpus, index)).collect()
}

/// A typing error that was corrected.
#[derive(SimpleObject)]
pub(super) struct Correction {
    /// As typed.
    from: String,
    /// As read.
    to: String,
}

/// How a question was understood, so that a misunderstanding shows.
#[Object]
impl QueryReading {
    /// What the question asks for.
    async fn asks(&self) -> QuestionType {
        self.reading.asks.into()
    }

    /// The words that were searched for, history included where the question follows up.
    async fn topic(&self) -> &str {
        &self.reading.topic
    }

    /// The documents that the question names, in order of date.
    async fn documents(&self) -> Vec<Document> {
        self.documents_of(&self.reading.documents)
    }

    /// The questions that it asks, where it asks several: each is answered by itself, in this order.
    async fn questions(&self) -> &[String] {
        &self.reading.questions
    }

    /// Names by which several documents go, where one is meant.
    async fn ambiguous(&self) -> Vec<AmbiguousName> {
        let one = |name: &domain::AmbiguousName| AmbiguousName {
            corpus: Arc::clone(&self.corpus),
            name: name.clone(),
        };
        self.reading.ambiguous.iter().map(one).collect()
    }

    /// The documents that it excludes.
    async fn excluded_documents(&self) -> Vec<Document> {
        self.documents_of(&self.reading.excluded)
    }

    /// Years that it names, in order.
    async fn years(&self) -> &[i16] {
        &self.reading.years
    }

    /// Parts that it asks for.
    async fn parts(&self) -> Vec<Part> {
        self.reading.parts.iter().copied().map(Into::into).collect()
    }

    /// Base forms of the lead-in verbs that it names.
    async fn lemmas(&self) -> &[String] {
        &self.reading.verbs
    }

    /// How strong a verb it asks for.
    async fn strength(&self) -> Option<Strength> {
        self.reading.strength.map(Into::into)
    }

    /// The clauses that it names by label.
    async fn clauses(&self) -> Vec<Clause> {
        let ids = self.reading.clauses.iter();
        let positions = ids.filter_map(|id| self.corpus.clause_position(id));
        positions.map(|position| Clause::new(&self.corpus, position)).collect()
    }

    /// The quotation that it asks about.
    async fn quotation(&self) -> Option<Quotation> {
        self.reading.quotation.as_ref().map(|quotation| Quotation {
            text: quotation.text.clone(),
            marked: quotation.marked,
            speaker: quotation.speaker.clone(),
        })
    }

    /// Whether it continues an earlier question.
    async fn follow_up(&self) -> bool {
        self.reading.follow_up
    }

    /// Typing errors that were corrected.
    async fn corrections(&self) -> Vec<Correction> {
        let of = |correction: &domain::Correction| Correction {
            from: correction.from.clone(),
            to: correction.to.clone(),
        };
        self.reading.corrections.iter().map(of).collect()
    }

    /// Significant words that occur nowhere in the documents searched.
    async fn unknown_terms(&self) -> &[String] {
        &self.reading.unknown_terms
    }

    /// The documents that were searched, in order of date.
    async fn searched_documents(&self) -> Vec<Document> {
        self.documents_of(&self.reading.searched)
    }

    /// Whether only words were compared, because the vector search did not answer or the model does not
    /// know the language of the question.
    async fn words_alone(&self) -> bool {
        self.reading.words_alone
    }
}
