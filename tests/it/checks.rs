//! Texts as people write them, by kinds, with what is to be found in each: `tests/checks/`.
//!
//! A case begins with `@` and its name; behind its text stand lines with `=`: a verdict, a kind and words
//! that an item has (for a reference all of them, else the first); `right`, where nothing may be called
//! wrong; `no` and a kind that no item has; `from` and `clause` with an id that a quotation or an item is
//! ascribed to; `silent` and a word that no message has; `nothing checked`.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use rapporteur::citing::{CitationStyle, cite};
use rapporteur::domain::{ItemKind, ItemVerdict, Standing, TextItem, TextVerdict};

use crate::memos::SERVICE;
use crate::models;

struct Case {
    name: String,
    text: String,
    expected: Vec<String>,
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/checks");
    let files =
        fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<_> = files.collect();
    files.sort();
    let mut cases: Vec<Case> = Vec::new();
    for file in files {
        let stem = file.file_stem().expect("a name").to_string_lossy().into_owned();
        for block in fs::read_to_string(&file).expect("a file").split("\n@ ").skip(1) {
            let (name, rest) = block.split_once('\n').expect("a text");
            let (expected, text): (Vec<&str>, Vec<&str>) =
                rest.lines().partition(|line| line.starts_with("= "));
            cases.push(Case {
                name: format!("{stem}, {name}"),
                text: text.join("\n").trim_matches('\n').to_owned() + "\n",
                expected: expected.into_iter().map(|line| line[2..].to_owned()).collect(),
            });
        }
    }
    cases
}

/// Whether `verdict` is as the line says.
fn holds(verdict: &TextVerdict, line: &str) -> bool {
    let id = |item: &TextItem| {
        let attribution = item.attribution.as_ref()?;
        let clause = &verdict.corpus.clauses()[attribution.clause?];
        Some(verdict.corpus.id_of(clause))
    };
    let from = |item: &TextItem, id: &str| {
        let documents = item.attribution.iter().flat_map(|attribution| &attribution.documents);
        documents.into_iter().any(|&document| verdict.corpus.documents()[document].id == id)
    };
    let mut items = verdict.items.iter();
    match line.split_once(' ').unwrap_or((line, "")) {
        ("right", "") => items.all(|item| item.verdict.standing() != Standing::Wrong),
        ("nothing", _) => verdict.all_right().is_none(),
        ("no", kind) => items.all(|item| item.kind.name() != kind),
        ("from", own) => items.any(|item| item.kind == ItemKind::Quotation && from(item, own)),
        ("clause", own) => items.any(|item| id(item).as_deref() == Some(own)),
        ("silent", word) => items.all(|item| !item.message.contains(word)),
        (name, rest) => {
            let (kind, words) = rest.split_once(' ').unwrap_or((rest, ""));
            items.any(|item| {
                let whole = item.kind != ItemKind::Reference || item.words == words;
                let own = item.kind.name() == kind && item.verdict.name() == name;
                own && whole && item.words.starts_with(words)
            })
        }
    }
}

#[test]
fn texts_as_people_write_them_are_told_right_from_wrong() {
    if models::options(models::DEFAULT, 2).is_none() {
        return;
    }
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let (cases, mut told, mut lines) = (cases(), String::new(), 0);
    for case in &cases {
        assert!(!case.expected.is_empty(), "{} expects nothing", case.name);
        let verdict: Arc<TextVerdict> =
            runtime.block_on(SERVICE.verify_text(case.text.clone())).expect("a verdict");
        for line in &case.expected {
            lines += 1;
            if holds(&verdict, line) {
                continue;
            }
            let _ = writeln!(told, "{}: not so: {line}", case.name);
            for item in &verdict.items {
                let (name, kind) = (item.verdict.name(), item.kind.name());
                let _ = writeln!(told, "    {name} {kind} {:?}: {}", item.words, item.message);
            }
        }
    }
    assert!(told.is_empty(), "{told}");
    assert!(cases.len() >= 110 && lines >= 220, "{} cases, {lines} lines", cases.len());
}

/// What the program cites itself, in every style and for every clause, is one valid reference.
#[test]
fn citations_that_the_program_prints_are_recognised_whole() {
    if models::options(models::DEFAULT, 2).is_none() {
        return;
    }
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let corpus = SERVICE.corpus().expect("a corpus");
    let (mut told, mut count) = (String::new(), 0);
    for clause in corpus.clauses() {
        let (document, id) = (corpus.document_of(clause), corpus.id_of(clause));
        for style in CitationStyle::ALL {
            let citation = cite(document, Some(&clause.label), style, None);
            let verdict =
                runtime.block_on(SERVICE.verify_text(citation.clone())).expect("a verdict");
            let whole = |item: &TextItem| {
                let words = item.words.trim_end_matches('.') == citation.trim_end_matches('.');
                let named = item.attribution.as_ref().and_then(|attribution| attribution.clause);
                let named = named.map(|at| corpus.id_of(&corpus.clauses()[at]));
                // A bibliography names no clause.
                let own = style == CitationStyle::ChicagoBibliography || named == Some(id.clone());
                words && own && item.verdict == ItemVerdict::Valid
            };
            count += 1;
            if !matches!(&verdict.items[..], [item] if whole(item)) {
                let items = verdict.items.iter().map(|item| &item.words);
                let _ = writeln!(told, "{citation}: {:?}", items.collect::<Vec<_>>());
            }
        }
    }
    assert!(told.is_empty(), "{told}");
    assert!(count >= 500, "{count} citations");
}
