//! The descriptions of the interfaces for programs: the REST interface as a page, the GraphQL schema as text.

use std::sync::LazyLock;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::Markup;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::super::app::App;
use super::super::caching::{Audience, EntityTag};
use super::super::failure::Failure;
use super::super::rest::{MAX_AGE_SECS, openapi};
use super::shown::page as show;
use crate::api::graphql::sdl;
use crate::api::page::{self, Frame, Place, fingerprint};
use crate::service::ErrorCode;

/// The page; it is the same until another build is started.
static DOCS: LazyLock<Markup> = LazyLock::new(|| {
    let openapi = serde_json::from_str::<Value>(&openapi()).unwrap_or_default();
    page::reference(&openapi)
});

static SCHEMA: LazyLock<String> = LazyLock::new(sdl);

/// The REST interface.
pub(super) async fn docs(headers: HeaderMap) -> Response {
    let mut hash = Sha256::new();
    hash.update(DOCS.0.as_bytes());
    hash.update(fingerprint());
    let tag = EntityTag::new(&hash.finalize().into(), 'h');
    let frame = Frame {
        title: "REST interface".to_owned(),
        place: Place::Elsewhere,
        corpus: None,
        data: Some("/v1/openapi.json".to_owned()),
    };
    kept(&tag, &headers, || show(&frame, &DOCS))
}

/// The GraphQL schema, where it may be known.
pub(super) async fn schema(
    State(app): State<App>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    if !app.introspection {
        let message = "this server does not show its schema";
        return Err(Failure::new(ErrorCode::NotFound, message));
    }
    let tag = EntityTag::new(&Sha256::digest(SCHEMA.as_bytes()).into(), 'g');
    let plain = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    Ok(kept(&tag, &headers, || (plain, SCHEMA.as_str()).into_response()))
}

/// What is the same for all, and says nothing of the documents.
fn kept(tag: &EntityTag, headers: &HeaderMap, show: impl FnOnce() -> Response) -> Response {
    let mut response =
        if tag.is_held(headers) { StatusCode::NOT_MODIFIED.into_response() } else { show() };
    tag.write(response.headers_mut());
    Audience::All.write(MAX_AGE_SECS, response.headers_mut());
    response
}
