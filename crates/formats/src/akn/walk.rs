//! From the elements of a document to its blocks, in reading order.
//!
//! Nothing here calls itself: what is open is a stack of frames, and what is yet to be read a stack
//! of ranges.

use std::ops::Range;

use super::names::{self, Class};
use super::noted::Notes;
use crate::tree::Tree;
use crate::{Block, Doubt, FormatError, HeadingWords, Limits, Section};

/// A block and what was known when it was made.
pub(super) struct Made {
    pub(super) block: Block,
    /// The line that it begins on.
    pub(super) line: usize,
    /// Whether its number and its parent may still be found in the sequence of the blocks.
    pub(super) is_loose: bool,
    /// Whether it is a point of a list that the file marks: what governs it is known, or nothing.
    pub(super) is_listed: bool,
}

/// An element that is open.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact by itself")]
#[derive(Default)]
pub(super) struct Frame {
    /// The node after it.
    end: usize,
    pub(super) section: Option<Section>,
    /// The level of the heading that holds here; 0 above the first.
    pub(super) level: u8,
    /// The block that governs what stands in it.
    pub(super) lead: Option<usize>,
    /// Whether nothing outside of it governs what stands in it.
    is_closed: bool,
    pub(super) is_list: bool,
    /// The newest point of a list.
    last_item: Option<usize>,
    pub(super) is_quoted: bool,
    /// Whether it is a paragraph without a number. One that has others in it was never ended.
    is_plain: bool,
    pub(super) unit: Option<Unit>,
}

/// A paragraph or a point whose words are yet to come.
#[derive(Default)]
pub(super) struct Unit {
    pub(super) number: Option<String>,
    pub(super) is_point: bool,
    /// Whether it stands in a list.
    pub(super) is_listed: bool,
    /// Its style, as the file names it.
    pub(super) class: String,
    /// The words that lead it in, as the file names them.
    pub(super) name: Option<String>,
}

/// What reads a document.
pub(super) struct Walk<'t, 'a> {
    pub(super) tree: &'t Tree<'a>,
    pub(super) words: &'t HeadingWords,
    pub(super) notes: Notes,
    pub(super) frames: Vec<Frame>,
    pub(super) made: Vec<Made>,
    pub(super) doubts: Vec<Doubt>,
    /// The line of the element that is read.
    pub(super) line: usize,
    /// The heading that was read with its element.
    pub(super) taken: Option<usize>,
    /// A number without words that was added last: it may be that of the next paragraph.
    pub(super) waiting: Option<usize>,
    /// What is yet to be read, the next last.
    queue: Vec<Range<usize>>,
    limits: Limits,
}

/// The blocks of a document, without what other documents in it have.
pub(super) fn walk<'t>(
    tree: &'t Tree<'_>,
    document: usize,
    words: &'t HeadingWords,
    limits: Limits,
) -> Result<(Vec<Made>, Vec<Doubt>), FormatError> {
    let whole = document + 1..tree.end(document);
    let mut walk = Walk {
        tree,
        words,
        notes: Notes::of(tree, document),
        frames: vec![Frame { end: usize::MAX, ..Frame::default() }],
        made: Vec::new(),
        doubts: Vec::new(),
        line: tree.line(document),
        taken: None,
        waiting: None,
        queue: Vec::from([whole]),
        limits,
    };
    walk.run()?;
    walk.close_until(usize::MAX);
    walk.notes_without_mark();
    Ok((walk.made, walk.doubts))
}

impl Walk<'_, '_> {
    fn run(&mut self) -> Result<(), FormatError> {
        while let Some(range) = self.queue.pop() {
            self.close_until(range.start);
            let Range { start: at, end } = range;
            if at >= end {
                continue;
            }
            let before = self.queue.len();
            let next = self.enter(at);
            // What an element put into the queue comes before what follows the element.
            self.queue.insert(before, next..end);
            let line = Some(self.tree.line(at));
            self.limits
                .admit_blocks(self.made.len())
                .map_err(|error| FormatError { line, ..error })?;
        }
        Ok(())
    }

    /// Reads an element and gives the node to go on with: its first child, or what follows it.
    fn enter(&mut self, at: usize) -> usize {
        let tree = self.tree;
        let end = tree.end(at);
        self.line = tree.line(at);
        if !tree.is_element(at) {
            if tree.is_visible_text(at) {
                self.bare_text(at);
            }
            return end;
        }
        match names::class_of(tree.name(at)) {
            Class::PassedOver => return end,
            Class::Section(section) => self.open_section(at, section),
            Class::Division => self.open_division(at),
            Class::Unit => self.open_unit(at),
            Class::List => self.open_list(at),
            Class::Quoted => {
                let lead = self.lead();
                self.push(at, Frame { is_quoted: true, is_closed: true, lead, ..Frame::default() });
            }
            Class::Table => self.notes.row_marks.clear(),
            Class::Row => {
                self.row(at);
                return end;
            }
            Class::Heading if self.is_taken(at) => return end,
            Class::Heading => {
                self.heading_element(at);
                return end;
            }
            Class::WrapUp => {
                self.wrap_up(at);
                return end;
            }
            Class::Text => {
                self.text_element(at);
                return end;
            }
            Class::Plain if tree.name(at) == "num" => return end,
            Class::Plain if tree.children(at).any(|child| tree.is_visible_text(child)) => {
                self.text_element(at);
                return end;
            }
            Class::Plain => {}
        }
        at + 1
    }

    /// Reads nodes that stand within a block after the block, governed by it.
    pub(super) fn read_later(&mut self, nodes: &[usize], until: usize, lead: Option<usize>) {
        if nodes.is_empty() {
            return;
        }
        for &node in nodes.iter().rev() {
            self.queue.push(node..self.tree.end(node));
        }
        let frame = self.frame(until);
        self.frames.push(Frame { lead, ..frame });
    }

    fn frame(&self, end: usize) -> Frame {
        let level = self.top().level;
        Frame { end, level, is_quoted: self.top().is_quoted, ..Frame::default() }
    }

    fn push(&mut self, at: usize, frame: Frame) {
        let is_quoted = frame.is_quoted || self.top().is_quoted;
        let level = frame.level.max(self.top().level);
        self.frames.push(Frame { end: self.tree.end(at), is_quoted, level, ..frame });
    }

    pub(super) fn top(&self) -> &Frame {
        self.frames.last().expect("the document's own frame is never closed")
    }

    fn close_until(&mut self, at: usize) {
        while self.frames.len() > 1 && self.top().end <= at {
            let unit = self.frames.pop().and_then(|frame| frame.unit);
            if let Some(unit) = unit {
                self.waiting = self.unit_without_words(unit);
            }
        }
    }

    fn open_section(&mut self, at: usize, section: Section) {
        let section = match self.section() {
            Some(Section::Annex) => Section::Annex,
            _ => section,
        };
        let frame = Frame { section: Some(section), is_closed: true, ..Frame::default() };
        self.push(at, frame);
    }

    /// Opens what has a heading. Of an article, what stands in it is governed by its heading.
    fn open_division(&mut self, at: usize) {
        let number = self.number_of(at);
        let heading = self.heading_of(at);
        let is_article = matches!(self.tree.name(at), "article" | "rule");
        let level = if is_article { names::ARTICLE_LEVEL } else { self.top().level + 1 };
        let level = level.min(names::LEVEL_MAX);
        let was = self.top().level;
        let made = (number.is_some() || heading.is_some())
            .then(|| self.heading(number, heading, level))
            .flatten();
        let level = if made.is_some() { level } else { was };
        let lead = made.filter(|_| is_article || self.top().is_quoted);
        self.push(at, Frame { level, lead, is_closed: !self.top().is_quoted, ..Frame::default() });
    }

    /// Opens a paragraph or a point. If a heading follows its number, the number is the heading's.
    fn open_unit(&mut self, at: usize) {
        let tree = self.tree;
        self.number_without_words();
        self.end_plain(at);
        let is_container = tree.name(at) == "container";
        let mut number = self.number_of(at);
        let is_point = names::is_point(tree.name(at)) || self.has_bullet(at);
        let class = tree.attribute(at, "class").unwrap_or_default().into_owned();
        let heading = self.heading_of(at);
        let is_headed = heading.is_some() || (number.is_some() && self.is_bare(at));
        if is_headed && !is_container {
            let num = tree.child(at, "num");
            let follows = heading.is_none_or(|heading| num.is_some_and(|num| num < heading));
            let own = if follows { number.take() } else { None };
            let level = names::level_of_style(&class).max(self.top().level + 1);
            self.heading(own, heading, level.min(names::LEVEL_MAX));
        }
        let name = tree.attribute(at, "name").filter(|_| is_container);
        let name = name.map(std::borrow::Cow::into_owned);
        let is_plain = tree.name(at) == "paragraph" && number.is_none();
        let is_listed = self.is_listed();
        let unit = Some(Unit { number, is_point, is_listed, class, name });
        self.push(at, Frame { is_plain, unit, ..Frame::default() });
    }

    /// A paragraph that stands directly in one without a number is not governed by it.
    fn end_plain(&mut self, at: usize) {
        let is_paragraph = matches!(self.tree.name(at), "paragraph" | "alinea");
        if let Some(top) = self.frames.last_mut().filter(|top| is_paragraph && top.is_plain) {
            top.lead = None;
            top.unit = None;
            top.is_closed = true;
        }
    }

    /// Opens a list. A list that stands behind a point of a list is governed by that point.
    fn open_list(&mut self, at: usize) {
        let lead = if self.top().is_list { self.top().last_item } else { None };
        self.push(at, Frame { is_list: true, lead, ..Frame::default() });
    }

    /// The part of the document that is open.
    pub(super) fn section(&self) -> Option<Section> {
        self.frames.iter().rev().find_map(|frame| frame.section)
    }

    /// What follows belongs to an annex, as far as the part of the document goes that is open.
    pub(super) fn begin_annex(&mut self) {
        if let Some(frame) = self.frames.iter_mut().rfind(|frame| frame.section.is_some()) {
            frame.section = Some(Section::Annex);
        }
    }

    /// Whether what stands here stands in a list.
    pub(super) fn is_listed(&self) -> bool {
        let open = self.frames.iter().rev().take_while(|frame| !frame.is_closed);
        open.into_iter().any(|frame| frame.is_list)
    }

    /// The block that governs what stands here.
    pub(super) fn lead(&self) -> Option<usize> {
        for frame in self.frames.iter().rev() {
            if frame.lead.is_some() || frame.is_closed {
                return frame.lead;
            }
        }
        None
    }

    /// The paragraph or point whose words come next.
    pub(super) fn take_unit(&mut self) -> Option<Unit> {
        let open = self.frames.iter().rposition(|frame| !frame.is_list)?;
        self.frames[open].unit.take()
    }

    /// Lets a block govern what follows in the paragraph or the list that it stands in.
    pub(super) fn let_govern(&mut self, block: usize, is_unit: bool) {
        let innermost = self.frames.len() - 1;
        if is_unit {
            let Some(open) = self.frames.iter().rposition(|frame| !frame.is_list) else { return };
            self.frames[open].lead = Some(block);
            if let Some(list) = open.checked_sub(1).map(|list| &mut self.frames[list]) {
                list.last_item = Some(block);
            }
        }
        if self.frames[innermost].is_list {
            self.frames[innermost].lead = Some(block);
        }
    }
}
