//! Checking texts, by every surface that takes them.

use axum::body::Body;
use axum::http::Request;
use rapporteur::api::http::Settings;
use rapporteur::service::Limits;
use serde_json::{Value, json};

use super::app::{Reply, TestApp, slice};

const TEXT: &str = "The Rome declaration condemns \u{201c}all acts of criminal violence\u{201d} (P2A). \
    It urges cities to share best practice on the prevention of urban violence. See Rome 2012, P9.";

async fn post(app: &TestApp, body: &str, content_type: &str, accept: &str) -> Reply {
    let request = Request::post("/v1/verify-text")
        .header("content-type", content_type)
        .header("accept", accept)
        .body(Body::from(body.to_owned()));
    app.send(request.expect("a request")).await
}

fn verdicts(items: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().expect("a string").to_owned();
    let items = items.as_array().expect("a list").iter();
    items.map(|item| (text(&item["verdict"]), text(&item["span"]["text"]))).collect()
}

#[tokio::test]
async fn graphql_and_rest_tell_the_same_of_a_text() {
    let app = TestApp::new();
    let query = "query($text: String!) { verifyText(text: $text) { allRight leftOutCount corpusDigest
        items { kind verdict standing span { text start end } message
            attribution { documents { id } clause { id } namedAt { text start end } }
            quoteVerdict { verdict } support { clause { id } span { text start end } document: clause { document { text } } } } } }";
    let response = app.graphql(query, json!({ "text": TEXT })).await;
    assert_eq!(response["errors"], Value::Null, "{response}");
    let verdict = &response["data"]["verifyText"];
    assert_eq!((&verdict["allRight"], &verdict["leftOutCount"]), (&json!(false), &json!(0)));
    for item in verdict["items"].as_array().expect("a list") {
        let named = &item["attribution"]["namedAt"];
        for span in [&item["span"], named].into_iter().filter(|span| span.is_object()) {
            assert_eq!(span["text"], slice(TEXT, &span["start"], &span["end"]), "{item}");
        }
        let support = &item["support"];
        if let Some(text) = support["document"]["document"]["text"].as_str() {
            let span = &support["span"];
            assert_eq!(span["text"], slice(text, &span["start"], &span["end"]));
        }
    }
    let told = verdicts(&verdict["items"]);
    let has = |name: &str, words: &str| {
        told.iter().any(|(verdict, own)| verdict == name && own.starts_with(words))
    };
    assert!(has("EXACT", "all acts of criminal violence"), "{told:?}");
    assert!(has("CONTRADICTED", "It urges cities"), "{told:?}");
    assert!(has("NO_SUCH_CLAUSE", "Rome 2012, P9"), "{told:?}");
    let body = json!({ "text": TEXT }).to_string();
    let reply = post(&app, &body, "application/json", "*/*").await;
    assert_eq!((reply.status.as_u16(), reply.header("cache-control")), (200, "no-store"));
    assert_eq!(verdicts(&reply.json()["items"]), told);
    assert_eq!(reply.json()["corpusDigest"], verdict["corpusDigest"]);
}

#[tokio::test]
async fn only_what_is_wrong_can_be_asked_for() {
    let app = TestApp::new();
    let query = "query($text: String!) { verifyText(text: $text) {
        counts { verdict standing count } items(standing: [WRONG]) { verdict span { text } } } }";
    let verdict = app.graphql(query, json!({ "text": TEXT })).await["data"]["verifyText"].take();
    let wrong: u64 = (verdict["counts"].as_array().expect("a list").iter())
        .filter(|count| count["standing"] == "WRONG")
        .map(|count| count["count"].as_u64().expect("a number"))
        .sum();
    assert_eq!(verdicts(&verdict["items"]).len() as u64, wrong);
    assert_eq!(wrong, 2, "{verdict}");
}

#[tokio::test]
async fn what_cannot_be_checked_is_refused() {
    let app = TestApp::new();
    let query = "query($text: String!) { verifyText(text: $text) { allRight } }";
    let long = "word ".repeat(12_801);
    for (text, expected) in [("", "has no words"), ("...", "has no words"), (&long, "64005")] {
        let (code, message) = app.error(query, json!({ "text": text })).await;
        assert_eq!(code, "BAD_USER_INPUT", "{message}");
        assert!(message.starts_with("text: ") && message.contains(expected), "{message}");
        let body = json!({ "text": text }).to_string();
        assert_eq!(post(&app, &body, "application/json", "*/*").await.status, 422);
    }
    let most = json!({ "text": "a ".repeat(32_000) }).to_string();
    let cases = [
        (most.as_str(), "application/json", "application/json", 200),
        ("{\"text\": 1}", "application/json", "*/*", 400),
        ("{\"text\": \"a\", \"more\": 1}", "application/json", "*/*", 400),
        ("a text", "text/plain", "*/*", 415),
        ("{\"text\": \"a\"}", "application/json", "text/markdown", 406),
    ];
    for (body, content_type, accept, status) in cases {
        let reply = post(&app, body, content_type, accept).await;
        assert_eq!(reply.status, status, "{}", &body[..body.len().min(40)]);
    }
    assert_eq!(app.get("/v1/verify-text", &[]).await.status, 405);
}

#[tokio::test]
async fn a_text_costs_by_its_length_wherever_it_is_used() {
    let limits = Limits { max_concurrent: 8, ..Limits::default() };
    let app = TestApp::with(limits, &Settings::default());
    let query = |count: usize| {
        let checks: Vec<String> = (0..count)
            .map(|n| format!("a{n}: verifyText(text: $text) {{ leftOutCount }}"))
            .collect();
        format!("query($text: String!) {{ {} }}", checks.join(" "))
    };
    let long = "a ".repeat(32_000);
    for (count, text, admitted) in
        [(19, "Police.", true), (2, &*long, true), (3, &*long, false), (20, &*long, false)]
    {
        let response = app.graphql(&query(count), json!({ "text": text })).await;
        if admitted {
            assert_eq!(response["errors"], Value::Null, "{count}");
            continue;
        }
        let error = &response["errors"][0];
        assert_eq!(error["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED", "{response}");
        let message = error["message"].as_str().unwrap_or_default();
        assert!(message.starts_with("query: costs up to"), "{message}");
    }
    let quotes: Vec<String> =
        (0..50).map(|n| format!("a{n}: verifyQuote(text: $text) {{ verdict }}")).collect();
    let query = format!("query($text: String!) {{ {} }}", quotes.join(" "));
    let cost = async |text: &str| {
        let response = app.graphql(&query, json!({ "text": text })).await;
        response["extensions"]["cost"]["requestedQueryCost"].as_u64()
    };
    let short = cost("police").await.expect("it is admitted");
    assert_eq!(cost(&"police ".repeat(100)).await, Some(short + 50 * (700 / 4 - 6 / 4)));
}
