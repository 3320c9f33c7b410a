//! Answers as they come about, over server-sent events and straight from the service.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{Request, Response};
use futures_util::StreamExt;
use rapporteur::api::http::{Settings, StreamLimits};
use rapporteur::domain::Query;
use rapporteur::service::{Limits, ServiceError, Stage};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tower::ServiceExt;

use crate::app::{TestApp, engine};
use crate::server::Server;

const EVENTS: (&str, &str) = ("accept", "text/event-stream");
const JSON: (&str, &str) = ("content-type", "application/json");
const QUESTION: &str = "Which declaration urges countries to connect frontline officers?";

const ASK: &str = "subscription ($q: String!) { askStream(question: $q) { __typename
    ... on AskReading { understood { asks topic } }
    ... on AskEvidence { evidence(first: 2) { relevance clause { id } } }
    ... on AskPart { index text citations { marker } }
    ... on AskAnswer { answer { text cached citations { marker } } } } }";

fn query(question: &str) -> Query {
    Query { question: question.to_owned(), ..Query::default() }
}

/// The payloads of the events in `body`, which must end as it should.
fn payloads(body: &str) -> Vec<Value> {
    let (events, end) = body.rsplit_once("event: complete\ndata:\n\n").expect("an end");
    assert_eq!(end, "");
    let events = events.split("\n\n").filter(|event| !event.is_empty() && *event != ":");
    let data = events.map(|event| event.strip_prefix("event: next\ndata: ").expect(event));
    data.map(|data| serde_json::from_str(data).expect("JSON")).collect()
}

async fn ask(app: &TestApp, question: &str) -> Vec<Value> {
    let body = json!({ "query": ASK, "variables": { "q": question } }).to_string();
    let reply = app.post(&body, &[JSON, EVENTS]).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    assert_eq!(reply.header("content-type"), "text/event-stream; charset=utf-8");
    payloads(&reply.body)
        .into_iter()
        .map(|mut payload| payload["data"]["askStream"].take())
        .collect()
}

#[tokio::test]
async fn reading_and_evidence_come_before_the_parts_of_the_answer() {
    let app = TestApp::new();
    for cached in [false, true] {
        let events = ask(&app, QUESTION).await;
        let kinds: Vec<&str> =
            events.iter().map(|event| event["__typename"].as_str().expect("a name")).collect();
        let parts = kinds.len() - 3;
        assert!(parts > 0, "{kinds:?}");
        assert_eq!(kinds[..2], ["AskReading", "AskEvidence"]);
        assert!(kinds[2..2 + parts].iter().all(|kind| *kind == "AskPart"), "{kinds:?}");
        assert_eq!(kinds.last(), Some(&"AskAnswer"));
        assert_eq!(events[1]["evidence"][0]["clause"]["id"], "monaco-2014/P3A");
        let answer = &events.last().expect("an answer")["answer"];
        assert_eq!(answer["cached"], cached);
        let texts: Vec<&str> = events[2..2 + parts]
            .iter()
            .map(|part| part["text"].as_str().expect("a text"))
            .collect();
        assert_eq!(texts.join(" "), answer["text"].as_str().expect("a text"));
        let marked = events[2..2 + parts].iter().filter_map(|part| part["citations"].as_array());
        let marked: Vec<Value> = marked.flatten().cloned().collect();
        assert!(!marked.is_empty(), "{answer}");
        assert_eq!(Value::from(marked), answer["citations"], "each citation belongs to one part");
    }
}

#[tokio::test]
async fn the_ranking_goes_out_while_the_answer_is_still_awaited() {
    let app = TestApp::new();
    let mut stages = Box::pin(app.service.ask_in_stages(query(QUESTION)).expect("a good query"));
    let first = stages.next().await;
    assert!(matches!(first, Some(Ok(Stage::Ranked(_)))), "{first:?}");
    let second = stages.next().await;
    assert!(matches!(second, Some(Ok(Stage::Answered(_)))), "{second:?}");
    assert!(stages.next().await.is_none());
}

#[tokio::test]
async fn streams_and_plain_questions_share_one_computation() {
    let once = {
        let app = TestApp::new();
        app.service.ask(query(QUESTION)).await.expect("an answer");
        app.embedder.questions()
    };
    let app = TestApp::new();
    app.embedder.close(true);
    let streams: Vec<_> = (0..3)
        .map(|_| app.service.ask_in_stages(query(QUESTION)).expect("a good query"))
        .map(|stages| tokio::spawn(stages.collect::<Vec<_>>()))
        .collect();
    let plain = tokio::spawn({
        let service = app.service.clone();
        async move { service.ask(query(QUESTION)).await }
    });
    app.embedder.close(false);
    let answer = plain.await.expect("no panic").expect("an answer").answer;
    for stream in streams {
        let stages = stream.await.expect("no panic");
        let Some(Ok(Stage::Answered(served))) = stages.last() else { panic!("{stages:?}") };
        assert!(Arc::ptr_eq(&served.answer, &answer));
    }
    assert_eq!(app.embedder.questions(), once);
    assert_eq!(app.service.answer_stats().misses, 1);
}

#[tokio::test]
async fn a_stream_tells_what_is_wrong_as_its_last_word() {
    let app = TestApp::new();
    let invalid = app.service.ask_in_stages(query(" ")).err();
    assert!(matches!(invalid, Some(ServiceError::InvalidQuery(_))));
    let failed: Vec<_> =
        app.service.ask_in_stages(query("unembeddable")).expect("a good query").collect().await;
    assert!(matches!(&failed[..], [Err(ServiceError::Internal)]), "{failed:?}");
    let cases = [
        ("subscription { askStream(question: \"\") { __typename } }", "BAD_USER_INPUT"),
        ("subscription { askStream(question: \"unembeddable\") { __typename } }", "INTERNAL"),
        ("subscription { nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { corpusChanged { digest } __typename }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription {", "GRAPHQL_PARSE_FAILED"),
    ];
    for (text, code) in cases {
        let reply = app.post(&json!({ "query": text }).to_string(), &[JSON, EVENTS]).await;
        let payloads = payloads(&reply.body);
        assert_eq!(payloads.len(), 1, "{text}: {payloads:?}");
        assert_eq!(payloads[0]["errors"][0]["extensions"]["code"], code, "{text}");
    }
}

#[tokio::test]
async fn queries_come_as_events_where_nothing_else_is_accepted() {
    let app = TestApp::new();
    let body = r#"{"query": "{ corpus { documentCount } }"}"#;
    let reply = app.post(body, &[JSON, EVENTS]).await;
    assert_eq!(payloads(&reply.body)[0]["data"]["corpus"]["documentCount"], 3);
    let either = [JSON, ("accept", "application/json, text/event-stream")];
    let reply = app.post(body, &either).await;
    assert_eq!(
        reply.json()["data"]["corpus"]["documentCount"],
        3,
        "an answer in one piece is enough"
    );
    let question =
        r#"{"query": "subscription { askStream(question: \"police\") { __typename } }"}"#;
    assert!(payloads(&app.post(question, &either).await.body).len() > 3);
    let by_get =
        "/graphql?query=subscription%7BaskStream(question%3A%22police%22)%7B__typename%7D%7D";
    assert!(payloads(&app.get(by_get, &[EVENTS]).await.body).len() > 3);
    let refused = app.post(question, &[JSON]).await;
    assert_eq!((refused.status.as_u16(), refused.code().as_str()), (406, "NOT_ACCEPTABLE"));
    assert!(refused.body.contains("Accept: text/event-stream"), "{}", refused.body);
}

#[tokio::test]
async fn a_change_of_the_corpus_is_told() {
    let app = TestApp::new();
    let body = json!({ "query": "subscription { corpusChanged { digest documentCount } }" });
    let request = Request::post("/graphql").header(JSON.0, JSON.1).header(EVENTS.0, EVENTS.1);
    let request = request.body(Body::from(body.to_string())).expect("a request");
    let response = app.router.clone().oneshot(request).await.expect("infallible");
    let mut events = response.into_body().into_data_stream();
    let opened = events.next().await.expect("a sign of life").expect("no failure");
    assert_eq!(&opened[..], b":\n\n");
    app.service.replace(engine(2, &app.embedder)).expect("a corpus was installed before");
    let event = events.next().await.expect("an event").expect("no failure");
    let event = String::from_utf8(event.to_vec()).expect("UTF-8");
    assert!(
        event.starts_with("event: next\ndata: {\"data\":{\"corpusChanged\":{\"digest\":\"0202"),
        "{event}"
    );
}

#[tokio::test]
async fn there_are_as_many_streams_as_may_be() {
    let limits = StreamLimits { streams_max: 1, ..StreamLimits::default() };
    let app =
        TestApp::with(Limits::default(), &Settings { streams: limits, ..Settings::default() });
    let first = changes(&app).await;
    assert_eq!(first.status(), 200);
    let second = changes(&app).await;
    assert_eq!(
        (second.status().as_u16(), &second.headers()["retry-after"]),
        (503, &"1".parse().expect("a header value"))
    );
    drop(first);
    // Its task has yet to notice.
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert_eq!(changes(&app).await.status(), 200, "its place is free again");
}

async fn changes(app: &TestApp) -> Response<Body> {
    let body = r#"{"query": "subscription { corpusChanged { digest } }"}"#;
    let request = Request::post("/graphql").header(JSON.0, JSON.1).header(EVENTS.0, EVENTS.1);
    let request = request.body(Body::from(body)).expect("a request");
    app.router.clone().oneshot(request).await.expect("infallible")
}

#[tokio::test(start_paused = true)]
async fn a_client_that_does_not_read_loses_its_place() {
    let streams = StreamLimits { streams_max: 1, ..StreamLimits::default() };
    let app = TestApp::with(Limits::default(), &Settings { streams, ..Settings::default() });
    let unread = changes(&app).await;
    let mut waited = Duration::ZERO;
    while changes(&app).await.status() != 200 {
        tokio::time::advance(Duration::from_secs(1)).await;
        waited += Duration::from_secs(1);
        assert!(waited < Duration::from_mins(2), "the place is held");
    }
    assert!(waited > Duration::from_secs(30), "those who read slowly have time");
    drop(unread);
}

#[tokio::test(start_paused = true)]
async fn streams_are_broken_off_after_their_time() {
    let life_max = Duration::from_mins(1);
    let streams = StreamLimits { life_max, ..StreamLimits::default() };
    let app = TestApp::with(Limits::default(), &Settings { streams, ..Settings::default() });
    let started = tokio::time::Instant::now();
    let body = to_bytes(changes(&app).await.into_body(), usize::MAX).await.expect("an end");
    assert_eq!(started.elapsed(), life_max);
    assert_eq!(body, ":\n\n".repeat(5), "signs of life, and no word of completion");
}

#[tokio::test]
async fn a_stop_breaks_streams_off() {
    let server = Server::start(&TestApp::new()).await;
    let mut stream = TcpStream::connect(server.address).await.expect("the server listens");
    let request = "GET /graphql?query=subscription%7BcorpusChanged%7Bdigest%7D%7D HTTP/1.1\r\n\
                   host: x\r\naccept: text/event-stream\r\n\r\n";
    stream.write_all(request.as_bytes()).await.expect("the server reads");
    let mut seen = String::new();
    while !seen.contains(":\n\n") {
        let mut bytes = [0; 1_024];
        let count = stream.read(&mut bytes).await.expect("the server writes");
        assert!(count > 0, "{seen}");
        seen.push_str(&String::from_utf8_lossy(&bytes[..count]));
    }
    let ended = server.stop();
    stream.read_to_string(&mut seen).await.expect("an end");
    assert!(seen.ends_with("\r\n0\r\n\r\n") && !seen.contains("complete"), "{seen}");
    ended.await.expect("no panic").expect("a clean end");
}
