//! The blocks of a text: paragraphs, list items, cells of tables, block quotations.
//!
//! Marks of Markdown and HTML are taken off, so that a sentence that runs over lines, or a quotation
//! behind `>`, is one run of words. Each byte of a block knows where in the text it came from.

use std::ops::Range;

use super::front_matter::front_matter;
use super::item_marks::{Note, marker};
use super::thread::is_thread;
use super::timeline::opening_year;
use crate::language::markup::latex::{is_latex, uncommented};
use crate::language::markup::{Also, Cleaned, Taken, clean};

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A paragraph, a heading, an item of a list, a footnote.
    Prose,
    /// A cell of a table.
    Cell,
    /// A quotation set apart, by `>` or by its indent.
    Quote,
}

/// A run of text that belongs together.
#[derive(Debug, Clone)]
pub(super) struct Block {
    /// What it is.
    pub shape: Shape,
    /// Its words, lines joined by single spaces.
    pub text: String,
    /// For a cell, the number of its row in the text.
    pub row: Option<usize>,
    /// For a cell, the number of the first row of its table, and of its column.
    pub column: Option<(usize, usize)>,
    /// For a note, or an item that is numbered, its mark.
    pub note: Option<Note>,
    /// For a quotation, the number of the run of quotations that it is one of.
    pub group: usize,
    /// What stood in it, and its parts.
    cleaned: Cleaned,
    /// Where its lines begin: in the block as it was typed, and in the pasted text.
    lines: Vec<(usize, usize)>,
}

/// A block that lines are added to.
struct Draft {
    shape: Shape,
    row: Option<usize>,
    column: Option<(usize, usize)>,
    note: Option<Note>,
    group: usize,
    typed: String,
    lines: Vec<(usize, usize)>,
}

impl Draft {
    const fn new(shape: Shape, row: Option<usize>, group: usize) -> Self {
        let typed = String::new();
        Self { shape, row, column: None, note: None, group, typed, lines: Vec::new() }
    }

    /// Appends a line that begins at byte `start` of the pasted text.
    fn push(&mut self, line: &str, start: usize) {
        if !self.typed.is_empty() {
            self.typed.push('\n');
        }
        self.lines.push((self.typed.len(), start));
        self.typed.push_str(line);
    }

    fn finish(self) -> Block {
        let mut cleaned = clean(&self.typed, Also { emphasis: true, links: false });
        Block {
            shape: self.shape,
            text: std::mem::take(&mut cleaned.text),
            row: self.row,
            column: self.column,
            note: self.note,
            group: self.group,
            cleaned,
            lines: self.lines,
        }
    }
}

impl Block {
    /// Where `range` of this block stands in the pasted text.
    pub(super) fn original(&self, range: &Range<usize>) -> Range<usize> {
        let typed = self.cleaned.original(range);
        let (own, start) = self.line_of(typed.start).1;
        let start = start + typed.start - own;
        let end = typed.end.checked_sub(1).map_or(start, |last| {
            let (line, (own, start)) = self.line_of(last);
            // What joins two lines stands for all that is between them.
            let next = self.lines.get(line + 1).filter(|(next, _)| *next == typed.end);
            next.map_or(start + typed.end - own, |&(_, next)| next)
        });
        start..end.max(start)
    }

    /// The line of a byte of the block as it was typed: its number, and where it begins.
    fn line_of(&self, typed: usize) -> (usize, (usize, usize)) {
        let line = self.lines.partition_point(|&(own, _)| own <= typed).saturating_sub(1);
        (line, self.lines.get(line).copied().unwrap_or_default())
    }

    /// Where the words begin behind the first line, and where the last line begins, if these are
    /// sources.
    pub(super) fn source_lines(&self, is_source: &dyn Fn(&str) -> bool) -> (usize, Option<usize>) {
        let [_, second, ..] = self.lines[..] else { return (0, None) };
        let begins = |typed: usize| {
            let starts = self.text.match_indices(' ').map(|(at, _)| at + 1);
            let mut starts =
                starts.filter(|&at| self.cleaned.original(&(at..at + 1)).start >= typed);
            starts.next().unwrap_or(self.text.len())
        };
        let second = begins(second.0);
        let head = if is_source(&self.text[..second]) { second } else { 0 };
        let last = begins(self.lines[self.lines.len() - 1].0);
        (head, (last > head && is_source(&self.text[last..])).then_some(last))
    }

    /// What was taken out within `range`, or at its ends.
    pub(super) fn taken_in(&self, range: &Range<usize>) -> impl Iterator<Item = &Taken> + use<'_> {
        self.cleaned.taken_in(range)
    }
}

/// How far a block quotation is indented, in columns.
const INDENT: usize = 4;

/// What lines may be inside of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Inside {
    #[default]
    Nothing,
    /// A quotation of HTML.
    Blockquote,
    /// A quotation of `LaTeX`.
    Environment,
    /// Behind `>` a notice, as GitHub has them, and no quotation.
    Notice,
}

/// Reads blocks line by line.
#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    open: Option<Draft>,
    /// Whether the line before was empty.
    after_blank: bool,
    in_list: bool,
    /// What opened the code that lines are in: its character, and how often.
    fence: Option<(char, usize)>,
    /// What lines are inside of, beside lists.
    inside: Inside,
    rows: usize,
    /// The first row of the table that the line before was of.
    table: Option<usize>,
    groups: usize,
    /// Whether `>` marks what is answered, as in e-mails, and no quotation of a source.
    thread: bool,
    /// How many `>` the line before had.
    level: usize,
}

/// The blocks of `text`, in order.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut reader = Reader { after_blank: true, thread: is_thread(text), ..Reader::default() };
    let mut start = front_matter(text);
    let latex = is_latex(text);
    for line in text[start..].split_inclusive('\n') {
        let own = if latex { uncommented(line) } else { line };
        reader.line(own.trim_end(), start);
        start += line.len();
    }
    reader.close();
    reader.blocks.retain(|block| block.text.chars().any(char::is_alphanumeric));
    reader.blocks
}

impl Reader {
    fn close(&mut self) {
        self.blocks.extend(self.open.take().map(Draft::finish));
    }

    /// Whether the line is code, or a fence around it (`CommonMark`, section 4.5).
    fn fence(&mut self, content: &str) -> bool {
        const LENGTH_MIN: usize = 3;
        let mark = content.chars().next().filter(|c| matches!(c, '`' | '~'));
        let length = mark.map_or(0, |mark| content.chars().take_while(|&c| c == mark).count());
        let rest = &content[length..];
        match (self.fence, mark) {
            (Some((open, least)), Some(mark)) if mark == open && length >= least => {
                if rest.trim().is_empty() {
                    self.fence = None;
                }
                true
            }
            (Some(_), _) => true,
            // A span of code within a line has backticks behind it.
            (None, Some(mark)) if length >= LENGTH_MIN && !(mark == '`' && rest.contains('`')) => {
                self.close();
                self.fence = Some((mark, length));
                true
            }
            _ => false,
        }
    }

    fn line(&mut self, line: &str, start: usize) {
        let content = line.trim_start_matches(['\u{feff}', ' ', '\t']);
        let at = start + line.len() - content.len();
        if self.fence(content) {
            return;
        }
        let rule = content.len() > 2 && content.chars().all(|c| matches!(c, '-' | '*' | '_' | '='));
        if content.is_empty() || rule {
            self.close();
            self.after_blank = true;
            if self.inside == Inside::Notice {
                self.inside = Inside::Nothing;
            }
            return;
        }
        let indent: usize = line[..line.len() - content.len()]
            .chars()
            .map(|c| if c == '\t' { INDENT } else { 1 })
            .sum();
        if self.after_blank || !content.starts_with('|') {
            self.table = None;
        }
        self.content(indent, content, at);
        self.after_blank = false;
    }

    fn content(&mut self, indent: usize, content: &str, at: usize) {
        if self.blockquote(content, at) || self.environment(content, at) {
            return;
        }
        if let Some(quoted) = content.strip_prefix('>') {
            let words = quoted.trim_start_matches(['>', ' ']);
            let marks = &content[..content.len() - words.len()];
            let level = marks.bytes().filter(|b| *b == b'>').count();
            if self.thread && std::mem::replace(&mut self.level, level) != level {
                self.close();
            }
            self.quoted(words, at + content.len() - words.len());
        } else if content.starts_with('|') {
            self.row(content, at);
        } else if let Some((marker, note)) = marker(content) {
            self.close();
            self.in_list = true;
            let words = content[marker..].trim_start();
            let at = at + content.len() - words.len();
            if words.starts_with('>') {
                self.content(indent, words, at);
                return;
            }
            self.continued(Shape::Prose, words, at);
            if let Some(open) = &mut self.open {
                open.note = note;
            }
        } else if indent >= INDENT && !self.in_list && (self.after_blank || self.open_is_quote()) {
            if !self.open_is_quote() {
                self.groups += 1;
            }
            self.continued(Shape::Quote, content, at);
        } else if content.starts_with('#') {
            self.close();
            self.in_list = false;
            let words = content.trim_start_matches('#').trim_start();
            self.continued(Shape::Prose, words, at + content.len() - words.len());
            self.close();
        } else {
            // Each line of a timeline is by itself.
            if opening_year(content).is_some() {
                self.close();
            }
            self.in_list &= indent > 0 || !self.after_blank;
            self.continued(Shape::Prose, content, at);
        }
    }

    /// A line behind `>`.
    fn quoted(&mut self, words: &str, at: usize) {
        if words.is_empty() {
            // A paragraph of the quotation ends.
            self.close();
            return;
        }
        let label = words.strip_prefix("[!").and_then(|rest| rest.strip_suffix(']'));
        if label.is_some_and(|label| label.bytes().all(|b| b.is_ascii_alphabetic())) {
            self.close();
            self.inside = Inside::Notice;
            return;
        }
        if self.inside == Inside::Notice || self.thread {
            self.continued(Shape::Prose, words, at);
            return;
        }
        let goes_on = self.open_is_quote()
            || !self.after_blank
                && self.open.is_none()
                && self.blocks.last().is_some_and(|last| last.shape == Shape::Quote);
        if !goes_on {
            self.groups += 1;
        }
        self.continued(Shape::Quote, words, at);
    }

    /// Whether the line is of a quotation of HTML that stands on lines of its own.
    fn blockquote(&mut self, content: &str, at: usize) -> bool {
        const OPEN: &str = "<blockquote";
        const CLOSE: &str = "</blockquote>";
        let lower = |start: &str| start.to_ascii_lowercase();
        let mut words = content;
        if self.inside != Inside::Blockquote {
            let opens = content.get(..OPEN.len()).is_some_and(|start| lower(start) == OPEN);
            let Some(end) = content.find('>').filter(|_| opens) else { return false };
            self.close();
            self.groups += 1;
            self.inside = Inside::Blockquote;
            words = &content[end + 1..];
        }
        let at = at + content.len() - words.len();
        let end = words.to_ascii_lowercase().find(CLOSE);
        let own = &words[..end.unwrap_or(words.len())];
        if own.chars().any(char::is_alphanumeric) {
            self.continued(Shape::Quote, own, at);
        }
        if let Some(end) = end {
            self.close();
            self.inside = Inside::Nothing;
            let behind = &words[end + CLOSE.len()..];
            let rest = behind.trim_start();
            if !rest.is_empty() {
                self.continued(Shape::Prose, rest, at + words.len() - rest.len());
            }
        }
        true
    }

    /// Whether the line is of a quotation of `LaTeX`, between lines that open and close it.
    fn environment(&mut self, content: &str, at: usize) -> bool {
        const NAMES: [&str; 4] = ["{quote}", "{quotation}", "{displayquote}", "{blockquote}"];
        let names = |command: &str| {
            let name = content.strip_prefix(command);
            name.is_some_and(|name| NAMES.iter().any(|own| name.starts_with(own)))
        };
        let (opens, ends) = (names("\\begin"), names("\\end"));
        if opens || ends {
            self.close();
            self.groups += usize::from(opens);
            self.inside = if opens { Inside::Environment } else { Inside::Nothing };
        } else if self.inside == Inside::Environment {
            self.continued(Shape::Quote, content, at);
        }
        opens || ends || self.inside == Inside::Environment
    }

    fn open_is_quote(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.shape == Shape::Quote)
    }

    /// Appends to the open block, or begins one where that has another shape. A line without a
    /// mark goes on with a quotation, as in Markdown.
    fn continued(&mut self, shape: Shape, words: &str, at: usize) {
        let lazy = shape == Shape::Prose && self.open_is_quote();
        if !lazy && self.open.as_ref().is_none_or(|open| open.shape != shape) {
            self.close();
        }
        let group = if shape == Shape::Quote { self.groups } else { 0 };
        self.open.get_or_insert_with(|| Draft::new(shape, None, group)).push(words, at);
    }

    fn row(&mut self, content: &str, at: usize) {
        self.close();
        self.rows += 1;
        let table = *self.table.get_or_insert(self.rows);
        let mut start = at;
        for (column, cell) in content.split('|').enumerate() {
            let words = cell.trim();
            if words.chars().any(char::is_alphanumeric) {
                let mut block = Draft::new(Shape::Cell, Some(self.rows), 0);
                block.column = Some((table, column));
                block.push(words, start + cell.len() - cell.trim_start().len());
                self.blocks.push(block.finish());
            }
            start += cell.len() + 1;
        }
    }
}

#[cfg(test)]
mod tests;
