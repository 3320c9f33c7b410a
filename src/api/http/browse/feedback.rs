//! What a reader says of an answer, by the buttons below it.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;

use super::super::app::App;
use super::super::body;
use super::super::failure::Failure;
use super::super::rest::{CLAUSE_FILTERS, failed};
use super::ask::query;
use super::check::check_is_form;
use super::choices::choices;
use super::shown::passing;
use crate::api::page::{self, Frame, Place};
use crate::domain::Opinion;
use crate::service::ErrorCode;

/// Keeps it, and says thank you. Browsers let pages of any site send forms: those of others are refused.
pub(super) async fn give(
    State(app): State<App>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    check_is_form(&headers)?;
    app.origins.check(&headers)?;
    let body = body::read(&app, &headers, body).await?;
    let known = [&["q", "history", "right", "comment"][..], &CLAUSE_FILTERS].concat();
    let uri = String::from_utf8(body).ok().and_then(|form| format!("/?{form}").parse::<Uri>().ok());
    let uri = uri.ok_or_else(|| bad("the form cannot be read; go back and load the page again"))?;
    let choices = choices(&uri, &known)?;
    let is_right = match choices.one("right") {
        Some("true") => true,
        Some("false") => false,
        _ => return Err(bad("right: is missing; send true or false")),
    };
    let question = choices.one("q").ok_or_else(|| bad("q: is missing; send the question"))?;
    let corpus = app.service.corpus()?;
    let query = query(&choices, question)?;
    let opinion = Opinion { is_right, comment: choices.one("comment").map(str::to_owned) };
    app.service.give_feedback(query, opinion).await.map_err(failed)?;
    let title = "Thank you".to_owned();
    let frame = Frame { title, place: Place::Elsewhere, corpus: Some(&corpus), data: None };
    Ok(passing(&frame, &page::thanks(&choices)))
}

fn bad(message: &str) -> Failure {
    Failure::new(ErrorCode::BadRequest, message)
}
