//! Why a file cannot be read.

use serde::{Deserialize, Serialize};

/// What is wrong with a file, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("{message}")]
pub struct FormatError {
    /// The line at fault, from 1, where one line is at fault.
    pub line: Option<usize>,
    /// What is wrong, and what to do: `text; remedy`.
    pub message: String,
}

impl FormatError {
    /// A fault of the file as a whole.
    pub fn whole(message: impl Into<String>) -> Self {
        Self { line: None, message: message.into() }
    }

    /// A fault of one line, counted from 1.
    pub fn at(line: usize, message: impl Into<String>) -> Self {
        Self { line: Some(line), message: message.into() }
    }
}
