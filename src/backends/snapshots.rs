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
use super::corpus_folder::list_corpus;
use super::data_file::{DataFile, listed};
use super::file_reader::FileReader;
use super::sealed_text::{seal, unseal};
use crate::corpus::{
    Archive, ArchiveError, ArchivedFile, CorpusError, FILE_BYTES_MAX, ParsedFile, digest_of_corpus,
};
use crate::domain::{Corpus, Digest};

/// The longest list of a state's documents, in bytes: some millions of them.
const STATE_BYTES_MAX: u64 = 1 << 30;
/// What the first line of a state begins with.
const KEPT_AT: &str = "# kept ";

/// The folder of snapshots.
#[derive(Debug, Clone)]
pub struct Snapshots {
    folder: PathBuf,
    reader: FileReader,
    /// The folder of the corpus, whose files replace those that are damaged.
    source: Option<PathBuf>,
}

impl Snapshots {
    /// The snapshots below `data_dir`; nothing is read or written yet.
    pub fn in_folder(data_dir: &Path) -> Self {
        Self { folder: data_dir.join("snapshots"), reader: FileReader::Here, source: None }
    }

    /// The same, whose files are read by `reader`.
    #[must_use]
    pub fn read_by(self, reader: FileReader) -> Self {
        Self { reader, ..self }
    }

    /// The same, whose damaged files are replaced by those of the folder `corpus`.
    #[must_use]
    pub fn mended_from(self, corpus: &Path) -> Self {
        Self { source: Some(corpus.to_owned()), ..self }
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
        matches!(self.read_file(digest), Ok(Ok(_)))
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
        seal(&mut list);
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

    /// The file of a document, compared with its digest; or else what is wrong with it.
    fn read_file(&self, digest: Digest) -> Result<Result<Vec<u8>, &'static str>, ArchiveError> {
        let path = self.file_path(digest);
        Ok(match read_at_most(&path, FILE_BYTES_MAX as u64) {
            Ok(bytes) if Sha256::digest(&bytes)[..] == digest.0 => Ok(bytes),
            Ok(_) => Err("damaged"),
            Err(error) if error.kind() == ErrorKind::FileTooLarge => Err("damaged"),
            Err(error) if error.kind() == ErrorKind::NotFound => Err("missing"),
            Err(error) => return Err(unreadable(&path, &error)),
        })
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
        let List { kept_at, rows } =
            List::parse(&list, state).ok_or_else(|| ArchiveError::LostState(state.short()))?;
        let row = rows.iter().find(|(id, _)| *id == document);
        let &(_, digest) = row.ok_or_else(|| ArchiveError::UnknownDocument {
            state: state.short(),
            document: document.chars().take(200).collect(),
        })?;
        let bytes = self.read_file(digest)?.map_err(|fault| ArchiveError::LostFile {
            state: state.short(),
            document: document.chars().take(200).collect(),
            digest,
            fault,
        })?;
        Ok(ArchivedFile { state, kept_at, bytes })
    }

    fn mend(&self, digest: Digest) -> Result<(), ArchiveError> {
        let lost = || ArchiveError::Unreadable(format!("no file of the corpus is {digest}"));
        let source = self.source.as_ref().ok_or_else(lost)?;
        let files = list_corpus(source, FILE_BYTES_MAX as u64)
            .map_err(|error| ArchiveError::Unreadable(error.to_string()))?;
        let file = files.files.iter().find(|file| file.digest == digest).ok_or_else(lost)?;
        let bytes = fs::read(&file.path).map_err(|e| unreadable(&file.path, &e))?;
        if Sha256::digest(&bytes)[..] != digest.0 {
            return Err(lost());
        }
        let path = self.file_path(digest);
        self.keep_file(digest, &bytes).map_err(|e| unreadable(&path, &e))
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
        let (head, rows) = unseal(str::from_utf8(list).ok()?)?.split_once('\n')?;
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

/// Writes a file that is missing or damaged; damage is reported.
fn write_anew(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if path.exists() {
        let path = path.display();
        tracing::warn!(%path, "an archived document is damaged, and is written again");
    }
    replace_bytes(path, bytes)
}

#[cfg(test)]
mod tests;
