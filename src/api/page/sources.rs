//! The clauses that an answer cites.

use maud::{Markup, html};

use super::{address, names};
use crate::domain::{Answer, Citation, Corpus};

/// The citations of `answer`, each with its place in its document.
pub(super) fn sources(answer: &Answer) -> Markup {
    html! {
        @if !answer.citations.is_empty() {
            section.sources aria-labelledby="sources" {
                h2 id="sources" { "Sources" }
                ol {
                    @for citation in &answer.citations { (source(&answer.corpus, citation)) }
                }
            }
        }
    }
}

/// What the source of this marker goes by on the page.
pub(super) fn anchor(marker: u32) -> String {
    format!("S{marker}")
}

fn source(corpus: &Corpus, citation: &Citation) -> Markup {
    let clause = &corpus.clauses()[citation.clause];
    let document = corpus.document_of(clause);
    let quotation = address::quotation(corpus, clause, citation.span);
    html! {
        li.source id=(anchor(citation.marker)) {
            span.marker aria-hidden="true" { (citation.marker) }
            div {
                p.where {
                    a.title href=(quotation) {
                        (names::short(corpus, clause.document)) ", " (names::label(clause))
                    }
                    span.meta { (names::place_and_date(document)) }
                }
                blockquote lang=(document.language) { p { (citation.quote) } }
                p.ways {
                    a href=(quotation) { "Open the clause" }
                    a href=(address::place(corpus, clause)) { "Read the document" }
                }
            }
        }
    }
}
