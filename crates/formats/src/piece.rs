//! A block on its way into the tree.

use std::ops::Range;

use crate::{Block, Link, Role};

/// A block and how deep it stands, where its place on the page says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    /// The block. A parent that it has already is kept.
    pub(crate) block: Block,
    /// How many lists it stands in, or its step of indentation. `None` where nothing is known.
    pub(crate) depth: Option<u32>,
}

impl Piece {
    /// A piece of which no depth is known.
    pub(crate) fn new(role: Role, text: impl Into<String>) -> Self {
        Self { block: Block::new(role, text), depth: None }
    }

    /// The same piece at `depth`.
    pub(crate) fn at(self, depth: u32) -> Self {
        Self { depth: Some(depth), ..self }
    }
}

/// Takes `bytes` off the beginning of a block's text. What points into the text moves along.
pub(crate) fn cut_front(block: &mut Block, bytes: usize) {
    block.text.drain(..bytes);
    let moved =
        |range: &Range<usize>| range.start.saturating_sub(bytes)..range.end.saturating_sub(bytes);
    block.lead_in = block.lead_in.as_ref().map(moved).filter(|range| !range.is_empty());
    block.links.retain_mut(|link| {
        link.range = moved(&link.range);
        !link.range.is_empty()
    });
}

/// Cuts `block` at `places`, bytes of its text in order, into blocks of the same role. The number
/// stays with the first. Blanks at the cuts are dropped, and links over a cut too.
pub(crate) fn cut(block: Block, places: &[usize]) -> Vec<Block> {
    if places.is_empty() {
        return vec![block];
    }
    let Block { text, number, lead_in, links, .. } = block;
    let mut links = links.into_iter().peekable();
    let mut number = Some(number);
    let mut parts = Vec::with_capacity(places.len() + 1);
    let mut from = 0;
    for to in places.iter().copied().chain([text.len()]) {
        let part = &text[from..to];
        let trimmed = part.trim();
        let start = from + part.len() - part.trim_start().len();
        let mut made = Block {
            section: block.section,
            page: block.page,
            parent: block.parent,
            number: number.take().flatten(),
            ..Block::new(block.role, trimmed)
        };
        let end = start + trimmed.len();
        let moved = |range: &Range<usize>| range.start - start..range.end - start;
        let inside = |range: &Range<usize>| range.start >= start && range.end <= end;
        made.lead_in = lead_in.as_ref().filter(|range| inside(range)).map(moved);
        while let Some(link) = links.next_if(|link| link.range.end <= to) {
            if inside(&link.range) {
                made.links.push(Link { range: moved(&link.range), target: link.target });
            }
        }
        while links.next_if(|link| link.range.start < to).is_some() {}
        if !trimmed.is_empty() {
            parts.push(made);
        }
        from = to;
    }
    parts
}
