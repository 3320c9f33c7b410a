//! The start page, and the pages of answers.

use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::response::Response;

use super::super::app::App;
use super::super::failure::Failure;
use super::super::rest::{CLAUSE_FILTERS, failed};
use super::choices::{choices, filter};
use super::shown::{Shown, passing};
use crate::api::graphql::PAGE_MAX;
use crate::api::page::{self, Asked, Choices, Frame, Place};
use crate::domain::{AnswerStyle, AskOptions, Query};

/// The start page; with a question, the page of its answer.
pub(in crate::api::http) async fn ask(
    app: &App,
    uri: &Uri,
    headers: &HeaderMap,
) -> Result<Response, Failure> {
    let known = [&["q", "history"][..], &CLAUSE_FILTERS].concat();
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
    let query = query(&choices, question)?;
    let answer = app.service.ask(query).await.map_err(failed)?.answer;
    let feedback = app.service.keeps_feedback();
    let asked = Asked { question, choices: &choices, answer: &answer, feedback };
    let data = uri.query().map(|query| format!("/v1/ask?{query}"));
    let frame =
        Frame { title: question.to_owned(), place: Place::Ask, corpus: Some(&answer.corpus), data };
    let content = page::answer(&asked);
    // What was answered without the vectors, or out of another state, may be otherwise in a moment.
    let mut response = if answer.understood.words_alone || answer.corpus_digest() != corpus.digest()
    {
        passing(&frame, &content)
    } else {
        shown.respond(&frame, &content)
    };
    if feedback {
        // Without this, browsers hide from us that the form is sent by our own page.
        let own = HeaderValue::from_static("same-origin");
        response.headers_mut().insert(header::REFERRER_POLICY, own);
    }
    Ok(response)
}

/// The question of a page.
pub(super) fn query(choices: &Choices, question: &str) -> Result<Query, Failure> {
    Ok(Query {
        question: question.to_owned(),
        history: choices.all("history").map(str::to_owned).collect(),
        filter: filter(choices)?,
        options: AskOptions {
            style: AnswerStyle::Memo,
            max_evidence: PAGE_MAX,
            ..AskOptions::default()
        },
    })
}
