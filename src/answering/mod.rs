//! Floor 4: what we say, and whether we can prove it.
//!
//! Decides whether anything answers, composes answers out of verbatim spans and cites them, or says
//! why there is none. Pure and synchronous.

mod about;
mod answer;
mod citations;
mod cite;
mod cited_by;
mod compare;
mod compose;
mod decide;
mod engine;
mod entry_points;
mod excerpt;
mod features;
mod force;
mod foremost;
mod in_scope;
mod lead;
mod listed;
mod meta;
mod not_given;
mod parts;
mod phrase;
mod phrasing;
mod points;
mod quoted;
mod ranking;
mod read_query;
mod refusal;
mod saying;
mod select;
mod sentences;
mod several;
mod sides;
mod sources;
mod span;
mod strength;
mod topic_vectors;
mod understood;

pub use decide::Measured;
pub use engine::{Engine, INDEX_VERSION};
pub use phrase::{capitalised, short_name};
pub use phrasing::{kept, prompt};
pub use ranking::Ranking;
pub use several::RankedQuestions;

#[cfg(test)]
mod asked;
#[cfg(test)]
pub(crate) use asked::{asked_after, asked_of};
