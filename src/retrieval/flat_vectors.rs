//! The vectors of clauses in columns: all of their signs are scanned, and the best looked at
//! closely.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use columns::{Column, Damaged, Sections, U32};

use super::admitted::Admitted;
use super::clause_record::ClauseRecord;
use super::dense::{Among, DenseIndex, DenseIndexBuilder, EXACT_MAX};
use super::ports::{ClauseVectors, PassageVectors, VectorsUnavailable};
use super::rows::{Rows, RowsBuilder};
use super::token_signs::TokenSigns;
use crate::domain::Corpus;

/// The vectors of the clauses of one corpus, and of their segments.
#[derive(Debug)]
pub struct FlatVectors {
    passages: Arc<dyn PassageVectors>,
    /// A row for each clause, in its context.
    clauses: DenseIndex,
    /// A row for each segment of a clause that has more than one.
    segments: Rows,
    /// The first of those rows for each clause; one more for the end.
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
        let mut segments = RowsBuilder::new(dimensions);
        let mut segment_starts = vec![U32::ZERO];
        for clause in corpus.clauses() {
            // Behind those of earlier clauses and of their segments.
            let whole = clauses.len() + segments.len();
            clauses.push(&passages.vector(whole)?);
            if clause.segments.len() > 1 {
                for at in 1..=clause.segments.len() {
                    segments.push(&passages.vector(whole + at)?);
                }
            }
            segment_starts.push(U32::new(segments.len() as u32));
        }
        Ok(Self {
            passages,
            clauses: clauses.build(),
            segments: segments.build(),
            segment_starts: segment_starts.into(),
        })
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
        let dimensions = clauses.rows().dimensions();
        let segments = Rows::restore(sections, "dense.segments", dimensions)?;
        let segment_starts: Column<U32> = sections.column("dense.segment-starts")?;
        let right = segment_starts.len() == clauses.len() + 1
            && in_order(&segment_starts, segments.len())
            && passages.len() >= clauses.len() + segments.len();
        if !right {
            return Err(Damaged::new("dense.segment-starts"));
        }
        Ok(Self { passages, clauses, segments, segment_starts })
    }

    /// Rows of the segments of the clause at `position`; empty where it has but one.
    fn segments_of(&self, position: usize) -> Range<usize> {
        let start = |position: usize| self.segment_starts[position].get() as usize;
        start(position)..start(position + 1)
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
        self.segments_of(clause).map(|row| self.segments.cosine(row, vector)).collect()
    }

    fn vector(&self, clause: usize) -> Vec<f32> {
        self.clauses.vector(clause)
    }

    fn nearest_segment(&self, clause: usize, vector: &[f32]) -> Vec<f32> {
        let scored = self.segments_of(clause).map(|row| (self.segments.cosine(row, vector), row));
        let best = scored.reduce(|best, other| if other.0 > best.0 { other } else { best });
        best.map_or_else(|| self.vector(clause), |(_, row)| self.segments.vector(row))
    }

    fn tokens(&self, clause: usize) -> Result<Cow<'_, TokenSigns>, VectorsUnavailable> {
        self.passages.tokens(clause + self.segment_starts[clause].get() as usize)
    }

    fn record(&self, clause: usize) -> Option<ClauseRecord> {
        let mut rows = RowsBuilder::new(self.segments.dimensions());
        rows.push_row(self.clauses.rows(), clause);
        for row in self.segments_of(clause) {
            rows.push_row(&self.segments, row);
        }
        Some(ClauseRecord::new(rows.build(), self.tokens(clause).ok()?.into_owned()))
    }

    fn store(&self, sections: &mut Sections) {
        self.clauses.store(sections, "dense.clauses");
        self.segments.store(sections, "dense.segments");
        sections.put("dense.segment-starts", self.segment_starts.bytes());
    }
}

/// Whether `starts` lead from 0 to `end`.
fn in_order(starts: &[U32], end: usize) -> bool {
    let number = |at: Option<&U32>| at.map(|start| start.get() as usize);
    number(starts.first()) == Some(0)
        && number(starts.last()) == Some(end)
        && starts.is_sorted_by_key(|start| start.get())
}
