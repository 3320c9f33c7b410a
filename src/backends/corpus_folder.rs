//! The corpus on disk: a folder of files in any format, and the folders within it.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};
use sha2::{Digest as _, Sha256};

use super::BackendError;
use crate::domain::Digest;

/// Bytes of one read when only the digest of a file is needed.
const CHUNK_BYTES: usize = 256 * 1024;
/// How many folders may lie in each other.
const FOLDERS_DEEP_MAX: usize = 32;
/// The endings of files that are read.
pub(super) const ENDINGS: [&str; 10] =
    ["md", "markdown", "txt", "html", "htm", "xhtml", "xml", "json", "pdf", "docx"];
/// What files are called that are about a folder.
const ABOUT_FOLDERS: [&str; 6] = ["readme", "license", "licence", "notice", "copying", "manifest"];

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
    /// In order of their paths.
    pub files: Vec<DocumentFile>,
    /// SHA-256 over the paths and digests of all files. Folders with the same digest give the same
    /// corpus. The digest of the corpus is another one: it has the documents' ids, not the paths.
    pub digest: Digest,
}

/// Lists the documents of `folder` that are read, with their digests. Files are
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
        all.update(path.strip_prefix(folder).unwrap_or(path).as_os_str().as_encoded_bytes());
        all.update([0]);
        all.update(digest.0);
    }
    Ok(CorpusFiles { files, digest: Digest(all.finalize().into()) })
}

/// The results of `work` for `paths`, in their order, or the first error in that order.
pub(super) fn on_all_cores<R: Send>(
    paths: Vec<PathBuf>,
    work: impl Fn(PathBuf) -> Result<R, BackendError> + Sync + Send,
) -> Result<Vec<R>, BackendError> {
    // Collected into one result, they would end with whichever error came first in time.
    let results: Vec<Result<R, BackendError>> = paths.into_par_iter().map(work).collect();
    results.into_iter().collect()
}

/// SHA-256 of a file, read in pieces. Of a file that is too long, no more is read than shows it.
pub(super) fn digest_of(path: &Path, bytes_max: u64) -> Result<Digest, BackendError> {
    let digest = || -> io::Result<Digest> {
        let mut file = File::open(path)?;
        let length = file.metadata()?.len();
        let mut piece = vec![0; CHUNK_BYTES.min(length as usize + 1)];
        let (mut hasher, mut bytes) = (Sha256::new(), 0);
        loop {
            match file.read(&mut piece) {
                Ok(0) => break,
                Ok(read) => {
                    bytes += read as u64;
                    hasher.update(&piece[..read]);
                    if bytes > bytes_max {
                        hasher.update(length.to_le_bytes());
                        break;
                    }
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Digest(hasher.finalize().into()))
    };
    digest().map_err(unreadable(path))
}

/// The error for a file that cannot be read.
pub(super) fn unreadable(path: &Path) -> impl Fn(io::Error) -> BackendError {
    move |source| BackendError::Read { path: path.to_owned(), source }
}

/// The files of a folder and of those within it that may be documents, at least one, in order of
/// their paths. Links to files count, links to folders do not.
pub(super) fn document_paths(folder: &Path) -> Result<Vec<PathBuf>, BackendError> {
    if !folder.is_dir() {
        return Err(BackendError::CorpusMissing(folder.to_owned()));
    }
    let mut paths = Vec::new();
    let mut open = vec![(folder.to_owned(), 0)];
    while let Some((folder, depth)) = open.pop() {
        let unreadable = |source| BackendError::Read { path: folder.clone(), source };
        for entry in fs::read_dir(&folder).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let path = entry.path();
            if entry.file_name().as_encoded_bytes()[0] == b'.' {
                continue;
            }
            if entry.file_type().map_err(unreadable)?.is_dir() {
                if depth < FOLDERS_DEEP_MAX {
                    open.push((path, depth + 1));
                }
            } else if may_be_document(&path) && path.is_file() {
                paths.push(path);
            }
        }
    }
    if paths.is_empty() {
        return Err(BackendError::CorpusEmpty(folder.to_owned()));
    }
    paths.sort();
    Ok(paths)
}

/// Whether a file is looked at: its ending is one of a format that is read, and it is not about the
/// folder itself.
pub(super) fn may_be_document(path: &Path) -> bool {
    let lower = |part: Option<&OsStr>| part.and_then(OsStr::to_str).map(str::to_ascii_lowercase);
    let ending = lower(path.extension()).unwrap_or_default();
    let stem = lower(path.file_stem()).unwrap_or_default();
    ENDINGS.contains(&ending.as_str()) && !ABOUT_FOLDERS.contains(&stem.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backends::read_corpus;
    use crate::corpus;

    fn names(paths: &[PathBuf]) -> Vec<&str> {
        paths.iter().filter_map(|path| path.file_name()?.to_str()).collect()
    }

    #[test]
    fn documents_are_the_visible_files_of_known_formats_in_order() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for name in ["b.md", "a.pdf", ".hidden.md", "notes.csv", "md", "c.XML", "README.md"] {
            fs::write(folder.path().join(name), "x").expect("a file");
        }
        for (within, name) in [("nested.md", "d.md"), (".git", "e.md")] {
            fs::create_dir(folder.path().join(within)).expect("a folder");
            fs::write(folder.path().join(within).join(name), "x").expect("a file");
        }
        let paths = document_paths(folder.path()).expect("a readable folder");
        assert_eq!(names(&paths), ["a.pdf", "b.md", "c.XML", "d.md"]);
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
            (folder.path().to_owned(), "has no documents; add files"),
        ] {
            let error = read_corpus(&path, 10).expect_err("no corpus").to_string();
            assert!(error.contains(expected), "{error}");
        }
    }

    #[test]
    fn a_long_file_is_left_out_and_named() {
        let folder = many();
        fs::write(folder.path().join("long.md"), vec![b'x'; 10_001]).expect("a file");
        let corpus = read_corpus(folder.path(), 10_000).expect("the others are sound");
        let [skipped] = corpus.skipped() else { panic!("{:?}", corpus.skipped()) };
        assert_eq!(skipped.path, "long.md");
        assert_eq!(
            skipped.message,
            "it is longer than 10000 bytes; split it into several documents"
        );
        let listed = list_corpus(folder.path(), 10_000).expect("a readable folder");
        assert!(listed.files.iter().any(|file| file.digest.to_string() == skipped.digest));
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
            (
                names(std::slice::from_ref(path))[0].to_owned(),
                corpus::parse("x", &bytes).expect("a sound file"),
            )
        });
        let (corpus, expected) = (corpus.expect("sound files"), corpus::assemble(parsed.collect()));
        assert_eq!(corpus.digest(), expected.digest());
        assert_eq!(corpus.documents(), expected.documents());
        assert_eq!(corpus.clauses(), expected.clauses());
    }

    #[test]
    fn files_at_fault_are_left_out_and_named_in_order() {
        let folder = many();
        for (name, content) in [("37.md", "\n"), ("09.md", ""), ("10.md", "# Only a title")] {
            fs::write(folder.path().join(name), content).expect("a file");
        }
        for _ in 0..20 {
            let corpus = read_corpus(folder.path(), 10_000).expect("the others are sound");
            let skipped: Vec<&str> = corpus.skipped().iter().map(|one| one.path.as_str()).collect();
            assert_eq!(skipped, ["09.md", "10.md", "37.md"]);
            assert_eq!(corpus.documents().len(), 47);
        }
    }

    #[test]
    fn where_every_file_is_at_fault_the_first_is_named() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for name in ["a.md", "b.md"] {
            fs::write(folder.path().join(name), "").expect("a file");
        }
        let error = read_corpus(folder.path(), 10).expect_err("no document").to_string();
        assert!(error.contains("a.md: the file is empty"), "{error}");
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
        fs::write(at("notes.csv"), "no document").expect("a file");
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
