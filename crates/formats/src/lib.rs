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

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

pub use adoption_records::{
    AdoptionRecord, AdoptionRecords, is_adoption_records, read_adoption_records,
};
pub use block::{Block, Link, Role, Section};
pub use detect::is_binary;
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
    let mut doubts = Vec::new();
    let mut text = Cow::default();
    let format = if let Some(format) = detect::binary(bytes) {
        format
    } else {
        detect::refuse_foreign(bytes)?;
        text = encoding::decode(bytes, &mut doubts);
        detect::refuse_binary(&text)?;
        detect::text(name, &text)
    };
    let mut documents = match format {
        Format::AkomaNtoso => akn::parse(name, &text, words, limits)?,
        Format::Xml => vec![xml::parse(&text, words, limits)?],
        Format::Markdown => {
            limits.admit_lines(&text)?;
            vec![markdown::parse(&text, words, limits)?]
        }
        Format::Text => {
            limits.admit_lines(&text)?;
            vec![text::parse(&text, words, limits)?]
        }
        Format::Json => vec![json::parse(&text, words, limits)?],
        Format::Html => {
            // A page names its encoding itself.
            doubts.clear();
            vec![html::parse(bytes, words, limits)?]
        }
        Format::Pdf => vec![pdf::parse(bytes, words, limits)?],
        Format::Docx => vec![docx::parse(bytes, words, limits)?],
    };
    for document in &mut documents {
        document.doubts.extend(doubts.iter().cloned());
    }
    Ok(documents)
}
