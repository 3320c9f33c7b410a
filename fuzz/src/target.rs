//! Damaged files of one format, read one after the other.

use std::collections::HashSet;
use std::fmt::{self, Display};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};
use std::{fs, process, thread};

use formats::{HeadingWords, Limits, ParsedDocument, read_adoption_records};

use crate::damage::damage;
use crate::random::Random;
use crate::{made_files, memos, webhooks};

/// No file may take longer to read.
const READ_MAX: Duration = Duration::from_secs(10);
/// How many files are kept to be damaged further.
const KEPT_MAX: usize = 500;

/// What came of it.
pub(crate) struct Outcome {
    files: usize,
    kept: usize,
    pub(crate) failures: usize,
}

impl Display for Outcome {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { files, kept, failures } = self;
        write!(out, "{files} files read, {kept} shapes, {failures} failures")
    }
}

/// Reads a file with words for headings in some languages.
pub(crate) fn read(name: &str, bytes: &[u8]) -> Vec<ParsedDocument> {
    let list = |words: &str| words.split(' ').map(str::to_owned).collect();
    let words = HeadingWords {
        article: list("article artículo статья المادة 条"),
        annex: list("annex annexe приложение 附件"),
        division: list("chapter part section"),
        preamble: list("preamble préambule 序言"),
    };
    formats::read(name, bytes, &words, &Limits::default()).unwrap_or_default()
}

/// Damages `seeds` and reads what comes of it, for `time`.
pub(crate) fn run(format: &'static str, seeds: Vec<Vec<u8>>, time: Duration) -> Outcome {
    let start = Instant::now();
    let mut kept = seeds;
    let mut seen = HashSet::new();
    let mut outcome = Outcome { files: 0, kept: 0, failures: 0 };
    while start.elapsed() < time {
        let mut random = Random::new(outcome.files as u64);
        let mut bytes = random.one(&kept).clone();
        let other = random.one(&kept).clone();
        damage(&mut bytes, &other, &mut random);
        outcome.files += 1;
        let file = if format == "docx" { packed(&bytes) } else { bytes.clone() };
        if let Some(shape) = in_time(format, &file) {
            if kept.len() < KEPT_MAX && seen.insert(shape) {
                kept.push(bytes);
            }
        } else {
            outcome.failures += 1;
            keep(format, &file, "panics");
        }
    }
    outcome.kept = seen.len();
    outcome
}

/// A Word file around a damaged body.
fn packed(body: &[u8]) -> Vec<u8> {
    made_files::docx(&String::from_utf8_lossy(body))
}

/// The shape of what is read; none where the reader panics. Where it takes too long the program ends.
fn in_time(format: &'static str, file: &[u8]) -> Option<u64> {
    let (done, waits) = channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            if waits.recv_timeout(READ_MAX) == Err(RecvTimeoutError::Timeout) {
                keep(format, file, "takes longer than 10 seconds");
                process::exit(1);
            }
        });
        let shape = catch_unwind(AssertUnwindSafe(|| shape(format, file)));
        drop(done);
        shape.ok()
    })
}

/// What tells one way through a reader from another: the roles and numbers of the blocks, roughly.
fn shape(format: &str, file: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    if format == "records" {
        let records = read_adoption_records(&String::from_utf8_lossy(file));
        records.map(|records| records.by_symbol.len().min(4)).ok().hash(&mut hasher);
        return hasher.finish();
    }
    if format == "memo" {
        memos::verdicts(file).hash(&mut hasher);
        return hasher.finish();
    }
    if webhooks::SEEDS.iter().any(|(platform, _)| *platform == format) {
        webhooks::shape(format, file).hash(&mut hasher);
        return hasher.finish();
    }
    let ending = if format == "markdown" { "md" } else { "x" };
    for document in read(&format!("a.{ending}"), file) {
        document.doubts.len().min(4).hash(&mut hasher);
        for block in document.blocks.iter().take(12) {
            block.role.hash(&mut hasher);
            block.number.as_ref().map(String::len).hash(&mut hasher);
            block.parent.is_some().hash(&mut hasher);
            check(block.text.as_str());
        }
    }
    hasher.finish()
}

/// What every block promises.
fn check(text: &str) {
    assert!(!text.contains(['\n', '\r']), "a line break in {text:?}");
    assert_eq!(text, text.trim(), "white space at the ends");
}

/// Keeps a file that was not read.
fn keep(format: &str, file: &[u8], reason: &str) {
    let mut hasher = DefaultHasher::new();
    file.hash(&mut hasher);
    let folder = Path::new("target/fuzz");
    let path = folder.join(format!("{format}-{:016x}", hasher.finish()));
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(&path, file));
    match written {
        Ok(()) => eprintln!("{format}: a file {reason}: {}", path.display()),
        Err(error) => eprintln!("{format}: a file {reason}, and cannot be kept: {error}"),
    }
}
