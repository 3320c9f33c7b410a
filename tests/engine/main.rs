//! Vectors in Qdrant, with real servers: `make test-engine`.
//!
//! `QDRANT_URL` names a server, or several, that are there; `QDRANT` the program of the server, of
//! which the tests of failures start three nodes of their own and kill one.

mod cluster;
mod failures;
mod shared;
mod sum_embedder;
#[path = "../vectors/mod.rs"]
mod vectors;

use std::sync::Arc;
use std::time::Duration;

use columns::Sections;
use rapporteur::answering::Engine;
use rapporteur::backends::qdrant::{QdrantOptions, QdrantVectors, Uploaded, upload};
use rapporteur::corpus::parse;
use rapporteur::domain::{AskOptions, Corpus, Digest, Query, Stop};
use rapporteur::retrieval::{Embedder, ModelInfo, Priority};
use sha2::{Digest as _, Sha256};

use sum_embedder::SumEmbedder;

/// A corpus of so many documents, which differs by `seed`: sentences out of words of the seed
/// corpus.
fn corpus(seed: u32, documents: usize) -> Arc<Corpus> {
    let text = include_str!("../../corpus/monaco-2014.md");
    let words: Vec<&str> = text
        .split_whitespace()
        .filter(|word| word.bytes().all(|b| b.is_ascii_lowercase()))
        .collect();
    let mut state = seed;
    let mut below = |most: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % most
    };
    let mut sentence = |length: usize| {
        let words: Vec<&str> = (0..length).map(|_| words[below(words.len())]).collect();
        words.join(" ")
    };
    let mut digest = Sha256::new();
    let parsed = (0..documents).map(|number| {
        let clauses: Vec<String> = (0..60)
            .map(|at| format!("P{at}: *Urge* {}; {};\n\n", sentence(12), sentence(9)))
            .collect();
        let clauses = clauses.concat();
        let head = format!(
            "id: one-{seed}-{number}\ntitle: Declaration {number}\nkind: declaration\n\
             adopted: 2014-11-04\nplace: Monaco"
        );
        let text = format!("---\n{head}\n---\n\n{clauses}");
        digest.update(&text);
        parse(&format!("declaration-{seed}-{number}.md"), text.as_bytes()).expect("a document")
    });
    let parsed: Vec<_> = parsed.flatten().map(|one| (one.document, one.clauses)).collect();
    Arc::new(Corpus::new(parsed, Digest(digest.finalize().into())).expect("ids differ"))
}

fn options(urls: &[String], name: &str) -> QdrantOptions {
    QdrantOptions {
        urls: urls.to_vec(),
        api_key: None,
        alias: format!("test-{}-{name}", std::process::id()),
        shards: 6,
        replicas: 3,
        patience: Duration::from_secs(10),
    }
}

/// An engine of this process over `corpus`.
fn flat(corpus: &Arc<Corpus>, embedder: &SumEmbedder) -> Engine {
    let passages = Engine::passages(corpus);
    let texts: Vec<&str> = passages.iter().map(String::as_str).collect();
    let embeddings = embedder.embed(&texts, Priority::Bulk).expect("vectors");
    Engine::build(Arc::clone(corpus), embeddings)
}

/// Uploads what `flat` has.
fn uploaded(options: &QdrantOptions, flat: &Engine, model: &ModelInfo) -> Uploaded {
    let report = upload(options, flat.corpus(), flat.index(), model, &mut |_, _| ());
    report.expect("the engine takes it")
}

/// An engine over the same corpus, with its vectors in Qdrant.
fn remote(options: &QdrantOptions, corpus: &Arc<Corpus>, model: &ModelInfo) -> Engine {
    let vectors = QdrantVectors::open(options, corpus, model).expect("a whole collection");
    let shared: Sections = vectors.shared().expect("what is shared");
    Engine::over_shared(Arc::clone(corpus), Arc::new(vectors), &shared).expect("an engine")
}

/// Questions out of words of clauses here and there.
fn questions(corpus: &Corpus, count: usize) -> Vec<Query> {
    let step = corpus.clauses().len() / count;
    let asked = corpus.clauses().iter().step_by(step.max(1)).take(count).map(|clause| {
        let words: Vec<&str> = corpus.text_of(clause).split_whitespace().collect();
        let from = words.len() / 4;
        let words = &words[from..(from + 6).min(words.len())];
        Query {
            question: format!("What was said about {}?", words.join(" ")),
            options: AskOptions { max_evidence: 10, ..AskOptions::default() },
            ..Query::default()
        }
    });
    asked.collect()
}

/// The first ten clauses, and whether words alone found them.
fn first_ten(engine: &Engine, query: &Query, embedder: &dyn Embedder) -> (Vec<usize>, bool) {
    let ranking = engine.search(query, embedder, &Stop::never()).expect("a ranking");
    let clauses = ranking.evidence.iter().map(|evidence| evidence.clause).collect();
    (clauses, ranking.understood.words_alone)
}

/// Says what a test came to, beside whether it passed.
#[expect(clippy::print_stdout, reason = "`make test-engine` shows it")]
fn tell(what: &str) {
    println!("{what}");
}
