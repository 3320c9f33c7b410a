//! What stands on a page and where. Places are counted from the lower left, in points.

use super::tags::Cell;

/// A page.
#[derive(Debug, Clone, Default)]
pub(super) struct Page {
    /// From 1.
    pub(super) number: u32,
    pub(super) bottom: f32,
    pub(super) top: f32,
    /// In the order in which they are to be read.
    pub(super) runs: Vec<Run>,
    pub(super) rules: Vec<Rule>,
    /// Whether it could not be read.
    pub(super) is_broken: bool,
    /// Whether words were left out that stand another way up than the others.
    pub(super) has_turned: bool,
}

/// Letters that stand on one line in one font.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "they are independent marks of type")]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) x0: f32,
    pub(super) x1: f32,
    /// Where its letters stand on.
    pub(super) y: f32,
    pub(super) size: f32,
    pub(super) bold: bool,
    pub(super) italic: bool,
    /// Whether letters that are written from right to left are in the order of reading already.
    pub(super) is_logical: bool,
    /// Whether the file says that it is no part of the text: a running head, a page number.
    pub(super) is_furniture: bool,
    /// The paragraph that the file says it is part of.
    pub(super) paragraph: Option<u32>,
    /// The cell of a table that it stands in.
    pub(super) cell: Option<Cell>,
}

/// A rule that lies level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rule {
    pub(super) x0: f32,
    pub(super) x1: f32,
    pub(super) y: f32,
}
