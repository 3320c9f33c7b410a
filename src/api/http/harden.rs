//! Headers that keep browsers from doing more with a response than show it, and bounds for what
//! comes before a body.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

use super::failure::Failure;
use crate::service::ErrorCode;

/// The longest address of a request, in bytes.
pub(super) const URI_BYTES_MAX: usize = 16 << 10;
/// The most that names and values of a request's headers may take together, in bytes.
pub(super) const HEADERS_BYTES_MAX: usize = 32 << 10;

const CROSS_ORIGIN_RESOURCE_POLICY: HeaderName =
    HeaderName::from_static("cross-origin-resource-policy");

/// What every response carries, unless its handler has said something else.
const HEADERS: [(HeaderName, HeaderValue); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    // Of other sites' pages only those may read it that are allowed to by CORS.
    (CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue::from_static("same-origin")),
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
        ),
    ),
];

/// Adds them to a response's.
pub(super) fn add_headers(headers: &mut HeaderMap) {
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(value);
    }
}

/// Refuses requests with an address or headers that are too long.
pub(super) fn bound(request: &Request) -> Result<(), Failure> {
    let uri = request.uri();
    let uri_bytes = uri.path().len() + uri.query().map_or(0, str::len);
    if uri_bytes > URI_BYTES_MAX {
        let message = format!("the address is longer than {URI_BYTES_MAX} bytes; send it by POST");
        return Err(Failure::new(ErrorCode::UriTooLong, message));
    }
    let headers = request.headers().iter();
    let headers_bytes: usize = headers.map(|(name, value)| name.as_str().len() + value.len()).sum();
    if headers_bytes > HEADERS_BYTES_MAX {
        let message = format!("the headers are longer than {HEADERS_BYTES_MAX} bytes; send fewer");
        return Err(Failure::new(ErrorCode::HeadersTooLarge, message));
    }
    Ok(())
}
