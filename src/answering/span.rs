//! The quoted span: the stretch of a clause that decides.

use std::collections::BTreeSet;

use crate::domain::{Corpus, Span};
use crate::retrieval::analysis::terms;
use crate::retrieval::{Index, WeightedTerm};

/// Clauses of up to this many words are quoted whole.
const WHOLE_WORDS_MAX: usize = 60;
/// The longest quotation, in words, that is put together out of segments.
const QUOTE_WORDS_MAX: usize = 75;
/// What a cosine counts beside the rarity of the words held.
const MEANING_WEIGHT: f32 = 6.0;
/// A neighbouring segment joins when it adds this share of the best segment's worth.
const JOINING_SHARE: f32 = 0.1;

/// The span of the clause at `position` to quote for a question with these terms and vector.
pub(super) fn decisive(
    corpus: &Corpus,
    index: &Index,
    position: usize,
    query: &[WeightedTerm],
    vector: &[f32],
) -> Span {
    let clause = &corpus.clauses()[position];
    let text = &corpus.document_of(clause).text;
    let words = |span: Span| text.slice(span).split_whitespace().count();
    if clause.segments.len() < 2 || words(clause.span) <= WHOLE_WORDS_MAX {
        return clause.span;
    }
    let cosines = index.segment_scores(position, vector);
    let held: Vec<BTreeSet<usize>> =
        clause.segments.iter().map(|&segment| held_terms(text.slice(segment), query)).collect();
    let worth = |terms: &BTreeSet<usize>| -> f32 {
        terms.iter().map(|&at| index.lexical().idf(&query[at].stem) * query[at].weight).sum()
    };
    let value =
        |at: usize| worth(&held[at]) + MEANING_WEIGHT * cosines.get(at).copied().unwrap_or(0.0);
    let best = (0..clause.segments.len())
        .max_by(|&a, &b| value(a).total_cmp(&value(b)).then(b.cmp(&a)))
        .unwrap_or(0);
    let mut range = best..best + 1;
    let mut covered = held[best].clone();
    let least = JOINING_SHARE * value(best);
    loop {
        let joined = |range: &std::ops::Range<usize>| {
            Span::new(clause.segments[range.start].start, clause.segments[range.end - 1].end)
        };
        let gain = |at: usize| {
            let new: BTreeSet<usize> = held[at].difference(&covered).copied().collect();
            worth(&new) + MEANING_WEIGHT * (cosines.get(at).copied().unwrap_or(0.0) - 0.3).max(0.0)
        };
        let before = range.start.checked_sub(1).map(|at| (at, at..range.end));
        let after =
            (range.end < clause.segments.len()).then(|| (range.end, range.start..range.end + 1));
        let next = [after, before]
            .into_iter()
            .flatten()
            .filter(|(at, wider)| gain(*at) >= least && words(joined(wider)) <= QUOTE_WORDS_MAX)
            .max_by(|(a, _), (b, _)| gain(*a).total_cmp(&gain(*b)));
        match next {
            Some((at, wider)) => {
                covered.extend(&held[at]);
                range = wider;
            }
            None => return joined(&range),
        }
    }
}

/// Indexes of the query's terms that `text` holds.
fn held_terms(text: &str, query: &[WeightedTerm]) -> BTreeSet<usize> {
    let own: BTreeSet<String> = terms(text).into_iter().map(|term| term.stem).collect();
    (0..query.len()).filter(|&at| own.contains(&query[at].stem)).collect()
}

/// The segments of the clause at `position` that `span` touches: a quotation with its sentence.
pub(super) fn enclosing(corpus: &Corpus, position: usize, span: Span) -> Span {
    let segments = &corpus.clauses()[position].segments;
    let touched = || segments.iter().filter(|segment| segment.overlaps(span));
    match (touched().next(), touched().next_back()) {
        (Some(first), Some(last)) => Span::new(first.start.min(span.start), last.end.max(span.end)),
        _ => span,
    }
}
