//! To what a text ascribes the words that it quotes.
//!
//! What stands right behind a quotation ("(Rome 2012, P3D)") decides, then the row of a table,
//! then the last name or verb of saying before it in its sentence, then the first behind it. A
//! quotation set apart belongs to the line with a colon above it. Words of saying that no document
//! is the subject of ("she wrote"), and texts of others ("the Charter"), make it somebody else's.

use std::ops::Range;

use super::claims::Claim;
use super::page::Passage;
use super::ranges::looked_up;
use super::reading::Reading;
use super::reference::{Reference, Sureness};
use crate::domain::{Attribution, ItemVerdict};
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
struct Marker<'r> {
    at: usize,
    voice: Voice<'r>,
}

/// Who speaks.
#[derive(Clone, Copy)]
enum Voice<'r> {
    /// Documents that are named.
    Reference(&'r Reference),
    /// Documents that are said to say something.
    Claim(&'r Claim),
    /// Somebody else.
    Other,
}

/// How far behind a quotation its place may stand, in bytes.
const BEHIND_BYTES_MAX: usize = 10;

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
        if let Some(reference) = behind(reading, at, outer) {
            return named(reading, at, reference, true);
        }
        if let Some(source) = in_row(reading, at) {
            return source;
        }
        let passage = &reading.page.passages[at];
        let heard = self.heard(at, passage.sentence_at(outer.start));
        if heard.reworded {
            return Source::Writer;
        }
        let before = looked_up(&heard.markers, |marker| marker.at <= outer.start);
        let after = looked_up(&heard.markers, |marker| marker.at < outer.end);
        let marker = before.checked_sub(1).and_then(|before| heard.markers.get(before));
        if let Some(marker) = marker.or_else(|| heard.markers.get(after)) {
            return source(reading, at, marker.voice);
        }
        // A quotation with nothing before it in its passage belongs to the line above.
        let opens = passage.text()[..outer.start].trim().is_empty();
        let above = at.checked_sub(1).filter(|&above| reading.page.passages[above].introduces());
        let Some(above) = above.filter(|_| opens) else { return Source::Unsaid };
        let passage = &reading.page.passages[above];
        let Some(sentence) = passage.sentences.last() else { return Source::Unsaid };
        let markers = markers(reading, above, sentence);
        match markers.last().map(|marker| source(reading, above, marker.voice)) {
            Some(Source::Documents { attribution, .. }) => {
                Source::Documents { attribution, direct: true }
            }
            Some(other) => other,
            None => Source::Unsaid,
        }
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
    let next = reading.references[at].beginning(&(outer.end..text.len())).first()?;
    let gap = &text[outer.end..next.range.start];
    if gap.len() > BEHIND_BYTES_MAX {
        return None;
    }
    let plain = |c: char| c.is_whitespace() || matches!(c, '(' | '[' | ',' | '.' | ':' | ')');
    let gap_words = gap.trim_start_matches(plain).trim_end_matches(plain);
    let near = gap_words.trim_start_matches("see").is_empty();
    // Behind a full stop the next sentence begins, but for a place in brackets.
    let same = !gap.contains('.') || gap.contains(['(', '[']);
    (near && same && next.sureness == Sureness::Document && !next.documents.is_empty())
        .then_some(next)
}

fn named(reading: &Reading, at: usize, reference: &Reference, direct: bool) -> Source {
    let attribution = Attribution {
        documents: reference.documents.to_vec(),
        clause: reference.clause,
        named_at: Some(reading.page.span(at, &reference.range)),
    };
    Source::Documents { attribution, direct }
}

/// Whose words they are, where `voice` of passage `at` tells.
fn source(reading: &Reading, at: usize, voice: Voice<'_>) -> Source {
    match voice {
        Voice::Reference(reference) => named(reading, at, reference, false),
        Voice::Claim(claim) => {
            let named_at = claim.named_at.as_ref().map(|range| reading.page.span(at, range));
            let documents = claim.documents();
            let attribution = Attribution { documents, clause: claim.clause, named_at };
            Source::Documents { attribution, direct: true }
        }
        Voice::Other => Source::Other,
    }
}

/// What the row of a table names, a clause first.
fn in_row(reading: &Reading, at: usize) -> Option<Source> {
    let row = reading.page.passages[at].block.row?;
    let (cell, number) = *reading.rows.get(&row)?;
    Some(named(reading, cell, reading.references[cell].get(number), true))
}

/// All that tells in `sentence` whose words they are, in order.
fn markers<'r>(reading: &'r Reading, at: usize, sentence: &Range<usize>) -> Vec<Marker<'r>> {
    let passage = &reading.page.passages[at];
    let words = passage.terms_in(sentence);
    let outside = |at: &usize| !passage.is_quoted(passage.terms[*at].bytes.start);
    let spoken = words.clone().filter(outside).any(|at| passage.is_speaker(at));
    let references = &reading.references[at];
    let mut markers: Vec<Marker<'r>> = Vec::new();
    for reference in references.beginning(sentence) {
        let counts = reference.sureness == Sureness::Document || spoken;
        let ours = !reference.documents.is_empty() && reference.verdict != ItemVerdict::Mismatched;
        if counts && ours {
            let voice = Voice::Reference(reference);
            markers.push(Marker { at: reference.range.end, voice });
        }
    }
    let claims = claims_in(&reading.claims[at], sentence);
    for claim in claims {
        markers.push(Marker { at: claim.verb_end, voice: Voice::Claim(claim) });
    }
    for word in words.filter(outside) {
        let end = passage.terms[word].bytes.end;
        let verb = looked_up(claims, |claim| claim.verb_end < end);
        let ours = claims.get(verb).is_some_and(|claim| claim.verb_end == end)
            || references.covering(word).is_some();
        if !ours && (is_others_speech(reading, at, word) || is_instrument(passage, word)) {
            markers.push(Marker { at: end, voice: Voice::Other });
        }
    }
    markers.sort_by_key(|marker| marker.at);
    markers
}

/// Those of `claims`, which are in order, that begin in `sentence`.
fn claims_in<'r>(claims: &'r [Claim], sentence: &Range<usize>) -> &'r [Claim] {
    let start = looked_up(claims, |claim| claim.range.start < sentence.start);
    let end = looked_up(claims, |claim| claim.range.start < sentence.end);
    &claims[start..end.max(start)]
}

/// Whether somebody who is no document speaks at `word`.
fn is_others_speech(reading: &Reading, at: usize, word: usize) -> bool {
    const AHEAD_MAX: usize = 2;
    let passage = &reading.page.passages[at];
    english().text.persons.speech.has(passage.word(word)) && {
        let ahead = word + 1..word + 2 + AHEAD_MAX;
        let mut follows = reading.references[at].first_in(passage, &ahead).iter();
        !follows.any(Reference::holds)
    }
}

/// Whether `word` names a text of others.
fn is_instrument(passage: &Passage, word: usize) -> bool {
    let known =
        passage.is_capital(word) && english().documents.kinds.instruments.has(passage.word(word));
    let declared = passage.is_capital(word)
        && passage.word(word) == "declaration"
        && matches!(passage.word(word + 1), "of" | "on");
    known || declared || passage.word(word) == "proverb"
}
