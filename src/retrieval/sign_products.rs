//! Late interaction: the best product of each row of a question with the rows of signs of a passage, as
//! sums of absolute differences.
//!
//! A component `x` is kept as `u = x + 128`, a sign as `m`, 255 where it is negative and else 0.
//! Then `|u - m|` is `u` or `255 - u`, so that over `d` components with `n` negative signs the sum of
//! all `x` with their signs is the sum of `|u - m|`, plus `n`, minus `128 d`: exactly. Processors add
//! up the absolute differences of eight bytes by one instruction (`PSADBW`). Eight
//! rows lie side by side, eight bytes of each, so that every row has a lane to itself and no lanes are
//! added up.

use super::embedding::TokenVectors;
use super::token_signs::{TokenSigns, row_bytes, worth};

/// Components whose differences one lane adds up at once: as many as a byte has signs of.
const BLOCK: usize = 8;
/// Rows side by side.
const LANES: usize = 8;
/// What is added to a component to make it a byte without sign.
const OFFSET: i32 = 128;

/// A block of each of some rows side by side, as bytes without sign, where one load finds them.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Blocks([u8; LANES * BLOCK]);

/// The rows of a question's tokens, in the order in which they are compared.
#[derive(Debug)]
pub struct QuestionRows {
    dimensions: usize,
    scales: Vec<f32>,
    /// The blocks of the first rows, then those of the next; rows that are none are zero.
    blocks: Vec<Blocks>,
}

impl QuestionRows {
    /// The rows of `tokens`.
    pub fn from_tokens(tokens: &TokenVectors) -> Self {
        let count = tokens.ids.len();
        let dimensions = tokens.rows.len() / count.max(1);
        let of_row = dimensions.div_ceil(BLOCK);
        let mut blocks = vec![Blocks([0; LANES * BLOCK]); count.div_ceil(LANES) * of_row];
        for (at, row) in tokens.rows.chunks_exact(dimensions.max(1)).take(count).enumerate() {
            let (first, lane) = (at / LANES * of_row, at % LANES);
            for (Blocks(bytes), components) in blocks[first..].iter_mut().zip(row.chunks(BLOCK)) {
                for (byte, &x) in bytes[lane * BLOCK..].iter_mut().zip(components) {
                    *byte = x.cast_unsigned() ^ 0x80;
                }
            }
        }
        Self { dimensions, scales: tokens.scales.clone(), blocks }
    }

    /// The best cosine that each of them finds among the tokens of `passage` (the terms of
    /// `ColBERT`'s sum, Khattab and Zaharia 2020); 0 where that has none, or is of another model.
    pub fn best_matches(&self, passage: &TokenSigns) -> Vec<f32> {
        let whole = passage.signs.len() == passage.ids.len() * row_bytes(self.dimensions);
        if self.dimensions == 0 || passage.ids.is_empty() || !whole {
            return vec![0.0; self.scales.len()];
        }
        let best = self.best_products(passage);
        best.as_flattened().iter().zip(&self.scales).map(|(best, scale)| best * scale).collect()
    }

    /// The best product of each row, before its own scale; of rows that are none, anything.
    fn best_products(&self, passage: &TokenSigns) -> Vec<[f32; LANES]> {
        #[cfg(target_arch = "x86_64")]
        {
            if let Some(simd) = pulp::x86::V4::try_new() {
                return simd.vectorize(Dispatched(self, passage, Avx512(simd)));
            }
            if let Some(simd) = pulp::x86::V3::try_new() {
                return simd.vectorize(Dispatched(self, passage, Avx2(simd)));
            }
        }
        self.products_by(passage, Plain)
    }

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled within the instructions dispatched to")]
    fn products_by(
        &self,
        passage: &TokenSigns,
        differences: impl Differences,
    ) -> Vec<[f32; LANES]> {
        let of_row = self.dimensions.div_ceil(BLOCK);
        let zero = -OFFSET * (self.dimensions as u32).cast_signed();
        let mut best = vec![[f32::NEG_INFINITY; LANES]; self.blocks.len() / of_row];
        for (signs, &scale) in passage.signs.chunks_exact(of_row).zip(&passage.scales) {
            let (base, worth) = (zero + negative(signs).cast_signed(), worth(scale));
            for (best, rows) in best.iter_mut().zip(self.blocks.chunks_exact(of_row)) {
                for (best, sum) in best.iter_mut().zip(differences.sums(rows, signs)) {
                    let product = ((sum as u32).cast_signed() + base) as f32 * worth;
                    *best = if product > *best { product } else { *best };
                }
            }
        }
        best
    }
}

/// How many of `signs` are negative.
#[inline(always)]
#[expect(clippy::inline_always, reason = "compiled within the instructions dispatched to")]
fn negative(signs: &[u8]) -> u32 {
    let (eights, rest) = signs.as_chunks::<8>();
    let of_eights: u32 = eights.iter().map(|eight| u64::from_le_bytes(*eight).count_ones()).sum();
    of_eights + rest.iter().map(|byte| byte.count_ones()).sum::<u32>()
}

/// What each byte of signs stands for: 255 for each that is negative and 0 for another, the first in
/// the lowest byte.
const MASKS: [u64; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut bit = 0;
        while bit < 8 {
            if byte >> bit & 1 == 1 {
                table[byte] |= 255 << (8 * bit);
            }
            bit += 1;
        }
        byte += 1;
    }
    table
};

/// A way to add up, for each lane of `rows`, its absolute differences from the masks of `signs`.
trait Differences: Copy {
    fn sums(self, rows: &[Blocks], signs: &[u8]) -> [u64; LANES];
}

/// The way of any processor.
#[derive(Clone, Copy)]
struct Plain;

impl Differences for Plain {
    fn sums(self, rows: &[Blocks], signs: &[u8]) -> [u64; LANES] {
        let mut sums = [0; LANES];
        for (Blocks(blocks), &byte) in rows.iter().zip(signs) {
            let mask = MASKS[byte as usize].to_le_bytes();
            for (sum, block) in sums.iter_mut().zip(blocks.as_chunks::<BLOCK>().0) {
                let differences = block.iter().zip(mask).map(|(u, m)| u64::from(u.abs_diff(m)));
                *sum += differences.sum::<u64>();
            }
        }
        sums
    }
}

/// That of a processor with AVX2: four lanes by one instruction.
#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy)]
struct Avx2(pulp::x86::V3);

#[cfg(target_arch = "x86_64")]
impl Differences for Avx2 {
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "as those of its siblings")]
    fn sums(self, rows: &[Blocks], signs: &[u8]) -> [u64; LANES] {
        let Self(simd) = self;
        let mut sums = [simd.splat_u64x4(0); 2];
        for (Blocks(blocks), &byte) in rows.iter().zip(signs) {
            let mask = pulp::cast(simd.splat_u64x4(MASKS[byte as usize]));
            let halves: [pulp::u8x32; 2] = pulp::cast(*blocks);
            for (sum, half) in sums.iter_mut().zip(halves) {
                let differences = simd.sum_of_absolute_differences_u8x32(half, mask);
                *sum = simd.wrapping_add_u64x4(*sum, differences);
            }
        }
        pulp::cast(sums)
    }
}

/// That of a processor with AVX-512: all lanes by one.
#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy)]
struct Avx512(pulp::x86::V4);

#[cfg(target_arch = "x86_64")]
impl Differences for Avx512 {
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "as those of its siblings")]
    fn sums(self, rows: &[Blocks], signs: &[u8]) -> [u64; LANES] {
        let Self(simd) = self;
        let mut sums = simd.splat_u64x8(0);
        for (Blocks(blocks), &byte) in rows.iter().zip(signs) {
            let mask = pulp::cast(simd.splat_u64x8(MASKS[byte as usize]));
            let differences = simd.sum_of_absolute_differences_u8x64(pulp::cast(*blocks), mask);
            sums = simd.wrapping_add_u64x8(sums, differences);
        }
        pulp::cast(sums)
    }
}

/// Work that is compiled with the instructions dispatched to.
#[cfg(target_arch = "x86_64")]
struct Dispatched<'a, D>(&'a QuestionRows, &'a TokenSigns, D);

#[cfg(target_arch = "x86_64")]
impl<D: Differences> pulp::NullaryFnOnce for Dispatched<'_, D> {
    type Output = Vec<[f32; LANES]>;

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled within the instructions dispatched to")]
    fn call(self) -> Vec<[f32; LANES]> {
        self.0.products_by(self.1, self.2)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use test_needs::{Need, has_instructions};

    #[test]
    fn each_token_of_a_question_takes_its_best_match() {
        let tokens = |rows: &[[i8; 2]]| TokenVectors {
            ids: (0..rows.len() as u32).collect(),
            scales: vec![1.0 / (2.0_f32.sqrt() * 100.0); rows.len()],
            rows: rows.concat(),
        };
        let question = QuestionRows::from_tokens(&tokens(&[[100, 100], [100, -100], [-100, 100]]));
        let passage = TokenSigns::from_tokens(&tokens(&[[100, 100], [-100, 100]]), 2);
        let found = question.best_matches(&passage);
        assert_eq!(found.len(), 3);
        for (found, expected) in found.into_iter().zip([1.0, 0.0, 1.0]) {
            assert!((found - expected).abs() < 2e-5, "{found} for {expected}");
        }
        assert_eq!(question.best_matches(&TokenSigns::default()), vec![0.0; 3]);
        let damaged = TokenSigns { signs: vec![0], ..passage.clone() };
        let wider = TokenSigns::from_tokens(&tokens(&[[1, 1]; 9]), 18);
        for other in [damaged, wider] {
            assert_eq!(question.best_matches(&other), vec![0.0; 3]);
        }
        let ragged = TokenVectors { ids: vec![1; 3], scales: vec![1.0; 3], rows: vec![1; 11] };
        assert_eq!(QuestionRows::from_tokens(&ragged).best_matches(&passage).len(), 3);
        let wordless = QuestionRows::from_tokens(&TokenVectors::default());
        assert!(wordless.best_matches(&passage).is_empty());
    }

    /// The products with each token's own scale left out, by every way that this processor has.
    fn every_way(question: &QuestionRows, signs: &TokenSigns) -> Vec<Vec<[f32; LANES]>> {
        let mut found = vec![question.products_by(signs, Plain)];
        #[cfg(target_arch = "x86_64")]
        {
            let (avx2, avx512) = (pulp::x86::V3::try_new(), pulp::x86::V4::try_new());
            found.extend(avx2.map(|it| it.vectorize(Dispatched(question, signs, Avx2(it)))));
            found.extend(avx512.map(|it| it.vectorize(Dispatched(question, signs, Avx512(it)))));
        }
        found
    }

    #[test]
    fn products_are_exact_whichever_way() {
        let one = TokenVectors { ids: vec![1], scales: vec![1.0], rows: vec![1] };
        let ways =
            every_way(&QuestionRows::from_tokens(&one), &TokenSigns::from_tokens(&one, 1)).len();
        assert!(!Need::Instructions.is_met(has_instructions()) || ways == 3, "{ways} ways");
        let cases = (1_usize..130, 1_usize..22).prop_flat_map(|(d, n)| {
            let rows = |count: usize| prop::collection::vec(-127_i8..=127, count * d);
            (Just(d), Just(n), rows(n), rows(2))
        });
        proptest!(|((dimensions, count, rows, passage) in cases)| {
            let tokens = |rows: Vec<i8>, count: usize| TokenVectors {
                ids: vec![1; count],
                scales: vec![1.0; count],
                rows,
            };
            let mut signs = TokenSigns::from_tokens(&tokens(passage.clone(), 2), dimensions);
            signs.scales = vec![u16::MAX; 2];
            let product = |row: &[i8], other: &[i8]| -> i32 {
                let signed = |(&x, &y): (&i8, &i8)| if y < 0 { -i32::from(x) } else { i32::from(x) };
                row.iter().zip(other).map(signed).sum()
            };
            let best = |row: &[i8]| passage.chunks(dimensions).map(|other| product(row, other)).max();
            let expected: Vec<f32> = rows
                .chunks(dimensions)
                .map(|row| best(row).expect("two tokens") as f32)
                .collect();
            let question = QuestionRows::from_tokens(&tokens(rows, count));
            prop_assert_eq!(&question.best_matches(&signs), &expected);
            for found in every_way(&question, &signs) {
                prop_assert_eq!(&found.as_flattened()[..count], &expected);
            }
        });
    }
}
