//! Placing a piece of a quotation: word for word where it stands so, or else where it comes
//! nearest.

use std::ops::Range;
use std::rc::Rc;

use super::align::{Alignment, align, verbatim};
use super::candidates::{Candidate, candidates, candidates_in, slack};
use super::index::QuoteIndex;
use super::passage::{Known, Passage};
use super::quote::Piece;
use crate::domain::{Corpus, Stop};

/// Candidates that are read for a piece that stands somewhere word for word.
const VERBATIM_MAX: usize = 24;
/// Candidates that are aligned with one that does not.
const ALIGNED_MAX: usize = 12;
/// Cells of all alignments of a piece.
const CELLS_MAX: usize = 400_000;
/// Words of the longest document that is gone through word by word.
const SCANNED_MAX: usize = 200_000;

/// A piece and where it stands.
#[derive(Clone)]
pub(super) struct Placed<'c> {
    pub(super) passage: Rc<Passage<'c>>,
    pub(super) alignment: Alignment,
}

impl Placed<'_> {
    /// Numbers of the words of the corpus that it covers.
    pub(super) fn words(&self) -> Range<u32> {
        let first = self.passage.first;
        first + self.alignment.start as u32..first + self.alignment.end as u32
    }
}

/// Which clauses are searched, by position: without it, all are.
pub type Among<'a> = Option<&'a dyn Fn(usize) -> bool>;

/// A corpus with its index, and which of its clauses are searched.
#[derive(Clone, Copy)]
pub(super) struct Searched<'c> {
    pub(super) corpus: &'c Corpus,
    pub(super) index: &'c QuoteIndex,
    pub(super) among: Among<'c>,
    pub(super) known: &'c Known,
    pub(super) stop: &'c Stop,
}

impl<'c> Searched<'c> {
    /// The words of these numbers, which are of one document.
    pub(super) fn passage(&self, words: Range<u32>) -> Passage<'c> {
        Passage::read(self.corpus, self.index, words, self.known, self.stop)
    }

    /// Whether the clause of a word is searched.
    pub(super) fn searches(&self, word: u32) -> bool {
        self.among.is_none_or(|among| among(self.index.clause_of(word)))
    }

    /// Numbers of all words.
    pub(super) fn everything(&self) -> Range<u32> {
        0..self.index.words() as u32
    }

    /// Numbers of the words of a document.
    pub(super) fn document(&self, document: usize) -> Range<u32> {
        self.index.words_of_all(self.corpus.documents()[document].clauses.clone())
    }

    /// Index of the document that a word stands in.
    pub(super) fn document_of(&self, word: u32) -> usize {
        self.corpus.clauses()[self.index.clause_of(word)].document
    }

    /// Every place of `piece` among the words of these numbers, as far as that is word for word;
    /// else those that come nearest. The nearest first, else in order of the corpus.
    pub(super) fn places(&self, piece: &Piece, among: &Range<u32>) -> Vec<Placed<'c>> {
        let searched = |word: u32| among.contains(&word) && self.searches(word);
        let candidates = candidates(piece, self.index, &searched, self.stop);
        self.settle(piece, &candidates)
    }

    /// As [`Self::places`], for `words` of one document, which are gone through where the index
    /// has nothing that stands there word for word.
    pub(super) fn places_in(&self, piece: &Piece, words: Range<u32>) -> Vec<Placed<'c>> {
        let found = self.places(piece, &words);
        let settled = found.iter().any(|placed| placed.alignment.is_verbatim());
        if settled || words.len() > SCANNED_MAX {
            return found;
        }
        let passage = self.passage(words);
        self.settle(piece, &candidates_in(piece, &passage, self.stop))
    }

    fn settle(&self, piece: &Piece, candidates: &[Candidate]) -> Vec<Placed<'c>> {
        let read = |candidate: &Candidate| Rc::new(self.window(piece, candidate));
        let complete = candidates.iter().filter(|candidate| candidate.complete);
        let mut passages: Vec<Rc<Passage<'c>>> = complete.take(VERBATIM_MAX).map(read).collect();
        let mut found = standing(piece, &passages);
        if found.is_empty() {
            // Where runs were not looked for everywhere, no candidate need be complete.
            let other = candidates.iter().filter(|candidate| !candidate.complete);
            let rest = ALIGNED_MAX.saturating_sub(passages.len());
            let other: Vec<Rc<Passage<'c>>> = other.take(rest).map(read).collect();
            found = standing(piece, &other);
            passages.extend(other);
        }
        if found.is_empty() {
            found = self.nearest(piece, &passages);
        }
        found.sort_by(|a, b| {
            let similarity = b.alignment.similarity().total_cmp(&a.alignment.similarity());
            similarity.then_with(|| a.words().start.cmp(&b.words().start))
        });
        found.dedup_by_key(|placed| placed.words());
        found
    }

    /// The words around a candidate, in its document.
    pub(super) fn window(&self, piece: &Piece, candidate: &Candidate) -> Passage<'c> {
        let (slack, length) = (slack(piece), i64::from(piece.words.len() as u32));
        let document = self.document(self.document_of(candidate.anchor));
        let inside = |number: i64| number.clamp(document.start.into(), document.end.into()) as u32;
        let from = inside(candidate.from - slack);
        let to = inside(candidate.to + length + slack);
        self.passage(from..to)
    }

    /// The best alignment with each of the first passages.
    fn nearest(&self, piece: &Piece, passages: &[Rc<Passage<'c>>]) -> Vec<Placed<'c>> {
        let mut cells = 0;
        let mut found = Vec::new();
        for passage in passages.iter().take(ALIGNED_MAX) {
            let own = piece.words.len() * passage.len();
            cells += own;
            if cells > CELLS_MAX && !found.is_empty() || self.stop.is_set() {
                break;
            }
            self.stop.count(own);
            let alignment = align(piece, passage, false);
            let placed = |alignment| Placed { passage: Rc::clone(passage), alignment };
            found.extend(alignment.map(placed));
        }
        found
    }
}

/// Every place of the passages where the piece stands word for word.
fn standing<'c>(piece: &Piece, passages: &[Rc<Passage<'c>>]) -> Vec<Placed<'c>> {
    let mut found = Vec::new();
    for passage in passages {
        let at = |start| Placed {
            passage: Rc::clone(passage),
            alignment: Alignment::verbatim(piece, start),
        };
        found.extend(verbatim(piece, passage).map(at));
    }
    found
}
