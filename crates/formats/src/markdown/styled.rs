//! The words of one paragraph of Markdown, with what its marks say about them.

use std::ops::Range;

use crate::inline::InlineText;
use crate::{Block, Role};
use crate::{Link, piece};

/// Bytes of a number that may stand before the words that are set apart.
const NUMBER_BYTES_MAX: usize = 8;
/// Words set apart at the beginning of a paragraph that are longer are no lead-in verb.
const LEAD_IN_BYTES_MAX: usize = 60;

/// Raised figures, from naught.
pub(super) const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/// A line within a paragraph.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    /// The byte at which it begins.
    pub(super) start: usize,
    /// Whether the file breaks the line here on purpose.
    pub(super) hard: bool,
    /// Whether all its words so far are bold, italic, underlined. `None` before the first.
    all: Option<Marks>,
}

/// How words are set apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Marks {
    strong: bool,
    italic: bool,
    underlined: bool,
}

impl Marks {
    fn and(self, other: Self) -> Self {
        Self {
            strong: self.strong && other.strong,
            italic: self.italic && other.italic,
            underlined: self.underlined && other.underlined,
        }
    }
}

/// How a line that may be a heading looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    marks: Option<Marks>,
    capitals: bool,
}

impl Look {
    /// Whether nothing sets the line apart but its place.
    pub(super) fn is_plain(self) -> bool {
        self.marks.is_none()
    }

    /// Whether the same marks make both.
    pub(super) fn is_like(self, other: Self) -> bool {
        self.marks == other.marks
    }

    /// The look of `text` without marks.
    pub(super) fn plain(text: &str) -> Self {
        Self { marks: None, capitals: !text.chars().any(char::is_lowercase) }
    }
}

/// Words, their marks taken off.
#[derive(Debug, Clone, Default)]
pub(super) struct Styled {
    text: InlineText,
    lines: Vec<Line>,
    links: Vec<Link>,
    lead_in: Option<Range<usize>>,
    /// Notes that are referred to, and where.
    pub(super) marks: Vec<(String, usize)>,
    open_link: Option<(usize, String)>,
    open_lead: Option<usize>,
    strong: u32,
    emphasis: u32,
    underline: u32,
    raised: u32,
    hidden: u32,
    /// Whether marks without a partner have set words apart.
    loose_strong: bool,
    loose_emphasis: bool,
    /// Where single stars stand that may be such marks.
    stars: Vec<usize>,
}

impl Styled {
    /// Adds a number or another beginning that the list gives.
    pub(super) fn begin(&mut self, number: &str) {
        self.line();
        self.text.push(number);
    }

    /// Adds words.
    pub(super) fn push(&mut self, words: &str) {
        if self.hidden > 0 {
            return;
        }
        let marks = Marks {
            strong: self.strong > 0 || self.loose_strong,
            italic: self.emphasis > 0 || self.loose_emphasis,
            underlined: self.underline > 0,
        };
        let line = self.line();
        if words.chars().any(char::is_alphanumeric) {
            line.all = Some(line.all.map_or(marks, |all| all.and(marks)));
        }
        if self.raised == 0 {
            self.text.push(words);
            return;
        }
        let raised = |digit: char| match "0123456789".find(digit) {
            Some(at) => RAISED.chars().nth(at),
            None => digit.is_whitespace().then_some(digit),
        };
        let all = words.chars().map(raised).collect::<Option<String>>();
        self.text.push(all.as_deref().unwrap_or(words));
    }

    /// Adds a star of a mark without a partner that fits. `run` of them stand side by side: two or
    /// more are no text. Of single ones, pairs are not.
    pub(super) fn push_star(&mut self, run: usize) {
        if self.hidden > 0 {
            return;
        }
        if run > 1 {
            self.loose_strong = !self.loose_strong;
            return;
        }
        self.loose_emphasis = !self.loose_emphasis;
        self.line();
        self.stars.push(self.text.next_start());
        self.text.push("*");
    }

    /// Whether a single star waits for its partner.
    pub(super) fn has_open_star(&self) -> bool {
        self.stars.len() % 2 == 1
    }

    /// Takes out the single stars that go in pairs.
    pub(super) fn settle(&mut self) {
        let stars = std::mem::take(&mut self.stars);
        if stars.is_empty() || stars.len() % 2 == 1 {
            return;
        }
        let lead = self.text.remove(&stars);
        let end = self.text.as_str().len();
        let moved = |at: usize| {
            let before = stars.partition_point(|star| *star < at);
            (at - before).saturating_sub(lead).min(end)
        };
        let range = |range: &Range<usize>| moved(range.start)..moved(range.end);
        self.lines.iter_mut().for_each(|line| line.start = moved(line.start));
        self.links.iter_mut().for_each(|link| link.range = range(&link.range));
        self.links.retain(|link| !link.range.is_empty());
        self.lead_in = self.lead_in.as_ref().map(range).filter(|range| !range.is_empty());
    }

    /// Ends the line.
    pub(super) fn break_line(&mut self, hard: bool) {
        if self.hidden > 0 {
            return;
        }
        self.text.push(" ");
        let start = self.text.next_start();
        match self.lines.last_mut() {
            // A break before any word, or two breaks in a row.
            Some(last) if last.start == start => last.hard |= hard,
            _ => self.lines.push(Line { start, hard, ..Line::default() }),
        }
    }

    fn line(&mut self) -> &mut Line {
        if self.lines.is_empty() {
            self.lines.push(Line::default());
        }
        self.lines.last_mut().expect("there is a line: it was made above")
    }

    /// Words become bold, or cease to be.
    pub(super) fn set_strong(&mut self, on: bool) {
        count(&mut self.strong, on);
        self.set_apart(on);
    }

    /// Words become italic, or cease to be.
    pub(super) fn set_emphasis(&mut self, on: bool) {
        count(&mut self.emphasis, on);
        self.set_apart(on);
    }

    /// Words are underlined, or cease to be.
    pub(super) fn set_underline(&mut self, on: bool) {
        count(&mut self.underline, on);
    }

    /// Words are raised, or cease to be.
    pub(super) fn set_raised(&mut self, on: bool) {
        count(&mut self.raised, on);
    }

    /// What comes is no text of the document: the name of a picture.
    pub(super) fn set_hidden(&mut self, on: bool) {
        count(&mut self.hidden, on);
    }

    fn set_apart(&mut self, on: bool) {
        let at = self.text.next_start();
        if on {
            if at <= NUMBER_BYTES_MAX && self.lead_in.is_none() {
                self.open_lead.get_or_insert(at);
            }
        } else if let Some(start) = self.open_lead.take() {
            let end = self.text.as_str().len();
            let words = self.text.as_str().get(start..end).unwrap_or_default();
            if words.chars().any(char::is_alphabetic) && words.len() <= LEAD_IN_BYTES_MAX {
                self.lead_in = Some(start..end);
            }
        }
    }

    /// A link begins.
    pub(super) fn open_link(&mut self, target: String) {
        self.open_link = Some((self.text.next_start(), target));
    }

    /// It ends.
    pub(super) fn close_link(&mut self) {
        if let Some((start, target)) = self.open_link.take() {
            let range = start..self.text.as_str().len();
            if !range.is_empty() {
                self.links.push(Link { range, target });
            }
        }
    }

    /// A note is referred to here.
    pub(super) fn mark(&mut self, label: &str) {
        self.marks.push((label.to_owned(), self.text.as_str().len()));
    }

    /// The text so far.
    pub(super) fn as_str(&self) -> &str {
        self.text.as_str()
    }

    /// Its lines.
    pub(super) fn lines(&self) -> Vec<Line> {
        let end = self.text.as_str().len();
        self.lines.iter().filter(|line| line.start < end).cloned().collect()
    }

    /// The look of `lines`, if they are set apart from end to end.
    pub(super) fn look(lines: &[Line], text: &str) -> Option<Look> {
        let all = lines.iter().filter_map(|line| line.all).reduce(Marks::and)?;
        let apart = all.strong || all.italic || all.underlined;
        apart.then(|| Look { marks: Some(all), ..Look::plain(text) })
    }

    /// The block of all words.
    pub(super) fn into_block(self, role: Role) -> Block {
        let mut block = Block::new(role, self.text.finish());
        let whole = self.lead_in.as_ref().is_some_and(|range| range.end >= block.text.len());
        block.lead_in = self.lead_in.filter(|_| !whole);
        block.links = self.links;
        block
    }

    /// The blocks between `places`.
    pub(super) fn into_blocks(self, role: Role, places: &[usize]) -> Vec<Block> {
        piece::cut(self.into_block(role), places)
    }
}

fn count(counter: &mut u32, on: bool) {
    *counter = if on { *counter + 1 } else { counter.saturating_sub(1) };
}

/// Takes off links that were written as such but could not be read: `[text](target with blanks)`.
pub(super) fn straighten(block: &mut Block) {
    let mut taken: Vec<Range<usize>> = Vec::new();
    let mut from = 0;
    while let Some(at) = block.text[from..].find("](").map(|at| at + from) {
        if let Some(open) = block.text[from..at].rfind('[') {
            taken.push(from + open..from + open + 1);
        }
        let end = block.text[at..].find(')').map_or(block.text.len(), |end| at + end + 1);
        taken.push(at..end);
        from = end;
    }
    if !taken.is_empty() {
        piece::remove(block, &taken);
    }
}
