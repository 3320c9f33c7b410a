//! The `OpenAPI` description, made from the handlers' own.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use utoipa::openapi::schema::{
    AdditionalProperties, ArrayItems, Object, OneOfBuilder, SchemaType, Type,
};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{KnownFormat, ObjectBuilder, RefOr, Required, Schema, SchemaFormat};
use utoipa::{Modify, OpenApi};

use super::documents::PAGE_DEFAULT;
use super::export::OF_PASSAGES;
use super::problem::ProblemBody;
use super::{
    ask, change_documents, cite, clauses, compare, documents, export, feedback, search, status,
    verify_quote, verify_text,
};
use crate::citing::{CitationStyle, ExportFormat};
use crate::domain::{
    AnswerStyle, AskOptions, DocumentKind, HISTORY_MAX, Part, QUESTION_CHARS_MAX, QUOTE_CHARS_MAX,
    Strength, TOPIC_CHARS_MAX,
};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Rapporteur",
        description = "Finds which declaration said what, and quotes the clause word for word. These are quick look-ups; GraphQL at /graphql offers everything.",
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
    modifiers(&ApiKeys, &QueryParameters, &PostedQuestion),
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

/// A question that is posted has the parameters of one that is in the address.
struct PostedQuestion;

impl Modify for PostedQuestion {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let Some(item) = openapi.paths.paths.get_mut("/v1/ask") else { return };
        let parameters = item.get.as_ref().and_then(|get| get.parameters.clone());
        let mut object = ObjectBuilder::new();
        for parameter in parameters.into_iter().flatten() {
            let RefOr::T(parameter) = parameter else { continue };
            let Some(RefOr::T(schema)) = parameter.schema else { continue };
            let required = matches!(parameter.required, Required::True);
            if required {
                object = object.required(&parameter.name);
            }
            object =
                object.property(parameter.name, posted(schema, parameter.description, required));
        }
        // Other names are refused.
        let object = object.additional_properties(Some(AdditionalProperties::FreeForm(false)));
        let body = item.post.as_mut().and_then(|post| post.request_body.as_mut());
        let Some(RefOr::T(body)) = body else { return };
        if let Some(RefOr::T(content)) = body.content.get_mut("application/json") {
            content.schema = Some(RefOr::T(Schema::Object(object.build())));
        }
    }
}

/// The schema of a parameter within an object: what may be given several times is a list or one of its
/// items, and what need not be given may be null.
fn posted(schema: Schema, description: Option<String>, required: bool) -> Schema {
    let null = || Object::with_type(SchemaType::Type(Type::Null));
    match schema {
        Schema::Object(mut own) => {
            own.description = description;
            if let (false, SchemaType::Type(kind)) = (required, own.schema_type.clone()) {
                own.schema_type = SchemaType::Array(vec![kind, Type::Null]);
                own.enum_values = own.enum_values.map(|mut values| {
                    values.push(Value::Null);
                    values
                });
            }
            Schema::Object(own)
        }
        Schema::Array(own) => {
            let one = match &own.items {
                ArrayItems::RefOrSchema(items) => Some(items.as_ref().clone()),
                ArrayItems::False => None,
            };
            let mut several = OneOfBuilder::new().description(description).item(own);
            several = one.into_iter().fold(several, OneOfBuilder::item);
            Schema::OneOf(several.item(null()).build())
        }
        other => other,
    }
}

fn describe(parameter: &str, path: &str, schema: &mut Schema) {
    if let ("history", Schema::Array(array)) = (parameter, &mut *schema) {
        array.max_items = Some(HISTORY_MAX);
    }
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
    match parameter {
        "q" => {
            (object.min_length, object.max_length) = (Some(1), Some(QUESTION_CHARS_MAX));
        }
        "history" => object.max_length = Some(QUESTION_CHARS_MAX),
        "topic" => (object.min_length, object.max_length) = (Some(1), Some(TOPIC_CHARS_MAX)),
        "text" => (object.min_length, object.max_length) = (Some(1), Some(QUOTE_CHARS_MAX)),
        "accessed" => object.format = Some(SchemaFormat::KnownFormat(KnownFormat::Date)),
        _ => {}
    }
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
