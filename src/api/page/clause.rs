//! The page of a clause: its permanent link.

use maud::{Markup, html};

use super::changes::changes;
use super::{address, cite, facts, marked, names};
use crate::domain::{Clause, ClauseVersion, Corpus, Span};
use crate::service::capitalised;

/// So many clauses are shown before and after it.
const AROUND: usize = 2;

/// A clause in its context, with the words at `quoted` marked.
pub(in crate::api) fn clause(version: &ClauseVersion, quoted: Option<Span>) -> Markup {
    let corpus = &version.corpus;
    let clause = &corpus.clauses()[version.clause];
    let document = corpus.document_of(clause);
    html! {
        div.sheet {
            article.column {
                nav.crumbs aria-label="Where this is" {
                    a href="/documents" { "Documents" }
                    span aria-hidden="true" { " / " }
                    @if version.is_current() {
                        a href=(address::place(corpus, clause)) { (names::short(corpus, clause.document)) }
                    } @else {
                        (names::short(corpus, clause.document))
                    }
                }
                (facts::head(document))
                h2.clause-name { (heading(corpus, clause)) }
                (changes(version))
                (context(corpus, version.clause, quoted))
                (steps(corpus, version.clause))
            }
            aside.side aria-label="About this clause" {
                (about(corpus, clause))
                (permanent(corpus, clause))
                (cite::styles(document, Some(clause)))
                @if version.is_current() { (cite::files_of_clause(corpus, clause)) }
            }
        }
    }
}

/// What the clause is called, below the heading that it stands under.
fn heading(corpus: &Corpus, clause: &Clause) -> Markup {
    let document = corpus.document_of(clause);
    html! {
        (capitalised(&names::label(clause)))
        @if let Some(span) = clause.heading {
            span.meta { (document.text.slice(span)) }
        }
    }
}

/// The clause between its lead-in, those before it and those after it.
fn context(corpus: &Corpus, position: usize, quoted: Option<Span>) -> Markup {
    let own = &corpus.documents()[corpus.clauses()[position].document].clauses;
    let first = position.saturating_sub(AROUND).max(own.start);
    let last = (position + AROUND + 1).min(own.end);
    let parent = corpus.clauses()[position].parent.filter(|parent| *parent < first);
    let document = &corpus.documents()[corpus.clauses()[position].document];
    html! {
        div.text.context lang=(document.language) {
            @if let Some(parent) = parent {
                (row(corpus, parent, false, None))
                p.gap aria-hidden="true" { "…" }
            }
            @for at in first..last { (row(corpus, at, at == position, quoted)) }
        }
    }
}

fn row(corpus: &Corpus, position: usize, is_it: bool, quoted: Option<Span>) -> Markup {
    let clause = &corpus.clauses()[position];
    html! {
        div.clause.it[is_it] id=[is_it.then(|| address::anchor(&clause.label))] {
            a.label href=(address::clause(corpus, clause)) aria-current=[is_it.then_some("true")] {
                span.unseen { "Clause " } (clause.label)
            }
            p { (marked::clause(corpus, position, quoted.filter(|_| is_it))) }
        }
    }
}

/// To the clauses before and after.
fn steps(corpus: &Corpus, position: usize) -> Markup {
    let step = |position: usize, rel: &str, arrow: &str| {
        let clause = &corpus.clauses()[position];
        let label = names::label(clause);
        html! {
            a rel=(rel) href=(address::clause(corpus, clause)) {
                @if rel == "prev" { span aria-hidden="true" { (arrow) " " } "Previous: " (label) }
                @else { "Next: " (label) span aria-hidden="true" { " " (arrow) } }
            }
        }
    };
    html! {
        nav.steps aria-label="Other clauses" {
            @if let Some(before) = corpus.previous(position) { (step(before, "prev", "←")) }
            @if let Some(after) = corpus.next(position) { (step(after, "next", "→")) }
        }
    }
}

/// Its part, its verbs, and what it cites.
fn about(corpus: &Corpus, clause: &Clause) -> Markup {
    html! {
        section.about aria-labelledby="about" {
            h2 id="about" { "This clause" }
            dl.facts {
                dt { "Part" }
                dd { (names::part(clause.part)) }
                @if !clause.verbs.is_empty() {
                    dt { "Verbs" }
                    @for verb in &clause.verbs {
                        dd { (verb.wording) " " span.meta { (names::strength(verb.strength)) } }
                    }
                }
                @if !clause.references.is_empty() {
                    dt { "Cites" }
                    @for reference in &clause.references {
                        @let words = corpus.document_of(clause).text.slice(reference.span);
                        dd {
                            @match corpus.document_by_symbol(&reference.key) {
                                Some(cited) => a href=(address::document(&corpus.documents()[cited])) { (words) },
                                None => { (words) " " span.meta { "not among these documents" } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The link that leads to these words for good.
fn permanent(corpus: &Corpus, clause: &Clause) -> Markup {
    html! {
        section.permanent aria-labelledby="permanent" {
            h2 id="permanent" { "Permanent link" }
            p {
                a id="link" href=(address::clause(corpus, clause)) { (address::clause(corpus, clause)) }
                (cite::copy("link", "permanent link"))
            }
        }
    }
}
