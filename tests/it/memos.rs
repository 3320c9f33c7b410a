//! Memos by hand about the documents in `corpus/`, with what is to be found in each: every planted
//! error is found, what is right is known as right, and nothing else is called wrong.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use rapporteur::answering::Engine;
use rapporteur::backends::read_corpus;
use rapporteur::corpus::FILE_BYTES_MAX;
use rapporteur::domain::{Standing, TextItem, TextVerdict};
use rapporteur::retrieval::{Embedder, Priority};
use rapporteur::service::{Limits, Service};

use crate::models;

fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The program as it is delivered, over the documents that it is delivered with.
pub(crate) static SERVICE: LazyLock<Service> = LazyLock::new(|| {
    let embedder = models::open(models::DEFAULT, 2).expect("it was looked for");
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
    let ending_with = |ending: &str| -> Vec<PathBuf> {
        let entries = fs::read_dir(project(folder)).expect("the folder");
        let paths = entries.map(|entry| entry.expect("an entry").path());
        paths.filter(|path| path.extension().is_some_and(|own| own == ending)).collect()
    };
    let mut paths = ending_with("md");
    assert_eq!(paths.len(), ending_with("tsv").len(), "each memo in {folder} has its table");
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

/// Checks the memos in `folder`, which are at least so many, with at least so many lines of tables.
fn check(folder: &str, memos_min: usize, lines_min: usize) {
    if models::options(models::DEFAULT, 2).is_none() {
        return;
    }
    let memos = memos(folder);
    let told: String = memos.iter().map(failures).collect();
    assert!(told.is_empty(), "{} lines\n{told}", told.lines().count());
    let lines: usize = memos.iter().map(|memo| memo.expected.len()).sum();
    assert!(memos.len() >= memos_min && lines >= lines_min, "{} memos, {lines} lines", memos.len());
    assert!(memos.iter().all(|memo| !memo.expected.is_empty()), "a table is empty");
}

#[test]
fn development_memos_are_told_right_from_wrong() {
    check("tests/memos/development", 15, 80);
}

#[test]
fn memos_are_told_right_from_wrong() {
    check("tests/memos", 20, 163);
}

#[test]
fn memos_that_no_rule_was_made_for_are_told_right_from_wrong() {
    check("tests/memos/last", 5, 48);
}
