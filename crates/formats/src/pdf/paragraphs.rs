//! Lines put together to paragraphs.

use super::line::{Line, SOFT_HYPHEN};
use crate::HeadingWords;
use crate::numbering::{self, Mark, Sureness};

/// An indentation is at least this wide, in parts of the size of the letters.
const INDENT_MIN: f32 = 0.7;
/// Part of the lines that tags put together as the print does, if they are believed.
const AGREED_MIN: f32 = 0.8;
/// Lines of one paragraph are not farther apart than this, in parts of the common distance.
const LEADING_MAX: f32 = 1.3;

/// A line that is farther below than this begins a new paragraph. The unit is the size of the letters.
const BELOW_MIN: f32 = 1.8;
/// Lines side by side that make two columns.
const BESIDE_MIN: usize = 4;
/// Columns with fewer lines do not show their edges.
const LONG_MIN: usize = 8;
/// Edges that differ by less, in points, are the same.
const SAME: f32 = 3.0;

/// Lines that follow each other downwards, with their edges.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) lines: Vec<Line>,
    pub(super) left: f32,
    pub(super) right: f32,
    /// The size of the text.
    pub(super) body: f32,
}

/// Parts lines where they begin anew at the top: at each page and each column.
pub(super) fn columns(pages: Vec<Vec<Line>>, body: f32) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    for lines in pages {
        let mut open: Vec<Line> = Vec::new();
        let gutter = gutter(&lines);
        for line in lines {
            let is_other = open.last().is_some_and(|last| {
                line.y > last.y + last.size * 0.5
                    || gutter.is_some_and(|gutter| side(last, gutter) != side(&line, gutter))
            });
            if is_other {
                columns.push(column(std::mem::take(&mut open), body));
            }
            open.push(line);
        }
        if !open.is_empty() {
            columns.push(column(open, body));
        }
    }
    share_edges(&mut columns);
    for column in &mut columns {
        let left = column.left;
        column.lines.iter_mut().for_each(|line| line.left = left);
    }
    columns
}

/// Where a page of two columns is empty between them.
///
/// Lines of the columns stand side by side; headings may go across both.
fn gutter(lines: &[Line]) -> Option<f32> {
    let first = lines.iter().fold(f32::MAX, |least, line| least.min(line.x0));
    let last = lines.iter().fold(f32::MIN, |most, line| most.max(line.x1));
    let middle = f32::midpoint(first, last);
    let left: Vec<&Line> = lines.iter().filter(|line| line.x1 < middle).collect();
    let mut right: Vec<f32> =
        lines.iter().filter(|line| line.x0 > middle).map(|line| line.y).collect();
    right.sort_by(f32::total_cmp);
    let beside = |line: &&&Line| {
        let first = right.partition_point(|y| *y <= line.y - line.size);
        right.get(first).is_some_and(|y| *y < line.y + line.size)
    };
    let pairs = left.iter().filter(beside).count();
    let across = lines.len() - left.len() - right.len();
    (pairs >= BESIDE_MIN && pairs >= across).then_some(middle)
}

/// On which side of the gutter a line stands, if on one.
fn side(line: &Line, gutter: f32) -> Option<bool> {
    (line.x1 < gutter || line.x0 > gutter).then_some(line.x0 > gutter)
}

fn column(lines: Vec<Line>, body: f32) -> Column {
    let left = common(lines.iter().map(|line| line.x0), 1.5);
    let mut ends: Vec<f32> = lines.iter().map(|line| line.x1).collect();
    ends.sort_by(|one, other| other.total_cmp(one));
    // One line may stick out.
    let right = ends.get(ends.len() / 8).copied().unwrap_or_default();
    Column { lines, left, right, body }
}

/// Columns that end at one edge begin at one edge, though all of a page may be indented; and a
/// column of few lines has the edges of a longer one that holds it.
fn share_edges(columns: &mut [Column]) {
    let is_long = |column: &Column| column.lines.len() >= LONG_MIN;
    let long: Vec<(f32, f32)> = columns
        .iter()
        .filter(|column| is_long(column))
        .map(|column| (column.left, column.right))
        .collect();
    for column in columns.iter_mut() {
        if !is_long(column) {
            let first = column.lines.iter().fold(f32::MAX, |least, line| least.min(line.x0));
            let last = column.lines.iter().fold(f32::MIN, |most, line| most.max(line.x1));
            let like =
                long.iter().find(|(left, right)| first >= left - SAME && last <= right + SAME);
            if let Some(&(left, right)) = like {
                column.left = left;
                column.right = right;
            }
        }
        let beside = long.iter().filter(|(_, right)| (right - column.right).abs() < SAME);
        column.left = beside.fold(column.left, |least, (left, _)| least.min(*left));
    }
}

/// The most common of these values, where those that differ by less than `apart` are one.
fn common(values: impl Iterator<Item = f32>, apart: f32) -> f32 {
    let mut counts: Vec<(f32, usize)> = Vec::new();
    for value in values {
        match counts.iter_mut().find(|(known, _)| (*known - value).abs() < apart) {
            Some((_, count)) => *count += 1,
            None => counts.push((value, 1)),
        }
    }
    counts
        .iter()
        .max_by(|one, other| one.1.cmp(&other.1).then(other.0.total_cmp(&one.0)))
        .map_or(0.0, |it| it.0)
}

/// A paragraph as its lines, and where each stands.
#[derive(Debug, Clone, Default)]
pub(super) struct Paragraph {
    pub(super) lines: Vec<Line>,
}

/// Puts the lines of all columns together to paragraphs.
pub(super) fn paragraphs(columns: &[Column], words: &HeadingWords) -> Vec<Paragraph> {
    let distances = columns.iter().flat_map(|column| {
        column.lines.windows(2).map(|pair| (pair[0].y - pair[1].y) / pair[0].size)
    });
    let leading = common(distances.filter(|distance| *distance > 0.5), 0.06);
    let by_print = put_together(columns, &|at| match at.before {
        Some(before) => breaks_between(at.open, before, at.line, words),
        None => breaks_within(at.open, at.column, at.line, leading, words),
    });
    let Some(tagged) = Tagged::read(&by_print) else { return by_print };
    put_together(columns, &|at| {
        let by_print = || match at.before {
            Some(before) => breaks_between(at.open, before, at.line, words),
            None => breaks_within(at.open, at.column, at.line, leading, words),
        };
        let Some(last) = at.open.lines.last() else { return true };
        match same_by_tag(last, at.line) {
            // Words that lead in to points may be of one paragraph with them.
            Some(true) => {
                let edges = at.before.unwrap_or(at.column);
                begins_with_number(at.line, words)
                    && ends_a_part(&last.plain())
                    && would_fit(last, edges, at.line)
            }
            Some(false) if at.before.is_none() || tagged.go_on => true,
            _ => by_print(),
        }
    })
}

/// A line behind those of an open paragraph.
struct At<'a> {
    open: &'a Paragraph,
    column: &'a Column,
    /// The column before, where the line is the first of its own.
    before: Option<&'a Column>,
    line: &'a Line,
}

/// Puts lines together, where `breaks` says whether one begins a paragraph. A row is one alone.
fn put_together(columns: &[Column], breaks: &dyn Fn(&At<'_>) -> bool) -> Vec<Paragraph> {
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut last_column: Option<&Column> = None;
    for column in columns {
        for (place, line) in column.lines.iter().enumerate() {
            let before = last_column.filter(|_| place == 0);
            let breaks = paragraphs.last().is_none_or(|open| {
                open.lines.last().is_none_or(Line::is_row)
                    || line.is_row()
                    || breaks(&At { open, column, before, line })
            });
            if breaks {
                paragraphs.push(Paragraph::default());
            }
            if let Some(open) = paragraphs.last_mut() {
                open.lines.push(line.clone());
            }
        }
        last_column = Some(column);
    }
    paragraphs
}

/// Tags that go with the print.
struct Tagged {
    /// Whether paragraphs that go on in the next column are one there.
    go_on: bool,
}

impl Tagged {
    /// Tags that put other lines together than the print does are not believed.
    fn read(paragraphs: &[Paragraph]) -> Option<Self> {
        let lines = paragraphs.iter().flat_map(|paragraph| {
            paragraph.lines.iter().enumerate().map(|(place, line)| (place > 0, line))
        });
        let lines: Vec<(bool, &Line)> = lines.collect();
        let mut known = 0_usize;
        let mut alike = 0_usize;
        let mut go_on = false;
        for pair in lines.windows(2) {
            let ((_, last), (goes_on, line)) = (pair[0], pair[1]);
            let Some(is_one) = same_by_tag(last, line) else { continue };
            if line.y < last.y && line.page == last.page {
                known += 1;
                alike += usize::from(goes_on == is_one);
            } else {
                go_on |= is_one;
            }
        }
        (known > 0 && alike as f32 >= known as f32 * AGREED_MIN).then_some(Self { go_on })
    }
}

/// Whether the tags say that two lines are of one paragraph.
fn same_by_tag(last: &Line, line: &Line) -> Option<bool> {
    let is_one = last.paragraph? == line.paragraph?;
    (!last.is_row() && !line.is_row()).then_some(is_one)
}

fn breaks_within(
    open: &Paragraph,
    column: &Column,
    line: &Line,
    leading: f32,
    words: &HeadingWords,
) -> bool {
    let Some(last) = open.lines.last() else { return true };
    if is_cut(last) {
        return false;
    }
    let size = last.size.max(line.size);
    if differs(last, line) {
        return true;
    }
    if (last.y - line.y) / last.size > leading.max(0.9) * LEADING_MAX {
        return true;
    }
    let centred = |line: &Line| {
        let (before, after) = (line.x0 - column.left, column.right - line.x1);
        before > size && (before - after).abs() < size
    };
    if centred(last) && centred(line) {
        return begins_with_number(line, words);
    }
    if is_indented(open, line) {
        return true;
    }
    // Headings end their lines where they like.
    let is_heading = line.bold || line.size > column.body + 0.7;
    let fits = !is_heading && would_fit(last, column, line);
    let ended = ends_a_part(&last.plain());
    fits || (begins_with_number(line, words) && (ended || line.indent() > size * INDENT_MIN))
}

/// Whether a line is indented, or juts out, so that it begins a paragraph.
fn is_indented(open: &Paragraph, line: &Line) -> bool {
    let wide = line.size * INDENT_MIN;
    let Some(first) = open.lines.first() else { return true };
    // Words behind a number stand in front of the lines below.
    let behind = first.behind_gap.map(|behind| behind - first.left);
    let hangs = behind.is_some_and(|behind| (behind - line.indent()).abs() < line.size * 0.4);
    // All lines but the first have one edge.
    if let Some(second) = open.lines.get(1) {
        return (line.indent() - second.indent()).abs() > wide;
    }
    let deeper = line.indent() > first.indent() + wide && !hangs && line.indent() > wide;
    // Two first lines below each other.
    let alike = first.indent() > wide && (line.indent() - first.indent()).abs() < 1.0;
    let letter = line.plain().chars().find(|letter| letter.is_alphabetic());
    let is_capital = letter.is_some_and(char::is_uppercase);
    deeper || (alike && is_capital && ends_a_part(&first.plain()))
}

/// Whether the first word of a line would have had room on the line before.
fn would_fit(last: &Line, column: &Column, line: &Line) -> bool {
    let blank = last.size * 0.3;
    last.x1 + blank + line.first_width + last.size * 0.8 < column.right
}

/// Whether a word is cut at the end of a line.
fn is_cut(line: &Line) -> bool {
    line.words.last().is_some_and(|words| words.text.ends_with(SOFT_HYPHEN))
}

fn differs(last: &Line, line: &Line) -> bool {
    (last.size - line.size).abs() > 0.7 || last.bold != line.bold
}

/// Whether a paragraph ends with its column.
fn breaks_between(open: &Paragraph, before: &Column, line: &Line, words: &HeadingWords) -> bool {
    let Some(last) = open.lines.last() else { return true };
    if is_cut(last) {
        return false;
    }
    // Below what goes across the columns, each of them begins anew.
    let is_below = last.page == line.page && last.y - line.y > last.size * BELOW_MIN;
    if is_below || differs(last, line) {
        return true;
    }
    let text = last.plain();
    let small =
        line.plain().chars().find(|letter| letter.is_alphabetic()).is_some_and(char::is_lowercase);
    let numbered = begins_with_number(line, words);
    let indented = line.indent() > line.size * INDENT_MIN;
    if small && !numbered && !ends_a_sentence(&text) {
        return false;
    }
    let full = last.x1 + last.size * 4.0 >= before.right;
    // Lines behind a number that stands out: the next number would stand out too.
    let hangs = open.lines.get(1).is_some_and(|second| {
        let indent = second.indent();
        indent > open.lines[0].indent() + line.size * INDENT_MIN
            && (indent - line.indent()).abs() < SAME
    });
    if full && !numbered && (hangs || !ends_a_part(&text)) {
        return false;
    }
    if numbered || indented {
        return ends_a_part(&text) || !full || indented && !small;
    }
    // Words that lead in stand at the front of paragraphs.
    let begins = |line: &Line| line.words.first().is_some_and(|words| words.italic);
    let ended = ends_a_part(&text) && (begins(line) || would_fit(last, before, line));
    if ended && !last.words.last().is_some_and(|words| words.italic) {
        return true;
    }
    // A paragraph that is not indented goes on, unless its last line was short.
    ends_a_sentence(&text) && (!full || !open.lines.first().is_some_and(is_set_in))
}

/// Whether a first line is indented: then a line that is not goes on with a paragraph.
fn is_set_in(first: &Line) -> bool {
    first.indent() > first.size * INDENT_MIN
}

fn begins_with_number(line: &Line, words: &HeadingWords) -> bool {
    let text = line.plain();
    let number = numbering::read(&text, words);
    let is_word = number.as_ref().is_some_and(|number| number.number.mark == Mark::Word);
    let sure =
        number.is_some_and(|number| number.sureness == Sureness::Sure || line.behind_gap.is_some());
    // `annex II` within a sentence is named, and begins none.
    let is_named = text.starts_with(char::is_lowercase) && is_word;
    (sure && !is_named) || numbering::after_bullet(&text).is_some()
}

fn ends_a_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '’', '»', ')', ' '])
        .ends_with(['.', '!', '?', '。', ':', ';', '；', '：', '؟'])
}

fn ends_a_part(text: &str) -> bool {
    ends_a_sentence(text) || text.ends_with([',', '，', '،', '—', '–'])
}
