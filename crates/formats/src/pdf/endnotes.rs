//! Notes that do not stand at the foot of their page: below a table, or at the end of the document.

use std::collections::BTreeSet;

use super::line::Line;
use super::notes::{self, Note};
use super::paragraphs::Paragraph;

/// Part of the notes in a list at the end whose marks may not be found in the text.
const UNKNOWN_MAX: f32 = 0.2;
/// Paragraphs with which a note in such a list may go on.
const GO_ON_MAX: usize = 2;

/// Takes notes out of paragraphs: those that begin with a raised mark that stands in the text, and
/// a list at the end whose numbers are all raised in the text. Marks that have their note at the
/// foot of a page are `placed`.
pub(super) fn take(
    paragraphs: Vec<Paragraph>,
    placed: &BTreeSet<String>,
) -> (Vec<Paragraph>, Vec<(u32, Note)>) {
    let raised: BTreeSet<String> = paragraphs
        .iter()
        .flat_map(|paragraph| {
            let lines = paragraph.lines.iter().flat_map(|line| line.lines_of_cells().chain([line]));
            lines.enumerate().flat_map(|(place, line)| raised_within(line, place == 0))
        })
        .filter(|mark| !placed.contains(mark))
        .collect();
    let end = list_at_end(&paragraphs, &raised);
    let mut left = Vec::with_capacity(paragraphs.len());
    let mut found = Vec::new();
    for (place, mut paragraph) in paragraphs.into_iter().enumerate() {
        let is_listed = place >= end;
        let Some(first) = paragraph.lines.first_mut() else { continue };
        let page = first.page;
        let is_note = is_listed || begins_raised(first, &raised);
        let mark = is_note.then(|| notes::take_mark(first, &raised)).flatten();
        if mark.is_some() {
            found.push((page, Note { mark, lines: paragraph.lines }));
        } else if let Some((_, note)) = found.last_mut().filter(|_| is_listed) {
            note.lines.extend(paragraph.lines);
        } else {
            left.push(paragraph);
        }
    }
    (left, found)
}

/// Marks that are raised behind words: what a paragraph begins with is the mark of a note itself.
fn raised_within(line: &Line, is_first: bool) -> Vec<String> {
    let shown = line.words.iter().filter(|words| !words.text.trim().is_empty());
    shown.skip(usize::from(is_first)).filter(|words| words.raised).flat_map(notes::marks).collect()
}

fn begins_raised(line: &Line, raised: &BTreeSet<String>) -> bool {
    let first = line.words.iter().find(|words| !words.text.trim().is_empty());
    first.is_some_and(|words| {
        words.raised && notes::mark(&words.text).is_some_and(|mark| raised.contains(&mark))
    })
}

/// Where the list of notes begins that ends the document: paragraphs numbered from 1.
fn list_at_end(paragraphs: &[Paragraph], raised: &BTreeSet<String>) -> usize {
    let mut next: Option<u32> = None;
    let mut unknown = 0_usize;
    let mut go_on = 0_usize;
    for (place, paragraph) in paragraphs.iter().enumerate().rev() {
        let Some(line) = paragraph.lines.first() else { break };
        let mark = notes::mark_of(line, raised).filter(|mark| {
            let number = mark.parse::<u32>().ok();
            number.is_some_and(|number| next.is_none_or(|next| number + 1 == next))
        });
        let Some(mark) = mark else {
            go_on += 1;
            if go_on > GO_ON_MAX {
                break;
            }
            continue;
        };
        let Ok(number) = mark.parse::<u32>() else { break };
        go_on = 0;
        unknown += usize::from(!raised.contains(&mark));
        next = Some(number);
        if number == 1 {
            let all = paragraphs.len() - place;
            let is_list = unknown as f32 <= all as f32 * UNKNOWN_MAX;
            return if is_list { place } else { paragraphs.len() };
        }
    }
    paragraphs.len()
}
