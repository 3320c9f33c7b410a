//! Attention: each token of a text takes up of the others what it asks for (Vaswani et al. 2017).

use std::arch::x86_64::{
    __m512, _mm512_fmadd_ps, _mm512_max_ps, _mm512_mul_ps, _mm512_reduce_add_ps,
    _mm512_reduce_max_ps, _mm512_set1_ps, _mm512_setzero_ps,
};

use super::matrix::grow;
use super::rows::exp;

/// Numbers that each head has of a token.
pub(super) const HEAD: usize = 32;
const LANES: usize = 16;
/// Tokens that are worked on at once, so that what is read of the others serves all of them.
const BLOCK: usize = 8;

/// What attention works in.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    /// The keys of a head, the first numbers of all tokens, then the second ones, ...
    keys: Vec<f32>,
    /// How much a block of tokens takes of each.
    weights: Vec<f32>,
}

/// The rows of one text, in which a token has its query, its key and its value.
pub(super) struct Attention<'a> {
    /// Row after row.
    pub(super) rows: &'a [f32],
    /// Numbers that a token has of each of the three.
    pub(super) hidden: usize,
}

impl Attention<'_> {
    /// Writes what each token takes up, all heads side by side, to `context`.
    #[target_feature(enable = "avx512f")]
    pub(super) fn attend(&self, scratch: &mut Scratch, context: &mut [f32]) {
        let tokens = self.rows.len() / (3 * self.hidden);
        for head in (0..self.hidden).step_by(HEAD) {
            self.transpose_keys(head, tokens, &mut scratch.keys);
            for first in (0..tokens).step_by(BLOCK) {
                self.attend_by(head, first, tokens, scratch, context);
            }
        }
    }

    /// What a token has from the number `at` on, for one head.
    #[inline]
    fn part(&self, token: usize, at: usize) -> &[f32; HEAD] {
        self.rows[token * 3 * self.hidden + at..].first_chunk().expect("a row has all heads")
    }

    /// Puts the first number of each key side by side, then the second ones. What stands behind the
    /// last token is anything.
    #[inline]
    fn transpose_keys(&self, head: usize, tokens: usize, keys: &mut Vec<f32>) {
        let padded = tokens.next_multiple_of(LANES);
        let keys = grow(keys, HEAD * padded);
        for token in 0..tokens {
            for (number, &x) in self.part(token, self.hidden + head).iter().enumerate() {
                keys[number * padded + token] = x;
            }
        }
    }

    /// The same for one head and a block of tokens from `first` on.
    #[inline]
    #[target_feature(enable = "avx512f")]
    fn attend_by(
        &self,
        head: usize,
        first: usize,
        tokens: usize,
        scratch: &mut Scratch,
        context: &mut [f32],
    ) {
        let padded = tokens.next_multiple_of(LANES);
        let weights = grow(&mut scratch.weights, BLOCK * padded);
        let count = BLOCK.min(tokens - first);
        // Those behind the last are the last again.
        let queries: [&[f32; HEAD]; BLOCK] =
            std::array::from_fn(|at| self.part(first + at.min(count - 1), head));
        for others in (0..padded).step_by(LANES) {
            let mut products = [_mm512_setzero_ps(); BLOCK];
            for number in 0..HEAD {
                let keys = load(&scratch.keys[number * padded + others..]);
                for (product, query) in products.iter_mut().zip(queries) {
                    *product = _mm512_fmadd_ps(_mm512_set1_ps(query[number]), keys, *product);
                }
            }
            for (at, product) in products.into_iter().enumerate() {
                store(product, &mut weights[at * padded + others..]);
            }
        }
        let mut sums = [1.0; BLOCK];
        for (weights, sum) in weights.chunks_exact_mut(padded).zip(&mut sums).take(count) {
            weights[tokens..].fill(f32::NEG_INFINITY);
            *sum = softmax(weights);
        }
        let weights: [&[f32]; BLOCK] = std::array::from_fn(|at| &weights[at * padded..][..tokens]);
        let mut mixtures = [[_mm512_setzero_ps(); HEAD / LANES]; BLOCK];
        for other in 0..tokens {
            let value = self.part(other, 2 * self.hidden + head);
            let value = [load(value), load(&value[LANES..])];
            for (mixture, weights) in mixtures.iter_mut().zip(weights) {
                let weight = _mm512_set1_ps(weights[other]);
                for (sum, value) in mixture.iter_mut().zip(value) {
                    *sum = _mm512_fmadd_ps(weight, value, *sum);
                }
            }
        }
        let rows = context[first * self.hidden..].chunks_exact_mut(self.hidden);
        for ((row, mixture), sum) in rows.zip(mixtures).zip(sums).take(count) {
            let share = _mm512_set1_ps(1.0 / sum);
            for (lanes, mixture) in mixture.into_iter().enumerate() {
                store(_mm512_mul_ps(share, mixture), &mut row[head + lanes * LANES..]);
            }
        }
    }
}

/// Makes weights of products: powers of `e`, the greatest 1. Returns their sum, by which they are to be
/// divided.
#[inline]
#[target_feature(enable = "avx512f")]
fn softmax(products: &mut [f32]) -> f32 {
    let scale = 1.0 / (HEAD as f32).sqrt();
    let blocks = products.as_chunks_mut::<LANES>().0;
    let mut greatest = _mm512_set1_ps(f32::NEG_INFINITY);
    for block in blocks.iter() {
        greatest = _mm512_max_ps(greatest, pulp::cast(*block));
    }
    let greatest = _mm512_reduce_max_ps(greatest);
    let mut sums = [0.0; LANES];
    for block in blocks {
        for (x, sum) in block.iter_mut().zip(&mut sums) {
            *x = exp((*x - greatest) * scale);
            *sum += *x;
        }
    }
    _mm512_reduce_add_ps(pulp::cast(sums))
}

#[inline(always)]
#[expect(clippy::inline_always, reason = "one instruction")]
fn load(numbers: &[f32]) -> __m512 {
    pulp::cast::<[f32; LANES], _>(*numbers.first_chunk().expect("a block of numbers"))
}

#[inline(always)]
#[expect(clippy::inline_always, reason = "one instruction")]
fn store(lanes: __m512, numbers: &mut [f32]) {
    *numbers.first_chunk_mut::<LANES>().expect("a block of numbers") = pulp::cast(lanes);
}

#[cfg(test)]
mod tests {
    use super::super::detected;
    use super::super::instructions::Instructions;
    use super::*;
    use test_needs::{Need, has_instructions};

    /// The same, word for word as the paper has it.
    fn plainly(rows: &[f32], hidden: usize) -> Vec<f32> {
        let rows: Vec<&[f32]> = rows.chunks_exact(3 * hidden).collect();
        let mut context = Vec::new();
        for row in &rows {
            for head in (0..hidden).step_by(HEAD) {
                let product = |other: &&[f32]| -> f32 {
                    let keys = &other[hidden + head..][..HEAD];
                    let sum: f32 = row[head..].iter().zip(keys).map(|(q, k)| q * k).sum();
                    (sum / (HEAD as f32).sqrt()).exp()
                };
                let weights: Vec<f32> = rows.iter().map(product).collect();
                let total: f32 = weights.iter().sum();
                for number in 0..HEAD {
                    let value = |(weight, other): (&f32, &&[f32])| {
                        weight * other[2 * hidden + head + number]
                    };
                    let sum: f32 = weights.iter().zip(&rows).map(value).sum();
                    context.push(sum / total);
                }
            }
        }
        context
    }

    #[test]
    fn every_length_mixes_as_by_the_formula() {
        if !Need::Instructions.is_met(has_instructions()) {
            return;
        }
        let by = Instructions::detect().expect("the processor has them");
        let hidden = 2 * HEAD;
        let mut scratch = Scratch::default();
        // Longer and shorter in turn: what one text left behind must not show in the next.
        for tokens in [1, 40, 2, 8, 33, 16, 9, 17, 7] {
            let rows: Vec<f32> = (0..tokens * 3 * hidden)
                .map(|at| ((at * 7919 % 1009) as f32 / 1009.0 - 0.5) * 3.0)
                .collect();
            let mut context = vec![0.0; tokens * hidden];
            detected::attend(&Attention { rows: &rows, hidden }, by, &mut scratch, &mut context);
            let expected = plainly(&rows, hidden);
            assert_eq!(context.len(), expected.len());
            for (found, expected) in context.iter().zip(expected) {
                assert!((found - expected).abs() < 1e-4, "{tokens}: {found} for {expected}");
            }
        }
    }
}
