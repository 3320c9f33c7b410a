//! A service over a few clauses, with an embedder that needs no model.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use rapporteur::answering::Engine;
use rapporteur::api::http::{Settings, router};
use rapporteur::domain::{
    Clause, Corpus, Digest, Document, DocumentKind, OperativeVerb, Part, Span, Strength, Text,
};
use rapporteur::retrieval::{EmbedError, Embedder, Embedding, ModelInfo, Priority, TokenVectors};
use rapporteur::service::{Limits, Service};
use serde_json::{Value, json};
use tower::ServiceExt;

/// A clause of a test document: label, part, text.
type Line = (&'static str, Part, &'static str);

const ROME: &[Line] = &[
    ("P2", Part::Frame, "We, the Ministers,"),
    (
        "P2A",
        Part::Preambular,
        "Condemning all acts of criminal violence that result in the injury of one or more persons,",
    ),
    (
        "P3A",
        Part::Operative,
        "Encourage cities to share best practice on the prevention of urban “gang” violence;",
    ),
];

const MONACO: &[Line] = &[
    ("P2", Part::Frame, "We, the Ministers,"),
    (
        "P2A",
        Part::Preambular,
        "Recognizing that technological progress has improved police performance;",
    ),
    (
        "P3A",
        Part::Operative,
        "Strongly urge member countries to connect frontline officers to the I-24/7 network;",
    ),
    (
        "P3B",
        Part::Operative,
        "Support the protection of cultural property against illicit trafficking.",
    ),
];

const NEWS: &[Line] = &[
    ("1", Part::Body, "Ministers from around the world have endorsed a joint declaration."),
    ("2", Part::Body, "The discussions took place during four panels."),
];

/// The corpus that tests ask, with `digest` as its digest.
pub(crate) fn corpus(digest: u8) -> Corpus {
    let monaco = document("monaco-2014", DocumentKind::Declaration, "2014-11-04", "Monaco", MONACO);
    let rome = document("rome-2012", DocumentKind::Declaration, "2012-11-05", "Rome", ROME);
    let news = document("news-2014", DocumentKind::Page, "2014-11-05", "Monte Carlo", NEWS);
    Corpus::new(vec![monaco, rome, news], Digest([digest; 32])).expect("ids differ")
}

/// A corpus of declarations whose clauses are as long as `clauses` says, document by document.
pub(crate) fn corpus_of(clauses: &[Vec<usize>]) -> Corpus {
    let document = |(index, lengths): (usize, &Vec<usize>)| {
        let line = |(at, &chars): (usize, &usize)| {
            let words = "Support the police of member countries in their work with others; ";
            let text = words.chars().cycle().take(chars).collect::<String>();
            (format!("P{}", at + 1), Part::Operative, text)
        };
        let lines: Vec<_> = lengths.iter().enumerate().map(line).collect();
        let kind = DocumentKind::Declaration;
        document(&format!("declaration-{index}"), kind, "2012-11-05", "Rome", &lines)
    };
    let documents = clauses.iter().enumerate().map(document).collect();
    Corpus::new(documents, Digest([7; 32])).expect("ids differ")
}

/// A corpus of one declaration of `chars` characters, most of which belong to no clause.
pub(crate) fn long_document(chars: usize) -> Corpus {
    let lines = [("P1", Part::Operative, "Support the police;")];
    let (mut document, clauses) =
        document("declaration-0", DocumentKind::Declaration, "2012-11-05", "Rome", &lines);
    let rest = chars - document.text.len() as usize;
    document.text = Text::new(format!("{}{}", document.text.as_str(), "-".repeat(rest)));
    Corpus::new(vec![(document, clauses)], Digest([7; 32])).expect("one id")
}

fn document<S: AsRef<str>>(
    id: &str,
    kind: DocumentKind,
    date: &str,
    place: &str,
    lines: &[(S, Part, S)],
) -> (Document, Vec<Clause>) {
    let date = Some(date.parse().expect("a date"));
    let (mut text, mut clauses) = (String::new(), Vec::new());
    for (label, part, line) in lines {
        let (label, line) = (label.as_ref(), line.as_ref());
        let start = text.chars().count() as u32;
        let span = Span::new(start, start + line.chars().count() as u32);
        clauses.push(Clause {
            document: 0,
            label: label.into(),
            part: *part,
            span,
            verbs: verbs(line, start).into(),
            parent: (*part == Part::Operative).then_some(0),
            heading: None,
            references: Box::default(),
            segments: [span].into(),
        });
        text.push_str(line);
        text.push('\n');
    }
    let report = kind.is_report();
    let document = Document {
        id: id.to_owned(),
        title: if report { "Ministers meet" } else { "OUTCOME DECLARATION" }.to_owned(),
        kind,
        adopted_on: date.filter(|_| !report),
        published_on: date.filter(|_| report),
        place: Some(place.to_owned()),
        occasion: None,
        language: "en".to_owned(),
        source: None,
        catalogue: rapporteur::domain::Catalogue::default(),
        text: Text::new(text),
        digest: Digest([id.len() as u8; 32]),
        clauses: 0..0,
    };
    (document, clauses)
}

fn verbs(line: &str, start: u32) -> Vec<OperativeVerb> {
    let known = [
        ("Strongly urge", "urge", Strength::Urge),
        ("Encourage", "encourage", Strength::Encourage),
        ("Support", "support", Strength::Encourage),
        ("Condemning", "condemn", Strength::Recognize),
        ("Recognizing", "recognize", Strength::Recognize),
    ];
    let verb = |(wording, lemma, strength): (&str, &str, Strength)| OperativeVerb {
        lemma: lemma.to_owned(),
        wording: wording.to_owned(),
        strength,
        intensified: wording.starts_with("Strongly"),
        span: Span::new(start, start + wording.chars().count() as u32),
    };
    known.into_iter().filter(|(wording, ..)| line.starts_with(wording)).map(verb).collect()
}

/// Components of the test embedder's vectors.
const DIMENSIONS: usize = 512;

/// Embeds a text as the sum of its words, each a direction of its own; counts questions.
pub(crate) struct WordEmbedder {
    model: ModelInfo,
    questions: AtomicUsize,
    /// While closed, questions wait.
    closed: Mutex<bool>,
    opened: Condvar,
}

impl WordEmbedder {
    pub(crate) fn new() -> Self {
        let digest = Digest([9; 32]);
        let model = ModelInfo {
            languages: vec!["en".to_owned()],
            ..ModelInfo::new("words".to_owned(), digest, DIMENSIONS)
        };
        let (closed, opened) = (Mutex::new(false), Condvar::new());
        Self { model, questions: AtomicUsize::new(0), closed, opened }
    }

    /// Makes questions wait, or lets them go on.
    pub(crate) fn close(&self, closed: bool) {
        *self.closed.lock().expect("no panics") = closed;
        self.opened.notify_all();
    }

    /// How many texts of questions were embedded.
    pub(crate) fn questions(&self) -> usize {
        self.questions.load(Ordering::SeqCst)
    }
}

impl Embedder for WordEmbedder {
    fn knows(&self, _: &str) -> bool {
        false
    }

    fn model(&self) -> &ModelInfo {
        &self.model
    }

    fn embed(&self, texts: &[&str], priority: Priority) -> Result<Vec<Embedding>, EmbedError> {
        if priority == Priority::Question {
            self.questions.fetch_add(texts.len(), Ordering::SeqCst);
            let closed = self.closed.lock().expect("no panics");
            drop(self.opened.wait_while(closed, |closed| *closed).expect("no panics"));
        }
        if texts.iter().any(|text| text.contains("unembeddable")) {
            return Err(EmbedError("the test asked for it".to_owned()));
        }
        Ok(texts.iter().map(|text| embed(text)).collect())
    }
}

/// A component of a word's row: half of those of any two words differ, more or less (`SplitMix64`).
fn sign(word: u64, at: u64) -> i8 {
    let mixed = (word << 16 | at).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    if (mixed >> 63) == 1 { 1 } else { -1 }
}

fn embed(text: &str) -> Embedding {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut vector = vec![0.0_f32; DIMENSIONS];
    let mut tokens = TokenVectors::default();
    for word in words {
        // FNV-1a: small, and the same on every machine.
        let hash = word
            .bytes()
            .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        let axis = hash as usize % DIMENSIONS;
        vector[axis] += if hash >> 31 == 0 { 1.0 } else { -1.0 };
        tokens.ids.push(hash % 30_000);
        tokens.scales.push(1.0 / (DIMENSIONS as f32).sqrt());
        tokens.rows.extend((0..DIMENSIONS as u64).map(|at| sign(u64::from(hash), at)));
    }
    let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
    for component in &mut vector {
        *component /= length;
    }
    Embedding { vector, tokens }
}

/// An engine over [`corpus`].
pub(crate) fn engine(digest: u8, embedder: &WordEmbedder) -> Engine {
    engine_over(corpus(digest), embedder)
}

/// An engine over `corpus`.
pub(crate) fn engine_over(corpus: Corpus, embedder: &WordEmbedder) -> Engine {
    let passages = Engine::passages(&corpus);
    let texts: Vec<&str> = passages.iter().map(String::as_str).collect();
    let embeddings = embedder.embed(&texts, Priority::Bulk).expect("the corpus can be embedded");
    Engine::build(Arc::new(corpus), embeddings)
}

/// A service with its routes.
pub(crate) struct TestApp {
    pub(crate) service: Service,
    pub(crate) embedder: Arc<WordEmbedder>,
    pub(crate) router: Router,
}

impl TestApp {
    /// Ready to answer.
    pub(crate) fn new() -> Self {
        Self::with(Limits::default(), &Settings::default())
    }

    /// Ready to answer within `limits`.
    pub(crate) fn with(limits: Limits, settings: &Settings) -> Self {
        let app = Self::loading(limits, settings);
        let engine = engine(1, &app.embedder);
        app.service.install(engine, Arc::clone(&app.embedder) as Arc<dyn Embedder>);
        app
    }

    /// Ready to answer from `corpus`.
    pub(crate) fn over(corpus: Corpus, settings: &Settings) -> Self {
        let app = Self::loading(Limits::default(), settings);
        let engine = engine_over(corpus, &app.embedder);
        app.service.install(engine, Arc::clone(&app.embedder) as Arc<dyn Embedder>);
        app
    }

    /// Without a corpus yet.
    pub(crate) fn loading(limits: Limits, settings: &Settings) -> Self {
        Self::around(Service::new(limits), settings)
    }

    /// The routes of `service`.
    pub(crate) fn around(service: Service, settings: &Settings) -> Self {
        let router = router(service.clone(), settings).expect("good settings");
        Self { service, embedder: Arc::new(WordEmbedder::new()), router }
    }

    /// The answer to an HTTP request.
    pub(crate) async fn send(&self, request: Request<Body>) -> Reply {
        let response = self.router.clone().oneshot(request).await.expect("infallible");
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("a body in memory");
        let body = String::from_utf8(body.to_vec()).expect("UTF-8");
        Reply { status: parts.status, headers: parts.headers, body }
    }

    /// The answer to a GET of `path` with some headers.
    pub(crate) async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Reply {
        let request = headers
            .iter()
            .fold(Request::get(path), |request, (name, value)| request.header(*name, *value));
        self.send(request.body(Body::empty()).expect("a request")).await
    }

    /// The answer to a POST of `body` to `/graphql` with some headers.
    pub(crate) async fn post(&self, body: &str, headers: &[(&str, &str)]) -> Reply {
        let request = headers.iter().fold(Request::post("/graphql"), |request, (name, value)| {
            request.header(*name, *value)
        });
        self.send(request.body(Body::from(body.to_owned())).expect("a request")).await
    }

    /// The response to a GraphQL query.
    pub(crate) async fn graphql(&self, query: &str, variables: Value) -> Value {
        let body = json!({ "query": query, "variables": variables }).to_string();
        self.post(&body, &[("content-type", "application/json")]).await.json()
    }

    /// The data of a GraphQL query that must succeed.
    pub(crate) async fn data(&self, query: &str) -> Value {
        let mut response = self.graphql(query, json!({})).await;
        assert_eq!(response["errors"], Value::Null, "{query}");
        response["data"].take()
    }

    /// Code and message of the first error of a GraphQL query that must fail.
    pub(crate) async fn error(&self, query: &str, variables: Value) -> (String, String) {
        let response = self.graphql(query, variables).await;
        let error = &response["errors"][0];
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        (text(&error["extensions"]["code"]), text(&error["message"]))
    }
}

/// A response.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("a readable header"))
    }

    /// Code of the first error.
    pub(crate) fn code(&self) -> String {
        let body = self.json();
        let code = &body["errors"][0]["extensions"]["code"];
        code.as_str().unwrap_or_default().to_owned()
    }
}

/// The strings at `key` of each object in a list.
pub(crate) fn strings(list: &Value, key: &str) -> Vec<String> {
    let list = list.as_array().expect("a list");
    list.iter().map(|item| item[key].as_str().unwrap_or_default().to_owned()).collect()
}

/// `text[start..end]` in code points.
pub(crate) fn slice(text: &str, start: &Value, end: &Value) -> String {
    let offset = |value: &Value| value.as_u64().expect("an offset") as usize;
    text.chars().skip(offset(start)).take(offset(end) - offset(start)).collect()
}

/// How often each value occurs.
pub(crate) fn counts<T: Ord>(values: impl IntoIterator<Item = T>) -> BTreeMap<T, usize> {
    values.into_iter().fold(BTreeMap::new(), |mut counts, value| {
        *counts.entry(value).or_default() += 1;
        counts
    })
}
