//! The page of a search: clauses in order of relevance.

use maud::{Markup, html};

use super::address::Choices;
use super::answer::percent;
use super::facets::Facets;
use super::form::{self, Line};
use super::{address, marked, names};
use crate::domain::{Corpus, Evidence, QUESTION_CHARS_MAX, QueryReading, WORDS_ALONE};

/// What was found.
pub(in crate::api) struct Found<'a> {
    /// All clauses of the ranking, best first.
    pub(in crate::api) evidence: &'a [Evidence],
    /// What was read out of the query.
    pub(in crate::api) understood: &'a QueryReading,
    /// The corpus that was searched.
    pub(in crate::api) corpus: &'a Corpus,
    /// Which of them is the first on this page, from 0.
    pub(in crate::api) first: usize,
    /// How many stand on a page.
    pub(in crate::api) page: usize,
}

/// The box alone, or what was found by it.
pub(in crate::api) fn search(choices: &Choices, found: Option<&Found<'_>>) -> Markup {
    let line = Line {
        path: "/search",
        label: "Search the clauses",
        name: "q",
        value: choices.one("q").unwrap_or_default(),
        button: "Search",
        chars_max: QUESTION_CHARS_MAX,
    };
    let kept = choices.only(|name, _| form::filter_title(name).is_some());
    let form = line.form(&kept, &html! {});
    let Some(found) = found else {
        return html! {
            div.hero {
                h1 { "Search the clauses" }
                p.lede { "Clauses by what they mean and by their words, the most relevant first." }
                (form)
            }
        };
    };
    let positions = found.evidence.iter().map(|evidence| evidence.clause);
    html! {
        div.sheet {
            div.column {
                h1.unseen { "Search: " (line.value) }
                (form)
                (form::chosen("/search", choices))
                p.meta.tally {
                    (names::count(found.evidence.len(), "clause"))
                    @if !found.evidence.is_empty() {
                        ", the most relevant first. " a.narrow href="#narrow" { "Narrow" }
                    }
                }
                @for correction in &found.understood.corrections {
                    p.meta { "Read “" (correction.from) "” as “" (correction.to) "”." }
                }
                @if found.understood.words_alone { p.meta { (WORDS_ALONE) } }
                @if found.evidence.is_empty() {
                    p { "No clause matches the filters. Remove a filter." }
                }
                ol.results start=(found.first + 1) {
                    @for evidence in found.evidence.iter().skip(found.first).take(found.page) {
                        (result(found.corpus, evidence))
                    }
                }
                (pages(choices, found))
            }
            aside.side aria-label="Narrow the search" {
                (Facets::of_clauses(found.corpus, positions).show("/search", choices, "Narrow"))
            }
        }
    }
}

fn result(corpus: &Corpus, evidence: &Evidence) -> Markup {
    let clause = &corpus.clauses()[evidence.clause];
    let document = corpus.document_of(clause);
    html! {
        li.result {
            p.where {
                a.title href=(address::clause(corpus, clause)) {
                    (names::short(corpus, clause.document)) ", " (names::label(clause))
                }
                span.meta { (names::place_and_date(document)) }
                span.relevance title="Probability that the clause answers" { (percent(evidence.relevance)) }
            }
            p.words lang=(document.language) { (marked::clause(corpus, evidence.clause, None)) }
        }
    }
}

/// To the results before and after these.
fn pages(choices: &Choices, found: &Found<'_>) -> Markup {
    let next = found.first + found.page;
    html! {
        @if found.evidence.len() > found.page {
            nav.steps aria-label="Further results" {
                @if found.first > 0 {
                    a rel="prev" href=(choices.from(found.first.saturating_sub(found.page) + 1).address("/search")) {
                        span aria-hidden="true" { "← " } "Before these"
                    }
                }
                @if next < found.evidence.len() {
                    a rel="next" href=(choices.from(next + 1).address("/search")) {
                        "After these" span aria-hidden="true" { " →" }
                    }
                }
            }
        }
    }
}
