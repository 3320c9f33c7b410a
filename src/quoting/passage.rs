//! A run of a document's words, read again from its clauses.

use std::ops::Range;

use super::index::{QuoteIndex, hash_of};
use super::words::{Word, words_within};
use crate::domain::Corpus;

/// Words of a document in order, over the ends of clauses.
pub(super) struct Passage<'c> {
    corpus: &'c Corpus,
    /// Number of the first word.
    pub(super) first: u32,
    pub(super) words: Vec<Word>,
    /// One for each word.
    pub(super) hashes: Vec<u32>,
    /// Position of the clause of each word.
    clauses: Vec<u32>,
}

impl<'c> Passage<'c> {
    /// Reads the words of these numbers, which are of one document.
    pub(super) fn read(corpus: &'c Corpus, index: &QuoteIndex, numbers: Range<u32>) -> Self {
        let mut passage = Self {
            corpus,
            first: numbers.start,
            words: Vec::with_capacity(numbers.len()),
            hashes: Vec::with_capacity(numbers.len()),
            clauses: Vec::with_capacity(numbers.len()),
        };
        if numbers.is_empty() {
            return passage;
        }
        for position in index.clause_of(numbers.start)..=index.clause_of(numbers.end - 1) {
            let own = index.words_of(position);
            let clause = &corpus.clauses()[position];
            let from = numbers.start.saturating_sub(own.start) as usize;
            let to = (numbers.end.min(own.end) - own.start) as usize;
            let text = corpus.text_of(clause);
            passage.words.extend(words_within(text, clause.span.start, from..to));
            passage.clauses.resize(passage.words.len(), position as u32);
        }
        passage.hashes.extend(passage.words.iter().map(|word| hash_of(&word.key)));
        passage
    }

    /// Position of the clause that word `at` stands in.
    pub(super) fn clause(&self, at: usize) -> usize {
        self.clauses[at] as usize
    }

    /// Label of the clause at `position`.
    pub(super) fn label(&self, position: usize) -> &'c str {
        &self.corpus.clauses()[position].label
    }

    /// Word `at` as it is written.
    pub(super) fn written(&self, at: usize) -> &'c str {
        let clause = &self.corpus.clauses()[self.clause(at)];
        &self.corpus.text_of(clause)[self.words[at].bytes.clone()]
    }

    /// What stands between word `at` and the next; `None` where a clause ends between them.
    pub(super) fn gap(&self, at: usize) -> Option<&'c str> {
        let next = self.words.get(at + 1)?;
        let clause = &self.corpus.clauses()[self.clause(at)];
        let together = self.clause(at) == self.clause(at + 1);
        together.then(|| &self.corpus.text_of(clause)[self.words[at].bytes.end..next.bytes.start])
    }

    /// Whether a sentence or a clause ends behind word `at`.
    pub(super) fn ends_sentence(&self, at: usize) -> bool {
        self.gap(at).is_none_or(|gap| gap.contains(['.', ';', ':', '?', '!', '\n']))
    }
}
