//! The verdicts on a text, or on one quotation, as a message.

use super::answers::{clause_source, in_marks};
use super::message::{self, Message, Point};
use crate::api::places::Places;
use crate::api::plain;
use crate::domain::{QuoteMatch, QuoteVerdict, Standing, TextItem, TextVerdict};

/// How many places of one quotation are shown.
const PLACES_MAX: usize = 3;

/// The verdicts on a text: what is wrong comes first.
pub(super) fn text(verdict: &TextVerdict, places: &Places) -> Message {
    let count = |standing| verdict.count(standing);
    let (right, wrong) = (count(Standing::Right), count(Standing::Wrong));
    let open = match count(Standing::Open) + verdict.left_out {
        0 => String::new(),
        open => format!(", {open} not judged"),
    };
    let mut items: Vec<&TextItem> = verdict.items.iter().collect();
    items.sort_by_key(|item| match item.verdict.standing() {
        Standing::Wrong => 0,
        Standing::Open => 1,
        Standing::Right => 2,
    });
    Message {
        points: items.into_iter().map(|item| point(verdict, item, places)).collect(),
        page: message::page(places, "/check", &[]),
        ..Message::plain(format!("{right} right, {wrong} wrong{open}."))
    }
}

fn point(verdict: &TextVerdict, item: &TextItem, places: &Places) -> Point {
    let quoted = item.quote.as_ref().and_then(|quote| {
        let found = quote.matches.first().or(quote.nearest.as_ref());
        Some(found?.spans.first()?.clause)
    });
    let supported = item.support.as_ref().map(|support| support.span.clause);
    let named = item.attribution.as_ref().and_then(|named| named.clause);
    let clause = quoted.or(supported).or(named);
    let corrected = item.corrected().map(|words| format!(" Corrected: \u{201c}{words}\u{201d}"));
    Point {
        before: item.verdict.name().replace('_', " "),
        quote: Some(item.words.clone()),
        after: format!("{}{}", item.message, corrected.unwrap_or_default()),
        source: clause.map(|clause| clause_source(&verdict.corpus, clause, places)),
    }
}

/// The verdict on one quotation, and where it stands.
pub(super) fn quotation(verdict: &QuoteVerdict, places: &Places) -> Message {
    let place = |found: &QuoteMatch| place(verdict, found, places);
    let mut points: Vec<Point> = verdict.matches.iter().take(PLACES_MAX).map(place).collect();
    let corrected = verdict.corrected().map(|words| in_marks(&words, (false, false)));
    // The right words are often those of the place that is shown.
    let corrected =
        corrected.filter(|words| points.iter().all(|point| point.quote.as_ref() != Some(words)));
    let mut notes: Vec<String> =
        corrected.map(|words| format!("Corrected: {words}")).into_iter().collect();
    if let Some(nearest) = &verdict.nearest {
        points.push(Point { before: "Nearest:".to_owned(), ..place(nearest) });
    }
    let more = verdict.matches.len().saturating_sub(PLACES_MAX);
    if more > 0 {
        notes.push(format!("Found in {more} more places."));
    }
    Message {
        points,
        notes,
        page: message::page(places, "/check", &[]),
        ..Message::plain(format!("{}.", plain::judgement(verdict)))
    }
}

fn place(verdict: &QuoteVerdict, found: &QuoteMatch, places: &Places) -> Point {
    let corpus = &*verdict.corpus;
    let words: Vec<&str> = found.spans.iter().map(|span| span.quote.as_str()).collect();
    let notes = plain::notes(verdict, found);
    Point {
        quote: Some(in_marks(&words.join(" \u{2026} "), (false, false))),
        after: if notes.is_empty() { String::new() } else { format!("({})", notes.join("; ")) },
        source: found.spans.first().map(|span| clause_source(corpus, span.clause, places)),
        ..Point::default()
    }
}
