//! `GET /v1/search`.

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::app::App;
use super::super::failure::Failure;
use super::bodies::ClauseBody;
use super::described::ClauseFilters;
use super::markdown;
use super::parameters::{CLAUSE_FILTERS, Parameters, failed};
use super::problem::Problems;
use super::representation::{Form, Representation};
use crate::api::graphql::Links;
use crate::api::plain;
use crate::domain::{AskOptions, EVIDENCE_MAX, Evidence, Query};
use crate::service::{ErrorCode, Ranking};

/// How many clauses are shown where no number is asked for.
pub(super) const SHOWN_DEFAULT: usize = 10;
/// The most clauses that may be asked for.
const SHOWN_MAX: usize = 100;

/// The clauses that match a query.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = SearchResults)]
pub(super) struct SearchBody {
    /// How many clauses were ranked; at most 1000 are.
    total_count: usize,
    /// Whether only words were compared, because the vector search did not answer.
    words_alone: bool,
    /// The best, in order.
    results: Vec<SearchResultBody>,
    /// SHA-256 of the state of the corpus that was searched.
    corpus_digest: String,
}

/// A clause that matches a query.
#[derive(Serialize, ToSchema)]
#[schema(as = SearchResult)]
pub(super) struct SearchResultBody {
    clause: ClauseBody,
    /// The probability that it answers the query.
    #[schema(minimum = 0, maximum = 1)]
    relevance: f64,
}

impl SearchBody {
    fn new(ranking: &Ranking, shown: usize, links: &Links) -> Self {
        let corpus = &ranking.corpus;
        let result = |one: &Evidence| SearchResultBody {
            clause: ClauseBody::new(corpus, one.clause, links),
            relevance: one.relevance,
        };
        Self {
            total_count: ranking.evidence.len(),
            words_alone: ranking.understood.words_alone,
            results: ranking.evidence.iter().take(shown).map(result).collect(),
            corpus_digest: corpus.digest().to_string(),
        }
    }
}

/// Ranks clauses for a query, best first.
///
/// Filters can be given several times; a clause passes if it matches one value of each filter.
#[utoipa::path(
    get,
    path = "/v1/search",
    operation_id = "search",
    tag = "look-ups",
    params(
        ("q" = String, Query, description = "What to search for, in at most 2000 characters.", example = "stolen travel documents"),
        ClauseFilters,
        ("first" = Option<usize>, Query, description = "How many clauses, from 1 to 100.", minimum = 1, maximum = 100),
    ),
    responses(
        (
            status = 200,
            description = "The clauses, best first.",
            content((SearchBody = "application/json"), (String = "text/markdown"), (String = "text/plain")),
            headers(("ETag" = String, description = "Tag of this ranking in this state of the corpus.")),
        ),
        Problems,
    ),
    security((), ("apiKey" = [])),
)]
pub(super) async fn search(
    State(app): State<App>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let known = [&["q"][..], &CLAUSE_FILTERS, &["first"]].concat();
    let parameters = Parameters::read(&uri, &known)?;
    let question = parameters.one("q")?.ok_or_else(|| {
        Failure::new(ErrorCode::BadRequest, "q: is missing; send what to search for as ?q=...")
    })?;
    let shown = parameters.count("first", SHOWN_MAX)?.unwrap_or(SHOWN_DEFAULT);
    // As by GraphQL, so that both are served by one kept ranking.
    let options = AskOptions { max_evidence: EVIDENCE_MAX, ..AskOptions::default() };
    let query = Query { question, history: Vec::new(), filter: parameters.filter()?, options };
    let corpus = app.service.corpus()?;
    let chosen = Representation::choose(&app, &corpus, &uri, &headers)?;
    if let Some(response) = chosen.not_modified(&headers) {
        return Ok(response);
    }
    let (ranking, _) = app.service.search(query).await.map_err(failed)?;
    let chosen = if ranking.corpus.digest() == corpus.digest() {
        chosen
    } else {
        // The corpus was replaced meanwhile: the tag is to be this ranking's.
        Representation::choose(&app, &ranking.corpus, &uri, &headers)?
    };
    let chosen = chosen.passing(ranking.understood.words_alone);
    Ok(chosen.respond(
        || SearchBody::new(&ranking, shown, &app.links),
        |form| match form {
            Form::Markdown => markdown::ranking(&ranking, shown, &app.links),
            _ => plain::ranking(&ranking, shown, &app.links),
        },
    ))
}
