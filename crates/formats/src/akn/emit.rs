//! Blocks from elements with words.

use super::inline::{self, Inline};
use super::names;
use super::walk::{Made, Unit, Walk};
use crate::prose::Prose;
use crate::{Block, Doubt, Role, Section};

impl Walk<'_, '_> {
    /// Adds an element with words.
    pub(super) fn text_element(&mut self, at: usize) {
        if self.is_alone(at, &["num"]) {
            return;
        }
        let in_body = !matches!(self.section(), Some(Section::Preface | Section::Conclusions));
        if in_body && self.is_alone(at, &["subheading", "heading"]) {
            self.heading_element(at);
            return;
        }
        let inline = inline::read(self.tree, at, self.notes.marks());
        if in_body && self.is_alone(at, &["docTitle"]) {
            let mut block = Block::new(Role::Title, "");
            block.section = Some(Section::Preface);
            self.add(block, inline, false);
            return;
        }
        self.words(inline);
    }

    /// Adds text that stands between elements.
    pub(super) fn bare_text(&mut self, at: usize) {
        let mut prose = Prose::default();
        self.tree.append(at, &mut prose);
        self.words(Inline { text: prose.into_text(), ..Inline::default() });
    }

    /// Adds what ends the sentence of a list.
    pub(super) fn wrap_up(&mut self, at: usize) {
        let inline = inline::read(self.tree, at, self.notes.marks());
        if inline.text.is_empty() {
            return;
        }
        let mut block = Block::new(Role::WrapUp, "");
        block.section = self.section();
        block.parent = self.lead();
        self.add(block, inline, false);
    }

    /// Adds a paragraph, a point or a line, as its place has it.
    pub(super) fn words(&mut self, inline: Inline) {
        if inline.is_blank() {
            self.add_notes(&inline.notes, None);
            self.read_later(&inline.inner, inline.end, self.lead());
            return;
        }
        let mut block = Block::new(Role::Paragraph, "");
        block.section = self.section();
        match block.section {
            Some(Section::Preface) => {
                block.role = Role::Title;
                self.add(block, inline, false);
                return;
            }
            Some(Section::Conclusions) => {
                block.role = Role::Closing;
                self.add(block, inline, false);
                return;
            }
            _ => {}
        }
        let unit = self.take_unit();
        let is_unit = unit.is_some();
        let is_listed = unit.as_ref().map_or_else(|| self.is_listed(), |unit| unit.is_listed);
        let is_loose = block.section != Some(Section::Preamble);
        if let Some(unit) = unit {
            if unit.class.starts_with("FootnoteText") {
                self.table_note(inline);
                return;
            }
            if self.looks_like_heading(&unit, &inline) {
                let level = names::level_of_style(&unit.class).max(self.top().level + 1);
                self.add_heading(unit.number, inline, level.min(names::LEVEL_MAX));
                return;
            }
            block.lead_in = inline.lead_in(unit.name.as_deref());
            block.number = unit.number.or_else(|| self.take_waiting());
            if unit.is_point {
                block.role = Role::Point;
            }
        }
        self.waiting = None;
        block.parent = self.lead();
        let index = self.add(block, inline, is_loose);
        self.made[index].is_listed = is_listed;
        self.let_govern(index, is_unit);
    }

    /// Adds a block with its words, its notes and what stands within it.
    pub(super) fn add(&mut self, mut block: Block, inline: Inline, is_loose: bool) -> usize {
        let index = self.made.len();
        block.text = inline.text;
        block.links = inline.links;
        self.made.push(Made { block, line: self.line, is_loose, is_listed: self.is_listed() });
        self.add_notes(&inline.notes, Some(index));
        if !inline.inner.is_empty() {
            self.read_later(&inline.inner, inline.end, Some(index));
        }
        index
    }

    /// Adds a heading of what is quoted: a paragraph, for the document's own headings go on.
    pub(super) fn add_quoted(&mut self, number: Option<String>, inline: Inline) -> usize {
        let mut block = Block::new(Role::Paragraph, "");
        block.section = self.section();
        block.number = number;
        block.parent = self.lead();
        let index = self.made.len();
        block.text = inline.text;
        block.links = inline.links;
        self.made.push(Made {
            block,
            line: self.line,
            is_loose: false,
            is_listed: self.is_listed(),
        });
        index
    }

    /// Adds the number of a paragraph whose points begin without words of its own.
    pub(super) fn number_without_words(&mut self) {
        let open = self.frames.iter().rposition(|frame| !frame.is_list);
        let has_number = |frame: usize| {
            self.frames[frame].unit.as_ref().is_some_and(|unit| unit.number.is_some())
        };
        if open.is_some_and(has_number)
            && let Some(unit) = self.take_unit()
        {
            let index = self.unit_without_words(unit);
            if let Some(index) = index {
                self.let_govern(index, true);
            }
        }
    }

    /// The number of a paragraph without words directly before this one: it is this one's.
    fn take_waiting(&mut self) -> Option<String> {
        let at = self.waiting.take().filter(|at| at + 1 == self.made.len())?;
        let number = self.made.pop()?.block.number;
        let place = format!("line {}", self.line);
        let shown = number.as_deref().unwrap_or_default();
        let message = format!("{shown} has no words; it was given to what follows");
        self.doubts.push(Doubt { place, message });
        debug_assert_eq!(at, self.made.len());
        number
    }

    /// Adds a number that has no words.
    pub(super) fn unit_without_words(&mut self, unit: Unit) -> Option<usize> {
        let is_listed = unit.is_listed;
        let number = Some(unit.number?);
        let role = if unit.is_point { Role::Point } else { Role::Paragraph };
        let parent = self.lead();
        let section = self.section();
        let block = Block { section, number, parent, ..Block::new(role, "") };
        self.made.push(Made { block, line: self.line, is_loose: true, is_listed });
        Some(self.made.len() - 1)
    }
}
