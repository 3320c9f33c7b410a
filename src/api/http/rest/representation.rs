//! In which form something is shown, and whether the client has it already.

use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::super::failure::Failure;
use super::super::{App, negotiate};
use crate::domain::{Corpus, Digest};
use crate::service::ErrorCode;

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
    etag: HeaderValue,
    headers: [(header::HeaderName, HeaderValue); 2],
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
        let model = app.service.model()?.digest.to_string();
        let digest = corpus.digest().to_string();
        let parts = [
            env!("CARGO_PKG_VERSION"),
            &digest,
            &model,
            &app.links.public_url,
            form.content_type(),
            uri.path(),
            uri.query().unwrap_or_default(),
        ];
        let etag = tag(&parts);
        let (cache, vary) = if app.access.is_public() {
            ("public, max-age=60", "accept")
        } else {
            ("private, max-age=60", "accept, authorization")
        };
        let headers = [
            (header::CACHE_CONTROL, HeaderValue::from_static(cache)),
            (header::VARY, HeaderValue::from_static(vary)),
        ];
        Ok(Self { form, etag, headers })
    }

    /// The response that spares the client what it has already.
    pub(super) fn not_modified(&self, headers: &HeaderMap) -> Option<Response> {
        let values = headers.get_all(header::IF_NONE_MATCH).iter();
        let mut tags = values.filter_map(|value| value.to_str().ok()).flat_map(|v| v.split(','));
        let plain = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
        let own = plain(self.etag.to_str().unwrap_or_default());
        tags.any(|tag| plain(tag) == own)
            .then(|| self.dress(StatusCode::NOT_MODIFIED.into_response()))
    }

    /// The response: `body` as JSON, or else `text`.
    pub(super) fn respond<T: Serialize>(
        &self,
        body: impl FnOnce() -> T,
        text: impl FnOnce(Form) -> String,
    ) -> Response {
        let bytes = match self.form {
            Form::Json => serde_json::to_vec(&body()).expect("bodies have string keys only"),
            form => text(form).into_bytes(),
        };
        let content_type = HeaderValue::from_static(self.form.content_type());
        self.dress(([(header::CONTENT_TYPE, content_type)], bytes).into_response())
    }

    fn dress(&self, mut response: Response) -> Response {
        let headers = response.headers_mut();
        headers.insert(header::ETAG, self.etag.clone());
        headers.extend(self.headers.clone());
        response
    }
}

/// A weak tag: compression may change the bytes, and the answer stays the same.
fn tag(parts: &[&str]) -> HeaderValue {
    let mut hash = Sha256::new();
    for part in parts {
        // The length keeps parts apart.
        hash.update(part.len().to_le_bytes());
        hash.update(part);
    }
    let digits = Digest(hash.finalize().into()).to_string();
    HeaderValue::from_str(&format!("W/\"{}\"", &digits[..32])).expect("digits are visible")
}
