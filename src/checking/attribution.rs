//! To what a text ascribes the words that it quotes.
//!
//! What stands right behind a quotation ("(Rome 2012, P3D)") decides, then the row of a table,
//! then the last name or verb of saying before it in its sentence, then the first behind it. A
//! quotation set apart belongs to the line with a colon above it. Words of saying that no document
//! is the subject of ("she wrote"), and texts of others ("the Charter"), make it somebody else's.

use std::ops::Range;

use super::page::Passage;
use super::reading::Reading;
use super::reference::{Reference, Sureness};
use crate::domain::Attribution;
use crate::language::lexicon::english;

/// Whose words a quotation is said to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    /// Those of documents.
    Documents {
        /// Which ones.
        attribution: Attribution,
        /// Whether a verb of saying or the place itself says so, rather than that the document is
        /// named somewhere near.
        direct: bool,
    },
    /// Those of somebody else.
    Other,
    /// Those of whoever wrote the text, who says so: "in other words".
    Writer,
    /// Nobody's.
    Unsaid,
}

/// What may tell whose words a quotation is, with the byte at which it ends.
struct Marker {
    at: usize,
    source: Source,
}

/// How far behind a quotation its place may stand, in bytes.
const BEHIND_BYTES_MAX: usize = 10;

/// Whose words the quotation at `outer` of passage `at` is.
pub(super) fn attribute(reading: &Reading, at: usize, outer: &Range<usize>) -> Source {
    if let Some(reference) = behind(reading, at, outer) {
        return named(reading, at, reference, true);
    }
    if let Some(source) = in_row(reading, at) {
        return source;
    }
    let passage = &reading.page.passages[at];
    let sentence = passage.sentence_at(outer.start);
    if is_reworded(passage, &sentence) {
        return Source::Writer;
    }
    let markers = markers(reading, at, &sentence);
    let before = markers.iter().rev().find(|marker| marker.at <= outer.start);
    let after = markers.iter().find(|marker| marker.at >= outer.end);
    if let Some(marker) = before.or(after) {
        return marker.source.clone();
    }
    // A quotation with nothing before it in its passage belongs to the line above.
    let opens = passage.text()[..outer.start].trim().is_empty();
    let above = at.checked_sub(1).filter(|&above| reading.page.passages[above].introduces());
    let Some(above) = above.filter(|_| opens) else { return Source::Unsaid };
    let passage = &reading.page.passages[above];
    let Some(sentence) = passage.sentences.last() else { return Source::Unsaid };
    let markers = self::markers(reading, above, sentence);
    match markers.last().map(|marker| &marker.source) {
        Some(Source::Documents { attribution, .. }) => {
            Source::Documents { attribution: attribution.clone(), direct: true }
        }
        Some(other) => other.clone(),
        None => Source::Unsaid,
    }
}

/// Whether the sentence owns that the words in marks are the writer's.
fn is_reworded(passage: &Passage, sentence: &Range<usize>) -> bool {
    let own_words = &english().claims.saying.own_words;
    let outside = |at: usize| !passage.is_quoted(passage.terms[at].bytes.start);
    let mut words = passage.terms_in(sentence).filter(|&at| outside(at));
    words.any(|at| own_words.at(|ahead| passage.word(at + ahead)).is_some())
}

/// The reference that stands right behind `outer`.
fn behind<'a>(reading: &'a Reading, at: usize, outer: &Range<usize>) -> Option<&'a Reference> {
    let text = reading.page.passages[at].text();
    let next = reading.references[at].iter().find(|other| other.range.start >= outer.end)?;
    let gap = &text[outer.end..next.range.start];
    let plain = |c: char| c.is_whitespace() || matches!(c, '(' | '[' | ',' | '.' | ':' | ')');
    let near = gap.len() <= BEHIND_BYTES_MAX
        && gap
            .trim_start_matches(plain)
            .trim_end_matches(plain)
            .trim_start_matches("see")
            .is_empty();
    // Behind a full stop the next sentence begins, but for a place in brackets.
    let same = !gap.contains('.') || gap.contains(['(', '[']);
    (near && same && next.sureness == Sureness::Document && !next.documents.is_empty())
        .then_some(next)
}

fn named(reading: &Reading, at: usize, reference: &Reference, direct: bool) -> Source {
    let attribution = Attribution {
        documents: reference.documents.clone(),
        clause: reference.clause,
        named_at: Some(reading.page.span(at, &reference.range)),
    };
    Source::Documents { attribution, direct }
}

/// What the row of a table names, a clause first.
fn in_row(reading: &Reading, at: usize) -> Option<Source> {
    let row = reading.page.passages[at].block.row?;
    let cells = (0..reading.page.passages.len())
        .filter(|&cell| reading.page.passages[cell].block.row == Some(row));
    let named_in = |cell: usize| reading.references[cell].iter().map(move |found| (cell, found));
    let found: Vec<(usize, &Reference)> =
        cells.flat_map(named_in).filter(|(_, reference)| !reference.documents.is_empty()).collect();
    let clause = found.iter().find(|(_, reference)| reference.clause.is_some());
    let (cell, reference) = clause.or(found.first())?;
    Some(named(reading, *cell, reference, true))
}

/// All that tells in `sentence` whose words they are, in order.
fn markers(reading: &Reading, at: usize, sentence: &Range<usize>) -> Vec<Marker> {
    let passage = &reading.page.passages[at];
    let words = passage.terms_in(sentence);
    let outside = |at: &usize| !passage.is_quoted(passage.terms[*at].bytes.start);
    let spoken = words.clone().filter(outside).any(|at| passage.is_speaker(at));
    let mut markers: Vec<Marker> = Vec::new();
    for reference in &reading.references[at] {
        let counts = reference.sureness == Sureness::Document || spoken;
        let ours = !reference.documents.is_empty()
            && !matches!(reference.verdict, crate::domain::ItemVerdict::Mismatched);
        if sentence.contains(&reference.range.start) && counts && ours {
            let source = named(reading, at, reference, false);
            markers.push(Marker { at: reference.range.end, source });
        }
    }
    for claim in reading.claims[at].iter().filter(|claim| sentence.contains(&claim.range.start)) {
        let named_at = claim.named_at.as_ref().map(|range| reading.page.span(at, range));
        let attribution =
            Attribution { documents: claim.documents(), clause: claim.clause, named_at };
        markers.push(Marker {
            at: claim.verb_end,
            source: Source::Documents { attribution, direct: true },
        });
    }
    for word in words.filter(outside) {
        let bytes = &passage.terms[word].bytes;
        let ours = reading.claims[at].iter().any(|claim| claim.verb_end == bytes.end)
            || reading.references[at].iter().any(|other| other.range.contains(&bytes.start));
        if !ours && (is_others_speech(reading, at, word) || is_instrument(reading, at, word)) {
            markers.push(Marker { at: bytes.end, source: Source::Other });
        }
    }
    markers.sort_by_key(|marker| marker.at);
    markers
}

/// Whether somebody who is no document speaks at `word`.
fn is_others_speech(reading: &Reading, at: usize, word: usize) -> bool {
    const AHEAD_MAX: usize = 2;
    let passage = &reading.page.passages[at];
    let follows = |reference: &Reference| {
        let first = passage.terms_in(&reference.range).start;
        (word + 1..=word + 1 + AHEAD_MAX).contains(&first) && reference.holds()
    };
    english().text.persons.speech.has(passage.word(word))
        && !reading.references[at].iter().any(follows)
}

/// Whether `word` names a text of others.
fn is_instrument(reading: &Reading, at: usize, word: usize) -> bool {
    let passage = &reading.page.passages[at];
    let known =
        passage.is_capital(word) && english().documents.kinds.instruments.has(passage.word(word));
    let declared = passage.is_capital(word)
        && passage.word(word) == "declaration"
        && matches!(passage.word(word + 1), "of" | "on");
    known || declared || passage.word(word) == "proverb"
}
