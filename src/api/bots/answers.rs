//! An answer as a message: its lead, and a point for each quotation.

use super::message::{Message, Point, Source};
use crate::api::places::Places;
use crate::domain::{Answer, AnswerPart, Citation, Corpus, PartKind, RefusalKind};
use crate::service::short_name;

/// The answer to `question`. What is said to small talk has no quotation and no page.
pub(super) fn answered(question: &str, answer: &Answer, places: &Places) -> Message {
    let refused = answer.refusal.as_ref().map(|refusal| refusal.kind());
    if matches!(refused, Some(RefusalKind::SmallTalk | RefusalKind::AsksNothing)) {
        return Message::help(answer.lead());
    }
    let of = |kinds: &[PartKind]| {
        let parts = answer.parts.iter().filter(|part| kinds.contains(&part.kind));
        parts.map(|part| text_of(answer, part).to_owned()).collect::<Vec<_>>()
    };
    let points: Vec<(u32, Point)> =
        answer.parts.iter().filter_map(|part| point(answer, part, places)).collect();
    let quoted = |citation: &&Citation| points.iter().any(|(marker, _)| *marker == citation.marker);
    let others = answer.citations.iter().filter(|citation| !quoted(citation));
    let sources = others.map(|citation| source(answer, citation, places)).collect();
    let mut lead = answer.lead();
    if lead.is_empty() && points.is_empty() {
        lead.clone_from(&answer.text);
    }
    Message {
        lead,
        points: points.into_iter().map(|(_, point)| point).collect(),
        notes: of(&[PartKind::Note, PartKind::Silence]),
        sources,
        page: places.page("/", &[("q", question)]),
        feedback: None,
    }
}

fn text_of<'a>(answer: &'a Answer, part: &AnswerPart) -> &'a str {
    answer.text[part.place.clone()].trim()
}

/// A point with its quotation, by its marker; without one where the part quotes nothing.
fn point(answer: &Answer, part: &AnswerPart, places: &Places) -> Option<(u32, Point)> {
    if part.kind != PartKind::Point {
        return None;
    }
    let marker = *part.markers.first()?;
    let citation = answer.citations.iter().find(|citation| citation.marker == marker)?;
    let source = Some(source(answer, citation, places));
    let Some(quoting) = &part.quoting else {
        let before = text_of(answer, part).to_owned();
        return Some((marker, Point { before, source, ..Point::default() }));
    };
    let corpus = &*answer.corpus;
    let clause = &corpus.clauses()[citation.clause];
    let words = corpus.document_of(clause).text.slice(quoting.span);
    let cut = (quoting.span.start > clause.span.start, quoting.span.end < clause.span.end);
    let name = capitalised(&short_name(corpus, clause.document));
    let before = match quoting.doing.trim() {
        "" => format!("{name}:"),
        doing => format!("{name} {doing}:"),
    };
    Some((marker, Point { before, quote: Some(in_marks(words, cut)), source, ..Point::default() }))
}

/// `words` in quotation marks; outside of them, that words are left out before and behind them.
pub(super) fn in_marks(words: &str, cut: (bool, bool)) -> String {
    let (before, behind) =
        (if cut.0 { "\u{2026} " } else { "" }, if cut.1 { " \u{2026}" } else { "" });
    format!("{before}\u{201c}{words}\u{201d}{behind}")
}

/// The clause of a citation: "[1] The Rome declaration, P2C".
fn source(answer: &Answer, citation: &Citation, places: &Places) -> Source {
    let named = clause_source(&answer.corpus, citation.clause, places);
    Source { title: format!("[{}] {}", citation.marker, named.title), ..named }
}

/// The clause at `position`: "The Rome declaration, P2C".
pub(super) fn clause_source(corpus: &Corpus, position: usize, places: &Places) -> Source {
    let clause = &corpus.clauses()[position];
    let name = capitalised(&short_name(corpus, clause.document));
    Source { title: format!("{name}, {}", clause.label), url: places.clause(corpus, clause) }
}

pub(super) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
