//! From the places of a quotation's pieces to a match that can be shown.

use std::collections::BTreeSet;

use super::chain::Chain;
use super::diff::differences;
use super::formatting::formatting;
use super::place::{Placed, Searched};
use super::quote::Piece;
use crate::domain::{
    Corpus, Difference, DifferenceKind, Normalisation, QuoteMatch, QuotedSpan, Span,
};

impl Searched<'_> {
    /// The match that `chain` makes. `text` is what `pieces` were read from.
    pub(super) fn assemble(&self, text: &str, pieces: &[Piece], chain: &Chain<'_>) -> QuoteMatch {
        let mut kinds = BTreeSet::new();
        let mut spans = Vec::new();
        let mut runs: Vec<Difference> = Vec::new();
        for (at, (piece, placed)) in pieces.iter().zip(&chain.placed).enumerate() {
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
            runs.extend(differences(&passage.words[start..end], &piece.words, &pairs, &breaks));
            for (_, lost) in chain.lost.iter().filter(|(behind, _)| *behind == at) {
                let left = lost.passage.words[lost.alignment.start].span;
                let end = piece.words.last().map_or(0, |word| word.span.end);
                let right = Span::new(end, end);
                runs.push(Difference { kind: DifferenceKind::Deleted, left, right });
            }
        }
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

/// The words of a place, clause by clause.
fn spans_of(corpus: &Corpus, placed: &Placed<'_>) -> Vec<QuotedSpan> {
    let Placed { passage, alignment } = placed;
    let mut spans = Vec::new();
    let mut start = alignment.start;
    for at in alignment.start..alignment.end {
        if at + 1 < alignment.end && passage.clause(at) == passage.clause(at + 1) {
            continue;
        }
        let span = Span::new(passage.words[start].span.start, passage.words[at].span.end);
        spans.push(QuotedSpan::new(corpus, passage.clause(at), span));
        start = at + 1;
    }
    spans
}
