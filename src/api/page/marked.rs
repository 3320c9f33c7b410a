//! Texts with marks in them: quotations, verbs, references, and what was checked.

use maud::{Markup, html};

use super::address;
use crate::domain::{Corpus, Difference, DifferenceKind, Span, Text};

/// What a stretch of a text is shown as.
#[derive(Debug, Clone)]
pub(super) enum Shown {
    /// Words that are quoted.
    Quoted,
    /// A lead-in verb.
    Verb,
    /// A reference that leads there.
    Link(String),
}

/// A stretch of a text, and what it is shown as.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    pub(super) span: Span,
    pub(super) shown: Shown,
}

/// The words of `text` at `within`, with `marks`; of those that overlap, later ones are around earlier ones.
pub(super) fn marked(text: &Text, within: Span, marks: &[Mark]) -> Markup {
    let inside = |at: &u32| within.start < *at && *at < within.end;
    let ends = marks.iter().flat_map(|mark| [mark.span.start, mark.span.end]);
    let mut cuts: Vec<u32> = ends.filter(inside).chain([within.start, within.end]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    html! {
        @for cut in cuts.windows(2) {
            (piece(text, Span::new(cut[0], cut[1]), marks))
        }
    }
}

fn piece(text: &Text, span: Span, marks: &[Mark]) -> Markup {
    let mut shown = html! { (text.slice(span)) };
    for mark in marks.iter().filter(|mark| mark.span.contains(span)) {
        shown = match &mark.shown {
            Shown::Verb => html! { em.verb { (shown) } },
            Shown::Link(address) => html! { a href=(address) { (shown) } },
            // The first piece is where links to the quotation lead.
            Shown::Quoted if mark.span.start == span.start => {
                html! { mark id="quoted" { (shown) } }
            }
            Shown::Quoted => html! { mark { (shown) } },
        };
    }
    shown
}

/// The words of the clause at `position`: its verbs, its references, and the words at `quoted`.
pub(super) fn clause(corpus: &Corpus, position: usize, quoted: Option<Span>) -> Markup {
    let clause = &corpus.clauses()[position];
    let text = &corpus.document_of(clause).text;
    let mut marks: Vec<Mark> =
        clause.verbs.iter().map(|verb| Mark { span: verb.span, shown: Shown::Verb }).collect();
    for reference in &clause.references {
        let cited = corpus.document_by_symbol(&reference.key);
        if let Some(cited) = cited.filter(|&cited| cited != clause.document) {
            let address = address::document(&corpus.documents()[cited]);
            marks.push(Mark { span: reference.span, shown: Shown::Link(address) });
        }
    }
    if let Some(span) = quoted.filter(|span| !span.is_empty() && span.overlaps(clause.span)) {
        let start = span.start.max(clause.span.start);
        let span = Span::new(start, span.end.min(clause.span.end));
        marks.push(Mark { span, shown: Shown::Quoted });
    }
    marked(text, clause.span, &marks)
}

/// Two wordings in one: what was left out, and what was put in.
pub(super) fn differences<'t>(
    runs: impl Iterator<Item = (Difference, &'t str, &'t str)>,
) -> Markup {
    html! {
        @for (run, before, after) in runs {
            @match run.kind {
                DifferenceKind::Equal => (after),
                DifferenceKind::Deleted => del { (before) },
                DifferenceKind::Inserted => ins { (after) },
                DifferenceKind::Replaced => {
                    del { (before) } " " ins { (after) }
                }
            }
            " "
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_nest_and_texts_are_escaped() {
        let text = Text::new("We <urge> all & sundry".to_owned());
        let mark = |start, end, shown| Mark { span: Span::new(start, end), shown };
        let marks = [mark(3, 9, Shown::Verb), mark(3, 13, Shown::Quoted)];
        let shown = marked(&text, Span::new(0, 22), &marks).into_string();
        assert_eq!(
            shown,
            "We <mark id=\"quoted\"><em class=\"verb\">&lt;urge&gt;</em></mark>\
             <mark> all</mark> &amp; sundry"
        );
    }

    #[test]
    fn marks_beyond_the_text_change_nothing() {
        let text = Text::new("Support the work".to_owned());
        let marks = [Mark { span: Span::new(90, 99), shown: Shown::Quoted }];
        assert_eq!(marked(&text, Span::new(0, 7), &marks).into_string(), "Support");
    }
}
