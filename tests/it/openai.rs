//! `OpenAI`'s API: answers as messages with citations.

use axum::body::Body;
use axum::http::Request;
use rapporteur::api::http::{AccessSettings, Settings};
use rapporteur::service::Limits;
use serde_json::{Value, json};

use crate::app::{Reply, TestApp, slice, strings};

const QUESTION: &str = "Who urges to connect frontline officers to the I-24/7 network?";
const CHAT: &str = "/v1/chat/completions";
const RESPONSES: &str = "/v1/responses";

async fn post(app: &TestApp, path: &str, body: &Value, headers: &[(&str, &str)]) -> Reply {
    let request =
        Request::post(path).header("host", "r.example").header("content-type", "application/json");
    let request =
        headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    app.send(request.body(Body::from(body.to_string())).expect("a request")).await
}

fn chat(question: &str) -> Value {
    json!({ "model": "rapporteur", "messages": [{ "role": "user", "content": question }] })
}

/// The data of a stream's events; the last must be its end.
fn events(reply: &Reply) -> Vec<Value> {
    assert_eq!(reply.header("content-type"), "text/event-stream; charset=utf-8");
    let lines = reply.body.lines().filter_map(|line| line.strip_prefix("data: "));
    let mut data: Vec<&str> = lines.collect();
    assert_eq!(data.pop(), Some("[DONE]"));
    data.iter().map(|data| serde_json::from_str(data).expect("JSON")).collect()
}

/// Checks that each annotation stands where the text marks it, and leads to a clause.
async fn check_annotations(app: &TestApp, text: &str, annotations: &[Value]) {
    assert!(!annotations.is_empty(), "{text}");
    for cited in annotations {
        let marker = slice(text, &cited["start_index"], &cited["end_index"]);
        let number = marker.trim_start_matches('[').trim_end_matches(']');
        assert!(number.parse::<u32>().is_ok() && marker.starts_with('['), "{marker}");
        let url = cited["url"].as_str().expect("an address");
        assert!(
            text.contains(&format!("\n[{number}] [")) && text.contains(&format!("({url})")),
            "{text}"
        );
        let path = url.strip_prefix("http://r.example").expect("an address of this server");
        assert_eq!(app.get(path, &[]).await.status, 200, "{url}");
        assert!(cited["title"].as_str().is_some_and(|title| title.contains("Monaco")));
    }
}

#[tokio::test]
async fn a_chat_is_answered_with_citations() {
    let app = TestApp::new();
    let reply = post(&app, CHAT, &chat(QUESTION), &[]).await;
    let body = reply.json();
    assert_eq!((reply.status.as_u16(), reply.header("cache-control")), (200, "no-store"), "{body}");
    assert_eq!(
        (&body["object"], &body["model"]),
        (&json!("chat.completion"), &json!("rapporteur"))
    );
    let choice = &body["choices"][0];
    assert_eq!(
        (&choice["finish_reason"], &choice["message"]["role"]),
        (&json!("stop"), &json!("assistant"))
    );
    let message = &choice["message"];
    let text = message["content"].as_str().expect("a text");
    let cited: Vec<Value> = message["annotations"]
        .as_array()
        .expect("annotations")
        .iter()
        .map(|one| {
            assert_eq!(one["type"], "url_citation");
            one["url_citation"].clone()
        })
        .collect();
    check_annotations(&app, text, &cited).await;
    let usage = &body["usage"];
    let number = |name: &str| usage[name].as_u64().expect("a number");
    assert_eq!(number("total_tokens"), number("prompt_tokens") + number("completion_tokens"));
    assert!(number("prompt_tokens") > 0 && number("completion_tokens") > 0);
}

#[tokio::test]
async fn a_stream_says_the_same() {
    let app = TestApp::new();
    let whole = post(&app, CHAT, &chat(QUESTION), &[]).await.json();
    let mut request = chat(QUESTION);
    request["stream"] = json!(true);
    request["stream_options"] = json!({ "include_usage": true });
    let chunks = events(&post(&app, CHAT, &request, &[]).await);
    let delta = |chunk: &Value| chunk["choices"][0]["delta"].clone();
    let text: String = chunks
        .iter()
        .filter_map(|chunk| delta(chunk)["content"].as_str().map(str::to_owned))
        .collect();
    let message = &whole["choices"][0]["message"];
    assert_eq!(json!(text), message["content"]);
    let cited: Vec<Value> = chunks
        .iter()
        .map(|chunk| delta(chunk)["annotations"].clone())
        .filter(|one| !one.is_null())
        .collect();
    assert_eq!(cited, [message["annotations"].clone()]);
    assert_eq!(chunks[0]["choices"][0]["delta"]["role"], "assistant");
    let ends: Vec<&Value> = chunks
        .iter()
        .map(|chunk| &chunk["choices"][0]["finish_reason"])
        .filter(|end| !end.is_null())
        .collect();
    assert_eq!(ends, [&json!("stop")]);
    let last = chunks.last().expect("chunks");
    assert_eq!((&last["choices"], &last["usage"]), (&json!([]), &whole["usage"]));
    assert!(chunks.iter().all(|chunk| chunk["id"] == last["id"]));
}

#[tokio::test]
async fn a_response_is_answered_whole_and_as_a_stream() {
    let app = TestApp::new();
    let request = json!({ "model": "rapporteur-full", "input": QUESTION });
    let whole = post(&app, RESPONSES, &request, &[]).await.json();
    assert_eq!(
        (&whole["object"], &whole["status"]),
        (&json!("response"), &json!("completed")),
        "{whole}"
    );
    let content = &whole["output"][0]["content"][0];
    let text = content["text"].as_str().expect("a text");
    check_annotations(&app, text, content["annotations"].as_array().expect("annotations")).await;
    let mut request = request;
    request["stream"] = json!(true);
    let reply = post(&app, RESPONSES, &request, &[]).await;
    let events = events(&reply);
    let names: Vec<&str> =
        reply.body.lines().filter_map(|line| line.strip_prefix("event: ")).collect();
    assert_eq!(names, strings(&json!(events), "type"));
    let numbers: Vec<u64> =
        events.iter().map(|event| event["sequence_number"].as_u64().expect("a number")).collect();
    assert_eq!(numbers, (0..events.len() as u64).collect::<Vec<_>>());
    let of = |name: &str| events.iter().filter(|event| event["type"] == name).collect::<Vec<_>>();
    let deltas: String = of("response.output_text.delta")
        .iter()
        .filter_map(|event| event["delta"].as_str())
        .collect();
    assert_eq!(deltas, text);
    let cited: Vec<&Value> = of("response.output_text.annotation.added")
        .iter()
        .map(|event| &event["annotation"])
        .collect();
    assert_eq!(json!(cited), content["annotations"]);
    let ended = &of("response.completed")[0]["response"];
    assert_eq!(ended["output"][0]["content"], whole["output"][0]["content"]);
    assert_eq!(ended["usage"], whole["usage"]);
}

#[tokio::test]
async fn abstaining_is_an_ordinary_message() {
    let app = TestApp::new();
    let body = post(&app, CHAT, &chat("Which declaration mentions zebras?"), &[]).await.json();
    let message = &body["choices"][0]["message"];
    assert!(message["content"].as_str().is_some_and(|text| text.contains("zebras")), "{body}");
    assert_eq!((&message["annotations"], &message["refusal"]), (&json!([]), &Value::Null));
}

#[tokio::test]
async fn earlier_messages_are_the_history() {
    let app = TestApp::new();
    let message = |role: &str, text: &str| json!({ "role": role, "content": text });
    let request = json!({ "messages": [
        message("system", "You know everything about zebras."),
        message("user", QUESTION),
        message("assistant", "The Monaco declaration."),
        message("user", "And Rome?"),
    ]});
    let by_chat = post(&app, CHAT, &request, &[]).await.json();
    let by_rest = app.get("/v1/ask?style=memo&q=And+Rome%3F&history=Who+urges+to+connect+frontline+officers+to+the+I-24%2F7+network%3F", &[]).await.json();
    let text = by_chat["choices"][0]["message"]["content"].as_str().expect("a text");
    let lead = by_rest["lead"].as_str().expect("a lead");
    assert!(!lead.is_empty() && text.starts_with(lead), "{lead}\n{text}");
}

#[tokio::test]
async fn models_are_the_styles() {
    let app = TestApp::new();
    let list = app.get("/v1/models", &[]).await.json();
    assert_eq!(list["object"], "list");
    let names = strings(&list["data"], "id");
    assert_eq!(names, ["rapporteur", "rapporteur-short", "rapporteur-memo", "rapporteur-full"]);
    let mut lengths = Vec::new();
    for name in &names {
        assert_eq!(app.get(&format!("/v1/models/{name}"), &[]).await.json()["id"], json!(name));
        let mut request =
            chat("What do the declarations say of trafficking, officers and violence?");
        request["model"] = json!(name);
        let body = post(&app, CHAT, &request, &[]).await.json();
        assert_eq!(body["model"], json!(name), "{body}");
        lengths.push(body["choices"][0]["message"]["content"].as_str().map_or(0, str::len));
    }
    assert_eq!(lengths[0], lengths[2]);
    assert!(lengths[1] <= lengths[2] && lengths[2] <= lengths[3], "{lengths:?}");
}

#[tokio::test]
async fn errors_have_the_form_that_clients_read() {
    let anonymous = |anonymous_read| Settings {
        body_bytes_max: 10_000,
        access: AccessSettings { anonymous_read, ..AccessSettings::default() },
        ..Settings::default()
    };
    let open = TestApp::with(Limits::default(), &anonymous(true));
    let closed = TestApp::with(Limits::default(), &anonymous(false));
    let none = ("x-none", "");
    let mut other = chat(QUESTION);
    other["model"] = json!("gpt-9");
    let kept = json!({ "input": "x", "previous_response_id": "resp_1" });
    let wrong_key = ("authorization", "Bearer rptr_0");
    let placeholder = ("authorization", "Bearer none");
    let invalid = "invalid_request_error";
    let cases = [
        (&open, CHAT, json!({}), none, 400, invalid, json!("messages")),
        (&open, CHAT, chat(" "), none, 400, invalid, json!("messages")),
        (&open, CHAT, chat(&"x".repeat(2_001)), none, 400, invalid, json!("messages")),
        (&open, CHAT, chat(&"x".repeat(10_001)), none, 413, invalid, Value::Null),
        (&open, CHAT, other, none, 404, invalid, json!("model")),
        (&open, RESPONSES, kept, none, 400, invalid, json!("previous_response_id")),
        (&open, CHAT, chat(QUESTION), wrong_key, 401, "authentication_error", Value::Null),
        (&closed, CHAT, chat(QUESTION), placeholder, 401, "authentication_error", Value::Null),
        (&closed, CHAT, chat(QUESTION), none, 401, "authentication_error", Value::Null),
    ];
    for (app, path, request, header, status, kind, param) in cases {
        let reply = post(app, path, &request, &[header]).await;
        let body = reply.json();
        assert_eq!(reply.status, status, "{body}");
        let error = &body["error"];
        assert_eq!((&error["type"], &error["param"]), (&json!(kind), &param), "{body}");
        assert!(error["message"].as_str().is_some_and(|text| !text.is_empty()), "{body}");
        assert!(error["code"].is_string(), "{body}");
    }
    // Programs that must send some key send one that is none.
    let reply = post(&open, CHAT, &chat(QUESTION), &[placeholder]).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    for (path, status) in [("/v1/models/gpt-9", 404), ("/v1/responses/resp_1", 404), (CHAT, 405)] {
        let reply = open.get(path, &[]).await;
        assert_eq!(reply.status, status, "{path}");
        assert!(reply.json()["error"]["message"].is_string(), "{path}: {}", reply.body);
    }
    let loading = TestApp::loading(Limits::default(), &Settings::default());
    let reply = post(&loading, CHAT, &chat(QUESTION), &[]).await;
    assert_eq!(
        (reply.status.as_u16(), reply.json()["error"]["type"].as_str()),
        (503, Some("server_error"))
    );
}
