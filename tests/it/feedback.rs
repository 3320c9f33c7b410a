//! What is kept of questions without an answer, and of what readers say of answers.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use rapporteur::api::http::{AccessSettings, Settings};
use rapporteur::backends::{FeedbackFile, read_feedback};
use rapporteur::domain::{FeedbackEntry, FeedbackKind, FeedbackStore, Scope};
use rapporteur::eval::read_questions;
use rapporteur::retrieval::Embedder;
use rapporteur::service::{KeyRing, Limits, Ports, Service};
use rustix::process::Signal;
use serde_json::{Value, json};

use crate::access::issued;
use crate::app::{Reply, TestApp, engine};
use crate::program::Place;

const QUESTION: &str = "Which declaration urges countries to connect frontline officers?";
const JSON: (&str, &str) = ("content-type", "application/json");
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// A service that keeps feedback in `folder`.
fn keeping(folder: &Path, settings: &Settings) -> TestApp {
    let file = FeedbackFile::open(folder, Duration::from_hours(24), 100).expect("a new file");
    let feedback: Option<Arc<dyn FeedbackStore>> = Some(Arc::new(file));
    let ports = Ports { feedback, ..Ports::default() };
    let app = TestApp::around(Service::with_ports(Limits::default(), ports), settings);
    app.service.install(engine(1, &app.embedder), Arc::clone(&app.embedder) as Arc<dyn Embedder>);
    app
}

async fn post(app: &TestApp, path: &str, body: &str, headers: &[(&str, &str)]) -> Reply {
    let request =
        headers.iter().fold(Request::post(path), |r, (name, value)| r.header(*name, *value));
    app.send(request.body(Body::from(body.to_owned())).expect("a request")).await
}

fn kept(folder: &Path) -> Vec<FeedbackEntry> {
    read_feedback(folder).expect("a sound file")
}

#[tokio::test]
async fn opinions_are_kept_whichever_way_they_come() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let app = keeping(folder.path(), &Settings::default());
    let body = json!({ "q": QUESTION, "right": true, "comment": " good " }).to_string();
    let reply = post(&app, "/v1/feedback", &body, &[JSON]).await;
    assert_eq!(reply.status, 201, "{}", reply.body);
    assert_eq!(reply.json(), json!({ "kept": true, "status": "ANSWERED" }));
    let mutation = "mutation($q: String!) { giveFeedback(question: $q, right: false, documents: [\"rome-2012\"]) { kept status } }";
    let response = app.graphql(mutation, json!({ "q": QUESTION })).await;
    assert_eq!(response["data"]["giveFeedback"]["kept"], true, "{response}");
    let form =
        "q=Which+declaration+urges+countries+to+connect+frontline+officers%3F&year=2014&right=true";
    let page = post(&app, "/feedback", form, &[FORM, ("accept", "text/html")]).await;
    assert!(page.status == 200 && page.body.contains("Thank you"), "{}", page.body);
    assert!(page.body.contains("year=2014\"") && !page.body.contains("right="), "{}", page.body);

    let entries = kept(folder.path());
    let kinds: Vec<FeedbackKind> = entries
        .iter()
        .map(|entry| entry.kind)
        .filter(|kind| *kind != FeedbackKind::Missed)
        .collect();
    assert_eq!(kinds, [FeedbackKind::Right, FeedbackKind::Wrong, FeedbackKind::Right]);
    let first = &entries[0];
    assert_eq!((first.question.as_str(), first.status.as_str()), (QUESTION, "ANSWERED"));
    assert_eq!(first.comment.as_deref(), Some("good"));
    assert!(first.clauses.contains(&"monaco-2014/P3A".to_owned()), "{first:?}");
    assert_eq!(first.corpus, "010101010101");
    let metrics = app.get("/metrics", &[]).await.body;
    for line in [
        "rapporteur_feedback_total{kind=\"right\"} 2",
        "rapporteur_feedback_total{kind=\"wrong\"} 1",
        "rapporteur_feedback_failures_total 0",
    ] {
        assert!(metrics.contains(line), "{line}: {metrics}");
    }
}

#[tokio::test]
async fn questions_without_an_answer_are_kept_once_and_small_talk_is_not() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let app = keeping(folder.path(), &Settings::default());
    for question in ["quantum chromodynamics", "quantum chromodynamics", "hello", QUESTION] {
        app.get(&format!("/v1/ask?q={}", question.replace(' ', "+").replace('?', "%3F")), &[])
            .await;
    }
    // It is written while nobody waits.
    while app.service.feedback_counts().kept[0].1 == 0 {
        tokio::task::yield_now().await;
    }
    let entries = kept(folder.path());
    let told: Vec<_> =
        entries.iter().map(|one| (one.kind, one.question.as_str(), one.status.as_str())).collect();
    assert_eq!(told, [(FeedbackKind::Missed, "quantum chromodynamics", "NOT_FOUND")]);
    assert_eq!(entries[0].refusal.as_deref(), Some("term_nowhere"));
}

#[tokio::test]
async fn feedback_that_will_not_do_is_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let app = keeping(folder.path(), &Settings::default());
    let long = "x".repeat(1_001);
    for (body, status) in [
        (json!({ "q": "", "right": true }), 422),
        (json!({ "q": QUESTION }), 400),
        (json!({ "q": QUESTION, "right": "yes" }), 400),
        (json!({ "q": QUESTION, "right": true, "mood": "good" }), 400),
        (json!({ "q": QUESTION, "right": true, "comment": long }), 422),
        (json!({ "q": QUESTION, "right": true, "document": ["nowhere-1999"] }), 422),
        (json!({ "q": "x".repeat(2_001), "right": true }), 422),
    ] {
        let reply = post(&app, "/v1/feedback", &body.to_string(), &[JSON]).await;
        assert_eq!(reply.status, status, "{}", reply.body);
    }
    let form = "q=police&right=true";
    let other = [FORM, ("origin", "https://evil.example"), ("host", "localhost")];
    assert_eq!(post(&app, "/feedback", form, &other).await.status, 403, "a page of another site");
    let own = [FORM, ("origin", "http://localhost"), ("host", "localhost")];
    assert_eq!(post(&app, "/feedback", form, &own).await.status, 200);
    assert_eq!(post(&app, "/feedback", form, &[JSON]).await.status, 415);
    assert_eq!(post(&app, "/feedback", "q=police", &[FORM]).await.status, 400);
    assert_eq!(app.get("/feedback", &[]).await.status, 405);
    let judged: Vec<_> =
        kept(folder.path()).into_iter().filter(|one| one.kind != FeedbackKind::Missed).collect();
    assert_eq!(judged.len(), 1);
}

#[tokio::test]
async fn feedback_needs_what_reading_needs_and_a_store() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (key, authorization) = issued(1, Scope::Read, None);
    let access = AccessSettings {
        anonymous_read: false,
        keys: KeyRing::new(vec![key]),
        ..AccessSettings::default()
    };
    let app = keeping(folder.path(), &Settings { access, ..Settings::default() });
    let body = json!({ "q": QUESTION, "right": true }).to_string();
    assert_eq!(post(&app, "/v1/feedback", &body, &[JSON]).await.status, 401);
    let keyed = [JSON, ("authorization", authorization.as_str())];
    assert_eq!(post(&app, "/v1/feedback", &body, &keyed).await.status, 201);

    let without = TestApp::new();
    let reply = post(&without, "/v1/feedback", &body, &[JSON]).await;
    assert!(reply.status == 403 && reply.body.contains("--feedback on"), "{}", reply.body);
    let page = || {
        let request = Request::get("/?q=frontline+officers").header("accept", "text/html");
        let request = request.header("authorization", authorization.as_str());
        request.body(Body::empty()).expect("a request")
    };
    let (with, without) = (
        app.send(page()).await,
        TestApp::new().get("/?q=frontline+officers", &[("accept", "text/html")]).await,
    );
    assert_eq!(with.body.matches("action=\"/feedback\"").count(), 1, "{}", with.body);
    assert_eq!(with.header("referrer-policy"), "same-origin");
    assert!(
        !without.body.contains("/feedback") && without.header("referrer-policy") == "no-referrer"
    );
}

#[test]
fn what_was_acknowledged_outlives_a_kill_and_is_read_as_labelled_questions() {
    let place = Place::new();
    for round in 0..3 {
        let server = place.serve(&["--feedback=on"]);
        for number in 0..5 {
            let question =
                format!("Which declarations mention human trafficking {round} {number}?");
            let body = json!({ "q": question, "right": number % 2 == 0 }).to_string();
            let (status, response) = server.send("POST /v1/feedback", &body);
            assert_eq!(status, 201, "{response}");
        }
        // The running server lets others read.
        assert_eq!(place.run(&["feedback", "export"]).0, Some(0));
        server.signal(Signal::KILL);
        assert_eq!(server.end(), None, "it was killed");
    }
    let (code, lines, said) = place.run(&["feedback", "export", "--kind=right", "--kind=wrong"]);
    assert_eq!(code, Some(0), "{said}");
    let rows: Vec<Value> =
        lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(rows.len(), 15);
    assert_eq!(rows.iter().filter(|row| row["type"] == "right").count(), 9);
    place.write("questions.jsonl", &lines);
    let questions = read_questions(&place.at("questions.jsonl")).expect("labelled questions");
    assert_eq!(questions.len(), 15);
    let right = questions
        .iter()
        .zip(&rows)
        .find(|(_, row)| row["status"] == "ANSWERED" && row["type"] == "right");
    let (question, row) = right.expect("one was answered");
    assert!(question.answerable && !question.gold.is_empty(), "{row}");
    let (code, scored, said) = place.run(&["eval", "--questions=questions.jsonl"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(scored.contains("right"), "{scored}");
    let (code, _, said) = place.run(&["feedback", "export", "--since=2999-01-01"]);
    assert!(code == Some(1) && said.contains("--feedback on"), "{said}");
}
