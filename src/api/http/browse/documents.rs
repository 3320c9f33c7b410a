//! The page that lists the documents.

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;

use super::super::app::App;
use super::super::failure::Failure;
use super::super::rest::{DOCUMENT_FILTERS, refused};
use super::choices::{choices, filter, first};
use super::shown::{Shown, as_json};
use crate::api::page::{self, Frame, Place};

/// So many documents stand on a page.
const PAGE: usize = 100;

/// The documents, the newest first.
pub(super) async fn list(
    State(app): State<App>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let known = [&["from"][..], &DOCUMENT_FILTERS].concat();
    let choices = choices(&uri, &known)?;
    let data = uri.query().map_or_else(String::new, |query| format!("?{query}"));
    if let Some(elsewhere) = as_json(&headers, &format!("/v1/documents{data}")) {
        return Ok(elsewhere);
    }
    let corpus = app.service.corpus()?;
    let shown = Shown::choose(&app, &corpus, &uri, &headers)?;
    if let Some(response) = shown.not_modified(&headers) {
        return Ok(response);
    }
    let filter = filter(&choices)?;
    filter.validate(&corpus).map_err(refused)?;
    let documents = corpus.documents();
    let indices: Vec<usize> =
        (0..documents.len()).rev().filter(|&at| filter.admits_document(&documents[at])).collect();
    let first = first(&choices).min(indices.len()) / PAGE * PAGE;
    let frame = Frame {
        title: "Documents".to_owned(),
        place: Place::Documents,
        corpus: Some(&corpus),
        data: Some("/v1/documents".to_owned()),
    };
    Ok(shown.respond(&frame, &page::documents(&corpus, &indices, first, PAGE, &choices)))
}
