//! The parts of a document that its headings tell: preamble, articles, annexes.

use crate::numbering::{self, NumberKind};
use crate::{Block, HeadingWords, Role, Section};

/// The level of the heading over the recitals. It is that of articles, so each of them ends it.
pub(crate) const PREAMBLE_LEVEL: u8 = 6;

/// Whether `text` is the heading over the recitals.
pub(crate) fn is_preamble(text: &str, words: &HeadingWords) -> bool {
    let text = text.trim_end_matches([':', '.']).trim().to_lowercase();
    words.preamble.contains(&text)
}

/// Sets the section of blocks that have none, from the heading that tells it on.
pub(crate) fn mark(blocks: &mut [Block], words: &HeadingWords) {
    let mut section = None;
    for block in blocks {
        if matches!(block.role, Role::Heading(_)) {
            section = told(block, words).or(section);
        }
        if block.section.is_none() {
            block.section = section;
        }
    }
}

fn told(block: &Block, words: &HeadingWords) -> Option<Section> {
    let Some(number) = &block.number else {
        return is_preamble(&block.text, words).then_some(Section::Preamble);
    };
    let number = numbering::whole(number, words)?;
    match number.readings.first()?.kind {
        NumberKind::Article | NumberKind::Division => Some(Section::Body),
        NumberKind::Annex => Some(Section::Annex),
        _ => None,
    }
}
