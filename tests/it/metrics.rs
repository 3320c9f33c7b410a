//! What is counted, as monitors read it.

use std::collections::{BTreeMap, BTreeSet};

use axum::body::Body;
use axum::http::Request;
use rapporteur::api::http::Settings;
use rapporteur::domain::RefusalKind;
use rapporteur::service::{ComputeStage, Limits};
use serde_json::json;

use crate::app::TestApp;
use crate::exposition::Samples;
use crate::server::Server;

const JSON: (&str, &str) = ("content-type", "application/json");
const EVENTS: (&str, &str) = ("accept", "text/event-stream");
const SURFACES: [&str; 10] = [
    "graphql", "events", "websocket", "rest", "permalink", "page", "mcp", "openai", "bots", "other",
];

async fn samples(app: &TestApp) -> Samples {
    let reply = app.get("/metrics", &[]).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    assert_eq!(reply.header("cache-control"), "no-store");
    Samples::parse(&reply.body)
}

/// How many requests were timed, by surface.
fn timed(samples: &Samples) -> BTreeMap<&'static str, u64> {
    let count = |surface| samples.count("rapporteur_request_duration_seconds", "surface", surface);
    SURFACES.into_iter().map(|surface| (surface, count(surface))).collect()
}

/// How often each stage was computed.
fn computed(samples: &Samples) -> [u64; ComputeStage::ALL.len()] {
    ComputeStage::ALL
        .map(|stage| samples.count("rapporteur_stage_duration_seconds", "stage", stage.name()))
}

#[tokio::test]
async fn each_cache_is_counted_by_itself() {
    let app = TestApp::new();
    // Computed, then drawn from the kept answer, then replayed.
    let expected = [
        [("responses", 0, 1), ("documents", 0, 1), ("answers", 0, 1), ("embeddings", 0, 1)],
        [("responses", 0, 2), ("documents", 1, 1), ("answers", 1, 1), ("embeddings", 0, 1)],
        [("responses", 1, 2), ("documents", 1, 1), ("answers", 1, 1), ("embeddings", 0, 1)],
    ];
    for expected in expected {
        app.data("{ ask(question: \"gang violence in cities\") { text } }").await;
        let samples = samples(&app).await;
        for (cache, hits, misses) in expected {
            let of = |name: &str| samples.value(name, "cache", cache);
            let found = (of("rapporteur_cache_hits_total"), of("rapporteur_cache_misses_total"));
            assert_eq!(found, (hits, misses), "{cache}");
            of("rapporteur_cache_entries");
            of("rapporteur_cache_bytes");
        }
    }
}

#[tokio::test]
async fn requests_are_counted_by_class_also_while_loading() {
    let app = TestApp::loading(Limits::default(), &Settings::default());
    app.get("/nowhere", &[]).await;
    app.get("/livez", &[]).await;
    let samples = samples(&app).await;
    assert_eq!(samples.only("rapporteur_ready"), 0);
    let class = |class| samples.value("rapporteur_http_requests_total", "class", class);
    assert_eq!(["2xx", "4xx", "5xx"].map(class), [1, 1, 0]);
}

#[tokio::test]
async fn requests_are_timed_by_surface() {
    let app = TestApp::new();
    let mut expected = timed(&samples(&app).await);
    assert!(expected.values().all(|count| *count == 0), "{expected:?}");
    let mut holds = async |app: &TestApp, surface: &'static str| {
        // The metrics that were shown before count as well.
        *expected.get_mut("other").expect("a surface") += 1;
        *expected.get_mut(surface).expect("a surface") += 1;
        assert_eq!(timed(&samples(app).await), expected, "{surface}");
    };
    app.data("{ corpus { documentCount } }").await;
    holds(&app, "graphql").await;
    app.get("/v1/documents", &[]).await;
    holds(&app, "rest").await;
    app.get("/c/0123456789ab/rome-2012/P1", &[]).await;
    holds(&app, "permalink").await;
    app.get("/d/rome-2012", &[]).await;
    holds(&app, "page").await;
    app.get("/nowhere", &[]).await;
    holds(&app, "other").await;
    let ask = "subscription { askStream(question: \"frontline officers\") { __typename } }";
    let reply = app.post(&json!({ "query": ask }).to_string(), &[JSON, EVENTS]).await;
    assert_eq!(reply.header("content-type"), "text/event-stream; charset=utf-8");
    holds(&app, "events").await;
    let server = Server::start(&app).await;
    let mut client = server.begun().await;
    client.follow("a", ask).await;
    holds(&app, "websocket").await;
    client.subscribe("a", "{ nothing }").await;
    assert_eq!(client.read().await.expect("a message")["type"], "error");
    holds(&app, "websocket").await;
    client.subscribe("a", "subscription { corpusChanged { digest } }").await;
    client.follow("b", "{ corpus { documentCount } }").await;
    // What goes on is not timed, nor is the handshake.
    holds(&app, "websocket").await;
}

#[tokio::test]
async fn computations_are_timed_by_stage_and_refusals_counted_once() {
    let app = TestApp::new();
    assert_eq!(computed(&samples(&app).await), [0; 5]);
    let nowhere = RefusalKind::TermNowhere;
    let steps = [
        ("ask(question: \"gang violence in cities\") { status }", [1, 1, 1, 0, 0], 0),
        ("ask(question: \"gang violence in cities\") { text }", [1, 1, 1, 0, 0], 0),
        ("search(query: \"gang violence in cities\") { totalCount }", [1, 2, 1, 0, 0], 0),
        ("verifyQuote(text: \"frontline officers\") { verdict }", [1, 2, 1, 0, 1], 0),
        // Words that the documents do not use are embedded by themselves as well.
        ("ask(question: \"quantum chromodynamics\") { status }", [3, 3, 2, 0, 1], 1),
        ("ask(question: \"quantum chromodynamics\") { text }", [3, 3, 2, 0, 1], 1),
        ("compare(topic: \"police performance\") { text }", [4, 3, 2, 1, 1], 1),
    ];
    for (field, stages, refused) in steps {
        app.data(&format!("{{ {field} }}")).await;
        let samples = samples(&app).await;
        assert_eq!(computed(&samples), stages, "{field}");
        for kind in RefusalKind::ALL {
            let found = samples.value("rapporteur_refusals_total", "kind", kind.name());
            assert_eq!(found, if kind == nowhere { refused } else { 0 }, "{field}: {kind:?}");
        }
    }
}

/// Whoever asks cannot make series: each takes memory of the monitor for as long as it is kept.
#[tokio::test]
async fn what_is_asked_adds_no_label_value() {
    let app = TestApp::new();
    let before = samples(&app).await;
    let known: BTreeSet<(&str, &str)> = SURFACES
        .map(|surface| ("surface", surface))
        .into_iter()
        .chain(ComputeStage::ALL.map(|stage| ("stage", stage.name())))
        .chain(RefusalKind::ALL.map(|kind| ("kind", kind.name())))
        .chain(["1xx", "2xx", "3xx", "4xx", "5xx"].map(|class| ("class", class)))
        .chain(
            [
                "responses", "documents", "answers", "rankings", "comparisons", "verdicts",
                "versions", "embeddings",
            ]
            .map(|cache| ("cache", cache)),
        )
        .chain(["ANSWERED", "NEAREST", "NOT_FOUND"].map(|status| ("status", status)))
        .chain(
            ["EXACT", "NORMALISED", "ALTERED", "MISATTRIBUTED", "NOT_FOUND"]
                .map(|verdict| ("verdict", verdict)),
        )
        .chain(["questions", "checks"].map(|pool| ("pool", pool)))
        .chain(["corpus", "keys", "certificate", "settings"].map(|what| ("what", what)))
        .chain(["missed", "right", "wrong"].map(|kind| ("kind", kind)))
        .chain(
            ["idle", "unread", "left", "crowded", "client", "handshake"]
                .map(|reason| ("reason", reason)),
        )
        .chain([("version", env!("CARGO_PKG_VERSION"))])
        .collect();
    assert_eq!(before.label_values(), known);
    for path in ["/nowhere", "/graphql/x", "/v1/x", "/v1/ask?q=%22%0A", "/c/%22/%5C/%0A", "/%22"] {
        app.get(path, &[("user-agent", "a\"b"), ("x-request-id", "a-b")]).await;
        let odd = Request::builder().method("ODD").uri(path).body(Body::empty());
        app.send(odd.expect("a request")).await;
    }
    app.graphql("query Odd($x: Nothing) { odd: ask(question: $x) { x } }", json!({})).await;
    assert_eq!(samples(&app).await.series(), before.series());
}

#[tokio::test]
async fn answers_verdicts_batches_and_what_is_held_are_counted() {
    let app = TestApp::new();
    app.data("{ ask(question: \"gang violence in cities\") { text } }").await;
    app.data("{ ask(question: \"gang violence in cities\") { status } }").await;
    app.data("{ ask(question: \"quantum chromodynamics\") { text } }").await;
    app.data("{ verifyQuote(text: \"frontline officers\") { verdict } }").await;
    let samples = samples(&app).await;
    let status = |status| samples.value("rapporteur_answers_total", "status", status);
    assert_eq!(["ANSWERED", "NEAREST", "NOT_FOUND"].map(status), [2, 0, 1]);
    assert_eq!(samples.value("rapporteur_verdicts_total", "verdict", "EXACT"), 1);
    let (calls, texts) = ("rapporteur_embedding_batches_total", "rapporteur_embedding_texts_total");
    assert_eq!(samples.only(texts), app.embedder.questions() as u64);
    assert!((1..=samples.only(texts)).contains(&samples.only(calls)));
    for (name, value) in [
        ("rapporteur_documents", 3),
        ("rapporteur_clauses", 9),
        ("rapporteur_skipped_files", 0),
        ("rapporteur_streams", 0),
        ("rapporteur_streams_max", 1_024),
        ("rapporteur_feedback_entries", 0),
    ] {
        assert_eq!(samples.only(name), value, "{name}");
    }
    let (start, loaded) = (
        samples.only("rapporteur_start_time_seconds"),
        samples.only("rapporteur_corpus_loaded_timestamp_seconds"),
    );
    assert!(start > 1_700_000_000 && loaded >= start, "{start} {loaded}");
    for pool in ["questions", "checks"] {
        assert_eq!(samples.value("rapporteur_running", "pool", pool), 0);
        assert_eq!(samples.value("rapporteur_waiting", "pool", pool), 0);
        assert!(samples.value("rapporteur_waiting_max", "pool", pool) > 0);
    }
}

/// `docs/OPERATIONS.md` lists the metrics: dashboards are made of it.
#[tokio::test]
async fn every_metric_is_documented_and_no_other() {
    let app = TestApp::new();
    app.data("{ ask(question: \"gang violence in cities\") { text } }").await;
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/OPERATIONS.md"));
    let page = page.expect("the page");
    let (_, table) = page.split_once("## Metrics").expect("the section");
    let told = table.split('`').skip(1).step_by(2).filter(|code| code.starts_with("rapporteur_"));
    let told: BTreeSet<&str> = told.collect();
    let samples = samples(&app).await;
    let shown = samples.series().into_iter().map(|(name, _)| {
        let histogram = ["_bucket", "_sum", "_count"].iter().find_map(|end| name.strip_suffix(end));
        histogram.filter(|name| name.ends_with("_seconds")).unwrap_or(name)
    });
    assert_eq!(shown.collect::<BTreeSet<&str>>(), told);
}
