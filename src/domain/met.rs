//! How the terms of a question are met by what is cited.

use super::Span;
use super::documented::documented;

documented! {
/// How a term of a question is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MetBy {
    /// By the same word.
    WordForWord,
    /// By another form or spelling of it: a plural, a compound, what its initials stand for.
    Variant,
    /// By other words of about the same meaning.
    OtherWords,
    /// By what is known of the document: its title, date, place or symbol, or a heading above the
    /// clause.
    Document,
    /// By nothing.
    NotMet,
}
}

impl MetBy {
    /// Whether it is met at all.
    pub const fn is_met(self) -> bool {
        !matches!(self, Self::NotMet)
    }
}

documented! {
/// What a term of a question is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TermKind {
    /// A name: words with capitals that follow each other.
    Name,
    /// A number, or a code with digits.
    Number,
    /// Any other word.
    Word,
}
}

/// A term of a question, and how a clause meets it.
#[derive(Debug, Clone, PartialEq)]
pub struct TermMet {
    /// The term, as typed.
    pub term: String,
    /// What it is.
    pub kind: TermKind,
    /// Its share of what all terms weigh, by rarity.
    pub weight: f64,
    /// How it is met.
    pub how: MetBy,
    /// Where the words stand that meet it, in the document's text: the first, where they are several.
    pub words: Option<Span>,
}
