//! Documents that are named instead of sent.

use rapporteur::api::http::Settings;
use rapporteur::service::Limits;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::app::TestApp;

const JSON: (&str, &str) = ("content-type", "application/json");
const GRAPHQL: (&str, &str) = ("accept", "application/graphql-response+json");
const TEXT: &str = "{ corpus { documentCount } }";

fn hash(text: &str) -> String {
    Sha256::digest(text).iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

fn persisted(text: &str) -> Value {
    json!({ "persistedQuery": { "version": 1, "sha256Hash": hash(text) } })
}

#[tokio::test]
async fn a_hash_stands_for_a_document_once_both_were_sent() {
    let app = TestApp::new();
    let alone = json!({ "extensions": persisted(TEXT) }).to_string();
    let both = json!({ "query": TEXT, "extensions": persisted(TEXT) }).to_string();
    let missed = app.post(&alone, &[JSON, GRAPHQL]).await;
    let error = &missed.json()["errors"][0];
    assert_eq!(
        (missed.status.as_u16(), missed.code().as_str()),
        (404, "PERSISTED_QUERY_NOT_FOUND")
    );
    assert_eq!(error["message"], "PersistedQueryNotFound");
    assert_eq!(missed.json().get("data"), None);
    // Clients that know plain JSON alone read a body with status 200 only.
    let plain = app.post(&alone, &[JSON, ("accept", "application/json")]).await;
    assert_eq!((plain.status.as_u16(), plain.code().as_str()), (200, "PERSISTED_QUERY_NOT_FOUND"));
    assert_eq!(app.post(&both, &[JSON]).await.json()["data"]["corpus"]["documentCount"], 3);
    assert_eq!(app.post(&alone, &[JSON]).await.json()["data"]["corpus"]["documentCount"], 3);
    let extensions = persisted(TEXT).to_string();
    let extensions = extensions.replace('"', "%22").replace('{', "%7B").replace('}', "%7D");
    let by_get = app.get(&format!("/graphql?extensions={extensions}"), &[]).await;
    assert_eq!(by_get.json()["data"]["corpus"]["documentCount"], 3, "{}", by_get.body);
}

#[tokio::test]
async fn a_hash_of_something_else_is_refused() {
    let app = TestApp::new();
    let cases = [
        (json!({ "query": TEXT, "extensions": persisted("{ a }") }), "is not the hash of query"),
        (
            json!({ "query": TEXT, "extensions": { "persistedQuery": { "version": 2 } } }),
            "must have version 1",
        ),
        (json!({ "query": TEXT, "extensions": { "persistedQuery": 7 } }), "must have version 1"),
    ];
    for (body, reason) in cases {
        let reply = app.post(&body.to_string(), &[JSON]).await;
        assert_eq!((reply.status.as_u16(), reply.code().as_str()), (400, "BAD_REQUEST"), "{body}");
        assert!(reply.body.contains(reason), "{}", reply.body);
    }
    let alone = json!({ "extensions": persisted(TEXT) }).to_string();
    assert_eq!(app.post(&alone, &[JSON, GRAPHQL]).await.status, 404, "nothing was kept of them");
}

#[tokio::test]
async fn hashes_can_be_switched_off() {
    let settings = Settings { persisted_queries_max: 0, ..Settings::default() };
    let app = TestApp::with(Limits::default(), &settings);
    let body = json!({ "extensions": persisted(TEXT) }).to_string();
    let reply = app.post(&body, &[JSON]).await;
    assert_eq!(reply.code(), "PERSISTED_QUERY_NOT_SUPPORTED");
    assert_eq!(reply.json()["errors"][0]["message"], "PersistedQueryNotSupported");
}

#[tokio::test]
async fn where_documents_must_be_trusted_nothing_else_is_carried_out() {
    let settings = Settings {
        trusted_documents: [("corpus-1".to_owned(), TEXT.to_owned())].into(),
        trusted_documents_only: true,
        ..Settings::default()
    };
    let app = TestApp::with(Limits::default(), &settings);
    let by_hash = format!("sha256:{}", hash(TEXT));
    for body in [
        json!({ "documentId": "corpus-1" }),
        json!({ "documentId": by_hash }),
        json!({ "extensions": persisted(TEXT) }),
        json!({ "query": TEXT }),
    ] {
        let reply = app.post(&body.to_string(), &[JSON]).await;
        assert_eq!(reply.json()["data"]["corpus"]["documentCount"], 3, "{body}: {}", reply.body);
    }
    let by_get = app.get("/graphql?documentId=corpus-1", &[]).await;
    assert_eq!(by_get.json()["data"]["corpus"]["documentCount"], 3);
    for (body, code) in [
        (json!({ "query": "{ corpus { digest } }" }), "PERSISTED_QUERY_ID_REQUIRED"),
        (json!({ "query": "{ __schema { types { name } } }" }), "PERSISTED_QUERY_ID_REQUIRED"),
        (json!({ "documentId": "corpus-2" }), "PERSISTED_QUERY_NOT_FOUND"),
        (
            json!({ "query": "{ corpus { digest } }", "extensions": persisted("{ corpus { digest } }") }),
            "PERSISTED_QUERY_ID_REQUIRED",
        ),
    ] {
        assert_eq!(app.post(&body.to_string(), &[JSON]).await.code(), code, "{body}");
    }
    let browser = app.get("/graphql", &[("accept", "text/html,*/*;q=0.8")]).await;
    assert_eq!(browser.status, 400, "an editor would be of no use");
}
