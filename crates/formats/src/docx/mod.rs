//! Word files: paragraphs with their numbers as Word shows them, headings, tables, notes.

mod body;
mod fields;
mod item;
mod lists;
mod numbers;
mod package;
mod properties;
mod styles;
mod xml;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use body::{Parts, Story};
use item::{Item, Line, Oddity};
use lists::Lists;
use package::Package;
use styles::Styles;
use xml::{Step, Walker};

use crate::flow::Flow;
use crate::piece::Piece;
use crate::{
    Block, Doubt, Format, FormatError, HeadingWords, Limits, Metadata, ParsedDocument, Role,
    assemble, counting,
};

/// Reads a Word file.
pub(crate) fn parse(
    bytes: &[u8],
    words: &HeadingWords,
    limits: &Limits,
) -> Result<ParsedDocument, FormatError> {
    let mut package = Package::open(bytes, limits)?;
    let outer = package.relations("", limits)?;
    let main = outer.part("officeDocument").unwrap_or("word/document.xml").to_owned();
    let Some(text) = package.text(&main)? else {
        return Err(FormatError::whole("it has no text of Word; save it as .docx"));
    };
    let relations = package.relations(&main, limits)?;
    let styles = match part(&mut package, relations.part("styles"))? {
        Some((name, text)) => Styles::read(&name, &text, limits)?,
        None => Styles::default(),
    };
    let lists = match part(&mut package, relations.part("numbering"))? {
        Some((name, text)) => Lists::read(&name, &text, limits)?,
        None => Lists::default(),
    };
    let mut notes = BTreeMap::new();
    let mut oddities = BTreeSet::new();
    for (part_kind, kind) in [("footnotes", "footnote"), ("endnotes", "endnote")] {
        let Some((name, text)) = part(&mut package, relations.part(part_kind))? else { continue };
        let relations = package.relations(&name, limits)?;
        let mut story =
            Story::new(Parts { styles: &styles, lists: &lists, relations: &relations, limits });
        for item in story.read(&name, &text)? {
            if let Item::Note(id, flow) = item {
                notes.insert(format!("{kind} {id}"), flow);
            }
        }
        oddities.extend(story.oddities);
    }
    let mut story =
        Story::new(Parts { styles: &styles, lists: &lists, relations: &relations, limits });
    let items = story.read(&main, &text)?;
    oddities.extend(story.oddities);
    let pieces = Pieces { notes, numbers: BTreeMap::new(), placed: Vec::new() }.take_all(items);
    let blocks = assemble::blocks(pieces, words, limits)?;
    let metadata = match part(&mut package, outer.part("core-properties"))? {
        Some((name, text)) => properties_of(&name, &text, limits)?,
        None => Metadata::default(),
    };
    let doubts = oddities.into_iter().map(doubt).collect();
    Ok(ParsedDocument { format: Format::Docx, metadata, blocks, doubts })
}

fn part(
    package: &mut Package<'_>,
    name: Option<&str>,
) -> Result<Option<(String, String)>, FormatError> {
    let Some(name) = name else { return Ok(None) };
    Ok(package.text(name)?.map(|text| (name.to_owned(), text)))
}

/// Pieces of the text with the notes behind what has their marks.
struct Pieces {
    notes: BTreeMap<String, Flow>,
    /// How many notes of each kind have been placed.
    numbers: BTreeMap<String, i64>,
    placed: Vec<Piece>,
}

impl Pieces {
    fn take_all(mut self, items: Vec<Item>) -> Vec<Piece> {
        for item in items {
            match item {
                Item::Paragraph(line) => self.paragraph(line),
                Item::Row(row) => {
                    let marks = row.marks().to_vec();
                    let piece = piece(Role::Row, row, None);
                    self.push(piece, marks);
                }
                Item::Note(..) => {}
            }
        }
        self.placed
    }

    fn paragraph(&mut self, line: Line) {
        let Line { flow, label, heading, is_title, quoted } = line;
        let marks = flow.marks().to_vec();
        let is_bullet = label.as_ref().is_some_and(|label| label.number.is_none());
        let role = match heading {
            _ if is_title => Role::Title,
            Some(level) => Role::Heading(level),
            None if is_bullet => Role::Point,
            None => Role::Paragraph,
        };
        let depth = label.as_ref().map(|label| label.level as u32 + 1);
        let mut piece = piece(role, flow, depth);
        piece.block.number = label.and_then(|label| label.number);
        piece.block.quoted = quoted;
        self.push(piece, marks);
    }

    fn push(&mut self, piece: Piece, marks: Vec<String>) {
        self.placed.push(piece);
        for mark in marks {
            let kind = mark.split(' ').next().unwrap_or_default().to_owned();
            let format = if kind == "endnote" { "lowerRoman" } else { "decimal" };
            let number = self.numbers.entry(kind).or_default();
            *number += 1;
            let printed = counting::print(format, *number);
            if let Some(flow) = self.notes.remove(&mark).filter(|flow| !flow.is_empty()) {
                let mut note = self::piece(Role::Note, flow, None);
                note.block.number = printed;
                self.placed.push(note);
            }
        }
    }
}

fn piece(role: Role, flow: Flow, depth: Option<u32>) -> Piece {
    let (text, links, lead_in) = flow.finish();
    Piece { block: Block { lead_in, links, ..Block::new(role, text) }, depth }
}

/// What the file says about itself.
fn properties_of(part: &str, text: &str, limits: &Limits) -> Result<Metadata, FormatError> {
    let mut walker = Walker::new(part, text, limits);
    let mut metadata = Metadata::default();
    let mut name = String::new();
    while let Some(step) = walker.next()? {
        match step {
            Step::Open(element) => name = element.name,
            Step::Close => name.clear(),
            Step::Text(text) => {
                let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                match name.as_str() {
                    _ if text.is_empty() => {}
                    "title" => metadata.title = Some(text),
                    "language" => metadata.language = Some(text),
                    "keywords" => {
                        metadata.keywords =
                            text.split([',', ';']).map(|word| word.trim().to_owned()).collect();
                        metadata.keywords.retain(|word| !word.is_empty());
                    }
                    "creator" | "subject" | "description" | "category" | "created" | "modified" => {
                        metadata.other.insert(name.clone(), text);
                    }
                    _ => {}
                }
            }
        }
    }
    Ok(metadata)
}

fn doubt(oddity: Oddity) -> Doubt {
    let message = match oddity {
        Oddity::Changes => "it has tracked changes: insertions are read, deletions are left out",
        Oddity::Contents => "its table of contents is left out",
        Oddity::Symbols => "signs of a font of symbols are left out",
        Oddity::Embedded => "another file within it is left out",
        Oddity::NumberInWords => "its lists print numbers as words: digits stand for them here",
    };
    Doubt { place: String::new(), message: message.to_owned() }
}
