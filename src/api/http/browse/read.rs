//! The pages of documents and of clauses.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;

use super::super::app::App;
use super::super::bounded;
use super::super::failure::Failure;
use super::super::rest::{MAX_AGE_SECS, find_document};
use super::choices::{choices, quoted};
use super::shown::{Shown, as_json, page as show};
use crate::api::page::{self, Frame, Place};
use crate::domain::ClauseVersion;

/// A document, to be read. Who asks for JSON is led to where that is.
pub(super) async fn document(
    State(app): State<App>,
    id: Result<Path<String>, PathRejection>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let Path(id) = id.map_err(|_| Failure::undecodable_path())?;
    let choices = choices(&uri, &["at"])?;
    let corpus = app.service.corpus()?;
    let document = find_document(&corpus, &id)?;
    let data = format!("/v1/documents/{}", document.id);
    if let Some(elsewhere) = as_json(&headers, &data) {
        return Ok(elsewhere);
    }
    let shown = Shown::choose(&app, &corpus, &uri, &headers)?;
    if let Some(response) = shown.not_modified(&headers) {
        return Ok(response);
    }
    bounded::holds(app.response_bytes_max, document.text.len())?;
    let index = corpus.document_index(&id).expect("it was found");
    let frame = Frame {
        title: document.title.clone(),
        place: Place::Documents,
        corpus: Some(&corpus),
        data: Some(data),
    };
    Ok(shown.respond(&frame, &page::document(&corpus, index, quoted(&choices))))
}

/// The page of a clause by its permanent link.
pub(in crate::api::http) fn clause(
    app: &App,
    version: &ClauseVersion,
    uri: &Uri,
    headers: &HeaderMap,
) -> Result<Response, Failure> {
    let choices = choices(uri, &["at"])?;
    let clause = &version.corpus.clauses()[version.clause];
    let document = version.corpus.document_of(clause);
    let current = version.is_current();
    let frame = Frame {
        title: format!("{}, {}", document.title, clause.label),
        place: Place::Documents,
        corpus: Some(&version.current),
        data: current.then(|| format!("/v1/clauses/{}/{}", document.id, path(&clause.label))),
    };
    let mut response = show(&frame, &page::clause(version, quoted(&choices)));
    app.access.audience(headers).write(MAX_AGE_SECS, response.headers_mut());
    Ok(response)
}

/// A label as a part of a path.
fn path(label: &str) -> String {
    percent_encoding::utf8_percent_encode(label, percent_encoding::NON_ALPHANUMERIC).to_string()
}
