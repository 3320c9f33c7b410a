//! The documents of the project say what is there.

use std::fs;
use std::path::{Path, PathBuf};

use rapporteur::config::markdown_table;

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(project().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every Markdown file at the top, in `docs/`, `docs/adr/`, `deploy/` and the folders of crates.
fn documents() -> Vec<PathBuf> {
    let folders = [".", "docs", "docs/adr", "deploy", "crates/columns", "crates/encoder"]
        .map(|folder| project().join(folder));
    let entries = folders.iter().flat_map(|folder| fs::read_dir(folder).expect("a folder"));
    let paths = entries.map(|entry| entry.expect("a readable entry").path());
    let documents: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|extension| extension == "md")).collect();
    assert!(documents.len() > 10, "the documents were found");
    documents
}

/// The targets of `[text](target)`.
fn links(markdown: &str) -> Vec<&str> {
    let targets = markdown.split("](").skip(1);
    targets.filter_map(|rest| rest.split_once(')').map(|(target, _)| target)).collect()
}

/// What stands between backticks.
fn code(markdown: &str) -> impl Iterator<Item = &str> {
    markdown.split('`').skip(1).step_by(2)
}

#[test]
fn the_readme_has_the_settings_as_they_are() {
    let readme = read("README.md");
    let table = readme
        .split_once("<!-- settings -->\n\n")
        .and_then(|(_, rest)| rest.split_once("\n<!-- /settings -->"))
        .map(|(table, _)| table);
    assert_eq!(table, Some(markdown_table().as_str()), "run `make readme`");
}

#[test]
fn links_between_documents_lead_somewhere() {
    for document in documents() {
        let text = fs::read_to_string(&document).expect("UTF-8");
        let folder = document.parent().expect("a file has a folder");
        for link in links(&text).into_iter().filter(|link| !link.contains("://")) {
            let path = link.split('#').next().unwrap_or_default();
            assert!(folder.join(path).exists(), "{}: {link}", document.display());
        }
    }
}

#[test]
fn every_decision_is_listed() {
    let index = read("docs/adr/README.md");
    for entry in fs::read_dir(project().join("docs/adr")).expect("a folder") {
        let name = entry.expect("a readable entry").file_name();
        let name = name.to_str().expect("UTF-8");
        assert!(name == "README.md" || index.contains(&format!("]({name})")), "{name}");
    }
}

#[test]
fn what_is_said_to_hold_an_invariant_exists() {
    let architecture = read("ARCHITECTURE.md");
    let section = architecture.split("## What never happens").nth(1).expect("the invariants");
    let section = section.split("\n## ").next().expect("a section has an end");
    let mut tests = 0;
    for row in section.lines().filter(|line| line.starts_with("| ")).skip(1) {
        let held_by = row.rsplit(" | ").next().expect("a row has cells");
        let mut source = String::new();
        for word in code(held_by).filter(|word| !word.contains(' ')) {
            if word.contains('.') {
                source = read(word);
            } else {
                assert!(source.contains(&format!("fn {word}(")), "{row}: {word}");
                tests += 1;
            }
        }
        assert!(code(held_by).next().is_some(), "{row}: what holds it?");
    }
    assert!(tests > 10, "the tests were found");
}
