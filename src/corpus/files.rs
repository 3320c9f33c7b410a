//! The port to the files of the corpus, for those who may change them.

use std::fmt::Debug;

use crate::domain::{Corpus, FileAddition, FileRemoval, InvalidQuery, SentFile};

/// Why the files of the corpus were not changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileChangeError {
    /// What was asked for cannot be done; the reason names the remedy.
    #[error(transparent)]
    Refused(#[from] InvalidQuery),
    /// The document's file is not there.
    #[error("{0}")]
    Missing(String),
    /// The folder cannot be read or written.
    #[error("{0}")]
    Unwritable(String),
}

/// The files that the corpus is read from.
pub trait CorpusFolder: Debug + Send + Sync {
    /// The most bytes of a file that is sent.
    fn file_bytes_max(&self) -> usize;

    /// Reads `file`, and writes it unless `dry_run`: all of it, or nothing. Its documents must not
    /// take ids that other files have given documents of `corpus`, which is being served.
    ///
    /// # Errors
    /// When its name will not do, it cannot be read, or the folder cannot be written.
    fn add(
        &self,
        corpus: &Corpus,
        file: SentFile,
        dry_run: bool,
    ) -> Result<FileAddition, FileChangeError>;

    /// Removes the file of the document at `index` of `corpus` unless `dry_run`, and no other file.
    ///
    /// # Errors
    /// When the file is not there, holds other documents as well or is the last one, or the folder
    /// cannot be written.
    fn remove(
        &self,
        corpus: &Corpus,
        index: usize,
        dry_run: bool,
    ) -> Result<FileRemoval, FileChangeError>;
}
