//! How a citation meets the terms of the question.

use std::sync::Arc;

use async_graphql::Object;

use super::enums::{MetBy, TermKind};
use super::text_span::TextSpan;
use crate::domain::{self, Corpus};

/// A term of the question, and how the clause that is cited meets it.
pub(super) struct TermMet {
    pub(super) corpus: Arc<Corpus>,
    /// Position of the clause.
    pub(super) clause: usize,
    pub(super) met: domain::TermMet,
}

/// A term of the question that carries weight, and how a quoted clause meets it.
#[Object]
impl TermMet {
    /// The term, as typed.
    async fn term(&self) -> &str {
        &self.met.term
    }

    /// What it is.
    async fn kind(&self) -> TermKind {
        self.met.kind.into()
    }

    /// Its share of what all terms weigh, from 0 to 1: a rare word weighs more.
    async fn weight(&self) -> f64 {
        self.met.weight
    }

    /// How the clause meets it.
    async fn how(&self) -> MetBy {
        self.met.how.into()
    }

    /// Where the words stand in `Document.text` that meet it: the first of them. Null if none do.
    async fn words(&self) -> Option<TextSpan> {
        let words = self.met.words?;
        Some(TextSpan::in_document(&self.corpus, self.clause, words))
    }
}
