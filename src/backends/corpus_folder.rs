//! The corpus on disk: one folder of Markdown files.

use std::ffi::OsStr;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::BackendError;
use super::bounded_file::read_at_most;
use crate::corpus;
use crate::domain::{Corpus, Document};

/// Reads every `*.md` file of `folder` and puts them together. Files are taken in order of their
/// names; folders within it and hidden files are left alone. `file_bytes_max` bounds a file's
/// length before it is read; `keep` is shown each file with its document.
///
/// # Errors
/// When the folder is missing or holds no documents, and when a file cannot be read, is too long,
/// or is malformed.
pub fn read_corpus(
    folder: &Path,
    file_bytes_max: u64,
    mut keep: impl FnMut(&Document, &[u8]),
) -> Result<Corpus, BackendError> {
    let mut parsed = Vec::new();
    for path in document_paths(folder)? {
        let bytes = read_at_most(&path, file_bytes_max).map_err(|source| match source.kind() {
            ErrorKind::FileTooLarge => {
                BackendError::FileTooLarge { path: path.clone(), bytes_max: file_bytes_max }
            }
            _ => BackendError::Read { path: path.clone(), source },
        })?;
        let name = path.display().to_string();
        let parts = corpus::parse(&name, &bytes)?;
        keep(&parts.0, &bytes);
        parsed.push((name, parts));
    }
    if parsed.is_empty() {
        return Err(BackendError::CorpusEmpty(folder.to_owned()));
    }
    Ok(corpus::assemble(parsed)?)
}

/// The documents of a folder, in order of their names. Links count when they lead to a file.
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
            (folder.path().join("absent"), "name the folder of your documents with --corpus"),
            (folder.path().to_owned(), "holds no .md files; add documents"),
        ] {
            let error = read_corpus(&path, 10, |_, _| ()).expect_err("no corpus").to_string();
            assert!(error.contains(expected), "{error}");
        }
    }

    #[test]
    fn a_long_file_is_refused_before_it_is_parsed() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(folder.path().join("a.md"), "12345").expect("a file");
        let error = read_corpus(folder.path(), 4, |_, _| ()).expect_err("too long").to_string();
        assert!(error.contains("a.md: it is longer than 4 bytes; split it"), "{error}");
    }
}
