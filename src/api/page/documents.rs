//! The list of documents.

use maud::{Markup, html};

use super::address::Choices;
use super::facets::Facets;
use super::{address, form, names};
use crate::domain::Corpus;

/// The documents at `indices`, of which those from `first` on stand on this page.
pub(in crate::api) fn documents(
    corpus: &Corpus,
    indices: &[usize],
    first: usize,
    page: usize,
    choices: &Choices,
) -> Markup {
    let shown: Vec<usize> = indices.iter().copied().skip(first).take(page).collect();
    let next = first + page;
    html! {
        div.sheet {
            div.column {
                h1 { "Documents" }
                (form::chosen("/documents", choices))
                p.meta.tally {
                    (names::count(indices.len(), "document")) ", the newest first. "
                    a.narrow href="#narrow" { "Narrow" }
                }
                @if indices.is_empty() { p { "No document is left. Take a filter away." } }
                @for year in years(corpus, &shown) {
                    section.year aria-label=(year.0) {
                        h2 { (year.0) }
                        ol.documents { @for &index in &year.1 { (line(corpus, index)) } }
                    }
                }
                @if indices.len() > page {
                    nav.steps aria-label="Further documents" {
                        @if first > 0 {
                            a rel="prev" href=(choices.from(first.saturating_sub(page) + 1).address("/documents")) {
                                span aria-hidden="true" { "← " } "Newer"
                            }
                        }
                        @if next < indices.len() {
                            a rel="next" href=(choices.from(next + 1).address("/documents")) {
                                "Older" span aria-hidden="true" { " →" }
                            }
                        }
                    }
                }
                @if !corpus.skipped().is_empty() {
                    p.meta { (names::count(corpus.skipped().len(), "file")) " could not be read." }
                }
            }
            aside.side aria-label="Narrow the list" {
                (Facets::of_documents(corpus, indices.iter().copied()).show("/documents", choices, "Narrow"))
            }
        }
    }
}

/// The documents by their years, in the order in which they come.
fn years(corpus: &Corpus, indices: &[usize]) -> Vec<(String, Vec<usize>)> {
    let mut years: Vec<(String, Vec<usize>)> = Vec::new();
    for &index in indices {
        let year = corpus.documents()[index].year();
        let year = year.map_or_else(|| "Undated".to_owned(), |year| year.to_string());
        match years.last_mut() {
            Some((last, own)) if *last == year => own.push(index),
            _ => years.push((year, vec![index])),
        }
    }
    years
}

fn line(corpus: &Corpus, index: usize) -> Markup {
    let document = &corpus.documents()[index];
    let name = names::short(corpus, index);
    html! {
        li {
            a href=(address::document(document)) lang=(document.language) { (document.title) }
            p.meta {
                @let parts = [Some(name).filter(|_| !document.kind.is_report()), Some(names::place_and_date(document)), Some(names::count(document.clauses.len(), "clause"))];
                (parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "))
            }
        }
    }
}
