//! Quotations whose words are too many changed to be found by themselves, beside the clauses that
//! they are ascribed to: there, fewer words in common tell where they come from.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::rc::Rc;

use super::diff::diff;
use super::words::{Word, words};
use crate::domain::{
    Attribution, Corpus, Difference, DifferenceKind, QuoteMatch, QuoteVerdict, QuotedSpan, Span,
    Stop, Verdict,
};

/// The most clauses that are looked through.
const CLAUSES_MAX: usize = 400;
/// No further clause is looked through once the others took so many steps.
const STEPS_MAX: u64 = 4_000_000;
/// Words that have to be the same, and their share of the quotation's.
const SAME_MIN: usize = 4;
const SAME_SHARE_MIN: f64 = 0.5;
/// How much longer than the quotation the stretch that it comes from may be.
const STRETCH: f64 = 1.5;

/// The clauses that quotations are ascribed to, each read once.
pub struct AscribedClauses<'a> {
    corpus: &'a Corpus,
    stop: &'a Stop,
    read: RefCell<HashMap<usize, Rc<Words>>>,
}

/// A run of words.
struct Words {
    words: Vec<Word>,
    /// Hashes of their keys, in order of size.
    hashes: Vec<u64>,
}

/// Where a quotation comes near to a clause.
struct Place {
    clause: usize,
    /// Words of the clause.
    stretch: Range<usize>,
    similarity: f64,
}

impl<'a> AscribedClauses<'a> {
    /// Reads none yet.
    pub fn new(corpus: &'a Corpus, stop: &'a Stop) -> Self {
        Self { corpus, stop, read: RefCell::default() }
    }

    /// `found` as an altered quotation of what it is ascribed to, where it comes near to one there.
    pub fn altered(&self, attribution: &Attribution, found: &QuoteVerdict) -> Option<QuoteVerdict> {
        let documents = attribution.documents.iter().filter(|_| attribution.clause.is_none());
        let clauses = documents.flat_map(|&index| self.corpus.documents()[index].clauses.clone());
        let clauses = attribution.clauses.clone().chain(clauses).take(CLAUSES_MAX);
        let quotation = Words::of(found.text.as_str(), 0);
        let end = self.stop.steps() + STEPS_MAX;
        let places = clauses.take_while(|_| self.stop.steps() < end && !self.stop.is_set());
        let places = places.filter_map(|clause| self.near(clause, &quotation));
        let best = places.reduce(|a, b| if b.similarity > a.similarity { b } else { a })?;
        let source = self.words_of(best.clause);
        let own = &source.words[best.stretch];
        let span = Span::new(own.first()?.span.start, own.last()?.span.end);
        let place = QuoteMatch {
            document: self.corpus.clauses()[best.clause].document,
            spans: vec![QuotedSpan::new(self.corpus, best.clause, span)],
            similarity: best.similarity,
            normalised: Vec::new(),
            differences: diff(own, &quotation.words),
        };
        Some(QuoteVerdict { verdict: Verdict::Altered, matches: vec![place], ..found.clone() })
    }

    fn words_of(&self, clause: usize) -> Rc<Words> {
        let read = || {
            let own = &self.corpus.clauses()[clause];
            Rc::new(Words::of(self.corpus.text_of(own), own.span.start))
        };
        Rc::clone(self.read.borrow_mut().entry(clause).or_insert_with(read))
    }

    /// The stretch of `clause` that shares enough words with `quotation`.
    fn near(&self, clause: usize, quotation: &Words) -> Option<Place> {
        let length = quotation.words.len();
        let enough =
            |same: usize| same >= SAME_MIN && same as f64 / length.max(1) as f64 >= SAME_SHARE_MIN;
        let source = self.words_of(clause);
        self.stop.count(source.hashes.len() + length);
        if !enough(source.in_common(quotation)) {
            return None;
        }
        self.stop.count(source.words.len() * length);
        let runs = diff(&source.words, &quotation.words);
        let is_same = |run: &&Difference| run.kind == DifferenceKind::Equal;
        let first = runs.iter().find(is_same)?.left.start;
        let last = runs.iter().rfind(is_same)?.left.end;
        let same: usize =
            runs.iter().filter(is_same).map(|run| quotation.within(run.right).len()).sum();
        let stretch = source.within(Span::new(first, last));
        let long = stretch.len() as f64 > STRETCH * length as f64 + 1.0;
        let similarity = 2.0 * same as f64 / (stretch.len() + length) as f64;
        (enough(same) && !long).then_some(Place { clause, stretch, similarity })
    }
}

impl Words {
    fn of(text: &str, base: u32) -> Self {
        let words = words(text, base);
        let hash = |word: &Word| {
            let mut hasher = DefaultHasher::new();
            word.key.hash(&mut hasher);
            hasher.finish()
        };
        let mut hashes: Vec<u64> = words.iter().map(hash).collect();
        hashes.sort_unstable();
        Self { words, hashes }
    }

    /// Those that stand in `span`.
    fn within(&self, span: Span) -> Range<usize> {
        let before = |offset: u32| self.words.partition_point(|word| word.span.start < offset);
        before(span.start)..before(span.end)
    }

    /// How many words of `other` are among them, in whatever order: no fewer than stay.
    fn in_common(&self, other: &Self) -> usize {
        let mut own = self.hashes.iter().peekable();
        let is_there = |hash: &&u64| {
            while own.next_if(|own| *own < hash).is_some() {}
            own.next_if_eq(hash).is_some()
        };
        other.hashes.iter().filter(is_there).count()
    }
}
