//! Floor 1: how a file becomes documents and clauses.
//!
//! Pure functions from bytes to [`crate::domain::Corpus`]: reading folders is not done here.
//! May import: `domain`.

mod error;

pub use error::CorpusError;

use crate::domain::{Clause, Corpus, Document};

/// Parses one file: front matter over a body. `path` is used in messages only.
///
/// # Errors
/// What is wrong, with the line and the remedy.
pub fn parse(path: &str, bytes: &[u8]) -> Result<(Document, Vec<Clause>), CorpusError> {
    let _ = (path, bytes);
    Err(CorpusError { path: path.to_owned(), line: None, message: String::new() })
}

/// Puts parsed files together; `files` pairs each file's path with what [`parse`] made of it.
///
/// # Errors
/// When two files carry the same document id.
pub fn assemble(files: Vec<(String, (Document, Vec<Clause>))>) -> Result<Corpus, CorpusError> {
    let _ = files;
    Err(CorpusError { path: String::new(), line: None, message: String::new() })
}
