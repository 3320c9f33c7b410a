//! All that is compared of one clause, as bytes that may be kept anywhere.
//!
//! ```text
//! rows u16 | tokens u16 | scale f32 x rows | component i8 x dimensions x rows
//!          | id u32 x tokens | scale u16 x tokens | signs u8 x tokens x dimensions / 8 | crc u32
//! ```
//!
//! All numbers are little-endian. The first row is the clause's own, the others are its segments'.

use columns::{Column, U16, U32};

use super::rows::Rows;
use super::token_signs::{TokenSigns, row_bytes};

/// The vectors of a clause, of its segments and of its tokens.
#[derive(Debug, Clone)]
pub struct ClauseRecord {
    rows: Rows,
    tokens: TokenSigns,
}

const HEAD_BYTES: usize = 4;

impl ClauseRecord {
    /// Of a clause with these rows: its own, then those of its segments where it has several.
    pub(super) const fn new(rows: Rows, tokens: TokenSigns) -> Self {
        Self { rows, tokens }
    }

    /// As bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let TokenSigns { ids, scales, signs } = &self.tokens;
        let (row_scales, components) = self.rows.columns();
        let mut bytes = Vec::new();
        bytes.extend((row_scales.len() as u16).to_le_bytes());
        bytes.extend((ids.len() as u16).to_le_bytes());
        bytes.extend(row_scales.bytes());
        bytes.extend(components.bytes());
        bytes.extend(ids.iter().flat_map(|id| id.to_le_bytes()));
        bytes.extend(scales.iter().flat_map(|scale| scale.to_le_bytes()));
        bytes.extend(signs);
        bytes.extend(crc32fast::hash(&bytes).to_le_bytes());
        bytes
    }

    /// Out of bytes, of vectors with this many components; `None` where they are no record.
    pub fn from_bytes(bytes: &[u8], dimensions: usize) -> Option<Self> {
        let (bytes, checksum) = bytes.split_at_checked(bytes.len().checked_sub(4)?)?;
        if crc32fast::hash(bytes).to_le_bytes() != checksum {
            return None;
        }
        let (head, rest) = bytes.split_at_checked(HEAD_BYTES)?;
        let number = |at: usize| usize::from(u16::from_le_bytes([head[at], head[at + 1]]));
        let (rows, tokens) = (number(0), number(2));
        let (row_scales, rest) = rest.split_at_checked(4 * rows)?;
        let (components, rest) = rest.split_at_checked(dimensions * rows)?;
        let (ids, rest) = rest.split_at_checked(4 * tokens)?;
        let (scales, signs) = rest.split_at_checked(2 * tokens)?;
        if rows == 0 || signs.len() != tokens * row_bytes(dimensions) {
            return None;
        }
        let ids: Column<U32> = Column::from_bytes(ids.to_vec().into())?;
        let scales: Column<U16> = Column::from_bytes(scales.to_vec().into())?;
        Some(Self {
            rows: Rows::from_columns(
                dimensions,
                Column::from_bytes(row_scales.to_vec().into())?,
                Column::from_bytes(components.to_vec().into())?,
            )?,
            tokens: TokenSigns {
                ids: ids.iter().map(|id| id.get()).collect(),
                scales: scales.iter().map(|scale| scale.get()).collect(),
                signs: signs.to_vec(),
            },
        })
    }

    /// How much room it takes in memory.
    pub fn bytes(&self) -> usize {
        let (scales, components) = self.rows.columns();
        let rows = size_of_val(&scales[..]) + size_of_val(&components[..]);
        size_of::<Self>() + rows + self.tokens.signs.len() + 6 * self.tokens.ids.len()
    }

    /// Cosine of `vector` with the clause.
    pub fn cosine(&self, vector: &[f32]) -> f32 {
        self.rows.cosine(0, vector)
    }

    /// Cosine of `vector` with each segment; empty where there is but one.
    pub fn segment_cosines(&self, vector: &[f32]) -> Vec<f32> {
        (1..self.rows.len()).map(|row| self.rows.cosine(row, vector)).collect()
    }

    /// The vector of the clause.
    pub fn vector(&self) -> Vec<f32> {
        self.rows.vector(0)
    }

    /// The vector of the segment that is nearest to `vector`, or of the whole where it has but one.
    pub fn nearest_segment(&self, vector: &[f32]) -> Vec<f32> {
        let scored = (1..self.rows.len()).map(|row| (self.rows.cosine(row, vector), row));
        let best = scored.reduce(|best, other| if other.0 > best.0 { other } else { best });
        self.rows.vector(best.map_or(0, |(_, row)| row))
    }

    /// The vectors of the clause's tokens.
    pub const fn tokens(&self) -> &TokenSigns {
        &self.tokens
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::rows::RowsBuilder;
    use super::*;

    fn record(rows: &[Vec<f32>], tokens: usize) -> ClauseRecord {
        let tokens = TokenSigns {
            ids: (0..tokens as u32).map(|id| id * 70_000).collect(),
            scales: (0..tokens as u16).map(|at| at * 8_000).collect(),
            signs: (0..tokens * row_bytes(rows[0].len())).map(|at| at as u8).collect(),
        };
        let mut builder = RowsBuilder::new(rows[0].len());
        for row in rows {
            builder.push(row);
        }
        ClauseRecord::new(builder.build(), tokens)
    }

    proptest! {
        #[test]
        fn a_record_reads_back_and_one_that_is_cut_does_not(
            rows in prop::collection::vec(prop::collection::vec(-1.0_f32..1.0, 12), 1..5),
            tokens in 0_usize..5, cut in any::<prop::sample::Index>(),
        ) {
            let whole = record(&rows, tokens);
            let bytes = whole.to_bytes();
            let back = ClauseRecord::from_bytes(&bytes, 12).expect("a record");
            prop_assert_eq!(back.to_bytes(), bytes.clone());
            prop_assert_eq!(back.tokens(), whole.tokens());
            let query = &rows[0];
            prop_assert_eq!(back.cosine(query).to_bits(), whole.cosine(query).to_bits());
            prop_assert_eq!(back.segment_cosines(query).len(), rows.len() - 1);
            prop_assert_eq!(back.nearest_segment(query), whole.nearest_segment(query));
            prop_assert!(ClauseRecord::from_bytes(&bytes[..cut.index(bytes.len())], 12).is_none());
        }
    }

    #[test]
    fn the_nearest_segment_is_the_whole_where_there_is_but_one() {
        let (along, across) = (vec![1.0, 0.0, 0.0], vec![0.0, 1.0, 0.0]);
        let one = record(std::slice::from_ref(&along), 1);
        assert!((one.nearest_segment(&across)[0] - 1.0).abs() < 1e-4);
        let several = record(&[along.clone(), across.clone(), along], 1);
        assert!((several.nearest_segment(&across)[1] - 1.0).abs() < 1e-4);
    }
}
