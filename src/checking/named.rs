//! The references of a passage, by where they stand.

use std::ops::Range;

use super::page::Passage;
use super::ranges::looked_up;
use super::reference::Reference;
use crate::language::looks::looked_at;

/// The references of a passage, in order of where they begin.
#[derive(Debug, Default)]
pub(super) struct References {
    all: Vec<Reference>,
    /// For each word of the passage the first reference that covers it.
    covering: Vec<Option<usize>>,
}

impl References {
    /// Puts `all` references of `passage` in order.
    pub(super) fn new(passage: &Passage, mut all: Vec<Reference>) -> Self {
        all.sort_by_key(|reference| reference.range.start);
        let mut covering = vec![None; passage.terms.len()];
        for (at, reference) in all.iter().enumerate() {
            for word in &mut covering[passage.terms_in(&reference.range)] {
                word.get_or_insert(at);
            }
        }
        Self { all, covering }
    }

    /// All of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Reference> {
        self.all.iter().inspect(|_| looked_at())
    }

    /// The one with this number.
    pub(super) fn get(&self, number: usize) -> &Reference {
        &self.all[number]
    }

    /// Those that begin in `bytes`.
    pub(super) fn beginning(&self, bytes: &Range<usize>) -> &[Reference] {
        let start = looked_up(&self.all, |reference| reference.range.start < bytes.start);
        let end = looked_up(&self.all, |reference| reference.range.start < bytes.end);
        &self.all[start..end.max(start)]
    }

    /// Those whose first word is one of `words` of `passage`, or would be, were there more.
    pub(super) fn first_in(&self, passage: &Passage, words: &Range<usize>) -> &[Reference] {
        let start = |word: usize| passage.terms.get(word).map(|term| term.bytes.start + 1);
        let behind = |word: usize| start(word).unwrap_or(usize::MAX);
        let from = words.start.checked_sub(1).map_or(0, behind);
        self.beginning(&(from..words.end.checked_sub(1).map_or(0, behind)))
    }

    /// The first that covers the word at index `word`.
    pub(super) fn covering(&self, word: usize) -> Option<&Reference> {
        self.covering.get(word).copied().flatten().map(|at| &self.all[at])
    }
}
