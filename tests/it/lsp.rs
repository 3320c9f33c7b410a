//! The language server, as an editor sees it: `tests/clients/lsp.test.js` speaks to the program itself.

use std::cell::RefCell;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use lsp_server::{Connection, Message, Notification, Request};
use rapporteur::api::graphql::Links;
use rapporteur::api::lsp::serve;
use serde_json::{Value, json};

use crate::app::TestApp;

const URI: &str = "file:///memo.md";

/// The editor's end of the connection, and what was published to it.
struct Editor {
    connection: Connection,
    published: RefCell<Vec<Value>>,
}

impl Editor {
    fn tell(&self, method: &str, params: Value) {
        let told = Notification { method: method.to_owned(), params };
        self.connection.sender.send(Message::Notification(told)).expect("the server listens");
    }

    fn open(&self, uri: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    fn change(&self, version: i32, text: &str) {
        let params = json!({
            "textDocument": { "uri": URI, "version": version },
            "contentChanges": [{ "text": text }],
        });
        self.tell("textDocument/didChange", params);
    }

    /// The answer to a request; what is published before it is kept.
    fn ask(&self, id: i32, method: &str, params: Value) -> Value {
        let request = Request::new(id.into(), method.to_owned(), params);
        self.connection.sender.send(Message::Request(request)).expect("the server listens");
        loop {
            match self.connection.receiver.recv().expect("an answer") {
                Message::Response(response) => {
                    return response.response_result.unwrap_or_else(|error| json!(error.message));
                }
                Message::Notification(told) => self.published.borrow_mut().push(told.params),
                Message::Request(_) => {}
            }
        }
    }

    /// How many findings each text had, in the order in which they were published.
    fn published(&self) -> Vec<(String, usize)> {
        let found = |told: &Value| told["diagnostics"].as_array().map_or(0, Vec::len);
        let uri = |told: &Value| told["uri"].as_str().unwrap_or_default().to_owned();
        self.published.borrow().iter().map(|told| (uri(told), found(told))).collect()
    }
}

/// Runs `editor` against a server over the test corpus, after `before`, which the server finds when it
/// begins; returns how many texts were checked.
fn run(before: impl FnOnce(&Editor), editor: impl FnOnce(&Editor)) -> usize {
    let app = TestApp::new();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let checked = AtomicUsize::new(0);
    let (own, connection) = Connection::memory();
    let other = Editor { connection, published: RefCell::default() };
    before(&other);
    thread::scope(|scope| {
        // An editor that fails leaves, and the server ends.
        let other = other;
        let checked = &checked;
        let service = &app.service;
        let check = move |text: String| {
            checked.fetch_add(1, Ordering::Relaxed);
            runtime.block_on(service.verify_text(text))
        };
        let links = Links { public_url: "https://r.example".to_owned() };
        let served = scope.spawn(move || serve(&own, &links, &check));
        editor(&other);
        other.tell("exit", Value::Null);
        served.join().expect("no panic").expect("it ends in order");
    });
    checked.into_inner()
}

#[test]
fn of_texts_that_change_fast_the_last_is_checked() {
    let wrong = "The Monaco declaration urges countries “to connect frontline agents to the I-24/7 network” (P3A).";
    let checked = run(
        |editor| {
            editor.open(URI, "The Monaco declaration");
            (2..9).for_each(|version| editor.change(version, "The Monaco declaration says"));
            editor.change(9, wrong);
        },
        |editor| {
            let at = json!({ "line": 0, "character": 60 });
            let shown = editor.ask(
                1,
                "textDocument/hover",
                json!({ "textDocument": { "uri": URI }, "position": at }),
            );
            let shown = shown["contents"]["value"].as_str().unwrap_or_default().to_owned();
            assert!(shown.contains("> ") && shown.contains("https://r.example/c/"), "{shown}");
            let params = json!({
                "textDocument": { "uri": URI },
                "range": { "start": at, "end": at },
                "context": { "diagnostics": [], "only": ["quickfix"] },
            });
            let fixes = editor.ask(2, "textDocument/codeAction", params);
            let edit = &fixes[0]["edit"]["documentChanges"][0];
            assert_eq!(edit["textDocument"]["version"], 9);
            let words = edit["edits"][0]["newText"].as_str().unwrap_or_default();
            assert!(words.contains("frontline officers"), "{fixes}");
        },
    );
    assert_eq!(checked, 1, "nine versions, of which the last counts");
}

#[test]
fn findings_are_withdrawn_with_their_text() {
    let checked = run(
        |editor| {
            editor.open(URI, "Rome condemns “all acts of civil violence that result in the injury of one or more persons”.");
        },
        |editor| {
            let unknown = json!({ "textDocument": { "uri": "file:///other.md" }, "position": { "line": 0, "character": 0 } });
            assert_eq!(editor.ask(1, "textDocument/hover", unknown.clone()), Value::Null);
            editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": URI } }));
            editor.open("file:///marks.md", "---");
            assert_eq!(editor.ask(2, "textDocument/hover", unknown), Value::Null);
            let marks = "file:///marks.md".to_owned();
            let expected = [(URI.to_owned(), 1), (URI.to_owned(), 0), (marks, 0)];
            assert_eq!(editor.published(), expected);
        },
    );
    assert_eq!(checked, 1, "marks alone are not checked");
}
