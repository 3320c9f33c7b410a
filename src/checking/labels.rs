//! Labels of clauses as texts write them: "P3D", "paragraph 3D", "para. 2".

use std::collections::BTreeSet;
use std::ops::Range;

use super::page::Passage;
use super::reference::Reference;
use crate::domain::{Corpus, ItemVerdict};
use crate::language::lexicon::english;

/// The labels of a corpus.
#[derive(Debug, Default)]
pub(super) struct Labels {
    /// Letters with which labels that have a number begin: `P`.
    prefixes: BTreeSet<String>,
    /// Labels without a number: `INTRO`.
    words: BTreeSet<String>,
}

/// A label in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    /// As typed, in capitals.
    pub(super) typed: String,
    /// With a prefix of the corpus, where it was typed without one.
    forms: Vec<String>,
}

/// The longest label that is recognised, in bytes.
const LABEL_BYTES_MAX: usize = 6;

/// Whether `word` says that a label follows.
pub(super) fn paragraph_word(word: &str) -> bool {
    english().documents.kinds.clauses.has(word)
}

impl Labels {
    /// Collects the labels of `corpus`.
    pub(super) fn of(corpus: &Corpus) -> Self {
        let mut labels = Self::default();
        for clause in corpus.clauses() {
            let behind = clause.label.trim_start_matches(|c: char| c.is_ascii_alphabetic());
            let letters = &clause.label[..clause.label.len() - behind.len()];
            let known = if behind.is_empty() { &mut labels.words } else { &mut labels.prefixes };
            if !letters.is_empty() && !known.contains(letters) {
                known.insert(letters.to_owned());
            }
        }
        labels
    }

    /// Whether `word` looks like a label of this corpus, whether or not there is such a clause.
    pub(super) fn is_shaped(&self, word: &str) -> bool {
        if self.words.contains(word) {
            return true;
        }
        let digits = word.trim_start_matches(|c: char| c.is_ascii_uppercase());
        let prefix = &word[..word.len() - digits.len()];
        self.prefixes.contains(prefix) && is_numbered(digits)
    }

    /// The label at word `at` of `passage`; a bare number only behind "paragraph".
    pub(super) fn at(&self, passage: &Passage, at: usize) -> Option<Label> {
        let typed = passage.typed(at);
        if typed.is_empty() || typed.len() > LABEL_BYTES_MAX {
            return None;
        }
        let upper = typed.to_uppercase();
        if self.is_shaped(&upper) && typed.starts_with(|c: char| c.is_ascii_uppercase()) {
            return Some(Label { forms: vec![upper.clone()], typed: upper });
        }
        let sign = passage.gap(at).contains('\u{a7}');
        let before = at.checked_sub(1).is_some_and(|before| paragraph_word(passage.word(before)));
        if !(sign || before) || !is_numbered(&upper) {
            return None;
        }
        let prefixed = self.prefixes.iter().map(|prefix| format!("{prefix}{upper}"));
        let forms = std::iter::once(upper.clone()).chain(prefixed).collect();
        Some(Label { typed: upper, forms })
    }

    /// The label that stands behind `words` ("Rome 2012, P2A") or before them ("paragraph 3D of
    /// the Rome declaration"); they grow by it.
    pub(super) fn around(&self, passage: &Passage, words: &mut Range<usize>) -> Option<Label> {
        const GAP_BYTES_MAX: usize = 5;
        let skip = usize::from(paragraph_word(passage.word(words.end)));
        let near = (words.end..=words.end + skip).all(|at| {
            let gap = passage.gap(at);
            gap.len() <= GAP_BYTES_MAX
                && gap.chars().all(|c| matches!(c, ' ' | ',' | '(' | ')' | '[' | '.' | '\u{a7}'))
        });
        if let Some(label) = self.at(passage, words.end + skip).filter(|_| near) {
            words.end += skip + 1;
            return Some(label);
        }
        let places = &english().claims.documents.places;
        let mut at = words.start;
        while at > 0 && places.has(passage.word(at - 1)) && passage.is_joined(at) {
            at -= 1;
        }
        let governed = (at..words.start).any(|at| matches!(passage.word(at), "of" | "in"));
        if !governed || at == 0 || !passage.is_joined(at) {
            return None;
        }
        let label = self.at(passage, at - 1)?;
        words.start = at - 1 - usize::from(at > 1 && paragraph_word(passage.word(at - 2)));
        Some(label)
    }

    /// Finds the clause of `label` among the documents of `reference`.
    pub(super) fn resolve(corpus: &Corpus, label: &Label, reference: &mut Reference) {
        let clause = |document: usize| {
            let id = &corpus.documents()[document].id;
            label.forms.iter().find_map(|form| corpus.clause_position(&format!("{id}/{form}")))
        };
        let found = reference.documents.iter().find_map(|&id| Some((id, clause(id)?)));
        if let Some((document, clause)) = found {
            reference.documents = [document].into();
            reference.clause = Some(clause);
        } else {
            reference.verdict = ItemVerdict::NoSuchClause;
            reference.missing.clone_from(&label.typed);
        }
    }
}

/// Digits and at most one letter: `3`, `12B`.
fn is_numbered(word: &str) -> bool {
    let letters = word.trim_start_matches(|c: char| c.is_ascii_digit());
    letters.len() < word.len()
        && letters.len() <= 1
        && letters.bytes().all(|b| b.is_ascii_uppercase())
}
