//! Pieces of a story, as they come.

use super::numbers::Label;
use crate::flow::Flow;

/// A piece of a story.
#[derive(Debug)]
pub(super) enum Item {
    Paragraph(Line),
    /// A row of a table, its cells between tabs.
    Row(Flow),
    /// A note, by its mark.
    Note(String, Flow),
}

/// A paragraph that is read.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) flow: Flow,
    pub(super) label: Option<Label>,
    pub(super) heading: Option<u8>,
    pub(super) is_title: bool,
    /// Whether its style is that of quotations.
    pub(super) quoted: bool,
}

/// What could not be read surely.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Oddity {
    Changes,
    Contents,
    Symbols,
    Embedded,
    NumberInWords,
}

/// What stands in a cell or a note as one text. Numbers of lists are printed in it.
pub(super) fn joined(items: Vec<Item>) -> (Flow, Vec<Item>) {
    let mut flow = Flow::default();
    let mut notes = Vec::new();
    for item in items {
        match item {
            Item::Paragraph(line) => {
                if let Some(number) = line.label.and_then(|label| label.number) {
                    flow.blank();
                    flow.push(&number);
                }
                flow.append(line.flow, ' ');
            }
            Item::Row(row) => flow.append(row.without_tabs(), ' '),
            Item::Note(..) => notes.push(item),
        }
    }
    (flow, notes)
}

/// The cells of a row with tabs between them, and the notes in them.
pub(super) fn row(cells: Vec<Vec<Item>>) -> (Option<Flow>, Vec<Item>) {
    let mut row: Option<Flow> = None;
    let mut notes = Vec::new();
    for cell in cells {
        let (flow, more) = joined(cell);
        notes.extend(more);
        match &mut row {
            Some(row) => row.append(flow, '\t'),
            None => row = Some(flow.trimmed()),
        }
    }
    (row.filter(|row| !row.is_empty()), notes)
}
