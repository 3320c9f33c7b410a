//! Numbers and headings of elements.

use super::inline::{self, Inline, Marks};
use super::names;
use super::walk::{Made, Unit, Walk};
use crate::numbering::{self, Mark, NumberKind};
use crate::{Block, Role, Section};

/// A bold paragraph that is longer, in bytes, is no heading.
const HEADING_BYTES_MAX: usize = 400;

impl Walk<'_, '_> {
    /// The number that an element has, without the dot behind it. A mere bullet is none.
    pub(super) fn number_of(&self, at: usize) -> Option<String> {
        let num = self.num_of(at)?;
        let text = inline::read(self.tree, num, Marks::default()).text;
        if let Some(number) = numbering::whole(&text, self.words) {
            return Some(number.printed);
        }
        let bare = text.trim_end_matches(|char: char| " .:、-–—".contains(char));
        bare.chars().any(char::is_alphanumeric).then(|| bare.to_owned())
    }

    /// Whether it has a bullet in place of a number.
    pub(super) fn has_bullet(&self, at: usize) -> bool {
        self.num_of(at).is_some() && self.number_of(at).is_none()
    }

    /// The element with the number of another: its child, or alone in a paragraph of it.
    fn num_of(&self, at: usize) -> Option<usize> {
        let tree = self.tree;
        tree.child(at, "num").or_else(|| {
            let first = tree.children(at).find(|&child| tree.is_element(child))?;
            self.is_alone(first, &["num"]).then(|| tree.child(first, "num")).flatten()
        })
    }

    /// The heading that an element has.
    pub(super) fn heading_of(&self, at: usize) -> Option<usize> {
        let is_heading = |&child: &usize| matches!(self.tree.name(child), "heading" | "subheading");
        self.tree.children(at).find(is_heading)
    }

    /// Whether a heading is the one that `heading_of` gives for its parent. A second one is not.
    pub(super) fn is_taken(&self, at: usize) -> bool {
        self.taken == Some(at)
    }

    /// Whether an element has a number and nothing else.
    pub(super) fn is_bare(&self, at: usize) -> bool {
        self.tree.children(at).all(|child| {
            if self.tree.is_element(child) {
                self.tree.name(child) == "num" || self.is_alone(child, &["num"])
            } else {
                !self.tree.is_visible_text(child)
            }
        })
    }

    /// Whether an element holds one element of some names and nothing else.
    pub(super) fn is_alone(&self, at: usize, names: &[&str]) -> bool {
        let tree = self.tree;
        let mut children = tree.children(at).filter(|&child| tree.is_element(child));
        let Some(only) = children.next() else { return false };
        let has_text = || tree.children(at).any(|child| tree.is_visible_text(child));
        names.contains(&tree.name(only)) && children.next().is_none() && !has_text()
    }

    /// Adds the heading of an element, with its number.
    pub(super) fn heading(
        &mut self,
        number: Option<String>,
        heading: Option<usize>,
        level: u8,
    ) -> Option<usize> {
        self.taken = heading;
        let inline = heading.map(|heading| inline::read(self.tree, heading, self.notes.marks()));
        let inline = inline.unwrap_or_default();
        self.add_heading(number, inline, level)
    }

    /// Adds an element that is a heading by itself.
    pub(super) fn heading_element(&mut self, at: usize) {
        let inline = inline::read(self.tree, at, self.notes.marks());
        if self.tree.name(at) == "crossHeading" && self.tree.has(at, "refersTo", "#preamble") {
            self.recital(inline);
            return;
        }
        if matches!(self.section(), Some(Section::Preface | Section::Conclusions)) {
            self.words(inline);
            return;
        }
        let level = (self.top().level + 1).min(names::LEVEL_MAX);
        self.add_heading(None, inline, level);
    }

    /// Adds a paragraph of the recitals that stands in the body.
    fn recital(&mut self, inline: Inline) {
        if inline.text.is_empty() {
            return;
        }
        let mut block = Block::new(Role::Paragraph, "");
        block.section = Some(Section::Preamble);
        block.lead_in = inline.lead_in(None);
        self.add(block, inline, false);
    }

    /// Adds a heading. The line after a number that stands alone is the number's heading.
    pub(super) fn add_heading(
        &mut self,
        mut number: Option<String>,
        mut inline: Inline,
        mut level: u8,
    ) -> Option<usize> {
        if number.is_none() && inline.text.is_empty() {
            return None;
        }
        let found = match &number {
            Some(number) => numbering::whole(number, self.words).map(|found| (found, 0)),
            None => self.number_in(&inline.text),
        };
        if let Some((found, bytes)) = found {
            let is = |kind| found.readings.iter().any(|reading| reading.kind == kind);
            if is(NumberKind::Annex) {
                level = 1;
                self.begin_annex();
            } else if is(NumberKind::Article) {
                level = names::ARTICLE_LEVEL;
            }
            number.get_or_insert(found.printed);
            inline.cut_front(bytes);
        }
        if number.is_some() {
            // A dash parts a number from its heading.
            let words = inline.text.trim_start_matches(['-', '–', '—', ' ']);
            inline.cut_front(inline.text.len() - words.len());
        }
        if self.top().is_quoted {
            return Some(self.add_quoted(number, inline));
        }
        if number.is_none()
            && let Some(Made { block, .. }) = self.made.last_mut()
            && matches!(block.role, Role::Heading(_))
            && block.text.is_empty()
        {
            block.text = inline.text;
            block.links = inline.links;
            let last = self.made.len() - 1;
            self.add_notes(&inline.notes, Some(last));
            self.read_later(&inline.inner, inline.end, Some(last));
            return Some(last);
        }
        let mut block = Block::new(Role::Heading(level), "");
        block.number = number;
        block.section = self.section();
        Some(self.add(block, inline, true))
    }

    /// Whether a paragraph is a heading by its looks: bold, or no more than the number of an
    /// article, a chapter or an annex, with or without words set apart. A point stays one, unless
    /// capitals count it.
    pub(super) fn looks_like_heading(&self, unit: &Unit, inline: &Inline) -> bool {
        if inline.text.len() > HEADING_BYTES_MAX {
            return false;
        }
        if inline.is_bold {
            let number = unit.number.as_deref().and_then(|one| numbering::whole(one, self.words));
            return number.map_or(!unit.is_point, |number| {
                let is_of = |kind| match kind {
                    NumberKind::UpperLetter | NumberKind::UpperRoman => true,
                    NumberKind::LowerLetter | NumberKind::LowerRoman => false,
                    _ => !unit.is_point,
                };
                let is_bare = !matches!(number.mark, Mark::Bracket | Mark::Brackets);
                is_bare && number.readings.iter().any(|reading| is_of(reading.kind))
            });
        }
        if unit.number.is_some() {
            return false;
        }
        let is_set_apart = inline.lead_in(None) == Some(0..inline.text.len());
        numbering::read(&inline.text, self.words).is_some_and(|read| {
            let kinds = [NumberKind::Article, NumberKind::Annex, NumberKind::Division];
            let is_one = read.number.readings.iter().any(|one| kinds.contains(&one.kind));
            is_one && (read.rest.is_empty() || is_set_apart)
        })
    }

    /// A number that is all of a heading's text, or that a word of the language goes before.
    fn number_in(&self, text: &str) -> Option<(numbering::Number, usize)> {
        if let Some(numbered) = numbering::read(text, self.words)
            && numbered.number.mark == Mark::Word
        {
            let bytes = text.len() - numbered.rest.len();
            return Some((numbered.number, bytes));
        }
        let number = numbering::whole(text, self.words)?;
        let counts = |kind| {
            matches!(kind, NumberKind::Arabic | NumberKind::UpperRoman | NumberKind::UpperLetter)
        };
        let does = number.readings.iter().any(|reading| counts(reading.kind));
        does.then_some((number, text.len()))
    }
}
