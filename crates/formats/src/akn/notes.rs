//! Notes: at the foot of a page, behind a table, in the metadata.

use std::ops::{Range, RangeInclusive};

use super::inline::{self, Inline, Marks};
use super::walk::{Made, Walk};
use crate::{Block, Role, Section, piece};

impl Walk<'_, '_> {
    /// Adds the notes that stand at a block.
    pub(super) fn add_notes(&mut self, nodes: &[usize], parent: Option<usize>) {
        for &node in nodes {
            let marker = self.tree.attribute(node, "marker").map(|marker| marker.trim().to_owned());
            let body = match self.tree.attribute(node, "href") {
                Some(id) => self.notes.by_id.get(id.trim_start_matches('#')).copied(),
                None => Some(node),
            };
            let Some(body) = body else { continue };
            let mut inline = inline::read(self.tree, body, Marks::default());
            cut_empty_brackets(&mut inline);
            let own = cut_mark(&mut inline);
            self.note(marker.or(own), inline, parent);
        }
    }

    /// Adds a note that stands behind a table.
    pub(super) fn table_note(&mut self, mut inline: Inline) {
        let mark = inline.own_mark.take().or_else(|| cut_mark(&mut inline));
        let parent = mark.as_ref().and_then(|mark| self.notes.row_marks.get(mark)).copied();
        self.note(mark, inline, parent);
    }

    /// Adds the notes that nothing in the text refers to.
    pub(super) fn notes_without_mark(&mut self) {
        for node in std::mem::take(&mut self.notes.unmarked) {
            let mut inline = inline::read(self.tree, node, Marks::default());
            let mark = cut_mark(&mut inline);
            self.note(mark, inline, None);
        }
    }

    fn note(&mut self, number: Option<String>, inline: Inline, parent: Option<usize>) {
        if inline.text.is_empty() {
            return;
        }
        let section = match parent {
            Some(parent) => self.made[parent].block.section,
            None => self.section().or(Some(Section::Preface)),
        };
        let links = inline.links;
        let block = Block { section, number, parent, links, ..Block::new(Role::Note, inline.text) };
        self.made.push(Made {
            block,
            line: self.line,
            is_loose: false,
            is_listed: self.is_listed(),
        });
    }
}

/// Marks of a note that are made of stars. One star may be anything.
const STARS: RangeInclusive<usize> = 2..=8;

/// Takes the stars that mark notes out of the text: `conflict,** contained`.
pub(super) fn take_stars(blocks: &mut [Block]) {
    // By the number of stars, how many notes have a mark that was not found yet.
    let mut wanted = [0_usize; *STARS.end() + 1];
    for block in blocks.iter().filter(|block| block.role == Role::Note) {
        let mark = block.number.as_deref().unwrap_or_default();
        if STARS.contains(&mark.len()) && mark.bytes().all(|byte| byte == b'*') {
            wanted[mark.len()] += 1;
        }
    }
    if wanted.iter().all(|count| *count == 0) {
        return;
    }
    for block in blocks {
        let marks: Vec<Range<usize>> = runs_of_stars(&block.text)
            .filter(|run| is_mark(&block.text, run))
            .filter(|run| {
                let count = wanted.get_mut(run.len()).filter(|count| **count > 0);
                count.map(|count| *count -= 1).is_some()
            })
            .collect();
        if !marks.is_empty() {
            piece::remove(block, &marks);
        }
    }
}

/// Where stars stand side by side, in order.
fn runs_of_stars(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + text[from..].find('*')?;
        let stars = text[start..].bytes().take_while(|byte| *byte == b'*').count();
        from = start + stars;
        Some(start..from)
    })
}

/// Whether stars may be the mark of a note: they stand right behind a word, and at its end.
fn is_mark(text: &str, stars: &Range<usize>) -> bool {
    text[..stars.start].ends_with(|c: char| !c.is_whitespace())
        && !text[stars.end..].starts_with(char::is_alphanumeric)
}

/// Takes off the brackets in which a note has its own mark, once the mark is gone.
fn cut_empty_brackets(inline: &mut Inline) {
    if inline.text.starts_with("()") {
        inline.cut_front("()".len());
    }
}

/// Takes a star or a dagger off the beginning of a note.
fn cut_mark(inline: &mut Inline) -> Option<String> {
    let rest = inline.text.trim_start_matches(['*', '†', '‡', '§']);
    let mark = inline.text[..inline.text.len() - rest.len()].to_owned();
    inline.cut_front(mark.len());
    (!mark.is_empty()).then_some(mark)
}
