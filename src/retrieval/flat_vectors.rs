//! The vectors of clauses in columns: all of their signs are scanned, and the best looked at
//! closely. Segments of these are compared where their vectors are kept.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use columns::{Column, Damaged, Sections, U32};

use super::admitted::Admitted;
use super::clause_record::ClauseRecord;
use super::dense::{Among, DenseIndex, DenseIndexBuilder, EXACT_MAX};
use super::eight_bits::EightBits;
use super::ports::{ClauseVectors, PassageVectors, VectorsUnavailable};
use super::rows::{RowsBuilder, cosine};
use super::token_signs::TokenSigns;
use crate::domain::Corpus;

/// The vectors of the clauses of one corpus, and of their segments.
#[derive(Debug)]
pub struct FlatVectors {
    passages: Arc<dyn PassageVectors>,
    /// A row for each clause, in its context.
    clauses: DenseIndex,
    /// How many segments, of clauses that have more than one, come before each clause; one more for
    /// the end.
    segment_starts: Column<U32>,
}

impl FlatVectors {
    /// Those of `corpus`, out of the vectors of [`super::Index::passages`].
    ///
    /// # Errors
    /// When a vector cannot be had.
    ///
    /// # Panics
    /// When there are fewer vectors than passages.
    pub fn build(
        corpus: &Corpus,
        passages: Arc<dyn PassageVectors>,
    ) -> Result<Self, VectorsUnavailable> {
        let dimensions = if passages.is_empty() { 0 } else { passages.vector(0)?.len() };
        let mut clauses = DenseIndexBuilder::new(dimensions);
        let mut segment_starts = vec![U32::ZERO];
        let mut segments = 0;
        for clause in corpus.clauses() {
            // Behind those of earlier clauses and of their segments.
            clauses.push(&passages.vector(clauses.len() + segments)?);
            if clause.segments.len() > 1 {
                segments += clause.segments.len();
            }
            segment_starts.push(U32::new(segments as u32));
        }
        Ok(Self { passages, clauses: clauses.build(), segment_starts: segment_starts.into() })
    }

    /// Reads what [`ClauseVectors::store`] put there, with the vectors of the passages.
    ///
    /// # Errors
    /// When something is not there, or does not go together.
    pub fn restore(
        sections: &Sections,
        passages: Arc<dyn PassageVectors>,
    ) -> Result<Self, Damaged> {
        let clauses = DenseIndex::restore(sections, "dense.clauses")?;
        let segment_starts: Column<U32> = sections.column("dense.segment-starts")?;
        let right = segment_starts.len() == clauses.len() + 1
            && in_order(&segment_starts, passages.len().saturating_sub(clauses.len()));
        if !right {
            return Err(Damaged::new("dense.segment-starts"));
        }
        Ok(Self { passages, clauses, segment_starts })
    }

    /// The passage of the clause at `position`.
    fn passage_of(&self, position: usize) -> usize {
        position + self.segment_starts[position].get() as usize
    }

    /// The passages of its segments, behind it; empty where it has but one.
    fn segments_of(&self, position: usize) -> Range<usize> {
        // The next clause's passage, were there one, is behind them.
        self.passage_of(position) + 1
            ..position + 1 + self.segment_starts[position + 1].get() as usize
    }

    /// Hands the vectors of its segments to `each`.
    fn each_segment(
        &self,
        position: usize,
        each: &mut dyn FnMut(f32, &[i8]),
    ) -> Result<(), VectorsUnavailable> {
        self.passages.each_vector(self.segments_of(position), each)
    }
}

impl ClauseVectors for FlatVectors {
    fn len(&self) -> usize {
        self.clauses.len()
    }

    fn nearest(
        &self,
        vector: &[f32],
        most: usize,
        admitted: &Admitted,
    ) -> Result<Vec<(usize, f32)>, VectorsUnavailable> {
        let few: Vec<usize>;
        let passing = |position: usize| admitted.has(position);
        let among = if admitted.is_all() {
            Among::All
        } else if admitted.count() <= EXACT_MAX {
            few = admitted.positions().collect();
            Among::Few(&few)
        } else {
            Among::Passing(&passing)
        };
        Ok(self.clauses.nearest(vector, most, among))
    }

    fn cosine(&self, clause: usize, vector: &[f32]) -> f32 {
        self.clauses.cosine(clause, vector)
    }

    fn segment_cosines(&self, clause: usize, vector: &[f32]) -> Vec<f32> {
        let mut cosines = Vec::with_capacity(self.segments_of(clause).len());
        let had = self.each_segment(clause, &mut |unit, components| {
            cosines.push(cosine(vector, unit, components));
        });
        if had.is_err() {
            cosines.resize(self.segments_of(clause).len(), 0.0);
        }
        cosines
    }

    fn vector(&self, clause: usize) -> Vec<f32> {
        self.clauses.vector(clause)
    }

    fn nearest_segment(&self, clause: usize, vector: &[f32]) -> Vec<f32> {
        let mut best: Option<(f32, EightBits)> = None;
        let had = self.each_segment(clause, &mut |unit, components| {
            let cosine = cosine(vector, unit, components);
            if best.as_ref().is_none_or(|(greatest, _)| cosine > *greatest) {
                best = Some((cosine, EightBits { unit, components: components.to_vec() }));
            }
        });
        let best = best.filter(|_| had.is_ok());
        best.map_or_else(|| self.vector(clause), |(_, segment)| segment.vector())
    }

    fn tokens(&self, clause: usize) -> Result<Cow<'_, TokenSigns>, VectorsUnavailable> {
        self.passages.tokens(self.passage_of(clause))
    }

    fn record(&self, clause: usize) -> Option<ClauseRecord> {
        let mut rows = RowsBuilder::new(self.clauses.rows().dimensions());
        let (unit, components) = self.clauses.rows().row(clause);
        rows.push_row(unit, components);
        let push = &mut |unit, components: &[i8]| rows.push_row(unit, components);
        self.each_segment(clause, push).ok()?;
        Some(ClauseRecord::new(rows.build(), self.tokens(clause).ok()?.into_owned()))
    }

    fn store(&self, sections: &mut Sections) {
        self.clauses.store(sections, "dense.clauses");
        sections.put("dense.segment-starts", self.segment_starts.bytes());
    }
}

/// Whether `starts` lead from 0 to `end` at most.
fn in_order(starts: &[U32], end: usize) -> bool {
    let number = |at: Option<&U32>| at.map(|start| start.get() as usize);
    number(starts.first()) == Some(0)
        && number(starts.last()).is_some_and(|last| last <= end)
        && starts.is_sorted_by_key(|start| start.get())
}
