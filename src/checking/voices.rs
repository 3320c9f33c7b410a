//! What in a sentence may tell whose words it quotes: names of documents, claims, others who speak.

use std::ops::Range;

use super::claim::Claim;
use super::lone_labels::is_aside;
use super::page::Passage;
use super::ranges::looked_up;
use super::reading::Reading;
use super::reference::{Reference, Sureness};
use crate::domain::ItemVerdict;
use crate::language::lexicon::english;

/// What may tell whose words a quotation is, with the byte at which it ends.
pub(super) struct Marker<'r> {
    pub(super) at: usize,
    pub(super) voice: Voice<'r>,
    /// The aside that it stands in.
    pub(super) aside: Option<&'r Range<usize>>,
    /// Whether it stands in a comparison.
    pub(super) governed: bool,
}

/// Who speaks.
#[derive(Clone, Copy)]
pub(super) enum Voice<'r> {
    /// Documents that are named.
    Reference(&'r Reference),
    /// Documents that are said to say something.
    Claim(&'r Claim),
    /// Somebody else.
    Other,
}

/// All that tells in `sentence` whose words they are, in order.
pub(super) fn markers<'r>(
    reading: &'r Reading,
    at: usize,
    sentence: &Range<usize>,
) -> Vec<Marker<'r>> {
    let passage = &reading.page.passages[at];
    let words = passage.terms_in(sentence);
    let outside = |at: &usize| !passage.is_quoted(passage.terms[*at].bytes.start);
    let spoken = words.clone().filter(outside).any(|at| passage.is_speaker(at));
    let references = &reading.references[at];
    let mut markers: Vec<Marker<'r>> = Vec::new();
    let mut add = |at: usize, voice: Voice<'r>, start: usize, governed: bool| {
        markers.push(Marker { at, voice, aside: passage.aside_at(start), governed });
    };
    let mut spoke = false;
    for reference in references.beginning(sentence) {
        let (start, end) = (reference.range.start, reference.range.end);
        let counts = reference.sureness == Sureness::Document || spoken;
        let ours = !reference.documents.is_empty() && reference.verdict != ItemVerdict::Mismatched;
        if counts && ours {
            spoke |= !is_aside(passage, reference);
            add(end, Voice::Reference(reference), start, reference.governed);
        } else if reference.is_foreign() && !spoke {
            add(end, Voice::Other, start, reference.governed);
        }
    }
    let claims = claims_in(&reading.claims[at], sentence);
    for claim in claims.iter().filter(|claim| !claim.is_loose()) {
        add(claim.verb_end, Voice::Claim(claim), claim.range.start, false);
    }
    for word in words.filter(outside) {
        let bytes = &passage.terms[word].bytes;
        let end = bytes.end;
        let verb = looked_up(claims, |claim| claim.verb_end < end);
        let ours = claims.get(verb).is_some_and(|claim| claim.verb_end == end)
            || references.covering(word).is_some();
        // What our document speaks of does not speak itself.
        let object = || claims.first().is_some_and(|claim| claim.verb_end < bytes.start);
        let other = || is_instrument(passage, word) && !object();
        if !ours && (is_others_speech(reading, at, word) || other()) {
            add(end, Voice::Other, bytes.start, false);
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
