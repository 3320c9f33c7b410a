//! What a catalogue says about a document, beside its title and date.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::documented::documented;

documented! {
/// How a document was adopted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum AdoptionMethod {
    /// A vote was taken.
    Vote,
    /// A vote was taken, and nobody voted against or abstained.
    Unanimous,
    /// No vote was taken.
    WithoutVote,
}
}

/// How a document was adopted, and who voted how.
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
    /// The counts as printed: in favour, against, abstaining.
    pub counts: Option<[u32; 3]>,
}

documented! {
/// A fact about a document that may be read from its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Fact {
    /// Its title.
    Title,
    /// Its kind.
    Kind,
    /// Its date.
    Date,
    /// Its place.
    Place,
    /// Its official symbol.
    Symbol,
    /// Its language.
    Language,
}
}

/// Something in a file that a person should look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// Where: a line, a page, an element; empty for the file as a whole.
    pub place: String,
    /// What is doubtful, and what was done.
    pub message: String,
}

/// What a catalogue says about a document. All of it may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Catalogue {
    /// Its official symbol, such as `A/RES/80/153`.
    pub symbol: Option<String>,
    /// Other names: short titles, acronyms.
    pub aliases: Vec<String>,
    /// Who issued it.
    pub issuer: Option<String>,
    /// States and groups that proposed it.
    pub sponsors: Vec<String>,
    /// Items of the agenda.
    pub agenda_items: Vec<String>,
    /// The symbol of the draft that was adopted.
    pub draft_symbol: Option<String>,
    /// Its subjects.
    pub keywords: Vec<String>,
    /// How it was adopted.
    pub adoption: Option<Adoption>,
    /// The path of its file below the folder of the corpus.
    pub file: String,
    /// Its id before names of folders were put before it; none where the file itself gives the id.
    pub id_of_file: Option<String>,
    /// Whether it was told how it was adopted by a record in another file.
    pub from_record: bool,
    /// What its file says beside all this, by the file's own names.
    pub other: BTreeMap<String, String>,
    /// Facts that no metadata gives, and that were read from the text.
    pub read_from_text: Vec<Fact>,
    /// What may have been misread.
    pub doubts: Vec<Doubt>,
    /// What the program cannot do for this document, such as for its language.
    pub limits: Vec<String>,
}

impl Catalogue {
    /// How long all of it is, in code points; entries of lists count some more.
    pub fn chars(&self) -> usize {
        const ENTRY_CHARS: usize = 4;
        let names = [&self.symbol, &self.issuer, &self.draft_symbol].into_iter().flatten();
        let lists = [&self.aliases, &self.sponsors, &self.agenda_items, &self.keywords];
        let votes = self.adoption.iter();
        let votes = votes.flat_map(|own| [&own.in_favour, &own.against, &own.abstaining]);
        let lists = lists.into_iter().chain([&self.limits]).chain(votes).flatten();
        let doubts = self.doubts.iter().flat_map(|doubt| [&doubt.place, &doubt.message]);
        let other = self.other.iter().flat_map(|(name, value)| [name, value]);
        let all = names.chain(lists).chain(doubts).chain(other);
        all.map(|text| text.chars().count() + ENTRY_CHARS).sum()
    }
}
