//! The JSON bodies of verdicts on quotations.

use serde::Serialize;
use utoipa::ToSchema;

use super::bodies::DocumentBody;
use super::text_span_body::TextSpanBody;
use crate::api::graphql::Links;
use crate::api::wire::{DifferenceKind, Normalisation, Verdict};
use crate::domain;

/// Whether and where a quotation was found.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = QuoteVerdict)]
pub(super) struct QuoteVerdictBody {
    verdict: Verdict,
    /// The places where it was found; of an altered quotation, those that it comes from. The best
    /// come first, before them those in the source that it is ascribed to; at most 20.
    matches: Vec<QuoteMatchBody>,
    /// The nearest place: in all documents if the quotation was not found, in the source that it is
    /// ascribed to if it was misattributed.
    nearest: Option<QuoteMatchBody>,
    /// SHA-256 of the state of the corpus that was searched.
    corpus_digest: String,
}

impl QuoteVerdictBody {
    pub(super) fn new(verdict: &domain::QuoteVerdict, links: &Links) -> Self {
        let place = |place| QuoteMatchBody::new(verdict, place, links);
        Self {
            verdict: verdict.verdict.into(),
            matches: verdict.matches.iter().map(place).collect(),
            nearest: verdict.nearest.as_ref().map(place),
            corpus_digest: verdict.corpus_digest().to_string(),
        }
    }
}

/// A place where a quotation was found, or the place that comes nearest.
#[derive(Serialize, ToSchema)]
#[schema(as = QuoteMatch)]
struct QuoteMatchBody {
    document: DocumentBody,
    /// Its words in the document: one span for each clause, and for each piece between ellipses.
    spans: Vec<QuotedSpanBody>,
    /// Share of the letters on both sides that are in identical words.
    #[schema(minimum = 0, maximum = 1)]
    similarity: f64,
    /// What differs without changing a word, each kind once.
    normalised: Vec<Normalisation>,
    /// The words of the document and of the quotation side by side, in runs. Words that
    /// an ellipsis leaves out or that brackets mark are not listed.
    differences: Vec<QuoteDifferenceBody>,
}

impl QuoteMatchBody {
    fn new(verdict: &domain::QuoteVerdict, place: &domain::QuoteMatch, links: &Links) -> Self {
        let document = &verdict.corpus.documents()[place.document];
        let span = |span: &domain::QuotedSpan| {
            let clause = &verdict.corpus.clauses()[span.clause];
            QuotedSpanBody {
                clause: verdict.corpus.id_of(clause),
                span: TextSpanBody::new(&document.text, span.span),
                permalink: links.clause(&verdict.corpus, clause),
            }
        };
        let run = |run: &domain::Difference| QuoteDifferenceBody {
            kind: run.kind.into(),
            source: TextSpanBody::new(&document.text, run.left),
            quoted: TextSpanBody::new(&verdict.text, run.right),
        };
        Self {
            document: DocumentBody::new(&verdict.corpus, place.document),
            spans: place.spans.iter().map(span).collect(),
            similarity: place.similarity,
            normalised: place.normalised.iter().map(|&kind| kind.into()).collect(),
            differences: place.differences.iter().map(run).collect(),
        }
    }
}

/// A stretch of one clause that was quoted.
#[derive(Serialize, ToSchema)]
#[schema(as = QuotedSpan)]
struct QuotedSpanBody {
    /// Id of the clause.
    #[schema(example = "monaco-2014/P3C")]
    clause: String,
    /// The words, as a span of the document's text.
    span: TextSpanBody,
    /// Address of the clause in this state of the corpus.
    permalink: String,
}

/// A run of words of a quotation beside those of its source.
#[derive(Serialize, ToSchema)]
#[schema(as = QuoteDifference)]
struct QuoteDifferenceBody {
    kind: DifferenceKind,
    /// The words of the document.
    source: TextSpanBody,
    /// The words of the quotation.
    quoted: TextSpanBody,
}
