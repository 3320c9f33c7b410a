//! What requests cost: the price of each field, what a document comes to before it is carried out,
//! and what its response came to by the same prices.

mod arguments;
mod plan;
mod scope;
mod tariff;

pub(super) use plan::Plan;

/// How much a request may cost.
pub(super) const COST_MAX: usize = 50_000;
/// How many characters of a text come with its field; each time as many more cost a point.
const CHARS_PER_POINT: usize = 500;

#[cfg(test)]
mod tests;
