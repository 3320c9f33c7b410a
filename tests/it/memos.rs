//! Memos by hand about the documents in `corpus/`, with what is to be found in each: every planted
//! error is found, what is right is known as right, and nothing else is called wrong.

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use rapporteur::answering::Engine;
use rapporteur::backends::read_corpus;
use rapporteur::corpus::FILE_BYTES_MAX;
use rapporteur::eval::{MemosReport, read_memos};
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

/// Checks the memos in `folder`, which are at least so many, with at least so many lines of tables.
fn check(folder: &str, memos_min: usize, lines_min: usize) {
    if models::options(models::DEFAULT, 2).is_none() {
        return;
    }
    let digest = SERVICE.corpus().expect("a corpus").digest().short();
    let memos = read_memos(&project(folder), &digest).expect("memos");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let mut told: Vec<String> = Vec::new();
    for memo in &memos {
        let verdict = runtime.block_on(SERVICE.verify_text(memo.text.clone())).expect("a verdict");
        told.extend(MemosReport::judge(memo, &verdict).told);
    }
    assert!(told.is_empty(), "{} lines\n{}", told.len(), told.join("\n"));
    let lines: usize = memos.iter().map(rapporteur::eval::Memo::rows).sum();
    assert!(memos.len() >= memos_min && lines >= lines_min, "{} memos, {lines} lines", memos.len());
}

/// What memos of `folder` by other hands come to.
fn report(folder: &str) -> Option<MemosReport> {
    models::options(models::DEFAULT, 2)?;
    let digest = SERVICE.corpus().expect("a corpus").digest().short();
    let memos = read_memos(&project(folder), &digest).expect("memos");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let mut all = MemosReport::default();
    for memo in &memos {
        let verdict = runtime.block_on(SERVICE.verify_text(memo.text.clone())).expect("a verdict");
        all.add(MemosReport::judge(memo, &verdict));
    }
    Some(all)
}

/// Of memos by another hand not every verdict is the one that is due; but every error is found, and nothing else is
/// called wrong.
#[test]
fn memos_by_another_hand_raise_no_false_alarm() {
    let Some(report) = report("tests/memos/five") else { return };
    let (errors, told) = (report.errors, report.told.join("\n"));
    assert_eq!((report.memos, report.false_alarms, errors.right), (4, 0, errors.of), "{told}");
    assert!(errors.of >= 20 && report.known.right >= 26, "{told}");
}

/// Of those that came later most errors are found.
#[test]
fn later_memos_by_other_hands_are_mostly_told_right_from_wrong() {
    let Some(report) = report("tests/memos/five/later") else { return };
    let told = report.told.join("\n");
    assert_eq!((report.memos, report.errors.of), (12, 66), "{told}");
    assert!(report.errors.right >= 61 && report.known.right >= 82, "{told}");
    assert!(report.false_alarms <= 2, "{told}");
}

#[test]
fn development_memos_are_told_right_from_wrong() {
    check("tests/memos/development", 27, 188);
}

#[test]
fn memos_are_told_right_from_wrong() {
    check("tests/memos", 20, 163);
}

#[test]
fn memos_that_no_rule_was_made_for_are_told_right_from_wrong() {
    check("tests/memos/last", 5, 48);
}
