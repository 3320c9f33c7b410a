//! Clauses: the units that are searched, quoted and cited.

use super::documented::documented;
use super::{Document, OperativeVerb, Reference, Span};

documented! {
/// The role of a clause in its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Introduction and lead-in lines that hold the document together.
    Frame,
    /// Recitals: what the document recognises, recalls, condemns.
    Preambular,
    /// Commitments and calls: what the document decides, agrees, urges.
    Operative,
    /// Paragraphs of pages, and of documents without these parts.
    Body,
}
}

impl Part {
    /// Every part, in order.
    pub const ALL: [Self; 4] = [Self::Frame, Self::Preambular, Self::Operative, Self::Body];

    /// The lower-case name: `frame`, `preambular`, `operative`, `body`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Frame => "frame",
            Self::Preambular => "preambular",
            Self::Operative => "operative",
            Self::Body => "body",
        }
    }
}

/// One clause of a document.
///
/// There are very many of them, so each takes as little as it can: what could grow is boxed, and
/// its id is put together of its document's and its label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// Index of its document in [`super::Corpus::documents`].
    pub document: usize,
    /// Label as printed (`P3C`), or the paragraph's number from 1. It holds no slash.
    pub label: Box<str>,
    /// Its role in the document.
    pub part: Part,
    /// Where it stands in the document's text, without its label.
    pub span: Span,
    /// Lead-in verbs in order of appearance; spans are into the document's text.
    pub verbs: Box<[OperativeVerb]>,
    /// Position in [`super::Corpus::clauses`] of the lead-in it hangs from.
    pub parent: Option<usize>,
    /// The words of the heading that it stands under, where there is one.
    pub heading: Option<Span>,
    /// What it cites by official symbols, in order.
    pub references: Box<[Reference]>,
    /// Sentences and sub-clauses that cover the clause's text in order, as spans into the
    /// document's text: the smallest units that make sense when quoted alone.
    pub segments: Box<[Span]>,
}

impl Clause {
    /// `<document>/<label>`, such as `monaco-2014/P3C`, for a clause of `document`.
    pub fn id_in(&self, document: &Document) -> String {
        format!("{}/{}", document.id, self.label)
    }

    /// Whether it is a note to another clause: "note 1", "annex, note 2".
    pub fn is_note(&self) -> bool {
        self.label.split([' ', ',']).any(|word| word == "note")
    }
}
