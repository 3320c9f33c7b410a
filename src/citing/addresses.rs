//! Where what is cited can be read.

use crate::domain::{Clause, Document};

/// Where things can be read.
#[derive(Clone, Copy)]
pub struct Addresses<'a> {
    /// Of a clause, in this state of the corpus.
    pub clause: &'a dyn Fn(&Clause) -> String,
    /// Of a document's text.
    pub document: &'a dyn Fn(&Document) -> String,
}
