//! Floor 3: what we say, and whether we can prove it.
//!
//! Composes answers out of verbatim spans, abstains where nothing answers, and cites. Pure and
//! synchronous. May import: `domain`, `retrieval`, `quoting`.

mod abstain;
mod answerable;
mod cite;
mod compare;
mod compose;
mod engine;
mod meta;
mod phrase;
mod quoted;
mod ranking;
mod respond;
mod select;
mod span;
mod stored;
mod understood;

pub use answerable::Measured;
pub use engine::Engine;
pub use ranking::{Ranked, Ranking};
pub use stored::INDEX_VERSION;
