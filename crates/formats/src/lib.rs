//! Files of any format as texts with their structure.
//!
//! Bytes and a name go in; documents come out as blocks: titles, headings, numbered paragraphs,
//! points, notes. What the file is decides how it is read, not what its name says. Nothing here
//! knows what a clause is, or touches a file, a clock or the network.

mod adoption_records;
mod akn;
mod assemble;
mod block;
mod counting;
mod detect;
mod docx;
mod encoding;
mod error;
mod flow;
mod front_matter;
mod headline;
mod html;
mod inline;
mod json;
mod limits;
mod lines;
mod markdown;
mod metadata;
mod nesting;
mod numbering;
mod pdf;
mod piece;
mod prose;
mod scripts;
mod sections;
mod symbol;
mod text;
mod tree;
mod unique;
mod words;
mod xml;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use adoption_records::{AdoptionRecord, AdoptionRecords, read_adoption_records};
pub use block::{Block, Link, Role, Section};
pub use error::FormatError;
pub use limits::Limits;
pub use metadata::{Adoption, AdoptionMethod, Metadata};
pub use symbol::symbol_in;
pub use words::HeadingWords;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// Where: a line, a page, an element; empty for the file as a whole.
    pub place: String,
    /// What is doubtful, and what was done.
    pub message: String,
}

/// Reads `bytes`, the content of a file called `name`.
///
/// # Errors
///
/// When the file is larger or deeper than `limits` allow, is broken, or has nothing to read.
pub fn read(
    name: &str,
    bytes: &[u8],
    words: &HeadingWords,
    limits: &Limits,
) -> Result<Vec<ParsedDocument>, FormatError> {
    if bytes.len() > limits.file_bytes_max {
        return Err(FormatError::whole(format!(
            "larger than {} bytes; split the file",
            limits.file_bytes_max
        )));
    }
    match detect::binary(bytes) {
        Some(Format::Pdf) => return pdf::parse(name, bytes, words, limits),
        Some(Format::Docx) => return docx::parse(name, bytes, words, limits),
        _ => {}
    }
    detect::refuse_foreign(bytes)?;
    let mut doubts = Vec::new();
    let text = encoding::decode(bytes, &mut doubts);
    detect::refuse_binary(&text)?;
    let mut documents = match detect::text(name, &text) {
        Format::AkomaNtoso => akn::parse(name, &text, words, limits),
        Format::Xml => xml::parse(&text, words, limits),
        Format::Markdown => markdown::parse(name, &text, words, limits),
        Format::Text => text::parse(name, &text, words, limits),
        Format::Json => json::parse(name, &text, words, limits),
        // A page names its letters itself.
        Format::Html => return html::parse(name, bytes, words, limits),
        Format::Pdf | Format::Docx => {
            Err(FormatError::whole("neither text nor a file of a known format; save it as text"))
        }
    }?;
    for document in &mut documents {
        document.doubts.extend(doubts.iter().cloned());
    }
    Ok(documents)
}
