//! The JSON bodies of verdicts on quotations.

use serde::Serialize;
use utoipa::ToSchema;

use super::bodies::DocumentBody;
use super::enums::{DifferenceKind, Normalisation, Verdict};
use crate::api::graphql::Links;
use crate::domain::{self, Span, Text};

/// Whether and where a quotation stands.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = QuoteVerdict)]
pub(super) struct QuoteVerdictBody {
    verdict: Verdict,
    /// Where it stands, or for an altered quotation where it comes from: best first, at most 20.
    /// Places in what it is ascribed to come first.
    matches: Vec<QuoteMatchBody>,
    /// For what was not found the place that comes nearest; for what was misattributed the one
    /// that comes nearest in what it was ascribed to.
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

/// A place where a quotation stands, or comes near to standing.
#[derive(Serialize, ToSchema)]
#[schema(as = QuoteMatch)]
struct QuoteMatchBody {
    document: DocumentBody,
    /// Its words in the document: one span for each clause, and for each piece between ellipses.
    spans: Vec<QuotedSpanBody>,
    /// Share of the letters on both sides that stand in words that are the same.
    #[schema(minimum = 0, maximum = 1)]
    similarity: f64,
    /// What differs without changing a word, each kind once.
    normalised: Vec<Normalisation>,
    /// The words of the document and of the quotation side by side, in runs. What an ellipsis
    /// leaves out and what brackets own to are not among them.
    differences: Vec<QuoteDifferenceBody>,
}

impl QuoteMatchBody {
    fn new(verdict: &domain::QuoteVerdict, place: &domain::QuoteMatch, links: &Links) -> Self {
        let document = &verdict.corpus.documents()[place.document];
        let span = |span: &domain::QuotedSpan| {
            let clause = &verdict.corpus.clauses()[span.clause];
            QuotedSpanBody {
                clause: verdict.corpus.id_of(clause),
                quote: span.quote.clone(),
                start: span.span.start,
                end: span.span.end,
                prefix: span.prefix.clone(),
                suffix: span.suffix.clone(),
                permalink: links.clause(&verdict.corpus, clause),
            }
        };
        let run = |run: &domain::Difference| QuoteDifferenceBody {
            kind: run.kind.into(),
            source: DifferenceSideBody::new(&document.text, run.left),
            quoted: DifferenceSideBody::new(&verdict.text, run.right),
        };
        Self {
            document: DocumentBody::new(document),
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
    /// The words: exactly the document's text from `start` to `end`.
    quote: String,
    /// Where they begin in the document's text, in Unicode code points from 0.
    start: u32,
    /// Where they end, exclusive.
    end: u32,
    /// Up to 32 code points before them.
    prefix: String,
    /// Up to 32 code points after them.
    suffix: String,
    /// Where the clause can be read in this state of the corpus.
    permalink: String,
}

/// A run of words of a quotation beside those of its source.
#[derive(Serialize, ToSchema)]
#[schema(as = QuoteDifference)]
struct QuoteDifferenceBody {
    kind: DifferenceKind,
    /// The words of the document.
    source: DifferenceSideBody,
    /// The words of the quotation.
    quoted: DifferenceSideBody,
}

/// One side of a difference. Without words `start` and `end` are the place where they would stand.
#[derive(Serialize, ToSchema)]
#[schema(as = DifferenceSide)]
struct DifferenceSideBody {
    /// The words: exactly the text from `start` to `end`.
    text: String,
    /// Where they begin, in Unicode code points from 0.
    start: u32,
    /// Where they end, exclusive.
    end: u32,
}

impl DifferenceSideBody {
    fn new(text: &Text, span: Span) -> Self {
        Self { text: text.slice(span).to_owned(), start: span.start, end: span.end }
    }
}
