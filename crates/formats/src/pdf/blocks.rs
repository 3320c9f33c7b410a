//! Paragraphs of print made into pieces: headings by their type, notes behind their marks.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use super::hyphens::{Join, Known};
use super::line::{Line, SOFT_HYPHEN, Words};
use super::notes::{self, Note};
use super::paragraphs::Paragraph;
use crate::Role;
use crate::flow::Flow;
use crate::piece::Piece;

/// A heading is set at least this much larger than the text, in points.
const LARGER_MIN: f32 = 0.8;
/// A heading in bold type has no more lines than this.
const HEADING_LINES_MAX: usize = 4;
/// The page of notes whose marks may stand on any: pages count from 1.
const ANY_PAGE: u32 = 0;
/// Levels of headings.
const LEVELS: usize = 6;

/// What is known of the whole document.
struct Document {
    words: Known,
    /// Marks of notes. One note may have its mark on several pages.
    marks: BTreeSet<String>,
}

/// Makes pieces of paragraphs. Notes stand behind the paragraph that has their mark: `notes` on
/// the same page, `end_notes` on any before.
pub(super) fn pieces(
    paragraphs: &[Paragraph],
    notes: Vec<(u32, Note)>,
    end_notes: Vec<(u32, Note)>,
    body: f32,
) -> Vec<Piece> {
    let at_foot = notes.len();
    let notes: Vec<(u32, Note)> = notes.into_iter().chain(end_notes).collect();
    let mut known = Known::default();
    let noted = notes.iter().flat_map(|(_, note)| &note.lines);
    paragraphs
        .iter()
        .flat_map(|paragraph| &paragraph.lines)
        .flat_map(|line| line.lines_of_cells().chain([line].into_iter().filter(|it| !it.is_row())))
        .chain(noted)
        .for_each(|line| known.take(&line.text()));
    let known = Document {
        words: known,
        marks: notes.iter().filter_map(|(_, note)| note.mark.clone()).collect(),
    };
    let mut places: HashMap<(u32, String), VecDeque<usize>> = HashMap::new();
    for (place, (page, note)) in notes.iter().enumerate() {
        if let Some(mark) = &note.mark {
            let page = if place < at_foot { *page } else { ANY_PAGE };
            places.entry((page, mark.clone())).or_default().push_back(place);
        }
    }
    let mut notes: Vec<Option<(u32, Note)>> = notes.into_iter().map(Some).collect();
    let sizes = heading_sizes(paragraphs, body);
    let first_text =
        paragraphs.iter().position(|paragraph| heading(paragraph, body, &sizes).is_none());
    let mut pieces = Vec::new();
    for (place, paragraph) in paragraphs.iter().enumerate() {
        let Some(first) = paragraph.lines.first() else { continue };
        let (flow, marks) = match paragraph.lines.as_slice() {
            [row] if row.is_row() => row_flow(row, &known),
            lines => flow(lines, &known),
        };
        let level = heading(paragraph, body, &sizes);
        let role = match level {
            Some(1) if first.page == 1 && is_on_title_page(place, first_text, paragraphs) => {
                Role::Title
            }
            Some(level) => Role::Heading(level),
            None if first.is_row() => Role::Row,
            None => Role::Paragraph,
        };
        push(&mut pieces, role, flow, first.page, None);
        for (page, mark) in marks {
            let mut take = |page| places.get_mut(&(page, mark.clone()))?.pop_front();
            let place = take(page).or_else(|| take(ANY_PAGE));
            if let Some((page, note)) = place.and_then(|place| notes[place].take()) {
                push_note(&mut pieces, page, note, &known);
            }
        }
    }
    // Notes whose marks were not found stand behind the last block of their page.
    let mut placed = Vec::with_capacity(pieces.len());
    let mut pieces = pieces.into_iter().peekable();
    for (page, note) in notes.into_iter().flatten() {
        placed.extend(std::iter::from_fn(|| {
            pieces.next_if(|piece| piece.block.page.is_none_or(|on| on <= page))
        }));
        push_note(&mut placed, page, note, &known);
    }
    placed.extend(pieces);
    placed
}

fn push_note(pieces: &mut Vec<Piece>, page: u32, note: Note, known: &Document) {
    let (flow, _) = flow(&note.lines, known);
    push(pieces, Role::Note, flow, page, note.mark);
}

fn push(pieces: &mut Vec<Piece>, role: Role, flow: Flow, page: u32, number: Option<String>) {
    let (text, links, lead_in) = flow.finish();
    if text.is_empty() {
        return;
    }
    let mut piece = Piece::new(role, text);
    piece.block.links = links;
    piece.block.lead_in = lead_in;
    piece.block.page = Some(page);
    piece.block.number = number;
    pieces.push(piece);
}

/// Whether this is the largest print before the text, or all before it is large.
fn is_on_title_page(place: usize, first_text: Option<usize>, paragraphs: &[Paragraph]) -> bool {
    let largest = |paragraph: &Paragraph| paragraph.lines.first().map_or(0.0, |line| line.size);
    let own = largest(&paragraphs[place]);
    first_text.is_none_or(|first| place < first)
        || paragraphs.iter().take(place).all(|before| largest(before) < own + LARGER_MIN)
}

/// The lines of a paragraph as one text, and the marks of notes in it, by their pages.
fn flow(lines: &[Line], known: &Document) -> (Flow, Vec<(u32, String)>) {
    let mut flow = Flow::default();
    let mut found = Vec::new();
    for (place, line) in lines.iter().enumerate() {
        let next = lines.get(place + 1);
        let joins = next.map(|next| known.words.join(&line.plain(), &next.plain()));
        for (at, words) in line.words.iter().enumerate() {
            let marks = if words.raised { notes::marks(words) } else { Vec::new() };
            let are_known =
                !marks.is_empty() && marks.iter().all(|mark| known.marks.contains(mark));
            if are_known {
                found.extend(marks.into_iter().map(|mark| (line.page, mark)));
                continue;
            }
            let is_last = at + 1 == line.words.len();
            add(&mut flow, words, is_last && joins == Some(Join::Unhyphen));
        }
        if joins == Some(Join::Blank) {
            flow.blank();
        }
    }
    (flow, found)
}

/// The cells of a row between tabs.
fn row_flow(row: &Line, known: &Document) -> (Flow, Vec<(u32, String)>) {
    let mut whole = Flow::default();
    let mut found = Vec::new();
    for (at, (_, lines)) in row.cells.iter().enumerate() {
        let (cell, marks) = flow(lines, known);
        found.extend(marks);
        if at == 0 {
            whole = cell;
        } else {
            whole.append(cell, '\t');
        }
    }
    (whole, found)
}

fn add(flow: &mut Flow, words: &Words, unhyphen: bool) {
    let text = if unhyphen {
        words.text.trim_end().trim_end_matches(['-', '\u{2010}', '\u{2011}', SOFT_HYPHEN])
    } else {
        words.text.as_str()
    };
    if words.italic { flow.push_italic(text) } else { flow.push(text) }
}

/// The sizes of headings, from the largest.
fn heading_sizes(paragraphs: &[Paragraph], body: f32) -> Vec<i32> {
    let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
    for paragraph in paragraphs {
        if let Some(line) = paragraph.lines.first()
            && is_heading(paragraph, body)
        {
            *counts.entry(-step(line.size)).or_default() += 1;
        }
    }
    counts.into_keys().map(|size| -size).collect()
}

fn step(size: f32) -> i32 {
    (size * 2.0).round() as i32
}

fn is_heading(paragraph: &Paragraph, body: f32) -> bool {
    let Some(line) = paragraph.lines.first().filter(|line| !line.is_row()) else { return false };
    let text = paragraph.lines.iter().map(Line::text).collect::<Vec<_>>().join(" ");
    let short = paragraph.lines.len() <= HEADING_LINES_MAX;
    let open = !text.ends_with(['.', ';', ',', ':']) || line.size > body + LARGER_MIN;
    let has_words = text.chars().any(char::is_alphabetic);
    short && open && has_words && (line.size > body + LARGER_MIN || line.bold)
}

/// The level of a heading by its size.
fn heading(paragraph: &Paragraph, body: f32, sizes: &[i32]) -> Option<u8> {
    let line = paragraph.lines.first()?;
    let place = sizes.iter().position(|&size| size == step(line.size))?;
    is_heading(paragraph, body).then_some(place.min(LEVELS - 1) as u8 + 1)
}
