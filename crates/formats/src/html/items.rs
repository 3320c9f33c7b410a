//! Paragraphs of a page as they are found, and what becomes of tables.

use crate::HeadingWords;
use crate::Role;
use crate::flow::Flow;
use crate::numbering;

/// A paragraph, a point, a heading, a row.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) role: Role,
    pub(super) number: Option<String>,
    pub(super) flow: Flow,
    /// How many lists it stands in.
    pub(super) depth: u32,
    /// Names by which links find it.
    pub(super) ids: Vec<String>,
    /// Whether it stands in a quotation that is set apart.
    pub(super) quoted: bool,
}

/// Longest text of a cell that can be a number, in bytes.
const NUMBER_BYTES_MAX: usize = 24;
/// A cell with more paragraphs than this is a part of the page, not of a table.
const CELL_ITEMS_MAX: usize = 3;

/// What a row of a table is: its cells become one row, or paragraphs where the table only places
/// them on the page.
pub(super) fn row(cells: Vec<Vec<Item>>, words: &HeadingWords) -> Vec<Item> {
    let mut cells: Vec<Vec<Item>> = cells;
    let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
    if filled <= 1 {
        return cells.into_iter().flatten().collect();
    }
    if let Some(number) = number_cell(&cells, words) {
        let mut ids = Vec::new();
        let mut rest: Vec<Item> = Vec::new();
        for cell in cells.drain(..).filter(|cell| !cell.is_empty()) {
            if ids.is_empty() && rest.is_empty() && is_number(&cell, words) {
                ids = cell.into_iter().flat_map(|item| item.ids).collect();
            } else {
                rest.extend(cell);
            }
        }
        for item in &mut rest {
            item.depth += 1;
        }
        if let Some(first) = rest.first_mut() {
            first.number = number;
            first.role = Role::Point;
            first.ids.extend(ids);
        }
        return rest;
    }
    let places = |cell: &Vec<Item>| {
        cell.len() > CELL_ITEMS_MAX
            || cell.iter().any(|item| matches!(item.role, Role::Heading(_) | Role::Title))
    };
    if cells.iter().any(places) {
        return cells.into_iter().flatten().collect();
    }
    let mut whole = Item {
        role: Role::Row,
        number: None,
        flow: Flow::default(),
        depth: 0,
        ids: Vec::new(),
        quoted: false,
    };
    for (place, cell) in cells.into_iter().enumerate() {
        let mut text = Flow::default();
        for item in cell {
            if let Some(number) = &item.number {
                text.blank();
                text.push(number);
            }
            whole.ids.extend(item.ids);
            text.append(item.flow.without_tabs(), ' ');
        }
        if place == 0 {
            whole.flow = text.trimmed();
        } else {
            whole.flow.append(text, '\t');
        }
    }
    if whole.flow.is_empty() { Vec::new() } else { vec![whole] }
}

/// The number in the first of two filled cells: the second is what it numbers. A bullet is a
/// number without a name.
#[expect(clippy::option_option, reason = "no number is not the same as a bullet")]
fn number_cell(cells: &[Vec<Item>], words: &HeadingWords) -> Option<Option<String>> {
    let mut filled = cells.iter().filter(|cell| !cell.is_empty());
    let (first, second, more) = (filled.next()?, filled.next()?, filled.next());
    let takes =
        second.first().is_some_and(|item| item.role == Role::Paragraph && item.number.is_none());
    if more.is_some() || !takes || !is_number(first, words) {
        return None;
    }
    let text = first.first()?.flow.text().trim();
    Some(numbering::whole(text, words).map(|number| number.printed))
}

fn is_number(cell: &[Item], words: &HeadingWords) -> bool {
    let [item] = cell else { return false };
    let text = item.flow.text().trim();
    if item.role != Role::Paragraph || item.number.is_some() || text.len() > NUMBER_BYTES_MAX {
        return false;
    }
    let is_bullet = numbering::after_bullet(&format!("{text} x")) == Some("x");
    // Letters alone, a year or an amount are something that a table tells.
    let is_told = text.chars().all(char::is_alphabetic)
        || (text.chars().filter(char::is_ascii_digit).count() > 3 && !text.contains('.'));
    is_bullet || (!is_told && numbering::whole(text, words).is_some())
}
