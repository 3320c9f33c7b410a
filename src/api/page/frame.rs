//! What is around every page: its head, the way to the other pages, and its foot.

use maud::{DOCTYPE, Markup, html};

use super::assets::{ICON, SCRIPT, STYLE};
use super::names;
use crate::domain::Corpus;

/// Which of the pages it is, for the list of them at the top.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::api) enum Place {
    /// Questions.
    Ask,
    /// Search.
    Search,
    /// Comparisons.
    Compare,
    /// Texts that are checked.
    Check,
    /// The documents, and what is in them.
    Documents,
    /// None of them.
    Elsewhere,
}

impl Place {
    /// The pages that are listed, each with its address and its name.
    fn listed() -> [(Self, &'static str, &'static str); 5] {
        [
            (Self::Ask, "/", "Ask"),
            (Self::Search, "/search", "Search"),
            (Self::Compare, "/compare", "Compare"),
            (Self::Check, "/check", "Check"),
            (Self::Documents, "/documents", "Documents"),
        ]
    }
}

/// A page without its content.
#[derive(Debug, Clone)]
pub(in crate::api) struct Frame<'a> {
    /// What it is about, for the title of the window.
    pub(in crate::api) title: String,
    /// Which page it is.
    pub(in crate::api) place: Place,
    /// The corpus that it is of; none where it is not known.
    pub(in crate::api) corpus: Option<&'a Corpus>,
    /// Where programs find the same.
    pub(in crate::api) data: Option<String>,
}

impl Frame<'_> {
    /// The whole page, around `content`.
    pub(in crate::api) fn around(&self, content: &Markup) -> String {
        html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (self.title) " · Rapporteur" }
                    link rel="stylesheet" href=(STYLE.address());
                    link rel="icon" type="image/svg+xml" href=(ICON.address());
                    @if let Some(data) = &self.data {
                        link rel="alternate" type="application/json" href=(data);
                    }
                    script src=(SCRIPT.address()) defer {}
                }
                body {
                    a.skip href="#content" { "Skip to the content" }
                    (self.head())
                    main id="content" tabindex="-1" { (content) }
                    (self.foot())
                }
            }
        }
        .into_string()
    }

    fn head(&self) -> Markup {
        html! {
            header.top {
                div.bar {
                    a.wordmark href="/" { "Rapporteur" }
                    nav aria-label="Pages" {
                        ul {
                            @for (place, address, name) in Place::listed() {
                                li {
                                    a href=(address) aria-current=[(place == self.place).then_some("page")] {
                                        (name)
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn foot(&self) -> Markup {
        html! {
            footer.foot {
                div.bar {
                    p {
                        @if let Some(corpus) = self.corpus {
                            (names::count(corpus.documents().len(), "document")) ", "
                            (names::count(corpus.clauses().len(), "clause")) ", state "
                            code { (corpus.digest().short()) } ". "
                        }
                        "Quotations are word for word as the documents have them."
                    }
                    nav aria-label="For programs" {
                        ul {
                            li { a href="/docs" { "REST" } }
                            li { a href="/graphql" { "GraphQL" } }
                            li { a href="/schema.graphql" { "Schema" } }
                            @if let Some(data) = &self.data {
                                li { a href=(data) { "This page as JSON" } }
                            }
                        }
                    }
                }
            }
        }
    }
}
