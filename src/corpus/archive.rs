//! The port to earlier states of the corpus.

use std::fmt::Debug;

use jiff::Timestamp;

use super::{CorpusError, ParsedFile, parse};
use crate::domain::Digest;

/// A document's file as it was in an earlier state of the corpus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchivedFile {
    /// Digest of the state.
    pub state: Digest,
    /// When the state was kept first.
    pub kept_at: Timestamp,
    /// The file, byte for byte.
    pub bytes: Vec<u8>,
}

/// Why a file of an earlier state cannot be had. Each message completes "failed to ...".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ArchiveError {
    /// No state has this digest.
    #[error(
        "find the state {0} of the corpus: it was never served from this data folder, or is not kept there any more"
    )]
    UnknownState(String),
    /// Several states have digests that begin so.
    #[error("find the state {0} of the corpus: several begin with these digits; give more of them")]
    AmbiguousState(String),
    /// The state has no such document.
    #[error(
        "find the document {document} in the state {state} of the corpus: that state has no such document"
    )]
    UnknownDocument {
        /// The state.
        state: String,
        /// The document's id.
        document: String,
    },
    /// The list of a state's documents is damaged.
    #[error(
        "find the documents of the state {0} of the corpus: its list is damaged; the operator can restore it from a backup"
    )]
    LostState(String),
    /// The file of a document is missing, or is damaged.
    #[error(
        "read the document {document} in the state {state} of the corpus: its file is {fault}; the operator can restore it from a backup"
    )]
    LostFile {
        /// The state.
        state: String,
        /// The document's id.
        document: String,
        /// Digest of the file as it was.
        digest: Digest,
        /// `missing` or `damaged`.
        fault: &'static str,
    },
    /// The archive cannot be read.
    #[error("read the earlier states of the corpus: {0}")]
    Unreadable(String),
}

/// Keeps the documents of every state of the corpus that was ever served.
pub trait Archive: Debug + Send + Sync {
    /// The file of the document with this id in the state whose digest begins with `state`, of
    /// which at least [`Digest::SHORT_LEN`] digits must be given.
    ///
    /// # Errors
    /// When there is no such state or document, and when it cannot be read.
    fn file(&self, state: &str, document: &str) -> Result<ArchivedFile, ArchiveError>;

    /// Stores the file with this digest again, from the documents that are served now.
    ///
    /// # Errors
    /// When no file among them has this digest, or it cannot be written.
    fn mend(&self, digest: Digest) -> Result<(), ArchiveError>;

    /// The documents of such a file, which is called `name` in messages.
    ///
    /// # Errors
    /// What is wrong with it.
    fn parse(&self, name: &str, bytes: &[u8]) -> Result<Vec<ParsedFile>, CorpusError> {
        parse(name, bytes)
    }
}
