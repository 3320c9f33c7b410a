//! Quotations whose words are too many changed to be found by themselves, beside the clauses that
//! they are ascribed to: there, fewer words in common tell where they come from.

use std::ops::Range;
use std::sync::Arc;

use crate::domain::{
    Attribution, Corpus, Difference, DifferenceKind, QuoteMatch, QuoteVerdict, QuotedSpan, Span,
    Verdict,
};
use crate::quoting::{Word, diff, words};

/// The most clauses that are looked through.
const CLAUSES_MAX: usize = 400;
/// Words that have to be the same, and their share of the quotation's.
const SAME_MIN: usize = 4;
const SAME_SHARE_MIN: f64 = 0.5;
/// How much longer than the quotation the stretch that it comes from may be.
const STRETCH: f64 = 1.5;

/// `found` as an altered quotation of what it is ascribed to, where it comes near to one there.
pub(super) fn altered(
    corpus: &Arc<Corpus>,
    attribution: &Attribution,
    found: &QuoteVerdict,
) -> Option<QuoteVerdict> {
    let clauses: Vec<usize> = match attribution.clause {
        Some(clause) => vec![clause],
        None => attribution
            .documents
            .iter()
            .flat_map(|&index| corpus.documents()[index].clauses.clone())
            .collect(),
    };
    let quotation = words(found.text.as_str(), 0);
    let found_in = |clause| near(corpus, clause, &quotation);
    let places = clauses.into_iter().take(CLAUSES_MAX).filter_map(found_in);
    let best = places.reduce(|a, b| if b.similarity > a.similarity { b } else { a })?;
    Some(QuoteVerdict { verdict: Verdict::Altered, matches: vec![best], ..found.clone() })
}

/// The stretch of `clause` that shares enough words with `quotation`.
fn near(corpus: &Corpus, clause: usize, quotation: &[Word]) -> Option<QuoteMatch> {
    let (span, text) = {
        let own = &corpus.clauses()[clause];
        (own.span, corpus.text_of(own))
    };
    let source = words(text, span.start);
    let runs = diff(&source, quotation);
    let is_same = |run: &&Difference| run.kind == DifferenceKind::Equal;
    let first = runs.iter().find(is_same)?.left.start;
    let last = runs.iter().rfind(is_same)?.left.end;
    let within = |words: &[Word], span: Span| -> Range<usize> {
        let start = words.partition_point(|word| word.span.start < span.start);
        start..words.partition_point(|word| word.span.start < span.end)
    };
    let same: usize =
        runs.iter().filter(is_same).map(|run| within(quotation, run.right).len()).sum();
    let stretch = within(&source, Span::new(first, last));
    let share = same as f64 / quotation.len().max(1) as f64;
    let long = stretch.len() as f64 > STRETCH * quotation.len() as f64 + 1.0;
    if same < SAME_MIN || share < SAME_SHARE_MIN || long {
        return None;
    }
    let similarity = 2.0 * same as f64 / (stretch.len() + quotation.len()) as f64;
    let differences = diff(&source[stretch], quotation);
    Some(QuoteMatch {
        document: corpus.clauses()[clause].document,
        spans: vec![QuotedSpan::new(corpus, clause, Span::new(first, last))],
        similarity,
        normalised: Vec::new(),
        differences,
    })
}
