//! Files of any format: what is in them, and what documents they make.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use formats::{Block, FormatError, HeadingWords, Limits, ParsedDocument, Role};
use serde::{Deserialize, Serialize};

use super::error::Fault;
use super::{
    CorpusError, FILE_BYTES_MAX, ParsedFile, digest, front_matter, labelled_file, structured,
};
use crate::language::headings::HEADINGS;
use crate::language::lexicon::WordList;

/// Reads the documents of one file, whatever its format. What it is, its bytes say; `path` gives
/// the id where the file has none, and stands in messages.
///
/// # Errors
/// What is wrong, with the line and the remedy.
pub fn parse(path: &str, bytes: &[u8]) -> Result<Vec<ParsedFile>, CorpusError> {
    if bytes.trim_ascii().is_empty() {
        let fault = Fault::whole("the file is empty; add the document's text, or remove it");
        return Err(fault.in_file(path));
    }
    let parsed = if is_labelled(bytes) {
        parse_labelled(bytes)
    } else {
        documents_of(path, bytes, blocks(path, bytes))
    };
    parsed.map_err(|fault| fault.in_file(path))
}

/// Whether the file is written in the program's own format: its front matter has an id and a kind.
fn is_labelled(bytes: &[u8]) -> bool {
    const FRONT_MATTER_BYTES_MAX: usize = 16 * 1024;
    let start = &bytes[..bytes.len().min(FRONT_MATTER_BYTES_MAX)];
    let start = String::from_utf8_lossy(start);
    let start = start.trim_start_matches('\u{feff}');
    let Some(rest) = start.strip_prefix("---") else { return false };
    let yaml = rest.lines().skip(1).take_while(|line| line.trim_end() != "---");
    let keys: Vec<&str> = yaml.filter_map(|line| Some(line.split_once(':')?.0)).collect();
    keys.contains(&"id") && keys.contains(&"kind")
}

fn parse_labelled(bytes: &[u8]) -> Result<Vec<ParsedFile>, Fault> {
    let (document, clauses) = labelled_file::parse(bytes)?;
    Ok(vec![ParsedFile { document, clauses }])
}

/// What a file of any other format is made of.
#[derive(Debug, Serialize, Deserialize)]
pub struct Blocks(Result<Vec<ParsedDocument>, FormatError>);

impl Blocks {
    /// That the file cannot be read.
    pub fn failed(message: String) -> Self {
        Self(Err(FormatError::whole(message)))
    }
}

/// Takes a file of any other format apart. It is the one step that needs libraries for formats.
pub fn blocks(path: &str, bytes: &[u8]) -> Blocks {
    let limits = Limits { file_bytes_max: FILE_BYTES_MAX, ..Limits::default() };
    Blocks(formats::read(path, bytes, &HEADING_WORDS, &limits))
}

/// Whether [`blocks`] of this file should be found in a process that may be ended: its format needs
/// libraries that cannot promise to come to an end.
pub fn needs_own_process(bytes: &[u8]) -> bool {
    formats::is_binary(bytes)
}

/// The text of a file of which `blocks` was found: its paragraphs, and its notes at the end of those
/// that have their marks.
///
/// # Errors
/// What is wrong with the file.
pub fn text_of_blocks(path: &str, blocks: Blocks) -> Result<String, CorpusError> {
    let parsed = blocks.0.map_err(|error| Fault::from(error).in_file(path))?;
    let mut text = String::new();
    for (nth, document) in parsed.iter().enumerate() {
        let is_note = |block: &Block| block.role == Role::Note;
        let mut notes: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, block) in document.blocks.iter().enumerate().filter(|(_, block)| is_note(block)) {
            // Notes stand behind what has their mark.
            if let Some(parent) = block.parent.filter(|&parent| parent < at) {
                notes.entry(parent).or_default().push(at);
            }
        }
        for (at, block) in document.blocks.iter().enumerate() {
            let key = |note: usize| format!("[^{nth}-{note}]");
            if block.quoted {
                text.push_str("> ");
            }
            if is_note(block) && block.parent.is_some() {
                text.push_str(&format!("{}: ", key(at)));
            } else if let Some(number) = &block.number {
                text.push_str(&format!("{number} "));
            }
            if block.role == Role::Row {
                text.push_str(&format!("| {} |", block.text.replace('\t', " | ")));
            } else {
                text.push_str(&block.text);
            }
            for &note in notes.get(&at).into_iter().flatten() {
                text.push_str(&key(note));
            }
            // Paragraphs of one quotation belong together.
            let goes_on = document.blocks.get(at + 1).is_some_and(|next| next.quoted);
            text.push_str(if block.quoted && goes_on { "\n>\n" } else { "\n\n" });
        }
    }
    Ok(text)
}

/// The documents of one file, of which `blocks` was found elsewhere.
///
/// # Errors
/// What is wrong, with the line and the remedy.
pub fn parse_blocks(
    path: &str,
    bytes: &[u8],
    blocks: Blocks,
) -> Result<Vec<ParsedFile>, CorpusError> {
    documents_of(path, bytes, blocks).map_err(|fault| fault.in_file(path))
}

fn documents_of(path: &str, bytes: &[u8], blocks: Blocks) -> Result<Vec<ParsedFile>, Fault> {
    let parsed = blocks.0?;
    let digest = digest::of_file(bytes);
    let several = parsed.len() > 1;
    let documents = parsed.into_iter().enumerate().filter_map(|(index, one)| {
        let own = one.metadata.other.get("id").filter(|id| front_matter::is_id(id)).cloned();
        let id_of_file = own.is_none().then(|| {
            let id = structured::id_of_file(path);
            if several { format!("{id}-{}", index + 1) } else { id }
        });
        let id = own.or_else(|| id_of_file.clone()).unwrap_or_default();
        let (mut document, clauses) = structured::document(one, id, digest)?;
        document.catalogue.id_of_file = id_of_file;
        Some(ParsedFile { document, clauses })
    });
    let documents: Vec<ParsedFile> = documents.collect();
    if documents.is_empty() {
        return Err(Fault::whole(
            "no clause in the text, only titles, numbers or navigation; add the document's own \
             sentences, or remove the file",
        ));
    }
    Ok(documents)
}

impl From<FormatError> for Fault {
    fn from(error: FormatError) -> Self {
        match error.line {
            Some(line) => Self::at(line, error.message),
            None => Self::whole(error.message),
        }
    }
}

/// The words of all languages that number the parts of a document.
static HEADING_WORDS: LazyLock<HeadingWords> = LazyLock::new(|| {
    let owned = |words: &WordList| words.iter().map(str::to_owned).collect();
    HeadingWords {
        article: owned(&HEADINGS.article),
        annex: owned(&HEADINGS.annex),
        division: owned(&HEADINGS.division),
        preamble: owned(&HEADINGS.preamble),
    }
});
