//! Feedback in a file of the data folder: an embedded database, whose every commit is on the disk before it is
//! acknowledged. One process writes; others may read meanwhile.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use redb::{
    Builder, ConcurrencyMode, Database, ReadableDatabase, ReadableTable, ReadableTableMetadata,
    TableDefinition,
};

use crate::domain::{FeedbackEntry, FeedbackError, FeedbackStore};

/// Entries by their number, in the order in which they came; each in JSON with a checksum.
const ENTRIES: TableDefinition<u64, &[u8]> = TableDefinition::new("feedback");
/// Bytes of the file that are kept in memory.
const CACHE_BYTES: usize = 1 << 20;
/// The longest entry, in bytes.
const ENTRY_BYTES_MAX: usize = 64 << 10;

/// The file of a data folder.
#[derive(Debug)]
pub struct FeedbackFile {
    path: PathBuf,
    database: Database,
    age_max: Duration,
    entries_max: u64,
    count: AtomicU64,
}

impl FeedbackFile {
    /// The path of the file below `data_dir`.
    pub fn path_in(data_dir: &Path) -> PathBuf {
        data_dir.join("feedback.redb")
    }

    /// Opens the file below `data_dir`, or makes it. It holds at most `entries_max` entries, none older than `age_max`.
    ///
    /// # Errors
    /// When it cannot be opened, is damaged, or another process writes to it.
    pub fn open(
        data_dir: &Path,
        age_max: Duration,
        entries_max: u64,
    ) -> Result<Self, FeedbackError> {
        let path = Self::path_in(data_dir);
        let failed = |error: &dyn std::fmt::Display| {
            let path = path.display();
            let remedy = "if another server writes to it, name another --data-dir; if it is damaged, move it away";
            FeedbackError(format!("open the feedback in {path}: {error}; {remedy}"))
        };
        fs::create_dir_all(data_dir).map_err(|error| failed(&error))?;
        owner_only(&path).map_err(|error| failed(&error))?;
        let database = builder().set_check_integrity_on_open(true).create(&path);
        let database = database.map_err(|error| failed(&error))?;
        let file =
            Self { path: path.clone(), database, age_max, entries_max, count: AtomicU64::new(0) };
        file.write(None).map_err(|error| failed(&error))?;
        Ok(file)
    }

    /// Writes an entry, if there is one, and removes those that are too old or too many.
    fn write(&self, entry: Option<&[u8]>) -> Result<(), redb::Error> {
        let transaction = self.database.begin_write()?;
        let count = {
            let mut entries = transaction.open_table(ENTRIES)?;
            if let Some(bytes) = entry {
                let last = entries.last()?.map_or(0, |(key, _)| key.value());
                entries.insert(last + 1, bytes)?;
            }
            let oldest = Timestamp::now().checked_sub(self.age_max).unwrap_or(Timestamp::MIN);
            loop {
                let first = entries.first()?;
                let first = first.map(|(_, value)| is_older(value.value(), oldest));
                let Some(is_old) = first else { break };
                if !is_old && entries.len()? <= self.entries_max {
                    break;
                }
                entries.pop_first()?;
            }
            entries.len()?
        };
        transaction.commit()?;
        self.count.store(count, Ordering::Relaxed);
        Ok(())
    }
}

impl FeedbackStore for FeedbackFile {
    fn keep(&self, entry: &FeedbackEntry) -> Result<(), FeedbackError> {
        let failed = |error: &dyn std::fmt::Display| {
            FeedbackError(format!("keep feedback in {}: {error}", self.path.display()))
        };
        let bytes = serde_json::to_vec(entry).map_err(|error| failed(&error))?;
        if bytes.len() > ENTRY_BYTES_MAX {
            return Err(failed(&format!("it has more than {ENTRY_BYTES_MAX} bytes; write less")));
        }
        self.write(Some(&sealed(bytes))).map_err(|error| failed(&error))
    }

    fn count(&self) -> u64 {
        self.count.load(Ordering::Relaxed)
    }
}

/// The entries of the file below `data_dir`, the oldest first; none where there is no file. A server may write to it
/// meanwhile.
///
/// # Errors
/// When it cannot be read.
pub fn read_feedback(data_dir: &Path) -> Result<Vec<FeedbackEntry>, FeedbackError> {
    let path = FeedbackFile::path_in(data_dir);
    if !path.exists() {
        return Ok(Vec::new());
    }
    read(&path).map_err(|error| {
        let remedy = "if it is damaged, restore it from a backup";
        FeedbackError(format!("read the feedback in {}: {error}; {remedy}", path.display()))
    })
}

fn read(path: &Path) -> Result<Vec<FeedbackEntry>, redb::Error> {
    match builder().open_read_only(path) {
        // What wrote it was killed, and nothing writes now.
        Err(redb::DatabaseError::RepairAborted) => read_from(&builder().open(path)?),
        database => read_from(&database?),
    }
}

fn read_from(database: &impl ReadableDatabase) -> Result<Vec<FeedbackEntry>, redb::Error> {
    let transaction = database.begin_read()?;
    let entries = match transaction.open_table(ENTRIES) {
        Err(redb::TableError::TableDoesNotExist(_)) => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut read = Vec::new();
    for entry in entries.iter()? {
        let (key, value) = entry?;
        match unsealed(value.value()) {
            Ok(entry) => read.push(entry),
            Err(error) => {
                tracing::warn!(key = key.value(), %error, "left out an entry that cannot be read");
            }
        }
    }
    Ok(read)
}

fn builder() -> Builder {
    let mut builder = Builder::new();
    builder.set_cache_size(CACHE_BYTES).set_concurrency_mode(ConcurrencyMode::SingleWriter);
    builder
}

/// An entry in JSON with its checksum: whoever only reads the file does not check its pages.
fn sealed(mut entry: Vec<u8>) -> Vec<u8> {
    let checksum = format!("\n{:08x}", crc32fast::hash(&entry));
    entry.extend(checksum.into_bytes());
    entry
}

/// The entry; those of earlier versions have no checksum.
fn unsealed(bytes: &[u8]) -> Result<FeedbackEntry, String> {
    // JSON in one line has no line break.
    let entry = match bytes.iter().rposition(|byte| *byte == b'\n') {
        Some(end) if sealed(bytes[..end].to_vec()) != bytes => {
            return Err("it is damaged".to_owned());
        }
        Some(end) => &bytes[..end],
        None => bytes,
    };
    serde_json::from_slice(entry).map_err(|error| error.to_string())
}

/// What cannot be read counts as old: nobody can use it.
fn is_older(entry: &[u8], oldest: Timestamp) -> bool {
    unsealed(entry).map_or(true, |entry| entry.at < oldest)
}

/// Makes the file so that its owner alone may read it: people may ask what is nobody else's business.
fn owner_only(path: &Path) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::domain::FeedbackKind;

    const DAY: Duration = Duration::from_hours(24);

    fn entry(question: &str, hours_ago: i64) -> FeedbackEntry {
        FeedbackEntry {
            kind: FeedbackKind::Missed,
            at: Timestamp::now() - SignedDuration::from_hours(hours_ago),
            question: question.to_owned(),
            history: Vec::new(),
            documents: Vec::new(),
            status: "NOT_FOUND".to_owned(),
            refusal: Some("term_nowhere".to_owned()),
            clauses: Vec::new(),
            corpus: "0123456789ab".to_owned(),
            comment: None,
        }
    }

    fn questions(folder: &Path) -> Vec<String> {
        let entries = read_feedback(folder).expect("a sound file");
        entries.into_iter().map(|entry| entry.question).collect()
    }

    #[test]
    fn entries_are_kept_in_order_until_they_are_too_old_or_too_many() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        assert!(questions(folder.path()).is_empty(), "there is no file");
        let file = FeedbackFile::open(folder.path(), DAY, 3).expect("a new file");
        for (question, hours_ago, kept) in [
            ("a", 25, &[][..]),
            ("b", 23, &["b"][..]),
            ("c", 0, &["b", "c"][..]),
            ("d", 0, &["b", "c", "d"][..]),
            ("e", 0, &["c", "d", "e"][..]),
        ] {
            file.keep(&entry(question, hours_ago)).expect("there is room");
            // Another process may read while this one writes.
            assert_eq!(questions(folder.path()), kept, "{question}");
            assert_eq!(file.count(), kept.len() as u64);
        }
        let second = FeedbackFile::open(folder.path(), DAY, 3).expect_err("one writes").to_string();
        assert!(second.contains("--data-dir"), "{second}");
        drop(file);
        let file = FeedbackFile::open(folder.path(), DAY, 2).expect("the same file");
        assert_eq!((file.count(), questions(folder.path())), (2, vec!["d".into(), "e".into()]));
    }

    #[test]
    fn an_entry_is_not_longer_than_it_may_be() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = FeedbackFile::open(folder.path(), DAY, 3).expect("a new file");
        let error = file.keep(&entry(&"x".repeat(ENTRY_BYTES_MAX), 0)).expect_err("too long");
        assert!(error.0.contains("write less"), "{error}");
        assert_eq!(file.count(), 0);
    }

    #[test]
    fn a_damaged_entry_is_no_entry() {
        let bytes = serde_json::to_vec(&entry("Who speaks of piracy?", 1)).expect("JSON");
        let earlier = unsealed(&bytes).expect("as earlier versions wrote it");
        let whole = sealed(bytes);
        assert_eq!(unsealed(&whole).expect("whole").question, earlier.question);
        for bit in 0..whole.len() * 8 {
            let mut damaged = whole.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            assert!(unsealed(&damaged).is_err(), "bit {bit}");
        }
    }

    #[test]
    fn a_damaged_file_is_an_error_with_a_remedy() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        drop(FeedbackFile::open(folder.path(), DAY, 3).expect("a new file"));
        let path = FeedbackFile::path_in(folder.path());
        fs::write(&path, b"no database").expect("a file");
        let opened = FeedbackFile::open(folder.path(), DAY, 3).expect_err("damaged").to_string();
        assert!(opened.contains("move it away"), "{opened}");
        assert!(read_feedback(folder.path()).is_err());
    }
}
