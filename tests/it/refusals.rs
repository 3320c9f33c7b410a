//! Why questions are refused, on every surface.

use std::sync::Arc;

use rapporteur::api::http::Settings;
use rapporteur::domain::RefusalKind;
use rapporteur::retrieval::{Calibration, Embedder};
use rapporteur::service::Limits;
use serde_json::{Value, json};

use crate::app::{TestApp, engine};

const ASK: &str = "query ($question: String!, $filter: ClauseFilter) {
  ask(question: $question, filter: $filter) { status refusal { kind text } text citations { marker } }
}";

/// A question that is refused, the document that it is restricted to, the kind, and words of the
/// reason.
type Case = (&'static str, Option<&'static str>, &'static str, &'static str);

const CASES: [Case; 14] = [
    ("the of and", None, "ASKS_NOTHING", "no word to search for"),
    ("Hello there, what can you do?", None, "SMALL_TALK", "Ask what a document says"),
    (
        "What did Monaco say about police?",
        Some("rome-2012"),
        "NOTHING_IN_SCOPE",
        "Nothing was in scope",
    ),
    (
        "What does the Paris declaration say about human trafficking?",
        None,
        "DOCUMENT_NOT_IN_CORPUS",
        "The corpus has no Paris declaration.",
    ),
    (
        "What did the declaration of 2016 say about violence?",
        None,
        "YEAR_WITHOUT_DOCUMENT",
        "The corpus has no document of 2016.",
    ),
    (
        "Who said \"the moon is made of green cheese\"?",
        None,
        "QUOTATION_NOT_FOUND",
        "has these words, or any close to them",
    ),
    ("What did Panels say about violence?", None, "SPEAKER_SILENT", "quotes Panels."),
    (
        "What was policing in the 19th century?",
        None,
        "CENTURY_NOT_NAMED",
        "speaks of the 19th century.",
    ),
    (
        "What is said about gang violence in New Zealand?",
        None,
        "TERMS_NOT_MET",
        "No document searched mentions 'New Zealand'.",
    ),
    (
        "How many cities share best practice?",
        None,
        "DETAIL_NOT_GIVEN",
        "No clause near the question gives such a number.",
    ),
    (
        "Which declarations refer to resolution 72/233?",
        None,
        "FACT_NOT_KNOWN",
        "refers to resolution 72/233.",
    ),
    (
        "Was wird zum illegalen Waffenhandel gesagt?",
        None,
        "LANGUAGE_NOT_KNOWN",
        "das Modell versteht nur Englisch.",
    ),
    ("sourdough bread in an oven", None, "TERM_NOWHERE", "occur nowhere in what was searched."),
    ("gang violence in cities", None, "NOTHING_NEAR", "Nothing searched answers"),
];

/// A service that takes no evidence for an answer: what is answered is known by rules.
fn sceptic() -> TestApp {
    let app = TestApp::loading(Limits::default(), &Settings::default());
    let mut question = [0.0; 7];
    question[0] = -4.0;
    let calibration = Calibration { question, ..Calibration::default() };
    let engine = engine(1, &app.embedder).with_calibration(calibration);
    app.service.install(engine, Arc::clone(&app.embedder) as Arc<dyn Embedder>);
    app
}

#[tokio::test]
async fn each_kind_of_refusal_is_reached_and_shown() {
    let app = sceptic();
    assert_eq!(CASES.len(), RefusalKind::ALL.len());
    for ((question, document, kind, words), expected) in CASES.into_iter().zip(RefusalKind::ALL) {
        assert_eq!(kind.to_lowercase(), expected.name());
        let filter = document.map(|id| json!({ "documents": [id] }));
        let variables = json!({ "question": question, "filter": filter });
        let answer = app.graphql(ASK, variables).await["data"]["ask"].take();
        assert_eq!(answer["refusal"]["kind"], kind, "{question}: {answer:#}");
        let reason = answer["refusal"]["text"].as_str().expect("a text");
        assert!(reason.contains(words), "{question}: {reason}");
        let text = answer["text"].as_str().expect("a text");
        // Who says hello has looked for nothing, and what comes near is shown with what it lacks.
        let near = kind == "TERMS_NOT_MET" || kind == "DETAIL_NOT_GIVEN";
        assert_eq!(text.starts_with("Not found."), kind != "SMALL_TALK" && !near, "{text}");
        let told = kind == "NOTHING_NEAR" || text.contains(reason);
        assert!(told && text.matches(reason).count() < 2, "{text}");
        assert_eq!(answer["status"], if near { "NEAREST" } else { "NOT_FOUND" }, "{answer:#}");
        assert_eq!(answer["citations"] == json!([]), !near, "{answer:#}");

        let path = format!(
            "/v1/ask?q={}{}",
            question.replace(' ', "+").replace('"', "%22"),
            document.map_or_else(String::new, |id| format!("&document={id}"))
        );
        let body = app.get(&path, &[]).await.json();
        assert_eq!(body["refusal"], answer["refusal"], "{question}");
        let words = kind.to_lowercase().replace('_', " ");
        let found = if near { "Nearest" } else { "Not found" };
        for (accept, shown) in [
            ("text/plain", format!("Reason: {words}\n")),
            ("text/markdown", format!("**{found}: {words}** (confidence ")),
        ] {
            let text = app.get(&path, &[("accept", accept)]).await.body;
            assert!(text.contains(&shown), "{text}");
        }
    }
}

#[tokio::test]
async fn what_is_answered_has_no_reason_to_refuse() {
    let app = TestApp::new();
    let question = "Who urges to connect frontline officers to the network?";
    let answer = app.graphql(ASK, json!({ "question": question })).await["data"]["ask"].take();
    assert_eq!((&answer["status"], &answer["refusal"]), (&json!("ANSWERED"), &Value::Null));
}

#[tokio::test]
async fn questions_are_counted_by_how_they_ended() {
    let app = sceptic();
    for (question, document, ..) in CASES {
        let filter = document.map(|id| json!({ "documents": [id] }));
        app.graphql(ASK, json!({ "question": question, "filter": filter })).await;
    }
    app.graphql(ASK, json!({ "question": "What declarations are there?" })).await;
    let metrics = app.get("/metrics", &[]).await.body;
    for kind in RefusalKind::ALL.map(RefusalKind::name) {
        let sample = format!("rapporteur_refusals_total{{kind=\"{kind}\"}} 1\n");
        assert!(metrics.contains(&sample), "{kind}: {metrics}");
    }
}
