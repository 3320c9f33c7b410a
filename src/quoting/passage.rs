//! A run of a document's words, read again from its clauses.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use super::index::{QuoteIndex, hash_of};
use super::words::{Word, words_within};
use crate::domain::{Corpus, Stop};

/// Clauses with more words are read in part.
const CLAUSE_WORDS_MAX: usize = 4_096;
/// The most words that are kept.
const KEPT_WORDS_MAX: usize = 200_000;
/// Steps of reading a word of a text.
const READ_STEPS: usize = 24;
/// So many words that were read are copied, or gone through, in a step.
pub(super) const WORDS_IN_STEP: usize = 4;

/// The words of clauses that were read: the quotations of a text are mostly of few clauses, and
/// each is looked for around several places.
#[derive(Default)]
pub(super) struct Known(RefCell<Kept>);

#[derive(Default)]
struct Kept {
    clauses: HashMap<usize, Rc<Words>>,
    /// How many words they have.
    words: usize,
}

/// Words of a clause, with the hash of each.
struct Words {
    words: Vec<Word>,
    hashes: Vec<u32>,
}

impl Words {
    /// Those of the words of the clause at `position` that `range` counts.
    fn read(corpus: &Corpus, position: usize, range: Range<usize>, stop: &Stop) -> Rc<Self> {
        let clause = &corpus.clauses()[position];
        let words = words_within(corpus.text_of(clause), clause.span.start, range);
        stop.count(READ_STEPS * words.len());
        let hashes = words.iter().map(|word| hash_of(&word.key)).collect();
        Rc::new(Self { words, hashes })
    }
}

impl Known {
    /// The words of the clause at `position`.
    fn words(&self, corpus: &Corpus, position: usize, stop: &Stop) -> Rc<Words> {
        let mut kept = self.0.borrow_mut();
        if let Some(words) = kept.clauses.get(&position) {
            return Rc::clone(words);
        }
        if kept.words > KEPT_WORDS_MAX {
            *kept = Kept::default();
        }
        let words = Words::read(corpus, position, 0..usize::MAX, stop);
        kept.words += words.words.len();
        kept.clauses.insert(position, Rc::clone(&words));
        words
    }
}

/// Words of a document in order, over the ends of clauses.
pub(super) struct Passage<'c> {
    corpus: &'c Corpus,
    /// Number of the first word.
    pub(super) first: u32,
    /// One for each word.
    pub(super) hashes: Vec<u32>,
    /// Position of the clause of each word.
    clauses: Vec<u32>,
    /// The clauses that were read, from the one at `position` on.
    runs: Vec<Run>,
    position: usize,
}

/// Words of one clause in a passage.
struct Run {
    words: Rc<Words>,
    /// The first of them that is in the passage.
    from: usize,
    /// Which word of the passage that is.
    at: usize,
}

impl<'c> Passage<'c> {
    /// Reads the words of these numbers, which are of one document.
    pub(super) fn read(
        corpus: &'c Corpus,
        index: &QuoteIndex,
        numbers: Range<u32>,
        known: &Known,
        stop: &Stop,
    ) -> Self {
        let mut passage = Self {
            corpus,
            first: numbers.start,
            hashes: Vec::with_capacity(numbers.len()),
            clauses: Vec::with_capacity(numbers.len()),
            runs: Vec::new(),
            position: 0,
        };
        if numbers.is_empty() {
            return passage;
        }
        stop.count(numbers.len() / WORDS_IN_STEP);
        passage.position = index.clause_of(numbers.start);
        for position in passage.position..=index.clause_of(numbers.end - 1) {
            let own = index.words_of(position);
            let from = numbers.start.saturating_sub(own.start) as usize;
            let to = (numbers.end.min(own.end) - own.start) as usize;
            let at = passage.hashes.len();
            let (words, from, to) = if own.len() > CLAUSE_WORDS_MAX {
                (Words::read(corpus, position, from..to, stop), 0, to - from)
            } else {
                (known.words(corpus, position, stop), from, to)
            };
            // Where the index was damaged, it may count words that are not there.
            let to = to.min(words.hashes.len());
            passage.hashes.extend(&words.hashes[from.min(to)..to]);
            passage.clauses.resize(passage.hashes.len(), position as u32);
            passage.runs.push(Run { words, from, at });
        }
        passage
    }

    /// How many words there are.
    pub(super) const fn len(&self) -> usize {
        self.hashes.len()
    }

    /// Word `at`.
    pub(super) fn word(&self, at: usize) -> &Word {
        let run = &self.runs[self.clause(at) - self.position];
        &run.words.words[at - run.at + run.from]
    }

    /// The words of `range`.
    pub(super) fn words(&self, range: Range<usize>) -> impl Iterator<Item = &Word> {
        range.map(|at| self.word(at))
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
        &self.corpus.text_of(clause)[self.word(at).bytes.clone()]
    }

    /// What stands between word `at` and the next; `None` where a clause ends between them.
    pub(super) fn gap(&self, at: usize) -> Option<&'c str> {
        let next = (at + 1 < self.len()).then(|| self.word(at + 1))?;
        let clause = &self.corpus.clauses()[self.clause(at)];
        let together = self.clause(at) == self.clause(at + 1);
        let text = || self.corpus.text_of(clause);
        together.then(|| &text()[self.word(at).bytes.end..next.bytes.start])
    }

    /// Whether a sentence or a clause ends behind word `at`.
    pub(super) fn ends_sentence(&self, at: usize) -> bool {
        self.gap(at).is_none_or(|gap| gap.contains(['.', ';', ':', '?', '!', '\n']))
    }
}
