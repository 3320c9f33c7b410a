//! Error codes: the one place where each error of a response gets its `extensions.code`.

use async_graphql::registry::{MetaType, Registry};
use async_graphql::{Name, PathSegment, Response, ServerError, Value};

use crate::domain::InvalidQuery;
use crate::service::{ErrorCode, ServiceError};

/// `error`, which came up while a document was parsed, with its code.
pub(super) fn of_parsing(mut error: ServerError) -> ServerError {
    // Both limits are checked right after parsing, on a document that is well formed.
    let limited = error.message.starts_with("The recursion depth")
        || error.message.starts_with("The number of directives");
    let code = if limited { ErrorCode::ValidationFailed } else { ErrorCode::ParseFailed };
    set_code(&mut error, code);
    error
}

/// Gives the errors of a document that is not valid their codes, and what the GraphQL library says a
/// remedy.
pub(super) fn of_validation(errors: &mut [ServerError], registry: &Registry) {
    for error in errors {
        improve(error, registry);
    }
}

/// Gives each error of `response` that has no code yet its own. Where every field failed, all of the
/// data is null, so that the status of HTTP says it, too.
pub(super) fn coded(mut response: Response) -> Response {
    let failed = |name: &Name| {
        let of_field = |error: &ServerError| matches!(error.path.first(), Some(PathSegment::Field(field)) if field == name.as_str());
        response.errors.iter().any(of_field)
    };
    if let Value::Object(fields) = &response.data
        && fields.iter().all(|(name, value)| *value == Value::Null && failed(name))
    {
        response.data = Value::Null;
    }
    for error in &mut response.errors {
        if code_of(error).is_none() {
            let code = code_by_source(error);
            set_code(error, code);
        }
    }
    response
}

/// An error with this code.
pub fn error_with(code: ErrorCode, message: impl Into<String>) -> ServerError {
    let mut error = ServerError::new(message, None);
    set_code(&mut error, code);
    error
}

/// The code that an error of a response carries.
pub fn code_of(error: &ServerError) -> Option<ErrorCode> {
    match error.extensions.as_ref()?.get("code")? {
        async_graphql::Value::String(name) => ErrorCode::from_name(name),
        _ => None,
    }
}

pub(super) fn set_code(error: &mut ServerError, code: ErrorCode) {
    error.extensions.get_or_insert_default().set("code", code.name());
}

/// The code of an error that came up outside of parsing and validation.
fn code_by_source(error: &ServerError) -> ErrorCode {
    if let Some(error) = error.source::<ServiceError>() {
        return error.code();
    }
    // What has a path came up while a field was resolved, and resolvers fail by the two types
    // of error above and below: what is left are arguments that cannot be coerced.
    if error.source::<InvalidQuery>().is_some() || !error.path.is_empty() {
        return ErrorCode::BadUserInput;
    }
    ErrorCode::ValidationFailed
}

/// Begins the message with the invalid argument, and adds the values that it takes.
fn improve(error: &mut ServerError, registry: &Registry) {
    let invalid = error
        .message
        .strip_prefix("Invalid value for argument \"")
        .and_then(|rest| rest.split_once("\", "))
        .map(|(argument, reason)| (argument.to_owned(), reason.to_owned()));
    if let Some((argument, reason)) = invalid {
        let remedy = enum_values(&reason, registry).unwrap_or_default();
        error.message = format!("{argument}: {reason}{remedy}");
        return set_code(error, ErrorCode::BadUserInput);
    }
    if error.message == "Query is nested too deep." {
        error.message = "query: is nested too deep; request the inner part by its id".into();
    }
    set_code(error, ErrorCode::ValidationFailed);
}

/// The values of the enum that `reason` complains about.
fn enum_values(reason: &str, registry: &Registry) -> Option<String> {
    let name = reason.strip_prefix("enumeration type \"")?.split('"').next()?;
    let MetaType::Enum { enum_values, .. } = registry.types.get(name)? else { return None };
    let values: Vec<&str> = enum_values.keys().map(String::as_str).collect();
    Some(format!("; use one of: {}", values.join(", ")))
}
