//! Lengths of pages unless others are asked for, and what a check costs.

use super::COMPUTATION_COST;
use crate::domain::{QUOTE_CHARS_MAX, TEXT_CHARS_MAX};

/// How many clauses a page of a search has unless asked otherwise.
pub(super) const SEARCH_DEFAULT: i32 = 10;
/// How many documents a page has unless asked otherwise.
pub(super) const DOCUMENTS_DEFAULT: i32 = 20;

/// How many values a facet has unless asked otherwise.
pub(super) const FACETS_DEFAULT: i32 = 20;

/// What it costs to have an answer phrased by a language model, and each of its sentences checked.
pub(super) const PHRASING_COST: usize = 20 * COMPUTATION_COST;

/// What the check of the shortest text costs beside its fields: a request may have a few of them.
const TEXT_COST: usize = 10 * COMPUTATION_COST;
/// How many characters to be checked cost a point more.
const CHECKED_CHARS_PER_POINT: usize = 4;

/// What the check of a text of `chars` characters costs beside its fields. A longer text than may be
/// checked is refused, and costs no more than the longest.
pub(super) fn text_cost(chars: usize) -> usize {
    TEXT_COST + chars.min(TEXT_CHARS_MAX) / CHECKED_CHARS_PER_POINT
}

/// The same of a quotation.
pub(super) fn quote_cost(chars: usize) -> usize {
    COMPUTATION_COST + chars.min(QUOTE_CHARS_MAX) / CHECKED_CHARS_PER_POINT
}
