//! Tables: a block a row, its cells between tabs.

use super::inline::{self, Inline};
use super::walk::Walk;
use crate::{Block, Role};

impl Walk<'_, '_> {
    /// Adds a row. Lists and tables in its cells come behind it.
    pub(super) fn row(&mut self, row: usize) {
        let tree = self.tree;
        let mut whole = Inline { end: tree.end(row), ..Inline::default() };
        let cells = tree.children(row).filter(|&cell| matches!(tree.name(cell), "td" | "th"));
        for (count, cell) in cells.enumerate() {
            if count > 0 {
                whole.text.push('\t');
            }
            let cell = inline::read(tree, cell, self.notes.marks_in_table());
            let offset = whole.text.len();
            whole.text.push_str(&cell.text);
            whole.links.extend(cell.links.into_iter().map(|mut link| {
                link.range = link.range.start + offset..link.range.end + offset;
                link
            }));
            whole.notes.extend(cell.notes);
            whole.inner.extend(cell.inner);
            whole.marks.extend(cell.marks);
        }
        let front = whole.text.len() - whole.text.trim_start_matches('\t').len();
        whole.cut_front(front);
        whole.text.truncate(whole.text.trim_end_matches('\t').len());
        if whole.text.is_empty() {
            self.add_notes(&whole.notes, None);
            self.read_later(&whole.inner, tree.end(row), self.lead());
            return;
        }
        let mut block = Block::new(Role::Row, "");
        block.section = self.section();
        block.parent = self.lead();
        let marks = std::mem::take(&mut whole.marks);
        let index = self.add(block, whole, false);
        for mark in marks {
            self.notes.row_marks.entry(mark).or_insert(index);
        }
    }
}
