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

    fn flip(&self) {
        flip(self.folder.path(), &self.before);
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
    let (head, date) = text.split_once("first served on ").expect("a date");
    let (date, rest) = date.split_once(". Today").expect("a date");
    assert!(date.ends_with(char::is_numeric), "{date}");
    let text = format!("{head}first served on <date>. Today{rest}");
    insta::assert_snapshot!(text, @r#"
    Declaration, P1

    Encourage all states to share information without delay;

    This is the text in state <before> of the corpus, first served on <date>. Today the text differs: /c/<after>/quito-2031/P1

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
async fn what_is_lost_is_said_with_its_state_and_a_way_on() {
    let revised = revised();
    let (link, state) = (revised.link("P1"), revised.before.digest().short());
    let snapshots = revised.folder.path().join("snapshots");
    let damage = |fault: &str| match fault {
        "damaged" => revised.flip(),
        "missing" => std::fs::remove_dir_all(snapshots.join("files")).expect("files"),
        _ => {
            let list = snapshots.join("states").join(revised.before.digest().to_string());
            std::fs::write(list, "no list").expect("a file");
        }
    };
    for fault in ["damaged", "missing", "list is damaged"] {
        damage(fault);
        let reply = revised.app.get(&link, &JSON).await;
        assert_eq!((reply.status.as_u16(), reply.code().as_str()), (410, "GONE"), "{fault}");
        let error = &reply.json()["errors"][0];
        let message = error["message"].as_str().expect("a message");
        assert!(message.contains(&state) && message.contains(fault), "{message}");
        assert!(!message.contains("snapshots"), "{message}");
        let way_on = error["extensions"]["permalink"].as_str().expect("a link");
        assert_eq!(revised.app.get(way_on, &JSON).await.json()["change"], "UNCHANGED");
        let page = revised.app.get(&link, &[("accept", "text/html")]).await;
        assert_eq!(page.status.as_u16(), 410);
        assert!(page.body.contains("<h1>This text is lost</h1>"), "{}", page.body);
        let shown = [&state[..], &format!("href=\"{way_on}\""), "href=\"/documents\""];
        assert!(shown.iter().all(|part| page.body.contains(part)), "{}", page.body);
        let query = "query($link: String!) { clauseVersion(permalink: $link) { change } }";
        let (code, message) = revised.app.error(query, json!({ "link": link })).await;
        assert!(code == "GONE" && message.contains(&state), "{code}: {message}");
    }
}

#[tokio::test]
async fn a_damaged_file_is_mended_where_its_bytes_are_served() {
    let folder = tempfile::tempdir().expect("a folder");
    let documents = folder.path().join("corpus");
    let before = kept(folder.path(), BEFORE);
    let other = "---\nid: lima-2032\ntitle: Other\nkind: declaration\n---\nP1: Welcome all.\n";
    std::fs::write(documents.join("lima.md"), other).expect("a file");
    let after = read_corpus(&documents, FILE_BYTES_MAX as u64).expect("a sound corpus");
    let archive = Snapshots::in_folder(folder.path()).mended_from(&documents);
    let ports = Ports { archive: Some(Arc::new(archive)), ..Ports::default() };
    let app = TestApp::around(Service::with_ports(Limits::default(), ports), &Settings::default());
    let embedder = Arc::clone(&app.embedder);
    app.service.install(engine_over(after, &embedder), embedder);
    flip(folder.path(), &before);
    let link = format!("/c/{}/quito-2031/P1", before.digest().short());
    let clause = app.get(&link, &JSON).await;
    assert_eq!(clause.status.as_u16(), 200, "{}", clause.body);
    assert!(clause.body.contains("Encourage all states to share"), "{}", clause.body);
    assert!(Snapshots::in_folder(folder.path()).has_file(before.documents()[0].digest));
}

/// Flips a bit in the kept file of the first document of `corpus`.
fn flip(folder: &Path, corpus: &Corpus) {
    let name = corpus.documents()[0].digest.to_string();
    let path = folder.join("snapshots/files").join(&name[..2]).join(name);
    let mut bytes = std::fs::read(&path).expect("a file");
    bytes[100] ^= 1;
    std::fs::write(path, bytes).expect("a file");
}
