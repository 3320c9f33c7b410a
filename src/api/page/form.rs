//! Forms that ask: the box for a question, and the filters beside it.

use maud::{Markup, html};

use super::address::Choices;

/// A box for one line of text, and its button.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    /// Where the form leads.
    pub(super) path: &'a str,
    /// What the box is called.
    pub(super) label: &'a str,
    /// The parameter.
    pub(super) name: &'a str,
    /// What stands in it.
    pub(super) value: &'a str,
    /// What the button says.
    pub(super) button: &'a str,
    /// The most characters.
    pub(super) chars_max: usize,
}

impl Line<'_> {
    /// The form; `kept` goes along with it, and `more` stands below the box.
    pub(super) fn form(&self, kept: &Choices, more: &Markup) -> Markup {
        html! {
            search { (self.named(self.name, kept, more)) }
        }
    }

    /// The same where the page has such a form already.
    pub(super) fn second_form(&self, kept: &Choices) -> Markup {
        self.named("further", kept, &html! {})
    }

    fn named(&self, id: &str, kept: &Choices, more: &Markup) -> Markup {
        html! {
            form.ask action=(self.path) method="get" {
                label for=(id) { (self.label) }
                div.line {
                    input id=(id) name=(self.name) type="search" value=(self.value)
                        maxlength=(self.chars_max) required autocomplete="off" spellcheck="true"
                        enterkeyhint="search";
                    button type="submit" { (self.button) }
                }
                (kept.hidden())
                (more)
            }
        }
    }
}

/// What restricts an answer or a search, each with a way to take it away.
pub(super) fn chosen(path: &str, choices: &Choices) -> Markup {
    let filters: Vec<&(String, String)> =
        choices.pairs().iter().filter(|(name, _)| filter_title(name).is_some()).collect();
    html! {
        @if !filters.is_empty() {
            div.chosen {
                span { "Only" }
                ul {
                    @for (name, value) in &filters {
                        li {
                            a.chip href=(choices.without(name, value).address(path)) {
                                (filter_title(name).unwrap_or_default()) ": " (value)
                                span aria-hidden="true" { " ×" }
                                span.unseen { " (take this filter away)" }
                            }
                        }
                    }
                }
                @if filters.len() > 1 {
                    a href=(choices.only(|name, _| filter_title(name).is_none()).address(path)) {
                        "Remove all filters"
                    }
                }
            }
        }
    }
}

/// How the filter of this parameter is called; none where it is no filter.
pub(super) fn filter_title(name: &str) -> Option<&'static str> {
    Some(match name {
        "document" => "Document",
        "year" => "Year",
        "kind" => "Kind",
        "part" => "Part",
        "verb" => "Verb",
        "strength" => "Strength",
        "strengthMin" => "At least",
        "place" => "Place",
        "issuer" => "Issued by",
        "keyword" => "Subject",
        "symbol" => "Symbol",
        "language" => "Language",
        _ => return None,
    })
}
