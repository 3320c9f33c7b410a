//! Products of rows of small integers with rows of signs, as sums of absolute differences.
//!
//! A component `x` is kept as `u = x + 128`, a sign as `m`, 255 where it is negative and else 0.
//! Then `|u - m|` is `u` or `255 - u`, so that over `d` components with `n` negative signs the sum of
//! all `x` with their signs is the sum of `|u - m|`, plus `n`, minus `128 d`: exactly. Processors add
//! up absolute differences of bytes by one instruction, which video encoders asked for.

use super::token_signs::TokenSigns;

/// Components that one instruction takes.
const BLOCK: usize = 32;
/// What is added to a component to make it a byte without sign.
const OFFSET: i32 = 128;

/// The best product that each row of a question finds among the tokens of a passage, before the
/// rows' own scales.
pub(super) struct BestProducts<'a> {
    /// As [`offset_rows`] makes them.
    rows: &'a [u8],
    dimensions: usize,
    passage: &'a TokenSigns,
    best: &'a mut [f32],
}

/// Rows of `dimensions` components as bytes without sign, each filled up with zeros.
pub(super) fn offset_rows(rows: &[i8], dimensions: usize) -> Vec<u8> {
    let width = dimensions.next_multiple_of(BLOCK);
    let mut bytes = vec![0; rows.len() / dimensions * width];
    for (bytes, row) in bytes.chunks_exact_mut(width).zip(rows.chunks_exact(dimensions)) {
        for (byte, &x) in bytes.iter_mut().zip(row) {
            *byte = x.cast_unsigned() ^ 0x80;
        }
    }
    bytes
}

impl<'a> BestProducts<'a> {
    /// Of `rows`, which [`offset_rows`] made, with the tokens of `passage`; `best` has a place for
    /// each row.
    pub(super) fn new(
        rows: &'a [u8],
        dimensions: usize,
        passage: &'a TokenSigns,
        best: &'a mut [f32],
    ) -> Self {
        Self { rows, dimensions, passage, best }
    }

    /// Raises each of `best` to the best product.
    pub(super) fn find(self) {
        #[cfg(target_arch = "x86_64")]
        if let Some(simd) = pulp::x86::V3::try_new() {
            simd.vectorize(Dispatched(self, Avx2(simd)));
            return;
        }
        self.find_by(Plain);
    }

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled within the instructions dispatched to")]
    fn find_by(self, differences: impl Differences) {
        let width = self.dimensions.next_multiple_of(BLOCK);
        let dimensions = (self.dimensions as u32).cast_signed();
        // Beyond the components both sides are zero, and do not differ.
        let mut mask = vec![0; width];
        for (token, &scale) in self.passage.scales.iter().enumerate() {
            let negative = self.passage.mask(token, &mut mask[..self.dimensions]);
            let base = negative.cast_signed() - OFFSET * dimensions;
            for (best, row) in self.best.iter_mut().zip(self.rows.chunks_exact(width)) {
                let product = differences.sum(row, &mask).cast_signed() + base;
                *best = best.max(product as f32 * scale);
            }
        }
    }
}

/// A way to add up absolute differences of bytes.
trait Differences: Copy {
    /// Of `a` and `b`, which have whole blocks.
    fn sum(self, a: &[u8], b: &[u8]) -> u32;
}

/// The way of any processor.
#[derive(Clone, Copy)]
struct Plain;

impl Differences for Plain {
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "as those of its siblings")]
    fn sum(self, a: &[u8], b: &[u8]) -> u32 {
        a.iter().zip(b).map(|(a, b)| u32::from(a.abs_diff(*b))).sum()
    }
}

/// That of a processor with AVX2.
#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy)]
struct Avx2(pulp::x86::V3);

#[cfg(target_arch = "x86_64")]
impl Differences for Avx2 {
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled within the instructions dispatched to")]
    fn sum(self, a: &[u8], b: &[u8]) -> u32 {
        let Self(simd) = self;
        let mut sums = simd.splat_u64x4(0);
        for (a, b) in a.as_chunks::<BLOCK>().0.iter().zip(b.as_chunks::<BLOCK>().0) {
            let sum = simd.sum_of_absolute_differences_u8x32(pulp::cast(*a), pulp::cast(*b));
            sums = simd.wrapping_add_u64x4(sums, sum);
        }
        let sums: [u64; 4] = pulp::cast(sums);
        sums.iter().sum::<u64>() as u32
    }
}

/// Work that is compiled with the instructions of AVX2.
#[cfg(target_arch = "x86_64")]
struct Dispatched<'a>(BestProducts<'a>, Avx2);

#[cfg(target_arch = "x86_64")]
impl pulp::NullaryFnOnce for Dispatched<'_> {
    type Output = ();

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled within the instructions dispatched to")]
    fn call(self) {
        self.0.find_by(self.1);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::retrieval::ports::TokenVectors;

    proptest! {
        #[test]
        fn products_are_exact_whichever_way(
            (dimensions, rows, passage) in (1_usize..130).prop_flat_map(|d| {
                let rows = |count: usize| prop::collection::vec(-127_i8..=127, count * d);
                (Just(d), rows(3), rows(2))
            }),
        ) {
            let tokens = TokenVectors { ids: vec![1, 2], scales: vec![1.0; 2], rows: passage };
            let mut signs = TokenSigns::of(&tokens, dimensions);
            signs.scales = vec![1.0; 2];
            let product = |row: &[i8], other: &[i8]| -> i32 {
                let signed = |(&x, &y): (&i8, &i8)| if y < 0 { -i32::from(x) } else { i32::from(x) };
                row.iter().zip(other).map(signed).sum()
            };
            let best = |row: &[i8]| {
                tokens.rows.chunks(dimensions).map(|other| product(row, other)).max()
            };
            let expected: Vec<f32> = rows
                .chunks(dimensions)
                .map(|row| best(row).expect("two tokens") as f32)
                .collect();
            let bytes = offset_rows(&rows, dimensions);
            let (mut found, mut plain) = (vec![f32::NEG_INFINITY; 3], vec![f32::NEG_INFINITY; 3]);
            BestProducts::new(&bytes, dimensions, &signs, &mut found).find();
            BestProducts::new(&bytes, dimensions, &signs, &mut plain).find_by(Plain);
            prop_assert_eq!(&found, &expected);
            prop_assert_eq!(&plain, &expected);
        }
    }
}
