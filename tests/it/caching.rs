//! What caches are told, and what the service keeps itself.

use axum::body::Body;
use axum::http::Request;
use rapporteur::api::http::{AccessSettings, Settings};
use rapporteur::domain::Scope;
use rapporteur::service::{KeyRing, Limits};
use serde_json::json;

use crate::access::issued;
use crate::app::{Reply, TestApp, engine};

const JSON: (&str, &str) = ("content-type", "application/json");
const CORPUS: &str = "/graphql?query=%7Bcorpus%7BdocumentCount%7D%7D";
const ASK: &str = "/graphql?query=%7Bask(question%3A%22frontline%20officers%22)%7Btext%7D%7D";

async fn revalidated(app: &TestApp, path: &str, tag: &str) -> Reply {
    app.get(path, &[("if-none-match", tag)]).await
}

#[tokio::test]
async fn a_get_can_be_kept_and_asked_for_again() {
    let app = TestApp::new();
    let first = app.get(CORPUS, &[]).await;
    let tag = first.header("etag").to_owned();
    assert!(tag.starts_with("W/\""), "{tag}");
    assert_eq!(first.header("cache-control"), "public, max-age=60");
    assert!(first.headers.get_all("vary").iter().any(|vary| vary == "accept, accept-encoding"));
    let again = revalidated(&app, CORPUS, &tag).await;
    assert_eq!((again.status.as_u16(), again.body.as_str()), (304, ""));
    assert_eq!(again.header("etag"), tag);
    assert_eq!(revalidated(&app, CORPUS, "W/\"other\"").await.status, 200);
    let other = app.get(CORPUS, &[("accept", "application/graphql-response+json")]).await;
    assert_ne!(other.header("etag"), tag, "another media type is another response");
    let with_key = app.get(CORPUS, &[("authorization", "Basic dTpw")]).await;
    assert_eq!(with_key.header("cache-control"), "private, max-age=60");
}

#[tokio::test]
async fn every_surface_says_for_whom_a_response_may_be_kept() {
    let (key, authorization) = issued(1, Scope::Read, None);
    let paths = [CORPUS, "/v1/documents", "/c/010101010101/rome-2012/P3A"];
    for anonymous_read in [true, false] {
        let keys = KeyRing::new(vec![key.clone()]);
        let access = AccessSettings { anonymous_read, keys, ..AccessSettings::default() };
        let settings = Settings { access, ..Settings::default() };
        let app = TestApp::with(Limits::default(), &settings);
        for path in paths {
            let keyed = app.get(path, &[("authorization", &authorization)]).await;
            assert_eq!(keyed.header("cache-control"), "private, max-age=60", "{path}");
            assert_eq!(keyed.header("vary"), "accept, accept-encoding, authorization", "{path}");
            let open = app.get(path, &[]).await;
            let control = if anonymous_read { "public, max-age=60" } else { "no-store" };
            assert_eq!(open.header("cache-control"), control, "{path}");
        }
        for path in ["/graphql", "/v1/documents/gone", "/c/x/y/z", "/nowhere"] {
            let failed = app.get(path, &[("authorization", &authorization)]).await;
            assert_eq!(failed.header("cache-control"), "no-store", "{path}");
        }
    }
}

#[tokio::test]
async fn a_tag_holds_until_the_corpus_changes() {
    let app = TestApp::new();
    let tag = app.get(ASK, &[]).await.header("etag").to_owned();
    let embedded = app.embedder.questions();
    assert_eq!(revalidated(&app, ASK, &tag).await.status, 304);
    app.service.replace(engine(2, &app.embedder)).expect("a corpus was installed before");
    let changed = revalidated(&app, ASK, &tag).await;
    assert_eq!(changed.status, 200);
    assert_ne!(changed.header("etag"), tag);
    app.service.replace(engine(1, &app.embedder)).expect("a corpus was installed before");
    assert_eq!(revalidated(&app, ASK, &tag).await.status, 304, "the old state is served again");
    assert_eq!(app.embedder.questions(), embedded);
}

#[tokio::test]
async fn tags_tell_operations_apart() {
    let app = TestApp::new();
    let paths = [
        CORPUS.to_owned(),
        ASK.to_owned(),
        format!("{CORPUS}&operationName="),
        "/graphql?query=query%20A%7Bcorpus%7BdocumentCount%7D%7D".to_owned(),
        "/graphql?query=query(%24i%3AID!)%7Bdocument(id%3A%24i)%7Bid%7D%7D&variables=%7B%22i%22%3A%22a%22%7D"
            .to_owned(),
        "/graphql?query=query(%24i%3AID!)%7Bdocument(id%3A%24i)%7Bid%7D%7D&variables=%7B%22i%22%3A%22b%22%7D"
            .to_owned(),
    ];
    let mut tags = Vec::new();
    for path in &paths {
        tags.push(app.get(path, &[]).await.header("etag").to_owned());
    }
    assert_eq!(tags[0], tags[2], "no name is no name");
    tags.sort();
    tags.dedup();
    assert_eq!(tags.len(), paths.len() - 1);
    assert!(tags.iter().all(|tag| !tag.is_empty()));
}

#[tokio::test]
async fn what_may_change_or_failed_is_not_to_be_kept() {
    let app = TestApp::new();
    let paths = [
        "/graphql?query=%7Bcorpus%7BloadedAt%7D%7D",
        "/graphql?query=%7Bask(question%3A%22frontline%20officers%22)%7Bcached%7D%7D",
        "/graphql?query=%7Bask(question%3A%22%22)%7Btext%7D%7D",
        "/graphql?query=%7Bnothing%7D",
        "/graphql?documentId=x",
    ];
    for path in paths {
        let reply = app.get(path, &[]).await;
        assert_eq!(reply.header("cache-control"), "no-store", "{path}: {}", reply.body);
        assert_eq!(reply.header("etag"), "", "{path}");
    }
    let loading = TestApp::loading(Limits::default(), &Settings::default());
    assert_eq!(loading.get(CORPUS, &[]).await.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_post_is_answered_without_a_word_to_caches() {
    let app = TestApp::new();
    let reply = app.post(r#"{"query": "{ corpus { documentCount } }"}"#, &[JSON]).await;
    assert_eq!((reply.header("etag"), reply.header("cache-control")), ("", ""));
}

#[tokio::test]
async fn kept_responses_are_those_that_would_be_made_again() {
    let app = TestApp::new();
    let ask = json!({ "query": "{ ask(question: \"frontline officers\") { text cached } }" });
    let asked = async || app.post(&ask.to_string(), &[JSON]).await.json();
    let (fresh, kept, replayed) = (asked().await, asked().await, asked().await);
    assert_eq!(fresh["data"]["ask"]["cached"], false);
    assert_eq!(kept["data"]["ask"]["cached"], true);
    assert_eq!(kept, replayed);
    assert_eq!(app.service.answer_stats().hits, 1, "the third never reached the service");
    let cost =
        |response: &serde_json::Value| response["extensions"]["cost"]["actualQueryCost"].clone();
    assert_eq!((cost(&fresh), cost(&kept)), (json!(253), json!(3)));
    // Another state that was loaded later may say so.
    app.service.replace(engine(1, &app.embedder)).expect("a corpus was installed before");
    let hits = app.service.answer_stats().hits;
    assert_eq!(asked().await["data"]["ask"]["cached"], false);
    assert_eq!(app.service.answer_stats().hits, hits);
}

#[tokio::test]
async fn nothing_is_kept_without_room() {
    let settings = Settings { response_cache_bytes: 0, ..Settings::default() };
    let app = TestApp::with(Limits::default(), &settings);
    let ask = json!({ "query": "{ ask(question: \"frontline officers\") { text } }" }).to_string();
    for _ in 0..4 {
        app.post(&ask, &[JSON]).await;
    }
    assert_eq!(app.service.answer_stats().hits, 3);
}

#[tokio::test]
async fn long_responses_are_compressed_for_those_who_can_read_them() {
    let app = TestApp::new();
    let long = json!({ "query": "{ documents { edges { node { text clauses { edges { node { id text
        document { title } } } } } } } }" });
    let send = async |body: String, accepted: &str| {
        let request = Request::post("/graphql")
            .header("content-type", "application/json")
            .header("accept-encoding", accepted)
            .body(Body::from(body))
            .expect("a request");
        let response = tower::ServiceExt::oneshot(app.router.clone(), request).await;
        let response = response.expect("infallible");
        let encoding = response.headers().get("content-encoding").cloned();
        encoding.map_or(String::new(), |encoding| encoding.to_str().expect("ASCII").to_owned())
    };
    assert_eq!(send(long.to_string(), "br, gzip").await, "br");
    assert_eq!(send(long.to_string(), "gzip").await, "gzip");
    assert_eq!(send(long.to_string(), "identity").await, "");
    let short = json!({ "query": "{ corpus { documentCount } }" }).to_string();
    assert_eq!(send(short, "br, gzip").await, "", "there is nothing to gain");
    let tag = app.get(CORPUS, &[("accept-encoding", "gzip")]).await.header("etag").to_owned();
    assert_eq!(revalidated(&app, CORPUS, &tag).await.status, 304, "a weak tag outlives encodings");
}
