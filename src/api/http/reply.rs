//! Dressing a response for HTTP: status, media type, and what caches may do with it.

use std::fmt::Write;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;

use super::failure::hint_retry;
use super::negotiate::MediaType;
use super::operation::{Caching, Reply};

/// What the response depends on beside the address.
const VARY: &str = "accept";

/// `reply` to a request that accepts `media`.
///
/// Only successes are labelled as plain JSON: clients must be able to tell a GraphQL error from one
/// of something between them and the service. For those that know plain JSON alone, a request
/// that is at fault is a success of HTTP.
pub(super) fn dress(reply: Reply, media: MediaType) -> Response {
    let status = match media {
        MediaType::Json if reply.status.is_client_error() => StatusCode::OK,
        _ => reply.status,
    };
    let media = if status.is_success() { media } else { MediaType::GraphqlResponse };
    let mut http = Response::new(Body::from(reply.body));
    *http.status_mut() = status;
    let headers = http.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media.header()));
    headers.append(header::VARY, HeaderValue::from_static(VARY));
    hint_retry(&mut http);
    http
}

/// As [`dress`], for a GET: with what caches need to know.
///
/// `public` says whether those without a key may read.
pub(super) fn dress_cacheable(
    reply: Reply,
    media: MediaType,
    request: &HeaderMap,
    public: bool,
) -> Response {
    let caching = reply.caching;
    let mut http = dress(reply, media);
    if let Some(caching) = caching {
        mark(&mut http, caching, media, public && !request.contains_key(header::AUTHORIZATION));
    } else {
        http.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    http
}

/// As [`dress`], for a GET that no cache may hold on to.
pub(super) fn dress_unkept(reply: Reply, media: MediaType) -> Response {
    let mut http = dress(reply, media);
    http.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    http
}

/// "Not modified", for a client that holds the response with this tag already.
pub(super) fn not_modified(tag: [u8; 32], media: MediaType) -> Response {
    let mut http = Response::new(Body::empty());
    *http.status_mut() = StatusCode::NOT_MODIFIED;
    let headers = http.headers_mut();
    headers.insert(header::ETAG, entity_tag(tag, media));
    headers.append(header::VARY, HeaderValue::from_static(VARY));
    http
}

/// Whether the client says that it holds the response with this tag.
pub(super) fn holds(request: &HeaderMap, tag: [u8; 32], media: MediaType) -> bool {
    let own = entity_tag(tag, media);
    let own = own.to_str().unwrap_or_default().trim_start_matches("W/");
    let held = request.get_all(header::IF_NONE_MATCH).iter();
    let held = held.filter_map(|value| value.to_str().ok());
    // Compared as weak ones (RFC 9110, section 8.8.3.2): what stands before the quotes is no matter.
    held.flat_map(|value| value.split(',')).any(|held| held.trim().trim_start_matches("W/") == own)
}

fn mark(http: &mut Response, caching: Caching, media: MediaType, public: bool) {
    // What was asked for with a key is for its holder.
    let scope = if public { "public" } else { "private" };
    let control = match caching.max_age_secs {
        0 => format!("{scope}, no-cache"),
        seconds => format!("{scope}, max-age={seconds}"),
    };
    let control = HeaderValue::from_str(&control).expect("words and digits");
    http.headers_mut().insert(header::CACHE_CONTROL, control);
    http.headers_mut().insert(header::ETAG, entity_tag(caching.tag, media));
}

/// Weak, since the same response can be compressed in several ways.
fn entity_tag(tag: [u8; 32], media: MediaType) -> HeaderValue {
    let mut text = String::from("W/\"");
    for byte in &tag[..16] {
        let _ = write!(text, "{byte:02x}");
    }
    text.push_str(match media {
        MediaType::GraphqlResponse => "g\"",
        MediaType::Json => "j\"",
    });
    HeaderValue::from_str(&text).expect("digits, letters and quotation marks")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_compared_as_weak_ones() {
        let tag = [7; 32];
        let own = entity_tag(tag, MediaType::Json);
        let own = own.to_str().expect("ASCII");
        let strong = own.trim_start_matches("W/");
        let cases = [
            (own.to_owned(), true),
            (strong.to_owned(), true),
            (format!("\"a\", {own} , W/\"b\""), true),
            (own.replace('j', "g"), false),
            (strong.trim_matches('"').to_owned(), false),
            ("*".to_owned(), false),
            (String::new(), false),
        ];
        for (value, expected) in cases {
            let mut request = HeaderMap::new();
            request.insert(header::IF_NONE_MATCH, value.parse().expect("a header value"));
            assert_eq!(holds(&request, tag, MediaType::Json), expected, "{value}");
        }
        assert!(!holds(&HeaderMap::new(), tag, MediaType::Json));
    }
}
