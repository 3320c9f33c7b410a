//! Whether a request is for the editor for GraphQL, which browsers get at `/graphql`.

use axum::extract::Request;
use axum::http::Method;

use super::negotiate;

/// Whether a browser came to the endpoint, with a query or without one: it gets the editor.
pub(super) fn is_asked_for(http: &Request) -> bool {
    let by_get = matches!(*http.method(), Method::GET | Method::HEAD);
    if !by_get || http.uri().path() != "/graphql" {
        return false;
    }
    // What is meant by these is no text that can be shown.
    let persisted = |parameter: &str| {
        ["documentId=", "extensions="].iter().any(|name| parameter.starts_with(name))
    };
    let persisted = http.uri().query().is_some_and(|all| all.split('&').any(persisted));
    !persisted && negotiate::prefers(http.headers(), "text", "html")
}
