//! Lexical retrieval: Okapi BM25 over stemmed terms.
//!
//! Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), with
//! the non-negative inverse document frequency `ln(1 + (N - n + 0.5) / (n + 0.5))`.

mod builder;
mod query;
#[cfg(test)]
mod tests;

pub(super) use builder::LexicalIndexBuilder;
use columns::{Column, Damaged, Lists, Sections, SortedStrings, U16, U32};
pub use query::{WeightedTerm, query_terms};
#[cfg(test)]
pub(super) use tests::damage_one;
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

use super::passage_text::PassageText;
use super::word_family::{family_root, is_family};
use crate::language::analysis::Analyzer;

/// Term frequency saturation.
const K1: f32 = 1.2;
/// Length normalisation.
const B: f32 = 0.75;

/// An inverted index over passages, numbered from 0 in the order in which they were given.
#[derive(Debug, Default)]
pub struct LexicalIndex {
    stems: SortedStrings,
    /// For each stem the passages that hold it, in order, with how often.
    postings: Lists<Posting>,
    /// Terms of each passage, function words left out.
    lengths: Column<U32>,
    /// What the length of each passage adds to the denominator of its scores.
    norms: Vec<f32>,
}

/// One passage that holds a term.
#[derive(Debug, Clone, Copy, FromBytes, IntoBytes, Immutable, KnownLayout, Unaligned)]
#[repr(C)]
struct Posting {
    passage: U32,
    /// How often; the most that fits for more.
    frequency: U16,
}

impl Posting {
    const fn passage(self) -> usize {
        self.passage.get() as usize
    }
}

impl LexicalIndex {
    /// Indexes `passages`.
    pub fn build<'a>(passages: impl Iterator<Item: Into<PassageText<'a>>>) -> Self {
        let mut analyzer = Analyzer::default();
        let mut builder = LexicalIndexBuilder::default();
        let mut tokens = Vec::new();
        for passage in passages {
            let PassageText { text, language } = passage.into();
            analyzer.read_in(language, text, &mut tokens);
            builder.push(&tokens, &analyzer);
        }
        builder.build(&analyzer)
    }

    /// How many passages are indexed.
    pub fn len(&self) -> usize {
        self.lengths.len()
    }

    /// Whether nothing is indexed.
    pub fn is_empty(&self) -> bool {
        self.lengths.is_empty()
    }

    /// How many passages hold `stem`.
    pub fn document_frequency(&self, stem: &str) -> usize {
        self.postings_of(stem).len()
    }

    /// Inverse document frequency of `stem`: high for a rare term, near 0 for one that every
    /// passage holds.
    pub fn idf(&self, stem: &str) -> f32 {
        idf(self.len(), self.document_frequency(stem))
    }

    /// The same for a term that stands in `holding` passages.
    pub(super) fn idf_of_count(&self, holding: usize) -> f32 {
        idf(self.len(), holding)
    }

    /// The passages that hold `stem`, in order.
    pub(super) fn holding(&self, stem: &str) -> impl Iterator<Item = usize> {
        let passages = self.postings_of(stem).iter().map(|posting| posting.passage());
        // What a damaged file has beyond the last passage counts for none.
        passages.filter(|passage| *passage < self.len())
    }

    /// The other stems of the family of `stem` that occur.
    pub(super) fn family<'a>(&'a self, stem: &'a str) -> impl Iterator<Item = &'a str> {
        let root = family_root(stem).into_iter();
        let near = root.flat_map(|root| self.stems.starting_with(root));
        let near = near.map(|number| self.stems.get(number));
        near.filter(move |other| *other != stem && is_family(stem, other))
    }

    /// Whether `passage` holds `stem`.
    pub fn holds(&self, passage: usize, stem: &str) -> bool {
        self.postings_of(stem).binary_search_by_key(&passage, |posting| posting.passage()).is_ok()
    }

    /// Whether some passage that `admits` holds `stem`.
    pub fn occurs(&self, stem: &str, admits: &dyn Fn(usize) -> bool) -> bool {
        let mut passages = self.postings_of(stem).iter().map(|posting| posting.passage());
        passages.any(|passage| passage < self.len() && admits(passage))
    }

    /// BM25 of every passage for `query`; passages without any of its terms score 0.
    pub fn scores(&self, query: &[WeightedTerm]) -> Vec<f32> {
        let mut scores = vec![0.0; self.len()];
        for (stem, weight) in query.iter().flat_map(WeightedTerm::weights) {
            let postings = self.postings_of(stem);
            let idf = idf(self.len(), postings.len()) * weight;
            for posting in postings {
                let passage = posting.passage();
                // What a damaged file has beyond the last passage counts for none.
                let (Some(score), Some(norm)) = (scores.get_mut(passage), self.norms.get(passage))
                else {
                    continue;
                };
                let frequency = f32::from(posting.frequency.get());
                *score += idf * frequency * (K1 + 1.0) / (frequency + norm);
            }
        }
        scores
    }

    /// Share of the terms of `query`, weighted by rarity, that each of `passages` holds; these are
    /// in ascending order. Each term is looked up once for all of them.
    pub fn coverages(&self, query: &[WeightedTerm], passages: &[usize]) -> Vec<f32> {
        let mut coverages = vec![0.0; passages.len()];
        let mut total = 0.0;
        for term in query {
            let mut postings = self.postings_of(&term.stem);
            let weight = idf(self.len(), postings.len()) * term.weight;
            total += weight;
            for (coverage, &passage) in coverages.iter_mut().zip(passages) {
                postings = skip_to(postings, passage);
                if postings.first().is_some_and(|first| first.passage() == passage) {
                    *coverage += weight;
                }
            }
        }
        for coverage in &mut coverages {
            *coverage = if total > 0.0 { *coverage / total } else { 0.0 };
        }
        coverages
    }

    /// Puts the index among `sections`.
    pub fn store(&self, sections: &mut Sections) {
        self.stems.store(sections, "lexical.stems");
        self.postings.store(sections, "lexical.postings");
        sections.put("lexical.lengths", self.lengths.bytes());
    }

    /// Reads what [`Self::store`] put there.
    ///
    /// # Errors
    /// When a section is not there, or they do not belong together.
    pub fn restore(sections: &Sections) -> Result<Self, Damaged> {
        let stems = SortedStrings::restore(sections, "lexical.stems")?;
        let postings = Lists::restore(sections, "lexical.postings")?;
        if stems.len() != postings.len() {
            return Err(Damaged::new("lexical.postings"));
        }
        Ok(Self::new(stems, postings, sections.column("lexical.lengths")?))
    }

    fn new(stems: SortedStrings, postings: Lists<Posting>, lengths: Column<U32>) -> Self {
        let total: u64 = lengths.iter().map(|length| u64::from(length.get())).sum();
        let mean = (total as f32 / lengths.len().max(1) as f32).max(1.0);
        let norm = |length: &U32| K1 * (1.0 - B + B * length.get() as f32 / mean);
        let norms = lengths.iter().map(norm).collect();
        Self { stems, postings, lengths, norms }
    }

    fn postings_of(&self, stem: &str) -> &[Posting] {
        self.stems.find(stem).map_or(&[], |number| self.postings.get(number))
    }
}

/// `postings` from the first on that is not before `passage`, which is looked for in growing steps:
/// it is mostly near.
fn skip_to(postings: &[Posting], passage: usize) -> &[Posting] {
    let before = |posting: &Posting| posting.passage() < passage;
    let mut end = 1;
    while postings.get(end - 1).is_some_and(before) {
        end *= 2;
    }
    // All up to the last step but one were before it.
    let (from, end) = (end / 2, end.min(postings.len()));
    &postings[from + postings[from..end].partition_point(before)..]
}

fn idf(passages: usize, holding: usize) -> f32 {
    let (passages, holding) = (passages as f32, holding as f32);
    (1.0 + (passages - holding + 0.5) / (holding + 0.5)).ln()
}
