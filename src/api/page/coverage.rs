//! What was searched for an answer, and which documents are silent.

use maud::{Markup, html};

use super::{address, more, names, sources};
use crate::domain::{Answer, AnswerStatus, Corpus, DocumentCoverage, Speaks};

/// So many silent documents are named at first.
const SILENT_SHOWN: usize = 12;

/// One line for each document that was searched: those that are cited, those that come near, the silent.
pub(super) fn coverage(answer: &Answer) -> Markup {
    let rows = &answer.coverage;
    let cited: Vec<&DocumentCoverage> = rows.iter().filter(|row| !row.markers.is_empty()).collect();
    let others = || rows.iter().filter(|row| row.markers.is_empty());
    // Where nothing is found, no document is nearer to the matter than another.
    let nothing = answer.status == AnswerStatus::NotFound;
    let (silent, near): (Vec<&DocumentCoverage>, Vec<&DocumentCoverage>) =
        others().partition(|row| !nothing && row.speaks == Speaks::Silent);
    let clauses: usize = rows.iter().map(|row| row.clauses_searched).sum();
    html! {
        @if !rows.is_empty() {
            section.coverage aria-labelledby="searched" {
                h2 id="searched" { "What was searched" }
                p {
                    (names::count(clauses, "clause")) " of " (names::count(rows.len(), "document")) ": "
                    (tally(&cited, &near, &silent, nothing)) "."
                }
                (group(&answer.corpus, "Cited", &cited))
                (group(&answer.corpus, if nothing { "Nothing found; nearest clauses" } else { "May touch on it" }, &near))
                (group(&answer.corpus, "Silent", &silent))
            }
        }
    }
}

fn tally(
    cited: &[&DocumentCoverage],
    near: &[&DocumentCoverage],
    silent: &[&DocumentCoverage],
    nothing: bool,
) -> String {
    let mut parts = Vec::new();
    let mut say = |rows: &[&DocumentCoverage], what: &str| {
        if !rows.is_empty() {
            parts.push(format!("{} {what}", names::grouped(rows.len())));
        }
    };
    say(cited, if cited.len() == 1 { "is cited" } else { "are cited" });
    say(
        near,
        match (nothing, near.len()) {
            (false, _) => "may touch on it",
            (true, 1) => "has nothing on it",
            (true, _) => "have nothing on it",
        },
    );
    say(silent, if silent.len() == 1 { "is silent" } else { "are silent" });
    parts.join(", ")
}

fn group(corpus: &Corpus, title: &str, rows: &[&DocumentCoverage]) -> Markup {
    html! {
        @if !rows.is_empty() {
            h3 { (title) }
            (more::rows(rows, SILENT_SHOWN, |row| line(corpus, row)))
        }
    }
}

fn line(corpus: &Corpus, row: &DocumentCoverage) -> Markup {
    let document = &corpus.documents()[row.document];
    let nearest = row.nearest.filter(|_| row.markers.is_empty());
    html! {
        li {
            a href=(address::document(document)) { (names::short(corpus, row.document)) }
            @for marker in &row.markers {
                " " a.cited href={ "#" (sources::anchor(*marker)) } { "[" (marker) "]" }
            }
            @if let Some(nearest) = nearest {
                @let clause = &corpus.clauses()[nearest.clause];
                span.meta {
                    "nearest: " a href=(address::clause(corpus, clause)) { (names::label(clause)) }
                }
            }
        }
    }
}
