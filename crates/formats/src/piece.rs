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

    /// The same piece at `depth`, if that is known.
    pub(crate) fn at(self, depth: impl Into<Option<u32>>) -> Self {
        Self { depth: depth.into(), ..self }
    }
}

impl From<Block> for Piece {
    fn from(block: Block) -> Self {
        Self { block, depth: None }
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
            quoted: block.quoted,
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

/// Takes `ranges`, in order, out of a block's text. What points into the text moves along.
pub(crate) fn remove(block: &mut Block, ranges: &[Range<usize>]) {
    let mut kept = String::with_capacity(block.text.len());
    let mut from = 0;
    for range in ranges {
        kept.push_str(&block.text[from..range.start]);
        from = range.end;
    }
    kept.push_str(&block.text[from..]);
    // For each range, the bytes that go with those before it.
    let mut sum = 0;
    let mut sums = Vec::with_capacity(ranges.len());
    for range in ranges {
        sums.push(sum);
        sum += range.len();
    }
    let taken = |at: usize| {
        let before = ranges.partition_point(|range| range.start < at);
        let last = before.checked_sub(1).map(|last| (sums[last], &ranges[last]));
        last.map_or(0, |(sum, range)| sum + range.end.min(at) - range.start)
    };
    let moved =
        |range: &Range<usize>| range.start - taken(range.start)..range.end - taken(range.end);
    block.lead_in = block.lead_in.as_ref().map(moved).filter(|range| !range.is_empty());
    block.links.iter_mut().for_each(|link| link.range = moved(&link.range));
    block.links.retain(|link| !link.range.is_empty());
    block.text = kept;
    trim(block);
}

/// Takes blanks off both ends of a block's text.
fn trim(block: &mut Block) {
    let end = block.text.trim_end().len();
    block.text.truncate(end);
    let clip = |range: &mut Range<usize>| range.end = range.end.min(end);
    block.lead_in.iter_mut().for_each(clip);
    block.links.iter_mut().for_each(|link| link.range.end = link.range.end.min(end));
    let lead = block.text.len() - block.text.trim_start().len();
    cut_front(block, lead);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::blocks::linked;

    fn block() -> Block {
        let link = |range| Link { range, target: "x".to_owned() };
        let links = vec![link(0..2), link(3..7), link(8..11)];
        Block { lead_in: Some(0..2), links, ..Block::new(Role::Paragraph, "We meet now") }
    }

    #[test]
    fn links_move_along_when_the_front_goes() {
        let mut block = block();
        cut_front(&mut block, 3);
        assert_eq!((block.text.as_str(), linked(&block)), ("meet now", vec!["meet", "now"]));
        assert_eq!(block.lead_in, None);
    }

    #[test]
    fn links_go_with_their_parts() {
        let parts = cut(block(), &[3, 8]);
        let texts: Vec<_> = parts.iter().map(|part| (part.text.as_str(), linked(part))).collect();
        assert_eq!(texts, [("We", vec!["We"]), ("meet", vec!["meet"]), ("now", vec!["now"])]);
        assert_eq!(parts[0].lead_in, Some(0..2));
    }

    #[test]
    fn links_move_along_when_something_is_taken_out() {
        let mut block = block();
        remove(&mut block, &[0..1, 5..8]);
        assert_eq!((block.text.as_str(), linked(&block)), ("e menow", vec!["e", "me", "now"]));
        remove(&mut block, &[0..2, 4..5]);
        assert_eq!((block.text.as_str(), linked(&block)), ("meow", vec!["me", "ow"]));
    }
}
