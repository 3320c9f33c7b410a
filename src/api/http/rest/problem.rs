//! Failures as problems (RFC 9457), for everything under `/v1`.

use axum::http::{HeaderValue, Uri, header};
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

/// Whether `uri` is one of this surface's.
pub(in crate::api::http) fn owns(uri: &Uri) -> bool {
    uri.path() == "/v1" || uri.path().starts_with("/v1/")
}

/// `response`, which says `failure`, in the form of a problem.
pub(in crate::api::http) fn as_problem(mut response: Response, failure: Failure) -> Response {
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
