//! The texts to check.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::backends::FileReader;
use crate::corpus::needs_own_process;

/// The largest file, in bytes. People do not write longer ones, but images may be in them.
const BYTES_MAX: u64 = 16 << 20;
/// The most files of one run.
const FILES_MAX: usize = 2_000;
/// How deep folders may nest.
const DEPTH_MAX: usize = 16;
/// What may stand at the start of a file, and is no part of its text.
pub(super) const BYTE_ORDER_MARK: char = '\u{feff}';
/// Extensions of the files that are read from folders.
const ENDINGS: [&str; 3] = ["md", "markdown", "txt"];

/// A file or folder that cannot be checked.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct BadFile(String);

impl BadFile {
    /// What failed, and what to do.
    pub(super) fn new(message: String) -> Self {
        Self(message)
    }
}

/// A text, and its name in findings.
pub(super) struct File {
    /// Its path as given, or `-`.
    pub(super) name: String,
    /// Its text: without a mark of byte order, lines end with `\n`.
    pub(super) text: String,
    /// What the file holds, where its text was not read out of another format.
    pub(super) held: Option<String>,
}

/// Reads `paths`: files as they are, folders with all texts in them, in order of their names.
pub(super) fn read(paths: &[PathBuf]) -> Result<Vec<File>, BadFile> {
    let mut found: Vec<PathBuf> = Vec::new();
    for path in paths {
        if path.is_dir() {
            let before = found.len();
            walk(path, 0, &mut found)?;
            if found.len() == before {
                return Err(BadFile(format!(
                    "check {}: it has no file that ends with .md or .txt",
                    path.display()
                )));
            }
        } else {
            found.push(path.clone());
        }
    }
    if found.len() > FILES_MAX {
        return Err(BadFile(format!(
            "check {} files at once; check at most {FILES_MAX}",
            found.len()
        )));
    }
    found.iter().map(|path| file(path)).collect()
}

fn walk(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) -> Result<(), BadFile> {
    if depth > DEPTH_MAX {
        return Err(BadFile(format!(
            "check {}: it is nested more than {DEPTH_MAX} folders deep",
            folder.display()
        )));
    }
    let unread = |error: io::Error| BadFile(format!("read {}: {error}", folder.display()));
    let mut inside: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder).map_err(unread)? {
        inside.push(entry.map_err(unread)?.path());
    }
    inside.sort();
    for path in inside {
        let hidden = path.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
        let text =
            path.extension().is_some_and(|ending| ENDINGS.iter().any(|text| ending == *text));
        if hidden || path.is_symlink() {
            continue;
        }
        if path.is_dir() {
            walk(&path, depth + 1, found)?;
        } else if text {
            found.push(path);
        }
    }
    Ok(())
}

fn file(path: &Path) -> Result<File, BadFile> {
    let name = path.display().to_string();
    let mut bytes = Vec::new();
    let unread = |error: io::Error| BadFile(format!("read {name}: {error}"));
    if name == "-" {
        io::stdin().take(BYTES_MAX + 1).read_to_end(&mut bytes).map_err(unread)?;
    } else {
        // Reading from a pipe could wait for ever.
        if !fs::metadata(path).map_err(unread)?.is_file() {
            let remedy = "it is no regular file; pass `-` to read from stdin";
            return Err(BadFile(format!("read {name}: {remedy}")));
        }
        let opened = fs::File::open(path).map_err(unread)?;
        opened.take(BYTES_MAX + 1).read_to_end(&mut bytes).map_err(unread)?;
    }
    if bytes.len() as u64 > BYTES_MAX {
        return Err(BadFile(format!("check {name}: it has more than {BYTES_MAX} bytes; split it")));
    }
    if let Some(text) = formatted(&name, &bytes)? {
        return Ok(File { name, text, held: None });
    }
    let Ok(held) = String::from_utf8(bytes) else {
        return Err(BadFile(format!("check {name}: it is not UTF-8; convert it first")));
    };
    // The mark of byte order is no character of line 1.
    let text = held.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&held).replace("\r\n", "\n");
    Ok(File { name, text, held: Some(held) })
}

/// The text of a web page, a Word file or a PDF, paragraph by paragraph; nothing of other files.
fn formatted(name: &str, bytes: &[u8]) -> Result<Option<String>, BadFile> {
    let ending = Path::new(name).extension().map(OsStr::to_ascii_lowercase);
    let page = ending.is_some_and(|ending| ending == "html" || ending == "htm");
    if !page && !needs_own_process(bytes) {
        return Ok(None);
    }
    let program = std::env::current_exe().map(FileReader::OwnProcess).unwrap_or_default();
    let text = program.text(name, bytes);
    text.map(Some).map_err(|error| BadFile(format!("check {name}: {error}")))
}
