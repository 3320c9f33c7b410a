//! Which other sites' pages may read responses.

use std::time::Duration;

use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use tower_http::cors::{AllowOrigin, CorsLayer};

use super::origins::Origins;
use super::request_id;

/// What pages may send beside what every form may.
const SENT: [HeaderName; 14] = [
    header::ACCEPT,
    header::AUTHORIZATION,
    header::CONTENT_TYPE,
    header::IF_NONE_MATCH,
    request_id::HEADER,
    HeaderName::from_static("apollo-require-preflight"),
    HeaderName::from_static("x-apollo-operation-name"),
    // Apollo's clients say so who they are, and browsers that are traced which trace it is.
    HeaderName::from_static("apollographql-client-name"),
    HeaderName::from_static("apollographql-client-version"),
    HeaderName::from_static("traceparent"),
    HeaderName::from_static("tracestate"),
    // Clients of the Model Context Protocol repeat there what the body says.
    HeaderName::from_static("mcp-protocol-version"),
    HeaderName::from_static("mcp-method"),
    HeaderName::from_static("mcp-name"),
];

/// What pages may read beside what every page may.
const READ: [HeaderName; 10] = [
    header::ETAG,
    header::LINK,
    header::RETRY_AFTER,
    header::WWW_AUTHENTICATE,
    request_id::HEADER,
    HeaderName::from_static("ratelimit"),
    HeaderName::from_static("ratelimit-policy"),
    HeaderName::from_static("ratelimit-limit"),
    HeaderName::from_static("ratelimit-remaining"),
    HeaderName::from_static("ratelimit-reset"),
];

/// Allows pages of `origins` to read responses. The service sets no cookies, so no origin gets more than it could
/// request itself.
pub(super) fn layer(origins: &Origins) -> CorsLayer {
    let layer = CorsLayer::new()
        .allow_methods([Method::GET, Method::HEAD, Method::POST])
        .allow_headers(SENT)
        .expose_headers(READ)
        .max_age(Duration::from_hours(1));
    let origins = origins.clone();
    layer.allow_origin(AllowOrigin::predicate(move |origin, request| {
        origins.may_read(origin, &request.headers)
    }))
}

/// Says in the `headers` of a response that every page may read it, where that is so.
pub(super) fn open_to_all(origins: &Origins, headers: &mut HeaderMap) {
    if origins.are_all() {
        // Whoever asked, so that shared caches need one response for all.
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    }
}
