//! From the places of a quotation's pieces to a match that can be shown.

use std::collections::BTreeSet;

use super::chain::Chain;
use super::diff::differences;
use super::formatting::formatting;
use super::place::{Placed, Searched};
use super::quote::Piece;
use super::words::Word;
use crate::domain::{
    Corpus, Difference, DifferenceKind, Normalisation, QuoteMatch, QuotedSpan, Span,
};

impl Searched<'_> {
    /// The match that `chain` makes. `text` is what `pieces` were read from.
    pub(super) fn assemble(&self, text: &str, pieces: &[Piece], chain: &Chain<'_>) -> QuoteMatch {
        let mut kinds = BTreeSet::new();
        let mut spans = Vec::new();
        let mut runs: Vec<Difference> = Vec::new();
        let left_out = |before: usize| {
            let lost = chain.lost.iter().filter(move |(piece, _)| *piece == before);
            lost.map(move |(_, Placed { passage, alignment })| {
                let left = passage.word(alignment.start).span;
                let right = behind(pieces, before);
                Difference { kind: DifferenceKind::Deleted, left, right }
            })
        };
        for (at, (piece, placed)) in pieces.iter().zip(&chain.placed).enumerate() {
            runs.extend(left_out(at));
            let Placed { passage, alignment } = placed;
            formatting(text, piece, passage, alignment, &mut kinds);
            let own = spans_of(self.corpus, placed);
            if own.len() > 1 {
                kinds.insert(Normalisation::Joined);
            }
            spans.extend(own);
            let (start, end) = (alignment.start, alignment.end);
            let pairs: Vec<_> = alignment
                .pairs
                .iter()
                .map(|(pair, _)| {
                    let mut pair = pair.clone();
                    pair.left = pair.left.start.saturating_sub(start)..pair.left.end - start;
                    pair
                })
                .collect();
            let breaks =
                |at: usize| at > 0 && passage.clause(start + at) != passage.clause(start + at - 1);
            let own: Vec<&Word> = passage.words(start..end).collect();
            let words: Vec<&Word> = piece.words.iter().collect();
            runs.extend(differences(&own, &words, &pairs, &breaks));
        }
        runs.extend(left_out(pieces.len()));
        if pieces.len() > 1 {
            kinds.insert(Normalisation::Ellipsis);
        }
        QuoteMatch {
            document: self.document_of(chain.start()),
            spans,
            similarity: chain.similarity(),
            normalised: kinds.into_iter().collect(),
            differences: runs,
        }
    }
}

/// The place in a quotation behind its first `count` pieces; of none, before the first.
fn behind(pieces: &[Piece], count: usize) -> Span {
    let before = count.checked_sub(1).and_then(|last| pieces[last].words.last());
    let first = pieces.first().and_then(|piece| piece.words.first());
    let at = before.map(|word| word.span.end).or(first.map(|word| word.span.start)).unwrap_or(0);
    Span::new(at, at)
}

/// The words of a place, clause by clause.
fn spans_of(corpus: &Corpus, placed: &Placed<'_>) -> Vec<QuotedSpan> {
    let Placed { passage, alignment } = placed;
    let mut spans = Vec::new();
    let mut start = alignment.start;
    for at in alignment.start..alignment.end {
        if at + 1 < alignment.end && passage.clause(at) == passage.clause(at + 1) {
            continue;
        }
        let span = Span::new(passage.word(start).span.start, passage.word(at).span.end);
        spans.push(QuotedSpan::new(corpus, passage.clause(at), span));
        start = at + 1;
    }
    spans
}
