//! A block on its way into the tree.

use crate::{Block, Role};

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
    let moved = |range: &std::ops::Range<usize>| {
        range.start.saturating_sub(bytes)..range.end.saturating_sub(bytes)
    };
    block.lead_in = block.lead_in.as_ref().map(moved).filter(|range| !range.is_empty());
    block.links.retain_mut(|link| {
        link.range = moved(&link.range);
        !link.range.is_empty()
    });
}

/// Takes what stands from byte `at` on out of `block`, with what points there, as a block of the
/// same role. Blanks at the cut are dropped.
pub(crate) fn split_off(block: &mut Block, at: usize) -> Block {
    let kept = block.text[..at].trim_end().len();
    let mut tail = Block { text: block.text.clone(), number: None, ..block.clone() };
    let lead = block.text[at..].len() - block.text[at..].trim_start().len();
    cut_front(&mut tail, at + lead);
    block.text.truncate(kept);
    block.lead_in = block.lead_in.take().filter(|range| range.end <= kept);
    block.links.retain(|link| link.range.end <= kept);
    tail
}
