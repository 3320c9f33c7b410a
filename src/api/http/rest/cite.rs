//! `GET /v1/documents/{id}/cite` and `GET /v1/clauses/{document}/{label}/cite`.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::app::App;
use super::super::failure::Failure;
use super::described::{ClausePath, DocumentPath};
use super::documents;
use super::parameters::{Parameters, unfit};
use super::problem::Problems;
use super::representation::Representation;
use crate::citing::{self, CitationStyle};
use crate::domain::{Clause, Corpus, Document};

/// What citations take.
const PARAMETERS: [&str; 2] = ["style", "accessed"];

/// A citation.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CitedAs)]
pub(super) struct CitationBody {
    /// How it is set.
    #[schema(example = "oscola")]
    style: &'static str,
    /// The citation.
    citation: String,
    /// SHA-256 of the state of the corpus.
    corpus_digest: String,
}

/// Cites a document.
#[utoipa::path(
    get,
    path = "/v1/documents/{id}/cite",
    operation_id = "citeDocument",
    tag = "citing",
    params(
        DocumentPath,
        ("style" = String, Query, description = "The citation style.", example = "oscola"),
        ("accessed" = Option<String>, Query, description = "The date of access (YYYY-MM-DD); shown if the address of the source is known."),
    ),
    responses(
        (
            status = 200,
            description = "The citation.",
            content((CitationBody = "application/json"), (String = "text/markdown"), (String = "text/plain")),
        ),
        Problems,
    ),
    security((), ("apiKey" = [])),
)]
pub(super) async fn document(
    State(app): State<App>,
    id: Result<Path<String>, PathRejection>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let Path(id) = id.map_err(|_| Failure::undecodable_path())?;
    let corpus = app.service.corpus()?;
    let document = documents::find(&corpus, &id)?;
    respond(&app, &corpus, document, None, &uri, &headers)
}

/// Cites a clause.
#[utoipa::path(
    get,
    path = "/v1/clauses/{document}/{label}/cite",
    operation_id = "citeClause",
    tag = "citing",
    params(
        ClausePath,
        ("style" = String, Query, description = "The citation style.", example = "oscola"),
        ("accessed" = Option<String>, Query, description = "The date of access (YYYY-MM-DD); shown if the address of the source is known."),
    ),
    responses(
        (
            status = 200,
            description = "The citation.",
            content((CitationBody = "application/json"), (String = "text/markdown"), (String = "text/plain")),
        ),
        Problems,
    ),
    security((), ("apiKey" = [])),
)]
pub(super) fn clause(
    app: &App,
    corpus: &Corpus,
    clause: &Clause,
    uri: &Uri,
    headers: &HeaderMap,
) -> Result<Response, Failure> {
    respond(app, corpus, corpus.document_of(clause), Some(&clause.label), uri, headers)
}

fn respond(
    app: &App,
    corpus: &Corpus,
    document: &Document,
    label: Option<&str>,
    uri: &Uri,
    headers: &HeaderMap,
) -> Result<Response, Failure> {
    let parameters = Parameters::read(uri, &PARAMETERS)?;
    let styles = CitationStyle::ALL.map(|style| (style.name(), style));
    let style = parameters
        .one_named("style", &styles)?
        .ok_or_else(|| unfit("style", "is missing; send ?style=oscola or another style"))?;
    let accessed = parameters.date("accessed")?;
    let chosen = Representation::choose(app, corpus, uri, headers)?;
    if let Some(response) = chosen.not_modified(headers) {
        return Ok(response);
    }
    let citation = citing::cite(document, label, style, accessed);
    let body = || CitationBody {
        style: style.name(),
        citation: citation.clone(),
        corpus_digest: corpus.digest().to_string(),
    };
    Ok(chosen.respond(body, |_| format!("{citation}\n")))
}
