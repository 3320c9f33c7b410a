//! How much an answer tells: its lead, its parts, and how much it quotes.

use serde_json::{Value, json};

use crate::app::TestApp;

const ASK: &str = "query ($question: String!, $options: AskOptions) {
  ask(question: $question, options: $options) {
    status
    lead
    text
    parts { kind text citations { marker } quote { text start end } verb }
    citations { marker quote start end clause { id } }
    coverage { document { id } speaks }
  }
}";

const QUESTIONS: [&str; 6] = [
    "Which declarations mention organized crime?",
    "What does Rome say about criminal violence?",
    "Compare what Rome and Monaco say about police",
    "When was the Rome declaration adopted?",
    "Does the Rome declaration mention zebras?",
    "Hello",
];

async fn ask(app: &TestApp, question: &str, options: Value) -> Value {
    let response = app.graphql(ASK, json!({ "question": question, "options": options })).await;
    assert_eq!(response["errors"], Value::Null, "{question}");
    response["data"]["ask"].clone()
}

fn list(value: &Value) -> Vec<Value> {
    value.as_array().expect("a list").clone()
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

#[tokio::test]
async fn parts_make_the_text_and_the_lead_comes_first() {
    let app = TestApp::new();
    for question in QUESTIONS {
        for style in ["SHORT", "MEMO", "FULL"] {
            let answer = ask(&app, question, json!({ "style": style })).await;
            let parts = list(&answer["parts"]);
            let joined: Vec<&str> = parts.iter().map(|part| text(&part["text"])).collect();
            assert_eq!(joined.join(" "), text(&answer["text"]), "{question}");
            assert_eq!(parts[0]["kind"], "LEAD", "{question}");
            assert_eq!(answer["lead"], parts[0]["text"], "{question}");
            let mut marked: Vec<u64> = Vec::new();
            for part in &parts {
                for citation in list(&part["citations"]) {
                    let marker = citation["marker"].as_u64().expect("a number");
                    assert!(text(&part["text"]).contains(&format!("[{marker}]")), "{part}");
                    marked.push(marker);
                }
            }
            marked.sort_unstable();
            let count = list(&answer["citations"]).len() as u64;
            assert_eq!(marked, (1..=count).collect::<Vec<_>>(), "{question} in {style}");
        }
    }
}

#[tokio::test]
async fn points_quote_their_citations_within_bounds() {
    let app = TestApp::new();
    let mut cut = 0;
    for question in QUESTIONS {
        for (options, most) in [
            (json!({ "style": "MEMO" }), 35),
            (json!({ "style": "SHORT" }), 25),
            (json!({ "style": "FULL", "quoteWordsMax": 12 }), 12),
            (json!({ "quoteWordsMax": 12 }), 12),
        ] {
            let answer = ask(&app, question, options).await;
            let citations = list(&answer["citations"]);
            for part in list(&answer["parts"]).iter().filter(|part| part["kind"] == "POINT") {
                let marker = part["citations"][0]["marker"].as_u64().expect("a marker");
                let citation = &citations[marker as usize - 1];
                let quote = text(&part["quote"]["text"]);
                assert!(quote.split_whitespace().count() <= most, "{quote}");
                assert!(text(&citation["quote"]).contains(quote), "{citation} has {quote}");
                let shown = format!("\u{201c}{quote}\u{201d} [{marker}]");
                assert!(text(&part["text"]).contains(&shown), "{part}");
                // Where words of the clause are left out, the text says so.
                if quote != text(&citation["quote"]) {
                    assert!(text(&part["text"]).contains('\u{2026}'), "{part}");
                    cut += 1;
                }
            }
        }
    }
    assert!(cut > 0);
}

#[tokio::test]
async fn a_style_shortens_and_changes_no_finding() {
    let app = TestApp::new();
    for question in QUESTIONS {
        let full = ask(&app, question, json!({})).await;
        let memo = ask(&app, question, json!({ "style": "MEMO" })).await;
        let short = ask(&app, question, json!({ "style": "SHORT" })).await;
        assert_eq!(full["citations"], memo["citations"], "{question}");
        for other in [&memo, &short] {
            assert_eq!(full["status"], other["status"], "{question}");
            assert_eq!(full["coverage"], other["coverage"], "{question}");
        }
        let length = |answer: &Value| text(&answer["text"]).len();
        assert!(length(&short) <= length(&memo) && length(&memo) <= length(&full), "{question}");
        // Each document that is cited is cited in short as well, where documents are asked for.
        if question.starts_with("Which") {
            let cited = |answer: &Value| {
                let id =
                    |one: &Value| text(&one["clause"]["id"]).split('/').next().map(str::to_owned);
                list(&answer["citations"])
                    .iter()
                    .filter_map(id)
                    .collect::<std::collections::BTreeSet<_>>()
            };
            assert_eq!(cited(&full), cited(&short));
            assert_eq!(
                list(&short["parts"]).iter().filter(|part| part["kind"] == "POINT").count(),
                0
            );
        }
    }
}

#[tokio::test]
async fn what_asks_whether_is_answered_by_yes_only_where_it_is_so() {
    let app = TestApp::new();
    for (question, yes) in [
        ("Does the Rome declaration mention criminal violence?", true),
        ("Do Rome and Monaco mention criminal violence?", false),
        ("Does the Rome declaration not mention criminal violence?", false),
        ("What does the Rome declaration say about criminal violence?", false),
    ] {
        let answer = ask(&app, question, json!({})).await;
        assert_eq!(text(&answer["lead"]).starts_with("Yes"), yes, "{question}: {}", answer["lead"]);
    }
}

#[tokio::test]
async fn impossible_lengths_are_refused() {
    let app = TestApp::new();
    for words in [0, 9, 201, -1] {
        let options = json!({ "quoteWordsMax": words });
        let response = app.graphql(ASK, json!({ "question": "police", "options": options })).await;
        let message = text(&response["errors"][0]["message"]);
        assert!(
            message.contains("options.quoteWordsMax") && message.contains("10 to 200"),
            "{message}"
        );
    }
}
