//! The start page, and the pages of answers.

use axum::http::{HeaderMap, Uri};
use axum::response::Response;

use super::super::app::App;
use super::super::failure::Failure;
use super::super::rest::{CLAUSE_FILTERS, failed};
use super::choices::{choices, filter};
use super::shown::{Shown, passing};
use crate::api::graphql::PAGE_MAX;
use crate::api::page::{self, Asked, Frame, Place};
use crate::domain::{AnswerStyle, AskOptions, Query};

/// The start page; with a question, the page of its answer.
pub(in crate::api::http) async fn ask(
    app: &App,
    uri: &Uri,
    headers: &HeaderMap,
) -> Result<Response, Failure> {
    let known = [&["q", "history", "language"][..], &CLAUSE_FILTERS].concat();
    let choices = choices(uri, &known)?;
    let corpus = app.service.corpus()?;
    let shown = Shown::choose(app, &corpus, uri, headers)?;
    if let Some(response) = shown.not_modified(headers) {
        return Ok(response);
    }
    let Some(question) = choices.one("q") else {
        let title = "Ask what the documents say".to_owned();
        let frame = Frame { title, place: Place::Ask, corpus: Some(&corpus), data: None };
        return Ok(shown.respond(&frame, &page::home(&corpus)));
    };
    let query = Query {
        question: question.to_owned(),
        history: choices.all("history").map(str::to_owned).collect(),
        filter: filter(&corpus, &choices)?,
        options: AskOptions {
            style: AnswerStyle::Memo,
            max_evidence: PAGE_MAX,
            ..AskOptions::default()
        },
    };
    let answer = app.service.ask(query).await.map_err(failed)?.answer;
    let asked = Asked { question, choices: &choices, answer: &answer };
    let data = uri.query().map(|query| format!("/v1/ask?{query}"));
    let frame = Frame {
        title: question.to_owned(),
        place: Place::Ask,
        corpus: Some(&answer.corpus),
        data: data.filter(|_| choices.one("language").is_none()),
    };
    let content = page::answer(&asked);
    // What was answered without the vectors, or out of another state, may be otherwise in a moment.
    if answer.understood.words_alone || answer.corpus_digest() != corpus.digest() {
        return Ok(passing(&frame, &content));
    }
    Ok(shown.respond(&frame, &content))
}
