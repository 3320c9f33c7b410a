//! PDF with a text layer: print put together to paragraphs, without running heads, with its notes.
//!
//! Two libraries read each page. The first says where letters stand, and its text is taken; where
//! the second reads other letters, the page is doubtful.

mod blocks;
mod endnotes;
mod engine;
mod furniture;
mod grid;
mod hyphens;
mod line;
mod notes;
mod page;
mod paragraphs;
mod right_to_left;
mod second;
mod tables;
mod tags;

#[cfg(test)]
mod tests;

use line::Line;
use notes::Note;
use page::Page;

use crate::{
    Doubt, Format, FormatError, HeadingWords, Limits, ParsedDocument, assemble, symbol_in,
};

/// Letters that a page must have to be print and not a picture.
const LETTERS_MIN: usize = 3;

/// Reads a PDF.
pub(crate) fn parse(
    bytes: &[u8],
    words: &HeadingWords,
    limits: &Limits,
) -> Result<ParsedDocument, FormatError> {
    let read = engine::read(bytes, limits)?;
    let pages = read.pages;
    if pages.is_empty() {
        return Err(FormatError::whole("it has no pages; print it to a new PDF"));
    }
    if pages.iter().all(|page| letters(page) < LETTERS_MIN) {
        return Err(FormatError::whole(
            "its pages are pictures without text; run text recognition on it first",
        ));
    }
    let mut doubts = Vec::new();
    compare(&pages, bytes, limits, &mut doubts);
    let lines = tables::rows(pages.iter().map(line::lines).collect());
    let body = body_size(&lines);
    // Symbols stand in running heads, which are removed.
    let symbol = lines.first().and_then(|first| first.iter().find_map(symbol));
    let lines = furniture::remove(&pages, lines, body);
    let mut texts = Vec::with_capacity(pages.len());
    let mut all_notes: Vec<(u32, Note)> = Vec::new();
    for (page, lines) in pages.iter().zip(lines) {
        let (text, found) = notes::take(page, lines, body);
        texts.push(text);
        for note in found {
            match all_notes.last_mut() {
                // A note without a mark goes on from the page before.
                Some((_, last)) if note.mark.is_none() => last.lines.extend(note.lines),
                _ => all_notes.push((page.number, note)),
            }
        }
    }
    let columns = paragraphs::columns(texts, body);
    let paragraphs = paragraphs::paragraphs(&columns, words);
    let placed = all_notes.iter().filter_map(|(_, note)| note.mark.clone()).collect();
    let (paragraphs, end_notes) = endnotes::take(paragraphs, &placed);
    let pieces = blocks::pieces(&paragraphs, all_notes, end_notes, body);
    let blocks = assemble::blocks(pieces, words, limits)?;
    let mut metadata = read.metadata;
    metadata.symbol = metadata.symbol.or(symbol);
    Ok(ParsedDocument { format: Format::Pdf, metadata, blocks, doubts })
}

fn symbol(line: &Line) -> Option<String> {
    symbol_in(&line.text()).map(str::to_owned)
}

fn letters(page: &Page) -> usize {
    page.runs
        .iter()
        .flat_map(|run| run.text.chars())
        .filter(|letter| letter.is_alphanumeric())
        .count()
}

/// The size of most letters of the document.
fn body_size(pages: &[Vec<Line>]) -> f32 {
    let mut counts: Vec<(f32, usize)> = Vec::new();
    for line in pages.iter().flatten() {
        let letters = line.text().chars().count();
        match counts.iter_mut().find(|(size, _)| (*size - line.size).abs() < 0.3) {
            Some((_, count)) => *count += letters,
            None => counts.push((line.size, letters)),
        }
    }
    counts.iter().max_by_key(|(_, count)| *count).map_or(10.0, |(size, _)| *size)
}

/// Says where the two libraries differ.
fn compare(pages: &[Page], bytes: &[u8], limits: &Limits, doubts: &mut Vec<Doubt>) {
    let mut doubt = |page: &Page, message: String| {
        doubts.push(Doubt { place: format!("page {}", page.number), message });
    };
    let second = second::texts(bytes, limits);
    for page in pages {
        if page.is_broken {
            doubt(page, "it cannot be read and is left out".to_owned());
            continue;
        }
        if page.has_turned {
            doubt(page, "words that stand another way up are left out".to_owned());
        }
        let Some(other) = second.as_ref().and_then(|texts| texts.get(&page.number)) else {
            continue;
        };
        let own: String = page.runs.iter().map(|run| run.text.as_str()).collect();
        let alike = second::likeness(&own, other);
        if alike < second::ALIKE_MIN {
            let percent = (alike * 100.0).floor();
            doubt(
                page,
                format!(
                    "two ways to read it agree on {percent} % of its letters only: compare it with the print"
                ),
            );
        } else if letters(page) < LETTERS_MIN {
            doubt(page, "it has no text: it may be a picture".to_owned());
        }
    }
}
