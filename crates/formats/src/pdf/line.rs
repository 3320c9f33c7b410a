//! Lines of print, made of the runs of letters that stand beside each other.

use super::page::{Page, Run};
use super::right_to_left;
use super::tags::Cell;

/// A blank is at least this wide, in parts of the size of the letters.
const BLANK_MIN: f32 = 0.17;
/// A gap between columns of a table, or behind a number that stands apart.
const GAP_MIN: f32 = 0.9;

/// What stands farther apart than this is not one line, in parts of the size of the letters.
const FAR_MIN: f32 = 5.0;
/// Where a word may be cut, or was.
pub(super) const SOFT_HYPHEN: char = '\u{ad}';
/// Longest number before a paragraph, in characters.
const NUMBER_CHARS_MAX: usize = 8;

/// Words of a line in one kind of type.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Words {
    pub(super) text: String,
    pub(super) italic: bool,
    /// Smaller and higher than the others, as marks of notes are.
    pub(super) raised: bool,
}

/// A line of print.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub(super) page: u32,
    pub(super) x0: f32,
    pub(super) x1: f32,
    pub(super) y: f32,
    pub(super) size: f32,
    pub(super) bold: bool,
    pub(super) words: Vec<Words>,
    /// The edge of its column.
    pub(super) left: f32,
    /// Where words begin behind the first wide gap.
    pub(super) behind_gap: Option<f32>,
    /// Whether the file says that it is no part of the text.
    pub(super) is_furniture: bool,
    /// How wide the first word is.
    pub(super) first_width: f32,
    /// The paragraph that the file says it is part of.
    pub(super) paragraph: Option<u32>,
    /// The cell of a table that it stands in.
    pub(super) cell: Option<Cell>,
    /// The lines of each cell, by its number, if this is a row of a table.
    pub(super) cells: Vec<(u32, Vec<Line>)>,
}

impl Line {
    /// How far from the edge of its column it begins.
    pub(super) fn indent(&self) -> f32 {
        self.x0 - self.left
    }

    /// All its words.
    pub(super) fn text(&self) -> String {
        let cells: Vec<String> = self.lines_of_cells().map(Self::text).collect();
        let text: String = self.words.iter().map(|words| words.text.as_str()).collect();
        text.split_whitespace()
            .chain(cells.iter().map(String::as_str))
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The lines within, if it is a row of a table.
    pub(super) fn lines_of_cells(&self) -> impl Iterator<Item = &Self> {
        self.cells.iter().flat_map(|(_, lines)| lines)
    }

    /// Whether it stands in a table, or in a frame that is made of one.
    pub(super) fn is_in_table(&self) -> bool {
        self.is_row() || self.cell.is_some()
    }

    /// Whether it is a row of a table.
    pub(super) fn is_row(&self) -> bool {
        !self.cells.is_empty()
    }

    /// Its words but for marks of notes.
    pub(super) fn plain(&self) -> String {
        let text: String = self
            .words
            .iter()
            .filter(|words| !words.raised)
            .map(|words| words.text.as_str())
            .collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Puts the runs of a page together.
pub(super) fn lines(page: &Page) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut open = Open::default();
    for run in &page.runs {
        if run.text.trim().is_empty() {
            // A blank goes with the line that it continues, and makes none of its own.
            if open.runs.last().is_some_and(|last| goes_on(&open, last, run)) {
                open.push(run);
            }
            continue;
        }
        if !open.runs.last().is_some_and(|last| goes_on(&open, last, run)) {
            lines.extend(line(page.number, &open.runs));
            open = Open::default();
        }
        open.push(run);
    }
    lines.extend(line(page.number, &open.runs));
    lines
}

/// A line that grows.
#[derive(Default)]
struct Open<'a> {
    runs: Vec<&'a Run>,
    /// The size of the largest letters.
    largest: f32,
    /// What the first letters of about this size stand on.
    base: f32,
    letters: usize,
}

impl<'a> Open<'a> {
    fn push(&mut self, run: &'a Run) {
        if self.runs.is_empty() || run.size * 0.9 > self.largest {
            self.base = run.y;
        }
        self.largest = self.largest.max(run.size);
        self.letters += run.text.trim().chars().count();
        self.runs.push(run);
    }
}

/// Whether a run stands on the line that is open, behind what it has.
fn goes_on(open: &Open<'_>, last: &Run, run: &Run) -> bool {
    let largest = open.largest.max(0.1);
    let size = largest.max(run.size);
    if last.cell != run.cell && !last.text.trim().is_empty() && !run.text.trim().is_empty() {
        return false;
    }
    let apart = (run.y - open.base).abs();
    let level = apart <= size * 0.2;
    let small = run.size <= largest * 0.85 || (largest <= run.size * 0.85);
    let raised = small && apart <= size * 0.65;
    let forward =
        run.x0 >= last.x1 - size * 0.8 || run.x1 <= last.x0 + size * 0.8 && is_backward(run, last);
    // Far apart on one height stand columns; a number may stand far before its paragraph.
    let far = run.x0 - last.x1 > size * FAR_MIN && open.letters > NUMBER_CHARS_MAX;
    (level || raised) && forward && !far
}

/// Whether letters are written from right to left.
fn is_backward(run: &Run, last: &Run) -> bool {
    right_to_left::is_any(&run.text) || right_to_left::is_any(&last.text)
}

fn line(page: u32, runs: &[&Run]) -> Option<Line> {
    let runs: Vec<&Run> = runs.to_vec();
    let size = main_size(&runs)?;
    let base = runs.iter().find(|run| (run.size - size).abs() < 0.1)?.y;
    let seen: Vec<&&Run> = runs.iter().filter(|run| !run.text.trim().is_empty()).collect();
    let x0 = seen.iter().fold(f32::MAX, |least, run| least.min(run.x0));
    let x1 = seen.iter().fold(f32::MIN, |most, run| most.max(run.x1));
    let bold = is_bold(&seen, x0, size);
    let mut words: Vec<Words> = Vec::new();
    let mut behind_gap = None;
    let mut last: Option<&Run> = None;
    for run in right_to_left::ordered(&runs) {
        let raised = run.size < size * 0.85 && run.y > base + size * 0.12;
        let text = right_to_left::read(run);
        if let Some(last) = last {
            let gap = (run.x0 - last.x1).max(last.x0 - run.x1);
            if gap > size * GAP_MIN && behind_gap.is_none() && run.x0 > last.x1 {
                behind_gap = Some(run.x0);
            }
            let apart =
                text.starts_with(char::is_whitespace) || last.text.ends_with(char::is_whitespace);
            if gap > size * BLANK_MIN
                && !apart
                && let Some(words) = words.last_mut()
            {
                words.text.push(' ');
            }
        }
        match words.last_mut() {
            Some(one) if one.italic == run.italic && one.raised == raised => {
                one.text.push_str(&text);
            }
            _ => words.push(Words { text, italic: run.italic, raised }),
        }
        if !run.text.trim().is_empty() {
            last = Some(run);
        } else if let Some(words) = words.last_mut().filter(|words| !words.text.ends_with(' ')) {
            words.text.push(' ');
        }
    }
    keep_last_soft_hyphen(&mut words);
    // A gap may be made of blanks.
    let behind_gap = behind_gap.or_else(|| behind_blanks(&seen, size));
    let first_width = first_width(&seen, &words);
    let longest = seen.iter().max_by_key(|run| run.text.trim().len());
    let is_furniture = seen.iter().all(|run| run.is_furniture);
    Some(Line {
        page,
        x0,
        x1,
        y: base,
        size,
        bold,
        left: x0,
        words,
        behind_gap,
        is_furniture,
        first_width,
        paragraph: longest.and_then(|run| run.paragraph),
        cell: longest.and_then(|run| run.cell),
        cells: Vec::new(),
    })
}

/// A soft hyphen is seen at the end of a line alone. A hyphen may be printed for it.
fn keep_last_soft_hyphen(words: &mut [Words]) {
    let last = words.last_mut().map(|words| {
        let text = words.text.trim_end();
        let bare = text.strip_suffix(['-', '\u{2010}']).unwrap_or(text);
        if bare.ends_with(SOFT_HYPHEN) {
            words.text.truncate(bare.len());
        }
        words.text.ends_with(SOFT_HYPHEN)
    });
    for words in words.iter_mut().filter(|words| words.text.contains(SOFT_HYPHEN)) {
        words.text = words.text.replace(SOFT_HYPHEN, "");
    }
    if let Some(words) = words.last_mut().filter(|_| last == Some(true)) {
        words.text.push(SOFT_HYPHEN);
    }
}

/// Whether the words are bold. A number before them may be set apart, in other type.
fn is_bold(seen: &[&&Run], x0: f32, size: f32) -> bool {
    let is_number = |run: &Run| {
        run.x0 <= x0 + 0.1 && run.text.trim().chars().count() <= NUMBER_CHARS_MAX && seen.len() > 1
    };
    let mut words = seen.iter().filter(|run| !is_number(run)).peekable();
    words.peek().is_some() && words.all(|run| run.bold || run.size < size * 0.85)
}

fn behind_blanks(seen: &[&&Run], size: f32) -> Option<f32> {
    seen.windows(2).find(|pair| pair[1].x0 - pair[0].x1 > size * GAP_MIN).map(|pair| pair[1].x0)
}

/// The size of most letters.
fn main_size(runs: &[&Run]) -> Option<f32> {
    let mut sizes: Vec<(f32, usize)> = Vec::new();
    for run in runs {
        let letters = run.text.chars().filter(|letter| !letter.is_whitespace()).count();
        match sizes.iter_mut().find(|(size, _)| (*size - run.size).abs() < 0.1) {
            Some((_, count)) => *count += letters,
            None => sizes.push((run.size, letters)),
        }
    }
    let most =
        sizes.iter().max_by(|one, other| one.1.cmp(&other.1).then(one.0.total_cmp(&other.0)))?;
    (most.1 > 0).then_some(most.0)
}

/// The width of the first word, by the mean width of the letters.
fn first_width(seen: &[&&Run], words: &[Words]) -> f32 {
    let letters: usize = seen.iter().map(|run| run.text.trim().chars().count()).sum();
    let width: f32 = seen.iter().map(|run| run.x1 - run.x0).sum();
    let text: String = words.iter().map(|words| words.text.as_str()).collect();
    let first = text.split_whitespace().next().map_or(0, |word| word.chars().count());
    width / letters.max(1) as f32 * first as f32
}
