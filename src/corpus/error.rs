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

/// What is wrong with a file, said by code that does not know the file's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    line: Option<usize>,
    message: String,
}

impl Fault {
    /// A fault of one line, counted from 1.
    pub(super) fn at(line: usize, message: impl Into<String>) -> Self {
        Self { line: Some(line), message: message.into() }
    }

    /// A fault of the file as a whole.
    pub(super) fn whole(message: impl Into<String>) -> Self {
        Self { line: None, message: message.into() }
    }

    /// The same fault, with the file named.
    pub(super) fn in_file(self, path: &str) -> CorpusError {
        CorpusError { path: path.to_owned(), line: self.line, message: self.message }
    }
}
