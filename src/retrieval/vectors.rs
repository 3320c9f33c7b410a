//! Dense retrieval and late interaction: dot products over flat rows.
//!
//! Rows lie one after another without gaps, so that a scan runs at the speed of memory. The loops
//! are written for the compiler to vectorise; [`pulp`] picks the widest instructions that the
//! processor has at run time.

use std::ops::Range;

use pulp::{Arch, Simd, WithSimd};

use super::ports::TokenVectors;
use super::token_signs::TokenSigns;

/// Unit vectors, one for each passage.
#[derive(Debug, Default)]
pub struct DenseIndex {
    dimensions: usize,
    rows: Vec<f32>,
}

impl DenseIndex {
    /// An empty index of vectors with this many components.
    pub fn new(dimensions: usize) -> Self {
        Self { dimensions, rows: Vec::new() }
    }

    /// Appends the vector of the next passage.
    pub fn push(&mut self, vector: &[f32]) {
        debug_assert_eq!(vector.len(), self.dimensions, "vectors of one model");
        self.rows.extend_from_slice(vector);
    }

    /// The vector of a passage.
    pub fn row(&self, passage: usize) -> &[f32] {
        &self.rows[passage * self.dimensions..(passage + 1) * self.dimensions]
    }

    /// Cosine of `query` with every passage; both sides are of unit length.
    pub fn scores(&self, query: &[f32]) -> Vec<f32> {
        self.scores_of(0..self.rows.len() / self.dimensions.max(1), query)
    }

    /// Cosine of `query` with the passages numbered `range`.
    pub fn scores_of(&self, range: Range<usize>, query: &[f32]) -> Vec<f32> {
        if self.dimensions == 0 || query.len() != self.dimensions {
            return Vec::new();
        }
        let rows = &self.rows[range.start * self.dimensions..range.end * self.dimensions];
        let mut scores = vec![0.0; range.len()];
        Arch::new().dispatch(Scores { query, rows, products: &mut scores });
        scores
    }
}

/// The product of a query with each row: a struct, since a closure would be compiled apart, without
/// the instructions that are dispatched to.
struct Scores<'a> {
    query: &'a [f32],
    rows: &'a [f32],
    products: &'a mut [f32],
}

impl WithSimd for Scores<'_> {
    type Output = ();

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled within the instructions dispatched to")]
    fn with_simd<S: Simd>(self, _: S) {
        for (score, row) in self.products.iter_mut().zip(self.rows.chunks_exact(self.query.len())) {
            *score = dot(self.query, row);
        }
    }
}

/// Cosine of two unit vectors; 0 where they are of different models.
pub fn cosine(left: &[f32], right: &[f32]) -> f32 {
    if left.len() != right.len() {
        return 0.0;
    }
    let mut product = [0.0];
    Arch::new().dispatch(Scores { query: left, rows: right, products: &mut product });
    product[0]
}

/// Lanes of partial sums: floats add up in a fixed order, so that every processor agrees closely.
const LANES: usize = 16;

#[inline(always)]
#[expect(clippy::inline_always, reason = "compiled within the instructions dispatched to")]
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0_f32; LANES];
    let (a, b) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let tail: f32 = a.remainder().iter().zip(b.remainder()).map(|(x, y)| x * y).sum();
    for (x, y) in a.zip(b) {
        for lane in 0..LANES {
            sums[lane] += x[lane] * y[lane];
        }
    }
    sums.iter().sum::<f32>() + tail
}

/// The sum of `row`, each component with the sign that `signs` has for it. Products of sixteen bits
/// that are added up in 32 are one instruction for many components.
#[inline(always)]
#[expect(clippy::inline_always, reason = "compiled within the instructions dispatched to")]
fn dot_signs(row: &[i16], signs: &[i16]) -> i32 {
    let mut sum = 0;
    for (&x, &sign) in row.iter().zip(signs) {
        sum += i32::from(x) * i32::from(sign);
    }
    sum
}

/// The best cosine that each token of `query` finds among the tokens of `passage` (the terms of
/// `ColBERT`'s sum, Khattab and Zaharia 2020).
pub fn best_matches(query: &TokenVectors, passage: &TokenSigns) -> Vec<f32> {
    let dimensions = query.rows.len() / query.ids.len().max(1);
    if dimensions == 0 || passage.ids.is_empty() {
        return vec![0.0; query.ids.len()];
    }
    let mut best = vec![f32::NEG_INFINITY; query.ids.len()];
    let rows: Vec<i16> = query.rows.iter().map(|&x| i16::from(x)).collect();
    let signs = &mut vec![0; dimensions];
    Arch::new().dispatch(BestMatches { rows: &rows, passage, signs, best: &mut best });
    for (best, scale) in best.iter_mut().zip(&query.scales) {
        *best *= scale;
    }
    best
}

/// The best product of each row with the tokens of a passage.
struct BestMatches<'a> {
    rows: &'a [i16],
    passage: &'a TokenSigns,
    /// Room for the signs of one token.
    signs: &'a mut [i16],
    best: &'a mut [f32],
}

impl WithSimd for BestMatches<'_> {
    type Output = ();

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled within the instructions dispatched to")]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { rows, passage, signs, best } = self;
        for (token, &scale) in passage.scales.iter().enumerate() {
            passage.unpack(token, signs);
            for (best, row) in best.iter_mut().zip(rows.chunks_exact(signs.len())) {
                *best = best.max(dot_signs(row, signs) as f32 * scale);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn cosines_of_a_small_index() {
        let mut index = DenseIndex::new(3);
        for row in [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.6, 0.8, 0.0]] {
            index.push(&row);
        }
        assert_eq!(index.scores(&[0.0, 1.0, 0.0]), vec![0.0, 1.0, 0.8]);
        assert_eq!(index.scores(&[1.0]), Vec::<f32>::new());
    }

    #[test]
    fn each_query_token_takes_its_best_match() {
        let tokens = |rows: &[[i8; 2]]| TokenVectors {
            ids: (0..rows.len() as u32).collect(),
            scales: vec![1.0 / (2.0_f32.sqrt() * 100.0); rows.len()],
            rows: rows.concat(),
        };
        let query = tokens(&[[100, 100], [100, -100], [-100, 100]]);
        let passage = TokenSigns::of(&tokens(&[[100, 100], [-100, 100]]), 2);
        for (found, expected) in best_matches(&query, &passage).into_iter().zip([1.0, 0.0, 1.0]) {
            assert!((found - expected).abs() < 1e-6, "{found} for {expected}");
        }
        assert_eq!(best_matches(&query, &TokenSigns::default()), vec![0.0; 3]);
    }

    proptest! {
        #[test]
        fn the_vectorised_product_is_the_plain_one(
            pairs in prop::collection::vec((-1.0_f32..1.0, -1.0_f32..1.0), 1..400)
        ) {
            let (a, b): (Vec<f32>, Vec<f32>) = pairs.iter().copied().unzip();
            let plain: f64 = pairs.iter().map(|&(x, y)| f64::from(x) * f64::from(y)).sum();
            let mut index = DenseIndex::new(b.len());
            index.push(&b);
            prop_assert!((f64::from(index.scores(&a)[0]) - plain).abs() < 1e-3);
        }
    }
}
