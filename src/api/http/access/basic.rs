//! The key that a browser shows: as the password of its own dialog (RFC 7617).
//!
//! Browsers send it along with every request, also with those that pages of other sites make. So it counts
//! only where nothing can be changed by it and nothing can be read by other sites: for reading, and for the
//! forms of the pages.

use axum::extract::Request;
use axum::http::{Method, header};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

/// What keys begin with. Passwords that do not are none of ours: a proxy in front may ask for them.
const KEY: &str = "rptr_";
/// Queries, and `WebSocket` connections, show their keys by themselves.
const GRAPHQL: &str = "/graphql";
/// The form that checks a text, and the one that says of an answer that it is right; the latter is refused if pages of
/// other sites send it.
const FORMS: [&str; 2] = ["/check", "/feedback"];

/// The key that came as a password.
pub(super) fn token(request: &Request) -> Option<String> {
    let path = request.uri().path();
    let reads = matches!(*request.method(), Method::GET | Method::HEAD) && path != GRAPHQL;
    let checks = request.method() == Method::POST && FORMS.contains(&path);
    if !(reads || checks) {
        return None;
    }
    let mut values = request.headers().get_all(header::AUTHORIZATION).iter();
    let value = values.next().filter(|_| values.next().is_none())?;
    let (scheme, encoded) = value.to_str().ok()?.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(BASE64_STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (_, password) = decoded.split_once(':')?;
    password.starts_with(KEY).then(|| password.to_owned())
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    #[test]
    fn keys_count_as_passwords_where_nothing_is_changed() {
        let key = "Basic OnJwdHJfeA==";
        let cases = [
            ("GET", "/", key, Some("rptr_x")),
            ("HEAD", "/d/rome-2012", key, Some("rptr_x")),
            ("GET", "/v1/ask?q=x", key, Some("rptr_x")),
            ("POST", "/check", key, Some("rptr_x")),
            ("POST", "/feedback", key, Some("rptr_x")),
            ("POST", "/v1/feedback", key, None),
            ("POST", "/v1/documents", key, None),
            ("DELETE", "/v1/documents/x", key, None),
            ("POST", "/graphql", key, None),
            ("GET", "/graphql", key, None),
            ("GET", "/", "Basic OnNlY3JldA==", None),
            ("GET", "/", "Basic rptr_x", None),
            ("GET", "/", "Bearer rptr_x", None),
        ];
        for (method, uri, value, expected) in cases {
            let request = Request::builder().method(method).uri(uri);
            let request = request.header("authorization", value).body(Body::empty());
            let found = token(&request.expect("a request"));
            assert_eq!(found.as_deref(), expected, "{method} {uri} {value}");
        }
    }
}
