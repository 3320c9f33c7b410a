//! `GET /v1/verify-quote`.

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;

use super::super::app::App;
use super::super::failure::Failure;
use super::markdown;
use super::parameters::{Parameters, failed};
use super::problem::Problems;
use super::representation::{Form, Representation};
use super::verdict_bodies::QuoteVerdictBody;
use crate::api::plain;
use crate::domain::QuoteClaim;
use crate::service::ErrorCode;

/// Says whether a quotation is in the documents, and where.
///
/// If the quotation was not found, the status is still 200, and `verdict` is `NOT_FOUND`.
#[utoipa::path(
    get,
    path = "/v1/verify-quote",
    operation_id = "verifyQuote",
    tag = "look-ups",
    params(
        ("text" = String, Query, description = "The quotation as pasted, in at most 2000 characters.", example = "a largely lawless and seemingly limitless cyberspace"),
        ("document" = Option<String>, Query, description = "Id of the document that it is ascribed to."),
        ("clause" = Option<String>, Query, description = "Id of the clause that it is ascribed to."),
    ),
    responses(
        (
            status = 200,
            description = "The verdict.",
            content((QuoteVerdictBody = "application/json"), (String = "text/markdown"), (String = "text/plain")),
            headers(("ETag" = String, description = "Tag of this verdict in this state of the corpus.")),
        ),
        Problems,
    ),
    security((), ("apiKey" = [])),
)]
pub(super) async fn verify_quote(
    State(app): State<App>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let parameters = Parameters::read(&uri, &["text", "document", "clause"])?;
    let text = parameters.one("text")?.ok_or_else(|| {
        let message = "text: is missing; send the quotation as ?text=...";
        Failure::new(ErrorCode::BadRequest, message)
    })?;
    let (document, clause) = (parameters.one("document")?, parameters.one("clause")?);
    let corpus = app.service.corpus()?;
    let chosen = Representation::choose(&app, &corpus, &uri, &headers)?;
    if let Some(response) = chosen.not_modified(&headers) {
        return Ok(response);
    }
    let claim = QuoteClaim { text, document, clause };
    let (verdict, _) = app.service.verify_quote(claim).await.map_err(failed)?;
    let chosen = if verdict.corpus_digest() == corpus.digest() {
        chosen
    } else {
        // The corpus was replaced meanwhile: the tag is to be this verdict's.
        Representation::choose(&app, &verdict.corpus, &uri, &headers)?
    };
    Ok(chosen.respond(
        || QuoteVerdictBody::new(&verdict, &app.links),
        |form| match form {
            Form::Markdown => markdown::verdict(&verdict, &app.links),
            _ => plain::verdict(&verdict, &app.links),
        },
    ))
}
