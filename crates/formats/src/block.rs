//! Blocks: the paragraphs, points and headings of a document.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// What a block is to its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Role {
    /// The document's title, or a line of its title page.
    Title,
    /// A heading, from 1 for the highest.
    Heading(u8),
    /// A paragraph, with or without a number.
    Paragraph,
    /// A point of a list: its parent is what leads in.
    Point,
    /// What follows the points of a list and ends its sentence.
    WrapUp,
    /// A row of a table. Its cells stand between tabs.
    Row,
    /// A note. Its parent is the block that has the mark.
    Note,
    /// A signature, a date of adoption, a closing line.
    Closing,
}

/// The part of the document that a block stands in, where the file says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Section {
    /// The title page.
    Preface,
    /// The recitals.
    Preamble,
    /// The decisions, the articles.
    Body,
    /// An annex.
    Annex,
    /// Signatures and the like.
    Conclusions,
}

/// A paragraph, a point, a heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub role: Role,
    /// Where it stands, if the file says so.
    pub section: Option<Section>,
    /// Its number as printed, without the dot behind it: `12`, `(b)`, `Article 6`, `OP3`. A mere
    /// bullet is no number.
    pub number: Option<String>,
    /// Its words as a reader sees them, without its number, its marks of notes and any markup.
    /// There is no line break in it and no white space at its ends.
    pub text: String,
    /// The block that governs it, always an earlier one: a point's lead-in, a point's point.
    /// Headings govern nothing here; they hold until the next of their level.
    pub parent: Option<usize>,
    /// Bytes of `text` that the file sets apart as the verb that leads in, such as *Recalling*.
    pub lead_in: Option<Range<usize>>,
    /// What it links to.
    pub links: Vec<Link>,
    /// The page it begins on, from 1, where the file has pages.
    pub page: Option<u32>,
    /// Whether the file sets it apart as a quotation.
    pub quoted: bool,
}

impl Block {
    /// A block that has only words.
    pub fn new(role: Role, text: impl Into<String>) -> Self {
        Self {
            role,
            section: None,
            number: None,
            text: text.into(),
            parent: None,
            lead_in: None,
            links: Vec::new(),
            page: None,
            quoted: false,
        }
    }
}

/// A link to another document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Bytes of the block's text that carry the link.
    pub range: Range<usize>,
    /// Where it leads, as the file has it.
    pub target: String,
}
