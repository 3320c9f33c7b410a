//! What is measured of an index that is open.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use rapporteur::cli::load;
use rapporteur::config::Config;
use rapporteur::domain::{Corpus, Document, Filter, Query, Stop};
use rapporteur::retrieval::{Admitted, Embedder, Priority};
use rapporteur::service::{CachedEmbedder, Engine};
use serde::{Deserialize, Serialize};

use super::material::Random;

const QUESTIONS: usize = 200;
/// Questions for which all clauses are scored exactly as well.
const EXACT: usize = 100;
const FOUND: usize = 10;

/// One line of the table.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Row {
    pub(crate) documents: usize,
    pub(crate) clauses: usize,
    pub(crate) passages: usize,
    pub(crate) parse_s: f64,
    pub(crate) embedded: usize,
    pub(crate) embed_s: f64,
    pub(crate) index_s: f64,
    pub(crate) file_bytes: u64,
    pub(crate) open_s: f64,
    pub(crate) memory: Vec<(String, u64)>,
    pub(crate) recall: f64,
    /// Name, p50 and p99 in milliseconds.
    pub(crate) times: Vec<(String, f64, f64)>,
}

impl Row {
    pub(crate) fn read(work: &Path) -> Self {
        let bytes = fs::read(work.join("row.json")).expect("the row of the phase before");
        serde_json::from_slice(&bytes).expect("a row")
    }

    pub(crate) fn write(&self, work: &Path) {
        let bytes = serde_json::to_vec(self).expect("numbers are JSON");
        fs::write(work.join("row.json"), bytes).expect("a folder that can be written");
    }
}

/// Opens the index that is kept, and asks it.
pub(crate) fn run(config: &Config, work: &Path) {
    let started = Instant::now();
    let loaded = load::load(config).expect("an index");
    let mut row = Row { open_s: started.elapsed().as_secs_f64(), ..Row::read(work) };
    row.memory.extend(memory("open"));
    let engine = loaded.engine;
    let corpus = Arc::clone(engine.corpus());
    let embedder = CachedEmbedder::new(loaded.embedder, 1 << 30);
    let queries = questions(&corpus);
    let texts: Vec<&str> = queries.iter().map(String::as_str).collect();
    let vectors: Vec<Vec<f32>> = embedder
        .embed(&texts, Priority::Question)
        .expect("vectors")
        .into_iter()
        .map(|embedding| embedding.vector)
        .collect();
    dense(&engine, &vectors, &mut row);
    hybrid(&engine, &queries, &embedder, &mut row);
    row.memory.extend(memory("asked"));
    row.recall = recall(&engine, &vectors[..EXACT.min(vectors.len())]);
    row.write(work);
}

/// Questions made of some words of clauses here and there.
fn questions(corpus: &Corpus) -> Vec<String> {
    let mut random = Random(11);
    let mut questions = Vec::with_capacity(QUESTIONS);
    while questions.len() < QUESTIONS {
        let clause = &corpus.clauses()[random.below(corpus.clauses().len())];
        let words: Vec<&str> = corpus.text_of(clause).split_whitespace().collect();
        if words.len() >= 12 {
            let from = random.below(words.len() - 8);
            questions.push(format!("What was said about {}?", words[from..from + 7].join(" ")));
        }
    }
    questions
}

fn dense(engine: &Engine, vectors: &[Vec<f32>], row: &mut Row) {
    let corpus = engine.corpus();
    let all = Admitted::by_filter(corpus, &Filter::default(), &[]);
    let nearest =
        |vector: &Vec<f32>| timed(|| engine.index().vectors().nearest(vector, FOUND, &all));
    row.add("dense", vectors.iter().map(nearest).collect());
}

/// All of the ranking but the model, without a filter and with filters, in turn.
fn hybrid(engine: &Engine, questions: &[String], embedder: &dyn Embedder, row: &mut Row) {
    let documents = engine.corpus().documents();
    let share = |of: usize| -> Filter {
        let some = documents.iter().step_by(of).take(1_000);
        Filter {
            documents: some.map(|document| document.id.clone()).collect(),
            ..Filter::default()
        }
    };
    let mut years: Vec<i16> = documents.iter().filter_map(Document::year).collect();
    years.sort_unstable();
    let middle = years.get(years.len() / 2).copied();
    years.dedup();
    years.retain(|year| Some(*year) < middle);
    let filters = [
        ("hybrid", Filter::default()),
        ("hybrid, 1 of 2", Filter { years, ..Filter::default() }),
        ("hybrid, 1 of 100", share(100)),
        ("hybrid, 1 of 10,000", share(10_000)),
    ];
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); filters.len()];
    let (mut answers, mut first) = (Vec::new(), Vec::new());
    for question in questions {
        let ask = |filter: &Filter| Query {
            question: question.clone(),
            filter: filter.clone(),
            ..Query::default()
        };
        // The last filter's fills what is kept of the model's work, and is not measured.
        drop(engine.rank(&ask(&filters[filters.len() - 1].1), embedder, &Stop::never()));
        first.push(timed(|| engine.rank(&ask(&filters[0].1), embedder, &Stop::never())));
        for ((_, filter), times) in filters.iter().zip(&mut times) {
            // Candidates of each filter are read from the store once before.
            drop(engine.rank(&ask(filter), embedder, &Stop::never()));
            times.push(timed(|| engine.rank(&ask(filter), embedder, &Stop::never())));
        }
        answers.push(timed(|| engine.ask(&ask(&filters[0].1), embedder)));
    }
    for ((name, _), times) in filters.iter().zip(times) {
        row.add(name, times);
    }
    row.add("hybrid, for the first time", first);
    row.add("answer", answers);
}

/// The share of the first clauses by exact cosine that dense search finds.
fn recall(engine: &Engine, vectors: &[Vec<f32>]) -> f64 {
    let all = Admitted::by_filter(engine.corpus(), &Filter::default(), &[]);
    let mut found = 0;
    for vector in vectors {
        let scores = engine.dense_scores(vector);
        let mut order: Vec<usize> = (0..scores.len()).collect();
        let most = FOUND.min(order.len());
        order.select_nth_unstable_by(most - 1, |&a, &b| scores[b].total_cmp(&scores[a]));
        let nearest = engine.index().vectors().nearest(vector, FOUND, &all);
        let nearest = nearest.expect("vectors of this process");
        found += nearest.iter().filter(|(clause, _)| order[..most].contains(clause)).count();
    }
    found as f64 / (vectors.len() * FOUND) as f64
}

fn timed<T>(work: impl FnOnce() -> T) -> f64 {
    let started = Instant::now();
    let done = work();
    let time = started.elapsed().as_secs_f64() * 1e3;
    drop(done);
    time
}

impl Row {
    fn add(&mut self, name: &str, mut times: Vec<f64>) {
        times.sort_by(f64::total_cmp);
        let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
        self.times.push((name.to_owned(), at(0.5), at(0.99)));
    }
}

/// Memory of this process in bytes: all that is resident, and what of it is no file's.
fn memory(when: &str) -> Vec<(String, u64)> {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let value = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        Some(line.split_whitespace().next()?.parse::<u64>().ok()? * 1024)
    };
    let figures = [("resident", value("VmRSS:")), ("anonymous", value("RssAnon:"))];
    figures
        .iter()
        .filter_map(|(name, value)| Some((format!("{name}, {when}"), (*value)?)))
        .collect()
}

pub(crate) fn print_text(row: &Row) {
    let mut out = std::io::stdout().lock();
    let mut line = |name: &str, value: String| writeln!(out, "{name:<28} {value}").expect("stdout");
    line("documents", row.documents.to_string());
    line("clauses", row.clauses.to_string());
    line("passages", row.passages.to_string());
    line("parse", format!("{:.1} s", row.parse_s));
    line("embedded just now", format!("{} in {:.1} s", row.embedded, row.embed_s));
    line("parse, index and write", format!("{:.1} s", row.index_s));
    line("file", format!("{:.0} bytes a clause", row.file_bytes as f64 / row.clauses as f64));
    line("open, with the model", format!("{:.3} s", row.open_s));
    for (name, bytes) in &row.memory {
        let each = *bytes as f64 / row.clauses as f64;
        line(name, format!("{} MB, {each:.0} bytes a clause", bytes >> 20));
    }
    line("recall@10 of dense search", format!("{:.3}", row.recall));
    for (name, p50, p99) in &row.times {
        line(name, format!("p50 {p50:.2} ms  p99 {p99:.2} ms"));
    }
}

/// Adds the row to a file from which a plot is made.
pub(crate) fn print_json(row: &Row, path: &Path) {
    let file = OpenOptions::new().create(true).append(true).open(path);
    let row = serde_json::to_string(row).expect("numbers are JSON");
    writeln!(file.expect("a file that can be written"), "{row}").expect("room on the disk");
}
