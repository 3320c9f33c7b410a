//! Where an inexact quotation comes from.
//!
//! The verdict on a quotation is strict, and has to be. Who asks where words come from wants the
//! place even so: it is told from a chance likeness by the words that both sides share, whatever
//! their endings.

use crate::domain::{DifferenceKind, QuoteMatch, QuoteVerdict, Verdict};
use crate::language::analysis::{Term, terms};

/// How alike a place must be, from 0 to 1, to be where a quotation comes from.
const LIKENESS_MIN: f64 = 0.5;
/// Words of content that a place must share with the quotation, and their share of these: one long
/// word in common makes no source of a short text.
const SHARED_MIN: usize = 2;
const SHARED_SHARE_MIN: f64 = 0.4;

/// A place that a quotation comes from.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'v> {
    /// The place.
    pub place: &'v QuoteMatch,
    /// Share of the letters on both sides that stand in the same words, endings aside: 1 where
    /// every word stands there.
    pub likeness: f64,
}

/// Where the quotation of `verdict` comes from, best first: its matches, or the nearest place if
/// that is alike enough.
pub fn origins(verdict: &QuoteVerdict) -> Vec<Origin<'_>> {
    let origin = |place| Origin { place, likeness: likeness(verdict, place) };
    if verdict.verdict != Verdict::NotFound {
        return verdict.matches.iter().map(origin).collect();
    }
    let nearest = verdict.nearest.iter().map(origin);
    nearest
        .filter(|origin| origin.likeness >= LIKENESS_MIN && shares_enough(verdict, origin.place))
        .collect()
}

fn likeness(verdict: &QuoteVerdict, place: &QuoteMatch) -> f64 {
    let source = &verdict.corpus.documents()[place.document].text;
    let letters = |words: &[Term]| words.iter().map(|term| term.word.len()).sum::<usize>();
    let (mut same, mut all) = (0, 0);
    for run in &place.differences {
        let mut own = terms(source.slice(run.left));
        let quoted = terms(verdict.text.slice(run.right));
        let both = letters(&own) + letters(&quoted);
        all += both;
        if run.kind == DifferenceKind::Equal {
            same += both;
            continue;
        }
        for term in quoted {
            if let Some(at) = own.iter().position(|other| other.stem == term.stem) {
                same += term.word.len() + own.swap_remove(at).word.len();
            }
        }
    }
    if all == 0 { 1.0 } else { same as f64 / all as f64 }
}

/// Whether enough of the quotation's words of content stand in `place`.
fn shares_enough(verdict: &QuoteVerdict, place: &QuoteMatch) -> bool {
    let mut content: Vec<String> = terms(verdict.text.as_str())
        .into_iter()
        .filter(|term| !term.is_stopword())
        .map(|term| term.stem)
        .collect();
    content.sort_unstable();
    content.dedup();
    let held: Vec<Term> = place.spans.iter().flat_map(|span| terms(&span.quote)).collect();
    let shared = content.iter().filter(|stem| held.iter().any(|term| term.stem == **stem)).count();
    shared >= SHARED_MIN.min(content.len())
        && shared as f64 >= SHARED_SHARE_MIN * content.len() as f64
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::{QuoteClaim, sample};
    use crate::quoting::{QuoteIndex, verify};

    #[test]
    fn an_inexact_quotation_is_traced_and_a_chance_likeness_is_not() {
        let corpus = Arc::new(sample::corpus());
        let index = QuoteIndex::build(&corpus);
        let soaring = Some("the soaring demands for police");
        let cases = [
            ("the soaring demands for police", Verdict::Exact, soaring),
            ("THE SOARING demands, for police", Verdict::Normalised, soaring),
            // The same stems in other forms are another wording, of the same place.
            ("the soaring demand for police", Verdict::NotFound, soaring),
            ("the soaring global demands for police", Verdict::Altered, soaring),
            ("nobody ever wrote anything like it", Verdict::NotFound, None),
            // One word in common.
            ("no cyberspace can win", Verdict::NotFound, None),
        ];
        for (text, expected, origin) in cases {
            let claim = QuoteClaim { text: text.to_owned(), ..QuoteClaim::default() };
            let verdict = verify(&corpus, &index, &claim);
            assert_eq!(verdict.verdict, expected, "{text}");
            let found = origins(&verdict);
            let quote = found.first().map(|origin| origin.place.spans[0].quote.as_str());
            assert_eq!(quote, origin, "{text}");
            for origin in found {
                let verbatim = origin.place.is_verbatim();
                assert_eq!(verbatim, expected <= Verdict::Normalised, "{text}");
                assert!(!verbatim || (origin.likeness - 1.0).abs() < 1e-9, "{text}");
            }
        }
    }
}
