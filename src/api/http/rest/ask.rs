//! `/v1/ask`.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Response};

use super::super::app::App;
use super::super::bounded;
use super::super::failure::Failure;
use super::answer_body::AnswerBody;
use super::described::ClauseFilters;
use super::markdown;
use super::parameters::{CLAUSE_FILTERS, Parameters, failed};
use super::posted::json_body;
use super::problem::Problems;
use super::representation::{Form, Representation};
use crate::api::graphql::PAGE_MAX;
use crate::api::plain;
use crate::domain::{AnswerStyle, AskOptions, CITATIONS_MAX, QUOTE_WORDS, Query};
use crate::service::ErrorCode;

/// Answers a question from the documents, or says that they do not answer it.
///
/// If the documents do not answer it, the HTTP status is still 200, and `status` is `NOT_FOUND`. Filters can be given
/// several times; a clause passes if it matches one value of each filter.
#[utoipa::path(
    get,
    path = "/v1/ask",
    operation_id = "ask",
    tag = "look-ups",
    params(
        ("q" = String, Query, description = "The question, in at most 2000 characters.", example = "Which declaration mentions human trafficking?"),
        ("history" = Option<Vec<String>>, Query, description = "Earlier questions of the same conversation, oldest first, at most 20."),
        ClauseFilters,
        ("style" = Option<String>, Query, description = "How much the answer tells."),
        ("quoteWordsMax" = Option<usize>, Query, description = "The most words that the text quotes of a citation. If not given, 25 in the style `short`, 35 in `memo`, and all in `full`.", minimum = 10, maximum = 200),
        ("maxCitations" = Option<usize>, Query, description = "The most citations of the answer, from 1 to 100.", minimum = 1, maximum = 100),
    ),
    responses(
        (
            status = 200,
            description = "The answer, or the finding that the documents do not answer.",
            content((AnswerBody = "application/json"), (String = "text/markdown"), (String = "text/plain")),
            headers(("ETag" = String, description = "Tag of this answer in this state of the corpus.")),
        ),
        Problems,
    ),
    security((), ("apiKey" = [])),
)]
pub(super) async fn ask(
    State(app): State<App>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let parameters = Parameters::read(&uri, &known())?;
    let query = query(&parameters)?;
    let corpus = app.service.corpus()?;
    let chosen = Representation::choose(&app, &corpus, &uri, &headers)?;
    if let Some(response) = chosen.not_modified(&headers) {
        return Ok(response);
    }
    let answer = app.service.ask(query).await.map_err(failed)?.answer;
    let chosen = if answer.corpus_digest() == corpus.digest() {
        chosen
    } else {
        // The corpus was replaced meanwhile: the tag is to be this answer's.
        Representation::choose(&app, &answer.corpus, &uri, &headers)?
    };
    let chosen = chosen.passing(answer.understood.words_alone);
    Ok(chosen.respond(
        || AnswerBody::new(&answer, &app.links),
        |form| match form {
            Form::Markdown => markdown::answer(&answer, &app.links),
            _ => plain::answer(&answer, &app.links, false),
        },
    ))
}

/// Answers a question like `GET /v1/ask`, with the same parameters as an object: for questions and histories that
/// are too long for an address. Nobody keeps the response.
#[utoipa::path(
    post,
    path = "/v1/ask",
    operation_id = "postAsk",
    tag = "look-ups",
    request_body(content = Object, description = "The parameters of `GET /v1/ask`; those that may be given several times as lists.", example = json!({"q": "Which declaration mentions human trafficking?", "history": [], "style": "memo"})),
    responses(
        (status = 200, description = "The answer, or the finding that the documents do not answer.", body = AnswerBody),
        (status = 413, description = "The body is too large."),
        (status = 415, description = "The body is not JSON."),
        Problems,
    ),
    security((), ("apiKey" = [])),
)]
pub(super) async fn post(
    State(app): State<App>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    let body = json_body(&app, &headers, body).await?;
    let query = query(&Parameters::of_object(&body, &known())?)?;
    let answer = app.service.ask(query).await.map_err(failed)?.answer;
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    let bytes = bounded::json(&AnswerBody::new(&answer, &app.links), app.response_bytes_max);
    Ok(match bytes {
        Some(bytes) => (headers, bytes).into_response(),
        None => bounded::too_large(app.response_bytes_max).into_response(),
    })
}

/// The names of the parameters.
fn known() -> Vec<&'static str> {
    [&["q", "history"][..], &CLAUSE_FILTERS, &["maxCitations", "style", "quoteWordsMax"]].concat()
}

/// The question that `parameters` ask.
pub(super) fn query(parameters: &Parameters) -> Result<Query, Failure> {
    let question = parameters.one("q")?.ok_or_else(|| {
        Failure::new(ErrorCode::BadRequest, "q: is missing; send the question as ?q=...")
    })?;
    let styles = AnswerStyle::ALL.map(|style| (style.name(), style));
    let max_citations = parameters.count("maxCitations", CITATIONS_MAX)?;
    Ok(Query {
        question,
        history: parameters.all("history"),
        filter: parameters.filter()?,
        options: AskOptions {
            style: parameters.one_named("style", &styles)?.unwrap_or(AnswerStyle::USUAL),
            quote_words_max: parameters.count("quoteWordsMax", *QUOTE_WORDS.end())?,
            max_citations: max_citations.unwrap_or(AskOptions::default().max_citations),
            // As by GraphQL, so that both are served by one kept answer.
            max_evidence: PAGE_MAX,
        },
    })
}
