//! The key in the header `Authorization` (RFC 6750, section 2.1), or in a JSON field in its place.

use axum::http::{HeaderMap, header};
use secrecy::SecretString;
use serde_json::{Map, Value};

/// What stands after `Bearer`. Other schemes are none of ours: a proxy in front may have read
/// them. Two headers say nothing certain, and count as a key that is malformed.
pub(super) fn token(headers: &HeaderMap) -> Option<SecretString> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let value = values.next()?;
    if values.next().is_some() {
        return Some(SecretString::from(""));
    }
    // Keys are ASCII: what is not cannot be one, yet it was meant to be.
    key(value.to_str().unwrap_or("Bearer"))
}

/// The part of the header's value after `Bearer`.
fn key(text: &str) -> Option<SecretString> {
    let (scheme, token) = text.split_once(' ').unwrap_or((text, ""));
    scheme.eq_ignore_ascii_case("bearer").then(|| SecretString::from(token.trim()))
}

/// The same, where the header stands among the fields of a JSON object: under its name, in whatever
/// case. What is no text there counts as a key that is malformed.
pub(in crate::api::http) fn among(fields: &Map<String, Value>) -> Option<SecretString> {
    let name = header::AUTHORIZATION;
    let (_, value) = fields.iter().find(|(own, _)| own.eq_ignore_ascii_case(name.as_str()))?;
    key(value.as_str().unwrap_or("Bearer"))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use secrecy::ExposeSecret;
    use serde_json::json;

    use super::*;

    #[test]
    fn only_one_bearer_token_is_read() {
        let cases: [(&[&[u8]], Option<&str>); 9] = [
            (&[], None),
            (&[b"Bearer rptr_x"], Some("rptr_x")),
            (&[b"bearer  rptr_x "], Some("rptr_x")),
            (&[b"Bearer"], Some("")),
            (&[b"Bearer "], Some("")),
            (&[b"Basic dTpw"], None),
            (&[b"rptr_x"], None),
            (&[b"Bearer \xff"], Some("")),
            (&[b"Bearer a", b"Bearer b"], Some("")),
        ];
        for (values, expected) in cases {
            let values = values.iter().map(|value| HeaderValue::from_bytes(value));
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(header::AUTHORIZATION, value.expect("a header value"));
            }
            let found = token(&headers);
            let found = found.as_ref().map(ExposeSecret::expose_secret);
            assert_eq!(found, expected, "{headers:?}");
        }
    }

    #[test]
    fn a_key_is_found_among_fields() {
        let cases = [
            (json!({}), None),
            (json!({ "authorization": "Bearer rptr_x" }), Some("rptr_x")),
            (json!({ "token": 1, "Authorization": "bearer rptr_x" }), Some("rptr_x")),
            (json!({ "authorization": "Basic dTpw" }), None),
            (json!({ "authorization": 7 }), Some("")),
        ];
        for (fields, expected) in cases {
            let found = among(fields.as_object().expect("an object"));
            let found = found.as_ref().map(ExposeSecret::expose_secret);
            assert_eq!(found, expected, "{fields}");
        }
    }
}
