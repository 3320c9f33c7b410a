//! `GET /v1/clauses/{document}/{label}`.

use axum::extract::Path;
use axum::extract::State;
use axum::extract::rejection::PathRejection;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;

use super::super::app::App;
use super::super::failure::Failure;
use super::bodies::ClauseBody;
use super::described::ClausePath;
use super::parameters::Parameters;
use super::problem::Problems;
use super::representation::{Form, Representation};
use super::{cite, export, markdown};
use crate::api::plain;
use crate::domain::Corpus;
use crate::service::ErrorCode;

/// Returns a clause of the current corpus.
///
/// The id of a clause is `<document>/<label>`; its slash may be sent as it is or as `%2F`.
#[utoipa::path(
    get,
    path = "/v1/clauses/{document}/{label}",
    operation_id = "clause",
    tag = "look-ups",
    params(
        ClausePath,
    ),
    responses(
        (
            status = 200,
            description = "The clause.",
            content((ClauseBody = "application/json"), (String = "text/markdown"), (String = "text/plain")),
            headers(("ETag" = String, description = "Tag of this clause in this state of the corpus.")),
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
    let corpus = app.service.corpus()?;
    // No label is called so: they have capitals and digits.
    if let Some(id) = id.strip_suffix("/cite") {
        let clause = &corpus.clauses()[find(&corpus, id)?];
        return cite::clause(&app, &corpus, clause, &uri, &headers);
    }
    if let Some(id) = id.strip_suffix("/export") {
        let clause = &corpus.clauses()[find(&corpus, id)?];
        return export::clause(&app, &corpus, clause, &uri, &headers);
    }
    Parameters::read(&uri, &[])?;
    let position = find(&corpus, &id)?;
    let chosen = Representation::choose(&app, &corpus, &uri, &headers)?;
    if let Some(response) = chosen.not_modified(&headers) {
        return Ok(response);
    }
    let clause = &corpus.clauses()[position];
    Ok(chosen.respond(
        || ClauseBody::new(&corpus, position, &app.links),
        |form| match form {
            Form::Markdown => markdown::clause(&corpus, clause, &app.links),
            _ => plain::clause(&corpus, clause),
        },
    ))
}

/// The position of the clause with this id.
fn find(corpus: &Corpus, id: &str) -> Result<usize, Failure> {
    corpus.clause_position(id).ok_or_else(|| {
        let shown: String = id.chars().take(200).collect();
        let document = id.split('/').next().filter(|document| corpus.document(document).is_some());
        let remedy = match document {
            Some(document) => format!("GET /v1/documents/{document} lists those of that document"),
            None => "GET /v1/documents lists the documents".to_owned(),
        };
        let message = format!("the corpus has no clause '{shown}'; {remedy}");
        Failure::new(ErrorCode::NotFound, message)
    })
}
