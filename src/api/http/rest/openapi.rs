//! The `OpenAPI` description, made from the handlers' own.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use utoipa::openapi::schema::ArrayItems;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{Modify, OpenApi};

use super::documents::PAGE_DEFAULT;
use super::export::OF_PASSAGES;
use super::problem::ProblemBody;
use super::{
    ask, change_documents, cite, clauses, compare, documents, export, feedback, search, status,
    verify_quote, verify_text,
};
use crate::citing::{CitationStyle, ExportFormat};
use crate::domain::{AnswerStyle, AskOptions, DocumentKind, Part, Strength};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Rapporteur",
        description = "Which declaration said what, with the clause, word for word. These are quick look-ups; GraphQL at /graphql offers everything.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    servers((url = "/", description = "This server")),
    paths(
        ask::ask, ask::post, search::search, compare::compare, verify_quote::verify_quote, verify_text::verify_text,
        documents::list, documents::show, clauses::show, cite::document,
        cite::clause, export::document, export::clause, export::answer, feedback::give, status::show,
        change_documents::add, change_documents::remove,
    ),
    components(schemas(ProblemBody)),
    tags(
        (name = "look-ups", description = "Questions, documents and clauses"),
        (name = "citing", description = "Citations, and files for other programs"),
        (name = "administration", description = "For operators"),
    ),
    modifiers(&ApiKeys, &QueryParameters),
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

/// What the code knows of query parameters, and their descriptions need not repeat: the names that they take,
/// and their defaults.
struct QueryParameters;

impl Modify for QueryParameters {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        for (path, item) in &mut openapi.paths.paths {
            let operation = item.get.as_mut();
            for parameter in
                operation.into_iter().filter_map(|one| one.parameters.as_mut()).flatten()
            {
                let RefOr::T(parameter) = parameter else { continue };
                let Some(RefOr::T(schema)) = parameter.schema.as_mut() else { continue };
                describe(&parameter.name, path, schema);
            }
        }
    }
}

fn describe(parameter: &str, path: &str, schema: &mut Schema) {
    let object = match schema {
        Schema::Object(object) => object,
        Schema::Array(array) => match &mut array.items {
            ArrayItems::RefOrSchema(items) => match &mut **items {
                RefOr::T(Schema::Object(object)) => object,
                _ => return,
            },
            ArrayItems::False => return,
        },
        _ => return,
    };
    let formats =
        if path == "/v1/documents/{id}/export" { &ExportFormat::ALL[..] } else { OF_PASSAGES };
    let names: Vec<&str> = match parameter {
        "part" => Part::ALL.map(Part::name).to_vec(),
        "kind" => DocumentKind::ALL.map(DocumentKind::name).to_vec(),
        "strength" | "strengthMin" => Strength::ALL.map(Strength::name).to_vec(),
        "style" if path == "/v1/ask" => AnswerStyle::ALL.map(AnswerStyle::name).to_vec(),
        "style" => CitationStyle::ALL.map(CitationStyle::name).to_vec(),
        "format" => formats.iter().map(|format| format.name()).collect(),
        _ => Vec::new(),
    };
    if !names.is_empty() {
        object.enum_values = Some(names.into_iter().map(Value::from).collect());
    }
    object.default = match parameter {
        "limit" => Some(PAGE_DEFAULT.into()),
        "first" => Some(search::SHOWN_DEFAULT.into()),
        "style" if path == "/v1/ask" => Some(AnswerStyle::USUAL.name().into()),
        "maxCitations" => Some(AskOptions::default().max_citations.into()),
        _ => None,
    };
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
