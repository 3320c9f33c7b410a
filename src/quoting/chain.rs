//! Placing all pieces of a quotation: in one document, in their order.

use std::ops::Range;
use std::rc::Rc;

use super::align::{Alignment, align, verbatim};
use super::negation::Lost;
use super::passage::WORDS_IN_STEP;
use super::place::{Placed, Searched};
use super::quote::Piece;

/// Words that an ellipsis may stand for.
pub(super) const LEFT_OUT_MAX: u32 = 4_000;
/// Words in which the next piece is looked for where it does not stand word for word.
const NEAR_WORDS: u32 = 400;
/// Places of the longest piece from which the others are looked for.
const ANCHORS_MAX: usize = 24;
/// Cells of the alignments of the others; once there are more, no further place is tried.
const CELLS_MAX: usize = 1_000_000;

/// Where all pieces of a quotation stand: one place for each.
pub(super) struct Chain<'c> {
    pub(super) placed: Vec<Placed<'c>>,
    /// Negations that the quotation takes out of its sentences.
    pub(super) lost: Vec<Lost<'c>>,
}

impl<'c> Searched<'c> {
    /// Every place of `pieces` in the corpus, or of the longest of them among `words` of one
    /// document.
    pub(super) fn chains(&self, pieces: &[Piece], words: Option<Range<u32>>) -> Vec<Chain<'c>> {
        // The longest piece leads; of several the first.
        let lead = (0..pieces.len()).rev().max_by_key(|&at| pieces[at].words.len());
        let Some(lead) = lead else { return Vec::new() };
        let anchors = match words {
            Some(words) => self.places_in(&pieces[lead], words),
            None => self.places(&pieces[lead], &self.everything()),
        };
        let most = if pieces.len() == 1 { usize::MAX } else { ANCHORS_MAX };
        let (mut chains, mut cells) = (Vec::new(), 0);
        for anchor in anchors.into_iter().take(most) {
            if cells > CELLS_MAX || self.stop.is_set() {
                break;
            }
            chains.extend(self.around(pieces, lead, anchor, &mut cells));
        }
        chains
    }

    /// The pieces before and behind one that is placed. Adds to `cells` those of their alignments.
    fn around(
        &self,
        pieces: &[Piece],
        lead: usize,
        anchor: Placed<'c>,
        cells: &mut usize,
    ) -> Option<Chain<'c>> {
        let document = self.document(self.document_of(anchor.words().start));
        let mut before: Vec<Placed<'c>> = Vec::with_capacity(pieces.len());
        for piece in pieces[..lead].iter().rev() {
            let end = before.last().unwrap_or(&anchor).words().start;
            let start = end.saturating_sub(LEFT_OUT_MAX).max(document.start);
            before.push(self.closest(piece, start..end, true, cells)?);
        }
        before.reverse();
        let mut placed = before;
        placed.push(anchor);
        for piece in &pieces[lead + 1..] {
            let start = placed.last().map_or(document.start, |last| last.words().end);
            let end = start.saturating_add(LEFT_OUT_MAX).min(document.end);
            placed.push(self.closest(piece, start..end, false, cells)?);
        }
        let lost = self.lost(pieces, &placed);
        Some(Chain { placed, lost })
    }

    /// Where `piece` stands among these words: the first place, or the `last`.
    fn closest(
        &self,
        piece: &Piece,
        words: Range<u32>,
        last: bool,
        cells: &mut usize,
    ) -> Option<Placed<'c>> {
        let passage = Rc::new(self.passage(words.clone()));
        self.stop.count(passage.len() / WORDS_IN_STEP);
        let mut starts = verbatim(piece, &passage);
        let start = if last { starts.last() } else { starts.next() };
        if let Some(start) = start {
            let alignment = Alignment::verbatim(piece, start);
            return Some(Placed { passage: Rc::clone(&passage), alignment });
        }
        let near = if last {
            words.end.saturating_sub(NEAR_WORDS).max(words.start)..words.end
        } else {
            words.start..words.start.saturating_add(NEAR_WORDS).min(words.end)
        };
        let passage = Rc::new(self.passage(near));
        let own = piece.words.len() * passage.len();
        *cells += own;
        self.stop.count(own);
        let alignment = align(piece, &passage, last)?;
        Some(Placed { passage, alignment })
    }
}

impl Chain<'_> {
    /// Share of the letters on both sides that stand in words that are the same.
    pub(super) fn similarity(&self) -> f64 {
        let sum = |of: fn(&Alignment) -> usize| -> usize {
            let lost = self.lost.iter().map(|(_, placed)| placed);
            self.placed.iter().chain(lost).map(|placed| of(&placed.alignment)).sum()
        };
        let all = sum(|alignment| alignment.all);
        if all == 0 { 0.0 } else { sum(|alignment| alignment.same) as f64 / all as f64 }
    }

    /// Words of the quotation that stand in the document.
    pub(super) fn held(&self) -> usize {
        self.placed.iter().map(|placed| placed.alignment.held()).sum()
    }

    /// Number of its first word.
    pub(super) fn start(&self) -> u32 {
        self.placed.first().map_or(0, |placed| placed.words().start)
    }
}
