//! An uncached answer beside one bare run of the model on the same question, in turn.
//!
//! Both are measured in the same loop, so that a noisy machine slows both: what counts is the
//! ratio of their medians.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rapporteur::answering::Engine;
use rapporteur::backends::{
    ModelSource, OnnxEmbedder, OnnxEmbedderOptions, VectorStore, read_corpus,
};
use rapporteur::config::{locate_model, locate_runtime};
use rapporteur::corpus::FILE_BYTES_MAX;
use rapporteur::domain::Query;
use rapporteur::eval::read_questions;
use rapporteur::retrieval::{Embedder, Priority};
use rapporteur::service::CachedEmbedder;

const ROUNDS: usize = 20;
/// Room for the vectors of all questions.
const KEPT_BYTES: u64 = 64 << 20;

fn main() {
    let options = OnnxEmbedderOptions {
        model: ModelSource::Folder(locate_model(None).expect("run `make model` first")),
        runtime: locate_runtime(None, None).expect("run `make model` first"),
        sessions: 1,
    };
    let embedder = OnnxEmbedder::open(&options).expect("the model loads");
    let corpus =
        read_corpus(Path::new("corpus"), FILE_BYTES_MAX as u64, |_, _| ()).expect("a corpus");
    let passages = Engine::passages(&corpus);
    let mut store = VectorStore::open(Path::new("data"), embedder.model()).expect("a store");
    let kept = store.embed(&passages, &embedder, &mut |_| {}).expect("embeddings");
    let engine = Engine::over(Arc::new(corpus), kept.passages.open().expect("whole vectors"));
    let questions = read_questions(Path::new("tests/questions/labelled.jsonl")).expect("questions");
    let embedder = Arc::new(embedder);
    let kept = CachedEmbedder::new(Arc::clone(&embedder) as Arc<dyn Embedder>, KEPT_BYTES);
    let (mut bare, mut asked, mut answered) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        for question in &questions {
            let query: Query = question.query();
            bare.push(timed(|| drop(embedder.embed(&[&query.question], Priority::Question))));
            asked.push(timed(|| drop(engine.ask(&query, embedder.as_ref()))));
            // The first time fills what is kept, and is not measured.
            drop(engine.ask(&query, &kept));
            answered.push(timed(|| drop(engine.ask(&query, &kept))));
        }
    }
    let mut out = std::io::stdout().lock();
    let ratio = |at: f64| quantile(&mut asked.clone(), at) / quantile(&mut bare.clone(), at);
    let all =
        [("bare model run", &bare), ("uncached ask", &asked), ("all but the model", &answered)];
    for (name, times) in all {
        let (p50, p99) = (quantile(&mut times.clone(), 0.5), quantile(&mut times.clone(), 0.99));
        writeln!(out, "{name:<18} p50 {p50:.2} ms  p99 {p99:.2} ms").expect("stdout");
    }
    writeln!(out, "ratio              p50 {:.2}     p99 {:.2}", ratio(0.5), ratio(0.99))
        .expect("stdout");
}

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

/// In milliseconds.
fn quantile(times: &mut [Duration], at: f64) -> f64 {
    times.sort_unstable();
    let index = ((times.len() - 1) as f64 * at).round() as usize;
    times[index].as_secs_f64() * 1_000.0
}
