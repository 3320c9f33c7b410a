//! The page of a search.

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;

use super::super::app::App;
use super::super::failure::Failure;
use super::super::rest::{CLAUSE_FILTERS, failed};
use super::choices::{choices, filter, first};
use super::shown::{Shown, passing};
use crate::api::page::{self, Found, Frame, Place};
use crate::domain::{AskOptions, EVIDENCE_MAX, Query};

/// So many results stand on a page.
const PAGE: usize = 20;

/// Clauses in order of relevance.
pub(super) async fn search(
    State(app): State<App>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let known = [&["q", "from"][..], &CLAUSE_FILTERS].concat();
    let choices = choices(&uri, &known)?;
    let corpus = app.service.corpus()?;
    let shown = Shown::choose(&app, &corpus, &uri, &headers)?;
    if let Some(response) = shown.not_modified(&headers) {
        return Ok(response);
    }
    let title = choices.one("q").map_or_else(|| "Search".to_owned(), |q| format!("Search: {q}"));
    let frame = Frame { title, place: Place::Search, corpus: Some(&corpus), data: None };
    let Some(question) = choices.one("q") else {
        return Ok(shown.respond(&frame, &page::search(&choices, None)));
    };
    let query = Query {
        question: question.to_owned(),
        history: Vec::new(),
        filter: filter(&choices)?,
        // Every page is cut from the same ranking, which is computed once and kept.
        options: AskOptions { max_evidence: EVIDENCE_MAX, ..AskOptions::default() },
    };
    let (ranking, _) =
        app.service.search(query).await.map_err(|error| failed(error.in_search()))?;
    let found = Found {
        evidence: &ranking.evidence,
        understood: &ranking.understood,
        corpus: &ranking.corpus,
        first: first(&choices).min(ranking.evidence.len()) / PAGE * PAGE,
        page: PAGE,
    };
    let frame = Frame { corpus: Some(&ranking.corpus), ..frame };
    let content = page::search(&choices, Some(&found));
    if ranking.understood.words_alone || ranking.corpus.digest() != corpus.digest() {
        return Ok(passing(&frame, &content));
    }
    Ok(shown.respond(&frame, &content))
}
