//! Labels of clauses where they stand in a text: beside the name of a document, or in a list behind
//! another label.

use std::ops::Range;

use super::labels::{
    LABEL_BYTES_MAX, Label, Labels, further_parts, is_numbered, paragraph_word, parts,
};
use super::page::Passage;
use crate::language::lexicon::english;

/// A label with the bytes at which it ends.
pub(super) struct Found {
    pub(super) label: Label,
    pub(super) end: usize,
}

impl Labels {
    /// The label at word `at` of `passage`; a bare number only behind "paragraph".
    pub(super) fn at(&self, passage: &Passage, at: usize) -> Option<Found> {
        let typed = passage.typed(at);
        if typed.is_empty() || typed.len() > LABEL_BYTES_MAX {
            return None;
        }
        let upper = typed.to_uppercase();
        let shaped = self.is_shaped(&upper) && typed.starts_with(|c: char| c.is_ascii_uppercase());
        if !shaped {
            let gap = passage.gap(at);
            let sign = gap.contains(['\u{a7}', '\u{b6}']);
            let before =
                at.checked_sub(1).is_some_and(|before| paragraph_word(passage.word(before)));
            if !(sign || before) || !is_numbered(&upper) {
                return None;
            }
        }
        Some(whole(passage, at))
    }

    /// The label at word `at` that goes on with a list behind the label of these parts: "(B)",
    /// "-3Z", "and C".
    pub(super) fn listed(passage: &Passage, at: usize, before: &str) -> Option<Found> {
        let typed = passage.typed(at);
        let bytes = passage.terms[at].bytes.clone();
        let text = passage.text();
        let letter = typed.len() == 1 && typed.bytes().all(|b| b.is_ascii_alphabetic());
        let bracketed = text[..bytes.start].ends_with('(') && text[bytes.end..].starts_with(')');
        let dashed = text[..bytes.start].ends_with(['-', '\u{2013}'])
            && typed.bytes().all(|b| b.is_ascii_uppercase());
        if letter && (bracketed || dashed) {
            // It stands for the letter of the label before, or behind its number.
            let numeric = before.ends_with(|c: char| c.is_ascii_digit());
            let head = if numeric { before } else { before.rsplit_once('.')?.0 };
            let parts = format!("{head}.{}", typed.to_uppercase());
            let label = Label { typed: head.replace('.', "") + &typed.to_uppercase(), parts };
            return Some(Found { label, end: bytes.end + usize::from(bracketed) });
        }
        // "P3A and 5 others" is no list.
        let lettered = typed.ends_with(|c: char| c.is_ascii_alphabetic());
        let apart = matches!(passage.gap(at), "-" | "\u{2013}");
        (!letter && is_numbered(&typed.to_uppercase()) && (lettered || apart))
            .then(|| whole(passage, at))
    }

    /// The label that stands behind `words` ("Rome 2012, P2A") or before them ("paragraph 3D of
    /// the Rome declaration", "P3K (Monaco)"); they grow by it.
    pub(super) fn around(&self, passage: &Passage, words: &mut Range<usize>) -> Option<Label> {
        const GAP_BYTES_MAX: usize = 5;
        const PARTS_MAX: usize = 3;
        let skip = usize::from(paragraph_word(passage.word(words.end)));
        let near = (words.end..=words.end + skip).all(|at| {
            let gap = passage.gap(at);
            // Behind a full stop another sentence begins, but for that of "para.".
            let stops = at == words.end && gap.contains('.');
            gap.len() <= GAP_BYTES_MAX
                && !stops
                && gap
                    .chars()
                    .all(|c| matches!(c, ' ' | ',' | '(' | ')' | '[' | '.' | '\u{a7}' | '\u{b6}'))
        });
        if let Some(found) = self.at(passage, words.end + skip).filter(|_| near) {
            words.end = passage.terms_in(&(0..found.end)).end.max(words.end + skip + 1);
            return Some(found.label);
        }
        let places = &english().claims.documents.places;
        let mut at = words.start;
        while at > 0 && places.has(passage.word(at - 1)) && passage.is_joined(at) {
            at -= 1;
        }
        let governed = (at..words.start).any(|at| matches!(passage.word(at), "of" | "in"));
        let bracketed = at == words.start && passage.gap(at) == " (";
        // "In paragraph 13, the Rome declaration".
        let article = (at..words.start).all(|at| passage.word(at) == "the");
        let ahead = article && passage.gap(at) == ", ";
        if !(governed || bracketed || ahead) || at == 0 || !passage.is_joined(at) {
            return None;
        }
        // Its last word may be a part in brackets: "3(g) of".
        let first = (at.saturating_sub(PARTS_MAX)..at).rev().find_map(|first| {
            let found = self.at(passage, first)?;
            let whole = passage.terms_in(&(0..found.end)).end == at;
            whole.then_some((first, found.label))
        });
        let (first, label) = first?;
        let named = first > 0 && paragraph_word(passage.word(first - 1));
        if ahead {
            let opens = first > 1 && places.has(passage.word(first - 2));
            return (named && opens).then_some(label);
        }
        words.start = first - usize::from(named);
        Some(label)
    }
}

/// The label that begins with word `at`, with its further parts.
fn whole(passage: &Passage, at: usize) -> Found {
    let bytes = passage.terms[at].bytes.clone();
    let word = passage.typed(at).to_uppercase();
    let rest = &passage.text()[bytes.end..];
    let lettered = word.ends_with(|c: char| c.is_ascii_alphabetic());
    let end = bytes.end + further_parts(rest, lettered);
    let further = &passage.text()[bytes.end..end];
    let label = Label {
        parts: parts(&format!("{word}{further}")),
        typed: format!("{word}{}", further.trim_end()),
    };
    Found { label, end }
}
