//! What is beside GraphQL and REST: the start, health, and clauses by their permanent links.

use std::fmt::Write;

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::app::App;
use super::clause_version::ClauseVersionBody;
use super::endpoints::ENDPOINTS;
use super::failure::{Failure, hint_retry};
use super::rest::MAX_AGE_SECS;
use super::{browse, negotiate};
use crate::api::plain;
use crate::service::ErrorCode;

const ABOUT: &str =
    "Rapporteur answers which declaration said what, with the clause, word for word.";

/// What can be asked, and how; `BASE` stands for the address of the service, `CLAUSE` for a clause.
const EXAMPLES: [(&str, &str); 5] = [
    (
        "Ask a question",
        r#"curl -H 'Content-Type: application/json' -d '{"query": "{ ask(question: \"Which declaration urges cooperation?\") { text citations { quote permalink } } }"}' BASE/graphql"#,
    ),
    (
        "Check a quotation",
        "curl -G BASE/v1/verify-quote --data-urlencode 'text=the words that somebody quotes'",
    ),
    (
        "Check all that a draft says of the documents",
        "jq --raw-input --slurp '{text: .}' draft.md | curl -H 'Content-Type: application/json' --data-binary @- BASE/v1/verify-text",
    ),
    (
        "Compare what the documents say",
        "curl -G BASE/v1/compare --data-urlencode 'topic=police cooperation'",
    ),
    ("Cite a clause", "curl 'BASE/v1/clauses/CLAUSE/cite?style=oscola'"),
];

/// What is true now may not be in a moment.
const NOT_KEPT: [(header::HeaderName, &str); 1] = [(header::CACHE_CONTROL, "no-store")];

/// The page for people; for programs, what this is and where to ask.
pub(super) async fn start(
    State(app): State<App>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    if negotiate::prefers(&headers, "text", "html") {
        return browse::ask(&app, &uri, &headers).await;
    }
    let base = app.links.public_url.trim_end_matches('/');
    let base = if base.is_empty() { "http://localhost:8080" } else { base };
    let corpus = app.service.corpus().ok();
    let clause =
        corpus.and_then(|corpus| corpus.clauses().first().map(|clause| corpus.id_of(clause)));
    let clause = clause.unwrap_or_else(|| "DOCUMENT/LABEL".to_owned());
    let examples = EXAMPLES
        .map(|(what, command)| (what, command.replace("BASE", base).replace("CLAUSE", &clause)));
    let by_accept = [(header::VARY, "accept")];
    let rows: String = ENDPOINTS.iter().fold(String::new(), |mut rows, (path, what)| {
        let _ = writeln!(rows, "  {path:<46} {what}");
        rows
    });
    let examples = examples.iter().fold(String::new(), |mut text, (what, command)| {
        let _ = write!(text, "\n{what}:\n  {command}\n");
        text
    });
    Ok((by_accept, format!("{ABOUT}\n\n{rows}{examples}")).into_response())
}

/// The process runs.
pub(super) async fn livez() -> impl IntoResponse {
    (NOT_KEPT, Json(json!({ "status": "live" })))
}

/// Whether questions can be asked.
pub(super) async fn readyz(State(app): State<App>) -> Response {
    let stopping = "the service is about to stop; send requests to another".to_owned();
    let ready = match app.service.corpus() {
        Ok(_) if app.service.is_draining() => Err(stopping),
        corpus => corpus.map_err(|reason| reason.to_string()),
    };
    match ready {
        Ok(corpus) => {
            let digest = corpus.digest().short();
            (NOT_KEPT, Json(json!({ "status": "ready", "corpus": digest }))).into_response()
        }
        Err(reason) => {
            let body = json!({ "status": "not ready", "reason": reason });
            let mut response =
                (StatusCode::SERVICE_UNAVAILABLE, NOT_KEPT, Json(body)).into_response();
            hint_retry(&mut response);
            response
        }
    }
}

/// A clause by its permanent link: as text, or as a page or JSON for those who ask for it. One of an earlier
/// state of the corpus comes with what became of it since.
pub(super) async fn clause(
    State(app): State<App>,
    path: Result<Path<(String, String, String)>, PathRejection>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let Path((state, document, label)) = path.map_err(|_| Failure::undecodable_path())?;
    let version = match app.service.clause_version(&state, &document, &label).await {
        Ok(version) => version,
        Err(error) => return Err(with_current(&app, &format!("{document}/{label}"), error.into())),
    };
    if negotiate::prefers(&headers, "text", "html") {
        return browse::clause(&app, &version, &uri, &headers);
    }
    let mut response = if negotiate::prefers(&headers, "application", "json") {
        Json(ClauseVersionBody::new(&version, &app.links)).into_response()
    } else {
        let plain = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
        (plain, plain::clause_version(&version, &app.links)).into_response()
    };
    app.access.audience(&headers).write(MAX_AGE_SECS, response.headers_mut());
    Ok(response)
}

/// A failure with a link to the current clause, if there is one.
fn with_current(app: &App, id: &str, failure: Failure) -> Failure {
    let is_dead = matches!(failure.code, ErrorCode::NotFound | ErrorCode::Gone);
    let corpus = app.service.corpus().ok().filter(|_| is_dead);
    let clause = corpus.as_ref().and_then(|corpus| Some((corpus, corpus.clause(id)?)));
    match clause.map(|(corpus, clause)| app.links.clause(corpus, clause)) {
        Some(link) => {
            let message = format!("{}; the clause as it stands now: {link}", failure.message());
            Failure::new(failure.code, message).with("permalink", link.into())
        }
        None => failure,
    }
}
