//! A comparison as a message: a point for each document that speaks.

use super::answers::{clause_source, in_marks, left_out};
use super::message::{self, Message, Point};
use crate::api::places::Places;
use crate::domain::{Change, ChangeKind, Comparison, ComparisonCounts, ComparisonRow, Speaks};
use crate::service::{capitalised, short_name};

/// What each document says on a topic, and what changed.
pub(super) fn compared(comparison: &Comparison, places: &Places) -> Message {
    let speaking = comparison.rows.iter().filter(|row| row.speaks != Speaks::Silent);
    let points = speaking.map(|row| point(comparison, row, places)).collect();
    let changes = comparison.changes.iter().map(|change| changed(comparison, change));
    Message {
        points,
        notes: changes.collect(),
        page: message::page(places, "/compare", &[("topic", &comparison.topic)]),
        ..Message::plain(lead(&comparison.topic, comparison.counts))
    }
}

/// "“gangs” in 3 documents: 1 speaks of it, 2 are silent."
fn lead(topic: &str, counts: ComparisonCounts) -> String {
    let verb = |count: usize, one: &'static str, several: &'static str| {
        format!("{count} {}", if count == 1 { one } else { several })
    };
    let mut said = Vec::new();
    if counts.speaking > 0 {
        said.push(format!("{} of it", verb(counts.speaking, "speaks", "speak")));
    }
    if counts.touching > 0 {
        said.push(format!("{} may touch on it", counts.touching));
    }
    if counts.silent > 0 {
        said.push(format!("{} silent", verb(counts.silent, "is", "are")));
    }
    let documents = verb(counts.compared, "document", "documents");
    format!("\u{201c}{topic}\u{201d} in {documents}: {}.", said.join(", "))
}

fn point(comparison: &Comparison, row: &ComparisonRow, places: &Places) -> Point {
    let corpus = &*comparison.corpus;
    let document = &corpus.documents()[row.document];
    let name = capitalised(&short_name(corpus, row.document));
    let date = document.date().map_or_else(|| "undated".to_owned(), |date| date.to_string());
    let said = match (row.speaks, row.verb) {
        (Speaks::Yes, Some(verb)) => {
            let verb = verb.in_corpus(corpus);
            format!("\u{201c}{}\u{201d} ({})", verb.wording, verb.strength.name())
        }
        (Speaks::Yes, None) => "speaks of it".to_owned(),
        (Speaks::Perhaps, _) => "may touch on it".to_owned(),
        (Speaks::Silent, _) => "is silent".to_owned(),
    };
    let quote = row.quotation.as_ref().map(|citation| {
        let whole = corpus.clauses()[citation.clause].span;
        in_marks(&citation.quote, left_out(&document.text, whole, citation.span))
    });
    let quoted = row.quotation.as_ref().map(|citation| citation.clause);
    let clause = quoted.or(row.nearest.map(|nearest| nearest.clause));
    Point {
        before: format!("{name} ({date}): {said}"),
        quote,
        source: clause.map(|clause| clause_source(corpus, clause, places)),
        ..Point::default()
    }
}

/// "From the Singapore declaration to the Rome declaration: stronger."
fn changed(comparison: &Comparison, change: &Change) -> String {
    let name = |document: usize| short_name(&comparison.corpus, document);
    let kind = match change.kind {
        ChangeKind::New => "new",
        ChangeKind::Dropped => "dropped",
        ChangeKind::Strengthened => "stronger",
        ChangeKind::Weakened => "weaker",
        ChangeKind::Unchanged => "as strong",
    };
    format!("From {} to {}: {kind}.", name(change.from), name(change.to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lead_counts_what_there_is() {
        let counts = |speaking, touching, silent| ComparisonCounts {
            speaking,
            touching,
            silent,
            compared: speaking + touching + silent,
        };
        let cases = [
            (
                counts(1, 0, 2),
                "\u{201c}gangs\u{201d} in 3 documents: 1 speaks of it, 2 are silent.",
            ),
            (counts(0, 3, 0), "\u{201c}gangs\u{201d} in 3 documents: 3 may touch on it."),
            (
                counts(2, 1, 1),
                "\u{201c}gangs\u{201d} in 4 documents: 2 speak of it, 1 may touch on it, 1 is silent.",
            ),
            (counts(0, 0, 1), "\u{201c}gangs\u{201d} in 1 document: 1 is silent."),
        ];
        for (counts, expected) in cases {
            assert_eq!(lead("gangs", counts), expected);
        }
    }
}
