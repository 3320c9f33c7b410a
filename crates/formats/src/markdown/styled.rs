//! The words of one paragraph of Markdown, with what its marks say about them.

use std::ops::Range;

use crate::inline::InlineText;
use crate::{Block, Role};
use crate::{Link, piece};

/// Bytes of a number that may stand before the words that are set apart.
const NUMBER_BYTES_MAX: usize = 8;
/// Words set apart at the beginning of a paragraph that are longer are no lead-in verb.
const LEAD_IN_BYTES_MAX: usize = 60;

/// A line within a paragraph.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    /// The byte at which it begins.
    pub(super) start: usize,
    /// Whether the file breaks the line here on purpose.
    pub(super) hard: bool,
    /// Whether words of it are not bold.
    plain: bool,
    underlined: bool,
    italic: bool,
}

/// How a line that is bold from end to end looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    underlined: bool,
    italic: bool,
    capitals: bool,
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
        let (strong, emphasis, underline) =
            (self.strong > 0, self.emphasis > 0, self.underline > 0);
        let line = self.line();
        if words.chars().any(char::is_alphanumeric) {
            line.plain |= !strong;
            line.italic |= emphasis;
            line.underlined |= underline;
        }
        let mut rest = words;
        while let Some(at) = rest.find('*') {
            self.push_raised(&rest[..at]);
            let stars = rest[at..].len() - rest[at..].trim_start_matches('*').len();
            // Stars that go with no others are marks that lost their words.
            if stars == 1 {
                self.push_star();
            }
            rest = &rest[at + stars..];
        }
        self.push_raised(rest);
    }

    fn push_star(&mut self) {
        let end = self.text.as_str().len();
        let begins = [self.lines.last().map(|line| line.start), self.open_lead]
            .into_iter()
            .chain([self.open_link.as_ref().map(|(start, _)| *start)])
            .flatten()
            .any(|start| start >= end);
        if begins || !self.text.drop_end('*') {
            self.text.push("*");
        }
    }

    fn push_raised(&mut self, words: &str) {
        if self.raised == 0 {
            self.text.push(words);
            return;
        }
        let raised =
            |digit: char| "0123456789".find(digit).and_then(|at| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(at));
        let all = words.chars().map(|one| raised(one)).collect::<Option<String>>();
        self.text.push(all.as_deref().unwrap_or(words));
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

    /// The look of `lines`, if they are bold from end to end.
    pub(super) fn look(lines: &[Line], text: &str) -> Option<Look> {
        let bold = !lines.is_empty() && lines.iter().all(|line| !line.plain);
        bold.then(|| Look {
            underlined: lines.iter().any(|line| line.underlined),
            italic: lines.iter().any(|line| line.italic),
            capitals: !text.chars().any(char::is_lowercase),
        })
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
pub(super) fn straighten(block: Block) -> Block {
    if !block.text.contains("](") {
        return block;
    }
    let mut text = String::with_capacity(block.text.len());
    let mut rest = block.text.as_str();
    while let Some(at) = rest.find("](") {
        let head = &rest[..at];
        match head.rfind('[') {
            Some(open) => {
                text.push_str(&head[..open]);
                text.push_str(&head[open + 1..]);
            }
            None => text.push_str(head),
        }
        let target = &rest[at + 2..];
        rest = target.find(')').map_or("", |end| &target[end + 1..]);
    }
    text.push_str(rest);
    Block { text: crate::inline::clean(&text), lead_in: None, links: Vec::new(), ..block }
}
