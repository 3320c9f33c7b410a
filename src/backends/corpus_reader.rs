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
    /// The file, where it holds records of how documents were adopted.
    records: Option<Vec<u8>>,
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
        let known = self.known.map(documents_by_digest).unwrap_or_default();
        let (done, total) = (AtomicUsize::new(0), paths.len());
        let read = on_all_cores(paths, |path| {
            let read = self.file(folder, &path, &known);
            (self.progress)(done.fetch_add(1, Ordering::Relaxed) + 1, total);
            read
        });
        put_together(read?)
    }

    fn file(
        &self,
        folder: &Path,
        path: &Path,
        known: &HashMap<Digest, Vec<usize>>,
    ) -> Result<ReadFile, BackendError> {
        let name = path.strip_prefix(folder).unwrap_or(path).display().to_string();
        let bytes = match read_at_most(path, self.file_bytes_max) {
            Err(error) if error.kind() == ErrorKind::FileTooLarge => {
                let digest = digest_of(path, self.file_bytes_max)?;
                let parsed = Err(too_long(name.clone(), self.file_bytes_max));
                return Ok(ReadFile { name, digest, parsed, records: None });
            }
            read => read.map_err(unreadable(path))?,
        };
        let digest = Digest(Sha256::digest(&bytes).into());
        if corpus::is_records(&bytes) {
            let parsed = Records::default().add(&name, &bytes).map(|()| Vec::new());
            return Ok(ReadFile { name, digest, parsed, records: Some(bytes) });
        }
        let again = self.known.zip(known.get(&digest)).map(|(corpus, own)| {
            own.iter().map(|&index| ParsedFile::again(corpus, index, &name)).collect()
        });
        let parsed = match again {
            Some(documents) => Ok(documents),
            None => self.reader.read(&name, &bytes),
        };
        Ok(ReadFile { name, digest, parsed, records: None })
    }
}

/// The documents of `corpus` by the digests of their files.
fn documents_by_digest(corpus: &Corpus) -> HashMap<Digest, Vec<usize>> {
    let mut known: HashMap<Digest, Vec<usize>> = HashMap::new();
    for (index, document) in corpus.documents().iter().enumerate() {
        known.entry(document.digest).or_default().push(index);
    }
    known
}

fn put_together(files: Vec<ReadFile>) -> Result<Corpus, BackendError> {
    let (mut sound, mut skipped, mut first) = (Vec::new(), Vec::new(), None);
    let mut seen: HashMap<Digest, String> = HashMap::new();
    let mut records = Records::default();
    for ReadFile { name, digest, parsed, records: own } in files {
        if let Some(same) = seen.get(&digest) {
            let message = format!("it is the same as {same}; remove one of the two");
            let digest = digest.to_string();
            skipped.push(SkippedFile { path: name, line: None, message, digest });
            continue;
        }
        seen.insert(digest, name.clone());
        match parsed {
            Ok(_) if own.is_some() => {
                // It was read without a fault before.
                let _ = records.add(&name, &own.unwrap_or_default());
            }
            Ok(parsed) => sound.push((name, parsed)),
            Err(error) => {
                skipped.push(SkippedFile {
                    path: name,
                    line: error.line,
                    message: error.message.clone(),
                    digest: digest.to_string(),
                });
                first.get_or_insert(error);
            }
        }
    }
    for (_, documents) in &mut sound {
        records.apply(documents);
    }
    match first {
        Some(error) if sound.is_empty() => Err(error.into()),
        _ => Ok(corpus::assemble(sound)?.with_skipped(skipped)),
    }
}

fn too_long(path: String, bytes_max: u64) -> CorpusError {
    let message = format!("it is longer than {bytes_max} bytes; split it into several documents");
    CorpusError { path, line: None, message }
}
