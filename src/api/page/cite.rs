//! How a document or a clause is cited, to be copied, and files for other programs.

use maud::{Markup, html};

use super::address::Choices;
use super::form;
use crate::citing::{self, CitationStyle, ExportFormat};
use crate::domain::{Clause, Corpus, Document};

/// The citation of `document`, at `clause` where there is one, in each style.
pub(super) fn styles(document: &Document, clause: Option<&Clause>) -> Markup {
    let label = clause.map(|clause| &*clause.label);
    html! {
        section.cite aria-labelledby="cite" {
            h2 id="cite" { "Cite" }
            dl {
                @for style in CitationStyle::ALL {
                    @let id = format!("cite-{}", style.name());
                    dt { (name(style)) }
                    dd {
                        span id=(id) { (citing::cite(document, label, style, None)) }
                        (copy(&id, name(style)))
                    }
                }
            }
        }
    }
}

/// A button that copies the text of the element `id`. The script shows it: without, it could do nothing.
pub(super) fn copy(id: &str, what: &str) -> Markup {
    html! {
        button.copy type="button" data-copy=(id) hidden {
            "Copy" span.unseen { " (" (what) ")" }
        }
    }
}

const fn name(style: CitationStyle) -> &'static str {
    match style {
        CitationStyle::Chicago => "Chicago, note",
        CitationStyle::ChicagoBibliography => "Chicago, bibliography",
        CitationStyle::Oscola => "OSCOLA",
        CitationStyle::Bluebook => "Bluebook",
        CitationStyle::Plain => "Plain",
    }
}

/// The files that there are of `document`.
pub(super) fn files_of_document(document: &Document) -> Markup {
    files(&format!("/v1/documents/{}/export", document.id), &Choices::default(), &ExportFormat::ALL)
}

/// The files that there are of a clause.
pub(super) fn files_of_clause(corpus: &Corpus, clause: &Clause) -> Markup {
    let id = corpus.id_of(clause).replace(' ', "%20").replace('#', "%23").replace('?', "%3F");
    files(&format!("/v1/clauses/{id}/export"), &Choices::default(), of_passages())
}

/// The files that there are of an answer, and the answer for programs.
pub(super) fn of_answer(choices: &Choices) -> Markup {
    let asked = choices
        .only(|name, _| name == "q" || name == "history" || form::filter_title(name).is_some());
    files("/v1/ask/export", &asked, of_passages())
}

/// The formats that there are of passages: all but the one of whole documents.
fn of_passages() -> &'static [ExportFormat] {
    ExportFormat::ALL.split_at(4).0
}

fn files(path: &str, choices: &Choices, formats: &[ExportFormat]) -> Markup {
    html! {
        section.files aria-labelledby="files" {
            h2 id="files" { "Download" }
            ul {
                @for format in formats {
                    li { a href=(choices.set("format", format.name()).address(path)) download { (file(*format)) } }
                }
            }
        }
    }
}

const fn file(format: ExportFormat) -> &'static str {
    match format {
        ExportFormat::CslJson => "CSL-JSON",
        ExportFormat::Bibtex => "BibLaTeX",
        ExportFormat::Ris => "RIS",
        ExportFormat::WebAnnotation => "Web Annotation",
        ExportFormat::AkomaNtoso => "Akoma Ntoso",
    }
}
