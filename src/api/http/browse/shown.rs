//! A page as a response: its policy, its tag, and for how long it may be kept.

use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use maud::Markup;
use sha2::{Digest as _, Sha256};

use super::super::app::App;
use super::super::caching::{self, Audience, EntityTag};
use super::super::failure::Failure;
use super::super::negotiate;
use super::super::rest::{MAX_AGE_SECS, digest};
use crate::api::page::{Frame, fingerprint};
use crate::domain::Corpus;

/// Pages load the files of this server, send forms to it, and do nothing else.
pub(super) const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; \
     base-uri 'none'; frame-ancestors 'none'",
);

/// How pages go by in tags.
const LETTER: char = 'h';

/// How to answer a request for a page.
pub(super) struct Shown {
    tag: EntityTag,
    audience: Audience,
}

impl Shown {
    /// What follows from this state of the corpus and the address.
    pub(super) fn choose(
        app: &App,
        corpus: &Corpus,
        uri: &Uri,
        headers: &HeaderMap,
    ) -> Result<Self, Failure> {
        let mut hash = Sha256::new();
        caching::feed(&mut hash, &digest(app, corpus, uri)?);
        caching::feed(&mut hash, &fingerprint());
        caching::feed(&mut hash, &[u8::from(app.service.keeps_feedback())]);
        let tag = EntityTag::new(&hash.finalize().into(), LETTER);
        Ok(Self { tag, audience: app.access.audience(headers) })
    }

    /// The response that spares the browser what it has already.
    pub(super) fn not_modified(&self, headers: &HeaderMap) -> Option<Response> {
        let held = self.tag.is_held(headers);
        held.then(|| self.kept(StatusCode::NOT_MODIFIED.into_response()))
    }

    /// The page.
    pub(super) fn respond(&self, frame: &Frame<'_>, content: &Markup) -> Response {
        self.kept(page(frame, content))
    }

    fn kept(&self, mut response: Response) -> Response {
        self.tag.write(response.headers_mut());
        self.audience.write(MAX_AGE_SECS, response.headers_mut());
        response
    }
}

/// Where who prefers JSON finds the same: at `address`.
pub(super) fn as_json(headers: &HeaderMap, address: &str) -> Option<Response> {
    let json = negotiate::prefers(headers, "application", "json");
    json.then(|| Redirect::to(address).into_response())
}

/// The page as it is, which nobody is told to keep.
pub(super) fn page(frame: &Frame<'_>, content: &Markup) -> Response {
    ([(header::CONTENT_SECURITY_POLICY, POLICY)], Html(frame.around(content))).into_response()
}

/// The page, which nobody may keep.
pub(super) fn passing(frame: &Frame<'_>, content: &Markup) -> Response {
    let mut response = page(frame, content);
    caching::forbid(response.headers_mut());
    response
}
