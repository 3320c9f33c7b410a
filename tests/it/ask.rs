//! Questions, searches and what is kept of them.

use std::sync::Arc;

use futures_util::StreamExt;
use futures_util::future::join_all;
use futures_util::stream::FuturesUnordered;
use rapporteur::api::http::Settings;
use rapporteur::domain::Query;
use rapporteur::retrieval::Embedder;
use rapporteur::service::{Limits, ServiceError};
use serde_json::{Value, json};

use crate::app::{TestApp, counts, engine, slice, strings};

const QUESTION: &str =
    "Which declaration strongly urges member countries to connect frontline officers?";

const ASK: &str = "query ($question: String!, $filter: ClauseFilter, $options: AskOptions) {
  ask(question: $question, filter: $filter, options: $options) {
    status text confidence corpusDigest cached
    citations {
      marker quote start end prefix suffix relevance permalink
      clause { id start end document { id text } }
    }
    coverage { document { id name } speaks markers clausesSearched nearest { clause { id } relevance } }
    evidence { clause { id } relevance explanation { score signals { name value contribution } } }
    understood { asks topic documents { id } searchedDocuments { id } followUp }
  }
}";

async fn ask(app: &TestApp, variables: Value) -> Value {
    let mut response = app.graphql(ASK, variables).await;
    assert_eq!(response["errors"], Value::Null, "{response:#}");
    response["data"]["ask"].take()
}

fn query(question: &str) -> Query {
    Query { question: question.to_owned(), ..Query::default() }
}

#[tokio::test]
async fn an_answer_cites_the_documents_word_for_word() {
    let app = TestApp::new();
    let answer = ask(&app, json!({ "question": QUESTION })).await;
    assert_eq!(answer["status"], "ANSWERED", "{answer:#}");
    let citations = answer["citations"].as_array().expect("a list");
    assert!(!citations.is_empty());
    for (index, citation) in citations.iter().enumerate() {
        assert_eq!(citation["marker"], index + 1);
        let text = citation["clause"]["document"]["text"].as_str().expect("a text");
        let quoted = slice(text, &citation["start"], &citation["end"]);
        assert_eq!(citation["quote"], quoted.as_str());
        let id = citation["clause"]["id"].as_str().expect("an id");
        let link = format!("/c/{}/{id}", "01".repeat(6));
        assert_eq!(citation["permalink"], link.as_str());
        let marker = format!("[{}]", index + 1);
        assert!(answer["text"].as_str().expect("a text").contains(&marker), "{answer:#}");
    }
    assert_eq!(citations[0]["clause"]["id"], "monaco-2014/P3A");
    assert_eq!(answer["corpusDigest"], "01".repeat(32).as_str());
}

#[tokio::test]
async fn every_document_in_scope_has_a_row() {
    let app = TestApp::new();
    let answer = ask(&app, json!({ "question": QUESTION })).await;
    let documents: Vec<Value> = answer["coverage"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|row| row["document"]["id"].clone())
        .collect();
    assert_eq!(documents, ["rome-2012", "monaco-2014", "news-2014"]);
    for row in answer["coverage"].as_array().expect("a list") {
        let cited = row["markers"].as_array().is_some_and(|markers| !markers.is_empty());
        assert_eq!(row["speaks"] == "YES", cited, "{row:#}");
        let nearest = row["nearest"]["clause"]["id"].as_str().expect("a clause came nearest");
        assert!(nearest.starts_with(row["document"]["id"].as_str().expect("an id")), "{row:#}");
        let relevance = row["nearest"]["relevance"].as_f64();
        assert!(relevance.is_some_and(|one| (0.0..=1.0).contains(&one)), "{row:#}");
    }
    assert_eq!(answer["coverage"][1]["speaks"], "YES");
    assert_eq!(answer["coverage"][1]["document"]["name"], "the Monaco declaration");
    let filter = json!({ "documents": ["rome-2012"] });
    let answer = ask(&app, json!({ "question": QUESTION, "filter": filter })).await;
    let rows = answer["coverage"].as_array().expect("a list");
    assert_eq!(rows.len(), 1, "{rows:#?}");
    assert_eq!(rows[0]["clausesSearched"], 3);
}

#[tokio::test]
async fn what_the_documents_do_not_say_is_not_found() {
    let app = TestApp::new();
    let question = "How long should sourdough bread bake in a wood-fired oven?";
    let answer = ask(&app, json!({ "question": question })).await;
    assert_eq!(answer["status"], "NOT_FOUND", "{answer:#}");
    assert_eq!(answer["citations"], json!([]));
    assert!(!answer["coverage"].as_array().expect("a list").is_empty());
    let speaks = strings(&answer["coverage"], "speaks");
    assert!(speaks.iter().all(|speaks| speaks != "YES"), "{answer:#}");
}

#[tokio::test]
async fn a_declaration_that_is_not_there_is_not_answered_for_by_others() {
    let app = TestApp::new();
    let question = "What does the Paris declaration say about human trafficking?";
    let answer = ask(&app, json!({ "question": question })).await;
    assert_eq!(answer["status"], "NOT_FOUND", "{answer:#}");
    let text = answer["text"].as_str().expect("a text");
    assert!(text.contains("The corpus has no Paris declaration."), "{text}");
}

#[tokio::test]
async fn the_first_by_date_is_told_of_those_asked_about() {
    let app = TestApp::new();
    let topic = "urban gang violence";
    let cases = [
        (
            format!("Which declaration first mentioned {topic}?"),
            Some("The Rome declaration is the first that clearly speaks of this"),
        ),
        (
            format!("Which declaration, Rome or Monaco, first mentioned {topic}?"),
            Some("Of those asked about, the Rome declaration is the first that clearly"),
        ),
        (format!("Which declaration of Rome first mentioned {topic}?"), None),
    ];
    for (question, expected) in cases {
        let answer = ask(&app, json!({ "question": question })).await;
        assert_eq!(answer["status"], "ANSWERED", "{answer:#}");
        let text = answer["text"].as_str().expect("a text");
        match expected {
            Some(lead) => assert!(text.starts_with(lead), "{question}: {text}"),
            None => assert!(!text.contains("the first that"), "{question}: {text}"),
        }
    }
}

#[tokio::test]
async fn one_document_or_none_is_listed_as_in_prose() {
    let app = TestApp::new();
    for (document, expected) in [
        ("rome-2012", "There is 1: the Rome declaration (5 November 2012)."),
        ("news-2014", "No document matches."),
    ] {
        let filter = json!({ "documents": [document] });
        let question = "What declarations are there?";
        let answer = ask(&app, json!({ "question": question, "filter": filter })).await;
        let text = answer["text"].as_str().expect("a text");
        assert!(text.starts_with(expected), "{text}");
    }
}

#[tokio::test]
async fn what_asks_for_a_number_is_no_unknown_word() {
    let app = TestApp::new();
    let question = "By how much have zebras gone down?";
    let answer = ask(&app, json!({ "question": question })).await;
    let text = answer["text"].as_str().expect("a text");
    assert!(text.contains("'zebras'") && !text.contains("'much'"), "{text}");
}

#[tokio::test]
async fn a_question_without_words_is_not_answered() {
    let app = TestApp::new();
    for question in ["'", "\u{1f694}", "???", "the of and", "\u{200b}"] {
        let answer = ask(&app, json!({ "question": question })).await;
        assert_eq!(answer["status"], "NOT_FOUND", "{question}: {answer:#}");
        let text = answer["text"].as_str().expect("a text");
        assert!(text.ends_with("no word to search for; name a topic."), "{text}");
    }
}

#[tokio::test]
async fn a_document_that_speaks_of_the_topic_is_not_called_silent() {
    let app = TestApp::new();
    let question = "Which declarations mention improved police performance or urban gang violence?";
    let options = json!({ "maxCitations": 1 });
    let answer = ask(&app, json!({ "question": question, "options": options })).await;
    assert_eq!(answer["citations"].as_array().map(Vec::len), Some(1), "{answer:#}");
    let text = answer["text"].as_str().expect("a text");
    assert!(text.starts_with("2 declarations speak of this: the Rome declaration"), "{text}");
    assert!(!text.contains("silent"), "{text}");
}

#[tokio::test]
async fn explanations_add_up_and_the_ranking_is_in_order() {
    let app = TestApp::new();
    let answer = ask(&app, json!({ "question": QUESTION })).await;
    let evidence = answer["evidence"].as_array().expect("a list");
    assert!(!evidence.is_empty());
    let mut last = f64::INFINITY;
    for place in evidence {
        let score = place["explanation"]["score"].as_f64().expect("a score");
        let signals = place["explanation"]["signals"].as_array().expect("a list");
        let sum: f64 = signals.iter().filter_map(|signal| signal["contribution"].as_f64()).sum();
        assert!((score - sum).abs() < 1e-6, "{place:#}");
        assert!(score <= last, "{evidence:#?}");
        last = score;
    }
}

#[tokio::test]
async fn options_bound_the_answer() {
    let app = TestApp::new();
    let options = json!({ "maxCitations": 1, "maxEvidence": 2 });
    let answer = ask(&app, json!({ "question": QUESTION, "options": options })).await;
    let count = |answer: &Value, list: &str| answer[list].as_array().map(Vec::len);
    assert_eq!((count(&answer, "citations"), count(&answer, "evidence")), (Some(1), Some(2)));
    let answer = ask(&app, json!({ "question": QUESTION })).await;
    assert!(count(&answer, "evidence") > Some(2), "there is more: {answer:#}");
}

#[tokio::test]
async fn a_kept_answer_differs_by_its_flag_only() {
    let app = TestApp::new();
    let mut fresh = ask(&app, json!({ "question": QUESTION })).await;
    let spaced = format!("  {} ", QUESTION.replace(' ', "  "));
    let mut kept = ask(&app, json!({ "question": spaced })).await;
    assert_eq!(fresh["cached"].take(), false);
    assert_eq!(kept["cached"].take(), true);
    assert_eq!(fresh, kept);
    assert_eq!(app.service.answer_stats().hits, 1);
}

#[tokio::test]
async fn a_hundred_identical_questions_are_computed_once() {
    let app = TestApp::new();
    let once = {
        let app = TestApp::new();
        app.service.ask(query(QUESTION)).await.expect("an answer");
        app.embedder.questions()
    };
    assert!(once > 0);
    let answers = join_all((0..100).map(|_| app.service.ask(query(QUESTION)))).await;
    let answers: Vec<_> = answers.into_iter().map(|a| a.expect("an answer")).collect();
    assert!(answers.iter().all(|served| Arc::ptr_eq(&served.answer, &answers[0].answer)));
    assert_eq!(counts(answers.iter().map(|served| served.cached)), [(false, 1), (true, 99)].into());
    assert_eq!(app.embedder.questions(), once);
}

#[tokio::test]
async fn beyond_the_queue_questions_are_refused_at_once() {
    let limits = Limits { max_concurrent: 1, ..Limits::default() };
    let app = TestApp::with(limits, &Settings::default());
    app.embedder.close(true);
    let questions = (0..10).map(|n| format!("{QUESTION} ({n})"));
    let mut asked: FuturesUnordered<_> =
        questions.map(|question| app.service.ask(query(&question))).collect();
    // One runs and eight wait: the only one that can end now is the tenth.
    let first = asked.next().await.expect("ten were asked");
    assert_eq!(first.err(), Some(ServiceError::Overloaded));
    app.embedder.close(false);
    let others: Vec<_> = asked.collect().await;
    assert_eq!(counts(others.iter().map(Result::is_ok)), [(true, 9)].into());
}

#[tokio::test]
async fn a_question_that_takes_too_long_is_given_up() {
    let limits = Limits { deadline_ms: 1, ..Limits::default() };
    let app = TestApp::with(limits, &Settings::default());
    app.embedder.close(true);
    let late = app.service.ask(query(QUESTION)).await;
    assert_eq!(late.err(), Some(ServiceError::DeadlineExceeded { deadline_ms: 1 }));
    app.embedder.close(false);
}

#[tokio::test]
async fn failures_are_not_kept() {
    let app = TestApp::new();
    for _ in 0..2 {
        let failed = app.service.ask(query("an unembeddable question")).await;
        assert_eq!(failed.err(), Some(ServiceError::Internal));
    }
    assert_eq!(app.service.answer_stats().hits, 0);
}

#[tokio::test]
async fn a_replaced_corpus_answers_at_once() {
    let app = TestApp::new();
    let before = app.service.ask(query(QUESTION)).await.expect("an answer");
    app.service.replace(engine(2, &app.embedder)).expect("a corpus was installed before");
    let embedded = app.embedder.questions();
    let after = app.service.ask(query(QUESTION)).await.expect("an answer");
    assert!(!after.cached);
    assert_ne!(before.answer.corpus_digest(), after.answer.corpus_digest());
    assert_eq!(app.embedder.questions(), embedded, "the question's embedding is still good");
}

#[tokio::test]
async fn before_a_corpus_is_loaded_nothing_is_ready() {
    let app = TestApp::loading(Limits::default(), &Settings::default());
    assert_eq!(app.service.ask(query(QUESTION)).await.err(), Some(ServiceError::NotReady));
    assert_eq!(app.service.corpus().err(), Some(ServiceError::NotReady));
    assert_eq!(app.service.replace(engine(1, &app.embedder)).err(), Some(ServiceError::NotReady));
    let embedder = Arc::clone(&app.embedder) as Arc<dyn Embedder>;
    app.service.install(engine(1, &app.embedder), embedder);
    assert!(app.service.ready());
}

#[tokio::test]
async fn a_search_pages_through_one_ranking() {
    let app = TestApp::new();
    let search = "query ($after: String) { search(query: \"ministers police violence\", first: 2, \
                  after: $after) { totalCount pageInfo { hasNextPage hasPreviousPage startCursor \
                  endCursor } edges { cursor relevance explanation { score } node { id } } } }";
    let (mut seen, mut after) = (Vec::new(), Value::Null);
    let mut embedded = None;
    loop {
        let response = app.graphql(search, json!({ "after": after })).await;
        assert_eq!(response["errors"], Value::Null);
        let page = &response["data"]["search"];
        let questions = app.embedder.questions();
        assert_eq!(*embedded.get_or_insert(questions), questions, "pages share one ranking");
        let edges = page["edges"].as_array().expect("a list");
        assert_eq!(page["pageInfo"]["hasPreviousPage"], !seen.is_empty());
        assert!(edges.iter().all(|edge| edge["relevance"].is_f64()), "{edges:#?}");
        seen.extend(edges.iter().map(|edge| edge["node"]["id"].as_str().unwrap_or("").to_owned()));
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == false {
            assert_eq!(page["totalCount"], seen.len());
            break;
        }
    }
    assert!(seen.len() > 2, "{seen:?}");
    assert!(counts(&seen).values().all(|&count| count == 1), "{seen:?}");
}

#[tokio::test]
async fn a_filter_holds_for_every_clause_found() {
    let app = TestApp::new();
    let cases = [
        (json!({ "documents": ["rome-2012"] }), "rome-2012/"),
        (json!({ "years": [2012] }), "rome-2012/"),
        (json!({ "places": ["ROME"] }), "rome-2012/"),
        (json!({ "kinds": ["PAGE"] }), "news-2014/"),
        (json!({ "parts": ["BODY"] }), "news-2014/"),
        (json!({ "verbs": ["urge"] }), "monaco-2014/P3A"),
    ];
    let search = "query ($filter: ClauseFilter) { search(query: \"ministers violence countries\", \
                  filter: $filter) { edges { node { id } } } }";
    for (filter, prefix) in cases {
        let response = app.graphql(search, json!({ "filter": filter })).await;
        let edges = response["data"]["search"]["edges"].as_array().expect("a list");
        let nodes: Value = edges.iter().map(|edge| edge["node"].clone()).collect();
        let ids = strings(&nodes, "id");
        assert!(!ids.is_empty(), "{filter}");
        assert!(ids.iter().all(|id| id.starts_with(prefix)), "{filter}: {ids:?}");
    }
}

#[tokio::test]
async fn clauses_are_filtered_by_the_strength_of_one_verb() {
    let app = TestApp::new();
    let search = "query ($filter: ClauseFilter) { search(query: \"violence\", filter: $filter) {
                  edges { node { id } } } }";
    let (urge, support, encourage) = ("monaco-2014/P3A", "monaco-2014/P3B", "rome-2012/P3A");
    let (condemn, recognize) = ("rome-2012/P2A", "monaco-2014/P2A");
    let cases: [(Value, &[&str]); 7] = [
        (json!({ "strengths": ["URGE"] }), &[urge]),
        (json!({ "strengths": ["RECOGNIZE", "URGE"] }), &[recognize, urge, condemn]),
        (json!({ "strengths": ["DECIDE"] }), &[]),
        (json!({ "strengthMin": "ENCOURAGE" }), &[urge, support, encourage]),
        (json!({ "strengthMin": "NOTE", "parts": ["PREAMBULAR"] }), &[recognize, condemn]),
        (json!({ "strengthMin": "URGE", "verbs": ["support"] }), &[]),
        (json!({ "strengthMin": "ENCOURAGE", "verbs": ["support", "condemn"] }), &[support]),
    ];
    for (filter, expected) in cases {
        let response = app.graphql(search, json!({ "filter": filter })).await;
        let edges = response["data"]["search"]["edges"].as_array().expect("a list");
        let nodes: Value = edges.iter().map(|edge| edge["node"].clone()).collect();
        let mut ids = strings(&nodes, "id");
        ids.sort();
        assert_eq!(ids, expected, "{filter}");
    }
    // Each filter has an answer of its own.
    let ask = async |filter: &str| {
        app.get(&format!("/v1/ask?q=violence{filter}"), &[]).await.json()["citations"].clone()
    };
    assert_eq!(ask("&strength=urge&strengthMin=decide").await, json!([]));
    assert_ne!(ask("&strengthMin=recognize").await, json!([]));
    for (filter, expected) in [
        ("&strength=strong", "no 'strong'; use one of: note"),
        ("&strengthMin=strong", "no 'strong'"),
        ("&strengthMin=urge&strengthMin=note", "more than once"),
    ] {
        let reply = app.get(&format!("/v1/ask?q=violence{filter}"), &[]).await;
        assert_eq!(reply.status, 422, "{}", reply.body);
        assert!(reply.body.contains(expected), "{}", reply.body);
    }
}

#[tokio::test]
async fn which_documents_are_silent_is_said_first() {
    let app = TestApp::new();
    let asked = |question: &str| ask(&app, json!({ "question": question }));
    let answer = asked("Which declarations do not mention cultural property?").await;
    let text = answer["text"].as_str().expect("a text");
    let (first, rest) = text.split_once(". ").expect("sentences");
    assert_eq!(first, "The Rome declaration is silent on this", "{text}");
    assert!(rest.contains("cultural property") && !rest.contains("silent"), "{text}");
    let answer = asked("Which declarations mention cultural property?").await;
    let text = answer["text"].as_str().expect("a text");
    assert!(text.ends_with("The Rome declaration is silent on this."), "{text}");
}

#[tokio::test]
async fn documents_are_counted() {
    let app = TestApp::new();
    let question = "How many declarations mention cultural property?";
    let answer = ask(&app, json!({ "question": question })).await;
    let text = answer["text"].as_str().expect("a text");
    assert!(
        text.starts_with("1 of 2 adopted documents searched speaks of this. The Monaco"),
        "{text}"
    );
}

#[tokio::test]
async fn words_that_occur_nowhere_are_told_of_where_documents_are_asked_for() {
    let app = TestApp::new();
    let question = "Which declarations mention cultural property and zeppelins?";
    let answer = ask(&app, json!({ "question": question })).await;
    let text = answer["text"].as_str().expect("a text");
    let expected = "'zeppelins' occurs nowhere in what was searched.";
    assert_eq!(answer["status"], "ANSWERED", "{text}");
    assert!(text.ends_with(expected), "{text}");
}

#[tokio::test]
async fn a_follow_up_is_asked_of_the_document_that_answered() {
    let app = TestApp::new();
    let query = "query ($history: [String!]) {
        ask(question: \"What does it say about violence?\", history: $history) {
          status understood { documents { id } } } }";
    for (earlier, expected) in [
        ("Which declaration mentions cultural property?", "monaco-2014"),
        ("Which declaration mentions cities?", "rome-2012"),
    ] {
        let response = app.graphql(query, json!({ "history": [earlier] })).await;
        let documents = &response["data"]["ask"]["understood"]["documents"];
        assert_eq!(documents, &json!([{ "id": expected }]), "{response:#}");
    }
}
