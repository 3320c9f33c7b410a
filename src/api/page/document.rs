//! The page on which a document is read.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::outline::{self, Section};
use super::{address, cite, facts, marked, more, names};
use crate::domain::{Clause, Corpus, Document, Span};

/// So many clauses that cite a document, and documents that it cites, are listed at first.
const CITING_SHOWN: usize = 12;
/// Deeper clauses are put in no further.
const DEPTH_MAX: usize = 3;

/// The document at `index`, with the words at `quoted` marked.
pub(in crate::api) fn document(corpus: &Corpus, index: usize, quoted: Option<Span>) -> Markup {
    let document = &corpus.documents()[index];
    let sections = outline::sections(corpus, document);
    html! {
        div.reading {
            aside.side { (outline::outline(corpus, document, &sections)) }
            article.column {
                (facts::head(document))
                div.text lang=(document.language) {
                    @for (at, section) in sections.iter().enumerate() {
                        (self::section(corpus, document, section, quoted, at == 0))
                    }
                    (loose(document, end_of_clauses(corpus, document), document.text.len(), &[], ""))
                }
                (cited_by(corpus, index))
                (cites(corpus, index))
                section.about aria-labelledby="about" {
                    h2 id="about" { "About this document" }
                    (facts::facts(document))
                }
                (cite::styles(document, None))
                (cite::files_of_document(document))
            }
        }
    }
}

fn end_of_clauses(corpus: &Corpus, document: &Document) -> u32 {
    corpus.clauses_of(document).iter().map(|clause| clause.span.end).max().unwrap_or(0)
}

/// A section with its clauses, and what stands between them.
fn section(
    corpus: &Corpus,
    document: &Document,
    section: &Section,
    quoted: Option<Span>,
    first: bool,
) -> Markup {
    let heading: Vec<Span> = section.heading.into_iter().collect();
    let printed = section.heading.is_some();
    html! {
        @let start = section.clauses.start;
        @if first { (head_matter(corpus, document, section)) }
        h2.heading id=(section.anchor()) .part[!printed] { (section.title(document)) }
        @for position in section.clauses.clone() {
            @let clause = &corpus.clauses()[position];
            @if !(first && position == start) {
                (loose(document, before(corpus, position), clause.span.start, &heading, &clause.label))
            }
            (row(corpus, position, quoted))
        }
    }
}

/// What is printed above the first clause: shown where somebody wants to see it.
fn head_matter(corpus: &Corpus, document: &Document, section: &Section) -> Markup {
    let clause = &corpus.clauses()[section.clauses.start];
    let heading: Vec<Span> = section.heading.into_iter().collect();
    let lines = lines(document, 0, clause.span.start, &heading, &clause.label);
    html! {
        @if !lines.is_empty() {
            details.head-matter {
                summary { "As printed at the head" }
                @for line in lines { p { (line) } }
            }
        }
    }
}

/// Where the clauses before the one at `position` end.
fn before(corpus: &Corpus, position: usize) -> u32 {
    corpus.previous(position).map_or(0, |before| corpus.clauses()[before].span.end)
}

/// A clause beside its label, which is a link to its own page.
fn row(corpus: &Corpus, position: usize, quoted: Option<Span>) -> Markup {
    let clause = &corpus.clauses()[position];
    let class = format!("clause depth-{}", depth(corpus, clause).min(DEPTH_MAX));
    html! {
        div class=(class) id=(address::anchor(&clause.label)) {
            a.label href=(address::clause(corpus, clause)) {
                span.unseen { "Clause " } (clause.label)
            }
            p { (marked::clause(corpus, position, quoted)) }
        }
    }
}

/// How many clauses lead in to this one.
fn depth(corpus: &Corpus, clause: &Clause) -> usize {
    let mut depth = 0;
    let mut above = corpus.parent_of(clause);
    while let Some(parent) = above.filter(|_| depth < DEPTH_MAX) {
        depth += 1;
        above = corpus.parent_of(parent);
    }
    depth
}

/// What is printed between clauses and belongs to none.
fn loose(document: &Document, from: u32, to: u32, headings: &[Span], label: &str) -> Markup {
    html! {
        @for line in lines(document, from, to, headings, label) { p.loose { (line) } }
    }
}

/// The lines from `from` to `to` with words in them, apart from headings and from the label of the clause
/// that follows.
fn lines<'d>(
    document: &'d Document,
    from: u32,
    to: u32,
    headings: &[Span],
    label: &str,
) -> Vec<&'d str> {
    /// What is as short is a number or a letter before a clause.
    const LABEL_CHARS_MAX: usize = 8;
    let mut at = from;
    let mut lines = Vec::new();
    for line in document.text.slice(Span::new(from, to.max(from))).split('\n') {
        let chars = line.chars().count() as u32;
        let span = Span::new(at, at + chars);
        at += chars + 1;
        let words = line.trim();
        let bare = words.trim_end_matches([':', '.', ' ']);
        let is_label = bare == label || (chars as usize) <= LABEL_CHARS_MAX;
        let is_heading = headings.iter().any(|heading| heading.overlaps(span));
        if words.contains(char::is_alphabetic) && !is_label && !is_heading {
            lines.push(words);
        }
    }
    lines
}

/// The clauses of other documents that cite the document at `index`.
fn cited_by(corpus: &Corpus, index: usize) -> Markup {
    let citing = corpus.citing(index);
    let line = |position: &usize| {
        let clause = &corpus.clauses()[*position];
        let document = corpus.document_of(clause);
        html! {
            li {
                a href=(address::clause(corpus, clause)) {
                    (names::short(corpus, clause.document)) ", " (names::label(clause))
                }
                span.meta { (document.title) }
            }
        }
    };
    html! {
        @if !citing.is_empty() {
            section.cited-by aria-labelledby="cited-by" {
                h2 id="cited-by" { "Cited by" }
                (more::rows(citing, CITING_SHOWN, line))
            }
        }
    }
}

/// The documents that the one at `index` cites, as far as they are there; the others stand in its clauses.
fn cites(corpus: &Corpus, index: usize) -> Markup {
    let document = &corpus.documents()[index];
    let references = corpus.clauses_of(document).iter().flat_map(|clause| &clause.references);
    let keys: BTreeSet<&str> = references.map(|reference| &*reference.key).collect();
    let (mut known, mut others) = (BTreeSet::new(), 0);
    for key in keys {
        match corpus.document_by_symbol(key) {
            Some(cited) => {
                known.insert(cited);
            }
            None => others += 1,
        }
    }
    known.remove(&index);
    let known: Vec<usize> = known.into_iter().collect();
    let line = |cited: &usize| {
        let document = &corpus.documents()[*cited];
        html! {
            li {
                a href=(address::document(document)) { (names::short(corpus, *cited)) }
                span.meta { (document.title) }
            }
        }
    };
    html! {
        @if !known.is_empty() || others > 0 {
            section.cites aria-labelledby="cites" {
                h2 id="cites" { "Cites" }
                (more::rows(&known, CITING_SHOWN, line))
                @if others > 0 {
                    p.meta { (names::count(others, "symbol")) " of documents that are not here." }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;

    #[test]
    fn every_clause_stands_on_the_page_with_its_anchor() {
        let corpus = sample::corpus();
        for (index, document) in corpus.documents().iter().enumerate() {
            let page = self::document(&corpus, index, None).into_string();
            for clause in corpus.clauses_of(document) {
                assert!(page.contains(&format!("id=\"{}\"", address::anchor(&clause.label))));
            }
        }
    }
}
