//! The `OpenAPI` description, made from the handlers' own.

use std::collections::BTreeMap;

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, ResponseBuilder};
use utoipa::{IntoResponses, Modify, OpenApi};

use super::problem::ProblemBody;
use super::{ask, cite, clauses, compare, documents, export, status, verify_quote, verify_text};

/// What can go wrong with any of the requests.
const PROBLEMS: [(&str, &str); 9] = [
    ("400", "The request is malformed, or has a parameter that there is none of."),
    ("401", "An API key is needed, or the one that came does not count."),
    ("403", "The API key lacks a scope."),
    ("404", "There is no such thing."),
    ("406", "None of the media types that are accepted can be served."),
    ("422", "A parameter has a value that does not fit."),
    ("429", "Too many requests; `Retry-After` says when to ask again."),
    ("500", "A defect; the log has the details."),
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

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Rapporteur",
        description = "Which declaration said what, with the clause, word for word. These are quick look-ups; GraphQL at /graphql has everything.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    servers((url = "/", description = "The server that this description came from")),
    paths(
        ask::ask, compare::compare, verify_quote::verify_quote, verify_text::verify_text,
        documents::list, documents::show, clauses::show, cite::document,
        cite::clause, export::document, export::clause, export::answer, status::show,
    ),
    components(schemas(ProblemBody)),
    tags(
        (name = "look-ups", description = "Questions, documents and clauses"),
        (name = "citing", description = "Citations, and files of other programs"),
        (name = "administration", description = "For those who look after the service"),
    ),
    modifiers(&ApiKeys),
)]
struct Description;

struct ApiKeys;

impl Modify for ApiKeys {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(
            "An API key that the operator has created by `rapporteur keys create`.",
        ));
        let components = openapi.components.get_or_insert_default();
        components.add_security_scheme("apiKey", SecurityScheme::Http(scheme.build()));
    }
}

/// The description in JSON, as it is kept in `openapi.json`.
pub fn openapi() -> String {
    let mut text = Description::openapi().to_pretty_json().expect("it has string keys only");
    text.push('\n');
    text
}

/// Serves the description.
pub(super) async fn show() -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600")),
    ];
    (headers, openapi()).into_response()
}
