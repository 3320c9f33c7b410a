//! In which form something is shown, and whether the client has it already.

use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::super::app::App;
use super::super::caching::{self, Audience, EntityTag};
use super::super::failure::Failure;
use super::super::{bounded, negotiate};
use crate::domain::Corpus;
use crate::service::ErrorCode;

/// How long what is looked up may be used without asking again.
pub(in crate::api::http) const MAX_AGE_SECS: i32 = 60;

/// What a response is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Json,
    Markdown,
    Plain,
}

/// Every form with its media type, the preferred one first.
const FORMS: [(Form, &str, &str); 3] = [
    (Form::Json, "application", "json"),
    (Form::Markdown, "text", "markdown"),
    (Form::Plain, "text", "plain"),
];

impl Form {
    /// What it goes by in tags.
    const fn letter(self) -> char {
        match self {
            Self::Json => 'j',
            Self::Markdown => 'm',
            Self::Plain => 'p',
        }
    }

    const fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Markdown => "text/markdown; charset=utf-8",
            Self::Plain => "text/plain; charset=utf-8",
        }
    }
}

/// How to answer a GET: in which form, under which tag.
pub(super) struct Representation {
    pub(super) form: Form,
    tag: EntityTag,
    audience: Audience,
    /// Whether the response may be otherwise in a moment: nobody is to keep it then.
    passing: bool,
    bytes_max: usize,
}

impl Representation {
    /// What the client wants to see of `uri`, out of this state of the corpus. An answer follows
    /// from both, the model and this program, so that its tag is known before it is computed.
    pub(super) fn choose(
        app: &App,
        corpus: &Corpus,
        uri: &Uri,
        headers: &HeaderMap,
    ) -> Result<Self, Failure> {
        let types = FORMS.map(|(_, kind, subtype)| (kind, subtype));
        let Some(best) = negotiate::best(headers, &types) else {
            let message = "send 'Accept: application/json', 'text/markdown' or 'text/plain'";
            return Err(Failure::new(ErrorCode::NotAcceptable, message));
        };
        let form = FORMS[best].0;
        let tag = EntityTag::new(&digest(app, corpus, uri)?, form.letter());
        let (audience, bytes_max) = (app.access.audience(headers), app.response_bytes_max);
        Ok(Self { form, tag, audience, passing: false, bytes_max })
    }

    /// The same for a response that may be otherwise in a moment, if `passing`.
    #[must_use]
    pub(super) fn passing(self, passing: bool) -> Self {
        Self { passing, ..self }
    }

    /// The response that spares the client what it has already.
    pub(super) fn not_modified(&self, headers: &HeaderMap) -> Option<Response> {
        let held = self.tag.is_held(headers);
        held.then(|| self.with_headers(StatusCode::NOT_MODIFIED.into_response()))
    }

    /// The response: `body` as JSON, or else `text`; a failure where it is too large.
    pub(super) fn respond<T: Serialize>(
        &self,
        body: impl FnOnce() -> T,
        text: impl FnOnce(Form) -> String,
    ) -> Response {
        let bytes = match self.form {
            Form::Json => bounded::json(&body(), self.bytes_max),
            form => Some(text(form).into_bytes()).filter(|bytes| bytes.len() <= self.bytes_max),
        };
        let Some(bytes) = bytes else { return bounded::too_large(self.bytes_max).into_response() };
        let content_type = HeaderValue::from_static(self.form.content_type());
        self.with_headers(([(header::CONTENT_TYPE, content_type)], bytes).into_response())
    }

    fn with_headers(&self, mut response: Response) -> Response {
        if self.passing {
            caching::forbid(response.headers_mut());
            return response;
        }
        self.tag.write(response.headers_mut());
        self.audience.write(MAX_AGE_SECS, response.headers_mut());
        response
    }
}

/// What a response to `uri` follows from, whatever its form.
pub(in crate::api::http) fn digest(
    app: &App,
    corpus: &Corpus,
    uri: &Uri,
) -> Result<[u8; 32], Failure> {
    let state = app.service.state()?;
    let mut hash = Sha256::new();
    let parts: [&[u8]; 7] = [
        env!("CARGO_PKG_VERSION").as_bytes(),
        &corpus.digest().0,
        &state.model.0,
        &[u8::from(state.reranked)],
        app.links.public_url.as_bytes(),
        uri.path().as_bytes(),
        uri.query().unwrap_or_default().as_bytes(),
    ];
    for part in parts {
        caching::feed(&mut hash, part);
    }
    Ok(hash.finalize().into())
}
