//! What a file says about its document.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What is known about a document, each only where the file says so.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// Its title.
    pub title: Option<String>,
    /// Its official symbol, such as `A/RES/80/153`.
    pub symbol: Option<String>,
    /// BCP 47 tag of its language.
    pub language: Option<String>,
    /// `declaration`, `resolution`, `decision`, `statement`, ...
    pub kind: Option<String>,
    /// When it was adopted: `YYYY-MM-DD`.
    pub adopted_on: Option<String>,
    /// When it was published: `YYYY-MM-DD`.
    pub published_on: Option<String>,
    /// Where it was adopted.
    pub place: Option<String>,
    /// The body, session or meeting that adopted it, as printed.
    pub occasion: Option<String>,
    /// Who issued it.
    pub issuer: Option<String>,
    /// Where it was taken from.
    pub source: Option<String>,
    /// Other names: short titles, acronyms.
    pub aliases: Vec<String>,
    /// Agenda items.
    pub agenda_items: Vec<String>,
    /// States and groups that proposed it.
    pub sponsors: Vec<String>,
    /// The symbol of the draft that was voted on.
    pub draft_symbol: Option<String>,
    /// Subjects, tags.
    pub keywords: Vec<String>,
    /// How it was adopted.
    pub adoption: Option<Adoption>,
    /// Everything else that the file says, by its own names.
    pub other: BTreeMap<String, String>,
}

/// How a document was adopted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adoption {
    /// By a vote or without one.
    pub method: AdoptionMethod,
    /// Members in favour, as spelt.
    pub in_favour: Vec<String>,
    /// Members against.
    pub against: Vec<String>,
    /// Members that abstained.
    pub abstaining: Vec<String>,
    /// Counts as printed: in favour, against, abstaining.
    pub counts: Option<[u32; 3]>,
}

/// By a vote or without one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum AdoptionMethod {
    /// A vote was taken.
    Vote,
    /// Every vote was in favour.
    Unanimous,
    /// No vote was taken.
    WithoutVote,
}
