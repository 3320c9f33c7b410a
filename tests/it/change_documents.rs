//! Documents that are added and removed while they are served: who may, what may be sent, what is written.

use std::fs;
use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rapporteur::api::http::{AccessSettings, Settings};
use rapporteur::backends::{EditedFolder, FileReader, read_corpus};
use rapporteur::domain::Scope;
use rapporteur::retrieval::Embedder;
use rapporteur::service::{KeyRing, Limits, Ports, Service};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::access::issued;
use crate::app::{Reply, TestApp, engine_over};

/// The largest file that may be sent.
const FILE_BYTES_MAX: usize = 4_000;
const ADD: &str = "mutation($file: String!, $name: String!, $dryRun: Boolean! = false) {
    addDocument(file: $file, name: $name, dryRun: $dryRun) { name effect written message
    documents { id title kind date symbol language clauseCount doubts { place message } } } }";
const REMOVE: &str = "mutation($id: ID!, $dryRun: Boolean! = false) {
    removeDocument(id: $id, dryRun: $dryRun) { id name removed message } }";
const QUITO: &str = "---\nid: quito-2031\ntitle: Quito declaration\nkind: page\npublished: 2031-05-02\n\
    ---\nPolice archives are kept in order.\n\nThey are open to all.\n";

/// A server over a folder with two documents, and the keys of somebody who may change them and of
/// somebody who may read them.
struct Changeable {
    app: TestApp,
    folder: TempDir,
    admin: String,
    reader: String,
}

impl Changeable {
    fn new() -> Self {
        Self::with_bodies_of(2_000)
    }

    fn with_bodies_of(body_bytes_max: usize) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for id in ["rome", "paris"] {
            let text =
                format!("---\nid: {id}\ntitle: T\nkind: page\n---\nThe police of {id} work.\n");
            fs::write(folder.path().join(format!("{id}.md")), text).expect("a file");
        }
        let (admin_key, admin) = issued(1, Scope::Admin, None);
        let (reader_key, reader) = issued(2, Scope::Read, None);
        let access = AccessSettings {
            anonymous_read: true,
            keys: KeyRing::new(vec![admin_key, reader_key]),
            ..AccessSettings::default()
        };
        let path = folder.path().to_owned();
        let edited = EditedFolder::new(path, FileReader::Here, FILE_BYTES_MAX);
        let ports = Ports { folder: Some(Arc::new(edited)), ..Ports::default() };
        let service = Service::with_ports(Limits::default(), ports);
        let settings = Settings { access, body_bytes_max, ..Settings::default() };
        let app = TestApp::around(service, &settings);
        let corpus = read_corpus(folder.path(), 100_000).expect("a sound corpus");
        let engine = engine_over(corpus, &app.embedder);
        app.service.install(engine, Arc::clone(&app.embedder) as Arc<dyn Embedder>);
        Self { app, folder, admin, reader }
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).expect("a folder");
        let mut names: Vec<String> = entries
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    async fn mutate(&self, query: &str, variables: Value, key: Option<&str>) -> Reply {
        let body = json!({ "query": query, "variables": variables }).to_string();
        let mut headers = vec![
            ("content-type", "application/json"),
            ("accept", "application/graphql-response+json"),
        ];
        headers.extend(key.map(|key| ("authorization", key)));
        self.app.post(&body, &headers).await
    }

    async fn add(&self, name: &str, text: &[u8], dry_run: bool) -> Reply {
        let file = STANDARD.encode(text);
        let variables = json!({ "file": file, "name": name, "dryRun": dry_run });
        self.mutate(ADD, variables, Some(&self.admin)).await
    }

    async fn rest(&self, method: &str, path: &str, body: &str, key: Option<&str>) -> Reply {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(key) = key {
            request = request.header("authorization", key);
        }
        self.app.send(request.body(Body::from(body.to_owned())).expect("a request")).await
    }
}

fn message(reply: &Reply) -> String {
    reply.json()["errors"][0]["message"].as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_file_is_shown_and_then_written() {
    let server = Changeable::new();
    let tried = server.add("quito.md", QUITO.as_bytes(), true).await.json();
    let expected = json!({
        "name": "quito.md", "effect": "NEW", "written": false,
        "message": "nothing was written: this was a dry run",
        "documents": [{
            "id": "quito-2031", "title": "Quito declaration", "kind": "PAGE", "date": "2031-05-02",
            "symbol": null, "language": "en", "clauseCount": 2, "doubts": [],
        }],
    });
    assert_eq!(tried["data"]["addDocument"], expected, "{tried}");
    assert_eq!(server.names(), ["paris.md", "rome.md"]);
    let added = server.add("quito.md", QUITO.as_bytes(), false).await.json();
    assert_eq!(added["data"]["addDocument"]["written"], true, "{added}");
    let written = fs::read_to_string(server.folder.path().join("quito.md")).expect("a file");
    assert_eq!(written, QUITO);
    // The same request is carried out again: nothing of it is cached.
    let again = server.add("quito.md", QUITO.as_bytes(), false).await.json();
    assert_eq!(again["data"]["addDocument"]["effect"], "ALREADY_THERE", "{again}");
    assert_eq!(server.names(), ["paris.md", "quito.md", "rome.md"]);
    let cost = &again["extensions"]["cost"];
    assert!(cost["actualQueryCost"].as_u64() <= cost["requestedQueryCost"].as_u64(), "{cost}");
    assert!(cost["actualQueryCost"].as_u64() > Some(250), "{cost}");
}

#[tokio::test]
async fn a_document_is_removed_and_no_other() {
    let server = Changeable::new();
    let remove = async |id: &str, dry_run: bool| {
        let variables = json!({ "id": id, "dryRun": dry_run });
        server.mutate(REMOVE, variables, Some(&server.admin)).await
    };
    let tried = remove("rome", true).await.json();
    assert_eq!(tried["data"]["removeDocument"]["name"], "rome.md", "{tried}");
    assert_eq!(server.names(), ["paris.md", "rome.md"]);
    let removed = remove("rome", false).await.json();
    assert_eq!(removed["data"]["removeDocument"]["removed"], true, "{removed}");
    assert_eq!(server.names(), ["paris.md"]);
    let last = remove("paris", false).await;
    assert_eq!(last.code(), "BAD_USER_INPUT");
    assert!(message(&last).contains("is the last document"), "{}", last.body);
    assert_eq!(remove("oslo", false).await.code(), "NOT_FOUND");
    assert_eq!(server.names(), ["paris.md"]);
}

#[tokio::test]
async fn only_administrators_change_documents() {
    let server = Changeable::new();
    let file = json!({ "file": STANDARD.encode(QUITO), "name": "quito.md" });
    for (query, variables) in [(ADD, file), (REMOVE, json!({ "id": "rome" }))] {
        for (key, code, status) in
            [(None, "UNAUTHENTICATED", 401), (Some(server.reader.as_str()), "FORBIDDEN", 403)]
        {
            let reply = server.mutate(query, variables.clone(), key).await;
            assert_eq!((reply.code().as_str(), reply.status.as_u16()), (code, status), "{query}");
        }
    }
    for (method, path) in
        [("POST", "/v1/documents?name=quito.md"), ("DELETE", "/v1/documents/rome")]
    {
        for (key, status) in [(None, 401), (Some(server.reader.as_str()), 403)] {
            let reply = server.rest(method, path, QUITO, key).await;
            assert_eq!(reply.status, status, "{method} {path}");
            assert!(reply.header("www-authenticate").starts_with("Bearer"), "{method} {path}");
        }
    }
    assert_eq!(server.names(), ["paris.md", "rome.md"]);
}

#[tokio::test]
async fn nothing_is_changed_by_get_in_events_either() {
    let server = Changeable::new();
    let path = "/graphql?query=mutation%7BremoveDocument(id:%22rome%22)%7Bremoved%7D%7D";
    for accept in ["application/json", "text/event-stream"] {
        let headers = [("authorization", server.admin.as_str()), ("accept", accept)];
        let reply = server.app.get(path, &headers).await;
        assert_eq!((reply.status.as_u16(), reply.header("allow")), (405, "POST"), "{accept}");
    }
    assert_eq!(server.names(), ["paris.md", "rome.md"]);
}

#[tokio::test]
async fn what_cannot_be_a_document_is_refused() {
    let server = Changeable::new();
    for name in
        ["", "../x.md", "/etc/x.md", "a/b.md", "a\\b.md", ".x.md", "x.exe", "x.md\0", "README.md"]
    {
        let reply = server.add(name, QUITO.as_bytes(), false).await;
        assert_eq!(reply.code(), "BAD_USER_INPUT", "{name}");
        assert!(message(&reply).starts_with("name: "), "{name}: {}", reply.body);
    }
    let taken = QUITO.replace("quito-2031", "rome");
    for (content, expected) in [
        ("", "file: the file is empty"),
        (taken.as_str(), "file: has the document id 'rome', which is taken"),
    ] {
        let reply = server.add("x.md", content.as_bytes(), false).await;
        assert_eq!(reply.code(), "BAD_USER_INPUT");
        assert!(message(&reply).starts_with(expected), "{}", reply.body);
    }
    let variables = json!({ "file": "no base64!", "name": "x.md" });
    let reply = server.mutate(ADD, variables, Some(&server.admin)).await;
    assert!(message(&reply).starts_with("file: is not base64"), "{}", reply.body);
    assert_eq!(server.names(), ["paris.md", "rome.md"]);
}

#[tokio::test]
async fn files_may_be_longer_than_other_bodies_but_not_too_long() {
    let server = Changeable::with_bodies_of(1_500);
    let fits = format!("{QUITO}{}", "Words stand here. ".repeat(200));
    assert!(fits.len() > 1_500 && fits.len() < FILE_BYTES_MAX);
    let reply = server.add("quito.md", fits.as_bytes(), true).await;
    assert_eq!(reply.json()["data"]["addDocument"]["effect"], "NEW", "{}", reply.body);
    let reply =
        server.rest("POST", "/v1/documents?name=quito.md&dryRun=true", &fits, Some(&server.admin));
    assert_eq!(reply.await.status, 200);
    // A key that may only read sends no more than others.
    let file = json!({ "file": STANDARD.encode(&fits), "name": "quito.md" });
    let reply = server.mutate(ADD, file, Some(&server.reader)).await;
    assert_eq!(reply.status, 413, "{}", reply.body);

    let long = format!("{QUITO}{}", "Words stand here. ".repeat(FILE_BYTES_MAX / 18));
    let reply = server.add("quito.md", long.as_bytes(), false).await;
    assert!(message(&reply).contains("send 4000 or fewer"), "{}", reply.body);
    let reply =
        server.rest("POST", "/v1/documents?name=quito.md", &long, Some(&server.admin)).await;
    assert_eq!(reply.status, 413);
    assert!(reply.body.contains("--upload-bytes-max"), "{}", reply.body);
    assert_eq!(server.names(), ["paris.md", "rome.md"]);
}

#[tokio::test]
async fn look_ups_change_documents_too() {
    let server = Changeable::new();
    let admin = Some(server.admin.as_str());
    let path = "/v1/documents?name=quito.md";
    let tried = server.rest("POST", &format!("{path}&dryRun=true"), QUITO, admin).await;
    assert_eq!((tried.status.as_u16(), &tried.json()["written"]), (200, &json!(false)));
    let added = server.rest("POST", path, QUITO, admin).await;
    assert_eq!(added.status, 201, "{}", added.body);
    assert_eq!(added.json()["documents"][0]["clauseCount"], 2);
    assert_eq!(added.header("cache-control"), "no-store");
    for (path, field) in [
        ("/v1/documents", "name: is missing"),
        ("/v1/documents?name=../x.md", "name: '../x.md' is not a plain file name"),
        ("/v1/documents?name=x.md&dryRun=maybe", "dryRun: no 'maybe'"),
    ] {
        let reply = server.rest("POST", path, QUITO, admin).await;
        assert_eq!(reply.status, 422, "{path}: {}", reply.body);
        assert!(reply.body.contains(field), "{path}: {}", reply.body);
    }
    let removed = server.rest("DELETE", "/v1/documents/rome?dryRun=true", "", admin).await.json();
    assert_eq!((&removed["name"], &removed["removed"]), (&json!("rome.md"), &json!(false)));
    let removed = server.rest("DELETE", "/v1/documents/rome", "", admin).await;
    assert_eq!((removed.status.as_u16(), &removed.json()["removed"]), (200, &json!(true)));
    assert_eq!(server.rest("DELETE", "/v1/documents/oslo", "", admin).await.status, 404);
    assert_eq!(server.names(), ["paris.md", "quito.md"]);
}

#[tokio::test]
async fn a_server_without_a_folder_says_so() {
    let (key, admin) = issued(1, Scope::Admin, None);
    let access = AccessSettings { keys: KeyRing::new(vec![key]), ..AccessSettings::default() };
    let app = TestApp::with(Limits::default(), &Settings { access, ..Settings::default() });
    let body = json!({ "query": REMOVE, "variables": { "id": "rome-2012" } }).to_string();
    let headers = [
        ("content-type", "application/json"),
        ("accept", "application/graphql-response+json"),
        ("authorization", admin.as_str()),
    ];
    let reply = app.post(&body, &headers).await;
    assert_eq!((reply.code().as_str(), reply.status.as_u16()), ("FORBIDDEN", 403));
    assert!(message(&reply).contains("`rapporteur add`"), "{}", reply.body);
}
