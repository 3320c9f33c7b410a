//! Reading the documents of a folder: on all cores, and no file twice.

use std::collections::HashMap;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use sha2::{Digest as _, Sha256};

use super::BackendError;
use super::bounded_file::read_at_most;
use super::corpus_folder::{digest_of, document_paths, on_all_cores, unreadable};
use super::file_reader::FileReader;
use crate::corpus::{self, CorpusError, ParsedFile, Records};
use crate::domain::{Corpus, Digest, SkippedFile};

/// How a folder is read.
pub struct CorpusReader<'a> {
    /// The longest file that is read, in bytes.
    pub file_bytes_max: u64,
    /// Where files are read.
    pub reader: FileReader,
    /// Documents that need not be read again while their files stay as they are.
    pub known: Option<&'a Corpus>,
    /// Is told how many files are read, of how many.
    pub progress: &'a (dyn Fn(usize, usize) + Sync),
}

/// A file with what became of it.
struct ReadFile {
    name: String,
    digest: Digest,
    parsed: Result<Vec<ParsedFile>, CorpusError>,
    /// What was read of it before it was at fault.
    before: Option<Vec<ParsedFile>>,
    /// The file, where it holds records of how documents were adopted.
    records: Option<Vec<u8>>,
}

impl ReadFile {
    fn new(name: String, digest: Digest, parsed: Result<Vec<ParsedFile>, CorpusError>) -> Self {
        Self { name, digest, parsed, before: None, records: None }
    }
}

/// Reads `folder` by this process alone, see [`CorpusReader::read`].
///
/// # Errors
/// As there.
pub fn read_corpus(folder: &Path, file_bytes_max: u64) -> Result<Corpus, BackendError> {
    let reader = FileReader::Here;
    CorpusReader { file_bytes_max, reader, known: None, progress: &|_, _| {} }.read(folder)
}

impl CorpusReader<'_> {
    /// Reads every file of `folder` that may be a document, and puts them together. Files are taken
    /// in order of their paths; hidden files and folders are left alone. A file that is at fault, or
    /// too long, is left out, and named by [`Corpus::skipped`].
    ///
    /// # Errors
    /// When the folder is missing or holds no documents, when none of them can be used, and when a
    /// file cannot be read.
    pub fn read(&self, folder: &Path) -> Result<Corpus, BackendError> {
        let paths = document_paths(folder)?;
        let known = self.known.map(documents_by_file).unwrap_or_default();
        let (done, total) = (AtomicUsize::new(0), paths.len());
        let read = on_all_cores(paths, |path| {
            let read = self.file(folder, &path, &known);
            (self.progress)(done.fetch_add(1, Ordering::Relaxed) + 1, total);
            read
        });
        put_together(folder, read?)
    }

    fn file(
        &self,
        folder: &Path,
        path: &Path,
        known: &HashMap<&str, Vec<usize>>,
    ) -> Result<ReadFile, BackendError> {
        let name = path.strip_prefix(folder).unwrap_or(path).display().to_string();
        let bytes = match read_at_most(path, self.file_bytes_max) {
            Err(error) if error.kind() == ErrorKind::FileTooLarge => {
                let digest = digest_of(path, self.file_bytes_max)?;
                let parsed = Err(too_long(name.clone(), self.file_bytes_max));
                return Ok(ReadFile::new(name, digest, parsed));
            }
            read => read.map_err(unreadable(path))?,
        };
        let digest = Digest(Sha256::digest(&bytes).into());
        if corpus::is_records(&bytes) {
            let parsed = self.reader.read_documents(&name, &bytes);
            return Ok(ReadFile { records: Some(bytes), ..ReadFile::new(name, digest, parsed) });
        }
        let again = || -> Option<Vec<ParsedFile>> {
            let (corpus, own) = self.known.zip(known.get(name.as_str()))?;
            Some(own.iter().map(|&index| ParsedFile::again(corpus, index)).collect())
        };
        let unchanged =
            |before: &Vec<ParsedFile>| before.iter().all(|one| one.document.digest == digest);
        if let Some(before) = again().filter(unchanged) {
            return Ok(ReadFile::new(name, digest, Ok(before)));
        }
        let parsed = self.reader.read(&name, &bytes);
        // What a file that is at fault now has said before is still served.
        let before = if parsed.is_err() { again() } else { None };
        Ok(ReadFile { before, ..ReadFile::new(name, digest, parsed) })
    }
}

/// The documents of `corpus` by the paths of their files.
fn documents_by_file(corpus: &Corpus) -> HashMap<&str, Vec<usize>> {
    let mut known: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, document) in corpus.documents().iter().enumerate() {
        known.entry(&document.catalogue.file).or_default().push(index);
    }
    known
}

/// The file to keep of each digest: of several copies the one with the shortest path.
fn kept_copies(files: &[ReadFile]) -> HashMap<Digest, String> {
    let mut kept: HashMap<Digest, String> = HashMap::new();
    for file in files.iter().filter(|file| file.parsed.is_ok()) {
        let own = kept.entry(file.digest).or_insert_with(|| file.name.clone());
        if (file.name.len(), &file.name) < (own.len(), own) {
            own.clone_from(&file.name);
        }
    }
    kept
}

fn put_together(folder: &Path, files: Vec<ReadFile>) -> Result<Corpus, BackendError> {
    let kept = kept_copies(&files);
    let (mut sound, mut skipped, mut first) = (Vec::new(), Vec::new(), None);
    let mut records = Records::default();
    for ReadFile { name, digest, parsed, before, records: own } in files {
        let skip = |line, message| SkippedFile {
            path: name.clone(),
            line,
            message,
            digest: digest.to_string(),
        };
        match parsed {
            Ok(_) if kept[&digest] != name => {
                let message = format!("it is the same as {}; remove one of the two", kept[&digest]);
                skipped.push(skip(None, message));
            }
            Ok(_) if own.is_some() => {
                // It was read without a fault before.
                let _ = records.add(&name, &own.unwrap_or_default());
            }
            Ok(parsed) => sound.push((name, parsed)),
            Err(error) => {
                let mut message = error.message.clone();
                if before.is_some() {
                    message.push_str("; the version from before is still served");
                }
                skipped.push(skip(error.line, message));
                sound.extend(before.map(|before| (name, before)));
                first.get_or_insert(error);
            }
        }
    }
    if sound.is_empty() {
        return Err(first.map_or_else(|| BackendError::CorpusEmpty(folder.to_owned()), Into::into));
    }
    for (_, documents) in &mut sound {
        records.apply(documents);
    }
    let corpus = corpus::assemble(sound);
    skipped.extend(corpus.skipped().iter().cloned());
    skipped.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(corpus.with_skipped(skipped))
}

fn too_long(path: String, bytes_max: u64) -> CorpusError {
    let message = format!("it is longer than {bytes_max} bytes; split it into several documents");
    CorpusError { path, line: None, message }
}
