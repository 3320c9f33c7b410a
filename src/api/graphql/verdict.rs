//! Verdicts on quotations.

use std::sync::Arc;

use async_graphql::{Context, Object, SimpleObject};

use super::Links;
use super::clause::Clause;
use super::document::Document;
use super::enums::DifferenceKind;
use super::text_span::TextSpan;
use crate::api::wire::{Normalisation, Verdict};
use crate::domain::{self, Corpus};

/// A verdict as the service gave it.
pub(super) struct QuoteVerdict(pub(super) Arc<domain::QuoteVerdict>);

/// Whether and where a quotation was found.
#[Object]
impl QuoteVerdict {
    /// The verdict.
    async fn verdict(&self) -> Verdict {
        self.0.verdict.into()
    }

    /// The places where it was found; of an altered quotation, those that it comes from. The best
    /// come first, before them those in the source that it is ascribed to; at most 20.
    async fn matches(&self) -> Vec<QuoteMatch> {
        let place = |at| QuoteMatch { verdict: Arc::clone(&self.0), at: Some(at) };
        (0..self.0.matches.len()).map(place).collect()
    }

    /// The nearest place: in all documents if the quotation was not found, in the source that it is
    /// ascribed to if it was misattributed.
    async fn nearest(&self) -> Option<QuoteMatch> {
        let place = QuoteMatch { verdict: Arc::clone(&self.0), at: None };
        self.0.nearest.is_some().then_some(place)
    }

    /// SHA-256 of the state of the corpus that was searched, in hexadecimal digits.
    async fn corpus_digest(&self) -> String {
        self.0.corpus_digest().to_string()
    }
}

/// A place of a verdict: one of the matches, or else the nearest.
pub(super) struct QuoteMatch {
    verdict: Arc<domain::QuoteVerdict>,
    at: Option<usize>,
}

impl QuoteMatch {
    fn place(&self) -> &domain::QuoteMatch {
        let nearest = self.verdict.nearest.as_ref();
        self.at
            .map_or(nearest, |at| self.verdict.matches.get(at))
            .expect("made for a place that is there")
    }
}

/// A place where a quotation was found, or the place that comes nearest.
#[Object]
impl QuoteMatch {
    /// The document.
    async fn document(&self) -> Document {
        Document::new(&self.verdict.corpus, self.place().document)
    }

    /// The clauses that it is in, in order; several if it runs over the end of a clause or leaves
    /// words out.
    async fn clauses(&self) -> Vec<Clause> {
        let mut clauses: Vec<usize> = self.place().spans.iter().map(|span| span.clause).collect();
        clauses.dedup();
        clauses.into_iter().map(|at| Clause::new(&self.verdict.corpus, at)).collect()
    }

    /// Its words in the document: one span for each clause, and for each piece between ellipses.
    async fn spans(&self) -> Vec<QuotedSpan> {
        let span = |span: &domain::QuotedSpan| QuotedSpan {
            corpus: Arc::clone(&self.verdict.corpus),
            span: span.clone(),
        };
        self.place().spans.iter().map(span).collect()
    }

    /// Share of the letters on both sides that are in identical words, from 0 to 1.
    async fn similarity(&self) -> f64 {
        self.place().similarity
    }

    /// What differs without changing a word, each kind once.
    async fn normalised(&self) -> Vec<Normalisation> {
        self.place().normalised.iter().map(|&kind| kind.into()).collect()
    }

    /// The words of the document and of the quotation side by side, in runs. Words that
    /// an ellipsis leaves out or that brackets mark are not listed.
    async fn differences(&self) -> Vec<QuoteDifference> {
        let (corpus, place) = (&self.verdict.corpus, self.place());
        // Differences count in the document's text, whichever of its clauses names it.
        let Some(clause) = place.spans.first().map(|span| span.clause) else { return Vec::new() };
        let run = |run: &domain::Difference| QuoteDifference {
            kind: run.kind.into(),
            source: TextSpan::in_document(corpus, clause, run.left),
            quoted: TextSpan::in_quotation(&self.verdict, run.right),
        };
        place.differences.iter().map(run).collect()
    }
}

/// A stretch of one clause that was quoted.
pub(super) struct QuotedSpan {
    corpus: Arc<Corpus>,
    span: domain::QuotedSpan,
}

/// A stretch of one clause that was quoted.
#[Object]
impl QuotedSpan {
    /// The clause.
    async fn clause(&self) -> Clause {
        Clause::new(&self.corpus, self.span.clause)
    }

    /// The words, as a span of `Document.text`.
    async fn span(&self) -> TextSpan {
        TextSpan::in_document(&self.corpus, self.span.clause, self.span.span)
    }

    /// Address of the clause in this state of the corpus.
    async fn permalink(&self, context: &Context<'_>) -> async_graphql::Result<String> {
        let clause = &self.corpus.clauses()[self.span.clause];
        Ok(context.data::<Arc<Links>>()?.clause(&self.corpus, clause))
    }
}

/// A run of words of a quotation beside those of its source.
#[derive(SimpleObject)]
pub(super) struct QuoteDifference {
    /// How they differ: `INSERTED` words are in the quotation only, `DELETED` words in the document
    /// only.
    kind: DifferenceKind,
    /// The words of the document.
    source: TextSpan,
    /// The words of the quotation.
    quoted: TextSpan,
}
