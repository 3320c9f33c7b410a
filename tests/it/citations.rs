//! Over the corpus that is shipped: what is cited stands in the documents, at these very offsets.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use rapporteur::answering::Engine;
use rapporteur::api::http::Settings;
use rapporteur::backends::read_corpus;
use rapporteur::corpus::FILE_BYTES_MAX;
use rapporteur::domain::Corpus;
use rapporteur::retrieval::{Embedder, Priority};
use rapporteur::service::Limits;
use serde_json::{Value, json};

use super::app::{TestApp, slice};

/// How many questions are asked.
const QUESTIONS: usize = 200;

fn shipped() -> Corpus {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    read_corpus(&folder, FILE_BYTES_MAX as u64).expect("the shipped corpus is sound")
}

fn app() -> (TestApp, Arc<Corpus>) {
    let app = TestApp::loading(Limits::default(), &Settings::default());
    let corpus = Arc::new(shipped());
    let passages = Engine::passages(&corpus);
    let texts: Vec<&str> = passages.iter().map(String::as_str).collect();
    let embeddings = app.embedder.embed(&texts, Priority::Bulk).expect("words can be embedded");
    let engine = Engine::build(Arc::clone(&corpus), embeddings);
    app.service.install(engine, Arc::clone(&app.embedder) as Arc<dyn Embedder>);
    (app, corpus)
}

/// Questions made of the words of clauses, in the forms that questions take.
fn questions(corpus: &Corpus) -> Vec<String> {
    let mut questions = Vec::new();
    for at in 0..QUESTIONS {
        let clause = &corpus.clauses()[at * 37 % corpus.clauses().len()];
        let place = corpus.document_of(clause).place.clone().unwrap_or_default();
        let words: Vec<&str> = corpus.text_of(clause).split_whitespace().collect();
        let from = at * 11 % words.len();
        let some = words[from..(from + 3 + at % 9).min(words.len())].join(" ");
        questions.push(match at % 8 {
            0 => format!("What did ministers say about {some}?"),
            1 => some,
            2 => format!("who said \"{some}\"?"),
            3 => format!("Which declarations mention {some}?"),
            4 => format!("What does the {place} declaration say about {some}"),
            5 => format!("compare Rome 2012 and Monaco 2014 on {some}"),
            6 => format!("{} of {place}", clause.label),
            _ => format!("when was the {place} meeting held, and {some}"),
        });
    }
    questions
}

const ASK: &str = "query($q: String!) { ask(question: $q) { status text citations { marker quote \
    start end prefix suffix relevance clause { id start end document { id } } } coverage { document { id } \
    markers } evidence(first: 100) { relevance clause { id } } } }";

#[tokio::test]
async fn every_citation_stands_where_it_says() {
    let (app, corpus) = app();
    let texts: BTreeMap<&str, &str> =
        corpus.documents().iter().map(|d| (d.id.as_str(), d.text.as_str())).collect();
    let (mut cited, mut silent) = (0, 0);
    for question in questions(&corpus) {
        let response = app.graphql(ASK, json!({ "q": question })).await;
        assert_eq!(response["errors"], Value::Null, "{question}");
        let answer = &response["data"]["ask"];
        let list = |key: &str| answer[key].as_array().expect("a list").clone();
        let citations = list("citations");
        for (at, citation) in citations.iter().enumerate() {
            let clause = &citation["clause"];
            let text = texts[clause["document"]["id"].as_str().expect("an id")];
            let quote = citation["quote"].as_str().expect("a quote");
            assert!(!quote.is_empty(), "{question}");
            assert_eq!(slice(text, &citation["start"], &citation["end"]), quote, "{question}");
            assert_eq!(citation["marker"], at + 1, "{question}");
            let around = format!(
                "{}{quote}{}",
                citation["prefix"].as_str().unwrap_or_default(),
                citation["suffix"].as_str().unwrap_or_default()
            );
            assert!(text.contains(&around), "{question}: {around}");
            let evidence = list("evidence");
            // What has all words of the topic is surer than the ranking takes it; a point is as relevant
            // as the lead-in that it is cited for.
            let number = |value: &Value| value.as_f64().expect("a relevance");
            let ranked = evidence.iter().find(|e| e["clause"]["id"] == clause["id"]);
            let given = ranked
                .is_none_or(|e| number(&e["relevance"]) <= number(&citation["relevance"]))
                || corpus.clauses()[corpus
                    .clause_position(clause["id"].as_str().expect("an id"))
                    .expect("a clause")]
                .parent
                .is_some();
            let said = answer["text"].as_str().unwrap_or_default();
            // A quotation is cited by how like it is, and a list by the openings of its documents.
            if !said.starts_with("These words") && !said.starts_with("There are") {
                assert!(given, "{question}: {citation}");
            }
            let number = |value: &Value| value.as_u64().expect("an offset");
            assert!(number(&clause["start"]) <= number(&citation["start"]), "{question}");
            assert!(number(&citation["end"]) <= number(&clause["end"]), "{question}");
            let text = answer["text"].as_str().expect("a text");
            assert!(text.contains(&format!("\u{201c}{quote}\u{201d} [{}]", at + 1)), "{text}");
        }
        let markers: usize =
            list("coverage").iter().map(|row| row["markers"].as_array().map_or(0, Vec::len)).sum();
        assert_eq!(markers, citations.len(), "{question}: each citation is in one row");
        let found = answer["status"] != "NOT_FOUND";
        assert_eq!(found, !citations.is_empty(), "{question}");
        cited += citations.len();
        silent += usize::from(!found);
    }
    assert!(cited > QUESTIONS / 2, "clauses are cited for most of these questions: {cited}");
    assert!(silent < QUESTIONS / 2, "{silent}");
}

#[tokio::test]
async fn every_clause_stands_where_it_says() {
    let (app, corpus) = app();
    let mut seen = 0;
    for document in corpus.documents() {
        let id = &document.id;
        let data = app
            .data(&format!(
                "{{ document(id: \"{id}\") {{ text clauses(first: 100) {{ totalCount edges {{ \
                 node {{ id start end text previous {{ id }} next {{ id }} }} }} }} }} }}"
            ))
            .await;
        let document = &data["document"];
        let text = document["text"].as_str().expect("a text");
        let edges = document["clauses"]["edges"].as_array().expect("clauses");
        let clauses: Vec<&Value> = edges.iter().map(|edge| &edge["node"]).collect();
        assert_eq!(document["clauses"]["totalCount"], clauses.len());
        for pair in clauses.windows(2) {
            assert_eq!(pair[0]["next"]["id"], pair[1]["id"]);
            assert_eq!(pair[1]["previous"]["id"], pair[0]["id"]);
        }
        for clause in clauses {
            assert_eq!(slice(text, &clause["start"], &clause["end"]), clause["text"]);
            seen += 1;
        }
    }
    assert_eq!(seen, corpus.clauses().len());
    let labelled = corpus
        .clauses()
        .iter()
        .filter(|clause| !clause.label.starts_with(|c: char| c.is_ascii_digit()));
    assert_eq!(labelled.count(), 62);
}
