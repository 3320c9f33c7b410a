//! From pieces to blocks: numbers, titles of articles, parents, notes.

use crate::numbering::{self, NumberKind};
use crate::piece::Piece;
use crate::{Block, FormatError, HeadingWords, Limits, Role, nesting, sections};

/// The title of an article or a chapter is not longer, in bytes.
const TITLE_BYTES_MAX: usize = 200;
/// The level of headings of articles.
const ARTICLE_LEVEL: u8 = 6;

/// Blocks of pieces whose numbers, parents and sections are not known yet.
pub(crate) fn nested(
    pieces: Vec<Piece>,
    words: &HeadingWords,
    limits: &Limits,
) -> Result<Vec<Block>, FormatError> {
    numbered(numbering::take_numbers(pieces, words), words, limits)
}

/// Blocks of pieces whose numbers are taken out.
fn numbered(
    pieces: Vec<Piece>,
    words: &HeadingWords,
    limits: &Limits,
) -> Result<Vec<Block>, FormatError> {
    limits.admit_blocks(pieces.len())?;
    let mut blocks = nesting::nest(pieces, words);
    sections::mark(&mut blocks, words);
    Ok(blocks)
}

/// Blocks of pieces as print has them: headings of articles and their titles may be lines like any
/// other, and notes stand behind what has their marks.
pub(crate) fn blocks(
    mut pieces: Vec<Piece>,
    words: &HeadingWords,
    limits: &Limits,
) -> Result<Vec<Block>, FormatError> {
    for piece in &mut pieces {
        let block = &mut piece.block;
        if block.role == Role::Paragraph && sections::is_preamble(&block.text, words) {
            block.role = Role::Heading(sections::PREAMBLE_LEVEL);
        }
    }
    let mut pieces = numbering::take_numbers(pieces, words);
    for piece in &mut pieces {
        level_article(&mut piece.block, words);
    }
    let mut blocks = numbered(join_titles(pieces), words, limits)?;
    hang_notes(&mut blocks);
    Ok(blocks)
}

/// Gives the heading of an article the level of articles, however large the file sets it.
fn level_article(block: &mut Block, words: &HeadingWords) {
    let number = block.number.as_deref().filter(|_| matches!(block.role, Role::Heading(_)));
    let number = number.and_then(|number| numbering::whole(number, words));
    let is_article =
        number.and_then(|number| Some(number.readings.first()?.kind == NumberKind::Article));
    if is_article == Some(true) {
        block.role = Role::Heading(ARTICLE_LEVEL);
    }
}

/// Joins a heading that is only a number with the line behind it, if that is its title.
fn join_titles(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut pieces = pieces.into_iter().peekable();
    while let Some(piece) = pieces.next() {
        let takes = |last: &Piece| {
            matches!(last.block.role, Role::Heading(_))
                && last.block.text.is_empty()
                && last.block.number.is_some()
        };
        // Titles of chapters may have nothing but an article behind them.
        let is_chapter =
            joined.last().is_some_and(|last| last.block.role != Role::Heading(ARTICLE_LEVEL));
        let is_followed = is_chapter
            || pieces.peek().is_some_and(|next| !matches!(next.block.role, Role::Heading(_)));
        match joined.last_mut().filter(|last| takes(last)) {
            Some(last) if is_followed && is_title(&piece) => {
                let Block { text, links, .. } = piece.block;
                last.block.text = text;
                last.block.links = links;
            }
            _ => joined.push(piece),
        }
    }
    joined
}

fn is_title(piece: &Piece) -> bool {
    let block = &piece.block;
    let text = block.text.as_str();
    let begins = text.chars().next().is_some_and(|letter| !letter.is_lowercase());
    let ends = text.ends_with(['.', ';', ':', ',', '。', '；', '：', '，', '—']);
    matches!(block.role, Role::Paragraph | Role::Heading(_))
        && block.number.is_none()
        && !text.is_empty()
        && text.len() <= TITLE_BYTES_MAX
        && begins
        && !ends
}

/// Hangs notes on the block before them.
fn hang_notes(blocks: &mut [Block]) {
    let mut holder = None;
    for (at, block) in blocks.iter_mut().enumerate() {
        if block.role == Role::Note {
            block.parent = block.parent.or(holder);
        } else {
            holder = Some(at);
        }
    }
}
