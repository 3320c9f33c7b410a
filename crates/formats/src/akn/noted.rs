//! Which notes a document has, and by which marks they are known.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::inline::Marks;
use crate::tree::Tree;

/// The notes of a document and their marks.
#[derive(Default)]
pub(super) struct Notes {
    /// Marks that raised text may be.
    marks: Vec<String>,
    /// Notes that are referred to, by their identifier.
    pub(super) by_id: HashMap<String, usize>,
    /// Notes in the metadata that are not referred to.
    pub(super) unmarked: Vec<usize>,
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
