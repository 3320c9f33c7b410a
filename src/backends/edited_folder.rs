//! The folder of the corpus, for those who may change it while it is served.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::added_files::FolderFiles;
use super::atomic_file::sync_folder;
use super::corpus_folder::may_be_document;
use super::file_reader::FileReader;
use crate::corpus::{CorpusFolder, FILE_BYTES_MAX, FileChangeError, ParsedFile};
use crate::domain::{
    Corpus, Digest, FileAddition, FileRemoval, InvalidQuery, ReadDocument, SentFile,
};

/// The longest name of a file, in bytes: file systems take 255.
const NAME_BYTES_MAX: usize = 200;

/// The folder of the corpus. One change is made at a time.
#[derive(Debug)]
pub struct EditedFolder {
    folder: PathBuf,
    reader: FileReader,
    file_bytes_max: usize,
    /// Names of files that were added, by the ids of their documents: they may not be served yet.
    added: Mutex<BTreeMap<String, String>>,
}

impl EditedFolder {
    /// The folder at `folder`, whose new files have at most `file_bytes_max` bytes.
    pub fn new(folder: PathBuf, reader: FileReader, file_bytes_max: usize) -> Self {
        let file_bytes_max = file_bytes_max.min(FILE_BYTES_MAX);
        Self { folder, reader, file_bytes_max, added: Mutex::default() }
    }

    fn files(&self) -> Result<FolderFiles, FileChangeError> {
        FolderFiles::list(&self.folder, FILE_BYTES_MAX as u64)
            .map_err(|error| FileChangeError::Unwritable(format!("failed to {error}")))
    }

    fn unwritable(&self, error: &io::Error) -> FileChangeError {
        let folder = self.folder.display();
        FileChangeError::Unwritable(format!(
            "failed to change {folder}: {error}; let the server write there, or change the files by hand"
        ))
    }
}

impl CorpusFolder for EditedFolder {
    fn file_bytes_max(&self) -> usize {
        self.file_bytes_max
    }

    fn add(
        &self,
        corpus: &Corpus,
        file: SentFile,
        dry_run: bool,
    ) -> Result<FileAddition, FileChangeError> {
        let SentFile { name, bytes } = file;
        check_name(&name)?;
        if bytes.len() > self.file_bytes_max {
            let most = self.file_bytes_max;
            let message = format!("has {} bytes; send {most} or fewer", bytes.len());
            return Err(refused("file", message));
        }
        let mut added = self.added.lock().unwrap_or_else(PoisonError::into_inner);
        let mut files = self.files()?;
        let replaced = files.digest_of(&name);
        let file = files.read_new(name.clone().into(), name, bytes, &self.reader);
        let parsed = file.parsed.as_ref().map_err(|error| {
            let line = error.line.map_or_else(String::new, |line| format!("line {line}: "));
            refused("file", format!("{line}{}", error.message))
        })?;
        let documents = parsed.iter().map(|one| ReadDocument::new(&one.document, &one.clauses));
        let documents: Vec<ReadDocument> = documents.collect();
        let written = file.is_to_be_written() && !dry_run;
        if file.is_to_be_written() {
            for one in parsed {
                let id = &one.document.id;
                let of_other = added
                    .get(id)
                    .is_some_and(|own| *own != file.name && self.folder.join(own).is_file());
                if of_other || is_taken(corpus, one, replaced) {
                    let message = format!(
                        "has the document id '{id}', which is taken; give it another id or another name"
                    );
                    return Err(refused("file", message));
                }
            }
        }
        if written {
            file.write(&self.folder).map_err(|error| self.unwritable(&error))?;
            added.retain(|_, own| *own != file.name);
            added.extend(documents.iter().map(|one| (one.id.clone(), file.name.clone())));
        }
        Ok(FileAddition { name: file.name, effect: file.effect, written, documents })
    }

    fn remove(
        &self,
        corpus: &Corpus,
        index: usize,
        dry_run: bool,
    ) -> Result<FileRemoval, FileChangeError> {
        let document = &corpus.documents()[index];
        let mut added = self.added.lock().unwrap_or_else(PoisonError::into_inner);
        let files = self.files()?;
        let Some(name) = files.name_of(document.digest) else {
            let id = &document.id;
            return Err(FileChangeError::Missing(format!(
                "the file of the document '{id}' is not in the folder any more, or was changed; try again in a moment"
            )));
        };
        let of_file = |one: &&crate::domain::Document| one.digest == document.digest;
        let together = corpus.documents().iter().filter(of_file).count();
        if together > 1 {
            let message = format!(
                "is one of {together} documents of the file {name}; send that file again without it"
            );
            return Err(refused("id", message));
        }
        if files.len() == 1 {
            let message = "is the last document of the corpus; add another one first".to_owned();
            return Err(refused("id", message));
        }
        if !dry_run {
            let path = self.folder.join(name);
            fs::remove_file(&path).map_err(|error| self.unwritable(&error))?;
            added.retain(|_, own| own != name);
            // Where it cannot be made sure that it stays removed, nothing is lost.
            let _ = path.parent().map(sync_folder);
        }
        Ok(FileRemoval { document: document.id.clone(), name: name.to_owned(), removed: !dry_run })
    }
}

/// Whether another file than the one with the digest `replaced` has the id of `parsed`.
fn is_taken(corpus: &Corpus, parsed: &ParsedFile, replaced: Option<Digest>) -> bool {
    let own = corpus.document(&parsed.document.id);
    own.is_some_and(|own| Some(own.digest) != replaced)
}

fn refused(field: &'static str, message: String) -> FileChangeError {
    InvalidQuery { field, message }.into()
}

/// Whether a file may be called so: a plain, visible name with an ending that is read.
fn check_name(name: &str) -> Result<(), FileChangeError> {
    let shown = || name.chars().take(80).flat_map(char::escape_default).collect::<String>();
    let is_path = name.contains(['/', '\\', ':']) || name.chars().any(char::is_control);
    if name.is_empty() || is_path || name.starts_with('.') || name.trim() != name {
        let message =
            format!("'{}' is not a plain file name; send one such as 'quito-2031.pdf'", shown());
        return Err(refused("name", message));
    }
    if name.len() > NAME_BYTES_MAX {
        let message = format!("has {} bytes; send {NAME_BYTES_MAX} or fewer", name.len());
        return Err(refused("name", message));
    }
    if !may_be_document(Path::new(name)) {
        let message = format!(
            "'{}' is not a name that documents have; end it in .md, .txt, .html, .xml, .json, .pdf or \
             .docx, and do not call it after the folder, such as 'readme'",
            shown()
        );
        return Err(refused("name", message));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backends::read_corpus;
    use crate::domain::FileEffect;

    fn text(id: &str, words: &str) -> String {
        format!("---\nid: {id}\ntitle: T\nkind: page\n---\n{words}\n")
    }

    /// A folder with the documents `a` and `b`.
    fn folder() -> (tempfile::TempDir, EditedFolder, Corpus) {
        let place = tempfile::tempdir().expect("a folder");
        for id in ["a", "b"] {
            let words = format!("Some words of {id} are here.");
            fs::write(place.path().join(format!("{id}.md")), text(id, &words)).expect("a file");
        }
        let corpus = read_corpus(place.path(), 10_000).expect("a sound corpus");
        let edited = EditedFolder::new(place.path().to_owned(), FileReader::Here, 1_000);
        (place, edited, corpus)
    }

    fn sent(name: &str, text: &str) -> SentFile {
        SentFile { name: name.to_owned(), bytes: text.as_bytes().to_vec() }
    }

    fn names(place: &tempfile::TempDir) -> Vec<String> {
        let entries = fs::read_dir(place.path()).expect("a folder");
        let name = |entry: io::Result<fs::DirEntry>| {
            entry.expect("an entry").file_name().to_string_lossy().into_owned()
        };
        let mut names: Vec<String> = entries.map(name).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_added_once_and_only_in_earnest() {
        let (place, edited, corpus) = folder();
        let new = || sent("c.md", &text("c", "New words are here."));
        let tried = edited.add(&corpus, new(), true).expect("a sound file");
        assert_eq!((tried.effect, tried.written), (FileEffect::New, false));
        assert_eq!(names(&place), ["a.md", "b.md"]);
        let added = edited.add(&corpus, new(), false).expect("a sound file");
        assert_eq!((added.written, &*added.documents[0].id), (true, "c"));
        assert_eq!(names(&place), ["a.md", "b.md", "c.md"]);
        let again = edited.add(&corpus, new(), false).expect("a sound file");
        assert_eq!((again.effect, again.written), (FileEffect::AlreadyThere, false));
        let changed = sent("a.md", &text("a", "Other words are here."));
        let replaced = edited.add(&corpus, changed, false).expect("a sound file");
        assert_eq!((replaced.effect, replaced.written), (FileEffect::Replaces, true));
        assert_eq!(names(&place), ["a.md", "b.md", "c.md"], "nothing is left beside them");
    }

    #[test]
    fn ids_of_other_files_are_not_taken_over() {
        let (place, edited, corpus) = folder();
        let of_served = sent("x.md", &text("a", "Other words are here."));
        let of_new = sent("y.md", &text("c", "Other words are here."));
        edited.add(&corpus, sent("c.md", &text("c", "Words.")), false).expect("a sound file");
        for file in [of_served, of_new] {
            let error = edited.add(&corpus, file, false).expect_err("taken").to_string();
            assert!(error.starts_with("file: has the document id '"), "{error}");
        }
        assert_eq!(names(&place), ["a.md", "b.md", "c.md"]);
    }

    #[test]
    fn hostile_names_and_files_are_refused() {
        let (place, edited, corpus) = folder();
        let long = format!("{}.md", "x".repeat(300));
        for name in [
            "", ".", "..", "../x.md", "/etc/x.md", "a/b.md", "a\\b.md", "C:x.md", ".x.md",
            "x.md\0", "x\n.md", " x.md", "x.exe", "x", "x.md.part", "readme.md", &long,
        ] {
            let error = edited.add(&corpus, sent(name, &text("x", "Words.")), false);
            let error = error.expect_err("no name for a document").to_string();
            assert!(error.starts_with("name: "), "{name}: {error}");
        }
        for content in ["", "\0\0\0", &text("x", &"Words. ".repeat(200))] {
            let error = edited.add(&corpus, sent("x.md", content), false);
            let error = error.expect_err("no document").to_string();
            assert!(error.starts_with("file: "), "{error}");
        }
        assert_eq!(names(&place), ["a.md", "b.md"]);
    }

    #[test]
    fn one_document_is_removed_and_the_last_one_stays() {
        let (place, edited, corpus) = folder();
        let index = |id: &str| corpus.document_index(id).expect("in the corpus");
        let tried = edited.remove(&corpus, index("a"), true).expect("it is there");
        assert_eq!((tried.name.as_str(), tried.removed), ("a.md", false));
        assert_eq!(names(&place), ["a.md", "b.md"]);
        assert!(edited.remove(&corpus, index("a"), false).expect("it is there").removed);
        assert_eq!(names(&place), ["b.md"]);
        let gone = edited.remove(&corpus, index("a"), false).expect_err("it is gone");
        assert!(matches!(gone, FileChangeError::Missing(_)), "{gone}");
        let last = edited.remove(&corpus, index("b"), false).expect_err("the last one").to_string();
        assert!(last.contains("is the last document"), "{last}");
    }
}
