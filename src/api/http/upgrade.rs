//! Requests that want to become `WebSocket` connections.

use axum::extract::Request;
use axum::http::{HeaderMap, Method, header};

/// Whether a request wants to become a `WebSocket` connection.
pub(super) fn is_upgrade(headers: &HeaderMap) -> bool {
    headers
        .get(header::UPGRADE)
        .is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"websocket"))
}

/// Whether a request for the endpoint wants that.
pub(super) fn is_asked_for(http: &Request) -> bool {
    http.method() == Method::GET && http.uri().path() == "/graphql" && is_upgrade(http.headers())
}
