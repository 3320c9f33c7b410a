//! What the documents say to a quotation.

use maud::{Markup, html};

use super::{address, marked, names};
use crate::domain::{Difference, DifferenceKind, QuoteMatch, QuoteVerdict, Verdict};

/// So many places are shown.
const PLACES_MAX: usize = 5;

/// The verdict on the quotation in a question.
pub(super) fn of_question(verdict: &QuoteVerdict) -> Markup {
    html! {
        section.quotation aria-labelledby="quotation" {
            h2 id="quotation" { "The quotation" }
            p { (judgement(verdict.verdict)) }
            (places(verdict))
        }
    }
}

/// A verdict in a sentence.
const fn judgement(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Exact => "Found word for word.",
        Verdict::Normalised => "Found word for word, apart from formatting.",
        Verdict::Altered => "Found, but with words changed.",
        Verdict::Misattributed => "Found elsewhere than where it is said to be.",
        Verdict::NotFound => "Found in none of the documents.",
    }
}

/// The places where a quotation stands, or the one that comes nearest, with what differs.
pub(super) fn places(verdict: &QuoteVerdict) -> Markup {
    html! {
        @if !verdict.matches.is_empty() {
            ul.places {
                @for place in verdict.matches.iter().take(PLACES_MAX) { (self::place(verdict, place)) }
            }
            @if verdict.matches.len() > PLACES_MAX {
                p.meta { "And " (names::count(verdict.matches.len() - PLACES_MAX, "further place")) "." }
            }
        } @else if let Some(nearest) = &verdict.nearest {
            p.meta { "Nearest:" }
            ul.places { (place(verdict, nearest)) }
        }
    }
}

fn place(verdict: &QuoteVerdict, place: &QuoteMatch) -> Markup {
    let corpus = &verdict.corpus;
    let source = &corpus.documents()[place.document].text;
    // As a correction of the quotation: away with its own words, here are those of the source.
    let runs = place.differences.iter().map(|run| {
        let kind = match run.kind {
            DifferenceKind::Inserted => DifferenceKind::Deleted,
            DifferenceKind::Deleted => DifferenceKind::Inserted,
            same => same,
        };
        (Difference { kind, ..*run }, verdict.text.slice(run.right), source.slice(run.left))
    });
    html! {
        li {
            @for span in &place.spans {
                @let clause = &corpus.clauses()[span.clause];
                a href=(address::quotation(corpus, clause, span.span)) {
                    (names::short(corpus, clause.document)) ", "
                    (names::label(clause))
                }
                " "
            }
            @if !place.is_verbatim() {
                p.differences { (marked::differences(runs)) }
            } @else if !place.normalised.is_empty() {
                span.meta {
                    "apart from "
                    (place.normalised.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(", "))
                }
            }
        }
    }
}
