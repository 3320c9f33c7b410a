//! Floor 2: does it stand there, and word for word?
//!
//! Words in a normal form that leaves what they say alone, and the differences between two runs of
//! them. Pure and synchronous. May import: `domain`, `retrieval`.

mod diff;
mod revision;
mod words;

pub use diff::diff;
pub use revision::successor;
pub use words::{Word, words};
