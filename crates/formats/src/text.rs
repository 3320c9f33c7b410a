//! Text without markup: numbered, wrapped at a column, or bare.

pub(crate) mod glue;
mod paragraphs;

use crate::headline::{ends_as_text, is_headline, is_short};
use crate::inline::{clean, resolve_entities};
use crate::numbering::{self, NumberKind, after_bullet};
use crate::piece::{self, Piece};
use crate::{
    Block, Format, FormatError, HeadingWords, Limits, Metadata, ParsedDocument, Role, assemble,
    sections,
};

use paragraphs::{Paragraph, paragraphs};

/// A title is not longer, in bytes.
const TITLE_BYTES_MAX: usize = 300;
/// The level of headings that nothing but their look tells.
const PLAIN_LEVEL: u8 = 2;

/// Reads a text file.
pub(crate) fn parse(
    text: &str,
    words: &HeadingWords,
    limits: &Limits,
) -> Result<ParsedDocument, FormatError> {
    let resolved;
    let text = if text.contains("&nbsp;") || text.contains("&#") {
        resolved = resolve_entities(text);
        &resolved
    } else {
        text
    };
    let found = merge_titles(paragraphs(text, words), words);
    let mut pieces = Vec::new();
    let mut metadata = Metadata::default();
    let steps = steps(&found);
    for (at, paragraph) in found.iter().enumerate() {
        let role = role(&found, at, words);
        let text = clean(unwrapped(&paragraph.text).0);
        if text.is_empty() {
            continue;
        }
        if role == Role::Title {
            metadata.title = Some(text.clone());
        }
        let block = Block::new(role, text);
        let depth = after_bullet(&paragraph.text)
            .and_then(|_| steps.iter().position(|step| *step == paragraph.indent))
            .map(|step| step as u32 + 1);
        if matches!(role, Role::Paragraph) {
            pieces.extend(
                pieces_of(block, words).into_iter().map(|block| Piece::from(block).at(depth)),
            );
        } else {
            pieces.push(Piece::from(block).at(depth));
        }
    }
    let blocks = assemble::nested(pieces, words, limits)?;
    Ok(ParsedDocument { format: Format::Text, metadata, blocks, doubts: Vec::new() })
}

/// A paragraph as the paragraphs and points that were run together in it.
pub(crate) fn pieces_of(block: Block, words: &HeadingWords) -> Vec<Block> {
    let places = glue::places(&block.text, words);
    let mut cut = Vec::new();
    for part in piece::cut(block, &places) {
        let places = glue::page_places(&part.text);
        cut.extend(piece::cut(part, &places));
    }
    cut
}

/// The indentations of bullets, if there are several.
fn steps(found: &[Paragraph]) -> Vec<usize> {
    let bullets = found.iter().filter(|paragraph| after_bullet(&paragraph.text).is_some());
    let mut steps: Vec<usize> = bullets.map(|paragraph| paragraph.indent).collect();
    steps.sort_unstable();
    steps.dedup();
    if steps.len() > 1 { steps } else { Vec::new() }
}

/// Puts titles behind the numbers of their articles, where they stand on a line of their own.
fn merge_titles(found: Vec<Paragraph>, words: &HeadingWords) -> Vec<Paragraph> {
    let mut merged: Vec<Paragraph> = Vec::with_capacity(found.len());
    let mut rest = found.into_iter().peekable();
    while let Some(mut paragraph) = rest.next() {
        let article = numbering::read(&paragraph.text, words).is_some_and(|number| {
            let kind = number.number.readings.first().map(|reading| reading.kind);
            number.rest.is_empty()
                && matches!(
                    kind,
                    Some(NumberKind::Article | NumberKind::Division | NumberKind::Annex)
                )
        });
        let title = rest.next_if(|next| {
            article
                && is_short(&next.text)
                && numbering::read(&next.text, words).is_none()
                && !is_preamble(&next.text, words)
        });
        match title {
            // It is the title only if text follows.
            Some(title) if rest.peek().is_some() => {
                paragraph.text =
                    format!("{}. {}", paragraph.text.trim_end_matches('.'), title.text);
                merged.push(paragraph);
            }
            Some(text) => merged.extend([paragraph, text]),
            None => merged.push(paragraph),
        }
    }
    merged
}

/// What the paragraph at `at` is, by its look and its place.
fn role(found: &[Paragraph], at: usize, words: &HeadingWords) -> Role {
    let paragraph = &found[at];
    let (text, level) = unwrapped(&paragraph.text);
    if let Some(level) = paragraph.underlined.or(level) {
        return if at == 0 { Role::Title } else { Role::Heading(level) };
    }
    if is_preamble(text, words) {
        return Role::Heading(sections::PREAMBLE_LEVEL);
    }
    if after_bullet(text).is_some() || numbering::read(text, words).is_some() {
        return Role::Paragraph;
    }
    let title = paragraph.alone && text.len() <= TITLE_BYTES_MAX && !ends_as_text(text);
    if at == 0 && found.len() > 1 && title {
        return Role::Title;
    }
    let Some(next) = found.get(at + 1) else { return Role::Paragraph };
    let before = at.checked_sub(1).map_or("", |before| &found[before].text);
    let capitals = text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase);
    let headline = paragraph.alone && is_headline(before, text, &next.text, words);
    if headline || (capitals && is_short(text)) {
        Role::Heading(PLAIN_LEVEL)
    } else {
        Role::Paragraph
    }
}

fn is_preamble(text: &str, words: &HeadingWords) -> bool {
    sections::is_preamble(text, words)
}

/// A heading between signs of equality, `=Part I=`, without them; and its level.
fn unwrapped(text: &str) -> (&str, Option<u8>) {
    let inner = text.trim_start_matches('=');
    let signs = text.len() - inner.len();
    let bare = inner.trim_end_matches('=');
    if signs > 0 && bare.len() < inner.len() && !bare.trim().is_empty() {
        (bare.trim(), Some(signs.min(6) as u8))
    } else {
        (text, None)
    }
}

#[cfg(test)]
mod tests;
