//! Citations: verbatim quotations, with their places.

use std::sync::Arc;

use async_graphql::{Context, Object};

use super::Links;
use super::clause::Clause;
use super::enums::CitationStyle;
use super::scalar::Date;
use super::term_met::TermMet;
use super::text_span::TextSpan;
use crate::citing::{self, Passage};
use crate::domain::{self, Corpus};

/// A citation of an answer, or of a comparison.
pub(super) struct Citation {
    corpus: Arc<Corpus>,
    citation: domain::Citation,
}

impl Citation {
    /// `citation` out of `corpus`.
    pub(super) fn new(corpus: &Arc<Corpus>, citation: &domain::Citation) -> Self {
        Self { corpus: Arc::clone(corpus), citation: citation.clone() }
    }
}

/// A verbatim quotation and its place.
#[Object]
impl Citation {
    /// The number that marks it in the text of the answer or the comparison, from 1.
    async fn marker(&self) -> u32 {
        self.citation.marker
    }

    /// The quoted clause.
    async fn clause(&self) -> Clause {
        Clause::new(&self.corpus, self.citation.clause)
    }

    /// The quoted words: exactly `Document.text` from `start` to `end`.
    async fn quote(&self) -> &str {
        &self.citation.quote
    }

    /// Where they begin in `Document.text`, in Unicode code points from 0.
    async fn start(&self) -> u32 {
        self.citation.span.start
    }

    /// Where they end in `Document.text`, in Unicode code points, exclusive.
    async fn end(&self) -> u32 {
        self.citation.span.end
    }

    /// Up to 32 code points before the quotation.
    async fn prefix(&self) -> &str {
        &self.citation.prefix
    }

    /// Up to 32 code points after it.
    async fn suffix(&self) -> &str {
        &self.citation.suffix
    }

    /// The citation of the clause in this style.
    async fn cite(
        &self,
        #[graphql(desc = "The citation style.")] style: CitationStyle,
        #[graphql(desc = "The date of access; shown if the address of the source is known.")]
        accessed: Option<Date>,
    ) -> String {
        let passage = Passage::of_citation(&self.corpus, &self.citation);
        let (label, accessed) = (&passage.clause.label, accessed.map(|date| date.0));
        citing::cite(passage.document, Some(label), style.0, accessed)
    }

    /// The quoted words as a span of `Document.text`, with positions in UTF-16.
    async fn span(&self) -> TextSpan {
        TextSpan::in_document(&self.corpus, self.citation.clause, self.citation.span)
    }

    /// How surely the clause answers the question, from 0 to 1.
    async fn relevance(&self) -> f64 {
        self.citation.relevance
    }

    /// How the clause meets the terms of the question that carry weight; empty in a comparison.
    async fn meets(&self) -> Vec<TermMet> {
        let (corpus, clause) = (&self.corpus, self.citation.clause);
        let met = |met: &domain::TermMet| TermMet {
            corpus: Arc::clone(corpus),
            clause,
            met: met.clone(),
        };
        self.citation.meets.iter().map(met).collect()
    }

    /// Address of the clause in this state of the corpus.
    async fn permalink(&self, context: &Context<'_>) -> async_graphql::Result<String> {
        let clause = &self.corpus.clauses()[self.citation.clause];
        Ok(context.data::<Arc<Links>>()?.clause(&self.corpus, clause))
    }
}
