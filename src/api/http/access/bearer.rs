//! The key in the header `Authorization` (RFC 6750, section 2.1).

use axum::http::{HeaderMap, header};
use secrecy::SecretString;

/// What stands after `Bearer`. Other schemes are none of ours: a proxy in front may have read
/// them. Two headers say nothing certain, and count as a key that is malformed.
pub(super) fn token(headers: &HeaderMap) -> Option<SecretString> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let value = values.next()?;
    if values.next().is_some() {
        return Some(SecretString::from(""));
    }
    // Keys are ASCII: what is not cannot be one, yet it was meant to be.
    let text = value.to_str().unwrap_or("Bearer");
    let (scheme, token) = text.split_once(' ').unwrap_or((text, ""));
    scheme.eq_ignore_ascii_case("bearer").then(|| SecretString::from(token.trim()))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use secrecy::ExposeSecret;

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
}
