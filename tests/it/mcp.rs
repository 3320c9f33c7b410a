//! The Model Context Protocol over HTTP: the same documents, limits and keys as by every other surface.

use axum::body::Body;
use axum::http::Request;
use rapporteur::api::http::{AccessSettings, Hosts, Settings};
use rapporteur::service::Limits;
use serde_json::{Value, json};

use crate::app::{Reply, TestApp, strings};

const QUESTION: &str = "Who urges to connect frontline officers to the I-24/7 network?";
/// The revision without sessions, and the last one with them.
const REVISIONS: [&str; 2] = ["2026-07-28", "2025-11-25"];

/// Sends `body` to `/mcp` with further headers.
async fn post(app: &TestApp, body: &Value, headers: &[(&str, &str)]) -> Reply {
    let request = Request::post("/mcp")
        .header("host", "r.example")
        .header("content-type", "application/json")
        .header("accept", "application/json, text/event-stream");
    let request =
        headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    app.send(request.body(Body::from(body.to_string())).expect("a request")).await
}

/// The answer to `method` in `revision`, with its result or its error.
async fn call(app: &TestApp, revision: &str, method: &str, mut params: Value) -> Value {
    let new = revision == REVISIONS[0];
    let named = params.get("name").or(params.get("uri")).and_then(Value::as_str);
    let named = named.unwrap_or_default().to_owned();
    let mut headers = vec![("mcp-protocol-version", revision)];
    if new {
        params["_meta"] = json!({
            "io.modelcontextprotocol/protocolVersion": revision,
            "io.modelcontextprotocol/clientInfo": { "name": "test", "version": "1" },
            "io.modelcontextprotocol/clientCapabilities": {},
        });
        headers.push(("mcp-method", method));
        if !named.is_empty() {
            headers.push(("mcp-name", &named));
        }
    }
    let body = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
    let reply = post(app, &body, &headers).await;
    assert_eq!(reply.header("cache-control"), "no-store", "{method}: {}", reply.body);
    reply.json()
}

/// What a tool answers.
async fn tool(app: &TestApp, name: &str, arguments: Value) -> Value {
    let params = json!({ "name": name, "arguments": arguments });
    let mut answers = Vec::new();
    for revision in REVISIONS {
        let mut answer = call(app, revision, "tools/call", params.clone()).await;
        let mut result = answer["result"].take();
        assert!(result.is_object(), "{name}: {answer}");
        let kind = result.as_object_mut().and_then(|result| result.remove("resultType"));
        let expected = (revision == REVISIONS[0]).then(|| json!("complete"));
        assert_eq!(kind, expected, "{name} {revision}");
        result.as_object_mut().and_then(|result| result.remove("_meta"));
        answers.push(result);
    }
    assert_eq!(answers[0], answers[1], "{name}");
    answers.remove(0)
}

/// The data of a tool's answer; its text must not be empty.
async fn data(app: &TestApp, name: &str, arguments: Value) -> Value {
    let mut answer = tool(app, name, arguments).await;
    assert_eq!(answer["isError"], json!(false), "{answer}");
    assert!(text_of(&answer).len() > 10, "{answer}");
    answer["structuredContent"].take()
}

fn text_of(answer: &Value) -> &str {
    answer["content"][0]["text"].as_str().expect("a text")
}

#[tokio::test]
async fn what_is_no_message_is_refused_in_the_form_of_the_protocol() {
    let app = TestApp::new();
    let call = json!({ "jsonrpc": "2.0", "id": 1, "method": "ping" });
    for body in [json!([call]), json!([]), json!({}), json!(5), json!({ "jsonrpc": "2.0" })] {
        let reply = post(&app, &body, &[]).await;
        assert_eq!(reply.status, 400, "{body}: {}", reply.body);
        let error = &reply.json()["error"];
        assert_eq!(error["code"], -32_600, "{body}");
        assert!(
            error["message"].as_str().is_some_and(|text| text.contains("one object")),
            "{body}"
        );
    }
}

#[tokio::test]
async fn clients_of_each_revision_are_met() {
    let app = TestApp::new();
    for revision in ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"] {
        let params = json!({ "protocolVersion": revision, "capabilities": {}, "clientInfo": { "name": "test", "version": "1" } });
        let body = json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params });
        let reply = post(&app, &body, &[]).await;
        let result = &reply.json()["result"];
        assert_eq!(result["protocolVersion"], revision, "{result}");
        assert_eq!(result["serverInfo"]["name"], "rapporteur");
        assert!(result["instructions"].as_str().is_some_and(|text| text.contains("verify_quote")));
        assert!(!reply.headers.contains_key("mcp-session-id"));
    }
    let discovered = call(&app, REVISIONS[0], "server/discover", json!({})).await;
    let result = &discovered["result"];
    let versions = result["supportedVersions"].as_array().expect("versions");
    assert!(versions.contains(&json!(REVISIONS[0])), "{result}");
    for capability in ["tools", "resources", "prompts"] {
        assert!(result["capabilities"][capability].is_object(), "{result}");
    }
}

#[tokio::test]
async fn lists_have_a_fixed_order_and_say_how_long_they_keep() {
    let app = TestApp::new();
    let cases = [
        ("tools/list", "tools", "name"),
        ("resources/list", "resources", "uri"),
        ("resources/templates/list", "resourceTemplates", "uriTemplate"),
        ("prompts/list", "prompts", "name"),
    ];
    let mut all = Vec::new();
    for (method, field, name) in cases {
        let first = call(&app, REVISIONS[0], method, json!({})).await["result"].take();
        let again = call(&app, REVISIONS[0], method, json!({})).await["result"].take();
        assert_eq!(first, again, "{method}");
        assert!(first["ttlMs"].as_u64().is_some_and(|ttl| ttl > 0), "{first}");
        assert_eq!(first["cacheScope"], "private", "{first}");
        all.push(strings(&first[field], name).join(" "));
    }
    insta::assert_snapshot!(all.join("\n"), @r"
    search fetch ask verify_quote verify_text compare cite
    rapporteur://documents/rome-2012 rapporteur://documents/monaco-2014 rapporteur://documents/news-2014
    rapporteur://documents/{document} rapporteur://clauses/{document}/{label}
    answer_with_quotations
    ");
}

#[tokio::test]
async fn what_is_found_can_be_fetched() {
    let app = TestApp::new();
    let answer =
        tool(&app, "search", json!({ "query": "connect frontline officers", "limit": 2 })).await;
    let found = &answer["structuredContent"];
    let repeated: Value = serde_json::from_str(text_of(&answer)).expect("the same as JSON");
    assert_eq!(&repeated, found);
    let results = found["results"].as_array().expect("results");
    assert_eq!(results.len(), 2);
    assert_eq!(results[0]["id"], "monaco-2014/P3A");
    assert!(results[0]["url"].as_str().is_some_and(|url| url.starts_with("http://r.example/c/")));
    for result in results {
        let fetched = data(&app, "fetch", json!({ "id": result["id"] })).await;
        for same in ["id", "title", "url", "text"] {
            assert_eq!(fetched[same], result[same], "{same}");
        }
        assert!(fetched["metadata"]["document"].is_string());
    }
    let document = data(&app, "fetch", json!({ "id": "monaco-2014" })).await;
    assert_eq!(document["metadata"]["clauses"], "4");
    let begin = document["text"].as_str().expect("a text");
    let rest = data(&app, "fetch", json!({ "id": "monaco-2014", "offset": 3 })).await;
    assert_eq!(rest["text"].as_str(), Some(&begin[3..]));
}

#[tokio::test]
async fn long_documents_come_in_parts() {
    let app = TestApp::over(crate::app::long_document(100_000), &Settings::default());
    let mut text = String::new();
    let mut offset = json!(null);
    for _ in 0..3 {
        let part = data(&app, "fetch", json!({ "id": "declaration-0", "offset": offset })).await;
        text.push_str(part["text"].as_str().expect("a text"));
        let next = part["metadata"]["next_offset"].as_str().map(str::to_owned);
        offset = next.map_or(Value::Null, |next| json!(next.parse::<u32>().expect("a number")));
    }
    assert_eq!((text.len(), offset), (100_000, Value::Null));
    let past = tool(&app, "fetch", json!({ "id": "declaration-0", "offset": 100_000 })).await;
    assert_eq!(
        (past["isError"].as_bool(), text_of(&past).contains("past the end")),
        (Some(true), true)
    );
    let uri = "rapporteur://documents/declaration-0";
    let read = call(&app, REVISIONS[0], "resources/read", json!({ "uri": uri })).await;
    let contents = read["result"]["contents"].as_array().expect("contents");
    assert_eq!(contents.len(), 2, "{read}");
    assert!(contents[1]["text"].as_str().is_some_and(|text| text.contains("the offset 40000")));
}

#[tokio::test]
async fn answers_quote_word_for_word_and_silence_is_told() {
    let app = TestApp::new();
    let answer = data(&app, "ask", json!({ "question": QUESTION })).await;
    assert_eq!(answer["status"], "ANSWERED", "{answer}");
    let cited = &answer["citations"][0];
    assert_eq!(cited["clause"], "monaco-2014/P3A");
    let clause = data(&app, "fetch", json!({ "id": cited["clause"] })).await;
    let quote = cited["quote"].as_str().expect("a quotation");
    assert!(clause["text"].as_str().is_some_and(|text| text.contains(quote)));
    assert!(answer["answer"].as_str().is_some_and(|text| text.contains("[1]")));
    let silent =
        tool(&app, "ask", json!({ "question": "Which declaration mentions zebras?" })).await;
    let body = &silent["structuredContent"];
    assert_eq!((&body["status"], &body["citations"]), (&json!("NOT_FOUND"), &json!([])));
    assert!(body["refusal"]["kind"].is_string() && silent["isError"] == json!(false), "{silent}");
}

#[tokio::test]
async fn quotations_and_texts_are_checked() {
    let app = TestApp::new();
    let right = "connect frontline officers to the I-24/7 network";
    let exact = data(&app, "verify_quote", json!({ "text": right })).await;
    assert_eq!((&exact["verdict"], &exact["place_count"]), (&json!("EXACT"), &json!(1)), "{exact}");
    assert_eq!(exact["places"][0]["clauses"], json!(["monaco-2014/P3A"]));
    let changed = "urge member countries to connect all officers to the I-24/7 network";
    let altered = data(&app, "verify_quote", json!({ "text": changed })).await;
    assert_eq!(altered["verdict"], "ALTERED", "{altered}");
    assert!(altered["corrected"].as_str().is_some_and(|text| text.contains("frontline")));
    let text = format!("The Monaco declaration asks to “{changed}” (P3A). See Monaco, P9Z.");
    let checked = data(&app, "verify_text", json!({ "text": text })).await;
    assert_eq!(checked["all_right"], false, "{checked}");
    let verdicts = strings(&checked["items"], "verdict");
    assert_eq!(verdicts, ["VALID", "ALTERED", "VALID", "NO_SUCH_CLAUSE"], "{checked}");
    assert_eq!(checked["items"][1]["clause"], "monaco-2014/P3A", "{checked}");
    assert_eq!(checked["counts"], json!({ "wrong": 2, "right": 2, "open": 0 }));
}

#[tokio::test]
async fn documents_are_compared_and_cited() {
    let app = TestApp::new();
    let compared = data(&app, "compare", json!({ "topic": "frontline officers" })).await;
    assert_eq!(compared["document_count"], 2, "{compared}");
    let monaco = &compared["rows"][1];
    assert_eq!(
        (&monaco["document"], &monaco["clause"]),
        (&json!("monaco-2014"), &json!("monaco-2014/P3A"))
    );
    let cited = data(&app, "cite", json!({ "id": "monaco-2014/P3A", "style": "plain" })).await;
    assert!(cited["citation"].as_str().is_some_and(|text| text.contains("P3A")), "{cited}");
}

#[tokio::test]
async fn mistakes_are_answers_that_say_what_to_do() {
    let app = TestApp::new();
    let cases = [
        ("search", json!({}), "missing field `query`"),
        ("search", json!({ "query": "x", "limit": 51 }), "must be from 1 to 50"),
        ("search", json!({ "query": "x", "documents": ["paris"] }), "paris"),
        ("fetch", json!({ "id": "monaco-2014/P9" }), "monaco-2014/P3A"),
        ("fetch", json!({ "id": "paris" }), "rome-2012"),
        ("fetch", json!({ "id": "monaco-2014/P3A", "offset": u32::MAX }), "past the end"),
        ("ask", json!({ "question": " " }), "ask something"),
        ("ask", json!({ "question": "x", "style": "long" }), "use one of: short, memo, full"),
        ("ask", json!({ "question": "x".repeat(2_001) }), "at most 2000"),
        ("verify_quote", json!({ "text": "x", "document": "paris" }), "paris"),
        ("verify_text", json!({ "text": "..." }), "paste the text"),
        ("compare", json!({ "topic": "" }), "name it in a few words"),
        ("cite", json!({ "id": "rome-2012", "style": "apa" }), "use one of: chicago"),
        ("cite", json!({ "id": "rome-2012", "accessed": "today" }), "YYYY-MM-DD"),
    ];
    for (name, arguments, expected) in cases {
        let answer = tool(&app, name, arguments.clone()).await;
        assert_eq!(answer["isError"], json!(true), "{name} {arguments}: {answer}");
        assert!(text_of(&answer).contains(expected), "{name} {arguments}: {answer}");
    }
    for (method, params, code) in [
        ("tools/call", json!({ "name": "delete", "arguments": {} }), -32_602),
        ("resources/read", json!({ "uri": "rapporteur://documents/paris" }), -32_602),
        ("resources/read", json!({ "uri": "file:///etc/passwd" }), -32_602),
        ("prompts/get", json!({ "name": "other" }), -32_602),
        ("prompts/get", json!({ "name": "answer_with_quotations" }), -32_602),
        ("nothing/known", json!({}), -32_601),
    ] {
        let answer = call(&app, REVISIONS[0], method, params.clone()).await;
        assert_eq!(answer["error"]["code"], code, "{method} {params}: {answer}");
        assert_eq!(answer["error"]["data"]["uri"], params["uri"], "{answer}");
    }
}

#[tokio::test]
async fn resources_and_the_prompt_are_read() {
    let app = TestApp::new();
    let uri = "rapporteur://clauses/monaco-2014/P3B";
    let read = call(&app, REVISIONS[0], "resources/read", json!({ "uri": uri })).await;
    let content = &read["result"]["contents"][0];
    assert_eq!(
        content["text"],
        "Support the protection of cultural property against illicit trafficking."
    );
    assert_eq!((&content["uri"], &content["mimeType"]), (&json!(uri), &json!("text/plain")));
    let params = json!({ "name": "answer_with_quotations", "arguments": { "question": QUESTION } });
    let prompt = call(&app, REVISIONS[0], "prompts/get", params).await;
    let text = prompt["result"]["messages"][0]["content"]["text"].as_str().expect("a text");
    assert!(text.contains(QUESTION) && text.contains("`ask`"), "{text}");
}

#[tokio::test]
async fn requests_are_refused_as_everywhere() {
    let list = json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/list" });
    let settings = Settings {
        body_bytes_max: 2_000,
        hosts: Hosts::local("", &["r.example".to_owned()]),
        access: AccessSettings { anonymous_read: false, ..AccessSettings::default() },
        ..Settings::default()
    };
    let closed = TestApp::with(Limits::default(), &settings);
    let open = TestApp::with(
        Limits::default(),
        &Settings {
            access: AccessSettings { anonymous_read: true, ..AccessSettings::default() },
            ..settings
        },
    );
    let large = json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": { "x": "x".repeat(2_000) } });
    let cases = [
        (&open, &list, ("x-none", ""), 200),
        (&open, &list, ("origin", "http://r.example"), 200),
        (&open, &list, ("origin", "https://evil.example"), 403),
        (&open, &large, ("x-none", ""), 413),
        (&open, &list, ("authorization", "Bearer none"), 401),
        (&closed, &list, ("x-none", ""), 401),
    ];
    for (app, body, header, status) in cases {
        let reply = post(app, body, &[header]).await;
        assert_eq!(reply.status, status, "{header:?}: {}", reply.body);
        let answer = reply.json();
        assert_eq!(answer["jsonrpc"], "2.0", "{answer}");
        assert_eq!(answer["error"]["message"].is_string(), status != 200, "{answer}");
    }
    for body in ["", "{", "x"] {
        let request = Request::post("/mcp").header("host", "r.example");
        let request = request.header("content-type", "application/json");
        let reply = open.send(request.body(Body::from(body)).expect("a request")).await;
        assert_eq!(reply.status, 400, "{body}: {}", reply.body);
        assert!(reply.body.contains("not JSON"), "{}", reply.body);
    }
    for method in ["GET", "DELETE"] {
        let request = Request::builder().method(method).uri("/mcp").header("host", "r.example");
        let reply = open.send(request.body(Body::empty()).expect("a request")).await;
        assert_eq!((reply.status.as_u16(), reply.header("allow")), (405, "POST"), "{method}");
    }
    let foreign = Request::post("/mcp").header("host", "evil.example");
    let reply = open.send(foreign.body(Body::from(list.to_string())).expect("a request")).await;
    assert_eq!(reply.status, 421);
}

#[tokio::test]
async fn headers_must_say_what_the_body_says() {
    let app = TestApp::new();
    let meta = json!({
        "io.modelcontextprotocol/protocolVersion": REVISIONS[0],
        "io.modelcontextprotocol/clientInfo": { "name": "test", "version": "1" },
        "io.modelcontextprotocol/clientCapabilities": {},
    });
    let body =
        json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": { "_meta": meta } });
    let version = ("mcp-protocol-version", REVISIONS[0]);
    let fitting = post(&app, &body, &[version, ("mcp-method", "tools/list")]).await;
    assert_eq!(fitting.status, 200, "{}", fitting.body);
    let other = post(&app, &body, &[version, ("mcp-method", "tools/call")]).await;
    assert_eq!(other.status, 400, "{}", other.body);
    assert_eq!(other.json()["error"]["code"], -32_020, "{}", other.body);
}

#[tokio::test]
async fn tools_say_that_the_documents_are_still_loading() {
    let limits = Limits { deadline_ms: 20, ..Limits::default() };
    let app = TestApp::loading(limits, &Settings::default());
    let answer = tool(&app, "ask", json!({ "question": QUESTION })).await;
    assert!(
        answer["isError"] == json!(true) && text_of(&answer).contains("still being loaded"),
        "{answer}"
    );
}
