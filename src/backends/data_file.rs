//! A file of the data folder, and what is wrong with it.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// A file of the data folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataFile {
    /// What it belongs to: `snapshots`, `index`, `vectors`.
    pub part: &'static str,
    /// Its path.
    pub path: PathBuf,
    /// What is wrong with it; none if it is whole.
    pub fault: Option<String>,
}

/// The files of a folder, in order; none where there is no folder.
pub(super) fn listed(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut paths = Vec::new();
    for entry in entries {
        let entry = entry?;
        // Hidden files are being written.
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if !hidden {
            paths.push(entry.path());
        }
    }
    paths.sort();
    Ok(paths)
}
