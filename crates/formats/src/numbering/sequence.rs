//! Takes numbers out of paragraphs, where the sequence shows that they are numbers.

use std::collections::HashMap;

use crate::piece::{Piece, cut_front};
use crate::{Block, HeadingWords, Role};

use super::{Mark, Number, NumberKind, Numbered, Sureness, after_bullet, read};

/// Numbers within each other at the beginning of one paragraph: `1. (a) (i) ...`.
const NUMBERS_MAX: usize = 4;
/// The title of an article is not longer, in bytes; what is longer is its text.
const TITLE_BYTES_MAX: usize = 200;
/// Levels of the headings that numbers make. Chapters stand between annexes and articles.
const ANNEX_LEVEL: u8 = 1;
const ARTICLE_LEVEL: u8 = 6;

/// Numbers that may be left out of a sequence.
const GAP_MAX: u32 = 1;

/// What has to be alike for two numbers to follow each other.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Style {
    kind: NumberKind,
    mark: Mark,
    /// What stands before the part that counts: `3.1` of `3.1.2`, `OP` of `OP12`.
    before: String,
    heading: bool,
}

/// Takes the numbers out of `pieces`: paragraphs, points and headings without a number of their own.
///
/// Bullets are dropped, and make points. An article, a chapter and an annex become headings; text
/// behind them in the same paragraph becomes a paragraph. `1. (a) ...` becomes a `1` without words
/// and its `(a)`.
pub(crate) fn take_numbers(pieces: Vec<Piece>, words: &HeadingWords) -> Vec<Piece> {
    let mut pieces = pieces;
    for piece in &mut pieces {
        drop_bullet(&mut piece.block);
    }
    let found: Vec<Option<Numbered<'_>>> = pieces
        .iter()
        .map(|piece| {
            may_be_numbered(&piece.block).then(|| read(&piece.block.text, words)).flatten()
        })
        .collect();
    let accepted = accepted(&pieces, &found);
    let numbers: Vec<Option<(Number, usize)>> = found
        .into_iter()
        .zip(accepted)
        .zip(&pieces)
        .map(|((found, accepted), piece)| {
            let found = found.filter(|_| accepted)?;
            Some((found.number, piece.block.text.len() - found.rest.len()))
        })
        .collect();
    let mut divisions = Vec::new();
    let mut taken: Vec<Piece> = Vec::with_capacity(pieces.len());
    // Where the words of each piece are afterwards: parents that are set already move along.
    let mut moved = Vec::with_capacity(pieces.len());
    for (mut piece, number) in pieces.into_iter().zip(numbers) {
        piece.block.parent = piece.block.parent.and_then(|parent| moved.get(parent).copied());
        match number {
            None => taken.push(piece),
            Some((number, bytes)) => take(piece, number, bytes, words, &mut divisions, &mut taken),
        }
        moved.push(taken.len() - 1);
    }
    taken
}

fn may_be_numbered(block: &Block) -> bool {
    block.number.is_none()
        && matches!(block.role, Role::Paragraph | Role::Point | Role::Heading(_) | Role::WrapUp)
}

fn drop_bullet(block: &mut Block) {
    if !matches!(block.role, Role::Paragraph | Role::Point | Role::WrapUp) || block.number.is_some()
    {
        return;
    }
    // "- - text" is one point.
    for _ in 0..NUMBERS_MAX {
        let Some(rest) = after_bullet(&block.text) else { break };
        let bytes = block.text.len() - rest.len();
        cut_front(block, bytes);
        block.role = Role::Point;
    }
}

/// Which of the numbers that were found are numbers.
fn accepted(pieces: &[Piece], found: &[Option<Numbered<'_>>]) -> Vec<bool> {
    let heading = |at: usize| matches!(pieces[at].block.role, Role::Heading(_));
    // The value that comes next in the same style, for each reading of each number.
    let mut following: Vec<Vec<Option<u32>>> = vec![Vec::new(); found.len()];
    let mut next: HashMap<Style, u32> = HashMap::new();
    for (at, numbered) in found.iter().enumerate().rev() {
        let Some(numbered) = numbered else { continue };
        let styles = styles(&numbered.number, heading(at));
        following[at] = styles.iter().map(|(style, _)| next.get(style).copied()).collect();
        next.extend(styles);
    }
    let mut last: HashMap<Style, u32> = HashMap::new();
    let mut accepted = vec![false; found.len()];
    for (at, numbered) in found.iter().enumerate() {
        let Some(numbered) = numbered else { continue };
        let styles = styles(&numbered.number, heading(at));
        let fits = |at: &usize, next: &Option<u32>| {
            let (style, value) = &styles[*at];
            match numbered.sureness {
                Sureness::Sure | Sureness::InSequence => {
                    *next == Some(value + 1) || follows(last.get(style), *value)
                }
                Sureness::Next => {
                    goes_on(&last, style, *value) || (*value == 1 && *next == Some(2))
                }
            }
        };
        let fitting: Vec<usize> = (0..styles.len())
            .zip(&following[at])
            .filter(|(at, next)| fits(at, next))
            .map(|(at, _)| at)
            .collect();
        accepted[at] = numbered.sureness == Sureness::Sure || !fitting.is_empty();
        if accepted[at] {
            // Of a letter that may be a roman number, only what fits goes on.
            let keep = |at: &usize| fitting.is_empty() || fitting.contains(at);
            last.extend(
                styles.into_iter().enumerate().filter(|(at, _)| keep(at)).map(|(_, one)| one),
            );
        }
    }
    accepted
}

/// Whether `value` comes after `last`. One number may be left out.
fn follows(last: Option<&u32>, value: u32) -> bool {
    last.is_some_and(|last| (last + 1..=last + 1 + GAP_MAX).contains(&value))
}

/// Whether a number without a mark goes on after the last one, with a dot or without.
fn goes_on(last: &HashMap<Style, u32>, style: &Style, value: u32) -> bool {
    [Mark::None, Mark::Behind].into_iter().any(|mark| {
        let style = Style { mark, ..style.clone() };
        last.get(&style).is_some_and(|before| before + 1 == value)
    })
}

fn styles(number: &Number, heading: bool) -> Vec<(Style, u32)> {
    // Figures of headings do not go on in those of paragraphs.
    let heading = |kind| heading && kind == NumberKind::Arabic;
    let style = |kind| Style {
        kind,
        mark: number.mark,
        before: before(number, kind),
        heading: heading(kind),
    };
    number.readings.iter().map(|reading| (style(reading.kind), reading.value)).collect()
}

/// What stands before the part of a number that counts.
pub(crate) fn before(number: &Number, kind: NumberKind) -> String {
    match kind {
        NumberKind::Dotted => {
            number.printed.rsplit_once('.').map_or(String::new(), |(before, _)| before.to_owned())
        }
        NumberKind::Label => label(&number.printed),
        NumberKind::Division | NumberKind::Annex => word(&number.printed),
        _ => String::new(),
    }
}

/// `OP` of `OP12`, `P3` of `P3C`.
fn label(printed: &str) -> String {
    let letters = printed.chars().take_while(char::is_ascii_uppercase).count();
    let digits = printed[letters..].chars().take_while(char::is_ascii_digit).count();
    let lettered = printed[letters + digits..].starts_with(|next: char| next.is_ascii_alphabetic());
    printed[..if lettered { letters + digits } else { letters }].to_owned()
}

/// The word that goes with a number, in lower case.
fn word(printed: &str) -> String {
    printed.split(|one: char| one.is_whitespace()).next().unwrap_or_default().to_lowercase()
}

/// Puts what `piece` holds behind its number of `bytes` bytes to `taken`.
fn take(
    mut piece: Piece,
    number: Number,
    bytes: usize,
    words: &HeadingWords,
    divisions: &mut Vec<String>,
    taken: &mut Vec<Piece>,
) {
    cut_front(&mut piece.block, bytes);
    let kind = number.readings.last().map_or(NumberKind::Arabic, |reading| reading.kind);
    if let Some(level) = heading_level(kind, &number, divisions) {
        return take_heading(piece, number.printed, level, taken);
    }
    piece.block.number = Some(number.printed);
    if matches!(piece.block.role, Role::Heading(_)) {
        taken.push(piece);
        return;
    }
    for _ in 1..NUMBERS_MAX {
        let inner = read(&piece.block.text, words).filter(|inner| {
            inner.sureness == Sureness::Sure && inner.number.mark == Mark::Brackets
        });
        let Some(inner) = inner else { break };
        let bytes = piece.block.text.len() - inner.rest.len();
        let mut outer = piece.clone();
        outer.block.text.clear();
        outer.block.links.clear();
        outer.block.lead_in = None;
        taken.push(outer);
        piece.block.number = Some(inner.number.printed);
        cut_front(&mut piece.block, bytes);
    }
    taken.push(piece);
}

/// The level of the heading that a number makes. Of two kinds of division, the one that came first
/// holds the other.
fn heading_level(kind: NumberKind, number: &Number, divisions: &mut Vec<String>) -> Option<u8> {
    match kind {
        NumberKind::Annex => Some(ANNEX_LEVEL),
        NumberKind::Article => Some(ARTICLE_LEVEL),
        NumberKind::Division => {
            let word = word(&number.printed);
            let rank = divisions.iter().position(|known| *known == word).unwrap_or_else(|| {
                divisions.push(word);
                divisions.len() - 1
            });
            Some((ANNEX_LEVEL + 1 + rank.min(10) as u8).min(ARTICLE_LEVEL - 1))
        }
        _ => None,
    }
}

fn take_heading(piece: Piece, printed: String, level: u8, taken: &mut Vec<Piece>) {
    let mut block = piece.block;
    let is_text = block.text.len() > TITLE_BYTES_MAX || ends_a_sentence(&block.text);
    if !is_text || matches!(block.role, Role::Heading(_)) {
        if !matches!(block.role, Role::Heading(_)) {
            block.role = Role::Heading(level);
        }
        block.number = Some(printed);
        taken.push(Piece::from(block));
        return;
    }
    let heading = Block {
        number: Some(printed),
        section: block.section,
        page: block.page,
        ..Block::new(Role::Heading(level), "")
    };
    taken.push(Piece { block: heading, depth: None });
    taken.push(Piece { block, depth: piece.depth });
}

/// Whether `text` ends as sentences do and titles do not.
fn ends_a_sentence(text: &str) -> bool {
    text.ends_with(['.', ';', ':', ',', '。', '；', '：', '!', '?']) && text.len() > 1
}
