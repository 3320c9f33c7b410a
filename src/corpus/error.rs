//! What can be wrong with a corpus.

use std::fmt;

/// A file of the corpus cannot be used. Shown as `path:line: message`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorpusError {
    /// The file, as it was named to the parser.
    pub path: String,
    /// The line at fault, from 1, where one line is at fault.
    pub line: Option<usize>,
    /// What is wrong, and the remedy.
    pub message: String,
}

impl fmt::Display for CorpusError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.path, self.message),
            None => write!(f, "{}: {}", self.path, self.message),
        }
    }
}

impl std::error::Error for CorpusError {}
