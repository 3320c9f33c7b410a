//! `GET /v1/compare`.

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;

use super::super::app::App;
use super::super::failure::Failure;
use super::comparison_body::ComparisonBody;
use super::markdown;
use super::parameters::{Parameters, failed};
use super::problem::Problems;
use super::representation::{Form, Representation};
use crate::api::table;
use crate::domain::{ComparisonQuery, InvalidQuery};
use crate::service::{ErrorCode, ServiceError};

/// Compares what documents say on a topic.
///
/// A row for each document in order of date, including silent ones, and the changes from one that speaks to the
/// next. If all are silent, the status is still 200.
#[utoipa::path(
    get,
    path = "/v1/compare",
    operation_id = "compare",
    tag = "look-ups",
    params(
        ("topic" = String, Query, description = "The topic, in at most 500 characters.", example = "human trafficking"),
        ("document" = Option<Vec<String>>, Query, description = "Ids of the documents to compare, at most 100; all adopted documents if none are given."),
    ),
    responses(
        (
            status = 200,
            description = "The comparison.",
            content((ComparisonBody = "application/json"), (String = "text/markdown"), (String = "text/plain")),
            headers(("ETag" = String, description = "Tag of this comparison in this state of the corpus.")),
        ),
        Problems,
    ),
    security((), ("apiKey" = [])),
)]
pub(super) async fn compare(
    State(app): State<App>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let parameters = Parameters::read(&uri, &["topic", "document"])?;
    let topic = parameters.one("topic")?.ok_or_else(|| {
        Failure::new(ErrorCode::BadRequest, "topic: is missing; send it as ?topic=...")
    })?;
    let query = ComparisonQuery { topic, documents: parameters.all("document") };
    let corpus = app.service.corpus()?;
    let chosen = Representation::choose(&app, &corpus, &uri, &headers)?;
    if let Some(response) = chosen.not_modified(&headers) {
        return Ok(response);
    }
    let (comparison, _) = app.service.compare(&query).await.map_err(|error| match error {
        ServiceError::InvalidQuery(invalid) if invalid.field == "documents" => {
            failed(ServiceError::InvalidQuery(InvalidQuery { field: "document", ..invalid }))
        }
        other => failed(other),
    })?;
    let chosen = if comparison.corpus_digest() == corpus.digest() {
        chosen
    } else {
        // The corpus was replaced meanwhile: the tag is to be this comparison's.
        Representation::choose(&app, &comparison.corpus, &uri, &headers)?
    };
    let chosen = chosen.passing(comparison.understood.words_alone);
    Ok(chosen.respond(
        || ComparisonBody::new(&comparison, &app.links),
        |form| match form {
            Form::Markdown => markdown::comparison(&comparison, &app.links),
            _ => table::comparison(&comparison, &app.links),
        },
    ))
}
