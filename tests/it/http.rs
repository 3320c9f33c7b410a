//! GraphQL over HTTP, and the pages beside it.

use std::net::Ipv4Addr;

use axum::body::Body;
use axum::http::Request;
use rapporteur::api::http::{AccessSettings, Settings, router, run};
use rapporteur::service::{Limits, Service};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use crate::app::{TestApp, engine};

const GRAPHQL: (&str, &str) = ("accept", "application/graphql-response+json");
const JSON: (&str, &str) = ("content-type", "application/json");
const GRAPHQL_MEDIA: &str = "application/graphql-response+json; charset=utf-8";
const JSON_MEDIA: &str = "application/json; charset=utf-8";
const GOOD: &str = r#"{"query": "{ corpus { documentCount } }"}"#;

#[tokio::test]
async fn media_types_follow_accept() {
    let app = TestApp::new();
    let cases = [
        (None, 200, JSON_MEDIA),
        (Some("*/*"), 200, JSON_MEDIA),
        (Some("application/json"), 200, JSON_MEDIA),
        (Some("application/graphql-response+json"), 200, GRAPHQL_MEDIA),
        (Some("text/csv"), 406, GRAPHQL_MEDIA),
    ];
    for (accept, status, media) in cases {
        let headers: Vec<_> = std::iter::once(JSON).chain(accept.map(|a| ("accept", a))).collect();
        let reply = app.post(GOOD, &headers).await;
        assert_eq!(reply.status, status, "{accept:?}: {}", reply.body);
        assert_eq!(reply.header("content-type"), media, "{accept:?}");
    }
}

#[tokio::test]
async fn statuses_tell_what_went_wrong() {
    let app = TestApp::new();
    let cases = [
        (GOOD, 200, ""),
        ("{", 400, "BAD_REQUEST"),
        ("\u{0}", 400, "BAD_REQUEST"),
        ("", 400, "BAD_REQUEST"),
        ("[]", 400, "BAD_REQUEST"),
        ("7", 400, "BAD_REQUEST"),
        ("{}", 400, "BAD_REQUEST"),
        (r#"{"query": 7}"#, 400, "BAD_REQUEST"),
        (r#"{"query": ""}"#, 400, "BAD_REQUEST"),
        (r#"{"query": "{ corpus { documentCount } }", "variables": []}"#, 400, "BAD_REQUEST"),
        (r#"{"query": "{ corpus { documentCount } }", "variables": "x"}"#, 400, "BAD_REQUEST"),
        (r#"{"query": "{ corpus { documentCount } }", "operationName": 1}"#, 400, "BAD_REQUEST"),
        (r#"{"query": "{ corpus { documentCount } }", "extensions": 1}"#, 400, "BAD_REQUEST"),
        (
            r#"{"query": "{ corpus { documentCount } }", "variables": null, "operationName": null}"#,
            200,
            "",
        ),
        (r#"{"query": "{"}"#, 400, "GRAPHQL_PARSE_FAILED"),
        (r#"{"query": "{ nothing }"}"#, 400, "GRAPHQL_VALIDATION_FAILED"),
        (
            r#"{"query": "query A { corpus { digest } }", "operationName": "B"}"#,
            400,
            "GRAPHQL_VALIDATION_FAILED",
        ),
        (r#"{"query": "{ ask(question: \"\") { text } }"}"#, 400, "BAD_USER_INPUT"),
        (r#"{"query": "{ ask(question: \"unembeddable\") { text } }"}"#, 500, "INTERNAL"),
    ];
    for (body, status, code) in cases {
        let reply = app.post(body, &[JSON, GRAPHQL]).await;
        assert_eq!(reply.status, status, "{body}: {}", reply.body);
        assert_eq!(reply.code(), code, "{body}: {}", reply.body);
    }
}

#[tokio::test]
async fn for_plain_json_a_request_at_fault_is_a_success_of_http() {
    let app = TestApp::new();
    let cases = [
        ("{", 400, GRAPHQL_MEDIA),
        ("{}", 400, GRAPHQL_MEDIA),
        (r#"{"query": "{"}"#, 200, JSON_MEDIA),
        (r#"{"query": "{ nothing }"}"#, 200, JSON_MEDIA),
        (r#"{"query": "query Q($id: ID!) { document(id: $id) { id } }"}"#, 200, JSON_MEDIA),
        (r#"{"query": "{ ask(question: \"\") { text } }"}"#, 200, JSON_MEDIA),
        (r#"{"query": "{ ask(question: \"unembeddable\") { text } }"}"#, 500, GRAPHQL_MEDIA),
    ];
    for (body, status, media) in cases {
        let reply = app.post(body, &[JSON, ("accept", "application/json")]).await;
        assert_eq!(reply.status, status, "{body}: {}", reply.body);
        assert_eq!(reply.header("content-type"), media, "{body}");
        assert!(!reply.code().is_empty(), "{body}");
    }
}

#[tokio::test]
async fn data_is_absent_unless_execution_began() {
    let app = TestApp::new();
    let data = |reply: crate::app::Reply| reply.json().get("data").cloned();
    let refused = app.post(r#"{"query": "{ nothing }"}"#, &[JSON]).await;
    assert_eq!(data(refused), None);
    let failed = app.post(r#"{"query": "{ ask(question: \"\") { text } }"}"#, &[JSON]).await;
    assert_eq!(data(failed), Some(Value::Null));
    let partial = r#"{"query": "{ corpus { documentCount } document(id: \"x\") { id } }"}"#;
    let expected = json!({ "corpus": { "documentCount": 3 }, "document": null });
    assert_eq!(data(app.post(partial, &[JSON]).await), Some(expected));
}

#[tokio::test]
async fn only_json_bodies_are_read() {
    let app = TestApp::new();
    let cases = [
        (None, 415),
        (Some("text/plain"), 415),
        (Some("application/x-www-form-urlencoded"), 415),
        (Some("multipart/form-data; boundary=x"), 415),
        (Some("application/json; charset=latin1"), 415),
        (Some("application/json"), 200),
        (Some("Application/JSON; charset=UTF-8"), 200),
    ];
    for (kind, status) in cases {
        let headers: Vec<_> = kind.map(|kind| ("content-type", kind)).into_iter().collect();
        let reply = app.post(GOOD, &headers).await;
        assert_eq!(reply.status, status, "{kind:?}");
        if status == 415 {
            assert_eq!(reply.code(), "UNSUPPORTED_MEDIA_TYPE");
            assert!(reply.body.contains("send 'Content-Type: application/json'"), "{}", reply.body);
        }
    }
    let form = [("content-type", "text/plain")];
    let reply = app.get("/graphql?query=%7Bcorpus%7BdocumentCount%7D%7D", &form).await;
    assert_eq!(reply.status, 415, "of a GET, too");
}

#[tokio::test]
async fn large_bodies_are_refused() {
    let settings = Settings { body_bytes_max: 2_048, ..Settings::default() };
    let app = TestApp::with(Limits::default(), &settings);
    let body = |bytes: usize| format!("{GOOD}{}", " ".repeat(bytes - GOOD.len()));
    assert_eq!(app.post(&body(2_048), &[JSON]).await.status, 200);
    let reply = app.post(&body(2_049), &[JSON]).await;
    assert_eq!((reply.status.as_u16(), reply.code().as_str()), (413, "PAYLOAD_TOO_LARGE"));
}

#[tokio::test]
async fn queries_come_by_get_and_nothing_else_does() {
    let app = TestApp::new();
    let cases = [
        ("query=%7B%20corpus%20%7B%20documentCount%20%7D%20%7D", 200, ""),
        (
            "query=query%20Q(%24id%3AID!)%7Bdocument(id%3A%24id)%7Bid%7D%7D&variables=%7B%22id%22%3A\
             %22rome-2012%22%7D&operationName=Q",
            200,
            "",
        ),
        (
            "query=query%20A%7Bcorpus%7Bdigest%7D%7D%20query%20B%7Bcorpus%7BdocumentCount%7D%7D\
             &operationName=B",
            200,
            "",
        ),
        ("query=%7Bcorpus%7BdocumentCount%7D%7D&variables=&operationName=", 200, ""),
        ("", 400, "BAD_REQUEST"),
        ("query=%7Bcorpus%7BdocumentCount%7D%7D&variables=x", 400, "BAD_REQUEST"),
        ("query=%7Bcorpus%7BdocumentCount%7D%7D&variables=%5B%5D", 400, "BAD_REQUEST"),
        ("query=mutation%7Bx%7D", 405, "METHOD_NOT_ALLOWED"),
        ("query=subscription%7Bx%7D", 406, "NOT_ACCEPTABLE"),
        (
            "query=query%20A%7Bcorpus%7Bdigest%7D%7D%20mutation%20B%7Bx%7D&operationName=B",
            405,
            "METHOD_NOT_ALLOWED",
        ),
        ("query=%7B", 400, "GRAPHQL_PARSE_FAILED"),
    ];
    for (parameters, status, code) in cases {
        let reply = app.get(&format!("/graphql?{parameters}"), &[GRAPHQL]).await;
        assert_eq!(reply.status, status, "{parameters}: {}", reply.body);
        assert_eq!(reply.code(), code, "{parameters}");
        let allow = if status == 405 { "POST" } else { "" };
        assert_eq!(reply.header("allow"), allow, "{parameters}");
    }
}

#[tokio::test]
async fn other_methods_are_refused_with_those_that_fit() {
    let app = TestApp::new();
    let cases = [("/graphql", "GET, HEAD, POST"), ("/livez", "GET,HEAD"), ("/", "GET,HEAD")];
    for (path, allow) in cases {
        let request = Request::delete(path).body(Body::empty()).expect("a request");
        let reply = app.send(request).await;
        assert_eq!(reply.status, 405, "{path}");
        assert_eq!(reply.code(), "METHOD_NOT_ALLOWED", "{path}");
        assert_eq!(reply.header("allow"), allow, "{path}");
    }
}

#[tokio::test]
async fn browsers_get_an_editor_where_it_is_on() {
    let html = [("accept", "text/html,application/xhtml+xml,*/*;q=0.8")];
    for path in ["/graphql", "/graphql?query=%7Bcorpus%7BdocumentCount%7D%7D"] {
        let on = TestApp::new().get(path, &html).await;
        let media = on.header("content-type");
        assert!(media.starts_with("text/html"), "{path}: {media}");
        assert!(on.body.contains("id=\"editor\"") && on.body.contains("ask(question:"), "{path}");
        let policy = on.header("content-security-policy");
        assert!(policy.contains("script-src 'self';") && !policy.contains("://"), "{policy}");
    }
    // Who may not read gets it too, and no name of a document with it.
    let access = AccessSettings { anonymous_read: false, ..AccessSettings::default() };
    let closed = TestApp::with(Limits::default(), &Settings { access, ..Settings::default() });
    let page = closed.get("/graphql", &html).await;
    assert!(
        page.body.contains("documents(first: 5)") && !page.body.contains("ask("),
        "{}",
        page.body
    );
    let settings = Settings { graphiql: false, ..Settings::default() };
    let off = TestApp::with(Limits::default(), &settings).get("/graphql", &html).await;
    assert_eq!(off.status, 400, "{}", off.body);
    let json = [("accept", "application/json")];
    let query = TestApp::new().get("/graphql?query=%7Bcorpus%7BdocumentCount%7D%7D", &json).await;
    assert_eq!(query.json()["data"]["corpus"]["documentCount"], 3);
}

#[tokio::test]
async fn health_follows_the_corpus() {
    let app = TestApp::loading(Limits::default(), &Settings::default());
    assert_eq!(app.get("/livez", &[]).await.status, 200);
    let loading = app.get("/readyz", &[]).await;
    assert_eq!((loading.status.as_u16(), loading.header("retry-after")), (503, "1"));
    assert!(loading.json()["reason"].as_str().is_some_and(|reason| reason.contains("loaded")));
    let asked = app.post(r#"{"query": "{ ask(question: \"x\") { text } }"}"#, &[JSON]).await;
    assert_eq!((asked.status.as_u16(), asked.code().as_str()), (503, "NOT_READY"));
    let embedder = std::sync::Arc::clone(&app.embedder);
    app.service.install(engine(1, &app.embedder), embedder);
    assert_eq!(app.get("/readyz", &[]).await.status, 200);
}

#[tokio::test]
async fn permanent_links_lead_to_clauses() {
    let app = TestApp::new();
    let text = app.get("/c/010101010101/rome-2012/P3A", &[]).await;
    assert_eq!(text.status, 200);
    assert!(text.header("content-type").starts_with("text/plain"));
    assert!(
        text.body.starts_with("OUTCOME DECLARATION, Rome, 2012-11-05, P3A\n\nEncourage cities")
    );
    let json = [("accept", "application/json")];
    let clause = app.get("/c/010101010101/rome-2012/P3A", &json).await.json();
    assert_eq!(clause["id"], "rome-2012/P3A");
    assert_eq!(clause["document"]["adoptedOn"], "2012-11-05");
    let stale = app.get("/c/ffffffffffff/rome-2012/P3A", &[]).await;
    assert_eq!((stale.status.as_u16(), stale.code().as_str()), (404, "NOT_FOUND"));
    let link = &stale.json()["errors"][0]["extensions"]["permalink"];
    assert_eq!(link, "/c/010101010101/rome-2012/P3A");
    let gone = app.get("/c/010101010101/rome-2012/P9", &[]).await;
    assert_eq!((gone.status.as_u16(), gone.code().as_str()), (404, "NOT_FOUND"));
}

#[tokio::test]
async fn the_start_page_and_dead_ends_show_the_way() {
    let app = TestApp::new();
    let text = app.get("/", &[]).await;
    assert!(text.body.contains("curl ") && text.body.contains("/readyz"), "{}", text.body);
    let html = app.get("/", &[("accept", "text/html")]).await;
    assert!(html.header("content-type").starts_with("text/html"));
    // The example that cites is of a clause that is there.
    let (_, cite) = text.body.split_once("curl 'http://localhost:8080").expect("an example");
    let (cite, _) = cite.split_once('\'').expect("its address ends");
    assert_eq!(app.get(cite, &[]).await.status, 200, "{cite}");
    assert!(html.body.contains("name=\"q\"") && !html.body.contains("curl"), "{}", html.body);
    let lost = app.get("/nowhere", &[]).await;
    assert_eq!((lost.status.as_u16(), lost.code().as_str()), (404, "NOT_FOUND"));
    assert!(lost.json()["errors"][0]["extensions"]["endpoints"]["/graphql"].is_string());
}

#[tokio::test]
async fn configured_origins_may_read() {
    let origins = ["https://a.example", "http://localhost:*"];
    let settings =
        Settings { cors_origins: origins.map(str::to_owned).to_vec(), ..Settings::default() };
    let app = TestApp::with(Limits::default(), &settings);
    for (origin, allowed) in [
        ("https://a.example", "https://a.example"),
        ("https://b.example", ""),
        ("http://localhost:5173", "http://localhost:5173"),
        ("http://localhost.example:5173", ""),
    ] {
        let reply = app.post(GOOD, &[JSON, ("origin", origin)]).await;
        assert_eq!(reply.header("access-control-allow-origin"), allowed, "{origin}");
        let preflight = Request::options("/graphql")
            .header("origin", origin)
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "content-type")
            .body(Body::empty())
            .expect("a request");
        let reply = app.send(preflight).await;
        assert_eq!(reply.header("access-control-allow-origin"), allowed, "{origin}");
    }
}

#[tokio::test]
async fn the_server_stops_when_it_is_told_to() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let router = router(Service::new(Limits::default()), &Settings::default()).expect("routes");
    let (stop, stopped) = oneshot::channel::<()>();
    let server = tokio::spawn(run(listener, router, async {
        let _ = stopped.await;
    }));
    let mut stream = TcpStream::connect(address).await.expect("the server listens");
    let request = b"GET /livez HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    stream.write_all(request).await.expect("the server reads");
    let mut response = String::new();
    stream.read_to_string(&mut response).await.expect("the server answers");
    assert!(response.starts_with("HTTP/1.1 200 OK"), "{response}");
    stop.send(()).expect("the server waits");
    server.await.expect("no panic").expect("a clean end");
    assert!(TcpStream::connect(address).await.is_err(), "nobody listens any more");
}
