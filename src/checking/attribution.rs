//! To what a text ascribes the words that it quotes.
//!
//! A note or a source right behind a quotation ("(Rome 2012, P3D)") decides, then the row of a
//! table, then the last name or verb of saying before it in its sentence, then the first behind it,
//! then a sentence behind it that does nothing but name a source. A quotation set apart belongs to
//! the source below it, or to the line with a colon above it. Documents that a sentence names by the
//! way, to compare, are no sources. Words of saying that no document is the subject of ("she
//! wrote"), and texts of others ("the Charter"), make it somebody else's.

use std::ops::Range;

use super::given::given;
use super::layout::Shape;
use super::lone_labels::is_aside;
use super::page::Passage;
use super::ranges::looked_up;
use super::reading::Reading;
use super::reference::{Reference, Sureness};
use super::voices::{Marker, Voice, markers};
use crate::domain::Attribution;
use crate::language::lexicon::english;

/// Whose words a quotation is said to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    /// Those of documents.
    Documents {
        /// Which ones.
        attribution: Attribution,
        /// How surely.
        hold: Hold,
    },
    /// Those of somebody else.
    Other,
    /// Those of whoever wrote the text, who says so: "in other words".
    Writer,
    /// Nobody's.
    Unsaid,
}

/// How surely a quotation is said to be of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hold {
    /// A verb of saying or the place itself says so.
    Direct,
    /// The document is named somewhere near.
    Near,
    /// It stands in a line of the year in which they were adopted, as others may.
    Year,
}

/// How far behind a quotation its place may stand, in bytes.
const BEHIND_BYTES_MAX: usize = 12;
/// How many markers around a quotation are looked at.
const MARKERS_MAX: usize = 12;

/// Tells whose words quotations are. Many may stand in one sentence: what was found out of that is
/// kept for the next.
pub(super) struct Voices<'r> {
    reading: &'r Reading,
    last: Option<Heard<'r>>,
}

/// What was found out about a sentence.
struct Heard<'r> {
    passage: usize,
    sentence: Range<usize>,
    reworded: bool,
    markers: Vec<Marker<'r>>,
}

impl<'r> Voices<'r> {
    pub(super) const fn new(reading: &'r Reading) -> Self {
        Self { reading, last: None }
    }

    /// Whose words the quotation at `outer` of passage `at` is.
    pub(super) fn of(&mut self, at: usize, outer: &Range<usize>) -> Source {
        let reading = self.reading;
        if let Some(source) = cited(reading, at, outer) {
            return source;
        }
        if let Some(source) = in_row(reading, at) {
            return source;
        }
        let passage = &reading.page.passages[at];
        if passage.block.shape == Shape::Quote
            && let Some(source) = below(reading, at)
        {
            return source;
        }
        if let Some(reference) = given(reading, at, outer) {
            return named(reading, at, reference, Hold::Direct);
        }
        let heard = self.heard(at, passage.sentence_at(outer.start));
        if heard.reworded {
            return Source::Writer;
        }
        if let Some(marker) = heard.around(passage, outer) {
            return source(reading, at, marker);
        }
        if let Some(reference) = heard.cited_before(passage, outer) {
            // The clause is that of the quotation before.
            let document = Reference { clause: None, clauses: 0..0, ..reference.clone() };
            return named(reading, at, &document, Hold::Near);
        }
        if let Some(source) = in_next_sentence(reading, at, outer) {
            return source;
        }
        if let Some(documents) = reading.dated(at) {
            let documents = documents.to_vec();
            let attribution = Attribution { documents, ..Attribution::default() };
            return Source::Documents { attribution, hold: Hold::Year };
        }
        // A quotation with nothing before it in its passage belongs to the line above.
        let opens = passage.text()[..outer.start].trim().is_empty();
        if !opens {
            return Source::Unsaid;
        }
        if passage.block.shape != Shape::Quote
            && outer.end >= passage.text().trim_end_matches(['.', ',', ' ']).len()
            && let Some(source) = below(reading, at)
        {
            return source;
        }
        above(reading, at)
    }

    fn heard(&mut self, at: usize, sentence: Range<usize>) -> &Heard<'r> {
        let known = |last: &Heard<'r>| last.passage == at && last.sentence == sentence;
        if !self.last.as_ref().is_some_and(known) {
            let reworded = is_reworded(&self.reading.page.passages[at], &sentence);
            let markers = markers(self.reading, at, &sentence);
            self.last = Some(Heard { passage: at, sentence, reworded, markers });
        }
        self.last.as_ref().expect("set above")
    }
}

impl<'r> Heard<'r> {
    /// What tells whose words those at `outer` are: the last before them, or else the first behind.
    fn around(&self, passage: &Passage, outer: &Range<usize>) -> Option<Voice<'r>> {
        let before = looked_up(&self.markers, |marker| marker.at <= outer.start);
        let after = looked_up(&self.markers, |marker| marker.at < outer.end);
        let own = passage.aside_at(outer.start);
        let counts = |marker: &&Marker<'r>| {
            let gap = passage.text().get(marker.at..outer.start).unwrap_or_default();
            let beside = marker.at <= outer.start && !gap.contains(char::is_alphanumeric);
            let visible = marker.aside.is_none() || marker.aside == own;
            visible && !is_place_of_another(passage, marker, outer) && (!marker.governed || beside)
        };
        let earlier = self.markers[..before].iter().rev().take(MARKERS_MAX);
        // In a relative clause it is of the document that the clause is about.
        let within = || {
            let aside = own?;
            let word = passage.terms_in(&(aside.start..aside.end)).start;
            let relative = english().claims.sources.relative.has(passage.word(word));
            let head = looked_up(&self.markers, |marker| marker.at <= aside.start);
            self.markers[..head].last().filter(|_| relative)
        };
        let inside = |marker: &&Marker<'r>| own.is_some() && marker.aside == own;
        let near = earlier.clone().find(|marker| inside(marker) && counts(marker));
        let found = near
            .or_else(within)
            .or_else(|| earlier.clone().find(counts))
            .or_else(|| self.markers[after..].iter().take(MARKERS_MAX).find(counts));
        found.map(|marker| marker.voice)
    }

    /// The last reference before `outer` that is the place of another quotation.
    fn cited_before(&self, passage: &Passage, outer: &Range<usize>) -> Option<&'r Reference> {
        let before = looked_up(&self.markers, |marker| marker.at <= outer.start);
        let mut earlier = self.markers[..before].iter().rev().take(MARKERS_MAX);
        earlier.find_map(|marker| match marker.voice {
            Voice::Reference(reference) if is_place_of_another(passage, marker, outer) => {
                Some(reference)
            }
            _ => None,
        })
    }
}

/// Whether `marker` stands in brackets right behind a quotation that is before the one at `outer`.
fn is_place_of_another(passage: &Passage, marker: &Marker<'_>, outer: &Range<usize>) -> bool {
    let Voice::Reference(reference) = marker.voice else { return false };
    let start = reference.range.start;
    let nth = looked_up(&passage.marked, |marked| marked.outer.end <= start);
    let Some(last) = nth.checked_sub(1).map(|nth| &passage.marked[nth]) else { return false };
    let gap = &passage.text()[last.outer.end..start];
    start < outer.start
        && gap.len() <= BEHIND_BYTES_MAX
        && gap.contains(['(', '['])
        && !gap.contains(char::is_alphanumeric)
}

/// Whether the sentence owns that the words in marks are the writer's.
fn is_reworded(passage: &Passage, sentence: &Range<usize>) -> bool {
    let own_words = &english().claims.saying.own_words;
    let outside = |at: usize| !passage.is_quoted(passage.terms[at].bytes.start);
    let mut words = passage.terms_in(sentence).filter(|&at| outside(at));
    words.any(|at| own_words.at(|ahead| passage.word(at + ahead)).is_some())
}

/// The source that a note or the words right behind `outer` name.
fn cited(reading: &Reading, at: usize, outer: &Range<usize>) -> Option<Source> {
    let passage = &reading.page.passages[at];
    let text = passage.text();
    let rest = &text[outer.end..];
    let marks = rest.len() - rest.trim_start_matches(['.', ',', ';', ' ', '\u{201d}', '"']).len();
    // A mark may stand before the closing quotation mark, or behind the full stop.
    let inner = text[outer.clone()].trim_end_matches(|c: char| !c.is_alphanumeric());
    let from = outer.start + inner.len();
    let near = passage.block.taken_in(&(from..outer.end + marks.min(2)));
    let mut keys: Vec<String> = near.filter_map(|taken| taken.note.clone()).collect();
    keys.extend(bracketed_note(rest));
    let noted = in_note(reading, at, &keys);
    noted
        .or_else(|| behind(reading, at, outer).map(|found| named(reading, at, found, Hold::Direct)))
}

/// The source that the first of the notes `keys` of passage `at` names.
fn in_note(reading: &Reading, at: usize, keys: &[String]) -> Option<Source> {
    keys.iter().find_map(|key| {
        let note = reading.page.note(key, at)?;
        let own = &reading.references[note];
        let found = own.iter().find(|reference| {
            reference.sureness == Sureness::Document && !reference.documents.is_empty()
        })?;
        let governed = is_aside(&reading.page.passages[note], found);
        (!governed).then(|| named(reading, note, found, Hold::Direct))
    })
}

/// "(1)" behind a quotation: the number of a note.
fn bracketed_note(rest: &str) -> Option<String> {
    let inner = rest.trim_start_matches(['.', ',', ' ']).strip_prefix('(')?;
    let end = inner.bytes().take(4).position(|b| b == b')')?;
    let key = &inner[..end];
    (!key.is_empty() && key.bytes().all(|b| b.is_ascii_digit())).then(|| key.to_owned())
}

/// The reference that stands right behind `outer`.
fn behind<'a>(reading: &'a Reading, at: usize, outer: &Range<usize>) -> Option<&'a Reference> {
    let passage = &reading.page.passages[at];
    let text = passage.text();
    let next = reading.references[at].beginning(&(outer.end..text.len())).first()?;
    let gap = &text[outer.end..next.range.start];
    if gap.len() > BEHIND_BYTES_MAX {
        return None;
    }
    let plain = |c: char| {
        c.is_whitespace()
            || matches!(c, '(' | '[' | ',' | '.' | ':' | ')' | '\u{2014}' | '\u{2013}' | '-')
    };
    let words = gap.trim_start_matches(plain).trim_end_matches(plain);
    let near = words.is_empty() || words.eq_ignore_ascii_case("see");
    // Behind a full stop the next sentence begins, but for a place in brackets.
    let closed = text[..outer.end].trim_end_matches(|c: char| !c.is_alphanumeric() && c != '.');
    let ended = gap.contains('.') || closed.ends_with('.') && gap.trim().is_empty();
    let same = !ended || gap.contains(['(', '[']);
    let ours = next.sureness == Sureness::Document && !next.documents.is_empty();
    (near && same && ours && !next.governed).then_some(next)
}

/// The source that the sentence behind the one of `outer` names, where it does nothing else.
fn in_next_sentence(reading: &Reading, at: usize, outer: &Range<usize>) -> Option<Source> {
    let passage = &reading.page.passages[at];
    let text = passage.text();
    // Only right behind the quotation.
    let end = passage.sentence_at(outer.start).end.max(outer.end);
    if text[outer.end..end].contains(char::is_alphanumeric) {
        return None;
    }
    let rest = end..text.len();
    let next = passage.sentence_behind(outer.start)?;
    let cites = reading.cites(at, next) || reading.cites(at, &rest);
    let found = reading.references[at].beginning(&rest).first().filter(|_| cites)?;
    let ours = !found.documents.is_empty() && !found.governed;
    ours.then(|| named(reading, at, found, Hold::Direct))
}

/// The source that stands below a quotation set apart: at its end, or in a line of its own.
fn below(reading: &Reading, at: usize) -> Option<Source> {
    const BLOCKS_MAX: usize = 24;
    let passages = &reading.page.passages;
    let group = passages[at].block.group;
    let quote = passages[at].block.shape == Shape::Quote;
    for (next, passage) in passages.iter().enumerate().skip(at).take(BLOCKS_MAX) {
        let same = next == at || quote && passage.block.group == group;
        if !same && !passage.is_citation {
            return at_start(reading, next).filter(|_| quote);
        }
        if !same || passage.is_citation || quote {
            let quoted = passage.marked.last().map_or(0, |marked| marked.outer.end);
            let text = passage.text();
            let own = reading.references[next].beginning(&(quoted..text.len()));
            let found = own.iter().find(|own| !own.documents.is_empty() && !own.governed);
            if let Some(found) = found {
                return Some(named(reading, next, found, Hold::Direct));
            }
            let keys = passage.block.taken_in(&(quoted..text.len()));
            let keys: Vec<String> = keys.filter_map(|taken| taken.note.clone()).collect();
            if let Some(noted) = in_note(reading, next, &keys) {
                return Some(noted);
            }
        }
        if passage.is_citation && !same {
            return None;
        }
    }
    None
}

/// The source in brackets that passage `at` begins with.
fn at_start(reading: &Reading, at: usize) -> Option<Source> {
    let first = reading.page.passages[at].sentences.first()?;
    let found = reading.references[at].beginning(first).first()?;
    let ours = reading.cites(at, first) && !found.documents.is_empty() && !found.governed;
    ours.then(|| named(reading, at, found, Hold::Direct))
}

/// The source that the line above names, where it introduces what follows.
fn above(reading: &Reading, at: usize) -> Source {
    let passages = &reading.page.passages;
    let group = passages[at].block.group;
    let quote = passages[at].block.shape == Shape::Quote;
    // The first of a run of quotations.
    let mut first = at;
    while quote && first > 0 && passages[first - 1].block.group == group {
        first -= 1;
    }
    let Some(above) = first.checked_sub(1) else { return Source::Unsaid };
    let passage = &passages[above];
    let goes_on = quote && passage.text().trim_end().ends_with([',', '\u{2014}', '\u{2013}']);
    if !passage.introduces() && !goes_on {
        return Source::Unsaid;
    }
    let Some(sentence) = passage.sentences.last() else { return Source::Unsaid };
    let markers = markers(reading, above, sentence);
    let seen = |marker: &&Marker<'_>| marker.aside.is_none() && !marker.governed;
    let found = markers.iter().rev().take(MARKERS_MAX).find(seen);
    match found.map(|marker| source(reading, above, marker.voice)) {
        Some(Source::Documents { attribution, .. }) => {
            Source::Documents { attribution, hold: Hold::Direct }
        }
        Some(other) => other,
        None => Source::Unsaid,
    }
}

fn named(reading: &Reading, at: usize, reference: &Reference, hold: Hold) -> Source {
    let attribution = Attribution {
        documents: reference.documents.to_vec(),
        clause: reference.clause,
        clauses: reference.clauses.clone(),
        named_at: Some(reading.page.span(at, &reference.range)),
    };
    Source::Documents { attribution, hold }
}

/// Whose words they are, where `voice` of passage `at` tells.
fn source(reading: &Reading, at: usize, voice: Voice<'_>) -> Source {
    match voice {
        Voice::Reference(reference) => named(reading, at, reference, Hold::Near),
        Voice::Claim(claim) => {
            let named_at = claim.named_at.as_ref().map(|range| reading.page.span(at, range));
            let documents = claim.documents();
            let (clause, clauses) = (claim.clause, claim.clauses.clone());
            let attribution = Attribution { documents, clause, clauses, named_at };
            let hold = if claim.silent { Hold::Near } else { Hold::Direct };
            Source::Documents { attribution, hold }
        }
        Voice::Other => Source::Other,
    }
}

/// What the column of a table is of, or its row names, a clause first.
fn in_row(reading: &Reading, at: usize) -> Option<Source> {
    let block = &reading.page.passages[at].block;
    let column = || reading.columns.get(&block.column?);
    let (cell, number) = *column().or_else(|| reading.rows.get(&block.row?))?;
    Some(named(reading, cell, reading.references[cell].get(number), Hold::Direct))
}
