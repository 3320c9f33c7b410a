//! Floor 2: what we say, and whether we can prove it.
//!
//! Composes answers out of verbatim spans, abstains where nothing answers, and cites. Pure and
//! synchronous. May import: `domain`, `retrieval`.

mod engine;

pub use engine::{Engine, Ranking};
