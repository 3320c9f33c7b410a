//! Akoma Ntoso 3.0, and the profile of the United Nations.
//!
//! The file says what is a recital, a paragraph, a point and its number. Where it does not, the
//! sequence of the paragraphs does.

mod emit;
mod headings;
mod inline;
mod links;
mod metadata;
mod names;
mod noted;
mod notes;
mod order;
mod table;
mod walk;

use crate::tree::{self, Tree};
use crate::{Format, FormatError, HeadingWords, Limits, ParsedDocument};

/// Documents in one file.
const DOCUMENTS_MAX: usize = 1000;

/// Reads a file. One with a collection gives a document for each of its components.
///
/// # Errors
///
/// If the XML is broken, if there is no document in it, or if it goes beyond the limits.
pub(crate) fn parse(
    name: &str,
    text: &str,
    words: &HeadingWords,
    limits: &Limits,
) -> Result<Vec<ParsedDocument>, FormatError> {
    let mut tree = tree::read(text, limits)?;
    let of_file = std::mem::take(&mut tree.doubts);
    let documents = documents(&tree);
    if documents.is_empty() {
        return Err(FormatError::whole("there is no document in it; is it Akoma Ntoso?"));
    }
    if documents.len() > DOCUMENTS_MAX {
        let message = format!("more than {DOCUMENTS_MAX} documents in one file; split it");
        return Err(FormatError::whole(message));
    }
    let collection = tree.below(0, "documentCollection").next();
    let mut blocks_left = limits.blocks_max;
    let mut parsed = Vec::with_capacity(documents.len());
    for document in documents {
        let limits = Limits { blocks_max: blocks_left, ..*limits };
        let (made, mut doubts) = walk::walk(&tree, document, words, limits)?;
        blocks_left -= made.len().min(blocks_left);
        let lines: Vec<usize> = made.iter().map(|made| made.line).collect();
        let mut blocks = order::order(made, words);
        notes::take_stars(&mut blocks);
        for (block, line) in blocks.iter().zip(lines) {
            doubts.extend(links::doubts(block, &format!("line {line}")));
        }
        let collection = collection.filter(|&collection| collection != document);
        let (metadata, of_metadata) = metadata::read(&tree, document, collection, name, &blocks);
        let doubts = of_file.iter().cloned().chain(of_metadata).chain(doubts).collect();
        parsed.push(ParsedDocument { format: Format::AkomaNtoso, metadata, blocks, doubts });
    }
    Ok(parsed)
}

/// The elements of a file that are documents of their own: not annexes, and no collection, unless
/// it is one without components.
fn documents(tree: &Tree<'_>) -> Vec<usize> {
    let mut found = Vec::new();
    let mut collection = None;
    let mut at = 0;
    let end = tree.end(0);
    while at < end {
        let name = tree.name(at);
        if name == "documentCollection" {
            collection.get_or_insert(at);
            at = if has_documents(tree, at) { at + 1 } else { tree.end(at) };
        } else if names::DOCUMENTS.contains(&name) {
            found.push(at);
            at = tree.end(at);
        } else {
            at += 1;
        }
    }
    if found.is_empty() { collection.into_iter().collect() } else { found }
}

fn has_documents(tree: &Tree<'_>, collection: usize) -> bool {
    (collection + 1..tree.end(collection)).any(|at| names::DOCUMENTS.contains(&tree.name(at)))
}

#[cfg(test)]
mod tests;
