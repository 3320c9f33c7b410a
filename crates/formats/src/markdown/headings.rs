//! Which lines in bold are headings, and of which level.

use crate::Role;
use crate::numbering::after_bullet;
use crate::piece::Piece;

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

/// Whether `text` in bold may be a heading: short, and not the end of a sentence.
pub(super) fn may_be_heading(text: &str) -> bool {
    text.len() <= HEADING_BYTES_MAX
        && !text.ends_with(['.', ';', ',', '。', '；', '，'])
        && after_bullet(text).is_none()
}

/// Makes headings of lines in bold. Levels go by the look that came first, below the headings that
/// are marked as such. A line that ends with a colon and has a list below it leads in.
pub(super) fn settle(seen: Vec<Seen>) -> Vec<Piece> {
    let mut level = 1;
    let mut looks: Vec<Look> = Vec::new();
    let mut settled = Vec::with_capacity(seen.len());
    let mut rest = seen.into_iter().peekable();
    while let Some(Seen { mut piece, look }) = rest.next() {
        if let Role::Heading(marked) = piece.block.role {
            level = marked;
            looks.clear();
        }
        let below = rest.peek().map(|next| &next.piece);
        let leads_in = piece.block.text.ends_with([':', '：'])
            && below.is_some_and(|next| next.depth.is_some() || next.block.role == Role::Point);
        if let Some(look) = look.filter(|_| !leads_in && below.is_some()) {
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
