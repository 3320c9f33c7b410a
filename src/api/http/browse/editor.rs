//! The editor for GraphQL.

use axum::http::{HeaderValue, Uri, header};
use axum::response::{Html, IntoResponse, Response};

use super::super::access::Visitor;
use super::super::app::App;
use super::super::caching;
use crate::api::page::{self, Frame, Place};

/// `GraphiQL` writes styles into its page, and its style sheet has a font in it.
const GRAPHIQL_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; img-src 'self' data:; \
     font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);
const OWN_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
     base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
);

/// The page: `GraphiQL`, or with `?plain` the small editor. Its first query names documents only to who may read them.
pub(in crate::api::http) fn editor(app: &App, uri: &Uri, visitor: &Visitor) -> Response {
    let plain = uri.query().is_some_and(|all| all.split('&').any(|parameter| parameter == "plain"));
    let corpus = app.service.corpus().ok().filter(|_| visitor.may_read().is_ok());
    let corpus = corpus.as_deref();
    let graphiql = page::graphiql(corpus).filter(|_| !plain);
    let policy = if graphiql.is_some() { GRAPHIQL_POLICY } else { OWN_POLICY };
    let page = graphiql.unwrap_or_else(|| {
        let title = "GraphQL".to_owned();
        let frame = Frame { title, place: Place::Elsewhere, corpus, data: None };
        frame.around(&page::editor(corpus))
    });
    let headers = [
        (header::CONTENT_SECURITY_POLICY, policy),
        // At the same address, others get GraphQL.
        (header::VARY, HeaderValue::from_static("accept")),
    ];
    let mut response = (headers, Html(page)).into_response();
    caching::forbid(response.headers_mut());
    response
}
