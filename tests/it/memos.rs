//! Memos by hand about the documents in `corpus/`, with what is to be found in each: every planted
//! error is found, what is right is known as right, and nothing else is called wrong.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use rapporteur::answering::Engine;
use rapporteur::backends::{LocalEmbedder, LocalEmbedderOptions, ModelSource, read_corpus};
use rapporteur::config::{locate_model, locate_runtime};
use rapporteur::corpus::FILE_BYTES_MAX;
use rapporteur::domain::{Standing, TextItem, TextVerdict};
use rapporteur::retrieval::{Embedder, Priority};
use rapporteur::service::{Limits, Service};

fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The program as it is delivered, over the documents that it is delivered with.
static SERVICE: LazyLock<Service> = LazyLock::new(|| {
    let models = project("models");
    let embedder = LocalEmbedder::open(&LocalEmbedderOptions {
        model: ModelSource::Folder(locate_model(Some(&models)).expect("the model of `make model`")),
        runtime: locate_runtime(None, Some(&models)).expect("the library of `make model`"),
        sessions: 2,
    });
    let embedder = embedder.expect("the model loads");
    let corpus = read_corpus(&project("corpus"), FILE_BYTES_MAX as u64).expect("the corpus");
    let passages = Engine::passages(&corpus);
    let passages: Vec<&str> = passages.iter().map(String::as_str).collect();
    let embeddings = embedder.embed(&passages, Priority::Bulk).expect("embeddings");
    let service = Service::new(Limits { deadline_ms: 120_000, ..Limits::default() });
    service.install(Engine::build(Arc::new(corpus), embeddings), Arc::new(embedder));
    service
});

/// One line of the table beside a memo.
struct Expected {
    verdict: String,
    kind: String,
    /// Code points of the words in the memo.
    span: (u32, u32),
    words: String,
}

/// A memo with what was expected and what was found.
struct Memo {
    name: String,
    expected: Vec<Expected>,
    verdict: Arc<TextVerdict>,
}

fn memos(folder: &str) -> Vec<Memo> {
    let mut paths: Vec<PathBuf> = fs::read_dir(project(folder))
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .collect();
    paths.sort();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let digest = SERVICE.corpus().expect("a corpus").digest().short();
    let read = |path: &Path| fs::read_to_string(path).expect("a file").replace("DIGEST", &digest);
    let memo = |path: &PathBuf| {
        let text = read(path);
        let verdict = runtime.block_on(SERVICE.verify_text(text.clone())).expect("a verdict");
        let table = read(&path.with_extension("tsv"));
        Memo {
            name: path.file_stem().expect("a name").to_string_lossy().into_owned(),
            expected: table.lines().map(|line| expected(line, &text)).collect(),
            verdict,
        }
    };
    paths.iter().map(memo).collect()
}

/// `verdict`, `kind` and the words, with `#2` behind them for their second occurrence.
fn expected(line: &str, text: &str) -> Expected {
    let [verdict, kind, words] = line.split('\t').collect::<Vec<_>>()[..] else {
        panic!("three columns in {line:?}");
    };
    let (words, nth) = words.split_once('#').unwrap_or((words, "1"));
    let nth: usize = nth.parse().expect("a number behind #");
    let found = text.match_indices(words).nth(nth - 1);
    let (start, _) = found.unwrap_or_else(|| panic!("{words:?} stands in the memo"));
    let at = text[..start].chars().count() as u32;
    Expected {
        verdict: verdict.to_owned(),
        kind: kind.to_owned(),
        span: (at, at + words.chars().count() as u32),
        words: words.to_owned(),
    }
}

fn overlaps(item: &TextItem, (start, end): (u32, u32)) -> bool {
    item.span.start < end && start < item.span.end
}

/// What went otherwise than expected, line by line.
fn failures(memo: &Memo) -> String {
    let mut told = String::new();
    for expected in &memo.expected {
        let items: Vec<&TextItem> = (memo.verdict.items.iter())
            .filter(|item| item.kind.name() == expected.kind && overlaps(item, expected.span))
            .collect();
        if !items.iter().any(|item| item.verdict.name() == expected.verdict) {
            let found: Vec<String> = items
                .iter()
                .map(|item| format!("{} ({})", item.verdict.name(), item.message))
                .collect();
            let _ = writeln!(
                told,
                "{}: {:?} is {}, not {}",
                memo.name,
                expected.words,
                if found.is_empty() { "not found".to_owned() } else { found.join(" / ") },
                expected.verdict
            );
        }
    }
    for item in memo.verdict.items.iter().filter(|item| item.verdict.standing() == Standing::Wrong)
    {
        let planted = memo.expected.iter().any(|expected| {
            let wrong = !["EXACT", "NORMALISED", "VALID", "SUPPORTED", "SILENT", "UNCHECKED"]
                .contains(&expected.verdict.as_str());
            wrong && overlaps(item, expected.span)
        });
        if !planted {
            let _ = writeln!(
                told,
                "{}: false alarm: {} {:?}: {}",
                memo.name,
                item.verdict.name(),
                item.words,
                item.message
            );
        }
    }
    told
}

fn check(folder: &str) -> BTreeMap<String, usize> {
    let memos = memos(folder);
    let told: String = memos.iter().map(failures).collect();
    assert!(told.is_empty(), "{} lines\n{told}", told.lines().count());
    let mut counts = BTreeMap::new();
    for expected in memos.iter().flat_map(|memo| &memo.expected) {
        *counts.entry(expected.verdict.clone()).or_default() += 1;
    }
    counts
}

#[test]
fn development_memos_are_told_right_from_wrong() {
    check("tests/memos/development");
}

#[test]
fn memos_are_told_right_from_wrong() {
    let counts = check("tests/memos");
    assert!(counts.values().sum::<usize>() >= 140, "{counts:?}");
}

#[test]
fn memos_that_no_rule_was_made_for_are_told_right_from_wrong() {
    check("tests/memos/last");
}
