//! Earlier states of the corpus on disk, addressed by content.
//!
//! Below `snapshots/` of the data folder, `files/ab/abcd...` is a document's file by its SHA-256,
//! and `states/<corpus digest>` lists the documents of a state, a line for each, as `sha256sum`
//! would: `<digest of the file>  <document id>`. The first line says when the state was stored, the last line has
//! the checksum of the list. Files that several states share are stored once. Nothing is removed, and only
//! damaged files are replaced.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use super::atomic_file::{remove_leftovers, replace_bytes};
use super::bounded_file::read_at_most;
use super::data_file::{DataFile, listed};
use super::file_reader::FileReader;
use crate::corpus::{
    Archive, ArchiveError, ArchivedFile, CorpusError, FILE_BYTES_MAX, ParsedFile, digest_of_corpus,
};
use crate::domain::{Corpus, Digest};

/// The longest list of a state's documents, in bytes: some millions of them.
const STATE_BYTES_MAX: u64 = 1 << 30;
/// What the first line of a state begins with.
const KEPT_AT: &str = "# kept ";
/// What the last line begins with; lists of earlier versions have none.
const CHECKSUM: &str = "# crc32 ";

/// The folder of snapshots.
#[derive(Debug, Clone)]
pub struct Snapshots {
    folder: PathBuf,
    reader: FileReader,
}

impl Snapshots {
    /// The snapshots below `data_dir`; nothing is read or written yet.
    pub fn in_folder(data_dir: &Path) -> Self {
        Self { folder: data_dir.join("snapshots"), reader: FileReader::Here }
    }

    /// The same, whose files are read by `reader`.
    #[must_use]
    pub fn read_by(self, reader: FileReader) -> Self {
        Self { reader, ..self }
    }

    /// Its path.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Stores the file of a document, unless it is stored already and intact.
    ///
    /// # Errors
    /// What the system reports.
    pub fn keep_file(&self, digest: Digest, bytes: &[u8]) -> io::Result<()> {
        if self.has_file(digest) {
            return Ok(());
        }
        write_anew(&self.file_path(digest), bytes)
    }

    /// Whether the file of a document is stored and intact.
    pub fn has_file(&self, digest: Digest) -> bool {
        self.read_file(digest).is_ok()
    }

    /// Stores the list of a state's documents, unless it is stored already and intact. Store their files
    /// first.
    ///
    /// # Errors
    /// What the system reports.
    pub fn keep_state(&self, corpus: &Corpus) -> io::Result<()> {
        if self.has_state(corpus.digest()) {
            return Ok(());
        }
        let mut list = format!("{KEPT_AT}{}\n", Timestamp::now());
        for document in corpus.documents() {
            list.push_str(&format!("{}  {}\n", document.digest, document.id));
        }
        list.push_str(&format!("{CHECKSUM}{:08x}\n", crc32fast::hash(list.as_bytes())));
        write_anew(&self.state_path(&corpus.digest().to_string()), list.as_bytes())?;
        self.remove_leftovers();
        Ok(())
    }

    fn remove_leftovers(&self) {
        remove_leftovers(&self.folder.join("states"));
        let folders = fs::read_dir(self.folder.join("files")).into_iter().flatten().flatten();
        folders.for_each(|folder| remove_leftovers(&folder.path()));
    }

    /// Whether the list of a state's documents is stored and intact.
    pub fn has_state(&self, digest: Digest) -> bool {
        let list = read_at_most(&self.state_path(&digest.to_string()), STATE_BYTES_MAX);
        list.is_ok_and(|list| List::parse(&list, digest).is_some())
    }

    /// Verifies every file and every list, and that the files of each list are there; changes nothing.
    ///
    /// # Errors
    /// When a folder cannot be read.
    pub(super) fn verify(&self) -> io::Result<Vec<DataFile>> {
        let part = "snapshots";
        let named = |path: &Path| path.file_name()?.to_str()?.parse::<Digest>().ok();
        let mut files = Vec::new();
        for path in listed(&self.folder.join("states"))? {
            let fault = match named(&path) {
                Some(state) => self.fault_of_state(state),
                None => Some("its name is no digest; remove it".to_owned()),
            };
            files.push(DataFile { part, path, fault });
        }
        for folder in listed(&self.folder.join("files"))? {
            for path in listed(&folder)? {
                let whole = named(&path).is_some_and(|digest| self.has_file(digest));
                let fault = (!whole).then(|| "its bytes have changed".to_owned());
                files.push(DataFile { part, path, fault });
            }
        }
        Ok(files)
    }

    fn fault_of_state(&self, state: Digest) -> Option<String> {
        let list = read_at_most(&self.state_path(&state.to_string()), STATE_BYTES_MAX);
        let list = match list {
            Ok(list) => list,
            Err(error) => return Some(format!("it cannot be read: {error}")),
        };
        let Some(List { rows, .. }) = List::parse(&list, state) else {
            return Some("the list has changed".to_owned());
        };
        let gone = rows.iter().filter(|(_, digest)| !self.file_path(*digest).exists()).count();
        (gone > 0).then(|| format!("{gone} of its documents are not there"))
    }

    /// The file of a document, compared with its digest.
    fn read_file(&self, digest: Digest) -> Result<Vec<u8>, ArchiveError> {
        let path = self.file_path(digest);
        let bytes =
            read_at_most(&path, FILE_BYTES_MAX as u64).map_err(|e| unreadable(&path, &e))?;
        if Sha256::digest(&bytes)[..] != digest.0 {
            return Err(damaged(&path));
        }
        Ok(bytes)
    }

    fn file_path(&self, digest: Digest) -> PathBuf {
        let name = digest.to_string();
        self.folder.join("files").join(&name[..2]).join(name)
    }

    fn state_path(&self, digest: &str) -> PathBuf {
        self.folder.join("states").join(digest)
    }

    /// The one state whose digest begins with `digits`.
    fn state(&self, digits: &str) -> Result<Digest, ArchiveError> {
        let unknown = || ArchiveError::UnknownState(digits.chars().take(Digest::LEN).collect());
        if !Digest::may_go_by(digits) {
            return Err(unknown());
        }
        let folder = self.folder.join("states");
        let entries = match fs::read_dir(&folder) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Err(unknown()),
            entries => entries.map_err(|error| unreadable(&folder, &error))?,
        };
        let mut found = None;
        for entry in entries {
            let name = entry.map_err(|error| unreadable(&folder, &error))?.file_name();
            let digest = name.to_str().and_then(|name| name.parse::<Digest>().ok());
            let Some(digest) = digest.filter(|digest| digest.goes_by(digits)) else { continue };
            if found.replace(digest).is_some() {
                return Err(ArchiveError::AmbiguousState(digits.to_owned()));
            }
        }
        found.ok_or_else(unknown)
    }
}

impl Archive for Snapshots {
    fn file(&self, state: &str, document: &str) -> Result<ArchivedFile, ArchiveError> {
        let state = self.state(state)?;
        let path = self.state_path(&state.to_string());
        let list = read_at_most(&path, STATE_BYTES_MAX).map_err(|e| unreadable(&path, &e))?;
        let List { kept_at, rows } = List::parse(&list, state).ok_or_else(|| damaged(&path))?;
        let row = rows.iter().find(|(id, _)| *id == document);
        let &(_, digest) = row.ok_or_else(|| ArchiveError::UnknownDocument {
            state: state.short(),
            document: document.chars().take(200).collect(),
        })?;
        Ok(ArchivedFile { state, kept_at, bytes: self.read_file(digest)? })
    }

    fn parse(&self, name: &str, bytes: &[u8]) -> Result<Vec<ParsedFile>, CorpusError> {
        self.reader.read(name, bytes)
    }
}

/// The list of a state's documents.
struct List<'a> {
    kept_at: Timestamp,
    rows: Vec<(&'a str, Digest)>,
}

impl<'a> List<'a> {
    /// Parses the list of `state`; `None` if it is damaged.
    fn parse(list: &'a [u8], state: Digest) -> Option<Self> {
        let list = str::from_utf8(list).ok()?;
        let content = match list.rfind(CHECKSUM) {
            Some(at) => {
                let checksum =
                    format!("{CHECKSUM}{:08x}\n", crc32fast::hash(&list.as_bytes()[..at]));
                (list[at..] == checksum).then_some(&list[..at])?
            }
            None => list,
        };
        let (head, rows) = content.split_once('\n')?;
        let kept_at = head.strip_prefix(KEPT_AT)?.parse().ok()?;
        let row = |row: &'a str| {
            let (digest, id) = row.split_once("  ")?;
            Some((id, digest.parse::<Digest>().ok()?))
        };
        let rows: Vec<(&str, Digest)> = rows.lines().map(row).collect::<Option<_>>()?;
        (digest_of_corpus(rows.iter().copied()) == state).then_some(Self { kept_at, rows })
    }
}

fn unreadable(path: &Path, error: &io::Error) -> ArchiveError {
    ArchiveError::Unreadable(format!("{}: {error}", path.display()))
}

fn damaged(path: &Path) -> ArchiveError {
    let path = path.display();
    ArchiveError::Unreadable(format!("{path} is damaged; restore it from a backup"))
}

/// Writes a file that is missing or damaged; damage is reported.
fn write_anew(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if path.exists() {
        let path = path.display();
        tracing::warn!(%path, "an archived document is damaged, and is written again");
    }
    replace_bytes(path, bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{assemble, parse};

    fn file(id: &str, words: &str) -> Vec<u8> {
        format!("---\nid: {id}\ntitle: Title\nkind: declaration\n---\nP1: {words}\n").into_bytes()
    }

    /// Keeps a state of these files.
    fn keep(snapshots: &Snapshots, files: &[Vec<u8>]) -> Digest {
        let parsed = files.iter().enumerate().map(|(at, bytes)| {
            let parsed = parse("test", bytes).expect("a sound file");
            snapshots
                .keep_file(parsed[0].document.digest, bytes)
                .expect("a file that can be written");
            (at.to_string(), parsed)
        });
        let corpus = assemble(parsed.collect());
        snapshots.keep_state(&corpus).expect("a state that can be written");
        corpus.digest()
    }

    #[test]
    fn every_state_keeps_its_documents_byte_for_byte() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let snapshots = Snapshots::in_folder(folder.path());
        let (first, second) = (file("a", "Urge peace."), file("a", "Support peace."));
        let other = file("b", "Decide.");
        let old = keep(&snapshots, &[first.clone(), other.clone()]);
        let new = keep(&snapshots, &[second.clone(), other.clone()]);
        for (state, document, expected) in
            [(old, "a", &first), (new, "a", &second), (old, "b", &other), (new, "b", &other)]
        {
            for digits in [state.short(), state.to_string()] {
                let kept = snapshots.file(&digits, document).expect("it was kept");
                assert_eq!((&kept.bytes, kept.state), (expected, state));
            }
        }
        let files: usize = fs::read_dir(folder.path().join("snapshots/files"))
            .expect("a folder")
            .map(|shard| fs::read_dir(shard.expect("an entry").path()).expect("a folder").count())
            .sum();
        assert_eq!(files, 3, "what two states share is kept once");
    }

    #[test]
    fn what_was_never_kept_is_said() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let snapshots = Snapshots::in_folder(folder.path());
        let message = |state: &str, id: &str| {
            snapshots.file(state, id).expect_err("nothing of the kind").to_string()
        };
        assert!(message("abababababab", "a").contains("never served"));
        let state = keep(&snapshots, &[file("a", "Urge peace.")]).to_string();
        assert!(message("abababababab", "a").contains("never served"));
        assert!(message(&state[..11], "a").contains("never served"), "too few digits");
        assert!(message("../states/..", "a").contains("never served"), "no digits");
        assert!(message(&state, "b").contains("has no such document"));
    }

    #[test]
    fn damage_is_seen() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let snapshots = Snapshots::in_folder(folder.path());
        let bytes = file("a", "Urge peace.");
        let state = keep(&snapshots, std::slice::from_ref(&bytes)).to_string();
        let digest = parse("test", &bytes).expect("a sound file")[0].document.digest;
        fs::write(snapshots.file_path(digest), file("a", "Urge pence.")).expect("a file");
        let error = snapshots.file(&state, "a").expect_err("another file").to_string();
        assert!(error.contains("is damaged; restore it"), "{error}");
        // What is damaged is written again by whoever keeps it next.
        for damage in [&b"---"[..], &file("a", "Urge pence."), b""] {
            fs::write(snapshots.file_path(digest), damage).expect("a file");
            assert!(!snapshots.has_file(digest));
            keep(&snapshots, std::slice::from_ref(&bytes));
            snapshots.file(&state, "a").expect("it is whole again");
        }
    }

    #[test]
    fn a_damaged_list_is_never_believed_and_kept_anew() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let snapshots = Snapshots::in_folder(folder.path());
        let files = [file("a", "Urge peace."), file("b", "Decide.")];
        let state = keep(&snapshots, &files);
        let path = snapshots.state_path(&state.to_string());
        let whole = fs::read(&path).expect("a list");
        let flipped = (0..whole.len()).map(|at| {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            bytes
        });
        let cut = (0..whole.len()).step_by(7).map(|end| whole[..end].to_vec());
        for (case, damage) in flipped.chain(cut).enumerate() {
            fs::write(&path, damage).expect("a file");
            assert!(!snapshots.has_state(state), "case {case}");
            let error = snapshots.file(&state.to_string(), "a").expect_err("damage").to_string();
            assert!(error.contains("is damaged; restore it"), "case {case}: {error}");
        }
        keep(&snapshots, &files);
        snapshots.file(&state.to_string(), "b").expect("it is whole again");
        // Lists of earlier versions have no checksum; their rows are held to the state's digest.
        let text = String::from_utf8(whole).expect("UTF-8");
        let earlier = &text[..text.rfind(CHECKSUM).expect("a checksum")];
        fs::write(&path, earlier).expect("a file");
        snapshots.file(&state.to_string(), "a").expect("a list of an earlier version");
        let renamed = earlier.replace("  a\n", "  c\n");
        fs::write(&path, renamed).expect("a file");
        assert!(!snapshots.has_state(state));
    }

    #[test]
    fn digits_that_two_states_share_are_not_enough() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let snapshots = Snapshots::in_folder(folder.path());
        let states = folder.path().join("snapshots/states");
        fs::create_dir_all(&states).expect("a folder");
        for last in ["0", "1"] {
            fs::write(states.join(format!("{}{last}", "a".repeat(63))), "").expect("a file");
        }
        let error = snapshots.file("aaaaaaaaaaaa", "a").expect_err("two states");
        assert_eq!(error, ArchiveError::AmbiguousState("aaaaaaaaaaaa".into()));
    }
}
