//! How large a response may be, whichever way it goes.

use rapporteur::api::http::Settings;
use serde_json::{Value, json};

use crate::app::{TestApp, corpus_of, long_document};
use crate::server::Server;

const JSON: (&str, &str) = ("content-type", "application/json");
const GRAPHQL: (&str, &str) = ("accept", "application/graphql-response+json");
const EVENTS: (&str, &str) = ("accept", "text/event-stream");

/// The most bytes of a response here.
const MOST: usize = 20_000;
/// What is said of more.
const MESSAGE: &str =
    "the response is larger than 20000 bytes; request less, or raise --response-bytes-max";

/// A service over a document of 12,000 characters and one of 50,000.
fn app() -> TestApp {
    let settings = Settings { response_bytes_max: MOST, batch_max: 10, ..Settings::default() };
    TestApp::over(corpus_of(&[vec![1_000; 12], vec![50_000], vec![40; 3]]), &settings)
}

fn text(document: usize, times: usize) -> String {
    let texts = (0..times).map(|n| format!("t{n}: text ")).collect::<Vec<_>>().concat();
    format!("{{ document(id: \"declaration-{document}\") {{ {texts} }} }}")
}

/// Code and message of the first error of `response`.
fn error(response: &Value) -> (&str, &str) {
    let error = &response["errors"][0];
    let code = error["extensions"]["code"].as_str();
    (code.unwrap_or_default(), error["message"].as_str().unwrap_or_default())
}

#[tokio::test]
async fn a_response_to_graphql_stops_where_it_is_full() {
    let app = app();
    let fits = app.graphql(&text(0, 1), json!({})).await;
    assert_eq!(fits["errors"], Value::Null);
    for query in [
        text(0, 2),
        text(1, 1),
        "{ document(id: \"declaration-1\") { export(format: AKOMA_NTOSO) } }".to_owned(),
        "{ document(id: \"declaration-0\") { export(format: WEB_ANNOTATION) } }".to_owned(),
        "{ search(query: \"police\", first: 10) { edges { node { document { text } } } } }"
            .to_owned(),
        "{ clause(id: \"declaration-1/P1\") { text } }".to_owned(),
    ] {
        let body = json!({ "query": query }).to_string();
        let reply = app.post(&body, &[JSON, GRAPHQL]).await;
        assert_eq!(reply.status, 400, "{query}");
        assert_eq!(error(&reply.json()), ("RESPONSE_TOO_LARGE", MESSAGE), "{query}");
        assert_eq!(reply.json().get("data"), None, "{query}");
        let asked_again = app.post(&body, &[JSON]).await;
        assert_eq!(
            (asked_again.status.as_u16(), asked_again.code().as_str()),
            (200, "RESPONSE_TOO_LARGE")
        );
    }
}

#[tokio::test]
async fn many_small_fields_fill_a_response_too() {
    let app = app();
    let fields = (0..90).map(|n| format!("f{n}: start ")).collect::<Vec<_>>().concat();
    let query = format!(
        "{{ document(id: \"declaration-0\") {{ clauses(first: 12) {{ edges {{ node {{ {fields} }} }} }} }} }}"
    );
    let response = app.graphql(&query, json!({})).await;
    assert_eq!(error(&response), ("RESPONSE_TOO_LARGE", MESSAGE));
}

#[tokio::test]
async fn a_batch_is_one_response() {
    let app = app();
    let one = json!({ "query": text(0, 1) });
    let small = json!({ "query": "{ corpus { documentCount } }" });
    let body = json!([small, one, one, one, small]).to_string();
    for _ in 0..3 {
        let reply = app.post(&body, &[JSON]).await;
        assert!(reply.body.len() <= MOST, "{}", reply.body.len());
        let list = reply.json();
        let large =
            list.as_array().expect("a list").iter().filter(|one| {
                one["errors"] == Value::Null && one["data"]["document"] != Value::Null
            });
        assert!(large.count() <= 1);
        assert_eq!(error(&list[3]).0, "RESPONSE_TOO_LARGE", "{}", list[3]);
    }
}

#[tokio::test]
async fn documents_and_exports_under_v1_are_no_larger() {
    let app = app();
    for (path, status) in [
        ("/v1/documents/declaration-0", 200),
        ("/v1/documents/declaration-0/export?format=akoma-ntoso", 200),
        ("/v1/documents/declaration-1/export?format=ris", 200),
        ("/v1/documents/declaration-2/export?format=web-annotation", 200),
        ("/v1/documents/declaration-1", 422),
        ("/v1/documents/declaration-1/export?format=akoma-ntoso", 422),
        ("/v1/documents/declaration-1/export?format=web-annotation", 422),
        ("/v1/documents/declaration-0/export?format=web-annotation", 422),
        ("/v1/clauses/declaration-1/P1", 422),
        ("/v1/clauses/declaration-1/P1/export?format=ris", 422),
        ("/c/070707070707/declaration-1/P1", 422),
    ] {
        for accept in ["application/json", "text/plain", "text/markdown"] {
            if path.contains("format") && accept != "text/plain" {
                continue;
            }
            let reply = app.get(path, &[("accept", accept)]).await;
            assert_eq!(reply.status, status, "{path} {accept}");
            assert!(reply.body.len() <= MOST, "{path}");
            if status == 422 && path.starts_with("/v1") {
                let problem = reply.json();
                assert_eq!(problem["code"], "RESPONSE_TOO_LARGE", "{path}");
                assert_eq!(problem["detail"], MESSAGE, "{path}");
            }
        }
    }
}

#[tokio::test]
async fn events_and_messages_are_no_larger() {
    let app = app();
    let body = json!({ "query": text(1, 1) }).to_string();
    let reply = app.post(&body, &[JSON, EVENTS]).await;
    assert!(
        reply.body.contains("RESPONSE_TOO_LARGE") && reply.body.len() < 1_000,
        "{}",
        reply.body
    );
    let stream = "subscription { askStream(question: \"police\") { __typename
        ... on AskEvidence { evidence(first: 3) { clause { document { text } } } }
        ... on AskPart { text } } }";
    let reply = app.post(&json!({ "query": stream }).to_string(), &[JSON, EVENTS]).await;
    assert_eq!(reply.body.matches("RESPONSE_TOO_LARGE").count(), 1, "{}", reply.body);
    assert!(reply.body.contains("AskPart"), "the other events come: {}", reply.body);

    let server = Server::start(&app).await;
    let mut client = server.begun().await;
    client.subscribe("1", &text(1, 1)).await;
    let message = client.read().await.expect("the connection stays open");
    assert_eq!(message["type"], "error");
    assert_eq!(message["payload"][0]["extensions"]["code"], "RESPONSE_TOO_LARGE");
    let payloads = client.follow("2", stream).await;
    let refused = payloads.iter().filter(|one| error(one).0 == "RESPONSE_TOO_LARGE");
    assert_eq!(refused.count(), 1, "{payloads:?}");
}

#[tokio::test]
async fn the_limit_as_it_is_set_has_room_for_a_long_document() {
    let app = TestApp::over(long_document(5_000_000), &Settings::default());
    for times in 1..=3 {
        let fits = app.post(&json!({ "query": text(0, times) }).to_string(), &[JSON]).await;
        assert!(fits.body.len() > times * 5_000_000, "{times}");
    }
    let response = app.graphql(&text(0, 4), json!({})).await;
    assert_eq!(error(&response).0, "RESPONSE_TOO_LARGE");
}
