//! `GraphiQL`: the editor that browsers get at `/graphql`.
//!
//! Its files, 1.6 MB, come from elsewhere, each held to its digest. Until they are loaded, the page
//! says so.

use std::io;

use axum::extract::Request;
use axum::http::{HeaderValue, Method, header};
use axum::response::{Html, IntoResponse, Response};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest as _, Sha256};

use super::negotiate;

/// Where the files are unless it is said otherwise: a mirror of the npm registry.
pub const EDITOR_ASSETS: &str = "https://unpkg.com";

const PAGE: &str = include_str!("editor.html");
const SCRIPT: &str = include_str!("editor.js");

/// Whether a browser came to the endpoint without a query: it gets the editor.
pub(super) fn is_asked_for(http: &Request) -> bool {
    let by_get = matches!(*http.method(), Method::GET | Method::HEAD);
    if !by_get || http.uri().path() != "/graphql" {
        return false;
    }
    let asks = |parameter: &str| {
        ["query=", "documentId=", "extensions="].iter().any(|name| parameter.starts_with(name))
    };
    let queries = http.uri().query().is_some_and(|parameters| parameters.split('&').any(asks));
    !queries && negotiate::prefers(http.headers(), "text", "html")
}

/// The page, and its content security policy.
#[derive(Clone)]
pub(super) struct Editor {
    page: String,
    policy: HeaderValue,
}

impl Editor {
    /// The editor with its files from `assets`, which has them under the paths of npm packages.
    ///
    /// # Errors
    /// When `assets` is no address.
    pub(super) fn new(assets: &str) -> io::Result<Self> {
        let assets = assets.trim_end_matches('/');
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/[]%@".contains(c);
        let is_address = (assets.starts_with("https://") || assets.starts_with("http://"))
            && assets.chars().all(plain);
        if !is_address {
            let message = format!(
                "parse the address of GraphiQL's files '{assets}'; write it like https://example.org/npm"
            );
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
        let script = BASE64_STANDARD.encode(Sha256::digest(SCRIPT));
        let policy = format!(
            "default-src 'none'; script-src {assets}/ 'sha256-{script}'; \
             style-src {assets}/ 'unsafe-inline'; font-src {assets}/ data:; img-src data:; \
             connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        );
        Ok(Self {
            page: PAGE.replace("{assets}", assets).replace("{script}", SCRIPT),
            policy: HeaderValue::from_str(&policy).expect("an address has visible characters"),
        })
    }

    /// The page as a response.
    pub(super) fn show(&self) -> Response {
        let headers = [
            (header::CONTENT_SECURITY_POLICY, self.policy.clone()),
            // At the same address, others get GraphQL.
            (header::VARY, HeaderValue::from_static("accept")),
        ];
        (headers, Html(self.page.clone())).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_from_where_it_is_said() {
        let editor = Editor::new("https://example.org/npm/").expect("an address");
        assert!(editor.page.contains("\"https://example.org/npm/graphiql@"));
        assert!(!editor.page.contains("unpkg") && !editor.page.contains("{assets}"));
        let policy = editor.policy.to_str().expect("visible");
        assert!(policy.contains("script-src https://example.org/npm/ 'sha256-"), "{policy}");
        // What is loaded is held to its digest: three scripts and a style sheet.
        let loaded = editor.page.matches("https://example.org/npm/").count();
        assert_eq!((loaded, editor.page.matches("integrity=\"sha384-").count()), (4, 4));
    }

    #[test]
    fn an_address_cannot_widen_the_policy() {
        for assets in ["", "unpkg.com", "javascript:x", "https://a; script-src *", "https://a\"b"] {
            assert!(Editor::new(assets).is_err(), "{assets}");
        }
    }
}
