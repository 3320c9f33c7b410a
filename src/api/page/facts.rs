//! What is known about a document beside its text.

use maud::{Markup, html};

use super::{address, names};
use crate::domain::{Adoption, AdoptionMethod, Document};

/// So many names of a list are shown at first.
const NAMES_SHOWN: usize = 8;

/// The head of a page about `document`: its title, and what identifies it.
pub(super) fn head(document: &Document) -> Markup {
    let catalogue = &document.catalogue;
    html! {
        header.title-page {
            p.eyebrow {
                (names::kind(document.kind))
                @if let Some(symbol) = &catalogue.symbol { " · " (symbol) }
            }
            h1 lang=(document.language) { (document.title) }
            p.meta {
                (names::place_and_date(document))
                @if let Some(occasion) = &document.occasion { " · " (occasion) }
            }
        }
    }
}

/// What is known about `document`, as a list.
pub(super) fn facts(document: &Document) -> Markup {
    let catalogue = &document.catalogue;
    html! {
        dl.facts {
            (row("Issued by", catalogue.issuer.as_deref()))
            (row("Adopted", document.adopted_on.map(names::day).as_deref()))
            (row("Published", document.published_on.map(names::day).as_deref()))
            (row("Symbol", catalogue.symbol.as_deref()))
            (row("Also called", joined(&catalogue.aliases).as_deref()))
            (row("Draft", catalogue.draft_symbol.as_deref()))
            (row("Agenda", joined(&catalogue.agenda_items).as_deref()))
            @if let Some(adoption) = &catalogue.adoption { (vote(adoption)) }
            (list("Sponsors", &catalogue.sponsors))
            (list("Subjects", &catalogue.keywords))
            @if let Some(source) = &document.source {
                dt { "Source" }
                dd {
                    @match address::outside(source) {
                        Some(address) => a href=(address) rel="noreferrer" { (address) },
                        None => (source),
                    }
                }
            }
            (row("Language", Some(&document.language.to_uppercase())))
        }
        @if !catalogue.doubts.is_empty() || !catalogue.limits.is_empty() {
            details.more {
                summary { "What may have been misread" }
                ul {
                    @for doubt in &catalogue.doubts {
                        li { @if !doubt.place.is_empty() { (doubt.place) ": " } (doubt.message) }
                    }
                    @for limit in &catalogue.limits { li { (limit) } }
                }
            }
        }
    }
}

fn row(name: &str, value: Option<&str>) -> Markup {
    html! {
        @if let Some(value) = value.filter(|value| !value.is_empty()) {
            dt { (name) }
            dd { (value) }
        }
    }
}

fn joined(values: &[String]) -> Option<String> {
    (!values.is_empty()).then(|| values.join("; "))
}

/// A list of names, of which the first are shown.
fn list(name: &str, values: &[String]) -> Markup {
    let (first, more) = values.split_at(values.len().min(NAMES_SHOWN));
    html! {
        @if !values.is_empty() {
            dt { (name) }
            dd {
                (first.join("; "))
                @if !more.is_empty() {
                    details.more { summary { (more.len()) " more" } (more.join("; ")) }
                }
            }
        }
    }
}

/// How it was adopted, and who voted how.
fn vote(adoption: &Adoption) -> Markup {
    let method = match adoption.method {
        AdoptionMethod::Vote => "By a vote",
        AdoptionMethod::Unanimous => "Unanimously",
        AdoptionMethod::WithoutVote => "Without a vote",
    };
    html! {
        dt { "Adopted how" }
        dd {
            (method)
            @if let Some([favour, against, abstaining]) = adoption.counts {
                ": " (favour) " in favour, " (against) " against, " (abstaining) " abstaining"
            }
        }
        (list("In favour", &adoption.in_favour))
        (list("Against", &adoption.against))
        (list("Abstaining", &adoption.abstaining))
    }
}
