//! The `OpenAPI` description, made from the handlers' own.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

use super::problem::ProblemBody;
use super::{ask, cite, clauses, compare, documents, export, status, verify_quote, verify_text};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Rapporteur",
        description = "Which declaration said what, with the clause, word for word. These are quick look-ups; GraphQL at /graphql offers everything.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    servers((url = "/", description = "This server")),
    paths(
        ask::ask, compare::compare, verify_quote::verify_quote, verify_text::verify_text,
        documents::list, documents::show, clauses::show, cite::document,
        cite::clause, export::document, export::clause, export::answer, status::show,
    ),
    components(schemas(ProblemBody)),
    tags(
        (name = "look-ups", description = "Questions, documents and clauses"),
        (name = "citing", description = "Citations, and files for other programs"),
        (name = "administration", description = "For operators"),
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
