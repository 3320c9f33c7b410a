//! Files that are brought into the folder of the corpus.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::BackendError;
use super::atomic_file::{remove_leftovers, replace_bytes};
use super::bounded_file::read_at_most;
use super::corpus_folder::{document_paths, list_corpus, unreadable};
use super::file_reader::FileReader;
use super::web_file::{WebFile, fetch, is_address};
use crate::corpus::{CorpusError, ParsedFile};
use crate::domain::{Digest, FileEffect};

/// A file that is to be added, with what was read of it.
#[derive(Debug)]
pub struct AddedFile {
    /// Its path, or the name under which it was sent.
    pub path: PathBuf,
    /// Its name in the folder of the corpus; where its content is there already, that file's name.
    pub name: String,
    /// Its documents, or what is wrong with it.
    pub parsed: Result<Vec<ParsedFile>, CorpusError>,
    /// What adding it does to the folder's own files.
    pub effect: FileEffect,
    bytes: Vec<u8>,
}

/// The names of the files in the folder of the corpus, and their content.
pub(super) struct FolderFiles {
    known: Vec<(Digest, String)>,
}

impl FolderFiles {
    /// The files in `folder` that may be documents.
    ///
    /// # Errors
    /// When the folder is missing or holds no documents, or a file cannot be read.
    pub(super) fn list(folder: &Path, file_bytes_max: u64) -> Result<Self, BackendError> {
        let known = list_corpus(folder, file_bytes_max)?.files.into_iter().map(|file| {
            let name = file.path.strip_prefix(folder).unwrap_or(&file.path).display().to_string();
            (file.digest, name)
        });
        Ok(Self { known: known.collect() })
    }

    /// How many they are.
    pub(super) fn len(&self) -> usize {
        self.known.len()
    }

    /// The name of the file with this content.
    pub(super) fn name_of(&self, digest: Digest) -> Option<&str> {
        self.known.iter().find(|(own, _)| *own == digest).map(|(_, name)| name.as_str())
    }

    /// The content of the file with this name.
    pub(super) fn digest_of(&self, name: &str) -> Option<Digest> {
        self.known.iter().find(|(_, own)| own == name).map(|(digest, _)| *digest)
    }

    /// Reads a file that is to be added as `name`, and compares it with those that are there. The
    /// files that follow are compared with it as well.
    pub(super) fn read_new(
        &mut self,
        path: PathBuf,
        name: String,
        bytes: Vec<u8>,
        reader: &FileReader,
    ) -> AddedFile {
        let parsed = reader.read_documents(&name, &bytes);
        let digest = Digest(Sha256::digest(&bytes).into());
        let (name, effect) = match self.name_of(digest) {
            Some(own) => (own.to_owned(), FileEffect::AlreadyThere),
            None if self.digest_of(&name).is_some() => (name, FileEffect::Replaces),
            None => (name, FileEffect::New),
        };
        if effect != FileEffect::AlreadyThere {
            self.known.push((digest, name.clone()));
        }
        AddedFile { path, name, parsed, effect, bytes }
    }
}

/// Reads the files at `paths`, those of folders and addresses of the web among them, for the folder
/// `corpus`. `progress` gets how many are read, of how many.
///
/// # Errors
/// When a file, a folder or an address cannot be read, or a folder holds nothing that may be a document.
pub fn read_files(
    paths: &[PathBuf],
    corpus: &Path,
    file_bytes_max: u64,
    reader: &FileReader,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Vec<AddedFile>, BackendError> {
    let mut files = match FolderFiles::list(corpus, file_bytes_max) {
        Err(BackendError::CorpusMissing(_) | BackendError::CorpusEmpty(_)) => {
            FolderFiles { known: Vec::new() }
        }
        listed => listed?,
    };
    let mut found: Vec<(PathBuf, Option<&Path>)> = Vec::new();
    for path in paths {
        if path.is_dir() && !is_address(path) {
            let within = document_paths(path)?;
            found.extend(within.into_iter().map(|file| (file, Some(path.as_path()))));
        } else {
            found.push((path.clone(), None));
        }
    }
    let total = found.len();
    let mut added: Vec<AddedFile> = Vec::with_capacity(total);
    let mut taken: BTreeSet<PathBuf> = BTreeSet::new();
    for (path, below) in found {
        progress(added.len(), total);
        let (name, bytes) = if is_address(&path) {
            let WebFile { name, host, bytes } = fetch(&path, file_bytes_max)?;
            (name_of(&Path::new(&host).join(name), None, &taken), bytes)
        } else {
            (name_of(&path, below, &taken), read_file(&path, file_bytes_max)?)
        };
        let file = files.read_new(path, name, bytes, reader);
        taken.insert(PathBuf::from(&file.name));
        added.push(file);
    }
    Ok(added)
}

/// The name of a file in the folder of the corpus: its path below the folder that was named, and that
/// folder's own name before it where another file of this run has the name already.
fn name_of(file: &Path, below: Option<&Path>, taken: &BTreeSet<PathBuf>) -> String {
    let own = below.and_then(|folder| file.strip_prefix(folder).ok());
    let own =
        own.map_or_else(|| PathBuf::from(file.file_name().unwrap_or_default()), Path::to_owned);
    let folder = below.or_else(|| file.parent()).and_then(Path::file_name);
    let name = match folder {
        Some(folder) if taken.contains(&own) => Path::new(folder).join(&own),
        _ => own,
    };
    name.to_string_lossy().into_owned()
}

/// The bytes of a file, and of nothing else: reading a pipe would not end.
fn read_file(path: &Path, bytes_max: u64) -> Result<Vec<u8>, BackendError> {
    let is_file = fs::metadata(path).map_err(unreadable(path))?.is_file();
    if !is_file {
        let source = io::Error::new(io::ErrorKind::InvalidInput, "it is not a file");
        return Err(unreadable(path)(source));
    }
    read_at_most(path, bytes_max).map_err(unreadable(path))
}

impl AddedFile {
    /// Whether writing it would change the folder.
    pub fn is_to_be_written(&self) -> bool {
        self.parsed.is_ok() && self.effect != FileEffect::AlreadyThere
    }

    /// Writes the file into `folder`: all of it, or nothing.
    ///
    /// # Errors
    /// What the system reports.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        let path = folder.join(&self.name);
        replace_bytes(&path, &self.bytes)?;
        path.parent().into_iter().for_each(remove_leftovers);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "---\nid: a\ntitle: T\nkind: page\n---\nSome words are here.\n";

    #[test]
    fn files_are_added_once_and_whole() {
        let (corpus, elsewhere) =
            (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let path = elsewhere.path().join("a.md");
        fs::write(&path, FILE).expect("a file");
        let read = || {
            let mut seen = Vec::new();
            let mut progress = |done, total| seen.push((done, total));
            let paths = [elsewhere.path().to_owned()];
            let read = read_files(&paths, corpus.path(), 1000, &FileReader::Here, &mut progress);
            assert_eq!(seen, [(0, 1)]);
            read.expect("readable files")
        };
        let first = read();
        assert_eq!(first[0].effect, FileEffect::New);
        first[0].write(corpus.path()).expect("a writable folder");
        assert_eq!(fs::read_to_string(corpus.path().join("a.md")).expect("a file"), FILE);
        assert_eq!(read()[0].effect, FileEffect::AlreadyThere);
        fs::write(&path, format!("{FILE}More.\n")).expect("a file");
        assert_eq!(read()[0].effect, FileEffect::Replaces);
        let names: Vec<_> = fs::read_dir(corpus.path()).expect("a folder").collect();
        assert_eq!(names.len(), 1, "nothing is left beside it");
    }

    #[test]
    fn files_of_one_name_do_not_take_each_others_place() {
        let (corpus, elsewhere) =
            (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let folders = ["a", "b"].map(|name| elsewhere.path().join(name));
        for (folder, words) in folders.iter().zip(["one", "two"]) {
            fs::create_dir(folder).expect("a folder");
            let file = FILE.replace("id: a", &format!("id: {words}"));
            fs::write(folder.join("x.md"), file).expect("a file");
        }
        let read = read_files(&folders, corpus.path(), 1000, &FileReader::Here, &mut |_, _| {})
            .expect("files");
        let names: Vec<&str> = read.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["x.md", "b/x.md"]);
        for file in &read {
            file.write(corpus.path()).expect("a writable folder");
        }
        assert!(corpus.path().join("b/x.md").is_file() && corpus.path().join("x.md").is_file());
    }
}
