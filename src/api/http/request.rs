//! Reading a GraphQL request out of an HTTP request.

use async_graphql::parser::types::{DocumentOperations, ExecutableDocument, OperationType};
use async_graphql::{Request, Variables};
use axum::body::Bytes;
use axum::extract::Query;
use axum::http::{HeaderMap, Uri, header};
use serde_json::Value;

use super::failure::Failure;
use crate::service::ErrorCode;

/// Refuses content types other than JSON. Browsers send the others across origins without asking
/// first, so this guards against forged requests, too.
pub(super) fn check_content_type(headers: &HeaderMap, required: bool) -> Result<(), Failure> {
    let Some(value) = headers.get(header::CONTENT_TYPE) else {
        return if required { Err(unsupported("none")) } else { Ok(()) };
    };
    let text = value.to_str().unwrap_or("unreadable");
    let mut parts = text.split(';').map(str::trim);
    let json = parts.next().is_some_and(|kind| kind.eq_ignore_ascii_case("application/json"));
    let charset = parts
        .filter_map(|parameter| parameter.split_once('='))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))
        .is_none_or(|(_, value)| value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8"));
    if json && charset { Ok(()) } else { Err(unsupported(text)) }
}

fn unsupported(found: &str) -> Failure {
    let found: String = found.chars().take(80).collect();
    let message =
        format!("the content type is '{found}'; send 'Content-Type: application/json' in UTF-8");
    Failure::new(ErrorCode::UnsupportedMediaType, message)
}

/// The request in the body of a POST.
pub(super) fn from_body(body: &Bytes) -> Result<Request, Failure> {
    let value: Value = serde_json::from_slice(body).map_err(|error| {
        let message = format!("the body is not JSON: {error}; send {{\"query\": \"...\"}}");
        Failure::new(ErrorCode::BadRequest, message)
    })?;
    match value {
        Value::Object(mut fields) => {
            let mut take = |name: &str| fields.remove(name).unwrap_or_default();
            build(take("query"), take("operationName"), take("variables"), &take("extensions"))
        }
        Value::Array(_) => Err(malformed("body", "is a batch; send one request at a time")),
        _ => Err(malformed("body", "must be an object, such as {\"query\": \"...\"}")),
    }
}

/// The request in the parameters of a GET.
pub(super) fn from_uri(uri: &Uri) -> Result<Request, Failure> {
    let Query(parameters) = Query::<Vec<(String, String)>>::try_from_uri(uri)
        .map_err(|_| malformed("query string", "cannot be decoded; percent-encode it"))?;
    let (mut query, mut operation) = (Value::Null, Value::Null);
    let (mut variables, mut extensions) = (Value::Null, Value::Null);
    for (name, value) in parameters {
        match name.as_str() {
            "query" => query = value.into(),
            // An empty value stands for none: forms send it for fields left blank.
            "operationName" if value.is_empty() => {}
            "operationName" => operation = value.into(),
            "variables" => variables = json("variables", &value)?,
            "extensions" => extensions = json("extensions", &value)?,
            _ => {}
        }
    }
    build(query, operation, variables, &extensions)
}

fn json(name: &str, text: &str) -> Result<Value, Failure> {
    if text.is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_str(text)
        .map_err(|error| malformed(name, &format!("is not JSON: {error}; encode an object")))
}

fn build(
    query: Value,
    operation: Value,
    variables: Value,
    extensions: &Value,
) -> Result<Request, Failure> {
    let mut request = match query {
        Value::String(query) if !query.trim().is_empty() => Request::new(query),
        Value::Null => return Err(malformed("query", "is missing; send a GraphQL document")),
        Value::String(_) => return Err(malformed("query", "is empty; send a GraphQL document")),
        _ => return Err(malformed("query", "must be a string")),
    };
    match operation {
        Value::Null => {}
        Value::String(name) => request.operation_name = Some(name),
        _ => return Err(malformed("operationName", "must be a string")),
    }
    match variables {
        Value::Null => {}
        Value::Object(_) => request.variables = Variables::from_json(variables),
        _ => return Err(malformed("variables", "must be an object")),
    }
    match extensions {
        Value::Null | Value::Object(_) => Ok(request),
        _ => Err(malformed("extensions", "must be an object")),
    }
}

fn malformed(field: &str, message: &str) -> Failure {
    Failure::new(ErrorCode::BadRequest, format!("{field}: {message}"))
}

/// Refuses requests by GET that would change something, or that never end.
pub(super) fn check_reads_only(request: &mut Request) -> Result<(), Failure> {
    let name = request.operation_name.clone();
    // A document that cannot be parsed is refused, with its position, when it is executed.
    let Ok(document) = request.parsed_query() else { return Ok(()) };
    if selected(document, name.as_deref()).is_none_or(|kind| kind == OperationType::Query) {
        return Ok(());
    }
    let message = "only queries can be sent by GET; send this operation by POST";
    Err(Failure::method(message, "POST"))
}

fn selected(document: &ExecutableDocument, name: Option<&str>) -> Option<OperationType> {
    match (&document.operations, name) {
        (DocumentOperations::Single(operation), _) => Some(operation.node.ty),
        (DocumentOperations::Multiple(operations), Some(name)) => {
            operations.get(name).map(|operation| operation.node.ty)
        }
        (DocumentOperations::Multiple(operations), None) => {
            // Several without a name are refused later, a single one is meant.
            operations.values().next().map(|operation| operation.node.ty)
        }
    }
}
