//! Links to clauses, when the corpus has moved on.

use std::path::Path;
use std::sync::Arc;

use rapporteur::api::http::Settings;
use rapporteur::backends::{Snapshots, list_corpus, read_corpus};
use rapporteur::corpus::FILE_BYTES_MAX;
use rapporteur::domain::{Corpus, Digest};
use rapporteur::service::{Limits, Ports, Service};
use serde_json::{Value, json};

use super::app::{TestApp, engine_over, slice};

const JSON: [(&str, &str); 1] = [("accept", "application/json")];

const BEFORE: &str = "P1: Encourage all states to share information without delay;\n\
    P2: Support the work of the organization;\nP3: Condemn piracy at sea.\n";
const AFTER: &str = "P1: Strongly urge all states to share information without delay;\n\
    P2: Welcome the host;\nP3: Support the work of the organization;\nP4: Decide to meet again.\n";

/// Two states of one document, both kept; the second is served.
struct Revised {
    app: TestApp,
    before: Corpus,
    after: Digest,
    folder: tempfile::TempDir,
}

fn kept(folder: &Path, body: &str) -> Corpus {
    let documents = folder.join("corpus");
    std::fs::create_dir_all(&documents).expect("a folder");
    let head = "---\nid: quito-2031\ntitle: Declaration\nkind: declaration\n---\n";
    std::fs::write(documents.join("quito.md"), format!("{head}{body}")).expect("a file");
    let snapshots = Snapshots::in_folder(folder);
    let corpus = read_corpus(&documents, FILE_BYTES_MAX as u64).expect("a sound corpus");
    for file in list_corpus(&documents, FILE_BYTES_MAX as u64).expect("files").files {
        let bytes = std::fs::read(file.path).expect("a file");
        snapshots.keep_file(file.digest, &bytes).expect("a file");
    }
    snapshots.keep_state(&corpus).expect("a file");
    corpus
}

fn revised() -> Revised {
    let folder = tempfile::tempdir().expect("a folder");
    let before = kept(folder.path(), BEFORE);
    let after = kept(folder.path(), AFTER);
    let archive = Arc::new(Snapshots::in_folder(folder.path()));
    let service = Service::with_ports(
        Limits::default(),
        Ports { archive: Some(archive), ..Ports::default() },
    );
    let app = TestApp::around(service, &Settings::default());
    let (embedder, digest) = (Arc::clone(&app.embedder), after.digest());
    app.service.install(engine_over(after, &embedder), embedder);
    Revised { app, before, after: digest, folder }
}

impl Revised {
    fn link(&self, label: &str) -> String {
        format!("/c/{}/quito-2031/{label}", self.before.digest().short())
    }
}

#[tokio::test]
async fn links_into_an_earlier_state_show_it_and_what_became_of_it() {
    let revised = revised();
    let cases = [
        ("P1", "Encourage all states", "REWORDED", Some("quito-2031/P1")),
        ("P2", "Support the work", "MOVED", Some("quito-2031/P3")),
        ("P3", "Condemn piracy", "REMOVED", None),
    ];
    for (label, words, change, current) in cases {
        let clause = revised.app.get(&revised.link(label), &JSON).await.json();
        assert!(clause["text"].as_str().expect("a text").starts_with(words), "{clause}");
        assert_eq!(clause["change"], change, "{label}");
        assert_eq!(clause["current"]["id"].as_str(), current, "{label}");
        assert_eq!(clause["permalink"], revised.link(label), "the link is the link");
        assert_eq!(clause["corpusDigest"], revised.before.digest().to_string());
        let body = revised.app.get(&revised.link(label), &JSON).await.body;
        // Of both clauses, and once for each.
        let digests = if current.is_some() { 2 } else { 1 };
        assert_eq!(body.matches("\"corpusDigest\"").count(), digests, "{body}");
    }
    let text = revised.app.get(&revised.link("P1"), &[]).await.body;
    let digits = [revised.before.digest().short(), revised.after.short()];
    let text = text.replace(&digits[0], "<before>").replace(&digits[1], "<after>");
    let (head, date) = text.split_once("served since ").expect("a date");
    let (date, rest) = date.split_once(". Today").expect("a date");
    assert!(date.ends_with(char::is_numeric), "{date}");
    let text = format!("{head}served since <date>. Today{rest}");
    insta::assert_snapshot!(text, @r#"
    Declaration, P1

    Encourage all states to share information without delay;

    This is the text in state <before> of the corpus, served since <date>. Today the text differs: /c/<after>/quito-2031/P1

    [-Encourage-] {+Strongly urge+} all states to share information without delay
    "#);
    // The whole digest says the same as its first digits.
    let whole = format!("/c/{}/quito-2031/P3", revised.before.digest());
    assert!(revised.app.get(&whole, &[]).await.body.contains("no similar clause"));
}

#[tokio::test]
async fn graphql_follows_a_pasted_link() {
    let revised = revised();
    let query = "query($link: String!) { clauseVersion(permalink: $link) { change servedSince \
        corpusDigest clause { id text document { text } } current { text document { text } } \
        differences { kind before { text start end } after { text start end } } } }";
    let link = format!("https://example.org{}?utm=1", revised.link("P1"));
    let response = revised.app.graphql(query, json!({ "link": link })).await;
    let version = &response["data"]["clauseVersion"];
    assert_eq!(version["change"], "REWORDED", "{response}");
    assert!(version["servedSince"].is_string());
    let text = |clause: &Value| clause["document"]["text"].as_str().expect("a text").to_owned();
    let (before, after) = (text(&version["clause"]), text(&version["current"]));
    let runs = version["differences"].as_array().expect("a list");
    assert_eq!(runs[0]["kind"], "REPLACED");
    for run in runs {
        for (text, span) in [(&before, &run["before"]), (&after, &run["after"])] {
            assert_eq!(slice(text, &span["start"], &span["end"]), span["text"]);
        }
    }
    for (link, code) in [
        ("no link", "BAD_USER_INPUT"),
        ("/c/ffffffffffff/quito-2031/P1", "NOT_FOUND"),
        ("/c/../../etc/passwd/x", "BAD_USER_INPUT"),
        (&revised.link("P9"), "NOT_FOUND"),
    ] {
        let (found, message) = revised.app.error(query, json!({ "link": link })).await;
        assert_eq!(found, code, "{link}: {message}");
    }
}

#[tokio::test]
async fn a_state_that_was_never_kept_leads_to_the_clause_of_today() {
    let revised = revised();
    let reply = revised.app.get("/c/ffffffffffff/quito-2031/P1", &[]).await;
    assert_eq!((reply.status.as_u16(), reply.code().as_str()), (404, "NOT_FOUND"));
    let error = &reply.json()["errors"][0];
    let link = error["extensions"]["permalink"].as_str().expect("a link").to_owned();
    assert!(error["message"].as_str().expect("a message").contains("was never served"), "{error}");
    let current = revised.app.get(&link, &JSON).await.json();
    assert_eq!((&current["change"], &current["servedSince"]), (&json!("UNCHANGED"), &Value::Null));
}

#[tokio::test]
async fn damage_is_an_internal_failure_and_names_no_path() {
    let revised = revised();
    let files = revised.folder.path().join("snapshots/files");
    std::fs::remove_dir_all(files).expect("a folder");
    let reply = revised.app.get(&revised.link("P1"), &[]).await;
    assert_eq!((reply.status.as_u16(), reply.code().as_str()), (500, "INTERNAL"));
    assert!(!reply.body.contains("snapshots"), "{}", reply.body);
}
