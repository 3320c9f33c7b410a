//! The vectors of a passage's tokens, one bit a component.
//!
//! A row keeps the sign of each component, and a scale that makes its product with any vector
//! unbiased (Gao and Long, `RaBitQ`, 2024, with the signs themselves as the code): late interaction
//! takes the best of many such products, and their errors cancel out in the mean. Questions keep
//! eight bits.

use super::eight_bits::EightBits;
use super::embedding::{Embedding, TokenVectors};

/// The vectors of a passage, as they are kept.
#[derive(Debug, Clone, PartialEq)]
pub struct PassageEmbedding {
    /// Of unit length.
    pub vector: EightBits,
    /// One row for each token, for late interaction; none where only the vector is asked for.
    pub tokens: Option<TokenSigns>,
}

impl From<Embedding> for PassageEmbedding {
    fn from(embedding: Embedding) -> Self {
        let tokens = TokenSigns::from_tokens(&embedding.tokens, embedding.vector.len());
        Self { vector: EightBits::from_vector(&embedding.vector), tokens: Some(tokens) }
    }
}

impl PassageEmbedding {
    /// The same without the vectors of tokens.
    #[must_use]
    pub fn without_tokens(self) -> Self {
        Self { tokens: None, ..self }
    }
}

/// Signs of the components of token vectors.
///
/// Component `i` of row `t` is [`worth`]`(scales[t])`, negative where bit `i % 8` of byte
/// `t * row_bytes + i / 8` is set.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TokenSigns {
    /// Vocabulary id of each token.
    pub ids: Vec<u32>,
    /// What a sign of each row is worth, in sixteen bits: a unit vector's is at most 1.
    pub scales: Vec<u16>,
    /// [`row_bytes`] for each token.
    pub signs: Vec<u8>,
}

/// What a sign is worth whose row has this `scale`.
pub fn worth(scale: u16) -> f32 {
    f32::from(scale) / f32::from(u16::MAX)
}

/// The scale whose worth is nearest to `worth`.
fn scale(worth: f32) -> u16 {
    (worth.clamp(0.0, 1.0) * f32::from(u16::MAX)).round() as u16
}

/// Bytes of a row with this many components.
pub const fn row_bytes(dimensions: usize) -> usize {
    dimensions.div_ceil(8)
}

impl TokenSigns {
    /// The signs of `tokens`, whose rows have `dimensions` components.
    pub fn from_tokens(tokens: &TokenVectors, dimensions: usize) -> Self {
        let mut signs = Vec::with_capacity(tokens.ids.len() * row_bytes(dimensions));
        let mut scales = Vec::with_capacity(tokens.ids.len());
        for (row, unit) in tokens.rows.chunks_exact(dimensions.max(1)).zip(&tokens.scales) {
            let sum: i64 = row.iter().map(|&x| i64::from(x).abs()).sum();
            let squares: i64 = row.iter().map(|&x| i64::from(x) * i64::from(x)).sum();
            // The product of the row with its own signs is then its squared length.
            scales.push(scale(unit * squares as f32 / sum.max(1) as f32));
            let byte = |eight: &[i8]| {
                eight.iter().enumerate().fold(0_u8, |byte, (i, &x)| byte | (u8::from(x < 0) << i))
            };
            signs.extend(row.chunks(8).map(byte));
        }
        Self { ids: tokens.ids.clone(), scales, signs }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows(signs: &TokenSigns, dimensions: usize) -> Vec<(Vec<i16>, f32)> {
        let unpacked = |(token, &scale): (usize, &u16)| {
            let bytes = &signs.signs[token * row_bytes(dimensions)..];
            let sign = |i: usize| if bytes[i / 8] >> (i % 8) & 1 == 1 { -1 } else { 1 };
            ((0..dimensions).map(sign).collect(), worth(scale))
        };
        signs.scales.iter().enumerate().map(unpacked).collect()
    }

    proptest! {
        #[test]
        fn a_row_keeps_its_signs_and_its_product_with_itself(
            (dimensions, row) in (1_usize..40)
                .prop_flat_map(|d| (Just(d), prop::collection::vec(-127_i8..=127, 2 * d))),
        ) {
            let length = |row: &[i8]| row.iter().map(|&x| f32::from(x).powi(2)).sum::<f32>().sqrt();
            let scales = row.chunks(dimensions).map(|row| 1.0 / length(row).max(1.0)).collect();
            let tokens = TokenVectors { ids: vec![1, 2], scales, rows: row.clone() };
            let signs = TokenSigns::from_tokens(&tokens, dimensions);
            prop_assert_eq!(signs.signs.len(), 2 * row_bytes(dimensions));
            let found = rows(&signs, dimensions);
            prop_assert_eq!(found.len(), 2);
            for ((signs, scale), (own, unit)) in
                found.iter().zip(row.chunks(dimensions).zip(&tokens.scales))
            {
                let expected: Vec<i16> = own.iter().map(|&x| if x < 0 { -1 } else { 1 }).collect();
                prop_assert_eq!(signs, &expected);
                let product: i32 = own.iter().zip(signs).map(|(&x, &s)| i32::from(x) * i32::from(s)).sum();
                let squares: i32 = own.iter().map(|&x| i32::from(x) * i32::from(x)).sum();
                let (product, length) = (product as f32 * scale, squares as f32 * unit);
                prop_assert!((product - length).abs() <= 1e-3 * length.max(1.0));
            }
        }
    }

    #[test]
    fn a_passage_without_tokens_has_no_rows() {
        assert_eq!(TokenSigns::from_tokens(&TokenVectors::default(), 384), TokenSigns::default());
        assert!(rows(&TokenSigns::default(), 384).is_empty());
        assert!(rows(&TokenSigns::default(), 0).is_empty());
    }
}
