//! Failures as problems (RFC 9457), for everything under `/v1`.

use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::super::failure::Failure;

const MEDIA_TYPE: HeaderValue = HeaderValue::from_static("application/problem+json");

/// What went wrong, and what to do.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub(super) struct ProblemBody {
    /// Always `about:blank`: `code` tells problems apart.
    #[serde(rename = "type")]
    #[schema(example = "about:blank")]
    kind: &'static str,
    /// The HTTP status in words.
    #[schema(example = "Not Found")]
    title: &'static str,
    /// The HTTP status.
    #[schema(example = 404)]
    status: u16,
    /// What is wrong, and the remedy.
    detail: String,
    /// The kind of failure, by the same names as in GraphQL.
    #[schema(example = "NOT_FOUND")]
    code: &'static str,
    #[serde(flatten)]
    #[schema(ignore)]
    extensions: Map<String, Value>,
}

/// Gives failures under `/v1` the form of problems, wherever on the way they came up.
pub(in crate::api::http) async fn as_problem(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let rest = path == "/v1" || path.starts_with("/v1/");
    let mut response = next.run(request).await;
    let failure = response.extensions_mut().remove::<Failure>();
    let Some(failure) = failure.filter(|_| rest) else { return response };
    let body = ProblemBody {
        kind: "about:blank",
        title: response.status().canonical_reason().unwrap_or("Failure"),
        status: response.status().as_u16(),
        detail: failure.message,
        code: failure.code.name(),
        extensions: failure.extensions,
    };
    let bytes = serde_json::to_vec(&body).expect("problems have string keys only");
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_TYPE, MEDIA_TYPE);
    *response.body_mut() = bytes.into();
    response
}
