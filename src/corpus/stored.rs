//! A corpus among the sections of a file, and back.
//!
//! What is long, the texts, is left where it lies and checked when it is first used. The rest is
//! read at once: what is known about the documents as JSON, the clauses as columns. One checksum
//! covers all of that, so what was damaged in its file is not taken for a corpus.

use std::ops::Range;

use bytes::{Bytes, BytesMut};
use columns::{Column, Damaged, Sections, U32};
use crc32fast::Hasher;
use serde::{Deserialize, Serialize};

use super::stored_clauses::StoredClauses;
use crate::domain::{
    Catalogue, Clause, Corpus, Date, Digest, Document, DocumentKind, SkippedFile, StoredText, Text,
};

/// What the names of the sections begin with that are read at once.
const PREFIX: &str = "corpus.";
const CHECKSUM: &str = "corpus.checksum";
const DOCUMENTS: &str = "corpus.documents";
/// The characters of all texts, one after another.
const CONTENT: &str = "texts.content";
/// The offsets of all texts.
const OFFSETS: &str = "texts.offsets";

/// What is known about a corpus.
#[derive(Serialize, Deserialize)]
struct StoredCorpus {
    digest: String,
    documents: Vec<StoredDocument>,
    #[serde(default)]
    skipped: Vec<SkippedFile>,
}

/// What is known about a document, and what of the sections belongs to it.
#[derive(Serialize, Deserialize)]
struct StoredDocument {
    id: String,
    title: String,
    kind: String,
    adopted_on: Option<Date>,
    published_on: Option<Date>,
    place: Option<String>,
    occasion: Option<String>,
    language: String,
    source: Option<String>,
    #[serde(default)]
    catalogue: Catalogue,
    digest: String,
    /// How many clauses it has.
    clauses: usize,
    text_bytes: usize,
    text_chars: u32,
    text_checksum: u32,
}

/// Puts `corpus` among `sections`.
pub fn store(corpus: &Corpus, sections: &mut Sections) {
    let mut content = BytesMut::new();
    let mut offsets: Vec<U32> = Vec::new();
    let document = |document: &Document| {
        let text = document.text.to_stored();
        content.extend_from_slice(&text.content);
        offsets.extend_from_slice(&text.offsets);
        StoredDocument::new(document, &text)
    };
    let known = StoredCorpus {
        digest: corpus.digest().to_string(),
        documents: corpus.documents().iter().map(document).collect(),
        skipped: corpus.skipped().to_vec(),
    };
    let known = serde_json::to_vec(&known).expect("names, numbers and dates are JSON");
    sections.put(DOCUMENTS, known.into());
    StoredClauses::from_corpus(corpus).store(sections);
    sections.put(CONTENT, content.freeze());
    sections.put(OFFSETS, Column::from(offsets).bytes());
    let checksum = U32::new(checksum(sections));
    sections.put(CHECKSUM, Column::from(vec![checksum]).bytes());
}

/// Reads the corpus that [`store`] put there. Its texts are not read.
///
/// # Errors
/// When something is not there, was damaged, or does not go together.
pub fn restore(sections: &Sections) -> Result<Corpus, Damaged> {
    let expected: Column<U32> = sections.column(CHECKSUM)?;
    if expected[..] != [U32::new(checksum(sections))] {
        return Err(Damaged::new(CHECKSUM));
    }
    let damaged = || Damaged::new(DOCUMENTS);
    let known: StoredCorpus =
        serde_json::from_slice(&sections.get(DOCUMENTS)?).map_err(|_| damaged())?;
    let clauses = StoredClauses::restore(sections)?;
    let mut texts = Texts::restore(sections)?;
    let mut parts = Vec::with_capacity(known.documents.len());
    let mut first = 0_usize;
    for stored in known.documents {
        let text = texts.next(&stored).ok_or_else(|| Damaged::new(CONTENT))?;
        let end = first.checked_add(stored.clauses).ok_or_else(damaged)?;
        let own: Vec<Clause> = clauses.of_document(first..end, text.len())?;
        parts.push((stored.document(text).ok_or_else(damaged)?, own));
        first = end;
    }
    if first != clauses.len() || !texts.is_used_up() {
        return Err(damaged());
    }
    let digest = known.digest.parse().map_err(|_| damaged())?;
    let corpus = Corpus::new(parts, digest).map_err(|_| damaged())?;
    Ok(corpus.with_skipped(known.skipped))
}

/// CRC-32 over the names and bytes of all that is read at once.
fn checksum(sections: &Sections) -> u32 {
    let mut hasher = Hasher::new();
    for (name, bytes) in sections.iter() {
        if name.starts_with(PREFIX) && name != CHECKSUM {
            hasher.update(name.as_bytes());
            hasher.update(&(bytes.len() as u64).to_le_bytes());
            hasher.update(bytes);
        }
    }
    hasher.finalize()
}

/// The texts of a file that were not handed out yet.
struct Texts {
    content: Bytes,
    offsets: Column<U32>,
    /// Where the next text begins in either.
    at: (usize, usize),
}

impl Texts {
    fn restore(sections: &Sections) -> Result<Self, Damaged> {
        let (content, offsets) = (sections.get(CONTENT)?, sections.column(OFFSETS)?);
        Ok(Self { content, offsets, at: (0, 0) })
    }

    /// The text of the next document.
    fn next(&mut self, document: &StoredDocument) -> Option<Text> {
        let offsets = StoredText::offsets_len(document.text_bytes, document.text_chars);
        let after = |start: usize, len: usize| -> Option<Range<usize>> {
            Some(start..start.checked_add(len)?)
        };
        let bytes = after(self.at.0, document.text_bytes)?;
        let places = after(self.at.1, offsets)?;
        self.at = (bytes.end, places.end);
        Text::from_stored(StoredText {
            content: (bytes.end <= self.content.len()).then(|| self.content.slice(bytes))?,
            offsets: self.offsets.part(places)?,
            chars: document.text_chars,
            checksum: document.text_checksum,
        })
    }

    fn is_used_up(&self) -> bool {
        self.at == (self.content.len(), self.offsets.len())
    }
}

impl StoredDocument {
    fn new(document: &Document, text: &StoredText) -> Self {
        Self {
            id: document.id.clone(),
            title: document.title.clone(),
            kind: document.kind.name().to_owned(),
            adopted_on: document.adopted_on,
            published_on: document.published_on,
            place: document.place.clone(),
            occasion: document.occasion.clone(),
            language: document.language.clone(),
            source: document.source.clone(),
            catalogue: document.catalogue.clone(),
            digest: document.digest.to_string(),
            clauses: document.clauses.len(),
            text_bytes: text.content.len(),
            text_chars: text.chars,
            text_checksum: text.checksum,
        }
    }

    /// The document with `text`; none where its kind or its digest is no such thing.
    fn document(self, text: Text) -> Option<Document> {
        let kind = DocumentKind::ALL.into_iter().find(|kind| kind.name() == self.kind)?;
        let digest: Digest = self.digest.parse().ok()?;
        Some(Document {
            id: self.id,
            title: self.title,
            kind,
            adopted_on: self.adopted_on,
            published_on: self.published_on,
            place: self.place,
            occasion: self.occasion,
            language: self.language,
            source: self.source,
            catalogue: self.catalogue,
            text,
            digest,
            clauses: 0..0,
        })
    }
}

#[cfg(test)]
mod tests;
