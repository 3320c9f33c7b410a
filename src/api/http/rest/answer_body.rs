//! The JSON body of an answer.

use serde::Serialize;
use utoipa::ToSchema;

use super::bodies::CitationBody;
use crate::api::graphql::Links;
use crate::api::wire::{AnswerStatus, Speaks};
use crate::domain::{self, Corpus};

/// An answer, or the finding that the documents do not answer.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Answer)]
pub(super) struct AnswerBody {
    status: AnswerStatus,
    /// Plain sentences with `[1]` markers; every quoted string is verbatim.
    text: String,
    /// Calibrated probability that the answer, or its absence, is right.
    #[schema(minimum = 0, maximum = 1)]
    confidence: f64,
    /// Whether only words were compared, because the vector search did not answer.
    words_alone: bool,
    /// The quotations, numbered in the order in which the text uses them.
    citations: Vec<CitationBody>,
    /// One row for each document in scope, in order of date, including those without a result.
    coverage: Vec<CoverageBody>,
    /// SHA-256 of the state of the corpus that answered.
    corpus_digest: String,
}

impl AnswerBody {
    pub(super) fn new(answer: &domain::Answer, links: &Links) -> Self {
        let citation = |citation| CitationBody::new(&answer.corpus, citation, links);
        let coverage = |row| CoverageBody::new(&answer.corpus, row);
        Self {
            status: answer.status.into(),
            text: answer.text.clone(),
            confidence: answer.confidence,
            words_alone: answer.understood.words_alone,
            citations: answer.citations.iter().map(citation).collect(),
            coverage: answer.coverage.iter().map(coverage).collect(),
            corpus_digest: answer.corpus_digest().to_string(),
        }
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
    /// Id of the clause of it that came nearest, cited or not.
    nearest: Option<String>,
}

impl CoverageBody {
    fn new(corpus: &Corpus, row: &domain::DocumentCoverage) -> Self {
        Self {
            document: corpus.documents()[row.document].id.clone(),
            speaks: row.speaks.into(),
            markers: row.markers.clone(),
            clauses_searched: row.clauses_searched,
            nearest: row.nearest.map(|position| corpus.id_of(&corpus.clauses()[position])),
        }
    }
}
