//! Checking texts that mean harm: the longest that are accepted, each of one thing again and again, against
//! the documents under `corpus/`. Prints the quickest of three checks for each, the slowest text first.

#[expect(dead_code, reason = "texts are checked without HTTP")]
mod served;

use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rapporteur::answering::Engine;
use rapporteur::backends::read_corpus;
use rapporteur::checking::{Sources, check};
use rapporteur::corpus::FILE_BYTES_MAX;
use rapporteur::domain::{QuoteClaim, Stop, TEXT_CHARS_MAX};
use rapporteur::retrieval::{Embedder, Priority};

#[path = "../tests/it/hostile_texts.rs"]
mod hostile_texts;

const RUNS: usize = 3;

fn main() {
    let embedder = served::embedder(1);
    let corpus = read_corpus(Path::new("corpus"), FILE_BYTES_MAX as u64);
    let corpus = Arc::new(corpus.expect("a corpus"));
    let passages = Engine::passages(&corpus);
    let passages: Vec<&str> = passages.iter().map(String::as_str).collect();
    let embeddings = embedder.embed(&passages, Priority::Bulk).expect("embeddings");
    let engine = Engine::build(corpus, embeddings);
    let time = |text: &str| -> (Duration, usize) {
        let stop = Stop::never();
        let verifier = engine.verifier(&stop);
        let verify = |claim: &QuoteClaim| verifier.verify(claim);
        let sources = Sources { corpus: engine.corpus(), index: engine.index(), verify: &verify };
        let start = Instant::now();
        let verdict = check(sources, text, embedder.as_ref(), &stop).expect("a verdict");
        (start.elapsed(), verdict.items.len())
    };
    let texts = hostile_texts::looked_up(TEXT_CHARS_MAX);
    let texts = texts.into_iter().chain(hostile_texts::of_a_kind(TEXT_CHARS_MAX));
    let mut rows: Vec<(Duration, usize, &str)> = texts
        .map(|(name, text)| {
            let runs = (0..RUNS).map(|_| time(&text));
            let (quickest, items) = runs.min().expect("some runs");
            (quickest, items, name)
        })
        .collect();
    rows.sort_unstable_by(|a, b| b.cmp(a));
    let mut out = std::io::stdout().lock();
    for (time, items, name) in rows {
        let millis = time.as_secs_f64() * 1e3;
        writeln!(out, "{millis:>8.1} ms  {items:>3} items  {name}").expect("stdout");
    }
}
