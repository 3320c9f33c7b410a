//! Holds the program to its floors, and the crates below it to what they know: reads the sources, and
//! fails where one reaches too high.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::import_circles::{Circle, Files};
use crate::imports::{Imports, imports};
use crate::rust_tokens::tokens;
use crate::word_lists::word_lists;

/// The crates under `crates/`, by the names that the program has for them.
const CRATES: [&str; 3] = ["columns", "encoder", "formats"];

/// The crates that only tests use.
const TEST_CRATES: [&str; 1] = ["test-needs"];

/// Each floor with the floors and crates that it may import.
pub(crate) const FLOORS: [(&str, &[&str]); 13] = [
    ("domain", &["columns"]),
    ("language", &["domain"]),
    ("citing", &["domain", "language"]),
    ("corpus", &["columns", "formats", "domain", "language"]),
    ("reading", &["domain", "language"]),
    ("quoting", &["columns", "domain", "language"]),
    ("retrieval", &["columns", "domain", "language", "reading"]),
    ("checking", &["domain", "language", "reading", "retrieval", "quoting"]),
    ("answering", &["columns", "domain", "language", "reading", "retrieval", "quoting"]),
    ("backends", &["columns", "encoder", "domain", "corpus", "retrieval"]),
    ("service", &["domain", "corpus", "retrieval", "quoting", "checking", "answering"]),
    ("api", &["domain", "citing", "service"]),
    ("eval", &["domain", "citing", "corpus", "retrieval", "quoting", "checking", "answering"]),
];

/// The composition root, which may import everything.
const ROOT: [&str; 5] = ["config", "telemetry", "cli", "main", "lib"];

/// What only the composition root may name.
const ROOT_ONLY: [&str; 6] =
    ["clap", "anyhow", "env::var", "env::var_os", "env::vars", "env::current_exe"];

/// Floors that are pure, as all crates are: no runtime, no files, no clock, no environment.
const PURE: [&str; 9] = [
    "domain", "language", "corpus", "reading", "retrieval", "citing", "quoting", "checking",
    "answering",
];

/// What pure floors may not name.
const IMPURE: [&str; 8] = [
    "tokio", "std::fs", "std::env", "std::net", "std::process", "SystemTime", "Instant::now",
    "Timestamp::now",
];

const FILE_LINES_MAX: usize = 400;

/// Circles of imports that there may be. Where it is one, that is the one of the GraphQL types, whose schema
/// is a graph.
const CIRCLES_MAX: usize = 1;

/// Lists of words that are no English: the file, the first word (or any, where it is empty), and what they are.
const TECHNICAL: &[(&str, &str, &str)] = &[
    ("api/bots/github/request.rs", "opened", "actions of GitHub"),
    ("api/bots/asked.rs", "help", "names of commands"),
    ("api/graphql/pricing/tariff.rs", "", "fields of the schema"),
    ("api/graphql/limits.rs", "aliases", "what is counted, as errors call it"),
    ("api/http/browse/feedback.rs", "q", "parameters"),
    ("api/http/cors.rs", "", "headers"),
    ("api/http/events.rs", "", "headers"),
    ("api/http/harden.rs", "", "headers"),
    ("api/http/endpoints.rs", "", "descriptions of routes"),
    ("api/http/metrics/held.rs", "documents", "what is counted"),
    ("api/http/rest/export.rs", "application", "media types"),
    ("api/http/rest/parameters.rs", "", "parameters"),
    ("api/http/rest/representation.rs", "application", "media types"),
    ("api/http/rest/verify_quote.rs", "text", "parameters"),
    ("api/mcp/lookups.rs", "", "keys of JSON"),
    ("api/mcp/tools.rs", "search", "names of tools"),
    ("api/openai/models.rs", "rapporteur", "names of models"),
    ("backends/corpus_folder.rs", "", "names of files"),
    ("backends/language_model.rs", "role", "keys of JSON"),
    ("citing/akoma_ntoso/meta.rs", "", "attributes of XML"),
    ("citing/annotation.rs", "type", "keys of JSON"),
    ("citing/bibtex.rs", "author", "fields of BibLaTeX"),
    ("citing/language.rs", "ar", "codes of languages"),
    ("cli/doctor_service.rs", "live", "what is examined"),
    ("cli/doctor.rs", "model", "what is examined"),
    ("cli/reload.rs", "cors-origins", "names of settings"),
    ("cli/filter_arguments.rs", "documents", "fields of filters"),
    ("cli/verify/files.rs", "md", "endings of files"),
    ("cli/verify/sarif.rs", "", "keys of JSON"),
    ("corpus/front_matter.rs", "id", "keys of front matter"),
    ("eval/abstention.rs", "shipped", "systems that are compared"),
    ("eval/beir.rs", "dense", "systems that are compared"),
    ("eval/clauses.rs", "", "defects of clauses"),
    ("eval/quotes/mangle.rs", "ization", "spellings that are changed"),
    ("eval/quotes/mangle.rs", "case", "ways to change a quotation"),
    ("eval/quotes/mangle.rs", "ffi", "ligatures"),
    ("eval/quotes/mangle.rs", "rn", "letters that look alike"),
    ("eval/report.rs", "first citation right", "rows of a table"),
    ("retrieval/calibrate.rs", "", "features"),
    ("service/state.rs", "answers", "caches"),
];

struct Source {
    path: PathBuf,
    /// The folder or file directly under `src`, or the folder directly under `crates`.
    floor: String,
    text: String,
}

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The sources of the program.
fn program() -> Vec<Source> {
    sources("src")
}

/// The sources of the crates below it.
fn crates() -> Vec<Source> {
    let sources = sources("crates");
    for name in CRATES {
        assert!(sources.iter().any(|source| source.floor == name), "{name}");
    }
    sources
}

fn sources(root: &str) -> Vec<Source> {
    let root = project().join(root);
    let mut sources = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a readable folder") {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let inside = path.strip_prefix(&root).expect("a path below it");
                let first = inside.components().next().expect("a path with a name");
                let floor = Path::new(first.as_os_str()).with_extension("");
                let floor = floor.to_str().expect("UTF-8").to_owned();
                let text = fs::read_to_string(&path).expect("UTF-8");
                sources.push(Source { path, floor, text });
            }
        }
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(sources.len() > 10, "the sources were found");
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

/// All paths that `source` names, from the crate that they begin with, as far as `use` tells it.
fn paths_of(source: &str) -> BTreeSet<String> {
    let Imports { bindings, paths, .. } = imports(&tokens(source));
    let full = |(_, path): (Vec<String>, Vec<String>)| {
        let bound = bindings.iter().find(|binding| binding.name == path[0]);
        bound.map_or_else(|| path.clone(), |binding| [&binding.path, &path[1..]].concat())
    };
    let named: BTreeSet<String> = paths.into_iter().map(full).map(|path| path.join("::")).collect();
    let used = bindings.iter().map(|binding| binding.path.join("::"));
    named.into_iter().chain(used).collect()
}

/// Whether `path` leads to or through `name`, which may leave out where it begins.
fn leads_through(path: &str, name: &str) -> bool {
    format!("::{path}::").contains(&format!("::{name}::"))
}

/// The floors that `source` imports.
fn floors_of(source: &str) -> BTreeSet<String> {
    let Imports { bindings, paths, .. } = imports(&tokens(source));
    let used = bindings.into_iter().map(|binding| binding.path);
    let named = paths.into_iter().map(|(_, path)| path);
    let below = |path: Vec<String>| match &path[..] {
        [root, floor, ..] if root == "crate" => Some(floor.clone()),
        _ => None,
    };
    used.chain(named).filter_map(below).collect()
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
        assert!(floors_of(code).iter().eq(expected), "{code}");
    }
    assert!(names("use clap::Args;", "clap") && !names("use clapper::Args;", "clap"));
    let outside = [
        ("let x = std::env::var(x);", "env::var"),
        ("use std::env; fn f() { env::var(x); }", "env::var"),
        ("use std::{fs, env};", "std::fs"),
        ("let x = std::time::Instant::now();", "Instant::now"),
        ("use std::time::Instant; fn f() { Instant::now(); }", "Instant::now"),
        ("fn f() { jiff::Timestamp::now(); }", "Timestamp::now"),
        ("fn f() -> std::io::Result<()> { std::fs::read(x) }", "std::fs"),
    ];
    for (code, name) in outside {
        assert!(paths_of(code).iter().any(|path| leads_through(path, name)), "{code}");
    }
    for code in ["std::environment::x();", "// std::env::var", "let x = \"std::env::var\";"] {
        assert!(!paths_of(code).iter().any(|path| leads_through(path, "std::env")), "{code}");
    }
}

/// Only the mapping of files, and instructions that the compiler does not know to be there, cannot do
/// without.
#[test]
fn four_files_say_unsafe() {
    let unsafe_ones: Vec<PathBuf> = (crates().into_iter().chain(program()))
        .filter(|source| {
            let code = code(&source.text);
            ["unsafe {", "unsafe fn", "unsafe impl", "unsafe_code"]
                .iter()
                .any(|one| code.contains(one))
        })
        .map(|source| source.path)
        .collect();
    let expected = [
        "crates/encoder/src/bert/mod.rs",
        "crates/encoder/src/bert/tiles.rs",
        "src/backends/mapped_file.rs",
        "src/main.rs",
    ];
    assert_eq!(unsafe_ones, expected.map(|it| project().join(it)));
}

#[test]
fn imports_go_down_only() {
    let mut breaches = Vec::new();
    for source in program() {
        if ROOT.contains(&source.floor.as_str()) {
            continue;
        }
        let Some((_, allowed)) = FLOORS.iter().find(|(floor, _)| *floor == source.floor) else {
            breaches.push(format!("{}: is on no floor", source.path.display()));
            continue;
        };
        let code = code(&source.text);
        let crates = CRATES.iter().filter(|name| names(&code, name)).map(ToString::to_string);
        for import in floors_of(&source.text).into_iter().chain(crates) {
            let known = FLOORS.iter().any(|(floor, _)| *floor == import)
                || ROOT.contains(&import.as_str())
                || CRATES.contains(&import.as_str());
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
    for source in program().into_iter().chain(crates()) {
        let paths = paths_of(&source.text);
        let mut refuse = |list: &[&str]| {
            let leads = |name: &&&str| paths.iter().any(|path| leads_through(path, name));
            for name in list.iter().filter(leads) {
                breaches.push(format!("{}: names {name}", source.path.display()));
            }
        };
        let root = [&ROOT[..], &TEST_CRATES].concat();
        if !root.contains(&source.floor.as_str()) {
            refuse(&ROOT_ONLY);
        }
        let example = source.path.components().any(|part| part.as_os_str() == "examples");
        let pure = PURE.contains(&source.floor.as_str())
            || (CRATES.contains(&source.floor.as_str()) && !example);
        if pure {
            refuse(&IMPURE);
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn files_are_short_and_floors_say_what_they_own() {
    let mut breaches = Vec::new();
    for source in program().into_iter().chain(crates()) {
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

/// The source files of the crate by their paths below `src`, and the same without those for tests alone.
fn crate_files() -> (Vec<(PathBuf, String)>, Files) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let below = |path: &Path| path.strip_prefix(&root).expect("a path below src").to_owned();
    let mut sources: Vec<(PathBuf, String)> =
        program().into_iter().map(|source| (below(&source.path), source.text)).collect();
    // A program of its own, over the library.
    sources.retain(|(path, _)| path != Path::new("main.rs"));
    let files = Files::read(&sources);
    (sources, files)
}

#[test]
fn imports_make_no_circle() {
    let (_, files) = crate_files();
    let circles = files.circles();
    let of_the_schema =
        |circle: &&Circle<'_>| circle.files.iter().all(|path| path.starts_with("api/graphql"));
    let others = circles.len() - circles.iter().filter(of_the_schema).count();
    let shown: String = circles.iter().map(Circle::to_string).collect();
    assert!(
        circles.len() <= CIRCLES_MAX && others < CIRCLES_MAX,
        "{} circles, {others} of them beside that of the GraphQL types\n{shown}",
        circles.len()
    );
}

#[test]
fn word_lists_stand_in_language() {
    let (sources, files) = crate_files();
    let texts: BTreeMap<&Path, &str> =
        sources.iter().map(|(path, text)| (path.as_path(), text.as_str())).collect();
    let outside = files.paths().filter(|path| !path.starts_with("language"));
    let lists: Vec<(&Path, Vec<&str>)> = outside
        .flat_map(|path| word_lists(texts[path]).into_iter().map(move |words| (path, words)))
        .collect();
    let is_of = |(file, first, _): &(&str, &str, &str), (path, words): &(&Path, Vec<&str>)| {
        path.ends_with(file) && (first.is_empty() || words[0] == *first)
    };
    for technical in TECHNICAL {
        assert!(
            lists.iter().any(|list| is_of(technical, list)),
            "there is no longer {technical:?}"
        );
    }
    let english: Vec<String> = lists
        .iter()
        .filter(|list| !TECHNICAL.iter().any(|technical| is_of(technical, list)))
        .map(|(path, words)| format!("{}: {}", path.display(), words.join(", ")))
        .collect();
    assert!(
        english.is_empty(),
        "{} lists of words outside language\n{}",
        english.len(),
        english.join("\n")
    );
}

/// The compiler holds most of this: what a crate does not depend on, it cannot name.
#[test]
fn crates_know_nothing_of_the_program() {
    let mut breaches = Vec::new();
    for source in crates() {
        let code = code(&source.text);
        let above = FLOORS.iter().map(|(floor, _)| *floor).chain(ROOT).chain(["rapporteur"]);
        for name in above.filter(|name| names(&code, name)) {
            breaches.push(format!("{}: names {name}", source.path.display()));
        }
    }
    for entry in fs::read_dir(project().join("crates")).expect("a folder of crates") {
        let folder = entry.expect("a readable entry").path();
        let name = folder.file_name().and_then(|name| name.to_str()).expect("UTF-8");
        assert!(
            CRATES.contains(&name) || TEST_CRATES.contains(&name),
            "{name} is not in the table"
        );
        assert!(folder.join("README.md").is_file(), "{name} has a README");
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).expect("a manifest");
        let manifest: toml::Table = manifest.parse().expect("TOML");
        assert_eq!(manifest["lints"]["workspace"].as_bool(), Some(true), "{name}");
        let own = dependencies(&manifest).into_iter().filter(|name| *name != "test_needs");
        for dependency in own {
            breaches.push(format!("{name}: depends on {dependency} by its path"));
        }
    }
    let manifest = fs::read_to_string(project().join("Cargo.toml")).expect("a manifest");
    let manifest = manifest.parse().expect("TOML");
    let own = [&CRATES[..], &["test_needs"]].concat();
    assert_eq!(dependencies(&manifest), own, "the program has them, and lends them to nobody");
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

/// The names of all dependencies that are folders, whatever they are for.
fn dependencies(manifest: &toml::Table) -> Vec<String> {
    let mut found = Vec::new();
    for (key, value) in manifest {
        match value.as_table() {
            Some(list) if key.ends_with("dependencies") => {
                let folders = list.iter().filter(|(_, it)| it.get("path").is_some());
                found.extend(folders.map(|(name, _)| name.clone()));
            }
            Some(table) => found.extend(dependencies(table)),
            None => {}
        }
    }
    found
}
