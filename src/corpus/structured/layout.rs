//! The blocks of a document as one text.

use std::ops::Range;

use formats::{Block, Role, Section};

use crate::language::analysis::word_count;
use crate::language::sentences;

/// A paragraph of more words than this is cut into several clauses.
const CLAUSE_WORDS_MAX: usize = 250;
/// A clause that is cut from one has about so many.
const CLAUSE_WORDS: usize = 120;

/// Words that say who speaks are not more than these.
const ENACTING_WORDS_MAX: usize = 10;

/// A clause, where it stands in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// The block it is of.
    pub(super) block: usize,
    /// Which piece of its block it is, from 1, where the block was cut.
    pub(super) piece: Option<usize>,
    /// Bytes of the text.
    pub(super) range: Range<usize>,
    /// Index of the clause that leads it in.
    pub(super) parent: Option<usize>,
    /// Bytes of the words of its heading.
    pub(super) heading: Option<Range<usize>>,
}

/// A document's text, with what stands where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) text: String,
    pub(super) clauses: Vec<Place>,
}

impl Layout {
    /// The text of `blocks`: each on a line of its own, behind its number.
    pub(super) fn of(blocks: &[Block]) -> Self {
        let mut layout = Self { text: String::new(), clauses: Vec::new() };
        let mut headings = Headings::default();
        // The clause that each block begins with.
        let mut first_clause: Vec<Option<usize>> = Vec::with_capacity(blocks.len());
        for (at, block) in blocks.iter().enumerate() {
            let words = layout.line(block);
            if let Role::Heading(level) = block.role {
                headings.enter(level, words);
                first_clause.push(None);
                continue;
            }
            if block.role == Role::Title || !block.text.contains(char::is_alphabetic) {
                first_clause.push(None);
                continue;
            }
            let parent = ancestors(blocks, at).find_map(|above| first_clause[above]);
            let heading = headings.current();
            first_clause.push(Some(layout.clauses.len()));
            let pieces = pieces(&layout.text, words);
            let several = pieces.len() > 1;
            for (index, range) in pieces.into_iter().enumerate() {
                let piece = several.then_some(index + 1);
                let heading = heading.clone();
                layout.clauses.push(Place { block: at, piece, range, parent, heading });
            }
        }
        layout
    }

    /// Writes a block, and gives the bytes of its words.
    fn line(&mut self, block: &Block) -> Range<usize> {
        if !self.text.is_empty() {
            let close = matches!(block.role, Role::Point | Role::Row | Role::WrapUp);
            self.text.push_str(if close { "\n" } else { "\n\n" });
        }
        if let Some(number) = &block.number {
            self.text.push_str(number);
            // A number that closes itself needs no dot.
            let open = number.ends_with(|c: char| c.is_ascii_alphanumeric());
            self.text.push_str(if open { ". " } else { " " });
        }
        let start = self.text.len();
        self.text.push_str(&block.text);
        let end = self.text.len();
        if start == end {
            let kept = self.text.trim_end().len();
            self.text.truncate(kept);
            return kept..kept;
        }
        start..end
    }
}

/// The blocks above `at`, from the nearest.
pub(super) fn ancestors(blocks: &[Block], at: usize) -> impl Iterator<Item = usize> {
    // A parent stands before its children, so this ends.
    std::iter::successors(blocks[at].parent.filter(move |&up| up < at), |&up| {
        blocks[up].parent.filter(|&further| further < up)
    })
}

/// Whether the block at `at` is the words before the recitals that say who speaks: "The General
/// Assembly,".
pub(super) fn is_enacting(blocks: &[Block], at: usize) -> bool {
    let block = &blocks[at];
    block.section == Some(Section::Preamble)
        && block.text.ends_with([',', ':', '،', '，'])
        && word_count(&block.text) <= ENACTING_WORDS_MAX
        && !blocks[..at]
            .iter()
            .rev()
            .take_while(|above| above.section == block.section)
            .any(|above| !matches!(above.role, Role::Heading(_) | Role::Title | Role::Note))
}

/// The headings that hold at a place.
#[derive(Debug, Default)]
struct Headings {
    open: Vec<(u8, Range<usize>)>,
}

impl Headings {
    fn enter(&mut self, level: u8, words: Range<usize>) {
        self.open.retain(|(above, _)| *above < level);
        if !words.is_empty() {
            self.open.push((level, words));
        }
    }

    /// The nearest.
    fn current(&self) -> Option<Range<usize>> {
        self.open.last().map(|(_, words)| words.clone())
    }
}

/// The paragraph at `range`, cut between sentences where it is very long.
fn pieces(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let words = |range: &Range<usize>| word_count(&text[range.clone()]);
    if words(&range) <= CLAUSE_WORDS_MAX {
        return vec![range];
    }
    let inside = &text[range.clone()];
    let sentences = sentences::sentences(inside, &sentences::enclosed(inside));
    let sentences = sentences.into_iter().map(|one| range.start + one.start..range.start + one.end);
    let mut pieces: Vec<Range<usize>> = Vec::new();
    let mut length = 0;
    for sentence in sentences {
        let own = words(&sentence);
        match pieces.last_mut() {
            Some(piece) if length + own <= CLAUSE_WORDS => {
                piece.end = sentence.end;
                length += own;
            }
            _ => {
                pieces.push(sentence);
                length = own;
            }
        }
    }
    if pieces.is_empty() { vec![range] } else { pieces }
}
