//! An answer as a message: its lead, and a point for each quotation.

use super::message::{self, Message, Point, Source};
use crate::api::places::Places;
use crate::domain::{
    Answer, AnswerPart, Citation, Corpus, PartKind, RefusalReason, SmallTalk, Span, Text,
};
use crate::service::{capitalised, short_name};

/// So many quotations are read in a chat. The page shows the others.
const POINTS_MAX: usize = 5;

/// The answer to `question`. What is said to small talk has no quotation and no page.
pub(super) fn answered(question: &str, answer: &Answer, places: &Places) -> Message {
    match answer.refusal.as_ref().map(|refusal| &refusal.reason) {
        Some(
            RefusalReason::AsksNothing
            | RefusalReason::SmallTalk { kind: SmallTalk::Greeting | SmallTalk::Help },
        ) => {
            return Message::help(answer.lead());
        }
        Some(RefusalReason::SmallTalk { .. }) => return Message::plain(answer.lead()),
        _ => {}
    }
    let of = |kinds: &[PartKind]| {
        let parts = answer.parts.iter().filter(|part| kinds.contains(&part.kind));
        parts.map(|part| text_of(answer, part).to_owned()).collect::<Vec<_>>()
    };
    let pointed = answer.parts.iter().filter_map(|part| point(answer, part, places));
    let (markers, pointed): (Vec<u32>, Vec<Point>) = pointed.unzip();
    let mut points: Vec<Point> = Vec::new();
    for point in pointed {
        if !points.iter().any(|own| says_the_same(own, &point)) {
            points.push(point);
        }
    }
    let more = points.len().saturating_sub(POINTS_MAX);
    points.truncate(POINTS_MAX);
    let others = answer.citations.iter().filter(|citation| !markers.contains(&citation.marker));
    let sources = others.map(|citation| source(answer, citation, places)).collect();
    let leads = answer.parts.iter().filter(|part| part.kind == PartKind::Lead);
    // Of a lead that quotes, the quotation is the first point.
    let quotes = leads.clone().next().is_some_and(|part| part.quoting.is_some());
    let said = |part| before_quotation(text_of(answer, part));
    let mut lead = leads.map(said).collect::<Vec<_>>().join(" ");
    if lead.is_empty() && points.is_empty() {
        lead.clone_from(&answer.text);
    }
    if let Some(first) = points.first_mut().filter(|_| quotes) {
        first.before.clear();
    }
    Message {
        lead,
        points,
        more,
        notes: of(&[PartKind::Note, PartKind::Silence]),
        sources,
        page: message::page(places, "/", &[("q", question)]),
        feedback: None,
    }
}

/// `text` up to the quotation in it: "The Rome declaration (5 November 2012), P3D:".
fn before_quotation(text: &str) -> &str {
    let before = text.split_once(" \u{201c}").map_or(text, |(before, _)| before);
    before.trim_end_matches([' ', '\u{2026}'])
}

/// Whether two points quote the same words of a clause: several questions at once can be answered by them.
fn says_the_same(one: &Point, other: &Point) -> bool {
    let url = |point: &Point| point.source.as_ref().map(|source| source.url.clone());
    one.quote.is_some() && one.quote == other.quote && url(one) == url(other)
}

fn text_of<'a>(answer: &'a Answer, part: &AnswerPart) -> &'a str {
    answer.text[part.place.clone()].trim()
}

/// A point with its quotation, by its marker; without one where the part quotes nothing.
fn point(answer: &Answer, part: &AnswerPart, places: &Places) -> Option<(u32, Point)> {
    if part.kind != PartKind::Point && part.quoting.is_none() {
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
    let text = &corpus.document_of(clause).text;
    let words = text.slice(quoting.span);
    let cut = left_out(text, clause.span, quoting.span);
    let name = capitalised(&short_name(corpus, clause.document));
    let before = match quoting.doing.trim() {
        doing if !doing.is_empty() && !quoting.has_verb => format!("{name} {doing}:"),
        _ => format!("{name}:"),
    };
    Some((marker, Point { before, quote: Some(in_marks(words, cut)), source, ..Point::default() }))
}

/// Whether words of `whole` are left out before `quoted`, and behind it. Marks alone are none.
pub(super) fn left_out(text: &Text, whole: Span, quoted: Span) -> (bool, bool) {
    let has_words = |start: u32, end: u32| {
        start < end && text.slice(Span::new(start, end)).chars().any(char::is_alphanumeric)
    };
    (has_words(whole.start, quoted.start), has_words(quoted.end, whole.end))
}

/// `words` in quotation marks, unless they begin with some; outside of them, that words are left out before and behind
/// them.
pub(super) fn in_marks(words: &str, cut: (bool, bool)) -> String {
    let (before, behind) =
        (if cut.0 { "\u{2026} " } else { "" }, if cut.1 { " \u{2026}" } else { "" });
    // Somebody's own words: they are set apart as a quotation anyway.
    if words.starts_with('\u{201c}') {
        return format!("{before}{words}{behind}");
    }
    format!("{before}\u{201c}{words}\u{201d}{behind}")
}

/// The clause of a citation, with its marker.
fn source(answer: &Answer, citation: &Citation, places: &Places) -> Source {
    let named = clause_source(&answer.corpus, citation.clause, places);
    Source { marker: Some(citation.marker), ..named }
}

/// The clause at `position`: "The Rome declaration, P2C".
pub(super) fn clause_source(corpus: &Corpus, position: usize, places: &Places) -> Source {
    let clause = &corpus.clauses()[position];
    let name = capitalised(&short_name(corpus, clause.document));
    let title = format!("{name}, {}", clause.label);
    Source { marker: None, title, url: places.clause(corpus, clause) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_once_around_words() {
        let cases = [
            ("so be it", (false, false), "\u{201c}so be it\u{201d}"),
            ("so be it", (true, true), "\u{2026} \u{201c}so be it\u{201d} \u{2026}"),
            (
                "\u{201c}So be it,\u{201d} he said",
                (false, true),
                "\u{201c}So be it,\u{201d} he said \u{2026}",
            ),
            (
                "he said \u{201c}so\u{201d}",
                (false, false),
                "\u{201c}he said \u{201c}so\u{201d}\u{201d}",
            ),
        ];
        for (words, cut, expected) in cases {
            assert_eq!(in_marks(words, cut), expected);
        }
    }

    #[test]
    fn what_quotes_the_same_words_of_a_clause_is_the_same() {
        let point = |quote: &str, url: &str| Point {
            quote: Some(quote.to_owned()),
            source: Some(Source { marker: Some(1), title: "P1".to_owned(), url: url.to_owned() }),
            ..Point::default()
        };
        let one = point("so", "u");
        let again = Point {
            source: one.source.clone().map(|own| Source { marker: Some(2), ..own }),
            ..one.clone()
        };
        assert!(says_the_same(&one, &again));
        assert!(!says_the_same(&one, &point("so", "v")) && !says_the_same(&one, &point("no", "u")));
        assert!(!says_the_same(&Point::default(), &Point::default()));
    }
}
