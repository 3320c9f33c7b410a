//! Data folders that were damaged: nothing of the damage is ever answered from.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Parser as _;
use tempfile::TempDir;

use super::*;
use crate::backends::IndexFolder;
use crate::cli::arguments::Cli;
use crate::corpus::Archive as _;
use crate::domain::{Digest, Query, QuoteClaim};
use crate::fake_embedder::FakeEmbedder;

/// A corpus, and the data folder of its first start.
struct Started {
    root: TempDir,
    config: Config,
    embedder: Arc<FakeEmbedder>,
    /// Every file of the data folder that holds something.
    files: Vec<(PathBuf, Vec<u8>)>,
    answers: Vec<String>,
}

/// What is done to a file: its path, and what it holds then.
type Damage = (PathBuf, Vec<u8>);

const DOCUMENTS: [&str; 1] = ["event-2014.md"];
const QUESTIONS: [&str; 2] =
    ["What was said about cooperation between police and countries?", "Who paid for the moon?"];

impl Started {
    fn new() -> Self {
        let root = tempfile::tempdir().expect("a temporary folder");
        let (corpus, data) = (root.path().join("corpus"), root.path().join("data"));
        fs::create_dir(&corpus).expect("a folder");
        for name in DOCUMENTS {
            let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
            fs::copy(document, corpus.join(name)).expect("a copy");
        }
        let folder = |path: &Path| path.to_str().expect("UTF-8").to_owned();
        let [corpus, data] = [&corpus, &data].map(|path| folder(path));
        let arguments = ["rapporteur", "--corpus", &corpus, "--data-dir", &data, "serve"];
        let config = Cli::try_parse_from(arguments).expect("good arguments").config;
        let embedder = Arc::new(FakeEmbedder::new(1));
        let mut this = Self { root, config, embedder, files: Vec::new(), answers: Vec::new() };
        this.answers = this.answers_of(&this.load(Check::Used).expect("a first start"));
        this.files = files_in(&this.config.data_dir);
        this
    }

    /// Loads as `serve` and `ask` do, or as `index` does.
    fn load(&self, check: Check) -> anyhow::Result<Loaded> {
        let files = list_corpus(&self.config.corpus, FILE_BYTES_MAX as u64)?;
        let embedder = Arc::clone(&self.embedder) as Arc<dyn Embedder>;
        load_begun(&self.config, Begun { files, embedder }, check)
    }

    /// All that `loaded` says to some questions, and of a quotation.
    fn answers_of(&self, loaded: &Loaded) -> Vec<String> {
        let engine = &loaded.engine;
        let quotation = engine.corpus().text_of(&engine.corpus().clauses()[3]);
        let claim = QuoteClaim { text: quotation.to_owned(), document: None, clause: None };
        let quoted = engine.verify_quote(&claim);
        let asked = QUESTIONS.map(|question| {
            let query = Query { question: question.to_owned(), ..Query::default() };
            let answer = engine.ask(&query, &*self.embedder).expect("an answer");
            let ranked = (&answer.citations, &answer.evidence, &answer.coverage);
            format!("{} {} {ranked:?}", answer.text, answer.confidence)
        });
        asked.into_iter().chain([format!("{:?}", (quoted.verdict, quoted.matches))]).collect()
    }

    /// Makes the data folder what it was, but for `damage`.
    fn damaged_by(&self, (path, bytes): &Damage) {
        for (path, _) in files_in(&self.config.data_dir) {
            fs::remove_file(path).expect("a file");
        }
        for (path, bytes) in &self.files {
            fs::write(path, bytes).expect("a file");
        }
        fs::write(path, bytes).expect("a file");
    }

    /// Whether all documents are kept for links, byte for byte.
    fn is_kept_for_links(&self, loaded: &Loaded) -> bool {
        let snapshots = Snapshots::in_folder(&self.config.data_dir);
        let state = loaded.engine.corpus().digest().to_string();
        DOCUMENTS.iter().all(|name| {
            let document = fs::read(self.config.corpus.join(name)).expect("a document");
            let kept = snapshots.file(&state, name.trim_end_matches(".md"));
            kept.is_ok_and(|kept| kept.bytes == document)
        })
    }

    fn in_folder(&self, name: &str) -> impl Iterator<Item = &(PathBuf, Vec<u8>)> {
        let folder = self.config.data_dir.join(name);
        self.files.iter().filter(move |(path, _)| path.starts_with(&folder))
    }

    /// Where the sections of the index lie in its file.
    fn sections(&self) -> Vec<(String, usize, usize)> {
        let (path, bytes) = self.in_folder("index").next().expect("an index");
        let key = path.file_stem().and_then(|key| key.to_str()).expect("a name");
        let key: Digest = key.parse().expect("a digest");
        let index = IndexFolder::in_folder(&self.config.data_dir).open(key).expect("an index");
        let sections = index.sections().iter();
        let all: Vec<_> =
            sections.map(|(name, own)| (name, own.as_ptr().addr(), own.len())).collect();
        // The last ends with the file.
        let end = all.iter().map(|(_, start, length)| start + length).max().expect("sections");
        let place = |start: usize| bytes.len() - (end - start);
        all.into_iter()
            .map(|(name, start, length)| (name.to_owned(), place(start), length))
            .collect()
    }
}

/// The files below `folder` that hold something, in order.
fn files_in(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(files_in(&path));
        } else {
            let bytes = fs::read(&path).expect("a file");
            files.extend((!bytes.is_empty()).then_some((path, bytes)));
        }
    }
    files.sort();
    files
}

fn flipped((path, bytes): &(PathBuf, Vec<u8>), at: usize) -> Damage {
    let mut bytes = bytes.clone();
    bytes[at] ^= 1 << (at % 8);
    (path.clone(), bytes)
}

/// Bits here and there in the head of the index and its table, and two in each of its sections.
fn flips_of_the_index(started: &Started) -> Vec<Damage> {
    let index = started.in_folder("index").next().expect("an index");
    let head = (0..200).step_by(17);
    let sections = started.sections();
    let sections = sections.iter().filter(|(.., length)| *length > 0);
    let places = sections.flat_map(|(_, start, length)| [start + length / 2, start + length - 1]);
    head.chain(places).map(|at| flipped(index, at)).collect()
}

/// Bits here and there in each other file.
fn flips_of_the_rest(started: &Started) -> Vec<Damage> {
    let files = ["vectors", "snapshots"].into_iter().flat_map(|name| started.in_folder(name));
    let flips = files.flat_map(|file| {
        let step = file.1.len().div_ceil(if file.1.len() > 20_000 { 40 } else { 8 });
        (5..file.1.len()).step_by(step).map(|at| flipped(file, at))
    });
    flips.collect()
}

/// Files that are cut, that have grown, of which a part is gone or stands elsewhere.
fn wounds((path, bytes): &(PathBuf, Vec<u8>)) -> Vec<Damage> {
    let length = bytes.len();
    let cut = [0, 30, length / 2, length - 1].map(|end| bytes[..end.min(length)].to_vec());
    let grown = [bytes, &vec![0; 4_096][..]].concat();
    let mut zeroed = bytes.clone();
    zeroed[length / 3..length / 2].fill(0);
    let mut turned = bytes.clone();
    turned.rotate_left(length / 3);
    let changed = cut.into_iter().chain([grown, zeroed, turned]);
    changed.filter(|other| other != bytes).map(|bytes| (path.clone(), bytes)).collect()
}

/// Holds a start over a folder with `damage` to what is said without it.
fn hold(started: &Started, damage: &Damage, check: Check) {
    let place = damage.0.strip_prefix(started.root.path()).expect("a file of the folder").display();
    started.damaged_by(damage);
    let loaded = started.load(check).expect("the documents are there");
    assert!(started.answers_of(&loaded) == started.answers, "{place}");
    if check == Check::Used {
        return;
    }
    assert!(started.is_kept_for_links(&loaded), "{place}");
    let again = started.load(check).expect("a start");
    assert_eq!(again.computed, 0, "{place}: vectors were mended");
    let file = again.file.expect("an index").path().to_owned();
    let original = started.in_folder("index").next().expect("an index");
    assert!(file == original.0 && fs::metadata(file).is_ok(), "{place}: the index was mended");
}

/// Holds starts over each of these by turns: of two bits of one section, each another kind.
fn hold_by_turns(started: &Started, damages: &[Damage]) {
    for (damage, check) in damages.iter().zip([Check::Used, Check::Everything].iter().cycle()) {
        hold(started, damage, *check);
    }
}

#[test]
fn a_flipped_bit_of_the_index_changes_no_answer_and_is_mended() {
    let started = Started::new();
    let flips = flips_of_the_index(&started);
    assert!(flips.len() >= 100, "{} flips", flips.len());
    hold_by_turns(&started, &flips);
}

#[test]
fn a_flipped_bit_of_what_is_kept_changes_no_answer_and_is_mended() {
    let started = Started::new();
    let flips = flips_of_the_rest(&started);
    assert!(flips.len() >= 50, "{} flips", flips.len());
    hold_by_turns(&started, &flips);
}

#[test]
fn files_that_are_cut_or_mixed_up_change_no_answer_and_are_mended() {
    let started = Started::new();
    let wounds: Vec<Damage> = started.files.iter().flat_map(wounds).collect();
    hold_by_turns(&started, &wounds);
}

#[test]
fn sections_that_changed_places_are_noticed() {
    let started = Started::new();
    let (path, bytes) = started.in_folder("index").next().expect("an index");
    let sections = started.sections();
    let place = |name: &str| sections.iter().find(|section| section.0 == name).expect("a section");
    let (_, ids, length) = *place("tokens.ids");
    let (_, counts, same) = *place("tokens.counts");
    assert_eq!(length, same);
    let mut swapped = bytes.clone();
    swapped[ids..ids + length].copy_from_slice(&bytes[counts..counts + length]);
    swapped[counts..counts + length].copy_from_slice(&bytes[ids..ids + length]);
    hold(&started, &(path.clone(), swapped), Check::Used);
}

#[test]
fn an_unharmed_folder_is_read_and_not_written() {
    let started = Started::new();
    let embedded = started.embedder.texts_embedded();
    for check in [Check::Used, Check::Everything] {
        let loaded = started.load(check).expect("a start");
        assert_eq!((loaded.computed, loaded.file.is_some()), (0, true));
    }
    assert_eq!(started.embedder.texts_embedded(), embedded);
    assert!(files_in(&started.config.data_dir) == started.files);
}
