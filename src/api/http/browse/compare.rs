//! The page of a comparison.

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;

use super::super::app::App;
use super::super::failure::Failure;
use super::super::rest::failed;
use super::choices::choices;
use super::shown::{Shown, as_json, passing};
use crate::api::page::{self, Compared, Frame, Place};
use crate::domain::ComparisonQuery;

/// What each document says on a topic, and what changed.
pub(super) async fn compare(
    State(app): State<App>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let choices = choices(&uri, &["topic", "document"])?;
    let data = uri.query().map(|query| format!("/v1/compare?{query}"));
    if let Some(elsewhere) = data.as_deref().and_then(|data| as_json(&headers, data)) {
        return Ok(elsewhere);
    }
    let corpus = app.service.corpus()?;
    let shown = Shown::choose(&app, &corpus, &uri, &headers)?;
    if let Some(response) = shown.not_modified(&headers) {
        return Ok(response);
    }
    let topic = choices.one("topic");
    let title = topic.map_or_else(|| "Compare".to_owned(), |topic| format!("Compare: {topic}"));
    let frame = Frame { title, place: Place::Compare, corpus: Some(&corpus), data: None };
    let Some(topic) = topic else {
        return Ok(shown.respond(&frame, &page::compare(&corpus, &choices)));
    };
    let documents = choices.all("document").map(str::to_owned).collect();
    let query = ComparisonQuery { topic: topic.to_owned(), documents };
    let (comparison, _) = app.service.compare(&query).await.map_err(failed)?;
    let frame = Frame { corpus: Some(&comparison.corpus), data, ..frame };
    let content = page::comparison(&Compared { choices: &choices, comparison: &comparison });
    if comparison.understood.words_alone || comparison.corpus_digest() != corpus.digest() {
        return Ok(passing(&frame, &content));
    }
    Ok(shown.respond(&frame, &content))
}
