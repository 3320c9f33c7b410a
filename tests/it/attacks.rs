//! Requests that mean harm: each is refused at once, within bounds, and the server goes on.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::Request;
use futures_util::future::join_all;
use futures_util::stream;
use rapporteur::api::http::{Settings, StreamLimits};
use rapporteur::service::Limits;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::app::TestApp;
use crate::server::{Client, Server};

const JSON: (&str, &str) = ("content-type", "application/json");
const GRAPHQL: (&str, &str) = ("accept", "application/graphql-response+json");

/// Whether `app` answers as if nothing had happened.
async fn is_healthy(app: &TestApp) -> bool {
    app.data("{ corpus { documentCount } }").await["corpus"]["documentCount"] == 3
}

#[tokio::test]
async fn documents_that_would_cost_too_much_are_refused() {
    let app = TestApp::new();
    let nested = |depth: usize| {
        let (open, close) = ("next { ".repeat(depth), "}".repeat(depth));
        format!("{{ clause(id: \"x\") {{ {open} id {close} }} }}")
    };
    let aliases: Vec<String> = (0..10_000).map(|n| format!("a{n}: __typename")).collect();
    let doubling: Vec<String> = (0..60)
        .map(|n| format!("fragment F{n} on Clause {{ next {{ ...F{0} ...F{0} }} }}", n + 1))
        .collect();
    let bomb = format!(
        "{{ clause(id: \"x\") {{ ...F0 }} }} {} fragment F60 on Clause {{ id }}",
        doubling.join(" ")
    );
    let documents = [
        nested(30),
        nested(100),
        nested(100_000),
        "{ ".repeat(200_000),
        format!("{{ search(query: {}1) {{ totalCount }} }}", "[".repeat(200_000)),
        format!("{{ {} }}", aliases.join(" ")),
        "{ ...A } fragment A on Query { ...B ...B } fragment B on Query { ...A ...A }".to_owned(),
        bomb,
        "{ search(query: \"x\", first: 2147483647) { totalCount } }".to_owned(),
        "{ search(query: \"x\", first: 99999999999999999999) { totalCount } }".to_owned(),
        format!("{{ corpus {{ digest {} }} }}", "@include(if: true) ".repeat(2_000)),
        format!("query ({}) {{ __typename }}", "$a: Int ".repeat(2_000)),
        "{ corpus { digest } ".repeat(5_000),
    ];
    for document in documents {
        let body = json!({ "query": document }).to_string();
        let reply = app.post(&body, &[JSON, GRAPHQL]).await;
        let shown: String = document.chars().take(60).collect();
        assert_eq!(reply.status, 400, "{shown}");
        assert!(reply.body.len() < 10_000, "{shown}: {} bytes", reply.body.len());
        let code = reply.code();
        assert!(code.starts_with("GRAPHQL_") || code == "BAD_USER_INPUT", "{shown}: {code}");
    }
    assert_eq!(app.embedder.questions(), 0, "nothing was computed for any of them");
    assert!(is_healthy(&app).await);
}

#[tokio::test]
async fn a_thousand_requests_in_one_body_are_refused() {
    for batch_max in [1, 10] {
        let settings = Settings { batch_max, ..Settings::default() };
        let app = TestApp::with(Limits::default(), &settings);
        let batch: Vec<Value> = vec![json!({ "query": "{ __typename }" }); 1_000];
        let reply = app.post(&Value::from(batch).to_string(), &[JSON]).await;
        assert_eq!((reply.status.as_u16(), reply.code().as_str()), (400, "BAD_REQUEST"));
        assert!(is_healthy(&app).await);
    }
}

#[tokio::test]
async fn bodies_that_are_no_text_are_refused() {
    let app = TestApp::new();
    for bytes in
        [&b"\xff\xfe{}"[..], b"{\"query\": \"{ \xc3\x28 }\"}", b"\x00\x01\x02", b"\x1f\x8b\x08"]
    {
        let request = Request::post("/graphql").header(JSON.0, JSON.1);
        let request = request.body(Body::from(bytes)).expect("a request");
        let reply = app.send(request).await;
        assert_eq!((reply.status.as_u16(), reply.code().as_str()), (400, "BAD_REQUEST"));
        assert!(reply.body.contains("the body is not JSON"), "{}", reply.body);
    }
    let reply = app.get("/graphql?query=%ff%fe", &[GRAPHQL]).await;
    assert_eq!(reply.status, 400, "{}", reply.body);
    assert!(is_healthy(&app).await);
}

#[tokio::test]
async fn forms_of_other_sites_are_refused() {
    let app = TestApp::new();
    for kind in
        ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"]
    {
        let headers = [("content-type", kind), ("origin", "https://evil.example")];
        let reply = app.post("{\"query\":\"{__typename}\",\"x\":\"=\"}", &headers).await;
        assert_eq!((reply.status.as_u16(), reply.code().as_str()), (415, "UNSUPPORTED_MEDIA_TYPE"));
        assert_eq!(reply.header("access-control-allow-origin"), "");
    }
}

#[tokio::test]
async fn nothing_is_changed_by_get() {
    let app = TestApp::new();
    let reply = app.get("/graphql?query=mutation%7Bdrop%7D", &[]).await;
    assert_eq!((reply.status.as_u16(), reply.header("allow")), (405, "POST"));
    let by_post = app.post(r#"{"query": "mutation { drop }"}"#, &[JSON, GRAPHQL]).await;
    assert_eq!(by_post.code(), "GRAPHQL_VALIDATION_FAILED", "there is no such change");
}

#[tokio::test]
async fn ten_thousand_hashes_take_no_more_room_than_there_is() {
    let settings = Settings { persisted_queries_max: 100, ..Settings::default() };
    let app = TestApp::with(Limits::default(), &settings);
    let body = |number: usize, text: bool| {
        let query = format!("{{ a{number}: __typename }}");
        let hash = Sha256::digest(&query);
        let hash = hash.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
        let extensions = json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } });
        let query = if text { Value::from(query) } else { Value::Null };
        json!({ "query": query, "extensions": extensions }).to_string()
    };
    for number in 0..10_000 {
        assert_eq!(app.post(&body(number, true), &[JSON]).await.status, 200);
    }
    let mut known = 0;
    for number in 0..10_000 {
        known += usize::from(app.post(&body(number, false), &[JSON, GRAPHQL]).await.status == 200);
    }
    assert!((1..=100).contains(&known), "{known} of them are still known");
    assert!(is_healthy(&app).await);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_trickles_in_is_given_up() {
    let app = TestApp::new();
    let trickle = stream::unfold((), |()| async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        Some((Ok::<_, std::io::Error>(Bytes::from_static(b" ")), ()))
    });
    let request = Request::post("/graphql").header(JSON.0, JSON.1);
    let reply = app.send(request.body(Body::from_stream(trickle)).expect("a request")).await;
    assert_eq!((reply.status.as_u16(), reply.code().as_str()), (408, "REQUEST_TIMEOUT"));
    assert!(is_healthy(&app).await);
}

#[tokio::test]
async fn fifty_megabytes_are_refused_before_they_are_read() {
    let server = Server::start(&TestApp::new()).await;
    let head = "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n";
    // What is announced is not waited for.
    let announced = format!("{head}content-length: 52428800\r\n\r\n{{");
    let reply = server.raw(announced.as_bytes()).await;
    assert!(reply.starts_with("HTTP/1.1 413 "), "{reply}");
    let mut chunked = format!("{head}transfer-encoding: chunked\r\n\r\n").into_bytes();
    let chunk = [&b"100000\r\n"[..], &vec![b' '; 0x10_0000], b"\r\n"].concat();
    chunked.extend(chunk.repeat(50));
    let reply = server.raw(&chunked).await;
    // The server closes while the client still sends: the client may not get to see the reply.
    assert!(reply.is_empty() || reply.starts_with("HTTP/1.1 413 "), "{reply}");
    assert!(server.is_healthy().await);
}

#[tokio::test]
async fn connections_that_say_nothing_are_closed_and_make_room() {
    let streams = StreamLimits {
        streams_max: 50,
        init_wait: Duration::from_millis(50),
        ..StreamLimits::default()
    };
    let settings = Settings { streams, ..Settings::default() };
    let server = Server::start(&TestApp::with(Limits::default(), &settings)).await;
    let protocol = [("sec-websocket-protocol", "graphql-transport-ws")];
    let opened = join_all((0..200).map(|_| server.connect(&protocol))).await;
    let mut silent: Vec<_> = opened.into_iter().flatten().collect();
    assert!((50..=200).contains(&silent.len()), "{} connections", silent.len());
    assert!(server.is_healthy().await, "requests are answered meanwhile");
    let ends = join_all(silent.iter_mut().map(Client::read)).await;
    assert!(ends.iter().all(|end| *end == Err(4408)), "{ends:?}");
    drop(silent);
    server.begun().await;
}

#[tokio::test]
async fn a_client_that_leaves_costs_no_more() {
    let limits = Limits { max_concurrent: 1, ..Limits::default() };
    let app = Arc::new(TestApp::with(limits, &Settings::default()));
    app.embedder.close(true);
    // No two claims are the same: each has to be embedded.
    let claim = |n| format!("The Rome declaration condemns violence of {n} sorts. ");
    let leaving = tokio::spawn({
        let (app, text) = (Arc::clone(&app), (0..100).map(claim).collect::<String>());
        async move {
            let body = Body::from(json!({ "text": text }).to_string());
            let request = Request::post("/v1/verify-text").header(JSON.0, JSON.1).body(body);
            app.send(request.expect("a request")).await
        }
    });
    while app.embedder.questions() == 0 {
        tokio::task::yield_now().await;
    }
    let begun = app.embedder.questions();
    assert!(begun < 50, "a few claims at a time");
    leaving.abort();
    assert!(leaving.await.is_err_and(|left| left.is_cancelled()));
    app.embedder.close(false);
    // There is one permit for checks: it comes free when the work has ended.
    let verdict = app.service.verify_text("See Rome 2012, P2A.".to_owned()).await;
    assert_eq!(verdict.expect("a verdict").items.len(), 1);
    assert_eq!(app.embedder.questions(), begun, "nothing more was embedded");
}
