//! The JSON body of an answer.

use serde::Serialize;
use utoipa::ToSchema;

use super::bodies::{CitationBody, RankedClauseBody};
use super::text_span_body::TextSpanBody;
use super::verdict_bodies::QuoteVerdictBody;
use crate::api::graphql::Links;
use crate::api::wire::{AnswerStatus, PartKind, RefusalKind, Speaks};
use crate::domain::{self, Corpus};

/// An answer, or the finding that the documents do not answer.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Answer)]
pub(super) struct AnswerBody {
    status: AnswerStatus,
    /// Why the question was not answered; null if it was.
    refusal: Option<RefusalBody>,
    /// The answer in a sentence, or that nothing answers; of several questions, in one for each.
    lead: String,
    /// What `text` consists of, in order.
    parts: Vec<PartBody>,
    /// Plain sentences with `[1]` markers; every quoted string is verbatim. Where a clause goes on before or
    /// behind its quotation, an ellipsis stands outside the quotation marks.
    text: String,
    /// The terms of the question that nothing near it meets, the heaviest first; empty unless `status` is
    /// `NEAREST`.
    unmet: Vec<String>,
    /// Calibrated probability that the answer, or its absence, is right. Where `status` is `NEAREST`, the
    /// probability that what is quoted answers after all: at most 0.5.
    #[schema(minimum = 0, maximum = 1)]
    confidence: f64,
    /// Whether only words were compared, because the vector search did not answer.
    words_alone: bool,
    /// The quotations, numbered in the order in which the text uses them.
    citations: Vec<CitationBody>,
    /// One row for each document in scope, in order of date, including those without a result.
    coverage: Vec<CoverageBody>,
    /// If the question quotes, what `/v1/verify-quote` says of its quotation.
    quotation: Option<QuoteVerdictBody>,
    /// SHA-256 of the state of the corpus that answered.
    corpus_digest: String,
}

impl AnswerBody {
    pub(super) fn new(answer: &domain::Answer, links: &Links) -> Self {
        let citation = |citation| CitationBody::new(&answer.corpus, citation, links);
        let coverage = |row| CoverageBody::new(&answer.corpus, row);
        let quotation = |verdict| QuoteVerdictBody::new(verdict, links);
        Self {
            status: answer.status.into(),
            refusal: answer.refusal.as_ref().map(RefusalBody::new),
            lead: answer.lead(),
            parts: answer.parts.iter().map(|part| PartBody::new(answer, part)).collect(),
            text: answer.text.clone(),
            unmet: answer.unmet.clone(),
            confidence: answer.confidence,
            words_alone: answer.understood.words_alone,
            citations: answer.citations.iter().map(citation).collect(),
            coverage: answer.coverage.iter().map(coverage).collect(),
            quotation: answer.quotation.as_deref().map(quotation),
            corpus_digest: answer.corpus_digest().to_string(),
        }
    }
}

/// A part of an answer's text.
#[derive(Serialize, ToSchema)]
#[schema(as = AnswerPart)]
pub(super) struct PartBody {
    kind: PartKind,
    /// Its words, with `[1]` markers.
    text: String,
    /// Markers of the citations that it refers to.
    markers: Vec<u32>,
    /// Of a point: the words that it quotes, of its citation or a part of them.
    quote: Option<TextSpanBody>,
    /// Of a point: what the document does in the words quoted, as in "strongly urges".
    verb: Option<String>,
}

impl PartBody {
    fn new(answer: &domain::Answer, part: &domain::AnswerPart) -> Self {
        let cited = |citation: &&domain::Citation| part.markers.contains(&citation.marker);
        let clause = answer.citations.iter().find(cited).map(|one| one.clause);
        let quoting = part.quoting.as_ref().map(|excerpt| (excerpt, clause));
        Self {
            kind: part.kind.into(),
            text: answer.text[part.place.clone()].to_owned(),
            markers: part.markers.clone(),
            quote: quoting.and_then(|(excerpt, clause)| {
                Some(TextSpanBody::in_document(&answer.corpus, clause?, excerpt.span))
            }),
            verb: quoting.map(|(excerpt, _)| excerpt.doing.clone()),
        }
    }
}

/// Why a question was not answered.
#[derive(Serialize, ToSchema)]
#[schema(as = Refusal)]
pub(super) struct RefusalBody {
    kind: RefusalKind,
    /// The reason in a sentence or two.
    text: String,
}

impl RefusalBody {
    fn new(refusal: &domain::Refusal) -> Self {
        Self { kind: refusal.kind().into(), text: refusal.text.clone() }
    }
}

/// What was found in one document.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = DocumentCoverage)]
pub(super) struct CoverageBody {
    /// Id of the document.
    document: String,
    speaks: Speaks,
    /// Markers of the citations from it; empty if nothing was found.
    markers: Vec<u32>,
    /// How many of its clauses were searched.
    clauses_searched: usize,
    /// The clause of it that came nearest, cited or not.
    nearest: Option<RankedClauseBody>,
}

impl CoverageBody {
    fn new(corpus: &Corpus, row: &domain::DocumentCoverage) -> Self {
        Self {
            document: corpus.documents()[row.document].id.clone(),
            speaks: row.speaks.into(),
            markers: row.markers.clone(),
            clauses_searched: row.clauses_searched,
            nearest: row.nearest.map(|one| RankedClauseBody::new(corpus, one)),
        }
    }
}
