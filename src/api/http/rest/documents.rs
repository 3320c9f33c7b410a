//! `GET /v1/documents` and `GET /v1/documents/{id}`.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::response::Response;

use super::super::app::App;
use super::super::bounded;
use super::super::failure::Failure;
use super::bodies::{DocumentBody, DocumentListBody, DocumentTextBody};
use super::described::{DocumentFilters, DocumentPath};
use super::markdown;
use super::parameters::{DOCUMENT_FILTERS, Parameters, refused};
use super::problem::Problems;
use super::representation::{Form, Representation};
use crate::api::plain;
use crate::domain::{Corpus, Document, InvalidQuery};
use crate::service::ErrorCode;

/// The default number of documents on a page.
pub(super) const PAGE_DEFAULT: usize = 100;
/// The most documents on a page.
const PAGE_MAX: usize = 1_000;

/// Lists documents in order of date.
#[utoipa::path(
    get,
    path = "/v1/documents",
    operation_id = "documents",
    tag = "look-ups",
    params(
        DocumentFilters,
        ("limit" = Option<usize>, Query, description = "How many, from 1 to 1000.", minimum = 1, maximum = 1000),
        ("after" = Option<String>, Query, description = "Id of the document after which to begin."),
    ),
    responses(
        (
            status = 200,
            description = "A page of documents.",
            content((DocumentListBody = "application/json"), (String = "text/markdown"), (String = "text/plain")),
            headers(
                ("ETag" = String, description = "Tag of this page in this state of the corpus."),
                ("Link" = Option<String>, description = "The address of the next page, if there is one (RFC 8288)."),
            ),
        ),
        Problems,
    ),
    security((), ("apiKey" = [])),
)]
pub(super) async fn list(
    State(app): State<App>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let known = [&DOCUMENT_FILTERS[..], &["limit", "after"]].concat();
    let parameters = Parameters::read(&uri, &known)?;
    let corpus = app.service.corpus()?;
    let chosen = Representation::choose(&app, &corpus, &uri, &headers)?;
    if let Some(response) = chosen.not_modified(&headers) {
        return Ok(response);
    }
    let (page, total_count, more) = page(&corpus, &parameters)?;
    let shown: Vec<&Document> = page.iter().map(|&index| &corpus.documents()[index]).collect();
    let next = shown.last().filter(|_| more).map(|last| next(&uri, &last.id));
    let mut response = chosen.respond(
        || DocumentListBody {
            documents: page.iter().map(|&index| DocumentBody::new(&corpus, index)).collect(),
            total_count,
            next: next.clone(),
            corpus_digest: corpus.digest().to_string(),
        },
        |form| match form {
            Form::Markdown => markdown::documents(&shown),
            _ => plain::documents(&shown),
        },
    );
    if let Some(next) = next {
        let link = HeaderValue::from_str(&format!("<{next}>; rel=\"next\""));
        response.headers_mut().insert(header::LINK, link.expect("addresses are visible"));
    }
    Ok(response)
}

/// The indices of a page's documents, how many there are in all, and whether more follow.
fn page(corpus: &Corpus, parameters: &Parameters) -> Result<(Vec<usize>, usize, bool), Failure> {
    let filter = parameters.filter()?;
    filter.validate(corpus).map_err(refused)?;
    let limit = parameters.count("limit", PAGE_MAX)?.unwrap_or(PAGE_DEFAULT);
    let documents = corpus.documents();
    let first = match parameters.one("after")? {
        None => 0,
        Some(id) => {
            1 + corpus.document_index(&id).ok_or_else(|| {
                let shown: String = id.chars().take(80).collect();
                let message = format!("no document '{shown}'; start again without it");
                refused(InvalidQuery { field: "after", message })
            })?
        }
    };
    let admitted = |index: &usize| filter.admits_document(&documents[*index]);
    let total = (0..documents.len()).filter(admitted).count();
    let mut rest = (first..documents.len()).filter(admitted);
    let page: Vec<usize> = rest.by_ref().take(limit).collect();
    Ok((page, total, rest.next().is_some()))
}

/// The address of the page after the document `last`.
fn next(uri: &Uri, last: &str) -> String {
    let kept = uri.query().unwrap_or_default().split('&');
    let kept = kept.filter(|pair| !pair.is_empty() && !pair.starts_with("after="));
    let after = format!("after={last}");
    let query: Vec<&str> = kept.chain([after.as_str()]).collect();
    format!("{}?{}", uri.path(), query.join("&"))
}

/// Returns a document: its text, and the places of its clauses.
#[utoipa::path(
    get,
    path = "/v1/documents/{id}",
    operation_id = "document",
    tag = "look-ups",
    params(DocumentPath),
    responses(
        (
            status = 200,
            description = "The document.",
            content((DocumentTextBody = "application/json"), (String = "text/markdown"), (String = "text/plain")),
            headers(("ETag" = String, description = "Tag of this document in this state of the corpus.")),
        ),
        Problems,
    ),
    security((), ("apiKey" = [])),
)]
pub(super) async fn show(
    State(app): State<App>,
    id: Result<Path<String>, PathRejection>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let Path(id) = id.map_err(|_| Failure::undecodable_path())?;
    Parameters::read(&uri, &[])?;
    let corpus = app.service.corpus()?;
    let document = find(&corpus, &id)?;
    let index = corpus.document_index(&id).expect("it was found");
    let chosen = Representation::choose(&app, &corpus, &uri, &headers)?;
    if let Some(response) = chosen.not_modified(&headers) {
        return Ok(response);
    }
    bounded::holds(app.response_bytes_max, document.text.len())?;
    Ok(chosen.respond(
        || DocumentTextBody::new(&corpus, index),
        |form| match form {
            Form::Markdown => markdown::document(&corpus, document),
            _ => document.text.as_str().to_owned(),
        },
    ))
}

/// The document with this id.
pub(in crate::api::http) fn find<'a>(
    corpus: &'a Corpus,
    id: &str,
) -> Result<&'a Document, Failure> {
    corpus.document(id).ok_or_else(|| {
        let shown: String = id.chars().take(200).collect();
        let message = format!("the corpus has no document '{shown}'; GET /v1/documents lists them");
        Failure::new(ErrorCode::NotFound, message)
    })
}
