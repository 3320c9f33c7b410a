//! `POST /v1/feedback`.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::app::App;
use super::super::failure::Failure;
use super::parameters::failed;
use super::posted::json_body;
use super::problem::Problems;
use crate::api::wire::AnswerStatus;
use crate::domain::{Opinion, Query};
use crate::service::ErrorCode;

/// What a reader says of the answer to a question.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = Feedback, example = json!({"q": "Which declaration mentions gangs?", "right": true}))]
pub(super) struct FeedbackBody {
    /// The question, as it was asked.
    #[schema(min_length = 1, max_length = 2_000)]
    q: String,
    /// Earlier questions of the same conversation, oldest first.
    #[serde(default)]
    #[schema(max_items = 20)]
    history: Vec<String>,
    /// Ids of the documents that it was asked of, if not of all.
    #[serde(default)]
    document: Vec<String>,
    /// Whether the answer is right.
    right: bool,
    /// What else there is to say, in at most 1000 characters.
    #[serde(default)]
    #[schema(max_length = 1_000)]
    comment: Option<String>,
}

/// What was kept.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = KeptFeedback)]
pub(super) struct KeptBody {
    /// Whether it was kept: always true.
    kept: bool,
    /// Whether the documents answer the question, as the service sees it.
    status: AnswerStatus,
}

/// Keeps what a reader says of an answer, if the operator has switched feedback on.
///
/// The service answers the question again, or takes the cached answer, and keeps what it cites beside the opinion. Once
/// the response comes, both are on the disk.
#[utoipa::path(
    post,
    path = "/v1/feedback",
    operation_id = "giveFeedback",
    tag = "look-ups",
    request_body = FeedbackBody,
    responses(
        (status = 201, description = "It is kept.", body = KeptBody),
        (status = 413, description = "The body is too large."),
        (status = 415, description = "The body is not JSON."),
        Problems,
    ),
    security((), ("apiKey" = [])),
)]
pub(super) async fn give(
    State(app): State<App>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    let body = json_body(&app, &headers, body).await?;
    let FeedbackBody { q, history, document, right, comment } = serde_json::from_slice(&body)
        .map_err(|error| {
            let form = r#"send {"q": "...", "right": true}"#;
            let message = format!("the body cannot be read: {error}; {form}");
            Failure::new(ErrorCode::BadRequest, message)
        })?;
    let mut query = Query { question: q, history, ..Query::default() };
    query.filter.documents = document.into_iter().collect();
    let opinion = Opinion { is_right: right, comment };
    let status = app.service.give_feedback(query, opinion).await.map_err(failed)?;
    let kept = KeptBody { kept: true, status: status.into() };
    Ok((StatusCode::CREATED, [(header::CACHE_CONTROL, "no-store")], Json(kept)).into_response())
}
