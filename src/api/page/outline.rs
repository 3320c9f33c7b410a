//! The outline of a document: its headings and parts, and the clauses below each.

use std::ops::Range;

use maud::{Markup, html};

use super::{address, names};
use crate::domain::{Clause, Corpus, Document, Part, Span};

/// So many labels of a section stand in the outline.
const LABELS_MAX: usize = 60;

/// A stretch of a document under one heading, or in one part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Section {
    /// Its heading as printed; none where only the part tells it apart.
    pub(super) heading: Option<Span>,
    /// The part that it is in.
    pub(super) part: Part,
    /// Positions of its clauses.
    pub(super) clauses: Range<usize>,
}

impl Section {
    /// What it is called in the outline.
    pub(super) fn title<'d>(&self, document: &'d Document) -> &'d str {
        match self.heading {
            Some(span) => document.text.slice(span),
            None => names::part(self.part),
        }
    }

    /// Whether `clause` belongs to it: below a heading all do until the next, and lead-ins stand with what
    /// is around them.
    fn goes_on(&self, clause: &Clause) -> bool {
        let together = clause.part == self.part || clause.part == Part::Frame;
        self.heading == clause.heading && (self.heading.is_some() || together)
    }

    /// What it goes by on the page.
    pub(super) fn anchor(&self) -> String {
        format!("section-{}", self.clauses.start)
    }
}

/// The sections of `document`, in order of the text.
pub(super) fn sections(corpus: &Corpus, document: &Document) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for position in document.clauses.clone() {
        let clause = &corpus.clauses()[position];
        match sections.last_mut() {
            Some(last) if last.goes_on(clause) => last.clauses.end = position + 1,
            _ => sections.push(Section {
                heading: clause.heading,
                part: clause.part,
                clauses: position..position + 1,
            }),
        }
    }
    sections
}

/// The outline, as a list of links.
pub(super) fn outline(corpus: &Corpus, document: &Document, sections: &[Section]) -> Markup {
    html! {
        nav.outline aria-labelledby="outline" {
            h2 id="outline" { "Outline" }
            ol {
                @for section in sections {
                    li {
                        a.section href={ "#" (section.anchor()) } { (section.title(document)) }
                        span.labels {
                            @for clause in labelled(corpus, section).take(LABELS_MAX) {
                                a href={ "#" (address::anchor(&clause.label)) } { (clause.label) }
                                " "
                            }
                            @if labelled(corpus, section).nth(LABELS_MAX).is_some() { "…" }
                        }
                    }
                }
            }
        }
    }
}

/// The clauses of a section that no other clause of it leads in to; lines that only hold the document
/// together do not count as such.
fn labelled<'c>(corpus: &'c Corpus, section: &Section) -> impl Iterator<Item = &'c Clause> {
    let clauses = corpus.clauses()[section.clauses.clone()].iter();
    clauses
        .filter(|clause| corpus.parent_of(clause).is_none_or(|parent| parent.part == Part::Frame))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;

    #[test]
    fn sections_cover_all_clauses_in_order() {
        let corpus = sample::corpus();
        for document in corpus.documents() {
            let sections = sections(&corpus, document);
            let ranges = sections.iter().map(|section| section.clauses.clone());
            let covered: Vec<usize> = ranges.flatten().collect();
            assert_eq!(covered, document.clauses.clone().collect::<Vec<_>>(), "{}", document.id);
        }
    }
}
