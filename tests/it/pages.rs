//! The pages for people: what they are served with, who sees them, and that texts stay texts in them.

use axum::body::Body;
use axum::http::Request;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use rapporteur::api::http::{AccessSettings, Settings};
use rapporteur::domain::{Corpus, Digest, Scope, Text};
use rapporteur::service::{KeyRing, Limits};

use crate::access::issued;
use crate::app::{Reply, TestApp, corpus};

const HTML: (&str, &str) = ("accept", "text/html,application/xhtml+xml,*/*;q=0.8");
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const PAGES: [&str; 12] = [
    "/",
    "/?q=gang+violence+in+cities",
    "/?q=piracy",
    "/search",
    "/search?q=violence",
    "/compare",
    "/compare?topic=violence",
    "/check",
    "/documents",
    "/d/rome-2012",
    "/c/010101010101/rome-2012/P3A",
    "/docs",
];

async fn check(app: &TestApp, body: &str, headers: &[(&str, &str)]) -> Reply {
    let request = headers
        .iter()
        .fold(Request::post("/check"), |request, (name, value)| request.header(*name, *value));
    app.send(request.body(Body::from(body.to_owned())).expect("a request")).await
}

#[tokio::test]
async fn pages_run_no_script_and_no_style_but_their_own() {
    let app = TestApp::new();
    for path in PAGES {
        let reply = app.get(path, &[HTML]).await;
        assert_eq!(reply.status, 200, "{path}: {}", reply.body);
        assert_eq!(reply.header("content-type"), "text/html; charset=utf-8", "{path}");
        let policy = reply.header("content-security-policy");
        assert!(policy.contains("script-src 'self'") && policy.contains("style-src 'self'"));
        assert!(!policy.contains("unsafe") && !policy.contains("http"), "{policy}");
        for inline in [" style=", " onclick=", "<style", "javascript:", "http://", "src=\"//"] {
            assert!(!reply.body.contains(inline), "{path} has {inline}");
        }
        assert_eq!(reply.body.matches("<script").count(), 1, "{path}");
    }
}

#[tokio::test]
async fn what_is_no_question_gets_a_reply_alone_and_what_is_not_found_is_called_so() {
    let app = TestApp::new();
    let greeted = app.get("/?q=hello", &[HTML]).await.body;
    assert!(greeted.contains("Ask what the documents say on a topic"), "{greeted}");
    for other in ["Not found in these documents", "Probability that", "Download"] {
        assert!(!greeted.contains(other), "{other}: {greeted}");
    }
    let unknown = app.get("/?q=piracy", &[HTML]).await.body;
    assert!(unknown.contains("Not found in these documents"), "{unknown}");
    assert!(unknown.contains("Probability that"), "{unknown}");
    assert!(!unknown.contains("ay touch on it") && !unknown.contains("silent"), "{unknown}");
    assert!(unknown.contains("Nothing found; nearest clauses"), "{unknown}");
}

#[tokio::test]
async fn pages_are_kept_and_asked_for_again() {
    let app = TestApp::new();
    for path in PAGES {
        let reply = app.get(path, &[HTML]).await;
        assert_eq!(reply.header("cache-control"), "public, max-age=60", "{path}");
        assert_eq!(reply.header("vary"), "accept, accept-encoding", "{path}");
        let tag = reply.header("etag").to_owned();
        // A clause is shown with what became of it: its link has no tag, as for programs.
        if path.starts_with("/c/") {
            continue;
        }
        let again = app.get(path, &[HTML, ("if-none-match", &tag)]).await;
        assert_eq!((again.status.as_u16(), again.body.as_str()), (304, ""), "{path}");
        assert_eq!(again.header("vary"), reply.header("vary"), "{path}");
    }
    let program = app.get("/docs", &[]).await;
    assert_eq!(program.status, 200);
}

#[tokio::test]
async fn programs_are_served_as_before() {
    let app = TestApp::new();
    let json = ("accept", "application/json");
    assert!(app.get("/", &[]).await.header("content-type").starts_with("text/plain"));
    assert_eq!(app.get("/c/010101010101/rome-2012/P3A", &[json]).await.json()["label"], "P3A");
    let text = app.get("/c/010101010101/rome-2012/P3A", &[]).await;
    assert!(text.header("content-type").starts_with("text/plain"));
    for (page, elsewhere) in [
        ("/d/rome-2012", "/v1/documents/rome-2012"),
        ("/documents?year=2012", "/v1/documents?year=2012"),
        ("/compare?topic=violence", "/v1/compare?topic=violence"),
    ] {
        let reply = app.get(page, &[json]).await;
        assert_eq!((reply.status.as_u16(), reply.header("location")), (303, elsewhere));
        assert_eq!(app.get(elsewhere, &[json]).await.status, 200, "{elsewhere}");
    }
    let schema = app.get("/schema.graphql", &[]).await;
    assert_eq!(schema.body, rapporteur::api::graphql::sdl());
}

#[tokio::test]
async fn files_are_kept_for_good() {
    let app = TestApp::new();
    let page = app.get("/", &[HTML]).await.body;
    let names: Vec<&str> =
        page.split("/assets/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(names.len(), 3);
    for name in names {
        let path = format!("/assets/{name}");
        let reply = app.get(&path, &[]).await;
        assert_eq!(reply.status, 200, "{name}");
        assert_eq!(reply.header("cache-control"), "public, max-age=31536000, immutable");
        let tag = reply.header("etag").to_owned();
        assert_eq!(app.get(&path, &[("if-none-match", &tag)]).await.status, 304, "{name}");
    }
    for name in ["page.css", "page-000000000000.css", "..%2fCargo.toml"] {
        assert_eq!(app.get(&format!("/assets/{name}"), &[]).await.status, 404, "{name}");
    }
}

#[tokio::test]
async fn failures_are_pages_for_browsers_and_errors_for_programs() {
    let app = TestApp::new();
    let cases = [
        ("/nowhere", 404, "There is no such page"),
        ("/d/paris-2015", 404, "There is no such page"),
        ("/c/ffffffffffff/rome-2012/P3A", 404, "/c/010101010101/rome-2012/P3A"),
        ("/c/%ff/x/y", 400, "This cannot be shown"),
        ("/?q=x&year=twelve", 422, "This cannot be shown"),
        ("/search?q=x&document=paris-2015", 422, "paris-2015"),
        ("/documents?language=fr", 422, "language"),
    ];
    for (path, status, words) in cases {
        let page = app.get(path, &[HTML]).await;
        assert_eq!(page.status, status, "{path}");
        assert!(page.header("content-type").starts_with("text/html"), "{path}");
        assert!(page.body.contains(words), "{path}: {}", page.body);
        assert!(page.body.contains("href=\"/documents\""), "{path}");
        assert_eq!(page.header("cache-control"), "no-store", "{path}");
    }
    assert_eq!(app.get("/nowhere", &[]).await.code(), "NOT_FOUND");
    let rest = app.get("/v1/nowhere", &[HTML]).await;
    assert_eq!(rest.header("content-type"), "application/problem+json");
}

#[tokio::test]
async fn who_may_not_read_sees_nothing_of_the_documents() {
    let (reader, bearer) = issued(1, Scope::Read, None);
    let key = bearer.strip_prefix("Bearer ").expect("a scheme").to_owned();
    let basic = format!("Basic {}", BASE64_STANDARD.encode(format!(":{key}")));
    let access = AccessSettings {
        anonymous_read: false,
        keys: KeyRing::new(vec![reader]),
        ..AccessSettings::default()
    };
    let app = TestApp::with(Limits::default(), &Settings { access, ..Settings::default() });
    for path in PAGES.into_iter().chain(["/nowhere"]).filter(|path| *path != "/docs") {
        let closed = app.get(path, &[HTML]).await;
        assert_eq!(closed.status, 401, "{path}");
        let challenges = closed.headers.get_all("www-authenticate").iter();
        let challenges: Vec<_> = challenges.filter_map(|it| it.to_str().ok()).collect();
        assert!(challenges.iter().any(|it| it.starts_with("Basic realm=")), "{challenges:?}");
        assert!(closed.body.contains("as the password"), "{path}: {}", closed.body);
        for word in ["Rome", "rome-2012/P3A\"", "clauses"] {
            assert!(!closed.body.contains(word), "{path} tells {word}");
        }
        let open = app.get(path, &[HTML, ("authorization", &basic)]).await;
        assert_eq!(open.status, if path == "/nowhere" { 404 } else { 200 }, "{path}");
        if open.status == 200 {
            assert!(open.header("cache-control").starts_with("private"), "{path}");
        }
    }
    let sent = check(&app, "text=Rome", &[HTML, FORM, ("authorization", &basic)]).await;
    assert_eq!(sent.status, 200);
    assert_eq!(check(&app, "text=Rome", &[HTML, FORM]).await.status, 401);
    // What a browser sends along by itself changes nothing.
    let query = r#"{"query": "{ corpus { documentCount } }"}"#;
    let json = ("content-type", "application/json");
    assert_eq!(app.post(query, &[json, ("authorization", &basic)]).await.status, 401);
    assert_eq!(app.post(query, &[json, ("authorization", &bearer)]).await.status, 200);
}

#[tokio::test]
async fn a_text_is_checked_by_a_form() {
    let app = TestApp::new();
    let text = "The+Rome+declaration+says+%E2%80%9CEncourage+towns+to+share+best+practice\
                +on+the+prevention+of+urban%E2%80%9D.";
    let reply = check(&app, &format!("text={text}"), &[HTML, FORM]).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    assert_eq!(reply.header("cache-control"), "no-store");
    assert!(reply.body.contains("<del>towns</del> <ins>cities</ins>"), "{}", reply.body);
    let change = reply.body.split("name=\"change\" value=\"").nth(1).expect("a correction");
    let change = change.split('"').next().expect("its end").replace(' ', "+");
    let mended = check(&app, &format!("text={text}&change={change}"), &[HTML, FORM]).await;
    assert!(mended.body.contains("Encourage cities to share"), "{}", mended.body);
    assert!(!mended.body.contains("name=\"change\""), "nothing is left to correct");
    let cases = [
        (check(&app, "text=", &[HTML, FORM]).await, 422),
        (check(&app, "text=a&change=x", &[HTML, FORM]).await, 422),
        (check(&app, "{}", &[HTML, ("content-type", "application/json")]).await, 415),
        (check(&app, &format!("text={}", "x".repeat(2 << 20)), &[HTML, FORM]).await, 413),
    ];
    for (reply, status) in cases {
        assert_eq!(reply.status, status, "{}", reply.body);
        assert!(reply.header("content-type").starts_with("text/html"));
    }
}

/// A corpus whose texts would run scripts.
fn hostile() -> Corpus {
    const SCRIPT: &str = "<script>alert(1)</script>";
    let mut parts = Vec::new();
    let kind = corpus(1);
    for document in kind.documents() {
        let mut clauses = kind.clauses_of(document).to_vec();
        for clause in &mut clauses {
            clause.parent = None;
        }
        let mut document = document.clone();
        document.title = format!("{SCRIPT} \"onload=x");
        document.place = Some("<img src=x onerror=alert(2)>".to_owned());
        document.source = Some("javascript:alert(3)".to_owned());
        document.catalogue.keywords = vec![SCRIPT.to_owned()];
        document.text = Text::new(document.text.as_str().replace("violence", "<b>olenc"));
        parts.push((document, clauses));
    }
    Corpus::new(parts, Digest([1; 32])).expect("ids differ")
}

#[tokio::test]
async fn texts_and_questions_stay_texts() {
    let app = TestApp::over(hostile(), &Settings::default());
    let question = "%3Cscript%3Ealert%281%29%3C%2Fscript%3E+%22%3E%3Cimg+src%3Dx%3E";
    let asked = [
        format!("/?q={question}&history={question}"),
        format!("/search?q={question}"),
        format!("/compare?topic={question}"),
        format!("/d/{question}"),
        format!("/{question}"),
        format!("/documents?keyword={question}"),
        "/d/rome-2012?at=0-9999".to_owned(),
    ];
    let paths = PAGES.iter().map(|path| (*path).to_owned()).chain(asked);
    for path in paths {
        let body = app.get(&path, &[HTML]).await.body;
        assert_eq!(body.matches("<script").count(), 1, "{path}: {body}");
        for wrong in ["<img", "<b>", "href=\"javascript:", "\"onload"] {
            assert!(!body.contains(wrong), "{path} has {wrong}: {body}");
        }
    }
}
