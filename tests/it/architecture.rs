//! Holds the crate to its floors: reads the sources, and fails where one reaches too high.

use std::fs;
use std::path::{Path, PathBuf};

/// Each floor with the floors that it may import.
const FLOORS: [(&str, &[&str]); 14] = [
    ("columns", &[]),
    ("domain", &["columns"]),
    ("language", &["domain"]),
    ("citing", &["domain", "language"]),
    ("corpus", &["columns", "domain", "language"]),
    ("reading", &["domain", "language"]),
    ("quoting", &["columns", "domain", "language"]),
    ("retrieval", &["columns", "domain", "language", "reading"]),
    ("checking", &["domain", "language", "reading", "retrieval", "quoting"]),
    ("answering", &["columns", "domain", "language", "reading", "retrieval", "quoting"]),
    ("backends", &["columns", "domain", "corpus", "retrieval"]),
    ("service", &["domain", "corpus", "retrieval", "quoting", "checking", "answering"]),
    ("api", &["domain", "citing", "service"]),
    ("eval", &["domain", "corpus", "retrieval", "quoting", "answering"]),
];

/// The composition root, which may import everything.
const ROOT: [&str; 5] = ["config", "telemetry", "cli", "main", "lib"];

/// What only the composition root may name.
const ROOT_ONLY: [&str; 6] =
    ["clap", "anyhow", "env::var", "env::var_os", "env::vars", "env::current_exe"];

/// Floors that are pure: no runtime, no files, no clock, no environment.
const PURE: [&str; 10] = [
    "columns", "domain", "language", "corpus", "reading", "retrieval", "citing", "quoting",
    "checking", "answering",
];

/// What pure floors may not name.
const IMPURE: [&str; 8] = [
    "tokio", "std::fs", "std::env", "std::net", "std::process", "SystemTime", "Instant::now",
    "Timestamp::now",
];

const FILE_LINES_MAX: usize = 400;

struct Source {
    path: PathBuf,
    /// The folder or file directly under `src`.
    floor: String,
    text: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a readable folder") {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let inside = path.strip_prefix(&root).expect("a path below src");
                let first = inside.components().next().expect("a path with a name");
                let floor = Path::new(first.as_os_str()).with_extension("");
                let floor = floor.to_str().expect("UTF-8").to_owned();
                let text = fs::read_to_string(&path).expect("UTF-8");
                sources.push(Source { path, floor, text });
            }
        }
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(sources.len() > 20, "the sources were found");
    sources
}

/// The text without comments.
fn code(text: &str) -> String {
    let uncommented = |line: &str| match line.find("//") {
        // Not the slashes of an address inside a string.
        Some(at) if !line[..at].ends_with(':') => line[..at].to_owned(),
        _ => line.to_owned(),
    };
    text.lines().map(uncommented).collect::<Vec<_>>().join("\n")
}

/// Whether `code` names the path `name`, not merely something that ends or begins like it.
fn names(code: &str, name: &str) -> bool {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(name).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + name.len()..].chars().next();
        // A crate's name counts where a path begins with it.
        let path = name.contains("::") || name.starts_with(char::is_uppercase);
        let follows =
            if path { !after.is_some_and(word) } else { code[at + name.len()..].starts_with("::") };
        !before.is_some_and(|c| word(c) || c == ':') && follows
    })
}

/// The floors that `code` imports through `crate::`, also in lists: `use crate::{a, b::c}`.
fn imports(code: &str) -> Vec<String> {
    let word = |text: &str| -> String {
        text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    };
    let mut found = Vec::new();
    for (at, prefix) in code.match_indices("crate::") {
        let rest = &code[at + prefix.len()..];
        let Some(list) = rest.strip_prefix('{') else {
            found.push(word(rest));
            continue;
        };
        let (mut depth, mut item) = (0, String::new());
        for c in list.chars() {
            match c {
                '}' if depth == 0 => break,
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => found.push(word(std::mem::take(&mut item).trim())),
                _ if depth == 0 => item.push(c),
                _ => {}
            }
        }
        found.push(word(item.trim()));
    }
    found.retain(|name| !name.is_empty());
    found
}

#[test]
fn imports_are_read() {
    let cases = [
        ("use crate::domain::Part;", vec!["domain"]),
        ("use crate::{domain::{Part, Span}, retrieval};", vec!["domain", "retrieval"]),
        ("let x = crate::api::http::run;", vec!["api"]),
        ("pub(crate) fn x() {}", vec![]),
    ];
    for (code, expected) in cases {
        assert_eq!(imports(code), expected, "{code}");
    }
    assert!(names("use clap::Args;", "clap") && !names("use clapper::Args;", "clap"));
    assert!(names("std::env::var(x)", "std::env") && !names("std::environment", "std::env"));
}

/// Only the mapping of files, and instructions that the compiler does not know to be there, cannot do
/// without.
#[test]
fn three_files_say_unsafe() {
    let mut unsafe_ones: Vec<PathBuf> = sources()
        .into_iter()
        .filter(|source| {
            let code = code(&source.text);
            ["unsafe {", "unsafe fn", "unsafe impl", "unsafe_code"]
                .iter()
                .any(|one| code.contains(one))
        })
        .map(|source| source.path)
        .collect();
    unsafe_ones.sort_unstable();
    let backends = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/backends");
    let expected = ["bert/mod.rs", "bert/tiles.rs", "mapped_file.rs"].map(|it| backends.join(it));
    assert_eq!(unsafe_ones, expected);
}

#[test]
fn imports_go_down_only() {
    let mut breaches = Vec::new();
    for source in sources() {
        if ROOT.contains(&source.floor.as_str()) {
            continue;
        }
        let Some((_, allowed)) = FLOORS.iter().find(|(floor, _)| *floor == source.floor) else {
            breaches.push(format!("{}: is on no floor", source.path.display()));
            continue;
        };
        for import in imports(&code(&source.text)) {
            let known =
                FLOORS.iter().any(|(floor, _)| *floor == import) || ROOT.contains(&import.as_str());
            if known && import != source.floor && !allowed.contains(&import.as_str()) {
                breaches.push(format!("{}: imports {import}", source.path.display()));
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn the_outside_world_stays_outside() {
    let mut breaches = Vec::new();
    for source in sources() {
        let code = code(&source.text);
        let mut refuse = |list: &[&str]| {
            for name in list.iter().filter(|name| names(&code, name)) {
                breaches.push(format!("{}: names {name}", source.path.display()));
            }
        };
        if !ROOT.contains(&source.floor.as_str()) {
            refuse(&ROOT_ONLY);
        }
        if PURE.contains(&source.floor.as_str()) {
            refuse(&IMPURE);
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn files_are_short_and_floors_say_what_they_own() {
    let mut breaches = Vec::new();
    for source in sources() {
        let lines = source.text.lines().count();
        if lines > FILE_LINES_MAX {
            breaches.push(format!("{}: has {lines} lines", source.path.display()));
        }
        if !source.text.starts_with("//! ") {
            breaches.push(format!("{}: begins without a word about it", source.path.display()));
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}
