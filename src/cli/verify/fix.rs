//! Copies of files with the words of the source in changed quotations.

use std::fs;
use std::path::{Path, PathBuf};

use super::files::{BYTE_ORDER_MARK, File};
use super::{BadFile, Checked};
use crate::domain::TextVerdict;

/// Writes a copy of each file in which a quotation can be mended, and says so in a line for each.
///
/// # Errors
/// When a copy cannot be written.
pub(super) fn write(checked: &[Checked]) -> Result<Vec<String>, BadFile> {
    let mut told = Vec::new();
    for Checked { file, verdict } in checked {
        let (text, count) = mended(file.held.as_deref().unwrap_or(&file.text), verdict);
        if count == 0 {
            continue;
        }
        let quotations = if count == 1 { "quotation" } else { "quotations" };
        let Some(path) = copy_of(file) else {
            told.push(format!("{}: {count} {quotations} can be mended; check a file", file.name));
            continue;
        };
        let name = path.display();
        fs::write(&path, text).map_err(|error| BadFile::new(format!("write {name}: {error}")))?;
        told.push(format!("{}: {count} {quotations} mended in {name}", file.name));
    }
    Ok(told)
}

/// `memo.mended.md` beside `memo.md`; text that was read out of `memo.pdf` goes into
/// `memo.pdf.mended.md`.
fn copy_of(file: &File) -> Option<PathBuf> {
    let path = Path::new(&file.name);
    let name = path.file_name()?.to_string_lossy();
    let copy = match (&file.held, path.extension()) {
        (Some(_), Some(ending)) => {
            let stem = path.file_stem()?.to_string_lossy();
            format!("{stem}.mended.{}", ending.to_string_lossy())
        }
        _ => format!("{name}.mended.md"),
    };
    (file.name != "-").then(|| path.with_file_name(copy))
}

/// `held`, the text of `verdict` as the file has it, with the quotations that can be mended, and how
/// many these are.
fn mended(held: &str, verdict: &TextVerdict) -> (String, usize) {
    let places = places(held);
    let (mut text, mut from, mut count) = (String::new(), 0, 0);
    for item in &verdict.items {
        let (start, end) = (places[item.span.start as usize], places[item.span.end as usize]);
        let Some(words) = item.replacement().filter(|_| start >= from) else { continue };
        text.push_str(&held[from..start]);
        text.push_str(&words);
        from = end;
        count += 1;
    }
    text.push_str(&held[from..]);
    (text, count)
}

/// The byte of `held` at which each code point of its text begins, and its length: a mark of byte
/// order is no part of the text, and a line ends with one code point.
fn places(held: &str) -> Vec<usize> {
    let mark = held.starts_with(BYTE_ORDER_MARK);
    let chars = held.char_indices().skip(usize::from(mark));
    let starts = chars.filter(|&(at, c)| c != '\n' || !held[..at].ends_with('\r'));
    starts.map(|(at, _)| at).chain([held.len()]).collect()
}
