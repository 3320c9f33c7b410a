//! Floor 2: does it stand there, and word for word?
//!
//! Owns the quote index, which finds runs of words anywhere in a corpus, and the verdict on a
//! quotation: words are compared in a normal form that leaves what they say alone, so that
//! whatever differs is either named as a matter of dress or told as a change of words. Pure and
//! synchronous. May import: `columns`, `domain`, `retrieval`.

mod align;
mod assemble;
mod candidates;
mod chain;
mod diff;
mod dress;
mod index;
mod negation;
mod passage;
mod place;
mod quote;
mod revision;
mod samples;
mod verify;
mod words;

pub use diff::diff;
pub use index::QuoteIndex;
pub use quote::negates;
pub use revision::successor;
pub use verify::{SIMILARITY_MIN, verify};
pub use words::{Word, words};

#[cfg(test)]
mod tests;
