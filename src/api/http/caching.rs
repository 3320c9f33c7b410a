//! Cache headers of responses: the tag, who may cache the response, and for how long.

use std::fmt::Write;

use axum::http::{HeaderMap, HeaderValue, header};
use sha2::{Digest as _, Sha256};

/// Tells a response from others at the same address. Weak (RFC 9110, section 8.8.1), since the same
/// response can be compressed in several ways.
#[derive(Debug, Clone)]
pub(super) struct EntityTag(HeaderValue);

impl EntityTag {
    /// The tag for `digest`, in the representation with the letter `form`.
    pub(super) fn new(digest: &[u8; 32], form: char) -> Self {
        let mut text = String::from("W/\"");
        for byte in &digest[..16] {
            let _ = write!(text, "{byte:02x}");
        }
        let _ = write!(text, "{form}\"");
        Self(HeaderValue::from_str(&text).expect("digits, a letter and quotation marks"))
    }

    /// Whether the client says that it holds the response with this tag.
    pub(super) fn is_held(&self, request: &HeaderMap) -> bool {
        let own = opaque(self.0.to_str().unwrap_or_default());
        let held = request.get_all(header::IF_NONE_MATCH).iter();
        let mut held = held.filter_map(|value| value.to_str().ok()).flat_map(|v| v.split(','));
        held.any(|held| held.trim() == "*" || opaque(held) == own)
    }

    /// Adds it to a response's headers.
    pub(super) fn write(&self, headers: &mut HeaderMap) {
        headers.insert(header::ETAG, self.0.clone());
    }
}

/// A tag without what says that it is weak: they are compared without regard to that (RFC 9110,
/// section 8.8.3.2).
fn opaque(tag: &str) -> &str {
    let tag = tag.trim();
    tag.strip_prefix("W/").unwrap_or(tag)
}

/// Who may cache a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Audience {
    /// For everybody.
    All,
    /// Only the client: the request required a key, or came with one.
    Asker,
}

impl Audience {
    /// Says so, and that the response depends on what the client accepts.
    pub(super) fn write(self, max_age_secs: i32, headers: &mut HeaderMap) {
        let scope = match self {
            Self::All => "public",
            Self::Asker => "private",
        };
        let control = match max_age_secs {
            0 => format!("{scope}, no-cache"),
            seconds => format!("{scope}, max-age={seconds}"),
        };
        let control = HeaderValue::from_str(&control).expect("words and digits");
        headers.insert(header::CACHE_CONTROL, control);
        self.vary(headers);
    }

    /// Says what the response depends on beside the address.
    pub(super) fn vary(self, headers: &mut HeaderMap) {
        let vary = match self {
            Self::All => "accept, accept-encoding",
            Self::Asker => "accept, accept-encoding, authorization",
        };
        headers.insert(header::VARY, HeaderValue::from_static(vary));
    }
}

/// Feeds `bytes` and their length, so that no two lists of parts are fed alike.
pub(super) fn feed(hasher: &mut Sha256, bytes: &[u8]) {
    hasher.update((bytes.len() as u64).to_le_bytes());
    hasher.update(bytes);
}

/// Forbids every cache to hold on to a response.
pub(super) fn forbid(headers: &mut HeaderMap) {
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_compared_as_weak_ones() {
        let tag = EntityTag::new(&[7; 32], 'j');
        let own = tag.0.to_str().expect("ASCII");
        let strong = own.trim_start_matches("W/");
        let cases = [
            (own.to_owned(), true),
            (strong.to_owned(), true),
            (format!("\"a\", {own} , W/\"b\""), true),
            (own.replace('j', "g"), false),
            (strong.trim_matches('"').to_owned(), false),
            // The resource exists, whatever it is.
            ("*".to_owned(), true),
            (format!("W/{own}"), false),
            (String::new(), false),
        ];
        for (value, expected) in cases {
            let mut request = HeaderMap::new();
            request.insert(header::IF_NONE_MATCH, value.parse().expect("a header value"));
            assert_eq!(tag.is_held(&request), expected, "{value}");
        }
        assert!(!tag.is_held(&HeaderMap::new()));
    }
}
