//! Files that are brought into the corpus, or taken out of it.

use super::documented::documented;
use super::{Clause, Date, Document, DocumentKind, Doubt};

documented! {
/// What adding a file does to the files that are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileEffect {
    /// No file has this name.
    New,
    /// A file of this name has other content, and is replaced.
    Replaces,
    /// A file has this content already; nothing is to be written.
    AlreadyThere,
}
}

/// A file that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentFile {
    /// What it is to be called.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// What was read of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadDocument {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its kind.
    pub kind: DocumentKind,
    /// When it was adopted, or else published.
    pub date: Option<Date>,
    /// Its official symbol.
    pub symbol: Option<String>,
    /// BCP 47 tag of its language.
    pub language: String,
    /// How many clauses it has.
    pub clauses: usize,
    /// What may have been misread.
    pub doubts: Vec<Doubt>,
}

impl ReadDocument {
    /// What a person checks before `document` is taken in.
    pub fn new(document: &Document, clauses: &[Clause]) -> Self {
        Self {
            id: document.id.clone(),
            title: document.title.clone(),
            kind: document.kind,
            date: document.date(),
            symbol: document.catalogue.symbol.clone(),
            language: document.language.clone(),
            clauses: clauses.len(),
            doubts: document.catalogue.doubts.clone(),
        }
    }
}

/// The result of sending a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileAddition {
    /// The file's name in the folder of the corpus.
    pub name: String,
    /// What adding it does.
    pub effect: FileEffect,
    /// Whether the folder was changed.
    pub written: bool,
    /// What was read of it.
    pub documents: Vec<ReadDocument>,
}

/// What came of taking a document out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRemoval {
    /// The document's id.
    pub document: String,
    /// The file's name in the folder of the corpus.
    pub name: String,
    /// Whether the folder was changed.
    pub removed: bool,
}

impl FileAddition {
    /// When its documents are served.
    pub const fn message(&self) -> &'static str {
        match (self.written, self.effect) {
            (true, _) => {
                "written; served once the server has read it, usually in seconds: corpus.digest changes then"
            }
            (false, FileEffect::AlreadyThere) => "nothing was written: the corpus has this content",
            (false, _) => "nothing was written: this was a dry run",
        }
    }
}

impl FileRemoval {
    /// Until when it is served.
    pub const fn message(&self) -> &'static str {
        if self.removed {
            "removed; served until the server has seen it, usually for seconds: corpus.digest changes then"
        } else {
            "nothing was removed: this was a dry run"
        }
    }
}
