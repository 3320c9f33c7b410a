//! The look-ups under `/v1`.

use std::collections::BTreeSet;
use std::fs;

use axum::body::Body;
use axum::http::Request;
use rapporteur::api::http::{AccessSettings, Settings, openapi};
use rapporteur::citing::CitationStyle;
use rapporteur::domain::DocumentKind;
use rapporteur::service::Limits;
use serde_json::{Value, json};

use crate::app::{Reply, TestApp, engine, slice, strings};

const QUESTION: &str = "/v1/ask?q=Who+urges+to+connect+frontline+officers+to+the+I-24/7+network";
const JSON: &str = "application/json";
const PROBLEM: &str = "application/problem+json";

fn project(path: &str) -> String {
    fs::read_to_string(format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).expect("a file")
}

/// Checks that a reply is a problem, and what kind of.
fn check_problem(reply: &Reply, status: u16, code: &str, detail: &str) {
    let body = reply.json();
    assert_eq!(reply.status, status, "{body}");
    assert_eq!(reply.header("content-type"), PROBLEM, "{body}");
    assert_eq!((&body["status"], &body["code"]), (&json!(status), &json!(code)), "{body}");
    assert_eq!(body["type"], "about:blank");
    assert!(body["title"].as_str().is_some_and(|title| !title.is_empty()), "{body}");
    assert!(body["detail"].as_str().is_some_and(|text| text.contains(detail)), "{detail}: {body}");
}

#[tokio::test]
async fn searches_rank_the_clauses_of_a_question() {
    let app = TestApp::new();
    let reply = app.get("/v1/search?q=frontline+officers+network&first=3", &[]).await;
    assert_eq!((reply.status.as_u16(), reply.header("content-type")), (200, JSON));
    let found = reply.json();
    let results = found["results"].as_array().expect("a list");
    assert_eq!(results.len(), 3, "{found}");
    assert_eq!(results[0]["clause"]["id"], "monaco-2014/P3A");
    let relevances: Vec<f64> = results.iter().filter_map(|one| one["relevance"].as_f64()).collect();
    assert!(relevances.len() == 3 && relevances.is_sorted_by(|a, b| a >= b), "{relevances:?}");
    assert!(found["totalCount"].as_u64() > Some(3), "{found}");
    let narrow = app.get("/v1/search?q=network&document=rome-2012", &[]).await.json();
    let of_rome = |one: &Value| one["clause"]["document"]["id"] == "rome-2012";
    assert!(narrow["results"].as_array().expect("a list").iter().all(of_rome), "{narrow}");
    let tag = reply.header("etag").to_owned();
    let again = app
        .get("/v1/search?q=frontline+officers+network&first=3", &[("if-none-match", &tag)])
        .await;
    assert_eq!(again.status, 304);
    for (kind, begins) in [("text/plain", "  1. "), ("text/markdown", "1. ")] {
        let reply = app.get("/v1/search?q=network&first=1", &[("accept", kind)]).await;
        assert!(reply.body.starts_with(begins), "{}", reply.body);
    }
    for (path, status, code, detail) in [
        ("/v1/search", 400, "BAD_REQUEST", "q: is missing"),
        (
            "/v1/search?q=x&first=101",
            422,
            "BAD_USER_INPUT",
            "first: must be a number from 1 to 100",
        ),
        ("/v1/search?q=", 422, "BAD_USER_INPUT", "q: is empty"),
        ("/v1/ask?q=x&quoteWordsMax=9", 422, "BAD_USER_INPUT", "quoteWordsMax: must be from 10"),
        ("/v1/ask?q=x&style=long", 422, "BAD_USER_INPUT", "style: no 'long'"),
    ] {
        check_problem(&app.get(path, &[]).await, status, code, detail);
    }
}

#[tokio::test]
async fn a_question_may_be_posted() {
    let app = TestApp::new();
    let post = |body: &str, kind: &str| {
        let request = Request::post("/v1/ask").header("content-type", kind);
        app.send(request.body(Body::from(body.to_owned())).expect("a request"))
    };
    let body = json!({
        "q": "Who urges to connect frontline officers?", "document": ["monaco-2014"],
        "year": 2014, "style": "short", "history": null,
    });
    let reply = post(&body.to_string(), JSON).await;
    assert_eq!((reply.status.as_u16(), reply.header("cache-control")), (200, "no-store"));
    let answer = reply.json();
    assert_eq!(answer["coverage"].as_array().map(Vec::len), Some(1), "{answer}");
    assert_eq!(answer["parts"][0]["kind"], "LEAD");
    assert_eq!(answer["lead"], answer["parts"][0]["text"]);
    let by_address = app
        .get("/v1/ask?q=Who+urges+to+connect+frontline+officers%3F&document=monaco-2014&year=2014&style=short", &[])
        .await;
    assert_eq!(by_address.json(), answer);
    for (body, kind, status, code, detail) in [
        ("{", JSON, 400, "BAD_REQUEST", "the body cannot be read"),
        ("{}", JSON, 400, "BAD_REQUEST", "q: is missing"),
        (r#"{"q": "x", "yaer": 1}"#, JSON, 400, "BAD_REQUEST", "no parameter 'yaer'"),
        (r#"{"q": {"x": 1}}"#, JSON, 400, "BAD_REQUEST", "q: send a text"),
        (r#"{"q": "x", "symbol": [0]}"#, JSON, 400, "BAD_REQUEST", "symbol: send a text"),
        (r#"{"q": "x", "year": "2014"}"#, JSON, 400, "BAD_REQUEST", "year: send a number"),
        (r#"{"q": "x"}"#, "text/plain", 415, "UNSUPPORTED_MEDIA_TYPE", "application/json"),
    ] {
        check_problem(&post(body, kind).await, status, code, detail);
    }
}

#[tokio::test]
async fn answers_cite_word_for_word() {
    let app = TestApp::new();
    let reply = app.get(QUESTION, &[]).await;
    assert_eq!((reply.status.as_u16(), reply.header("content-type")), (200, JSON));
    let answer = reply.json();
    assert_eq!(answer["status"], "ANSWERED", "{answer}");
    let citation = &answer["citations"][0];
    assert_eq!(citation["clause"], "monaco-2014/P3A");
    assert_eq!(citation["part"], "OPERATIVE");
    assert_eq!(citation["document"]["kind"], "DECLARATION");
    let document = app.get("/v1/documents/monaco-2014", &[]).await.json();
    let text = document["text"].as_str().expect("a text");
    assert_eq!(citation["quote"], slice(text, &citation["start"], &citation["end"]));
    assert_eq!(answer["coverage"].as_array().map(Vec::len), Some(3));
    let permalink = citation["permalink"].as_str().expect("a link");
    assert_eq!(app.get(permalink, &[]).await.status, 200);
}

#[tokio::test]
async fn not_finding_is_no_failure() {
    let app = TestApp::new();
    let reply = app.get("/v1/ask?q=Which+declaration+mentions+zebras%3F", &[]).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.json()["status"], "NOT_FOUND");
    assert_eq!(reply.json()["citations"], json!([]));
}

#[tokio::test]
async fn filters_hold() {
    let app = TestApp::new();
    let searched = async |filter: &str| {
        let reply = app.get(&format!("/v1/ask?q=network{filter}"), &[]).await;
        strings(&reply.json()["coverage"], "document")
    };
    let cases: [(&str, &[&str]); 6] = [
        ("", &["rome-2012", "monaco-2014", "news-2014"]),
        ("&year=2012", &["rome-2012"]),
        ("&document=monaco-2014&document=news-2014", &["monaco-2014", "news-2014"]),
        ("&kind=PAGE", &["news-2014"]),
        ("&kind=page&kind=declaration&year=2014", &["monaco-2014", "news-2014"]),
        ("&place=rome&part=operative&verb=encourage", &["rome-2012"]),
    ];
    for (filter, expected) in cases {
        assert_eq!(searched(filter).await, expected, "{filter}");
    }
}

#[tokio::test]
async fn mistakes_are_named_with_the_remedy() {
    let app = TestApp::new();
    let long = format!("/v1/ask?q={}", "x".repeat(2_001));
    let cases = [
        ("/v1/ask", 400, "BAD_REQUEST", "q: is missing"),
        ("/v1/ask?q=x&q=y", 422, "BAD_USER_INPUT", "q: is given more than once"),
        ("/v1/ask?q=x&yaer=2014", 400, "BAD_REQUEST", "no parameter 'yaer'; use q, history, docum"),
        ("/v1/ask?q=%ff", 400, "BAD_REQUEST", "not UTF-8"),
        ("/v1/ask?q=", 422, "BAD_USER_INPUT", "q: is empty"),
        (&long, 422, "BAD_USER_INPUT", "q: has 2001 characters"),
        ("/v1/ask?q=x&year=MMXIV", 422, "BAD_USER_INPUT", "year: 'MMXIV' is not valid; write four"),
        ("/v1/ask?q=x&part=preamble", 422, "BAD_USER_INPUT", "part: no 'preamble'; use one of: fr"),
        ("/v1/ask?q=x&kind=law", 422, "BAD_USER_INPUT", "kind: no 'law'"),
        ("/v1/ask?q=x&document=paris-2015", 422, "BAD_USER_INPUT", "document: no document 'paris"),
        (
            "/v1/ask?q=x&maxCitations=0",
            422,
            "BAD_USER_INPUT",
            "maxCitations: must be a number from 1",
        ),
        ("/v1/documents?place=Atlantis", 422, "BAD_USER_INPUT", "place: no place 'Atlantis'"),
        ("/v1/documents?after=gone", 422, "BAD_USER_INPUT", "after: no document 'gone'"),
        ("/v1/documents?limit=1001", 422, "BAD_USER_INPUT", "limit: must be a number from 1"),
        ("/v1/documents/gone", 404, "NOT_FOUND", "GET /v1/documents lists them"),
        ("/v1/documents/%ff", 400, "BAD_REQUEST", "percent-encode it as UTF-8"),
        ("/v1/clauses/rome-2012/P9", 404, "NOT_FOUND", "GET /v1/documents/rome-2012 lists those"),
        ("/v1/clauses/gone/P9", 404, "NOT_FOUND", "GET /v1/documents lists the documents"),
        ("/v1/clauses/rome-2012", 404, "NOT_FOUND", "no clause 'rome-2012'"),
        ("/v1/clauses/%ff/P1", 400, "BAD_REQUEST", "percent-encode it as UTF-8"),
        ("/v1/nothing", 404, "NOT_FOUND", "'/v1/nothing' does not exist"),
        ("/v1", 404, "NOT_FOUND", "'/v1' does not exist"),
        ("/v1/ask?q=unembeddable", 500, "INTERNAL", "the log of the service"),
    ];
    for (path, status, code, detail) in cases {
        check_problem(&app.get(path, &[]).await, status, code, detail);
    }
    let request = Request::post("/v1/compare?topic=x").body(Body::empty()).expect("a request");
    let reply = app.send(request).await;
    check_problem(&reply, 405, "METHOD_NOT_ALLOWED", "does not allow POST");
    assert_eq!(reply.header("allow"), "GET,HEAD");
    let loading = TestApp::loading(Limits::default(), &Settings::default());
    let reply = loading.get("/v1/documents", &[]).await;
    check_problem(&reply, 503, "NOT_READY", "/readyz");
    assert_eq!(reply.header("retry-after"), "1");
}

#[tokio::test]
async fn forms_follow_accept() {
    let app = TestApp::new();
    let (markdown, plain) = ("text/markdown; charset=utf-8", "text/plain; charset=utf-8");
    let cases = [
        (None, Some(JSON)),
        (Some("*/*"), Some(JSON)),
        (Some("text/html,application/xhtml+xml,*/*;q=0.8"), Some(JSON)),
        (Some("text/*"), Some(markdown)),
        (Some("text/plain"), Some(plain)),
        (Some("text/plain;q=0.5, text/markdown;q=0.4"), Some(plain)),
        (Some("application/json;q=0.1, text/markdown"), Some(markdown)),
        (Some("application/json;q=0, text/*;q=0.1"), Some(markdown)),
        (Some("text/html"), None),
        (Some("*/*;q=0"), None),
    ];
    for path in [QUESTION, "/v1/documents", "/v1/documents/rome-2012", "/v1/clauses/rome-2012/P3A"]
    {
        for (accept, expected) in cases {
            let headers: Vec<_> = accept.map(|accept| ("accept", accept)).into_iter().collect();
            let reply = app.get(path, &headers).await;
            let Some(expected) = expected else {
                check_problem(&reply, 406, "NOT_ACCEPTABLE", "'text/markdown' or 'text/plain'");
                continue;
            };
            assert_eq!(reply.header("content-type"), expected, "{path} {accept:?}");
            let vary = reply.headers.get_all("vary").iter();
            let vary: Vec<_> = vary.map(|value| value.to_str().expect("readable")).collect();
            assert!(vary.join(",").contains("accept"), "{vary:?}");
        }
    }
}

#[tokio::test]
async fn people_read_clauses_and_documents() {
    let app = TestApp::new();
    let markdown = [("accept", "text/markdown")];
    let clause = app.get("/v1/clauses/rome-2012/P3A", &markdown).await.body;
    insta::assert_snapshot!(clause, @r"
    OUTCOME DECLARATION, Rome, 2012-11-05, [P3A](/c/010101010101/rome-2012/P3A):

    > Encourage cities to share best practice on the prevention of urban “gang” violence;
    ");
    let answer = app.get(&format!("{QUESTION}&document=monaco-2014"), &markdown).await.body;
    assert!(answer.starts_with("**Answered** (confidence "), "{answer}");
    assert!(answer.contains("\n> Strongly urge member countries"), "{answer}");
    assert!(answer.contains("- monaco-2014: \\[1\\] (clauses searched: 4)"), "{answer}");
    let plain = [("accept", "text/plain")];
    let answer = app.get(&format!("{QUESTION}&document=monaco-2014"), &plain).await.body;
    assert!(answer.contains("\n[1] OUTCOME DECLARATION, Monaco, 2014-11-04, P3A\n"), "{answer}");
    let documents = app.get("/v1/documents", &plain).await.body;
    assert!(documents.starts_with("rome-2012  OUTCOME DECLARATION, Rome, 2012-11-05\n"));
}

#[tokio::test]
async fn clauses_are_found_by_their_id_however_it_is_written() {
    let app = TestApp::new();
    for id in ["rome-2012/P3A", "rome-2012%2FP3A", "rome%2D2012%2fP3A"] {
        let clause = app.get(&format!("/v1/clauses/{id}"), &[]).await.json();
        assert_eq!(clause["id"], "rome-2012/P3A", "{id}");
        assert_eq!(clause["previous"], "rome-2012/P2A");
        assert_eq!(clause["parent"], "rome-2012/P2");
        assert_eq!(clause["verbs"][0]["strength"], "ENCOURAGE");
    }
}

#[tokio::test]
async fn documents_come_in_pages() {
    let app = TestApp::new();
    let (mut path, mut seen) = ("/v1/documents?limit=2&year=2014".to_owned(), Vec::new());
    let first = app.get(&path, &[]).await;
    assert_eq!(first.json()["next"], Value::Null, "two of 2014, and nothing after");
    path.truncate("/v1/documents?limit=2".len());
    loop {
        let reply = app.get(&path, &[]).await;
        let page = reply.json();
        assert_eq!(page["totalCount"], 3);
        seen.extend(strings(&page["documents"], "id"));
        let Some(next) = page["next"].as_str() else {
            assert_eq!(reply.header("link"), "");
            break;
        };
        assert_eq!(reply.header("link"), format!("<{next}>; rel=\"next\""));
        path = next.to_owned();
    }
    assert_eq!(seen, ["rome-2012", "monaco-2014", "news-2014"]);
}

#[tokio::test]
async fn what_the_client_has_is_not_sent_again() {
    let app = TestApp::new();
    let etag = app.get(QUESTION, &[]).await.header("etag").to_owned();
    let computed = app.embedder.questions();
    let strong = etag.trim_start_matches("W/").to_owned();
    let several = format!("\"other\", {etag}");
    let any = "*".to_owned();
    for tags in [&etag, &strong, &several, &any] {
        let reply = app.get(QUESTION, &[("if-none-match", tags)]).await;
        assert_eq!((reply.status.as_u16(), reply.body.as_str()), (304, ""), "{tags}");
        assert_eq!(reply.header("etag"), etag);
        assert_eq!(reply.header("cache-control"), "public, max-age=60");
        assert_eq!(reply.header("vary"), "accept, accept-encoding");
    }
    let doubled = format!("W/{etag}");
    assert_eq!(app.get(QUESTION, &[("if-none-match", &doubled)]).await.status, 200, "no tag");
    assert_eq!(app.embedder.questions(), computed, "nothing is computed for it");

    let same = [("if-none-match", etag.as_str())];
    let others = [("if-none-match", etag.as_str()), ("accept", "text/plain")];
    assert_eq!(app.get(QUESTION, &others).await.status, 200, "another form");
    assert_eq!(app.get(&format!("{QUESTION}&year=2014"), &same).await.status, 200, "a filter");
    app.service.replace(engine(2, &app.embedder)).expect("one was there before");
    let changed = app.get(QUESTION, &same).await;
    assert_eq!(changed.status, 200, "another state of the corpus");
    assert_ne!(changed.header("etag"), etag);
}

#[tokio::test]
async fn shared_caches_keep_what_everybody_may_read() {
    let access = AccessSettings { anonymous_read: false, ..AccessSettings::default() };
    let app = TestApp::with(Limits::default(), &Settings { access, ..Settings::default() });
    let refused = app.get(QUESTION, &[]).await;
    assert_eq!((refused.status.as_u16(), refused.header("cache-control")), (401, "no-store"));
    let failed = TestApp::new().get("/v1/documents/gone", &[]).await;
    assert_eq!(failed.header("etag"), "");
}

#[test]
fn the_committed_description_is_current() {
    assert!(project("openapi.json") == openapi(), "run `make schema`");
}

#[test]
fn query_parameters_have_their_names_and_defaults() {
    let description: Value = serde_json::from_str(&openapi()).expect("JSON");
    let schema = |path: &str, name: &str| {
        let parameters = description["paths"][path]["get"]["parameters"].as_array();
        let mut own = parameters.expect("has parameters").iter().filter(|one| one["name"] == name);
        own.next().expect("is described")["schema"].clone()
    };
    assert_eq!(schema("/v1/documents", "limit")["default"], 100);
    assert_eq!(schema("/v1/ask", "maxCitations")["default"], 8);
    let styles = CitationStyle::ALL.map(CitationStyle::name);
    assert_eq!(schema("/v1/documents/{id}/cite", "style")["enum"], json!(styles));
    assert_eq!(
        schema("/v1/ask", "kind")["items"]["enum"],
        json!(DocumentKind::ALL.map(DocumentKind::name))
    );
    for (path, akoma_ntoso) in [("/v1/documents/{id}/export", true), ("/v1/ask/export", false)] {
        let formats = schema(path, "format")["enum"].as_array().expect("names").clone();
        assert_eq!(formats.contains(&json!("akoma-ntoso")), akoma_ntoso, "{path}");
    }
}

#[tokio::test]
async fn the_description_is_served_and_describes_what_is_there() {
    let app = TestApp::new();
    let served = app.get("/v1/openapi.json", &[]).await;
    assert_eq!(served.body, openapi());
    let description = served.json();
    assert_eq!(description["openapi"], "3.1.0");
    let paths = description["paths"].as_object().expect("paths");
    let expected = [
        "/v1/ask",
        "/v1/ask/export",
        "/v1/clauses/{document}/{label}",
        "/v1/clauses/{document}/{label}/cite",
        "/v1/clauses/{document}/{label}/export",
        "/v1/compare",
        "/v1/documents",
        "/v1/documents/{id}",
        "/v1/documents/{id}/cite",
        "/v1/documents/{id}/export",
        "/v1/feedback",
        "/v1/search",
        "/v1/status",
        "/v1/verify-quote",
        "/v1/verify-text",
    ];
    assert_eq!(paths.keys().collect::<Vec<_>>(), expected);
    // Every parameter that is described is taken, and no other.
    for path in [
        "/v1/ask", "/v1/ask/export", "/v1/compare", "/v1/documents", "/v1/search",
        "/v1/verify-quote",
    ] {
        let refused = &format!("{path}?none=");
        let parameters = &paths[path]["get"]["parameters"];
        let detail =
            app.get(refused, &[]).await.json()["detail"].as_str().expect("text").to_owned();
        let known = detail.split("; use ").nth(1).expect("the known ones").split(", ");
        let known: BTreeSet<String> = known.map(str::to_owned).collect();
        assert_eq!(
            strings(parameters, "name").into_iter().collect::<BTreeSet<_>>(),
            known,
            "{path}"
        );
    }
    check_fields(&description, "Answer", &app.get(QUESTION, &[]).await.json());
    check_fields(&description, "DocumentList", &app.get("/v1/documents", &[]).await.json());
    check_fields(
        &description,
        "DocumentText",
        &app.get("/v1/documents/rome-2012", &[]).await.json(),
    );
    check_fields(&description, "Clause", &app.get("/v1/clauses/rome-2012/P3A", &[]).await.json());
    let cited = app.get("/v1/clauses/rome-2012/P3A/cite?style=plain", &[]).await.json();
    check_fields(&description, "CitedAs", &cited);
    check_fields(&description, "Problem", &app.get("/v1/documents/gone", &[]).await.json());
}

#[tokio::test]
async fn parameters_have_their_types_and_bounds() {
    let app = TestApp::new();
    let description = app.get("/v1/openapi.json", &[]).await.json();
    let schema = |path: &str, name: &str| {
        let parameters = description["paths"][path]["get"]["parameters"].as_array();
        let own = parameters.expect("a list").iter().find(|own| own["name"] == name);
        own.unwrap_or_else(|| panic!("{path} {name}"))["schema"].clone()
    };
    for path in ["/v1/ask", "/v1/search", "/v1/ask/export"] {
        let question = schema(path, "q");
        assert_eq!((&question["minLength"], &question["maxLength"]), (&json!(1), &json!(2_000)));
    }
    assert_eq!(schema("/v1/compare", "topic")["maxLength"], 500);
    assert_eq!(schema("/v1/verify-quote", "text")["maxLength"], 2_000);
    assert_eq!(schema("/v1/clauses/{document}/{label}/cite", "accessed")["format"], "date");
    // What is posted is what stands in the address otherwise.
    let posted = &description["paths"]["/v1/ask"]["post"]["requestBody"]["content"];
    let posted = &posted["application/json"]["schema"];
    assert_eq!(posted["required"], json!(["q"]));
    assert_eq!(posted["additionalProperties"], false);
    let own = description["paths"]["/v1/ask"]["get"]["parameters"].as_array().expect("a list");
    let properties = posted["properties"].as_object().expect("an object");
    assert_eq!(properties.len(), own.len());
    let [several, one, none] = [0, 1, 2].map(|at| &properties["history"]["oneOf"][at]);
    assert_eq!((&several["maxItems"], &several["items"]), (&json!(20), one));
    assert_eq!((&one["type"], &none["type"]), (&json!("string"), &json!("null")));
    assert_eq!(properties["maxCitations"]["type"], json!(["integer", "null"]));
    assert!(properties["style"]["enum"].is_array() && properties["q"]["description"].is_string());
    let all = json!({ "q": "police", "history": [], "year": [2014], "style": "SHORT" });
    let (status, unknown) = (post_ask(&app, &all).await, post_ask(&app, &json!({ "x": 1 })).await);
    assert_eq!((status, unknown), (200, 400));
}

/// The status of an answer to a question that is posted.
async fn post_ask(app: &TestApp, body: &Value) -> u16 {
    let request = Request::post("/v1/ask").header("content-type", "application/json");
    let request = request.body(Body::from(body.to_string())).expect("a request");
    app.send(request).await.status.as_u16()
}

/// Checks that `body` has the fields that the description has for `schema`, and each a description.
fn check_fields(description: &Value, schema: &str, body: &Value) {
    let properties = description["components"]["schemas"][schema]["properties"].as_object();
    let properties = properties.unwrap_or_else(|| panic!("no schema {schema}"));
    let fields: BTreeSet<&String> = body.as_object().expect("an object").keys().collect();
    assert_eq!(properties.keys().collect::<BTreeSet<_>>(), fields, "{schema}");
}
