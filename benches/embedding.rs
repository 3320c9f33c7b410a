//! Bulk embedding through the pool beside ONNX Runtime alone, on the same texts, in turn.
//!
//! The texts are clauses and segments of the corpus, the longest first, as they come when a corpus
//! is embedded. ONNX Runtime gets their tokens ready made and gives rows of numbers; the pool also
//! splits them into tokens, and makes vectors of the rows. What counts is the ratio to the best of
//! the ways to run it, which take turns round by round.

#[expect(dead_code, reason = "bulk work comes without HTTP")]
mod served;

use std::cmp::Reverse;
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use ort::session::Session;
use ort::value::Tensor;
use rapporteur::answering::Engine;
use rapporteur::backends::{environment, read_corpus};
use rapporteur::config::{locate_model, locate_runtime};
use rapporteur::corpus::FILE_BYTES_MAX;
use rapporteur::retrieval::{Embedder, Priority};

const ROUNDS: usize = 4;
/// Texts of a round.
const TEXTS: usize = 288;
/// Shorter passages are single words.
const BYTES_MIN: usize = 24;
/// Sessions and threads of each.
const SHAPES: [(usize, usize); 2] = [(2, 1), (1, 2)];
const BATCHES: [usize; 4] = [1, 4, 8, 16];

/// Sessions of ONNX Runtime, and how many texts each takes at once.
struct Plain {
    sessions: Vec<Session>,
    threads: usize,
}

fn main() {
    let texts = texts();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let pool = served::embedder(0);
    let tokens = tokens(pool.as_ref(), &texts);
    let graph = std::fs::read(locate_model(None).expect("a model").join("model.onnx"));
    let graph = graph.expect("the model's graph");
    let mut plain: Vec<Plain> =
        SHAPES.iter().map(|&(n, threads)| start(&graph, n, threads)).collect();

    let mut pooled = Vec::new();
    let mut times = vec![Vec::new(); SHAPES.len() * BATCHES.len()];
    for round in 0..=ROUNDS {
        let mut ways = times.iter_mut();
        let start = Instant::now();
        pool.embed(&texts, Priority::Bulk).expect("embeddings");
        let by_pool = start.elapsed();
        for plain in &mut plain {
            for batch in BATCHES {
                let time = plain.run(&tokens, batch);
                let times = ways.next().expect("a list for each way");
                // The first round is not measured.
                if round > 0 {
                    times.push(time);
                }
            }
        }
        if round > 0 {
            pooled.push(by_pool);
        }
    }
    report(pooled, &plain, times);
}

fn report(mut pooled: Vec<Duration>, plain: &[Plain], times: Vec<Vec<Duration>>) {
    let rate = |times: &mut Vec<Duration>| TEXTS as f64 * 1_000.0 / served::quantile(times, 0.5);
    let mut out = std::io::stdout().lock();
    let mut best = 0.0_f64;
    let shapes = plain.iter().flat_map(|plain| BATCHES.map(|batch| (plain, batch)));
    for ((plain, batch), mut times) in shapes.zip(times) {
        let (sessions, threads, rate) = (plain.sessions.len(), plain.threads, rate(&mut times));
        best = best.max(rate);
        writeln!(out, "{sessions} x {threads} threads, batch {batch:>2}  {rate:>6.1} texts/s")
            .expect("stdout");
    }
    let pooled = rate(&mut pooled);
    writeln!(
        out,
        "the pool                {pooled:>6.1} texts/s  {:.2} of the best",
        pooled / best
    )
    .expect("stdout");
}

/// Texts of all lengths, the longest first.
fn texts() -> Vec<String> {
    let corpus = read_corpus(Path::new("corpus"), FILE_BYTES_MAX as u64);
    let mut texts = Engine::passages(&corpus.expect("a corpus"));
    texts.retain(|text| text.len() >= BYTES_MIN);
    texts.sort_by_key(|text| Reverse(text.len()));
    let every = texts.len() / TEXTS;
    texts.into_iter().step_by(every.max(1)).take(TEXTS).collect()
}

/// The tokens of each text, between the marks of start and end.
fn tokens(embedder: &dyn Embedder, texts: &[&str]) -> Vec<Vec<i64>> {
    let file = locate_model(None).expect("a model").join("tokenizer.json");
    let tokenizer = std::fs::read(file).expect("the model's tokenizer");
    let tokenizer: serde_json::Value = serde_json::from_slice(&tokenizer).expect("JSON");
    let mark = |name: &str| tokenizer["model"]["vocab"][name].as_i64().expect("a mark");
    let embeddings = embedder.embed(texts, Priority::Bulk).expect("embeddings");
    let with_marks = |ids: &[u32]| {
        let inner = ids.iter().map(|&id| i64::from(id));
        std::iter::once(mark("[CLS]")).chain(inner).chain([mark("[SEP]")]).collect()
    };
    embeddings.iter().map(|embedding| with_marks(&embedding.tokens.ids)).collect()
}

fn start(graph: &[u8], sessions: usize, threads: usize) -> Plain {
    let library = locate_runtime(None, None).expect("run `make model` first");
    let environment = environment(&library).expect("the library loads");
    let session = |_| {
        let builder = Session::builder(&environment).expect("options");
        let mut builder = builder.with_intra_threads(threads).expect("an option");
        builder.commit_from_memory(graph).expect("the model loads")
    };
    Plain { sessions: (0..sessions).map(session).collect(), threads }
}

impl Plain {
    /// How long it takes to run the model on all texts, `batch` at once in each session.
    fn run(&mut self, texts: &[Vec<i64>], batch: usize) -> Duration {
        let batches: Vec<&[Vec<i64>]> = texts.chunks(batch).collect();
        let next = AtomicUsize::new(0);
        let start = Instant::now();
        thread::scope(|scope| {
            for session in &mut self.sessions {
                let (batches, next) = (&batches, &next);
                scope.spawn(move || {
                    while let Some(texts) = batches.get(next.fetch_add(1, Ordering::Relaxed)) {
                        run(session, texts);
                    }
                });
            }
        });
        start.elapsed()
    }
}

/// Runs the model on `texts`, padded to the longest.
fn run(session: &mut Session, texts: &[Vec<i64>]) {
    let longest = texts.iter().map(Vec::len).max().expect("a batch is not empty");
    let padded = |value: &dyn Fn(i64) -> i64| {
        let row = |text: &Vec<i64>| {
            let mut row: Vec<i64> = text.iter().map(|&id| value(id)).collect();
            row.resize(longest, 0);
            row
        };
        let numbers: Vec<i64> = texts.iter().flat_map(row).collect();
        Tensor::from_array(([texts.len(), longest], numbers)).expect("a tensor")
    };
    let inputs = ort::inputs![
        "input_ids" => padded(&|id| id),
        "attention_mask" => padded(&|_| 1),
        "token_type_ids" => padded(&|_| 0),
    ];
    let outputs = session.run(inputs).expect("a run");
    let (_, numbers) = outputs[0].try_extract_tensor::<f32>().expect("numbers");
    assert!(numbers.len() >= texts.len() * longest, "a row for each token");
}
