//! A corpus of any size, made of real paragraphs: how long it takes to index and to open, how much
//! memory it takes, and how quickly it is searched.
//!
//! `PARAGRAPHS` names a file of JSON lines with a `text` each and an `_id` whose part before the last
//! '|' is its document's; `CLAUSES` says how many of them are taken. Beyond what the file has,
//! synthetic documents follow, made of its sentences in another order. Real clauses are embedded by
//! the model, once: vectors are kept in `WORK`. Segments and synthetic clauses have vectors made of
//! random ones for their words, unless `EMBED=all` has the model embed these too.
//!
//! One process makes the index, another opens it and is measured: its memory is that of a server.

mod material;
mod measure;

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use clap::{Args, FromArgMatches};
use rapporteur::backends::{
    LocalEmbedder, LocalEmbedderOptions, ModelSource, VectorStore, read_corpus,
};
use rapporteur::cli::load;
use rapporteur::config::{Config, locate_model, locate_runtime};
use rapporteur::corpus::FILE_BYTES_MAX;
use rapporteur::retrieval::{Embedder, Wanted};
use rapporteur::service::Engine;

use material::{PseudoEmbedder, write_corpus};
use measure::{Row, print_json, print_text};

const PHASE: &str = "RAPPORTEUR_BENCH_PHASE";

/// What is measured, and where it lies.
struct Job {
    clauses: usize,
    paragraphs: PathBuf,
    work: PathBuf,
}

impl Job {
    fn of_environment() -> Self {
        let path = |name: &str| env::var_os(name).map(PathBuf::from);
        let clauses = env::var("CLAUSES").ok().map(|text| text.parse().expect("a number"));
        Self {
            clauses: clauses.unwrap_or(10_000),
            paragraphs: path("PARAGRAPHS").expect("PARAGRAPHS names a file of JSON lines"),
            work: path("WORK").unwrap_or_else(|| "target/scale".into()),
        }
    }

    fn corpus(&self) -> PathBuf {
        self.work.join(format!("corpus-{}", self.clauses))
    }

    fn data(&self) -> PathBuf {
        self.work.join("data")
    }

    fn config(&self) -> Config {
        let (corpus, data) = (self.corpus(), self.data());
        let arguments = ["scale".into(), "--corpus".into(), corpus, "--data-dir".into(), data];
        let command = Config::augment_args(clap::Command::new("scale"));
        let matches = command.get_matches_from(arguments.map(OsString::from));
        Config::from_arg_matches(&matches).expect("good settings")
    }
}

fn main() {
    let job = Job::of_environment();
    match env::var(PHASE).as_deref() {
        Ok("build") => build(&job),
        Ok("measure") => measure::run(&job.config(), &job.work),
        _ => {
            fs::create_dir_all(&job.work).expect("a folder that can be written");
            for phase in ["build", "measure"] {
                let program = env::current_exe().expect("this program");
                let status = Command::new(program).env(PHASE, phase).status().expect("it starts");
                assert!(status.success(), "the phase {phase} failed");
            }
            let row = Row::read(&job.work);
            print_text(&row);
            print_json(&row, &job.work.join("rows.jsonl"));
        }
    }
}

/// Writes the corpus, sees to its vectors, and has it indexed as `rapporteur index` would.
fn build(job: &Job) {
    let real = write_corpus(&job.paragraphs, job.clauses, &job.corpus());
    let started = Instant::now();
    let corpus = read_corpus(&job.corpus(), FILE_BYTES_MAX as u64).expect("a corpus");
    let parse_s = started.elapsed().as_secs_f64();
    let embedder = embedder();
    let mut store = VectorStore::open(&job.data(), embedder.model()).expect("a store");
    let mut bar = |at: rapporteur::backends::Progress| {
        if at.done.is_multiple_of(6_400) {
            let mut out = std::io::stderr().lock();
            writeln!(out, "{} of {} embedded", at.done, at.total).expect("stderr");
        }
    };
    let passages = Engine::passages(&corpus);
    let all = env::var("EMBED").is_ok_and(|what| what == "all");
    let wanted = Engine::wanted(&corpus, &passages);
    let clauses = if all { Vec::new() } else { material::real(&corpus, real) };
    let clauses = clauses.iter().map(|text| Wanted::passage(text));
    let real: Vec<Wanted<'_>> = if all { wanted.clone() } else { clauses.collect() };
    let started = Instant::now();
    let embedded = store.embed(&real, &*embedder, &mut bar).expect("vectors").computed;
    let embed_s = started.elapsed().as_secs_f64();
    let pseudo = PseudoEmbedder::like(embedder.model().clone());
    store.embed(&wanted, &pseudo, &mut |_| ()).expect("vectors");
    drop((store, passages, corpus, embedder));
    fs::remove_dir_all(job.data().join("index")).ok();
    let started = Instant::now();
    let loaded = load::load(&job.config()).expect("an index");
    let row = Row {
        documents: loaded.engine.corpus().documents().len(),
        clauses: loaded.engine.corpus().clauses().len(),
        passages: loaded.passages,
        parse_s,
        embedded,
        embed_s,
        index_s: started.elapsed().as_secs_f64(),
        file_bytes: loaded.file.map_or(0, |file| fs::metadata(file.path()).map_or(0, |m| m.len())),
        ..Row::default()
    };
    row.write(&job.work);
}

/// The model in as many sessions as there are cores.
fn embedder() -> Arc<LocalEmbedder> {
    let options = LocalEmbedderOptions {
        model: ModelSource::Folder(locate_model(None).expect("run `make model` first")),
        runtime: locate_runtime(None, None).expect("run `make model` first"),
        sessions: 0,
    };
    Arc::new(LocalEmbedder::open(&options).expect("the model loads"))
}
