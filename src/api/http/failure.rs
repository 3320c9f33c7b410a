//! Failures of HTTP requests, always with a body shaped like a GraphQL error.

use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use super::caching;
use super::endpoints::ENDPOINTS;
use super::negotiate::MediaType;
use crate::service::{ErrorCode, ServiceError};

/// How many seconds a client should wait before it asks a busy service again.
const RETRY_AFTER_SECS: u32 = 1;

/// A request that was not carried out.
#[derive(Debug, Clone)]
pub(super) struct Failure {
    pub(super) code: ErrorCode,
    pub(super) message: String,
    /// The methods that fit, where the method was at fault.
    allow: Option<&'static str>,
    /// Further fields of `extensions`.
    pub(super) extensions: Map<String, Value>,
}

impl Failure {
    pub(super) fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), allow: None, extensions: Map::new() }
    }

    /// The method does not fit; those in `allow` do.
    pub(super) fn method(message: impl Into<String>, allow: &'static str) -> Self {
        Self { allow: Some(allow), ..Self::new(ErrorCode::MethodNotAllowed, message) }
    }

    /// The path is not percent-encoded UTF-8.
    pub(super) fn undecodable_path() -> Self {
        let message = "the address cannot be decoded; percent-encode it as UTF-8";
        Self::new(ErrorCode::BadRequest, message)
    }

    /// What is wrong, and the remedy.
    pub(super) fn message(&self) -> &str {
        &self.message
    }

    /// It as a GraphQL error.
    pub(super) fn error(&self) -> Value {
        let mut extensions = self.extensions.clone();
        extensions.insert("code".into(), self.code.name().into());
        json!({ "message": self.message, "extensions": extensions })
    }

    /// The response's body.
    pub(super) fn body(&self) -> Vec<u8> {
        json!({ "errors": [self.error()] }).to_string().into_bytes()
    }

    /// Adds an entry to the error's extensions.
    pub(super) fn with(mut self, name: &str, value: Value) -> Self {
        self.extensions.insert(name.to_owned(), value);
        self
    }
}

impl From<ServiceError> for Failure {
    fn from(error: ServiceError) -> Self {
        Self::new(error.code(), error.to_string())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = (status_of(self.code), self.body()).into_response();
        let headers = response.headers_mut();
        let media = MediaType::GraphqlResponse.header();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
        if let Some(allow) = self.allow {
            headers.insert(header::ALLOW, HeaderValue::from_static(allow));
        }
        // What failed may succeed in a moment, or for somebody else.
        caching::forbid(response.headers_mut());
        hint_retry(&mut response);
        // Other surfaces than GraphQL give it a form of their own.
        response.extensions_mut().insert(self);
        response
    }
}

/// The HTTP status of a response that carries nothing but an error with this code.
pub(super) fn status_of(code: ErrorCode) -> StatusCode {
    StatusCode::from_u16(code.http_status()).expect("the table holds valid statuses")
}

/// Tells clients of a service that is busy or loading when to ask again.
pub(super) fn hint_retry(response: &mut Response) {
    if response.status() == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(header::RETRY_AFTER, RETRY_AFTER_SECS.into());
    }
}

/// The address does not exist.
pub(super) async fn no_such_page(uri: Uri) -> Failure {
    let endpoints: Map<String, Value> =
        ENDPOINTS.iter().map(|&(path, what)| (path.to_owned(), what.into())).collect();
    let path: String = uri.path().chars().take(200).collect();
    Failure::new(ErrorCode::NotFound, format!("'{path}' does not exist; use /graphql"))
        .with("endpoints", endpoints.into())
}

/// The address does not allow this method. The router adds `Allow`.
pub(super) async fn no_such_method(method: Method, uri: Uri) -> Failure {
    let message = format!("'{}' does not allow {method}; see the header Allow", uri.path());
    Failure::new(ErrorCode::MethodNotAllowed, message)
}
