//! The documents of the project say what is there.

use std::fs;
use std::path::{Path, PathBuf};

use crate::architecture::FLOORS;

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(project().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every Markdown file at the top, in `docs/`, `docs/adr/`, `deploy/`, `examples/` and the folders of crates.
fn documents() -> Vec<PathBuf> {
    let crates = fs::read_dir(project().join("crates")).expect("a folder of crates");
    let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
    let crates = crates.map(|entry| format!("crates/{}", name(entry.expect("a readable entry"))));
    let folders = [".", "docs", "docs/adr", "deploy", "examples", "examples/react", "fuzz"];
    let folders = folders.map(str::to_owned);
    folders.into_iter().chain(crates).flat_map(|folder| documents_in(&folder)).collect()
}

/// Every Markdown file in a folder, of which there is one at least.
fn documents_in(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(project().join(folder)).expect("a folder");
    let paths = entries.map(|entry| entry.expect("a readable entry").path());
    let documents: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|extension| extension == "md")).collect();
    assert!(!documents.is_empty(), "{folder} has documents");
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
fn links_between_documents_lead_somewhere() {
    let mut followed = 0;
    for document in documents() {
        let text = fs::read_to_string(&document).expect("UTF-8");
        let folder = document.parent().expect("a file has a folder");
        for link in links(&text).into_iter().filter(|link| !link.contains("://")) {
            let path = link.split('#').next().unwrap_or_default();
            assert!(folder.join(path).exists(), "{}: {link}", document.display());
            followed += 1;
        }
    }
    assert!(followed > 50, "{followed} links");
}

#[test]
fn every_decision_is_listed() {
    let index = read("docs/adr/README.md");
    let records = documents_in("docs/adr");
    assert!(records.len() > 20, "{} records", records.len());
    for record in records {
        let name = record.file_name().and_then(|name| name.to_str()).expect("UTF-8");
        assert!(name == "README.md" || index.contains(&format!("]({name})")), "{name}");
    }
}

/// The part of a page below a heading.
fn section<'a>(page: &'a str, heading: &str) -> &'a str {
    let (_, rest) = page.split_once(&format!("## {heading}\n")).expect("the page has the heading");
    rest.split("\n## ").next().expect("a section has an end")
}

#[test]
fn the_places_that_the_map_names_exist() {
    let page = read("ARCHITECTURE.md");
    let mut places = 0;
    for row in rows(section(&page, "Where does it go?")) {
        for place in code(row).filter(|word| word.contains('/')) {
            let is_there = |folder: &str| project().join(folder).join(place).exists();
            assert!(is_there("src") || is_there("."), "{place}: {row}");
            places += 1;
        }
    }
    assert!(places > 20, "{places} places");
}

#[test]
fn floors_have_the_numbers_of_the_map() {
    let page = read("ARCHITECTURE.md");
    let mut floors = 0;
    for row in rows(section(&page, "Code map")) {
        let number = row.trim_start_matches("| ").split(' ').next().expect("a row has cells");
        let folders = row.split(" | ").nth(1).expect("a row names its folders");
        let folders =
            code(folders).map(|folder| format!("src/{}/mod.rs", folder.trim_end_matches('/')));
        for file in folders.filter(|file| project().join(file).exists()) {
            assert!(read(&file).starts_with(&format!("//! Floor {number}: ")), "{file}: {row}");
            floors += 1;
        }
    }
    assert_eq!(floors, 16, "the folders under src/");
}

#[test]
fn floors_import_what_the_map_says() {
    let page = read("ARCHITECTURE.md");
    let map = section(&page, "Code map");
    for (floor, allowed) in FLOORS {
        let is_of = |row: &&str| row.split(" | ").nth(1) == Some(&format!("`{floor}/`"));
        let row = rows(map).find(is_of).unwrap_or_else(|| panic!("the map has {floor}"));
        let said = row.rsplit(" | ").next().expect("a row has cells");
        assert!(code(said).eq(allowed.iter().copied()), "{floor}: {allowed:?}, {row}");
    }
}

/// The rows of a table below its head.
fn rows(section: &str) -> impl Iterator<Item = &str> {
    section.lines().filter(|line| line.starts_with("| ")).skip(1)
}

#[test]
fn what_is_said_to_hold_an_invariant_exists() {
    let pages = read("ARCHITECTURE.md") + &read("docs/INVARIANTS.md");
    let mut tests = 0;
    let sections = pages.split("## What never happens").skip(1);
    let sections = sections.map(|rest| rest.split("\n## ").next().expect("a section has an end"));
    for row in sections.flat_map(rows) {
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
