//! `GET .../export`: documents, clauses and the citations of answers as files of other programs.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

use super::super::app::App;
use super::super::caching::EntityTag;
use super::super::failure::Failure;
use super::super::{bounded, negotiate};
use super::described::{ClauseFilters, ClausePath, DocumentPath};
use super::parameters::{CLAUSE_FILTERS, Parameters, failed, refused};
use super::problem::Problems;
use super::representation::{MAX_AGE_SECS, digest};
use super::{ask, documents};
use crate::citing::{ExportFormat, Passage, Subject};
use crate::domain::{Clause, Corpus};
use crate::service::ErrorCode;

/// The media types that are taken for others' names.
const ALIASES: [(&str, &str, ExportFormat); 4] = [
    ("application", "json", ExportFormat::CslJson),
    ("text", "x-bibtex", ExportFormat::Bibtex),
    ("application", "xml", ExportFormat::AkomaNtoso),
    ("text", "xml", ExportFormat::AkomaNtoso),
];

/// Exports a document.
///
/// In the format of `format`, or else the one that `Accept` prefers. Web Annotations have one annotation for each
/// clause.
#[utoipa::path(
    get,
    path = "/v1/documents/{id}/export",
    operation_id = "exportDocument",
    tag = "citing",
    params(
        DocumentPath,
        ("format" = Option<String>, Query, description = "The format; without it, the one that `Accept` names.", example = "akoma-ntoso"),
    ),
    responses(
        (
            status = 200,
            description = "The file.",
            content(
                (Vec<Object> = "application/vnd.citationstyles.csl+json"),
                (String = "application/x-bibtex"),
                (String = "application/x-research-info-systems"),
                (Object = "application/ld+json"),
                (String = "application/akn+xml"),
            ),
        ),
        Problems,
    ),
    security((), ("apiKey" = [])),
)]
pub(super) async fn document(
    State(app): State<App>,
    id: Result<Path<String>, PathRejection>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let Path(id) = id.map_err(|_| Failure::undecodable_path())?;
    let format = format(&Parameters::read(&uri, &["format"])?, &headers, &ExportFormat::ALL)?;
    let corpus = app.service.corpus()?;
    let document = documents::find(&corpus, &id)?;
    let name = document.id.as_str();
    let file = File { app: &app, corpus: &corpus, format, name, uri: &uri };
    file.respond(Subject::Document(document), &headers)
}

/// Exports a clause: the record of its document with the clause as the quotation, or an annotation.
#[utoipa::path(
    get,
    path = "/v1/clauses/{document}/{label}/export",
    operation_id = "exportClause",
    tag = "citing",
    params(
        ClausePath,
        ("format" = Option<String>, Query, description = "The format; without it, the one that `Accept` names.", example = "bibtex"),
    ),
    responses(
        (
            status = 200,
            description = "The file.",
            content(
                (Vec<Object> = "application/vnd.citationstyles.csl+json"),
                (String = "application/x-bibtex"),
                (String = "application/x-research-info-systems"),
                (Object = "application/ld+json"),
            ),
        ),
        Problems,
    ),
    security((), ("apiKey" = [])),
)]
pub(super) fn clause(
    app: &App,
    corpus: &Corpus,
    clause: &Clause,
    uri: &Uri,
    headers: &HeaderMap,
) -> Result<Response, Failure> {
    let format = format(&Parameters::read(uri, &["format"])?, headers, OF_PASSAGES)?;
    let passages = [Passage::of_clause(corpus, clause)];
    let name = corpus.id_of(clause).replace('/', "-");
    let file = File { app, corpus, format, name: &name, uri };
    file.respond(Subject::Passages(&passages), headers)
}

/// Exports the citations of an answer: each document once, with its quotations.
///
/// Takes the parameters of `/v1/ask`. If the question is not answered, the file has no entries.
#[utoipa::path(
    get,
    path = "/v1/ask/export",
    operation_id = "exportAnswer",
    tag = "citing",
    params(
        ("q" = String, Query, description = "The question, in at most 2000 characters.", example = "Which declaration mentions human trafficking?"),
        ("format" = Option<String>, Query, description = "The format; without it, the one that `Accept` names.", example = "ris"),
        ("history" = Option<Vec<String>>, Query, description = "Earlier questions of the same conversation, oldest first, at most 20."),
        ClauseFilters,
        ("maxCitations" = Option<usize>, Query, description = "The most citations of the answer, from 1 to 100.", minimum = 1, maximum = 100),
    ),
    responses(
        (
            status = 200,
            description = "The file.",
            content(
                (Vec<Object> = "application/vnd.citationstyles.csl+json"),
                (String = "application/x-bibtex"),
                (String = "application/x-research-info-systems"),
                (Object = "application/ld+json"),
            ),
        ),
        Problems,
    ),
    security((), ("apiKey" = [])),
)]
pub(super) async fn answer(
    State(app): State<App>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let known = [&["q", "history"][..], &CLAUSE_FILTERS, &["maxCitations", "format"]].concat();
    let parameters = Parameters::read(&uri, &known)?;
    let format = format(&parameters, &headers, OF_PASSAGES)?;
    let query = ask::query(&parameters)?;
    let answer = app.service.ask(query).await.map_err(failed)?.answer;
    let corpus = &answer.corpus;
    let passage = |citation| Passage::of_citation(corpus, citation);
    let passages: Vec<Passage<'_>> = answer.citations.iter().map(passage).collect();
    let file = File { app: &app, corpus, format, name: "citations", uri: &uri };
    file.respond(Subject::Passages(&passages), &headers)
}

/// The formats that there are of passages: all but the last.
pub(super) const OF_PASSAGES: &[ExportFormat] = ExportFormat::ALL.split_at(4).0;

/// The format that `parameters` name, or else the best that `headers` accept among `offered`.
fn format(
    parameters: &Parameters,
    headers: &HeaderMap,
    offered: &[ExportFormat],
) -> Result<ExportFormat, Failure> {
    let names = ExportFormat::ALL.map(|format| (format.name(), format));
    if let Some(format) = parameters.one_named("format", &names)? {
        return Ok(format);
    }
    let own = ExportFormat::ALL.map(|format| {
        let (kind, subtype) = format.media_type();
        (kind, subtype, format)
    });
    let known = own.iter().chain(&ALIASES).filter(|(.., format)| offered.contains(format));
    let known: Vec<_> = known.copied().collect();
    let types: Vec<_> = known.iter().map(|(kind, subtype, _)| (*kind, *subtype)).collect();
    negotiate::best(headers, &types).map(|best| known[best].2).ok_or_else(|| {
        let names: Vec<&str> = offered.iter().map(|format| format.name()).collect();
        let message = format!("name the format by ?format=, one of: {}", names.join(", "));
        Failure::new(ErrorCode::NotAcceptable, message)
    })
}

/// What is sent, and what is known of it before it is made.
struct File<'a> {
    app: &'a App,
    corpus: &'a Corpus,
    format: ExportFormat,
    /// Without what its name ends in.
    name: &'a str,
    uri: &'a Uri,
}

impl File<'_> {
    fn respond(&self, subject: Subject<'_>, headers: &HeaderMap) -> Result<Response, Failure> {
        let Self { app, corpus, format, name, uri } = *self;
        let tag = EntityTag::new(&digest(app, corpus, uri)?, letter(format));
        let mut response = if tag.is_held(headers) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            bounded::holds(app.response_bytes_max, words(corpus, subject, format))?;
            let text = app.links.export(corpus, subject, format).map_err(refused)?;
            let (kind, subtype) = format.media_type();
            let media_type = format!("{kind}/{subtype}{}", format.parameters());
            let disposition = format!("attachment; filename=\"{name}.{}\"", format.extension());
            let value = |text: String| {
                HeaderValue::from_str(&text).expect("media types, ids and labels are visible")
            };
            let described = [
                (header::CONTENT_TYPE, value(media_type)),
                (header::CONTENT_DISPOSITION, value(disposition)),
            ];
            (described, text).into_response()
        };
        tag.write(response.headers_mut());
        app.access.audience(headers).write(MAX_AGE_SECS, response.headers_mut());
        Ok(response)
    }
}

/// How many characters of the corpus stand in the file, before it is made; of one that is small by its
/// nature none.
fn words(corpus: &Corpus, subject: Subject<'_>, format: ExportFormat) -> u32 {
    match (subject, format) {
        (Subject::Document(document), ExportFormat::WebAnnotation | ExportFormat::AkomaNtoso) => {
            corpus.clauses_of(document).iter().map(|clause| clause.span.len()).sum()
        }
        _ => 0,
    }
}

/// What a format goes by in tags.
const fn letter(format: ExportFormat) -> char {
    match format {
        ExportFormat::CslJson => 'c',
        ExportFormat::Bibtex => 'b',
        ExportFormat::Ris => 'r',
        ExportFormat::WebAnnotation => 'w',
        ExportFormat::AkomaNtoso => 'a',
    }
}
