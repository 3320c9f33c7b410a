//! What comes near, coverage and comparisons, over a collection of treaties.

use std::sync::Arc;

use rapporteur::api::http::Settings;
use rapporteur::domain::{Clause, Corpus, Digest, Document, DocumentKind, Part, Span, Text};
use rapporteur::retrieval::{Calibration, Embedder};
use rapporteur::service::Limits;
use serde_json::{Value, json};

use crate::app::{TestApp, engine_over, strings};

const TREATIES: [(&str, &[&str]); 9] = [
    ("aden", &["Ships carry lanterns at night.", "Harbour masters keep lists of ships."]),
    ("bonn", &["Beekeepers label their honey.", "Honey is sold by weight."]),
    ("cork", &["Lanterns on ships burn until dawn.", "Pilots are paid by the day."]),
    ("delhi", &["Elephants cross roads first.", "Drivers wait for elephants."]),
    ("eger", &["Winegrowers share their cellars.", "Cellars are closed on Sundays."]),
    ("fez", &["Harbour masters inspect every cargo of honey.", "Cargo is weighed in the harbour."]),
    ("graz", &["Choirs sing in the open.", "Nobody pays for songs."]),
    ("hull", &["Fishermen mend their nets.", "Nets are measured once a year."]),
    ("izmir", &["Every ship in the harbour pays a fee.", "Fees are spent on lanterns."]),
];

fn treaties() -> Corpus {
    let treaty = |(at, (id, lines)): (usize, &(&str, &[&str]))| {
        let mut from = 0;
        let clauses = lines.iter().enumerate().map(|(at, line)| {
            let span = Span::new(from, from + line.chars().count() as u32);
            from = span.end + 1;
            Clause {
                document: 0,
                label: (at + 1).to_string().into(),
                part: Part::Body,
                span,
                verbs: Box::default(),
                parent: None,
                heading: None,
                references: Box::default(),
                segments: [span].into(),
            }
        });
        let clauses = clauses.collect();
        let document = Document {
            adopted_on: Some(format!("{}-06-01", 1950 + at).parse().expect("a date")),
            digest: Digest([at as u8; 32]),
            ..Document::new(
                *id,
                DocumentKind::Treaty,
                format!("Treaty of {id}"),
                Text::new(lines.join("\n")),
            )
        };
        (document, clauses)
    };
    let parts = TREATIES.iter().enumerate().map(treaty).collect();
    Corpus::new(parts, Digest([5; 32])).expect("ids differ")
}

/// A service over the treaties that takes every question to be answered by evidence, or none.
fn app(answers: bool) -> TestApp {
    let app = TestApp::loading(Limits::default(), &Settings::default());
    let mut question = [0.0; 7];
    question[0] = if answers { 4.0 } else { -4.0 };
    let calibration = Calibration { question, ..Calibration::default() };
    let engine = engine_over(treaties(), &app.embedder).with_calibration(calibration);
    app.service.install(engine, Arc::clone(&app.embedder) as Arc<dyn Embedder>);
    app
}

const ASK: &str = "query ($question: String!, $options: AskOptions) {
  ask(question: $question, options: $options) {
    status confidence text unmet refusal { kind text }
    citations { quote clause { id document { id } } meets { term how } }
    coverage { document { id } speaks clausesSearched nearest { clause { id } relevance } markers }
    evidence { clause { id } relevance }
  }
}";

async fn ask(app: &TestApp, question: &str, most: usize) -> Value {
    let variables = json!({ "question": question, "options": { "maxCitations": most } });
    let mut response = app.graphql(ASK, variables).await;
    assert_eq!(response["errors"], Value::Null, "{response:#}");
    response["data"]["ask"].take()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

#[tokio::test]
async fn what_comes_near_is_shown_and_said_to_answer_nothing() {
    let app = app(false);
    let question = "What is said about lanterns on ships of Norway?";
    let answer = ask(&app, question, 8).await;
    assert_eq!(answer["status"], "NEAREST", "{answer:#}");
    assert_eq!(answer["refusal"]["kind"], "TERMS_NOT_MET");
    assert_eq!(answer["unmet"], json!(["Norway"]), "{answer:#}");
    assert!(answer["confidence"].as_f64().is_some_and(|sure| sure <= 0.5), "{answer:#}");
    let documents: Vec<&Value> =
        list(&answer["citations"]).iter().map(|one| &one["clause"]["document"]["id"]).collect();
    assert_eq!(documents.len(), 2, "one of each of two documents: {answer:#}");
    assert_ne!(documents[0], documents[1]);
    for citation in list(&answer["citations"]) {
        let norway = list(&citation["meets"]).iter().find(|met| met["term"] == "Norway");
        assert_eq!(norway.map(|met| &met["how"]), Some(&json!("NOT_MET")), "{citation:#}");
    }
    let speaks = strings(&answer["coverage"], "speaks");
    assert_eq!(speaks.len(), TREATIES.len());
    assert!(speaks.iter().all(|speaks| speaks != "YES"), "{answer:#}");
    for row in list(&answer["coverage"]).iter().filter(|row| row["markers"] != json!([])) {
        assert_eq!(row["speaks"], "PERHAPS", "{row:#}");
    }
    // It is only shown where it is on the topic
    let off = ask(&app, "What is said about zeppelins of Norway?", 8).await;
    assert_eq!(off["status"], "NOT_FOUND", "{off:#}");
    // and lacks something.
    let whole = ask(&app, "lanterns on ships", 8).await;
    assert_eq!((&whole["status"], &whole["unmet"]), (&json!("NOT_FOUND"), &json!([])), "{whole:#}");
}

#[tokio::test]
async fn what_stands_elsewhere_is_not_said_to_be_nowhere() {
    let app = app(false);
    for (question, said) in [
        ("What is said about elephant lanterns?", false),
        ("What is said about zebra lanterns?", true),
    ] {
        let answer = ask(&app, question, 8).await;
        assert_eq!(answer["refusal"]["kind"], "TERMS_NOT_MET", "{answer:#}");
        let reason = answer["refusal"]["text"].as_str().expect("a text");
        assert_eq!(reason.contains("No document searched mentions"), said, "{reason}");
    }
    let question = "What is said about elephant lanterns of the Royal Norwegian Navy?";
    let answer = ask(&app, question, 8).await;
    let unmet = json!(["Royal Norwegian Navy", "elephant lanterns"]);
    assert_eq!(answer["unmet"], unmet, "{answer:#}");
    let reason = answer["refusal"]["text"].as_str().expect("a text");
    assert_eq!(reason, "No document searched mentions 'Royal Norwegian Navy'.");
}

#[tokio::test]
async fn how_many_citations_are_wanted_changes_no_finding() {
    for (app, question, status) in [
        (app(true), "Which treaties mention lanterns on ships?", "ANSWERED"),
        (app(true), "Which treaties mention harbour masters?", "ANSWERED"),
        (app(true), "What is said about lanterns on ships?", "ANSWERED"),
        (app(true), "Compare Aden and Cork on lanterns", "ANSWERED"),
        (app(false), "What is said about lanterns on ships of Norway?", "NEAREST"),
    ] {
        let few = ask(&app, question, 1).await;
        let many = ask(&app, question, 20).await;
        assert_eq!(few["status"], status, "{few:#}");
        assert_eq!(list(&few["citations"]).len(), 1, "{few:#}");
        assert!(list(&many["citations"]).len() > 1, "{many:#}");
        let first = &few["citations"][0];
        assert!(list(&many["citations"]).contains(first), "{question}: {many:#}");
        for field in ["status", "confidence", "unmet", "refusal", "evidence"] {
            assert_eq!(few[field], many[field], "{question}: {field}");
        }
        for (few, many) in list(&few["coverage"]).iter().zip(list(&many["coverage"])) {
            for field in ["document", "speaks", "clausesSearched", "nearest"] {
                assert_eq!(few[field], many[field], "{question}: {field}");
            }
        }
    }
}

#[tokio::test]
async fn asked_and_compared_the_same_documents_speak() {
    let app = app(true);
    let compare = "query ($topic: String!) { compare(topic: $topic) {
        rows { document { id } speaks clauses { clause { id } } } } }";
    for (topic, expected) in [
        ("lanterns on ships", &["aden", "cork"][..]),
        ("honey", &["bonn", "fez"]),
        ("harbour masters", &["aden", "fez"]),
        ("elephants", &["delhi"]),
        ("nets", &["hull"]),
    ] {
        let asked = ask(&app, &format!("Which treaties mention {topic}?"), 20).await;
        let mut compared = app.graphql(compare, json!({ "topic": topic })).await;
        let compared = compared["data"]["compare"]["rows"].take();
        let of = |rows: &Value| -> Vec<(String, bool)> {
            let row = |row: &Value| {
                let id = row["document"]["id"].as_str().expect("an id").to_owned();
                (id, row["speaks"] == "YES")
            };
            list(rows).iter().map(row).collect()
        };
        assert_eq!(of(&asked["coverage"]), of(&compared), "{topic}");
        let speaking: Vec<String> =
            of(&compared).into_iter().filter(|(_, yes)| *yes).map(|(id, _)| id).collect();
        assert_eq!(speaking, expected, "{topic}");
    }
}

#[tokio::test]
async fn a_document_that_is_named_is_told_to_lack_it() {
    let app = app(false);
    let question = "What does the Treaty of Izmir say about lanterns for choirs?";
    let answer = ask(&app, question, 8).await;
    assert_eq!(answer["status"], "NEAREST", "{answer:#}");
    assert_eq!(answer["unmet"], json!(["choirs"]), "{answer:#}");
    assert_eq!(strings(&answer["coverage"], "speaks"), ["PERHAPS"], "{answer:#}");
    let text = answer["text"].as_str().expect("a text");
    assert!(
        text.starts_with("Nothing in the Treaty of izmir mentions 'choirs'. Nearest: "),
        "{text}"
    );
    // What has nothing to do with the question does not come near it.
    let far = ask(&app, "What does the Treaty of Graz say about lanterns on ships?", 8).await;
    assert_eq!((&far["status"], &far["unmet"]), (&json!("NOT_FOUND"), &json!([])), "{far:#}");
}

#[tokio::test]
async fn function_words_ask_nothing_unless_something_is_carried_over_or_named() {
    let app = app(true);
    let query = "query ($question: String!, $history: [String!]) {
        ask(question: $question, history: $history) { refusal { kind } } }";
    for (question, history, kind) in [
        ("and of what?", &[][..], json!("ASKS_NOTHING")),
        ("and of what?", &["Which treaties mention lanterns on ships?"], Value::Null),
        ("and that of Cork?", &[], Value::Null),
    ] {
        let variables = json!({ "question": question, "history": history });
        let response = app.graphql(query, variables).await;
        let refusal = &response["data"]["ask"]["refusal"];
        assert_eq!(refusal["kind"], kind, "{question}: {response:#}");
    }
}
