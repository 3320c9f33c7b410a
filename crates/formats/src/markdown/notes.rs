//! Notes whose marks are figures, raised or in brackets: `<sup>1</sup>` or `[1]` right behind a word of the
//! text, and before the note.

use std::collections::HashMap;
use std::ops::Range;

use crate::Role;
use crate::piece::{self, Piece};

use super::styled::RAISED;

/// Makes notes of paragraphs that begin with a mark which stands in an earlier paragraph too. The mark
/// goes from both.
pub(super) fn settle(pieces: &mut [Piece]) {
    // The last paragraph in which each figure stands, and where.
    let mut marks: HashMap<String, (usize, Range<usize>)> = HashMap::new();
    let mut used: HashMap<usize, Vec<Range<usize>>> = HashMap::new();
    for at in 0..pieces.len() {
        let text = &pieces[at].block.text;
        let found: Vec<_> = runs(text).into_iter().chain(bracketed(text)).collect();
        for (label, range) in found {
            let mark = (range.start == 0).then(|| marks.remove(&label)).flatten();
            match mark {
                Some((parent, place)) => {
                    make_note(pieces, at, &label, range.end);
                    pieces[at].block.parent = Some(parent);
                    used.entry(parent).or_default().push(place);
                    break;
                }
                None if range.start > 0 => {
                    marks.insert(label, (at, range));
                }
                None => {}
            }
        }
    }
    for (parent, mut places) in used {
        places.sort_unstable_by_key(|place| place.start);
        piece::remove(&mut pieces[parent].block, &places);
    }
}

fn make_note(pieces: &mut [Piece], at: usize, label: &str, bytes: usize) {
    let block = &mut pieces[at].block;
    block.role = Role::Note;
    block.number = Some(label.to_owned());
    let blanks = block.text[bytes..].len() - block.text[bytes..].trim_start().len();
    piece::cut_front(block, bytes + blanks);
    pieces[at].depth = None;
}

/// The figures in brackets of `text` that stand at its beginning, or with no blank before them.
fn bracketed(text: &str) -> Vec<(String, Range<usize>)> {
    const FIGURES_MAX: usize = 3;
    let mark = |(at, _): (usize, &str)| {
        let behind = &text[at + 1..];
        let figures = behind.bytes().take_while(u8::is_ascii_digit).count();
        let end = at + 1 + figures + 1;
        let is_closed = (1..=FIGURES_MAX).contains(&figures) && behind[figures..].starts_with(']');
        let glued = !text[..at].ends_with(char::is_whitespace);
        (is_closed && glued).then(|| (behind[..figures].to_owned(), at..end))
    };
    text.match_indices('[').filter_map(mark).collect()
}

/// The raised figures of `text`, and where they stand.
fn runs(text: &str) -> Vec<(String, Range<usize>)> {
    let mut runs: Vec<(String, Range<usize>)> = Vec::new();
    for (at, character) in text.char_indices() {
        let Some(digit) = RAISED.chars().position(|known| known == character) else { continue };
        let end = at + character.len_utf8();
        match runs.last_mut() {
            Some((label, range)) if range.end == at => {
                label.push_str(&digit.to_string());
                range.end = end;
            }
            _ => runs.push((digit.to_string(), at..end)),
        }
    }
    runs
}
