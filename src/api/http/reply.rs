//! Dressing a response for HTTP: status, media type, and what caches may do with it.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;

use super::caching::{self, Audience, EntityTag};
use super::failure::hint_retry;
use super::negotiate::MediaType;
use super::operation::{Caching, Reply};

/// `reply` to a request that accepts `media`.
///
/// Only successes are labelled as plain JSON: clients must be able to tell a GraphQL error from one
/// of something between them and the service. For those that know plain JSON alone, a request
/// that is at fault is a success of HTTP.
pub(super) fn respond(reply: Reply, media: MediaType) -> Response {
    let status = match media {
        MediaType::Json if reply.status.is_client_error() => StatusCode::OK,
        _ => reply.status,
    };
    let media = if status.is_success() { media } else { MediaType::GraphqlResponse };
    let mut http = Response::new(Body::from(reply.body));
    *http.status_mut() = status;
    let headers = http.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media.header()));
    headers.insert(header::VARY, HeaderValue::from_static("accept"));
    hint_retry(&mut http);
    http
}

/// As [`respond`], for a GET: with what caches need to know.
pub(super) fn respond_cacheable(reply: Reply, media: MediaType, audience: Audience) -> Response {
    let caching = reply.caching;
    let mut http = respond(reply, media);
    if let Some(Caching { tag, max_age_secs }) = caching {
        audience.write(max_age_secs, http.headers_mut());
        entity_tag(tag, media).write(http.headers_mut());
    } else {
        caching::forbid(http.headers_mut());
    }
    http
}

/// "Not modified", for a client that holds the response with this tag already.
pub(super) fn not_modified(tag: [u8; 32], media: MediaType, audience: Audience) -> Response {
    let mut http = Response::new(Body::empty());
    *http.status_mut() = StatusCode::NOT_MODIFIED;
    entity_tag(tag, media).write(http.headers_mut());
    audience.vary(http.headers_mut());
    http
}

/// Whether the client says that it holds the response with this tag.
pub(super) fn holds(request: &HeaderMap, tag: [u8; 32], media: MediaType) -> bool {
    entity_tag(tag, media).is_held(request)
}

fn entity_tag(tag: [u8; 32], media: MediaType) -> EntityTag {
    let form = match media {
        MediaType::GraphqlResponse => 'g',
        MediaType::Json => 'j',
    };
    EntityTag::new(&tag, form)
}
