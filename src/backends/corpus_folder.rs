//! The corpus on disk: one folder of Markdown files.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};
use sha2::{Digest as _, Sha256};

use super::BackendError;
use super::bounded_file::{read_at_most, too_large};
use crate::corpus;
use crate::domain::{Corpus, Digest};

/// Bytes of one read when only the digest of a file is needed.
const CHUNK_BYTES: usize = 256 * 1024;

/// The file of a document in its folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentFile {
    /// Its path.
    pub path: PathBuf,
    /// SHA-256 of its bytes: [`crate::domain::Document::digest`] of what is parsed from it.
    pub digest: Digest,
}

/// The files of a corpus folder, not parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorpusFiles {
    /// In order of their names.
    pub files: Vec<DocumentFile>,
    /// SHA-256 over the names and digests of all files. Folders with the same digest give the same
    /// corpus. The digest of the corpus is another one: it has the documents' ids, not the names.
    pub digest: Digest,
}

/// Lists the documents of `folder` that [`read_corpus`] would read, with their digests. Files are
/// read on all cores, a piece at a time.
///
/// # Errors
/// When the folder is missing or holds no documents, and when a file cannot be read or is too
/// long.
pub fn list_corpus(folder: &Path, file_bytes_max: u64) -> Result<CorpusFiles, BackendError> {
    let read = on_all_cores(document_paths(folder)?, |path| {
        let digest = digest_of(&path, file_bytes_max)?;
        Ok(DocumentFile { path, digest })
    });
    let files = read?;
    let mut all = Sha256::new();
    for DocumentFile { path, digest } in &files {
        // No name holds a zero byte.
        all.update(path.file_name().unwrap_or_default().as_encoded_bytes());
        all.update([0]);
        all.update(digest.0);
    }
    Ok(CorpusFiles { files, digest: Digest(all.finalize().into()) })
}

/// Reads every `*.md` file of `folder`, in order of their names. Subfolders and hidden files are
/// ignored. The files are parsed on all cores.
/// `file_bytes_max` bounds a file's length before it is read.
///
/// # Errors
/// When the folder is missing or holds no documents, and when a file cannot be read, is too long,
/// or is malformed: of several such files the first.
pub fn read_corpus(folder: &Path, file_bytes_max: u64) -> Result<Corpus, BackendError> {
    let parsed = on_all_cores(document_paths(folder)?, |path| {
        let bytes =
            read_at_most(&path, file_bytes_max).map_err(unreadable(&path, file_bytes_max))?;
        let name = path.display().to_string();
        let parts = corpus::parse(&name, &bytes)?;
        Ok((name, parts))
    });
    Ok(corpus::assemble(parsed?)?)
}

/// The results of `work` for `paths`, in their order, or the first error in that order.
fn on_all_cores<R: Send>(
    paths: Vec<PathBuf>,
    work: impl Fn(PathBuf) -> Result<R, BackendError> + Sync + Send,
) -> Result<Vec<R>, BackendError> {
    // Collected into one result, they would end with whichever error came first in time.
    let results: Vec<Result<R, BackendError>> = paths.into_par_iter().map(work).collect();
    results.into_iter().collect()
}

/// SHA-256 of a file, read in pieces.
fn digest_of(path: &Path, bytes_max: u64) -> Result<Digest, BackendError> {
    let digest = || -> io::Result<Digest> {
        let mut file = File::open(path)?;
        let mut piece = vec![0; CHUNK_BYTES.min(file.metadata()?.len() as usize + 1)];
        let (mut hasher, mut bytes) = (Sha256::new(), 0);
        loop {
            match file.read(&mut piece) {
                Ok(0) => return Ok(Digest(hasher.finalize().into())),
                Ok(read) => {
                    bytes += read as u64;
                    if bytes > bytes_max {
                        return Err(too_large(bytes_max));
                    }
                    hasher.update(&piece[..read]);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    };
    digest().map_err(unreadable(path, bytes_max))
}

/// The error for a file that cannot be read.
fn unreadable(path: &Path, bytes_max: u64) -> impl Fn(io::Error) -> BackendError {
    move |source| match source.kind() {
        ErrorKind::FileTooLarge => BackendError::FileTooLarge { path: path.to_owned(), bytes_max },
        _ => BackendError::Read { path: path.to_owned(), source },
    }
}

/// The documents of a folder, at least one, in order of their names. Links count when they lead to
/// a file.
fn document_paths(folder: &Path) -> Result<Vec<PathBuf>, BackendError> {
    if !folder.is_dir() {
        return Err(BackendError::CorpusMissing(folder.to_owned()));
    }
    let unreadable = |source| BackendError::Read { path: folder.to_owned(), source };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes()[0] == b'.');
        if !hidden && path.extension() == Some(OsStr::new("md")) && path.is_file() {
            paths.push(path);
        }
    }
    if paths.is_empty() {
        return Err(BackendError::CorpusEmpty(folder.to_owned()));
    }
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(paths: &[PathBuf]) -> Vec<&str> {
        paths.iter().filter_map(|path| path.file_name()?.to_str()).collect()
    }

    #[test]
    fn documents_are_the_visible_markdown_files_in_order() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for name in ["b.md", "a.md", ".hidden.md", "notes.txt", "md", "c.MD"] {
            fs::write(folder.path().join(name), "x").expect("a file");
        }
        fs::create_dir(folder.path().join("nested.md")).expect("a folder");
        fs::write(folder.path().join("nested.md/d.md"), "x").expect("a file");
        let paths = document_paths(folder.path()).expect("a readable folder");
        assert_eq!(names(&paths), ["a.md", "b.md"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_lead_to_files_only() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let elsewhere = tempfile::tempdir().expect("a temporary folder");
        fs::write(elsewhere.path().join("real"), "x").expect("a file");
        let link = |target: &str, name: &str| {
            std::os::unix::fs::symlink(elsewhere.path().join(target), folder.path().join(name))
        };
        link("real", "file.md").expect("a link");
        link("", "folder.md").expect("a link");
        link("absent", "dangling.md").expect("a link");
        let paths = document_paths(folder.path()).expect("a readable folder");
        assert_eq!(names(&paths), ["file.md"]);
    }

    #[test]
    fn a_missing_and_an_empty_folder_say_what_to_do() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (path, expected) in [
            (folder.path().join("absent"), "name the folder with the documents by --corpus"),
            (folder.path().to_owned(), "has no .md files; add documents"),
        ] {
            let error = read_corpus(&path, 10).expect_err("no corpus").to_string();
            assert!(error.contains(expected), "{error}");
        }
    }

    #[test]
    fn a_long_file_is_refused_before_it_is_parsed() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(folder.path().join("a.md"), "12345").expect("a file");
        let read = read_corpus(folder.path(), 4).expect_err("too long");
        let listed = list_corpus(folder.path(), 4).expect_err("too long");
        for error in [read.to_string(), listed.to_string()] {
            assert!(error.contains("a.md: it is longer than 4 bytes; split it"), "{error}");
        }
        list_corpus(folder.path(), 5).expect("short enough");
    }

    /// A folder of many documents.
    fn many() -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for at in 0..50 {
            let words = "Words that differ. ".repeat(1 + at * at % 37);
            let file = format!("---\nid: d-{at}\ntitle: T\nkind: page\n---\n{words}\n");
            fs::write(folder.path().join(format!("{at:02}.md")), file).expect("a file");
        }
        folder
    }

    #[test]
    fn files_read_at_once_come_in_order() {
        let folder = many();
        let corpus = read_corpus(folder.path(), 10_000);
        let files = document_paths(folder.path()).expect("a readable folder");
        let parsed = files.iter().map(|path| {
            let bytes = fs::read(path).expect("a file");
            (path.display().to_string(), corpus::parse("x", &bytes).expect("a sound file"))
        });
        let (corpus, expected) =
            (corpus.expect("sound files"), corpus::assemble(parsed.collect()).expect("ids differ"));
        assert_eq!(corpus.digest(), expected.digest());
        assert_eq!(corpus.documents(), expected.documents());
        assert_eq!(corpus.clauses(), expected.clauses());
    }

    #[test]
    fn of_several_files_at_fault_the_first_is_named() {
        let folder = many();
        for (name, content) in [("37.md", "none"), ("09.md", ""), ("10.md", "---")] {
            fs::write(folder.path().join(name), content).expect("a file");
        }
        for _ in 0..20 {
            let error = read_corpus(folder.path(), 10_000).expect_err("files at fault");
            let error = error.to_string();
            assert!(error.contains("09.md: the file is empty"), "{error}");
        }
    }

    #[test]
    fn a_folder_is_known_by_the_names_and_bytes_of_its_files() {
        let folder = many();
        let list = || list_corpus(folder.path(), 10_000).expect("readable files");
        let first = list();
        let corpus = read_corpus(folder.path(), 10_000).expect("sound files");
        for file in &first.files {
            let own = corpus.documents().iter().filter(|document| document.digest == file.digest);
            assert_eq!(own.count(), 1, "{file:?}");
        }
        let at = |name: &str| folder.path().join(name);
        fs::write(at("notes.txt"), "no document").expect("a file");
        assert_eq!(list(), first);
        let mut seen = vec![first.digest];
        let mut is_new = |digest: Digest| {
            let new = !seen.contains(&digest);
            seen.push(digest);
            new
        };
        let content = fs::read(at("07.md")).expect("a file");
        fs::write(at("07.md"), [&content[..], b"."].concat()).expect("a file");
        assert!(is_new(list().digest), "a byte more");
        fs::rename(at("07.md"), at("99.md")).expect("a file");
        assert!(is_new(list().digest), "another name");
        fs::remove_file(at("99.md")).expect("a file");
        assert!(is_new(list().digest), "one less");
        fs::write(at("07.md"), content).expect("a file");
        assert_eq!(list(), first);
    }
}
