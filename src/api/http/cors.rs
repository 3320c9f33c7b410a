//! Which other sites' pages may read responses.

use std::io;
use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, Method, header};
use tower_http::cors::{AllowOrigin, Any, CorsLayer};

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

/// Allows pages of `origins` to read responses; `*` means all. The service sets no cookies, so no origin gets
/// more than it could request itself.
///
/// # Errors
/// When one of them is no origin.
pub(super) fn layer(origins: &[String]) -> io::Result<CorsLayer> {
    let layer = CorsLayer::new()
        .allow_methods([Method::GET, Method::HEAD, Method::POST])
        .allow_headers(SENT)
        .expose_headers(READ)
        .max_age(Duration::from_hours(1));
    if origins.iter().any(|origin| origin == "*") {
        return Ok(layer.allow_origin(Any));
    }
    let origins = origins.iter().map(|text| origin(text)).collect::<io::Result<Vec<_>>>()?;
    Ok(layer.allow_origin(AllowOrigin::list(origins)))
}

/// An origin as browsers write it.
pub(super) fn as_sent(text: &str) -> String {
    text.trim().trim_end_matches('/').to_ascii_lowercase()
}

/// Browsers send scheme, host and port, and these are compared as text.
fn origin(text: &str) -> io::Result<HeaderValue> {
    let bare = as_sent(text);
    let plain = |c: char| c.is_ascii_alphanumeric() || ".-_:[]".contains(c);
    let is_origin = bare.split_once("://").is_some_and(|(scheme, host)| {
        !scheme.is_empty() && !host.is_empty() && scheme.chars().chain(host.chars()).all(plain)
    });
    HeaderValue::from_str(&bare).ok().filter(|_| is_origin).ok_or_else(|| {
        let message = format!("parse the origin '{text}'; write it like https://example.org");
        io::Error::new(io::ErrorKind::InvalidInput, message)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_written_as_browsers_send_them() {
        let cases = [
            ("https://example.org", Some("https://example.org")),
            ("https://Example.org/", Some("https://example.org")),
            ("http://localhost:3000", Some("http://localhost:3000")),
            ("example.org", None),
            ("https://example.org/app", None),
            ("https://user@example.org", None),
            ("https://*.example.org", None),
            ("null", None),
            ("", None),
        ];
        for (text, expected) in cases {
            let found = origin(text).ok();
            let found = found.as_ref().map(|value| value.to_str().expect("visible"));
            assert_eq!(found, expected, "{text}");
        }
    }
}
