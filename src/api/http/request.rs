//! Reading GraphQL requests out of an HTTP request.

use async_graphql::Variables;
use axum::extract::Query;
use axum::http::{HeaderMap, Uri, header};
use serde_json::{Map, Value};

use super::failure::Failure;
use crate::service::ErrorCode;

/// One GraphQL request as it was sent: nothing is looked up or parsed yet.
#[derive(Debug, Clone, Default)]
pub(super) struct Params {
    /// The document; may be missing if a hash or an id is sent.
    pub(super) query: Option<String>,
    /// The operation that is meant, where the document has several.
    pub(super) operation_name: Option<String>,
    /// Values of the operation's variables.
    pub(super) variables: Variables,
    /// What the client sends beside the request.
    pub(super) extensions: Map<String, Value>,
    /// Id of a trusted document.
    pub(super) document_id: Option<String>,
}

/// What a body asks for.
#[derive(Debug)]
pub(super) enum Requests {
    /// One request.
    One(Box<Params>),
    /// Several, to be answered in one response.
    Batch(Vec<Params>),
}

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

/// The requests in the body of a POST; batches have at most `batch_max`.
pub(super) fn from_body(body: &[u8], batch_max: usize) -> Result<Requests, Failure> {
    let value: Value = serde_json::from_slice(body).map_err(|error| {
        let message = format!("the body is not JSON: {error}; send {{\"query\": \"...\"}}");
        Failure::new(ErrorCode::BadRequest, message)
    })?;
    match value {
        Value::Object(fields) => Ok(Requests::One(Box::new(from_object(fields)?))),
        Value::Array(items) => Ok(Requests::Batch(batch(items, batch_max)?)),
        _ => Err(malformed("body", "must be an object, such as {\"query\": \"...\"}")),
    }
}

fn batch(items: Vec<Value>, batch_max: usize) -> Result<Vec<Params>, Failure> {
    if batch_max <= 1 {
        return Err(malformed("body", "is a batch; send one request at a time"));
    }
    if items.is_empty() || items.len() > batch_max {
        let message = format!("is a batch of {}; send 1 to {batch_max}", items.len());
        return Err(malformed("body", &message));
    }
    let one = |item| match item {
        Value::Object(fields) => from_object(fields),
        _ => Err(malformed("body", "must hold objects, such as [{\"query\": \"...\"}]")),
    };
    items.into_iter().map(one).collect()
}

/// The request that a JSON object stands for.
pub(super) fn from_object(mut fields: Map<String, Value>) -> Result<Params, Failure> {
    let mut take = |name: &str| fields.remove(name).unwrap_or_default();
    Ok(Params {
        query: text("query", take("query"))?,
        operation_name: text("operationName", take("operationName"))?,
        variables: Variables::from_json(Value::Object(object("variables", take("variables"))?)),
        extensions: object("extensions", take("extensions"))?,
        document_id: text("documentId", take("documentId"))?,
    })
}

/// The request in the parameters of a GET.
pub(super) fn from_uri(uri: &Uri) -> Result<Params, Failure> {
    let Query(parameters) = Query::<Vec<(String, String)>>::try_from_uri(uri)
        .map_err(|_| malformed("query string", "cannot be decoded; percent-encode it"))?;
    let mut fields = Map::new();
    for (name, value) in parameters {
        let value = match name.as_str() {
            // An empty value stands for none: forms send it for fields left blank.
            "operationName" | "documentId" | "variables" | "extensions" if value.is_empty() => {
                continue;
            }
            "query" | "operationName" | "documentId" => Value::String(value),
            "variables" | "extensions" => json(&name, &value)?,
            _ => continue,
        };
        fields.insert(name, value);
    }
    from_object(fields)
}

fn json(name: &str, text: &str) -> Result<Value, Failure> {
    serde_json::from_str(text)
        .map_err(|error| malformed(name, &format!("is not JSON: {error}; encode an object")))
}

fn text(name: &str, value: Value) -> Result<Option<String>, Failure> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text)),
        _ => Err(malformed(name, "must be a string")),
    }
}

fn object(name: &str, value: Value) -> Result<Map<String, Value>, Failure> {
    match value {
        Value::Null => Ok(Map::new()),
        Value::Object(fields) => Ok(fields),
        _ => Err(malformed(name, "must be an object")),
    }
}

/// A request that is none.
pub(super) fn malformed(field: &str, message: &str) -> Failure {
    Failure::new(ErrorCode::BadRequest, format!("{field}: {message}"))
}
