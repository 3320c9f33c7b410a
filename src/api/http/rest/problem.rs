//! Failures as problems (RFC 9457), for everything under `/v1`.

use std::collections::BTreeMap;

use axum::http::{HeaderValue, header};
use axum::response::Response;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema};

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

/// `response`, which says `failure`, in the form of a problem.
pub(crate) fn as_problem(mut response: Response, failure: Failure) -> Response {
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

/// What can go wrong with any of the requests.
const PROBLEMS: [(&str, &str); 10] = [
    ("400", "The request is malformed, or has an unknown parameter."),
    ("401", "The API key is missing or invalid."),
    ("403", "The API key lacks a scope."),
    ("404", "No document, clause or page has this address."),
    ("406", "None of the accepted media types is available."),
    ("414", "The address is too long; send the question by POST."),
    ("422", "A parameter has an invalid value."),
    ("429", "Too many requests; `Retry-After` says when to ask again."),
    ("500", "Internal error; the server's log has the details."),
    ("503", "The corpus is being loaded, or too much is waiting; ask again later."),
];

/// The responses for them.
pub(super) struct Problems;

impl IntoResponses for Problems {
    fn responses() -> BTreeMap<String, RefOr<utoipa::openapi::Response>> {
        let problem = |(status, description): (&str, &str)| {
            let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem")));
            let response = ResponseBuilder::new()
                .description(description)
                .content("application/problem+json", content.build());
            (status.to_owned(), RefOr::T(response.build()))
        };
        PROBLEMS.into_iter().map(problem).collect()
    }
}
