//! Notes: at the foot of a page, behind a table, in the metadata.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::inline::{self, Inline, Marks};
use super::walk::{Made, Walk};
use crate::tree::Tree;
use crate::{Block, Role, Section, piece};

/// The notes of a document and their marks.
#[derive(Default)]
pub(super) struct Notes {
    /// Marks that raised text may be.
    marks: Vec<String>,
    /// Notes that are referred to, by their identifier.
    by_id: HashMap<String, usize>,
    /// Notes in the metadata that are not referred to.
    unmarked: Vec<usize>,
    /// Where the rows of the newest table have marks.
    pub(super) row_marks: HashMap<String, usize>,
}

impl Notes {
    /// Finds them.
    pub(super) fn of(tree: &Tree<'_>, document: usize) -> Self {
        let mut notes = Self::default();
        let mut referred = HashSet::new();
        // Elements called `note` in the metadata of libraries are none.
        let mut ends = 0;
        for at in document + 1..tree.end(document) {
            match tree.name(at) {
                "authorialNote" => {
                    notes.marks.extend(tree.attribute(at, "marker").map(Cow::into_owned));
                }
                "noteRef" => {
                    let href = tree.attribute(at, "href");
                    referred.extend(href.map(|href| href.trim_start_matches('#').to_owned()));
                }
                "notes" => ends = tree.end(at),
                "note" if at < ends => match tree.attribute(at, "eId") {
                    Some(id) => _ = notes.by_id.insert(id.into_owned(), at),
                    None => notes.unmarked.push(at),
                },
                "paragraph" if is_note_style(tree, at) => {
                    let mark = tree.below(at, "sup").next().map(|mark| tree.all_text(mark));
                    notes.marks.extend(mark);
                }
                _ => {}
            }
        }
        let unmarked = notes.by_id.iter().filter(|(id, _)| !referred.contains(*id));
        notes.unmarked.extend(unmarked.map(|(_, node)| *node));
        notes.unmarked.sort_unstable();
        notes.marks.sort_unstable();
        notes.marks.dedup();
        notes
    }

    /// Marks that raised text may be.
    pub(super) fn marks(&self) -> Marks<'_> {
        Marks { known: &self.marks, in_table: false }
    }

    /// Marks that raised text in a table may be.
    pub(super) fn marks_in_table(&self) -> Marks<'_> {
        Marks { known: &self.marks, in_table: true }
    }
}

fn is_note_style(tree: &Tree<'_>, at: usize) -> bool {
    tree.attribute(at, "class").is_some_and(|class| class.starts_with("FootnoteText"))
}

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

/// Takes the stars of notes out of the text: `conflict,** contained`. One star may be anything.
pub(super) fn take_stars(blocks: &mut [Block]) {
    const STARS_MIN: usize = 2;
    let is_stars = |mark: &&str| mark.len() >= STARS_MIN && mark.bytes().all(|byte| byte == b'*');
    let notes = blocks.iter().filter(|block| block.role == Role::Note);
    let marks: Vec<String> = notes
        .filter_map(|block| block.number.as_deref().filter(is_stars))
        .map(str::to_owned)
        .collect();
    for mark in marks {
        for block in &mut *blocks {
            let is_mark = |&at: &usize| {
                let (before, behind) = (&block.text[..at], &block.text[at + mark.len()..]);
                let glued = before.ends_with(|c: char| !c.is_whitespace() && c != '*');
                glued && !behind.starts_with(|c: char| c == '*' || c.is_alphanumeric())
            };
            let place = block.text.match_indices(mark.as_str()).map(|(at, _)| at).find(is_mark);
            if let Some(at) = place {
                piece::remove(block, std::slice::from_ref(&(at..at + mark.len())));
                break;
            }
        }
    }
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
