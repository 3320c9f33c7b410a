//! What the tests of all parsers share: words of headings, blocks as lines, and what holds of every block.

use crate::{Block, Doubt, HeadingWords};

/// Words of headings in English.
pub(crate) fn words() -> HeadingWords {
    let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    HeadingWords {
        article: list(&["article", "art."]),
        annex: list(&["annex"]),
        division: list(&["chapter", "part"]),
        preamble: list(&["preamble"]),
    }
}

/// Blocks as lines: `Point (a) ^0: to meet;` has the number `(a)`, and block 0 for its parent.
pub(crate) fn lines(blocks: &[Block]) -> Vec<String> {
    blocks.iter().map(line).collect()
}

pub(crate) fn line(block: &Block) -> String {
    let number = block.number.as_deref().map(|number| format!(" {number}")).unwrap_or_default();
    let parent = block.parent.map(|parent| format!(" ^{parent}")).unwrap_or_default();
    format!("{:?}{number}{parent}: {}", block.role, block.text)
}

/// Blocks and doubts as one text, a line each.
pub(crate) fn text(blocks: &[Block], doubts: &[Doubt]) -> String {
    let doubts = doubts.iter().map(|doubt| format!("doubt: {}", doubt.message));
    lines(blocks).into_iter().chain(doubts).map(|line| line + "\n").collect()
}

/// The words that lead in.
pub(crate) fn lead_in(block: &Block) -> Option<&str> {
    block.lead_in.clone().map(|range| &block.text[range])
}

/// The words that carry links.
pub(crate) fn linked(block: &Block) -> Vec<&str> {
    block.links.iter().map(|link| &block.text[link.range.clone()]).collect()
}

/// Checks what holds of every block, whatever the file.
pub(crate) fn check(blocks: &[Block]) {
    for (at, block) in blocks.iter().enumerate() {
        assert!(block.parent.is_none_or(|parent| parent < at), "{block:?} at {at}");
        assert_eq!(block.text.trim(), block.text);
        assert!(!block.text.contains(['\n', '\r']), "{block:?}");
        for range in block.links.iter().map(|link| &link.range).chain(&block.lead_in) {
            let words = block.text.get(range.clone());
            assert!(words.is_some_and(|words| !words.is_empty()), "{block:?}");
        }
    }
}
