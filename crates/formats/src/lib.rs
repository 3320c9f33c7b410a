//! Files of any format as texts with their structure.
//!
//! Bytes and a name go in; documents come out as blocks: titles, headings, numbered paragraphs,
//! points, notes. What the file is decides how it is read, not what its name says. Nothing here
//! knows what a clause is, or touches a file, a clock or the network.

mod adoption_records;
mod akn;
mod block;
mod error;
mod limits;
mod metadata;
mod nesting;
mod numbering;
mod piece;
mod prose;
mod tree;
mod unique;
mod words;
mod xml;

pub use adoption_records::{AdoptionRecord, AdoptionRecords, read_adoption_records};
pub use block::{Block, Link, Role, Section};
pub use error::FormatError;
pub use limits::Limits;
pub use metadata::{Adoption, AdoptionMethod, Metadata};
pub use words::HeadingWords;

/// Reads XML: Akoma Ntoso by its root element, else what is known of other kinds.
///
/// # Errors
///
/// If the XML is broken or goes beyond the limits.
pub fn read_xml(
    name: &str,
    text: &str,
    words: &HeadingWords,
    limits: &Limits,
) -> Result<Vec<ParsedDocument>, FormatError> {
    if xml::root_name(text) == "akomaNtoso" {
        akn::parse(name, text, words, limits)
    } else {
        xml::parse(text, words, limits)
    }
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Akoma Ntoso 3.0, and the profile of the United Nations.
    AkomaNtoso,
    /// Other XML whose elements are known: the Universal Declaration's `udhr`.
    Xml,
    /// Markdown, with or without front matter.
    Markdown,
    /// A web page.
    Html,
    /// Text without markup.
    Text,
    /// JSON with a list of articles.
    Json,
    /// PDF with a text layer.
    Pdf,
    /// A Word file.
    Docx,
}

/// A document as its file has it.
#[derive(Debug, Clone, PartialEq)]
pub struct ParsedDocument {
    /// What the file is.
    pub format: Format,
    /// What the file says about the document.
    pub metadata: Metadata,
    /// The text in reading order.
    pub blocks: Vec<Block>,
    /// What could not be read surely.
    pub doubts: Vec<Doubt>,
}

/// Something that a person should look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// Where: a line, a page, an element; empty for the file as a whole.
    pub place: String,
    /// What is doubtful, and what was done.
    pub message: String,
}
