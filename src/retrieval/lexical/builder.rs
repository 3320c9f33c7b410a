//! Building the lexical index: terms passage by passage, turned over into postings term by term.

use columns::{Lists, U16, U32};

use super::{LexicalIndex, Posting};
use crate::language::analysis::{Analyzer, Token};

/// Collects passages. Their terms lie one after another, six bytes for each term of a passage, until
/// the number of postings of each stem is known and each can be put into its place.
#[derive(Debug, Default)]
pub(in crate::retrieval) struct LexicalIndexBuilder {
    /// Stems of each passage, each once, by their numbers in the analyzer.
    stems: Vec<u32>,
    /// How often each of them stands there.
    frequencies: Vec<u16>,
    /// How many different stems each passage holds.
    counts: Vec<u32>,
    lengths: Vec<U32>,
    /// For each stem how many passages hold it.
    holding: Vec<u32>,
    /// For each stem where its last occurrence lies in `stems`.
    latest: Vec<usize>,
}

impl LexicalIndexBuilder {
    /// Appends the passage that `analyzer` reads as `tokens`.
    pub(in crate::retrieval) fn push(&mut self, tokens: &[Token], analyzer: &Analyzer) {
        self.holding.resize(analyzer.stems(), 0);
        self.latest.resize(analyzer.stems(), usize::MAX);
        let first = self.stems.len();
        let mut length = 0;
        for token in tokens.iter().filter(|token| !token.is_stopword) {
            length += 1;
            let stem = token.stem;
            let latest = &mut self.latest[stem as usize];
            if *latest != usize::MAX && *latest >= first {
                let frequency = &mut self.frequencies[*latest];
                *frequency = frequency.saturating_add(1);
                continue;
            }
            *latest = self.stems.len();
            self.stems.push(stem);
            self.frequencies.push(1);
            self.holding[stem as usize] += 1;
        }
        self.counts.push((self.stems.len() - first) as u32);
        self.lengths.push(U32::new(length));
    }

    /// The index. `analyzer` has read the passages.
    ///
    /// # Panics
    /// When the passages hold more than 2^32 stems together.
    pub(in crate::retrieval) fn build(self, analyzer: &Analyzer) -> LexicalIndex {
        let mut order: Vec<u32> = (0..self.holding.len() as u32)
            .filter(|&stem| self.holding[stem as usize] > 0)
            .collect();
        order.sort_unstable_by_key(|&stem| analyzer.stem(stem));
        let mut places = vec![0; self.holding.len()];
        let mut end = 0;
        for &stem in &order {
            places[stem as usize] = end;
            end += self.holding[stem as usize] as usize;
        }
        let unset = Posting { passage: U32::ZERO, frequency: U16::ZERO };
        let mut postings = vec![unset; self.stems.len()];
        let mut entries = self.stems.iter().zip(&self.frequencies);
        for (passage, &count) in self.counts.iter().enumerate() {
            let passage = U32::new(passage as u32);
            for (&stem, &frequency) in entries.by_ref().take(count as usize) {
                let place = &mut places[stem as usize];
                postings[*place] = Posting { passage, frequency: U16::new(frequency) };
                *place += 1;
            }
        }
        let counts = order.iter().map(|&stem| self.holding[stem as usize]);
        let postings = Lists::cut(postings, counts);
        let stems = order.iter().map(|&stem| analyzer.stem(stem)).collect();
        LexicalIndex::new(stems, postings, self.lengths.into())
    }
}
