//! REST: quick look-ups, as JSON, Markdown or plain text.
//!
//! The same answers as by GraphQL, in shapes that need no query language. Failures are problems
//! (RFC 9457). `openapi.json` is made from the handlers' own descriptions.

mod answer_body;
mod ask;
mod bodies;
mod catalogue_body;
mod change_documents;
mod cite;
mod clauses;
mod compare;
mod comparison_body;
mod described;
mod documents;
mod export;
mod feedback;
mod markdown;
mod openapi;
mod parameters;
mod posted;
mod problem;
mod representation;
mod search;
mod status;
mod text_bodies;
mod text_span_body;
mod verdict_bodies;
mod verify_quote;
mod verify_text;

use axum::Router;
use axum::routing::{get, post};

use super::app::App;

pub(super) use bodies::ClauseBody;
pub(super) use documents::find as find_document;
pub use openapi::openapi;
pub(super) use parameters::{CLAUSE_FILTERS, DOCUMENT_FILTERS, Parameters, failed, refused};
pub(super) use problem::as_problem;
pub(super) use representation::{MAX_AGE_SECS, digest};

/// Everything under `/v1`.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/v1/ask", get(ask::ask).post(ask::post))
        .route("/v1/ask/export", get(export::answer))
        .route("/v1/search", get(search::search))
        .route("/v1/compare", get(compare::compare))
        .route("/v1/verify-quote", get(verify_quote::verify_quote))
        .route("/v1/verify-text", post(verify_text::verify_text))
        .route("/v1/documents", get(documents::list).post(change_documents::add))
        .route("/v1/documents/{id}", get(documents::show).delete(change_documents::remove))
        .route("/v1/documents/{id}/cite", get(cite::document))
        .route("/v1/documents/{id}/export", get(export::document))
        // One segment or two: programs that build addresses write the slash of an id as %2F;
        // and what is made of a clause after it.
        .route("/v1/clauses/{*id}", get(clauses::show))
        .route("/v1/feedback", post(feedback::give))
        .route("/v1/status", get(status::show))
        .route("/v1/openapi.json", get(openapi::show))
}
