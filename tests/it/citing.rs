//! Citations, exports and selectors, on every surface.

use std::process::Command;

use rapporteur::citing::{CitationStyle, ExportFormat};
use serde_json::{Value, json};

use crate::app::{Reply, TestApp, slice};

const CLAUSE: &str = "/v1/clauses/rome-2012/P3A";

fn check_refused(reply: &Reply, status: u16, detail: &str) {
    let body = reply.json();
    assert_eq!(reply.status, status, "{body}");
    assert!(body["detail"].as_str().is_some_and(|text| text.contains(detail)), "{detail}: {body}");
}

#[tokio::test]
async fn surfaces_cite_alike() {
    let app = TestApp::new();
    for style in CitationStyle::ALL {
        let name = style.name().to_uppercase().replace('-', "_");
        let data = app
            .data(&format!(
                "{{ clause(id: \"rome-2012/P3A\") {{ cite(style: {name}) document {{ cite(style: {name}) }} }} }}"
            ))
            .await;
        let name = style.name();
        let clause = app.get(&format!("{CLAUSE}/cite?style={name}"), &[]).await.json();
        let document = app.get(&format!("/v1/documents/rome-2012/cite?style={name}"), &[]).await;
        assert_eq!(data["clause"]["cite"], clause["citation"], "{name}");
        assert_eq!(data["clause"]["document"]["cite"], document.json()["citation"], "{name}");
        assert_eq!(clause["style"], name);
        let plain = [("accept", "text/plain")];
        let text = app.get(&format!("{CLAUSE}/cite?style={name}"), &plain).await.body;
        assert_eq!(text.trim_end(), clause["citation"]);
    }
    let cited = app.get(&format!("{CLAUSE}/cite?style=OSCOLA&accessed=2026-11-22"), &[]).await;
    assert_eq!(cited.json()["citation"], "‘Outcome Declaration’ (Rome, 5 November 2012) para P3A.");
    let encoded = app.get("/v1/clauses/rome-2012%2FP3A/cite?style=oscola", &[]).await.json();
    assert_eq!(encoded["citation"], cited.json()["citation"]);
}

#[tokio::test]
async fn exports_follow_the_parameter_or_accept() {
    let app = TestApp::new();
    let document = "/v1/documents/rome-2012/export";
    for format in ExportFormat::ALL {
        let (kind, subtype) = format.media_type();
        let media_type = format!("{kind}/{subtype}");
        let named = app.get(&format!("{document}?format={}", format.name()), &[]).await;
        let accepted = app.get(document, &[("accept", &media_type)]).await;
        assert_eq!(named.body, accepted.body, "{format:?}");
        let content_type = named.header("content-type").to_owned();
        assert_eq!(content_type, format!("{media_type}{}", format.parameters()));
        let file = format!("attachment; filename=\"rome-2012.{}\"", format.extension());
        assert_eq!(named.header("content-disposition"), file);
        let name = format.name().to_uppercase().replace('-', "_");
        let data = app
            .data(&format!("{{ document(id: \"rome-2012\") {{ export(format: {name}) }} }}"))
            .await;
        assert_eq!(data["document"]["export"], named.body, "{format:?}");
        let tag = named.header("etag").to_owned();
        let again = [("if-none-match", tag.as_str())];
        let held = app.get(&format!("{document}?format={}", format.name()), &again).await;
        assert_eq!((held.status.as_u16(), held.body.as_str()), (304, ""));
    }
    let cases = [
        ("*/*", "application/vnd.citationstyles.csl+json"),
        ("application/json", "application/vnd.citationstyles.csl+json"),
        ("text/xml", "application/akn+xml; charset=utf-8"),
        ("text/x-bibtex, */*;q=0.1", "application/x-bibtex; charset=utf-8"),
    ];
    for (accept, expected) in cases {
        let reply = app.get(document, &[("accept", accept)]).await;
        assert_eq!(reply.header("content-type"), expected, "{accept}");
    }
}

#[tokio::test]
async fn citations_of_an_answer_are_exported() {
    let app = TestApp::new();
    let question = "Who urges to connect frontline officers to the I-24/7 network";
    let query = "query($q: String!) { ask(question: $q) { citations { cite(style: PLAIN) span { \
        text start end startUtf16 endUtf16 sourceLink textFragment } quote clause { id document { text } } } export(format: RIS) } }";
    let answer = app.graphql(query, json!({ "q": question })).await["data"]["ask"].clone();
    let path = format!("/v1/ask/export?format=ris&q={}", question.replace(' ', "+"));
    let reply = app.get(&path, &[]).await;
    assert_eq!(answer["export"], reply.body, "both surfaces say the same");
    assert_eq!(reply.body.matches("TY  - ").count(), reply.body.matches("ID  - ").count());
    let citations = answer["citations"].as_array().expect("a list");
    assert!(!citations.is_empty());
    for citation in citations {
        let quote = citation["quote"].as_str().expect("a quote");
        assert!(reply.body.contains(quote), "{quote}");
        let span = &citation["span"];
        let text = citation["clause"]["document"]["text"].as_str().expect("a text");
        assert_eq!(span["text"], quote);
        assert_eq!(slice(text, &span["start"], &span["end"]), quote);
        assert!(span["textFragment"].as_str().is_some_and(|link| link.starts_with(":~:text=")));
    }
    let nothing = app.get("/v1/ask/export?format=csl-json&q=zebras+in+space", &[]).await;
    assert_eq!((nothing.status.as_u16(), nothing.json()), (200, json!([])));
}

#[tokio::test]
async fn mistakes_are_named_with_the_remedy() {
    let app = TestApp::new();
    let cases = [
        (format!("{CLAUSE}/cite"), 422, "style: is missing; send ?style=oscola"),
        (format!("{CLAUSE}/cite?style=mla"), 422, "style: no 'mla'; use one of: chicago"),
        (format!("{CLAUSE}/cite?style=plain&style=plain"), 422, "style: is given more than once"),
        (
            format!("{CLAUSE}/cite?style=plain&accessed=today"),
            422,
            "accessed: 'today' is not valid; write Y",
        ),
        (format!("{CLAUSE}/cite?form=plain"), 400, "no parameter 'form'; use style, accessed"),
        (format!("{CLAUSE}/export?format=akoma-ntoso"), 422, "format: akoma-ntoso is of whole doc"),
        (format!("{CLAUSE}/export?format=marc"), 422, "format: no 'marc'; use one of: csl-json"),
        ("/v1/clauses/rome-2012/P9/cite?style=plain".into(), 404, "no clause 'rome-2012/P9'"),
        ("/v1/clauses/rome-2012/cite?style=plain".into(), 404, "no clause 'rome-2012'"),
        ("/v1/documents/gone/cite?style=plain".into(), 404, "no document 'gone'"),
        ("/v1/documents/gone/export".into(), 404, "no document 'gone'"),
        ("/v1/ask/export?format=ris".into(), 400, "q: is missing"),
    ];
    for (path, status, detail) in &cases {
        check_refused(&app.get(path, &[]).await, *status, detail);
    }
    let html = [("accept", "text/html")];
    check_refused(
        &app.get("/v1/documents/rome-2012/export", &html).await,
        406,
        "?format=, one of: csl",
    );
    let xml = [("accept", "application/akn+xml")];
    check_refused(
        &app.get(&format!("{CLAUSE}/export"), &xml).await,
        406,
        "one of: csl-json, bibtex",
    );
    let query = "{ clause(id: \"rome-2012/P3A\") { export(format: AKOMA_NTOSO) } }";
    let response = app.graphql(query, Value::Null).await;
    assert_eq!(response["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{response}");
}

fn rapporteur(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_rapporteur"))
        .args(arguments)
        .env_clear()
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("the command starts");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn the_command_line_cites_without_the_model() {
    let (status, cited, _) = rapporteur(&["cite", "monaco-2014/P3C", "--style", "oscola"]);
    assert_eq!(status, Some(0));
    insta::assert_snapshot!(cited, @"INTERPOL, ‘Outcome Declaration: Turn Back Crime: 100 Years of International Police Cooperation’ (83rd INTERPOL General Assembly, Monaco, 4 November 2014) para P3C.");
    let (_, rome, _) = rapporteur(&["cite", "rome-2012", "--style", "oscola"]);
    assert!(rome.contains("81st INTERPOL General Assembly, Rome, 5 November 2012"), "{rome}");
    let (_, json, _) = rapporteur(&["cite", "monaco-2014/P3C", "--style=oscola", "--format=json"]);
    let json: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["citation"], cited.trim_end());
    let (status, entry, _) = rapporteur(&["export", "monaco-2014/P3C", "--format", "bibtex"]);
    assert_eq!((status, entry.starts_with("@misc{monaco-2014,")), (Some(0), true), "{entry}");

    let (status, out, said) = rapporteur(&["cite", "monaco-2014/P9"]);
    assert_eq!((status, out.as_str()), (Some(1), ""));
    assert!(said.contains("no document or clause 'monaco-2014/P9'"), "{said}");
    assert_eq!(rapporteur(&["cite", "Monaco-2014/p3c", "--style", "oscola"]).1, cited);
    for (id, advice) in [
        ("monaco-2014/P9", "the clauses of monaco-2014 are: INTRO, P1, P2"),
        ("Rome", "did you mean rome-2012?\n"),
        ("Monaco", "did you mean one of these: monaco-2014, news-2014, event-2014"),
        ("p3c", "did you mean one of these: singapore-2009/P3C, rome-2012/P3C, monaco-2014/P3C"),
        ("rome/P3C", "did you mean rome-2012/P3C?\n"),
        ("2012", "did you mean rome-2012?\n"),
        ("Lima", "<document>/<label>, and the documents are: singapore-2009, "),
        ("", "<document>/<label>, and the documents are: singapore-2009, "),
    ] {
        let (status, _, said) = rapporteur(&["cite", id]);
        assert_eq!(status, Some(1), "{id}: {said}");
        assert!(said.contains(advice), "{id}: {said}");
    }
    let (status, _, said) = rapporteur(&["export", "monaco-2014/P3C", "--format", "akoma-ntoso"]);
    assert_eq!(status, Some(2), "{said}");
    assert!(said.contains("--format: akoma-ntoso is of whole documents"), "{said}");
    assert_eq!(rapporteur(&["cite", "monaco-2014", "--style", "mla"]).0, Some(2));
    assert_eq!(rapporteur(&["export", "monaco-2014"]).0, Some(2), "there is no format to guess");
}
