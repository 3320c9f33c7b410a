//! Floor 2: is a quotation in the documents, where, and word for word?
//!
//! Owns the quote index, which finds runs of words anywhere in a corpus, and the verdict on a
//! quotation, wherever that is asked for. Words are compared in a normal form that leaves what
//! they say alone, so that whatever differs is named: as formatting, or as a change of words. Pure
//! and synchronous.

mod align;
mod ascribed;
mod assemble;
mod candidates;
mod chain;
mod debris;
mod diff;
mod formatting;
mod index;
mod inexact;
mod negation;
mod passage;
mod place;
mod quote;
mod revision;
mod samples;
mod speaker;
mod unmarked;
mod verify;
mod words;

pub use ascribed::AscribedClauses;
pub use debris::normalise;
pub use diff::diff;
pub use index::QuoteIndex;
pub use inexact::{Origin, origins};
pub use place::Among;
pub use quote::negates;
pub use revision::successor;
pub use speaker::speaker;
pub use unmarked::unmarked;
pub use verify::{Verifier, verify, verify_among};
pub use words::{Word, words};

#[cfg(test)]
mod negation_tests;
#[cfg(test)]
mod tests;
