//! The quotation in a question, and where it comes from.

use std::sync::Arc;

use super::sources::Sources;
use crate::domain::{Filter, QuoteClaim, QuoteVerdict, QuotedSpan, Span, Stop, Stopped};
use crate::quoting::{Among, Verifier, origins, unmarked};
use crate::reading::Reading;

/// What the documents say to the quotation in a question.
#[derive(Debug, Clone)]
pub(super) struct Quoted {
    pub(super) verdict: Arc<QuoteVerdict>,
    /// Where it comes from, best first, each clause once.
    pub(super) places: Vec<QuotedPlace>,
}

/// Words of a clause that a question quotes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct QuotedPlace {
    /// Position of the clause.
    pub(super) clause: usize,
    pub(super) span: Span,
    /// How alike its words and the quotation's are, from 0 to 1.
    pub(super) likeness: f64,
    /// Whether every word stands there.
    pub(super) verbatim: bool,
}

/// Finds the quotation of `reading` in the clauses that `filter` admits. Where it is a run of words
/// without marks, that run is looked for first, in `question`, and put into the reading.
pub(super) fn quoted(
    sources: &Sources,
    question: &str,
    may_quote: bool,
    reading: &mut Reading,
    filter: &Filter,
    stop: &Stop,
) -> Result<Option<Quoted>, Stopped> {
    let Sources { corpus, quotes, .. } = sources;
    let admits = |position: usize| filter.admits(corpus, &corpus.clauses()[position]);
    let among: Among<'_> = if filter.is_empty() { None } else { Some(&admits) };
    if may_quote {
        let run = unmarked(corpus, quotes, question, among, stop);
        reading.quotation = run.map(|run| question[run].to_owned());
    }
    let Some(text) = reading.quotation.clone() else { return Ok(None) };
    let claim = QuoteClaim { text, ..QuoteClaim::default() };
    let verdict = Verifier::new(corpus, quotes, stop).verify_among(&claim, among)?;
    let places = places(&verdict);
    Ok(Some(Quoted { verdict: Arc::new(verdict), places }))
}

/// The clauses of each place that the quotation comes from.
fn places(verdict: &QuoteVerdict) -> Vec<QuotedPlace> {
    let mut found: Vec<QuotedPlace> = Vec::new();
    for origin in origins(verdict) {
        let (likeness, verbatim) = (origin.likeness, origin.place.is_verbatim());
        let first = found.len();
        for &QuotedSpan { clause, span, .. } in &origin.place.spans {
            match found.iter().position(|place| place.clause == clause) {
                // Two pieces of one clause, with what an ellipsis leaves out between them.
                Some(at) if at >= first => {
                    let own = &mut found[at].span;
                    *own = Span::new(own.start.min(span.start), own.end.max(span.end));
                }
                Some(_) => {}
                None => found.push(QuotedPlace { clause, span, likeness, verbatim }),
            }
        }
    }
    found
}
