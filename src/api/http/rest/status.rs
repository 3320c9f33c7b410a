//! `GET /v1/status`, for operators.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::app::App;
use super::super::caching;
use super::super::failure::Failure;
use super::catalogue_body::SkippedFileBody;
use super::problem::Problems;

/// The state of the service.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Status)]
pub(super) struct StatusBody {
    /// Version of the program.
    version: &'static str,
    /// SHA-256 of the state of the corpus.
    corpus_digest: String,
    /// When it was loaded.
    #[schema(format = DateTime)]
    loaded_at: String,
    /// How many documents it has.
    documents: usize,
    /// How many clauses it has.
    clauses: usize,
    /// Name of the embedding model.
    model: String,
    /// How many answers were there before they were asked for.
    answers_kept: u64,
    /// How many answers had to be computed.
    answers_computed: u64,
    /// The files that lie with the documents and could not be read.
    skipped: Vec<SkippedFileBody>,
    /// How many API keys are in the file, expired ones included.
    keys: usize,
}

/// Shows how the service is doing. Needs a key with the scope `admin`.
#[utoipa::path(
    get,
    path = "/v1/status",
    operation_id = "status",
    tag = "administration",
    responses((status = 200, description = "The state of the service.", body = StatusBody), Problems),
    security(("apiKey" = ["admin"])),
)]
pub(super) async fn show(State(app): State<App>) -> Result<Response, Failure> {
    let corpus = app.service.corpus()?;
    let stats = app.service.answer_stats();
    let body = StatusBody {
        version: env!("CARGO_PKG_VERSION"),
        corpus_digest: corpus.digest().to_string(),
        loaded_at: app.service.loaded_at()?.to_string(),
        documents: corpus.documents().len(),
        clauses: corpus.clauses().len(),
        model: app.service.model()?.name,
        answers_kept: stats.hits,
        answers_computed: stats.misses,
        skipped: corpus.skipped().iter().map(Into::into).collect(),
        keys: app.access.keys(),
    };
    let mut response = Json(body).into_response();
    caching::forbid(response.headers_mut());
    Ok(response)
}
