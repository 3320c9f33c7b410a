//! Negations that a quotation leaves out of the sentence that it takes its words from.
//!
//! An ellipsis between two pieces may stand for none of their sentence. At either end of a
//! quotation more of the sentence is left out as a rule, and a negation far off may be none of the
//! quotation's business: there it counts where the words that are quoted are under it, as far as
//! function words tell. A quotation that owns to no omission is word for word, and only a negation
//! right before its first verb counts: "not | surrender the tools", but not "not surrender | the
//! tools".

use std::ops::Range;
use std::rc::Rc;

use super::align::{Alignment, letters};
use super::passage::Passage;
use super::place::{Placed, Searched};
use super::quote::{Piece, is_finite, negates};
use crate::language::lexicon::english;

/// A sentence that is longer than this is not one.
const SENTENCE_MAX: u32 = 120;
/// Words in which a negation is right before a verb.
const NEAR: u32 = 6;
/// Words of the first piece that are looked through for a verb of its own.
const AHEAD: u32 = 12;
/// Words that a quotation shares with its source, to say enough to be turned round at its ends; a
/// shorter one is a term.
const WORDS_MIN: usize = 4;

/// A negation that was left out: before which piece, the number of pieces for behind the last; and
/// where it stands.
pub(super) type Lost<'c> = (usize, Placed<'c>);

impl<'c> Searched<'c> {
    /// Words left out that turn the sentence of `pieces`, which are `placed`, into its opposite.
    pub(super) fn lost(&self, pieces: &[Piece], placed: &[Placed<'c>]) -> Vec<Lost<'c>> {
        let mut lost = self.lost_between(placed);
        let held: usize = placed.iter().map(|placed| placed.alignment.held()).sum();
        if let (WORDS_MIN.., Some(first), Some(last)) = (held, placed.first(), placed.last()) {
            let before = self.lost_before(&pieces[0], first).map(|word| (0, word));
            lost.splice(0..0, before);
            let behind = self.lost_behind(&pieces[pieces.len() - 1], last);
            lost.extend(behind.map(|word| (pieces.len(), word)));
        }
        lost
    }

    /// Negations between two pieces of one sentence.
    fn lost_between(&self, placed: &[Placed<'c>]) -> Vec<Lost<'c>> {
        let mut lost = Vec::new();
        for (at, two) in placed.windows(2).enumerate() {
            let (from, to) = (two[0].words().end, two[1].words().start);
            if to <= from || to - from > SENTENCE_MAX {
                continue;
            }
            let passage = Rc::new(self.passage(from - 1..to + 1));
            let last = passage.len() - 1;
            if (0..last).any(|word| passage.ends_sentence(word)) {
                continue;
            }
            let negations = (1..last).filter(|&word| denies(&passage, &(1..last), word));
            lost.extend(negations.map(|word| (at + 1, left_out(&passage, word))));
        }
        lost
    }

    /// The negation that the quotation leaves out before its first piece.
    fn lost_before(&self, piece: &Piece, placed: &Placed<'c>) -> Option<Placed<'c>> {
        let words = placed.words();
        let document = self.document(self.document_of(words.start));
        let reach = if piece.is_cut_before() { SENTENCE_MAX } else { NEAR };
        let from = words.start.saturating_sub(reach).max(document.start);
        let to = words.end.min(words.start + AHEAD);
        let passage = Rc::new(self.passage(from..to));
        let start = (words.start - from) as usize;
        let found = if piece.is_cut_before() {
            governing(&passage, start)
        } else {
            let whole =
                placed.alignment.pairs.first().is_some_and(|(pair, _)| pair.right.start == 0);
            right_before(&passage, start).filter(|_| whole)
        };
        found.map(|word| left_out(&passage, word))
    }

    /// The negation that the quotation owns to leave out behind its last piece.
    fn lost_behind(&self, piece: &Piece, placed: &Placed<'c>) -> Option<Placed<'c>> {
        if !piece.is_cut_behind() {
            return None;
        }
        let end = placed.words().end;
        let document = self.document(self.document_of(end - 1));
        let to = end.saturating_add(SENTENCE_MAX).min(document.end);
        let passage = Rc::new(self.passage(end - 1..to));
        following(&passage).map(|word| left_out(&passage, word))
    }
}

/// Word `at` of `passage` as what a quotation lacks.
fn left_out<'c>(passage: &Rc<Passage<'c>>, at: usize) -> Placed<'c> {
    let all = letters(passage.words(at..at + 1));
    let alignment = Alignment { pairs: Vec::new(), start: at, end: at + 1, same: 0, all };
    Placed { passage: Rc::clone(passage), alignment }
}

/// Whether word `at`, one of those `left_out`, turns a sentence round. "Not only" and "no later
/// than" do not.
fn denies(passage: &Passage<'_>, left_out: &Range<usize>, at: usize) -> bool {
    let word = |at: usize| {
        let there = at < passage.len() && left_out.contains(&at);
        if there { passage.word(at).key.as_str() } else { "" }
    };
    let mere = english().text.softeners.has(word(at + 1));
    negates(word(at)) && !mere && word(at + 2) != "than"
}

/// Whether word `at` denies no more than the few words behind it.
fn is_narrow(passage: &Passage<'_>, at: usize) -> bool {
    matches!(passage.word(at).key.as_str(), "without" | "non")
}

/// Whether a comma stands behind word `at`.
fn is_comma(passage: &Passage<'_>, at: usize) -> bool {
    passage.gap(at).is_some_and(|gap| gap.contains(','))
}

/// Words that may join a clause to another.
fn joins(key: &str) -> bool {
    english().text.joints.has(key)
}

/// Words that begin a clause which no negation before them is about.
fn opens_clause(key: &str) -> bool {
    english().text.clause_openers.has(key)
}

/// The negation nearest before word `start` that the words from there on are under: in their
/// sentence, with no clause beginning between them. Behind "and", "or" or a comma one begins that
/// has a verb of its own.
fn governing(passage: &Passage<'_>, start: usize) -> Option<usize> {
    const NARROW: usize = 2;
    let key = |at: usize| passage.word(at).key.as_str();
    let begins = |at: usize, has_verb: bool| {
        let new = has_verb || at + 1 < passage.len() && key(at + 1) == "that";
        opens_clause(key(at)) || new && matches!(key(at), "and" | "or")
    };
    let own = start + usize::from(joins(key(start)))..passage.len();
    let own = own.map(key).take_while(|key| !joins(key) && !opens_clause(key));
    let mut has_verb = own.into_iter().any(is_finite);
    if begins(start, has_verb) {
        return None;
    }
    for at in (0..start).rev() {
        if passage.ends_sentence(at) || has_verb && is_comma(passage, at) {
            return None;
        }
        let near = start - at <= NARROW || !is_narrow(passage, at);
        if near && denies(passage, &(0..start), at) {
            return Some(at);
        }
        if begins(at, has_verb) {
            return None;
        }
        has_verb |= is_finite(key(at));
    }
    None
}

/// The negation that the verb at word `start` stands right behind, but for "be" and "have".
fn right_before(passage: &Passage<'_>, start: usize) -> Option<usize> {
    let key = |at: usize| passage.word(at).key.as_str();
    for at in (0..start).rev() {
        if passage.ends_sentence(at) || is_comma(passage, at) {
            return None;
        }
        let text = &english().text;
        if text.linking_verbs.has(key(at)) {
            continue;
        }
        let of_nouns = text.noun_negations.has(key(at));
        return (negates(key(at)) && !of_nouns && !is_nominal(key(start))).then_some(at);
    }
    None
}

/// Words that no verb begins with, nor what stands before one: "not a crime", "not in towns".
fn is_nominal(key: &str) -> bool {
    english().text.before_nouns.has(key)
}

/// The negation behind the first word of `passage` that reaches back to it: of its sentence, before
/// another clause or part of a list begins. A verb that waits for another may have commas behind it.
fn following(passage: &Passage<'_>) -> Option<usize> {
    let key = |at: usize| passage.word(at).key.as_str();
    let waits = is_finite(key(0));
    for at in 1..passage.len() {
        let apart = passage.ends_sentence(at - 1) || !waits && is_comma(passage, at - 1);
        if apart || joins(key(at)) || opens_clause(key(at)) {
            return None;
        }
        if denies(passage, &(1..passage.len()), at) && !is_narrow(passage, at) {
            return Some(at);
        }
    }
    None
}
