//! Files that are brought into the folder of the corpus.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::BackendError;
use super::bounded_file::read_at_most;
use super::corpus_folder::{document_paths, list_corpus, unreadable};
use super::file_reader::FileReader;
use crate::corpus::{self, CorpusError, ParsedFile, Records};
use crate::domain::Digest;

/// A file that is to be added, with what was read of it.
#[derive(Debug)]
pub struct AddedFile {
    /// Where it lies now.
    pub path: PathBuf,
    /// Its name in the folder of the corpus.
    pub name: String,
    /// Its documents, or what is wrong with it.
    pub parsed: Result<Vec<ParsedFile>, CorpusError>,
    /// What becomes of the folder's own files.
    pub effect: Effect,
    bytes: Vec<u8>,
}

/// What adding a file does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// The folder has no such file.
    New,
    /// The folder has a file of this name with other content.
    Replaces,
    /// The folder has this content already, in the file of this name.
    AlreadyThere(String),
}

/// Reads the files at `paths`, and those of folders among them, for the folder `corpus`.
///
/// # Errors
/// When a file or a folder cannot be read, or a folder holds nothing that may be a document.
pub fn read_files(
    paths: &[PathBuf],
    corpus: &Path,
    file_bytes_max: u64,
    reader: &FileReader,
) -> Result<Vec<AddedFile>, BackendError> {
    let mut known: Vec<(Digest, String)> = Vec::new();
    if corpus.is_dir() && has_documents(corpus) {
        for file in list_corpus(corpus, file_bytes_max)?.files {
            let name = file.path.strip_prefix(corpus).unwrap_or(&file.path).display().to_string();
            known.push((file.digest, name));
        }
    }
    let mut added: Vec<AddedFile> = Vec::new();
    for path in paths {
        let below = if path.is_dir() { Some(path.as_path()) } else { None };
        let files = if path.is_dir() { document_paths(path)? } else { vec![path.clone()] };
        for file in files {
            let name = name_of(&file, below, &added);
            let bytes = read_file(&file, file_bytes_max)?;
            let digest = Digest(Sha256::digest(&bytes).into());
            let same = known.iter().find(|(own, _)| *own == digest);
            let effect = match same {
                Some((_, own)) => Effect::AlreadyThere(own.clone()),
                None if known.iter().any(|(_, own)| *own == name) => Effect::Replaces,
                None => Effect::New,
            };
            if same.is_none() {
                known.push((digest, name.clone()));
            }
            let parsed = if corpus::is_records(&bytes) {
                Records::default().add(&name, &bytes).map(|()| Vec::new())
            } else {
                reader.read(&name, &bytes)
            };
            added.push(AddedFile { path: file, name, parsed, effect, bytes });
        }
    }
    Ok(added)
}

/// The name of a file in the folder of the corpus: its path below the folder that was named, and that
/// folder's own name before it where another file of this run has the name already.
fn name_of(file: &Path, below: Option<&Path>, added: &[AddedFile]) -> String {
    let own = below.and_then(|folder| file.strip_prefix(folder).ok());
    let own =
        own.map_or_else(|| PathBuf::from(file.file_name().unwrap_or_default()), Path::to_owned);
    let is_taken = |name: &Path| added.iter().any(|one| Path::new(&one.name) == name);
    let folder = below.or_else(|| file.parent()).and_then(Path::file_name);
    let name = match folder {
        Some(folder) if is_taken(&own) => Path::new(folder).join(&own),
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

fn has_documents(folder: &Path) -> bool {
    document_paths(folder).is_ok()
}

impl AddedFile {
    /// Whether writing it would change the folder.
    pub fn is_to_be_written(&self) -> bool {
        self.parsed.is_ok() && !matches!(self.effect, Effect::AlreadyThere(_))
    }

    /// Writes the file into `folder`: all of it, or nothing.
    ///
    /// # Errors
    /// What the system reports.
    pub fn write(&self, folder: &Path) -> Result<(), BackendError> {
        let path = folder.join(&self.name);
        write_whole(folder, &path, &self.bytes).map_err(unreadable(&path))
    }
}

/// Writes `bytes` beside the file and moves them to its place, so that whoever reads the folder
/// meanwhile, or after a loss of power, finds the old file or the new one.
pub(super) fn write_whole(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(folder);
    fs::create_dir_all(folder)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    // Hidden files are no documents.
    let beside = folder.join(format!(".{name}.{}.part", std::process::id()));
    let written = || -> io::Result<()> {
        let mut file = File::create(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)?;
        File::open(folder)?.sync_all()
    };
    let outcome = written();
    if outcome.is_err() {
        // The first error is the one to tell.
        let _ = fs::remove_file(&beside);
    }
    outcome
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
            read_files(&[elsewhere.path().to_owned()], corpus.path(), 1000, &FileReader::Here)
                .expect("readable files")
        };
        let first = read();
        assert_eq!(first[0].effect, Effect::New);
        first[0].write(corpus.path()).expect("a writable folder");
        assert_eq!(fs::read_to_string(corpus.path().join("a.md")).expect("a file"), FILE);
        assert_eq!(read()[0].effect, Effect::AlreadyThere("a.md".to_owned()));
        fs::write(&path, format!("{FILE}More.\n")).expect("a file");
        assert_eq!(read()[0].effect, Effect::Replaces);
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
        let read = read_files(&folders, corpus.path(), 1000, &FileReader::Here).expect("files");
        let names: Vec<&str> = read.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["x.md", "b/x.md"]);
        for file in &read {
            file.write(corpus.path()).expect("a writable folder");
        }
        assert!(corpus.path().join("b/x.md").is_file() && corpus.path().join("x.md").is_file());
    }
}
