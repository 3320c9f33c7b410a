//! Events of the Markdown library as pieces.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::lines;
use crate::piece::{Piece, remove};
use crate::text::pieces_of;
use crate::{Block, FormatError, HeadingWords, Limits, Link, Role};

use super::headings::{Seen, may_be_heading};
use super::html;
use super::styled::{Line, Look, Styled, straighten};

/// Stars side by side that are looked at.
const RUN_STARS_MAX: usize = 8;

/// A heading that is longer, in bytes, is a paragraph above a rule.
const SETEXT_BYTES_MAX: usize = 200;

/// What was read.
pub(super) struct Walked {
    /// The pieces in order.
    pub(super) pieces: Vec<Seen>,
    /// Labels of notes, and the piece that refers to them.
    pub(super) marks: Vec<(String, usize)>,
    /// Labels of notes, and the piece that is the note.
    pub(super) notes: Vec<(String, usize)>,
}

/// Reads `body`.
pub(super) fn walk(
    body: &str,
    words: &HeadingWords,
    limits: &Limits,
) -> Result<Walked, FormatError> {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut walk = Walk {
        body,
        words,
        text: Styled::default(),
        depth: 0,
        items: Vec::new(),
        lists: Vec::new(),
        heading: None,
        row: None,
        note: None,
        html: String::new(),
        walked: Walked { pieces: Vec::new(), marks: Vec::new(), notes: Vec::new() },
    };
    for (event, range) in Parser::new_ext(body, options).into_offset_iter() {
        walk.event(event, range);
        if walk.depth > limits.depth_max {
            return Err(FormatError::whole(format!(
                "lists or quotes stand more than {} deep in each other; make them flat",
                limits.depth_max
            )));
        }
        limits.admit_blocks(walk.walked.pieces.len())?;
    }
    walk.flush();
    Ok(walk.walked)
}

struct Walk<'a> {
    body: &'a str,
    words: &'a HeadingWords,
    /// The paragraph that is being read.
    text: Styled,
    /// Blocks that are open within each other.
    depth: usize,
    /// Items that are open: whether nothing of them was read yet.
    items: Vec<bool>,
    /// Lists that are open: whether they are numbered.
    lists: Vec<bool>,
    heading: Option<u8>,
    /// The row that is being read: its text and links.
    row: Option<(String, Vec<Link>)>,
    /// The note that is being read: its label, and whether nothing of it was read yet.
    note: Option<(String, bool)>,
    html: String,
    walked: Walked,
}

impl Walk<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if is_stars(&text) => self.stars(&text, range),
            Event::Text(text) => self.words(&text),
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.text.push(&text);
            }
            Event::Html(html) => self.html.push_str(&html),
            Event::InlineHtml(tag) => self.inline_html(&tag),
            Event::FootnoteReference(label) => self.text.mark(&label),
            Event::SoftBreak => self.text.break_line(false),
            Event::HardBreak => self.text.break_line(true),
            Event::Rule => self.flush(),
            Event::TaskListMarker(_) => {}
        }
    }

    /// Stars that the library takes for text: written as such, or marks without a partner.
    fn stars(&mut self, text: &str, range: Range<usize>) {
        let before = &self.body[..range.start];
        let after = &self.body[range.end..];
        // Each star of a run comes by itself: none may look at all of a long run.
        let is_star = |byte: &u8| *byte == b'*';
        let ahead = before.bytes().rev().take(RUN_STARS_MAX).take_while(is_star).count();
        let behind = after.bytes().take(RUN_STARS_MAX).take_while(is_star).count();
        let (head, tail) = (&before[..before.len() - ahead], &after[behind..]);
        let run = before.len() - head.len() + text.len() + after.len() - tail.len();
        let blank = |side: Option<char>| side.is_none_or(char::is_whitespace);
        let spaced = blank(head.chars().next_back()) && blank(tail.chars().next());
        if head.ends_with('\\') || (spaced && run == 1) {
            self.text.push(text);
        } else if !before.ends_with('*') {
            self.text.push_star(run);
        }
    }

    /// Words. Those of a block of code have line breaks in them.
    fn words(&mut self, text: &str) {
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                self.text.break_line(false);
            }
            let mut rest = line;
            // Marks with blanks around them are never joined to words.
            while let Some(at) = rest.find("**") {
                self.text.push(&rest[..at]);
                rest = rest[at..].trim_start_matches('*');
                self.text.push_star(2);
            }
            let bare = rest.trim_end_matches(|one: char| one == '*' || one.is_whitespace());
            let stars = rest[bare.len()..].matches('*').count();
            // Stars in a row are a line between parts.
            match stars {
                1 if rest.ends_with('*') && self.text.has_open_star() => {
                    self.text.push(bare);
                    self.text.push_star(1);
                }
                0..3 => self.text.push(rest),
                _ => self.text.push(bare),
            }
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Emphasis => return self.text.set_emphasis(true),
            Tag::Strong => return self.text.set_strong(true),
            Tag::Superscript => return self.text.set_raised(true),
            Tag::Strikethrough | Tag::Subscript | Tag::TableCell => return,
            Tag::Link { dest_url, .. } => return self.text.open_link(dest_url.to_string()),
            Tag::Image { .. } => return self.text.set_hidden(true),
            // The number of its item stands before it.
            Tag::Paragraph => {}
            _ => self.flush(),
        }
        self.depth += 1;
        match tag {
            Tag::Heading { level, .. } => {
                let marked = self.body[range].trim_start().starts_with('#');
                self.heading = Some(if marked { level as u8 } else { level as u8 | UNDERLINED });
            }
            Tag::List(first) => self.lists.push(first.is_some()),
            Tag::Item => {
                self.items.push(true);
                if self.lists.last() == Some(&true) {
                    let number = typed_number(&self.body[range]).to_owned();
                    self.text.begin(&number);
                    self.text.begin(" ");
                }
            }
            Tag::FootnoteDefinition(label) => self.note = Some((label.to_string(), true)),
            Tag::TableHead | Tag::TableRow => self.row = Some((String::new(), Vec::new())),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis => return self.text.set_emphasis(false),
            TagEnd::Strong => return self.text.set_strong(false),
            TagEnd::Superscript => return self.text.set_raised(false),
            TagEnd::Strikethrough | TagEnd::Subscript => return,
            TagEnd::Link => return self.text.close_link(),
            TagEnd::Image => return self.text.set_hidden(false),
            TagEnd::TableCell => return self.end_cell(),
            TagEnd::HtmlBlock => {
                let html = std::mem::take(&mut self.html);
                for paragraph in html::paragraphs(&html) {
                    self.text.push(&paragraph);
                    self.flush();
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => self.end_row(),
            _ => self.flush(),
        }
        self.depth = self.depth.saturating_sub(1);
        match tag {
            TagEnd::Heading(_) => self.heading = None,
            TagEnd::List(_) => drop(self.lists.pop()),
            TagEnd::Item => drop(self.items.pop()),
            TagEnd::FootnoteDefinition => self.note = None,
            _ => {}
        }
    }

    fn inline_html(&mut self, tag: &str) {
        match html::tag(tag) {
            html::Tag::Break | html::Tag::Block => self.text.break_line(true),
            html::Tag::Strong(on) => self.text.set_strong(on),
            html::Tag::Emphasis(on) => self.text.set_emphasis(on),
            html::Tag::Underline(on) => self.text.set_underline(on),
            html::Tag::Raised(on) => self.text.set_raised(on),
            html::Tag::Hidden(on) => self.text.set_hidden(on),
            html::Tag::Anchor(true) => {
                if let Some(target) = html::target(tag) {
                    self.text.open_link(target);
                }
            }
            html::Tag::Anchor(false) => self.text.close_link(),
            html::Tag::Other => {}
        }
    }

    fn end_cell(&mut self) {
        let mut cell = std::mem::take(&mut self.text);
        cell.settle();
        let cell = cell.into_block(Role::Row);
        let Some((text, links)) = &mut self.row else { return };
        if !text.is_empty() {
            text.push('\t');
        }
        let start = text.len();
        text.push_str(&cell.text);
        links.extend(cell.links.into_iter().map(|link| Link {
            range: link.range.start + start..link.range.end + start,
            target: link.target,
        }));
    }

    fn end_row(&mut self) {
        let Some((text, links)) = self.row.take() else { return };
        // Empty cells at the ends leave tabs, which are white space.
        let end = text.trim_end().len();
        let mut block = Block { links, ..Block::new(Role::Row, text) };
        block.text.truncate(end);
        let lead = block.text.len() - block.text.trim_start().len();
        crate::piece::cut_front(&mut block, lead);
        self.add(Piece::from(block), None);
    }

    fn add(&mut self, piece: Piece, look: Option<Look>) {
        if piece.block.text.chars().any(char::is_alphanumeric) {
            let mut piece = piece;
            straighten(&mut piece.block);
            drop_stars(&mut piece.block);
            self.walked.pieces.push(Seen { piece, look });
        }
    }

    /// Ends the paragraph that is being read.
    fn flush(&mut self) {
        let mut text = std::mem::take(&mut self.text);
        text.settle();
        if text.as_str().is_empty() {
            return;
        }
        let first = self.walked.pieces.len();
        let marks = std::mem::take(&mut text.marks);
        let item = self.items.last_mut().map(std::mem::take);
        if let Some(level) = self.heading {
            self.add_heading(text, level);
        } else if let Some((label, fresh)) = &mut self.note {
            let fresh = std::mem::take(fresh);
            let label = label.clone();
            let mut block = text.into_block(Role::Note);
            block.number = fresh.then(|| label.clone());
            self.add(Piece::from(block), None);
            if self.walked.pieces.len() > first {
                self.walked.notes.push((label, first));
            }
        } else {
            self.add_paragraph(text, item);
        }
        let last = self.walked.pieces.len();
        if last > first {
            self.walked.marks.extend(marks.into_iter().map(|(label, _)| (label, last - 1)));
        }
    }

    fn add_heading(&mut self, text: Styled, level: u8) {
        let underlined = level & UNDERLINED != 0;
        let is_text =
            text.as_str().len() > SETEXT_BYTES_MAX || text.as_str().ends_with(['.', ';', ',']);
        if underlined && is_text {
            return self.add_paragraph(text, None);
        }
        let block = text.into_block(Role::Heading(level & !UNDERLINED));
        self.add(Piece { block: Block { lead_in: None, ..block }, depth: None }, None);
    }

    /// `item` says of a paragraph in a list whether it is the first of its item.
    fn add_paragraph(&mut self, text: Styled, item: Option<bool>) {
        let lines = text.lines();
        let starts = parts(&lines, text.as_str(), self.words);
        let places: Vec<usize> = starts[1..].iter().map(|at| lines[*at].start).collect();
        let bullet = item == Some(true) && self.lists.last() == Some(&false);
        let depth = item.map(|_| self.lists.len() as u32);
        let blocks = text.into_blocks(Role::Paragraph, &places);
        let only = blocks.len() == 1;
        for (at, mut block) in blocks.into_iter().enumerate() {
            let to = starts.get(at + 1).copied().unwrap_or(lines.len());
            let own = lines.get(starts[at.min(starts.len() - 1)]..to).unwrap_or_default();
            let is_first = item == Some(true) && at == 0;
            let plain = || (only && item.is_none()).then(|| Look::plain(&block.text));
            let look = Styled::look(own, &block.text)
                .or_else(plain)
                .filter(|_| !is_first && may_be_heading(&block.text));
            if bullet && at == 0 {
                block.role = Role::Point;
            }
            if look.is_some() {
                self.add(Piece::from(block).at(depth), look);
                continue;
            }
            for part in pieces_of(block, self.words) {
                self.add(Piece::from(part).at(depth), None);
            }
        }
    }
}

/// Set on the level of a heading that a rule below it makes.
const UNDERLINED: u8 = 0x80;

/// Takes off a row of stars behind the words: a line between parts.
fn drop_stars(block: &mut Block) {
    let end = block.text.trim_end_matches(|one: char| one == '*' || one.is_whitespace()).len();
    if block.text[end..].matches('*').count() > 2 {
        let places = std::iter::once(end..block.text.len()).collect::<Vec<_>>();
        remove(block, &places);
    }
}

fn is_stars(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte == b'*')
}

/// The number of an item as typed, with its dot.
fn typed_number(item: &str) -> &str {
    let item = item.trim_start_matches(|one: char| one.is_whitespace() || one == '>');
    let digits = item.bytes().take_while(u8::is_ascii_digit).count();
    let mark = usize::from(item[digits..].starts_with(['.', ')']));
    &item[..digits + mark]
}

/// The lines with which the parts of a paragraph begin.
///
/// A part begins with a number or a bullet, and where the file breaks the line on purpose, unless
/// the sentence goes on. A line in bold that ends with such a break is a part of its own.
fn parts(lines: &[Line], text: &str, words: &HeadingWords) -> Vec<usize> {
    let end = |at: usize| lines.get(at + 1).map_or(text.len(), |next| next.start);
    let texts: Vec<&str> =
        (0..lines.len()).map(|at| text[lines[at].start..end(at)].trim()).collect();
    let begins = lines::beginnings(&texts, words);
    let mut starts = vec![0];
    for at in 1..lines.len() {
        let look = |at: usize| Styled::look(&lines[at..=at], texts[at]);
        let title_goes_on =
            look(at).is_some_and(|own| look(at - 1).is_some_and(|one| one.is_like(own)));
        let small = texts[at].chars().next().is_some_and(char::is_lowercase);
        let broken = lines[at].hard && !small && !title_goes_on;
        if begins[at] || broken {
            starts.push(at);
        }
    }
    starts
}
