//! Copies of files with the words of the source in changed quotations.

use std::fs;
use std::path::{Path, PathBuf};

use super::{BadFile, Checked};
use crate::domain::{Span, TextItem, TextVerdict};

/// Writes a copy of each file in which a quotation can be mended, and says so in a line for each.
///
/// # Errors
/// When a copy cannot be written.
pub(super) fn write(checked: &[Checked]) -> Result<Vec<String>, BadFile> {
    let mut told = Vec::new();
    for Checked { file, verdict } in checked {
        let (text, count) = mended(verdict);
        if count == 0 {
            continue;
        }
        let Some(path) = copy_of(&file.name, file.plain) else {
            told.push(format!("{}: {count} quotations can be mended; check a file", file.name));
            continue;
        };
        let name = path.display();
        fs::write(&path, text).map_err(|error| BadFile::new(format!("write {name}: {error}")))?;
        told.push(format!("{}: {count} quotations mended in {name}", file.name));
    }
    Ok(told)
}

/// `memo.mended.md` beside `memo.md`; text that was read out of other files goes into Markdown.
fn copy_of(name: &str, plain: bool) -> Option<PathBuf> {
    let path = Path::new(name);
    let stem = path.file_stem()?.to_string_lossy();
    let ending = path.extension().map_or("md".into(), |ending| ending.to_string_lossy());
    let ending = if plain { ending } else { "md".into() };
    (name != "-").then(|| path.with_file_name(format!("{stem}.mended.{ending}")))
}

/// The text of `verdict` with the quotations that can be mended, and how many these are.
fn mended(verdict: &TextVerdict) -> (String, usize) {
    let end = verdict.text.char_of(verdict.text.as_str().len());
    let (mut text, mut from, mut count) = (String::new(), 0, 0);
    for item in &verdict.items {
        let Some(words) = item.corrected().filter(|_| item.span.start >= from) else { continue };
        text.push_str(verdict.text.slice(Span::new(from, item.span.start)));
        text.push_str(&around(item, &words));
        from = item.span.end;
        count += 1;
    }
    text.push_str(verdict.text.slice(Span::new(from, end)));
    (text, count)
}

/// `words` with the blanks at the ends of what `item` has in the text.
fn around(item: &TextItem, words: &str) -> String {
    let own = item.words.as_str();
    let start = &own[..own.len() - own.trim_start().len()];
    let end = &own[own.trim_end().len()..];
    format!("{start}{words}{end}")
}
