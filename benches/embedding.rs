//! Bulk embedding through the pool beside ONNX Runtime alone, on the same texts, in turn.
//!
//! The texts are clauses and segments of the corpus, the longest first, as they come when a corpus
//! is embedded. ONNX Runtime gets their tokens ready made and gives rows of numbers; the pool also
//! splits them into tokens, and makes vectors of the rows. What counts is the ratio to the best of
//! the ways to run it, which take turns round by round.

mod plain;
#[expect(dead_code, reason = "bulk work comes without HTTP")]
mod served;

use std::cmp::Reverse;
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use ort::session::Session;
use rapporteur::answering::Engine;
use rapporteur::backends::read_corpus;
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
    let tokens = plain::tokens(pool.as_ref(), &texts);
    let mut plain: Vec<Plain> = SHAPES.iter().map(|&(n, threads)| start(n, threads)).collect();

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

fn start(sessions: usize, threads: usize) -> Plain {
    Plain { sessions: (0..sessions).map(|_| plain::session(threads)).collect(), threads }
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
                        plain::run(session, texts);
                    }
                });
            }
        });
        start.elapsed()
    }
}
