//! Lengths of pages unless others are asked for, and what a check costs.

use super::COMPUTATION_COST;

/// How many clauses a page of a search has unless asked otherwise.
pub(super) const SEARCH_DEFAULT: i32 = 10;
/// How many documents a page has unless asked otherwise.
pub(super) const DOCUMENTS_DEFAULT: i32 = 20;

/// What the check of a text costs beside its fields: a request may have a few of them.
pub(super) const TEXT_COST: usize = 10 * COMPUTATION_COST;
