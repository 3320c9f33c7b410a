//! The marks at the start of items of lists and of notes.

use crate::language::markup::lowered;

/// The mark at the start of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Note {
    /// Its number or name.
    pub key: String,
    /// Whether it can be nothing else: an item of a list may have a number, too.
    pub sure: bool,
}

/// Length of what marks an item of a list or a note at the start of a line, with the number or name
/// of the note.
pub(super) fn marker(line: &str) -> Option<(usize, Option<Note>)> {
    const ORDINAL_MAX: usize = 4;
    let noted = |key: &str, sure| Some(Note { key: key.to_owned(), sure });
    if let Some(rest) = line.strip_prefix("[^") {
        let end = rest.find("]:")?;
        return Some((end + 4, noted(&rest[..end], true)));
    }
    let raised: String = line.chars().map_while(lowered).collect();
    if !raised.is_empty() {
        let length = line.chars().take(raised.len()).map(char::len_utf8).sum();
        return Some((length, noted(&raised, true)));
    }
    let (first, rest) = line.split_once(' ')?;
    let length = line.len() - rest.len();
    if matches!(first, "-" | "*" | "+" | "\u{2022}" | "\u{2013}") {
        return Some((length, None));
    }
    let bracketed = first.strip_prefix('[').and_then(|inner| inner.strip_suffix(']'));
    let is_number = |inner: &str| {
        (1..ORDINAL_MAX).contains(&inner.len()) && inner.bytes().all(|b| b.is_ascii_digit())
    };
    if let Some(inner) = bracketed.filter(|inner| is_number(inner)) {
        return Some((length, noted(inner, true)));
    }
    let inner = first.strip_prefix('(').unwrap_or(first);
    let inner = inner.strip_suffix(['.', ')'])?;
    let letter = inner.len() <= 2 && inner.bytes().all(|b| b.is_ascii_lowercase());
    let marks = is_number(inner) || letter && first.ends_with(')');
    if !marks {
        return None;
    }
    let sure = first.starts_with('(') && is_number(inner);
    Some((length, noted(inner, sure)))
}
