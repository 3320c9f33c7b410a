//! Files in the program's own format: front matter over labelled clauses or paragraphs.

use super::error::Fault;
use super::front_matter::{self, FrontMatter};
use super::markup::PlainText;
use super::{FILE_BYTES_MAX, clause, digest, labelled, paragraphs};
use crate::domain::{Clause, Document, DocumentKind, Text};
use crate::language::analysis::TextLanguage;

/// The document of a file, with its clauses.
pub(super) fn parse(bytes: &[u8]) -> Result<(Document, Vec<Clause>), Fault> {
    let content = decode(bytes)?;
    let (yaml, body, lines_above) = front_matter::split(content)?;
    let known = FrontMatter::parse(yaml)?;
    let plain = PlainText::from_body(body, lines_above);
    if plain.text.is_empty() {
        return Err(Fault::at(
            lines_above,
            "no text under the front matter; write the document's text below the closing '---'",
        ));
    }
    let drafts = match known.kind {
        DocumentKind::Page => paragraphs::parse(&plain.text, &known),
        _ => match labelled::parse(&plain, TextLanguage::of_tag(&known.language))? {
            Some(drafts) => drafts,
            None => paragraphs::parse(&plain.text, &known),
        },
    };
    if drafts.is_empty() {
        return Err(Fault::at(
            lines_above + 1,
            "no clause in the text, only titles, numbers or navigation; add the document's own \
             sentences, or remove the file",
        ));
    }
    let text = Text::new(plain.text);
    let clauses = drafts.into_iter().map(|draft| clause(draft, &text)).collect();
    Ok((known.document(text, digest::of_file(bytes)), clauses))
}

/// The file's characters, without a byte order mark.
fn decode(bytes: &[u8]) -> Result<&str, Fault> {
    if bytes.len() > FILE_BYTES_MAX {
        return Err(Fault::whole(format!(
            "the file has {} bytes, more than the limit of {FILE_BYTES_MAX}; split the document",
            bytes.len()
        )));
    }
    let content = std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].split(|&byte| byte == b'\n').count();
        Fault::at(line, "not UTF-8; save the file with the encoding UTF-8")
    })?;
    let content = content.strip_prefix('\u{feff}').unwrap_or(content);
    if content.trim().is_empty() {
        return Err(Fault::whole("the file is empty; add front matter and a text, or remove it"));
    }
    Ok(content)
}
