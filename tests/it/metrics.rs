//! What is counted, as monitors read it.

use std::collections::BTreeMap;

use rapporteur::api::http::Settings;
use rapporteur::service::Limits;

use crate::app::TestApp;

/// Samples by their names and labels; every one has its help and its type.
async fn samples(app: &TestApp) -> BTreeMap<String, u64> {
    let reply = app.get("/metrics", &[]).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    assert_eq!(reply.header("cache-control"), "no-store");
    let mut known = Vec::new();
    let mut samples = BTreeMap::new();
    for line in reply.body.lines() {
        if let Some(kind) = line.strip_prefix("# TYPE ") {
            let (name, kind) = kind.split_once(' ').expect("a name and a type");
            assert_eq!(kind == "counter", name.ends_with("_total"), "{line}");
            assert!(reply.body.contains(&format!("# HELP {name} ")), "{line}");
            known.push(name);
        } else if !line.starts_with('#') {
            let (sample, value) = line.rsplit_once(' ').expect("a sample and its value");
            let name = sample.split('{').next().expect("a name");
            assert_eq!(known.last(), Some(&name), "samples stand behind their type");
            samples.insert(sample.to_owned(), value.parse().expect("a number"));
        }
    }
    samples
}

#[tokio::test]
async fn each_cache_is_counted_by_itself() {
    let app = TestApp::new();
    let count = |samples: &BTreeMap<String, u64>, what: &str, cache: &str| {
        samples[&format!("rapporteur_cache_{what}_total{{cache=\"{cache}\"}}")]
    };
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
            let found = (count(&samples, "hits", cache), count(&samples, "misses", cache));
            assert_eq!(found, (hits, misses), "{cache}");
            assert!(samples.contains_key(&format!("rapporteur_cache_bytes{{cache=\"{cache}\"}}")));
        }
    }
}

#[tokio::test]
async fn requests_are_counted_by_class_also_while_loading() {
    let app = TestApp::loading(Limits::default(), &Settings::default());
    app.get("/nowhere", &[]).await;
    app.get("/livez", &[]).await;
    let samples = samples(&app).await;
    assert_eq!(samples["rapporteur_ready"], 0);
    let class =
        |class: &str| samples[&format!("rapporteur_http_requests_total{{class=\"{class}\"}}")];
    assert_eq!([class("2xx"), class("4xx"), class("5xx")], [1, 1, 0]);
}
