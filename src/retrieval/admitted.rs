//! Which clauses may be found: the filter of a question and what it excludes, worked out once.

use std::ops::Range;

use crate::domain::{Corpus, Filter};

/// A set of positions of clauses.
#[derive(Debug, Clone)]
pub struct Admitted {
    /// A bit for each clause; none where all are admitted.
    bits: Option<Vec<u64>>,
    clauses: usize,
    count: usize,
}

impl Admitted {
    /// The clauses that `filter` admits, without those of the documents `excluded`.
    pub fn by_filter(corpus: &Corpus, filter: &Filter, excluded: &[usize]) -> Self {
        let clauses = corpus.clauses().len();
        if filter.is_empty() && excluded.is_empty() {
            return Self { bits: None, clauses, count: clauses };
        }
        let mut this = Self { bits: Some(vec![0; clauses.div_ceil(64)]), clauses, count: 0 };
        for (index, document) in corpus.documents().iter().enumerate() {
            if excluded.contains(&index) || !filter.admits_document(document) {
                continue;
            }
            if filter.looks_at_clauses() {
                for position in document.clauses.clone() {
                    if filter.admits_clause(&corpus.clauses()[position]) {
                        this.add(position..position + 1);
                    }
                }
            } else {
                this.add(document.clauses.clone());
            }
        }
        this
    }

    /// Those of the documents at these indexes alone.
    #[must_use]
    pub fn within(&self, corpus: &Corpus, documents: &[usize]) -> Self {
        let bits = vec![0; self.clauses.div_ceil(64)];
        let mut this = Self { bits: Some(bits), clauses: self.clauses, count: 0 };
        for &document in documents {
            for position in corpus.documents()[document].clauses.clone() {
                if self.has(position) {
                    this.add(position..position + 1);
                }
            }
        }
        this
    }

    fn add(&mut self, positions: Range<usize>) {
        let bits = self.bits.as_mut().expect("a set of some");
        for position in positions {
            let (word, bit) = (&mut bits[position / 64], 1 << (position % 64));
            self.count += usize::from(*word & bit == 0);
            *word |= bit;
        }
    }

    /// How many clauses are admitted.
    pub const fn count(&self) -> usize {
        self.count
    }

    /// Whether nothing is left out.
    pub const fn is_all(&self) -> bool {
        self.bits.is_none()
    }

    /// Whether the clause at `position` is admitted.
    pub fn has(&self, position: usize) -> bool {
        self.bits.as_ref().is_none_or(|bits| bits[position / 64] >> (position % 64) & 1 == 1)
    }

    /// The positions of all of them, in order.
    pub fn positions(&self) -> impl Iterator<Item = usize> {
        let word = |at: usize| self.bits.as_ref().map_or(u64::MAX, |bits| bits[at]);
        let clauses = self.clauses;
        (0..clauses.div_ceil(64)).flat_map(move |at| {
            let word = word(at);
            let set = (0..64).filter(move |bit| word >> bit & 1 == 1);
            set.map(move |bit| at * 64 + bit).filter(move |&position| position < clauses)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Part, sample};

    #[test]
    fn what_is_admitted_is_what_the_filter_passes_without_what_is_excluded() {
        let corpus = sample::corpus();
        let first = corpus.documents()[0].id.clone();
        let filters = [
            Filter::default(),
            Filter { documents: [first].into(), ..Filter::default() },
            Filter { parts: vec![Part::Operative], ..Filter::default() },
            Filter { years: vec![1], ..Filter::default() },
        ];
        for (filter, excluded) in filters.iter().flat_map(|f| [(f, &[][..]), (f, &[0][..])]) {
            let admitted = Admitted::by_filter(&corpus, filter, excluded);
            let passes = |position: &usize| {
                let clause = &corpus.clauses()[*position];
                filter.admits(&corpus, clause) && !excluded.contains(&clause.document)
            };
            let expected: Vec<usize> = (0..corpus.clauses().len()).filter(passes).collect();
            assert_eq!(admitted.positions().collect::<Vec<_>>(), expected, "{filter:?}");
            assert_eq!(admitted.count(), expected.len());
            assert!(
                (0..corpus.clauses().len()).all(|at| admitted.has(at) == expected.contains(&at))
            );
            let within = admitted.within(&corpus, &[1]);
            let own = |at: &usize| corpus.clauses()[*at].document == 1;
            let expected: Vec<usize> = expected.into_iter().filter(own).collect();
            assert_eq!(within.positions().collect::<Vec<_>>(), expected);
        }
    }
}
