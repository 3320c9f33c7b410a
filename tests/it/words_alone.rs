//! Vectors that cannot be searched: words answer alone, it is said, and nothing of it is kept.

use std::borrow::Cow;
use std::sync::Arc;

use columns::Sections;
use rapporteur::answering::Engine;
use rapporteur::api::http::Settings;
use rapporteur::domain::WORDS_ALONE;
use rapporteur::retrieval::{
    Admitted, ClauseRecord, ClauseVectors, Embedder, TokenSigns, VectorsUnavailable,
};
use rapporteur::service::Limits;
use serde_json::{Value, json};

use crate::app::{TestApp, engine};

/// The vectors of so many clauses, on an engine that does not answer.
#[derive(Debug)]
struct Away(usize);

impl ClauseVectors for Away {
    fn len(&self) -> usize {
        self.0
    }

    fn nearest(
        &self,
        _: &[f32],
        _: usize,
        _: &Admitted,
    ) -> Result<Vec<(usize, f32)>, VectorsUnavailable> {
        Err(VectorsUnavailable("nobody answers".to_owned()))
    }

    fn fetch(&self, _: &[usize]) -> Result<(), VectorsUnavailable> {
        Err(VectorsUnavailable("nobody answers".to_owned()))
    }

    fn cosine(&self, _: usize, _: &[f32]) -> f32 {
        0.0
    }

    fn segment_cosines(&self, _: usize, _: &[f32]) -> Vec<f32> {
        Vec::new()
    }

    fn vector(&self, _: usize) -> Vec<f32> {
        Vec::new()
    }

    fn nearest_segment(&self, _: usize, _: &[f32]) -> Vec<f32> {
        Vec::new()
    }

    fn tokens(&self, _: usize) -> Result<Cow<'_, TokenSigns>, VectorsUnavailable> {
        Err(VectorsUnavailable("nobody answers".to_owned()))
    }

    fn record(&self, _: usize) -> Option<ClauseRecord> {
        None
    }
}

/// Ready to answer, by words.
fn away() -> TestApp {
    let app = TestApp::loading(Limits::default(), &Settings::default());
    let whole = engine(1, &app.embedder);
    let mut sections = Sections::default();
    whole.store(&mut sections);
    whole.index().store_shared(&mut sections).expect("vectors in memory");
    let corpus = Arc::clone(whole.corpus());
    let vectors = Arc::new(Away(corpus.clauses().len()));
    let engine = Engine::restore_over(corpus, vectors, &sections).expect("an engine");
    app.service.install(engine, Arc::clone(&app.embedder) as Arc<dyn Embedder>);
    app
}

const ASK: &str = r#"{ ask(question: "cultural property")
    { text status cached understood { wordsAlone } citations { quote } } }"#;

#[tokio::test]
async fn an_answer_by_words_says_so() {
    let (app, whole) = (away(), TestApp::new());
    let response = app.graphql(ASK, json!({})).await;
    let answer = &response["data"]["ask"];
    assert_eq!(answer["status"], "ANSWERED", "{response}");
    assert_eq!(answer["understood"]["wordsAlone"], true);
    let text = answer["text"].as_str().unwrap_or_default();
    assert!(text.contains("cultural property") && text.ends_with(WORDS_ALONE), "{text}");
    assert_eq!(response["extensions"]["notice"], WORDS_ALONE);
    let response = whole.graphql(ASK, json!({})).await;
    assert_eq!(response["data"]["ask"]["understood"]["wordsAlone"], false);
    assert_eq!(response["extensions"]["notice"], Value::Null);
    assert!(!response["data"]["ask"]["text"].to_string().contains(WORDS_ALONE), "{response}");
}

#[tokio::test]
async fn searches_and_comparisons_by_words_say_so() {
    let (app, whole) = (away(), TestApp::new());
    for query in [
        r#"{ search(query: "cultural property") { totalCount } }"#,
        r#"{ compare(topic: "cultural property") { text understood { wordsAlone } } }"#,
    ] {
        let response = app.graphql(query, json!({})).await;
        assert_eq!(response["extensions"]["notice"], WORDS_ALONE, "{response}");
        let response = whole.graphql(query, json!({})).await;
        assert_eq!(response["extensions"]["notice"], Value::Null, "{response}");
    }
    for path in ["/v1/ask?q=cultural+property", "/v1/compare?topic=cultural+property"] {
        assert_eq!(app.get(path, &[]).await.json()["wordsAlone"], true);
        assert_eq!(whole.get(path, &[]).await.json()["wordsAlone"], false);
        for form in ["text/plain", "text/markdown"] {
            let text = app.get(path, &[("accept", form)]).await.body;
            let words: Vec<&str> = text.split_whitespace().collect();
            assert!(words.join(" ").contains(WORDS_ALONE), "{form}: {text}");
        }
    }
}

#[tokio::test]
async fn nothing_of_it_is_kept() {
    let (app, whole) = (away(), TestApp::new());
    for again in [false, true] {
        assert_eq!(app.data(ASK).await["ask"]["cached"], false);
        assert_eq!(whole.data(ASK).await["ask"]["cached"], again);
    }
    for path in [
        "/graphql?query=%7Bask(question%3A%22cultural%20property%22)%7Btext%7D%7D",
        "/graphql?query=%7Bsearch(query%3A%22cultural%20property%22)%7BtotalCount%7D%7D",
        "/v1/ask?q=cultural+property",
        "/v1/compare?topic=cultural+property",
    ] {
        for _ in 0..2 {
            let reply = app.get(path, &[]).await;
            assert_eq!((reply.status.as_u16(), reply.header("etag")), (200, ""), "{path}");
            assert_eq!(reply.header("cache-control"), "no-store", "{path}");
        }
        let reply = whole.get(path, &[]).await;
        assert_eq!(reply.header("cache-control"), "public, max-age=60", "{path}");
        assert_ne!(reply.header("etag"), "", "{path}");
    }
}

#[tokio::test]
async fn claims_of_a_text_are_not_judged_without_meanings() {
    let app = away();
    let text = "Monaco 2014 supports the protection of cultural property. \
        It says “Support the protection of cultural property against illicit trafficking”.";
    let query =
        "query($text: String!) { verifyText(text: $text) { items { kind verdict message } } }";
    let response = app.graphql(query, json!({ "text": text })).await;
    let items = response["data"]["verifyText"]["items"].as_array().expect("items");
    let of = |kind: &str| {
        let item = items.iter().find(|item| item["kind"] == kind);
        item.unwrap_or_else(|| panic!("{kind} in {response}"))
    };
    assert_eq!(of("PARAPHRASE")["verdict"], "UNCHECKED", "{response}");
    assert_eq!(of("QUOTATION")["verdict"], "EXACT", "{response}");
}
