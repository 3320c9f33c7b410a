//! Failures as pages, for those who came with a browser.

use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use super::super::app::App;
use super::super::failure::Failure;
use super::super::negotiate;
use super::super::surface::Surface;
use super::shown::POLICY;
use crate::api::page::{self, Dead, Frame, Place};

/// How browsers are told to ask for a key: by the dialog that they have for it.
const ASK_FOR_KEY: HeaderValue =
    HeaderValue::from_static("Basic realm=\"rapporteur\", charset=\"UTF-8\"");

/// Whether a browser asks for a page: failures are pages then.
pub(in crate::api::http) fn is_browser(request: &Request) -> bool {
    let pages = [Surface::Page, Surface::Permalink, Surface::Other];
    pages.contains(&Surface::from_uri(request.uri()))
        && negotiate::prefers(request.headers(), "text", "html")
}

/// `response`, which says `failure`, as a page.
pub(in crate::api::http) fn as_page(
    app: &App,
    path: &str,
    mut response: Response,
    failure: &Failure,
) -> Response {
    let status = response.status();
    // Handlers look for pages for those who may read; nobody else is told anything of the documents.
    let is_dead = matches!(status, StatusCode::NOT_FOUND | StatusCode::GONE);
    let corpus = app.service.corpus().ok().filter(|_| is_dead);
    let dead = Dead {
        status: status.as_u16(),
        message: failure.message(),
        path,
        permalink: failure.extensions.get("permalink").and_then(|link| link.as_str()),
    };
    let frame = Frame {
        title: status.canonical_reason().unwrap_or("Failure").to_owned(),
        place: Place::Elsewhere,
        corpus: corpus.as_deref(),
        data: None,
    };
    let page = Html(frame.around(&page::failure(&dead, corpus.as_deref()))).into_response();
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    headers.insert(header::VARY, HeaderValue::from_static("accept, authorization"));
    if let Some(media_type) = page.headers().get(header::CONTENT_TYPE) {
        headers.insert(header::CONTENT_TYPE, media_type.clone());
    }
    if status == StatusCode::UNAUTHORIZED {
        headers.append(header::WWW_AUTHENTICATE, ASK_FOR_KEY);
    }
    *response.body_mut() = page.into_body();
    response
}
