//! Ids of requests, for logs and responses.

use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use tracing::field::Empty;
use tracing::{Span, info_span};

pub(super) const HEADER: HeaderName = HeaderName::from_static("x-request-id");
/// What the lines about requests go by in filters of logs.
pub(super) const LOG: &str = "rapporteur::requests";
/// The longest id that is taken from a client, in bytes.
const BYTES_MAX: usize = 128;

/// The id of a request with these headers: the client's or the proxy's, where it brings one that can
/// be logged.
pub(super) fn choose(headers: &HeaderMap) -> HeaderValue {
    let given = headers.get(HEADER).filter(|id| is_sane(id.as_bytes()));
    given.cloned().unwrap_or_else(fresh)
}

/// What stands before each line about the request with this id. Not its query string: what somebody
/// asked is no business of whoever reads the logs.
pub(super) fn span(id: &HeaderValue, request: &Request) -> Span {
    let path = request.uri().path();
    info_span!(
        target: LOG,
        "request",
        id = id.to_str().ok(),
        method = %request.method(),
        path,
        // These are recorded as they become known.
        operation = Empty,
        question = Empty,
        cached = Empty,
        answer = Empty,
        refused = Empty,
        embed_us = Empty,
        rank_us = Empty,
        answer_us = Empty,
        compare_us = Empty,
        check_us = Empty,
    )
}

fn is_sane(id: &[u8]) -> bool {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.:/+=".contains(byte);
    (1..=BYTES_MAX).contains(&id.len()) && id.iter().all(plain)
}

/// An id that no other request has: a number that stands for this run, and a count.
fn fresh() -> HeaderValue {
    static RUN: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one("run"));
    static COUNT: AtomicU64 = AtomicU64::new(1);
    let id = format!("{:016x}-{}", *RUN, COUNT.fetch_add(1, Ordering::Relaxed));
    HeaderValue::try_from(id).expect("digits and a hyphen are visible")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_could_forge_a_line_are_refused() {
        let longest = "x".repeat(BYTES_MAX);
        let cases = [
            ("0af7651916cd43dd-8448", true),
            ("Root=1-67891233:abc/def+0=", true),
            (&longest, true),
            (&format!("{longest}x"), false),
            ("", false),
            ("a b", false),
            ("a\tlevel=error", false),
            ("a\"b", false),
            ("\u{e9}", false),
        ];
        for (id, expected) in cases {
            assert_eq!(is_sane(id.as_bytes()), expected, "{id:?}");
        }
    }

    #[test]
    fn fresh_ids_differ_and_are_sane() {
        let (a, b) = (fresh(), fresh());
        assert_ne!(a, b);
        assert!(is_sane(a.as_bytes()), "{a:?}");
    }
}
