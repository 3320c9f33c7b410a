//! `POST /v1/documents` and `DELETE /v1/documents/{id}`, for operators.

use axum::Json;
use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::app::App;
use super::super::failure::Failure;
use super::super::{body, caching};
use super::catalogue_body::DoubtBody;
use super::described::DocumentPath;
use super::parameters::{Parameters, failed, unfit};
use super::problem::Problems;
use crate::api::wire::{DocumentKind, FileEffect};
use crate::domain::{FileAddition, FileRemoval, ReadDocument, SentFile};

/// The result of sending a file.
#[derive(Serialize, ToSchema)]
#[schema(as = AddedDocuments)]
pub(super) struct AddedBody {
    /// The file's name in the folder of the corpus.
    #[schema(example = "quito-2031.pdf")]
    name: String,
    effect: FileEffect,
    /// Whether the folder was changed.
    written: bool,
    /// When its documents are served.
    message: &'static str,
    /// What was read of it.
    documents: Vec<ReadBody>,
}

impl From<FileAddition> for AddedBody {
    fn from(added: FileAddition) -> Self {
        let message = added.message();
        let documents = added.documents.into_iter().map(Into::into).collect();
        let effect = added.effect.into();
        Self { name: added.name, effect, written: added.written, message, documents }
    }
}

/// What was read of a document.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ReadDocument)]
struct ReadBody {
    /// Its id.
    id: String,
    /// Its title.
    title: String,
    kind: DocumentKind,
    /// When it was adopted, or else published.
    #[schema(format = Date)]
    date: Option<String>,
    /// Its official symbol.
    symbol: Option<String>,
    /// BCP 47 language tag of the text.
    language: String,
    /// How many clauses it has.
    clause_count: usize,
    /// What may have been misread.
    doubts: Vec<DoubtBody>,
}

impl From<ReadDocument> for ReadBody {
    fn from(read: ReadDocument) -> Self {
        Self {
            id: read.id,
            title: read.title,
            kind: read.kind.into(),
            date: read.date.map(|date| date.to_string()),
            symbol: read.symbol,
            language: read.language,
            clause_count: read.clauses,
            doubts: read.doubts.into_iter().map(Into::into).collect(),
        }
    }
}

/// What came of taking a document out.
#[derive(Serialize, ToSchema)]
#[schema(as = RemovedDocument)]
pub(super) struct RemovedBody {
    /// Id of the document.
    id: String,
    /// The file's name in the folder of the corpus.
    name: String,
    /// Whether the folder was changed.
    removed: bool,
    /// Until when it is served.
    message: &'static str,
}

impl From<FileRemoval> for RemovedBody {
    fn from(removal: FileRemoval) -> Self {
        let message = removal.message();
        Self { id: removal.document, name: removal.name, removed: removal.removed, message }
    }
}

/// Reads a file, and writes it into the folder of the corpus. Needs a key with the scope `admin`.
///
/// The body is the file, in any format that the folder may hold. A file of the same name is replaced.
#[utoipa::path(
    post,
    path = "/v1/documents",
    operation_id = "addDocument",
    tag = "administration",
    params(
        ("name" = String, Query, description = "Name of the file, without a path.", example = "quito-2031.pdf"),
        ("dryRun" = Option<bool>, Query, description = "Whether to show what was read, and write nothing."),
    ),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The file."),
    responses(
        (status = 200, description = "What was read; nothing was to be written.", body = AddedBody),
        (status = 201, description = "What was read and written.", body = AddedBody),
        (status = 413, description = "The file is larger than `--upload-bytes-max`."),
        Problems,
    ),
    security(("apiKey" = ["admin"])),
)]
pub(super) async fn add(State(app): State<App>, request: Request) -> Result<Response, Failure> {
    let (parts, body) = request.into_parts();
    let parameters = Parameters::read(&parts.uri, &["name", "dryRun"])?;
    let name = parameters.one("name")?;
    let name = name.ok_or_else(|| unfit("name", "is missing; send the name of the file"))?;
    let dry_run = dry_run(&parameters)?;
    let bytes = read_file(&app, &parts.headers, body).await?;
    let added =
        app.service.add_document(SentFile { name, bytes }, dry_run).await.map_err(failed)?;
    let status = if added.written { StatusCode::CREATED } else { StatusCode::OK };
    let mut response = (status, Json(AddedBody::from(added))).into_response();
    caching::forbid(response.headers_mut());
    Ok(response)
}

/// Removes the file of a document. Needs a key with the scope `admin`.
///
/// Permanent links to the document go on.
#[utoipa::path(
    delete,
    path = "/v1/documents/{id}",
    operation_id = "removeDocument",
    tag = "administration",
    params(
        DocumentPath,
        ("dryRun" = Option<bool>, Query, description = "Whether to name the file, and remove nothing."),
    ),
    responses((status = 200, description = "What was removed.", body = RemovedBody), Problems),
    security(("apiKey" = ["admin"])),
)]
pub(super) async fn remove(
    State(app): State<App>,
    id: Result<Path<String>, PathRejection>,
    uri: Uri,
) -> Result<Response, Failure> {
    let Path(id) = id.map_err(|_| Failure::undecodable_path())?;
    let parameters = Parameters::read(&uri, &["dryRun"])?;
    let dry_run = dry_run(&parameters)?;
    let removed = app.service.remove_document(id, dry_run).await.map_err(failed)?;
    let mut response = Json(RemovedBody::from(removed)).into_response();
    caching::forbid(response.headers_mut());
    Ok(response)
}

async fn read_file(app: &App, headers: &HeaderMap, body: Body) -> Result<Vec<u8>, Failure> {
    let most = app.service.sent_bytes_max().unwrap_or(app.body_bytes_max);
    body::read_at_most(most, "--upload-bytes-max", headers, body).await
}

fn dry_run(parameters: &Parameters) -> Result<bool, Failure> {
    let values = [("true", true), ("false", false)];
    Ok(parameters.one_named("dryRun", &values)?.unwrap_or(false))
}
