//! Which lines are headings by their look, and of which level.

use crate::headline::is_headline;
use crate::numbering::after_bullet;
use crate::piece::Piece;
use crate::{HeadingWords, Role, sections};

use super::styled::Look;

/// A heading is not longer, in bytes.
const HEADING_BYTES_MAX: usize = 200;
/// The lowest level.
const LEVEL_MAX: u8 = 6;

/// A piece, and how it looks if it may be a heading by its look alone.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub(super) piece: Piece,
    pub(super) look: Option<Look>,
}

/// Whether `text` by itself may be a heading: short, and not the end of a sentence.
pub(super) fn may_be_heading(text: &str) -> bool {
    text.len() <= HEADING_BYTES_MAX
        && !text.ends_with(['.', ';', ',', '。', '；', '，'])
        && after_bullet(text).is_none()
}

/// Makes headings of lines by their look. Levels go by the look that came first, below the headings
/// that are marked as such. A line that ends with a colon and has a list below it leads in.
pub(super) fn settle(seen: Vec<Seen>, words: &HeadingWords) -> Vec<Piece> {
    let mut level = 1;
    let mut looks: Vec<Look> = Vec::new();
    let mut settled: Vec<Piece> = Vec::with_capacity(seen.len());
    let mut rest = seen.into_iter().peekable();
    while let Some(Seen { mut piece, look }) = rest.next() {
        if let Role::Heading(marked) = piece.block.role {
            level = marked;
            looks.clear();
        }
        let before = settled.last();
        let after = rest.peek().map(|next| &next.piece);
        let look = look.filter(|look| is_heading(*look, before, &piece, after, words));
        if look.is_some() && sections::is_preamble(&piece.block.text, words) {
            piece.block.role = Role::Heading(sections::PREAMBLE_LEVEL);
        } else if let Some(look) = look {
            let rank = looks.iter().position(|known| *known == look).unwrap_or_else(|| {
                looks.push(look);
                looks.len() - 1
            });
            let below = level.saturating_add(1).saturating_add(rank.min(6) as u8);
            piece.block.role = Role::Heading(below.min(LEVEL_MAX));
            piece.block.lead_in = None;
            piece.depth = None;
        }
        settled.push(piece);
    }
    settled
}

fn is_heading(
    look: Look,
    before: Option<&Piece>,
    piece: &Piece,
    after: Option<&Piece>,
    words: &HeadingWords,
) -> bool {
    let Some(after) = after else { return false };
    let text = &piece.block.text;
    if look.is_plain() {
        // A line at the very top is a date or a place, unless it is a heading that is known.
        let before = before.map_or("", |before| &before.block.text);
        let known = sections::is_preamble(text, words);
        return known
            || (!before.is_empty() && is_headline(before, text, &after.block.text, words));
    }
    let list = after.depth.is_some() || after.block.role == Role::Point;
    !(list && text.ends_with([':', '：']))
}
