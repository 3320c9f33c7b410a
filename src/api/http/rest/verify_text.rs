//! `POST /v1/verify-text`.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};

use super::super::app::App;
use super::super::failure::Failure;
use super::parameters::failed;
use super::posted::json_body;
use super::problem::Problems;
use super::text_bodies::{TextBody, TextVerdictBody};
use crate::service::ErrorCode;

/// Checks a text about the documents: its quotations, its references, and what it says
/// that they say.
///
/// What is wrong with the text is no failure: the status is 200, and `allRight` is false. Nothing
/// is kept of the text.
#[utoipa::path(
    post,
    path = "/v1/verify-text",
    operation_id = "verifyText",
    tag = "look-ups",
    request_body = TextBody,
    responses(
        (status = 200, description = "The verdict on each item.", body = TextVerdictBody),
        (status = 413, description = "The body is too large."),
        (status = 415, description = "The body is not JSON."),
        Problems,
    ),
    security((), ("apiKey" = [])),
)]
pub(super) async fn verify_text(
    State(app): State<App>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    let body = json_body(&app, &headers, body).await?;
    let TextBody { text } = serde_json::from_slice(&body).map_err(|error| {
        let message = format!("the body cannot be read: {error}; send {{\"text\": \"...\"}}");
        Failure::new(ErrorCode::BadRequest, message)
    })?;
    let verdict = app.service.verify_text(text).await.map_err(failed)?;
    let kept = [(header::CACHE_CONTROL, "no-store")];
    Ok((kept, Json(TextVerdictBody::new(&verdict, &app.links))).into_response())
}
