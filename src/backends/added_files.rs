//! Files that are brought into the folder of the corpus.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::BackendError;
use super::bounded_file::read_at_most;
use super::corpus_folder::{document_paths, list_corpus, unreadable};
use super::file_reader::FileReader;
use crate::corpus::{CorpusError, ParsedFile};
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
    let mut added = Vec::new();
    for path in paths {
        let files = if path.is_dir() { document_paths(path)? } else { vec![path.clone()] };
        for file in files {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let bytes = read_at_most(&file, file_bytes_max).map_err(unreadable(&file))?;
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
            let parsed = reader.read(&name, &bytes);
            added.push(AddedFile { path: file, name, parsed, effect, bytes });
        }
    }
    Ok(added)
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
}
