//! What is done to a row of numbers on its way through the encoder.
//!
//! Compiled into whoever calls it, within the instructions that are dispatched to there.
#![expect(clippy::inline_always, reason = "compiled within the instructions dispatched to")]

/// Added to a number of some bits, it leaves that rounded to a whole one, halves to even, in the lowest
/// bits.
const ROUNDING: f32 = 12_582_912.0;
/// Partial sums side by side: a fixed order of adding up.
const LANES: usize = 16;

/// Learnt weight and terms of a normalisation.
#[derive(Debug)]
pub(super) struct Norm {
    pub(super) weight: Vec<f32>,
    pub(super) bias: Vec<f32>,
    /// What keeps the variance from being zero.
    pub(super) epsilon: f32,
}

impl Norm {
    /// Layer normalisation (Ba, Kiros and Hinton 2016) of each of `rows`.
    #[inline(always)]
    pub(super) fn apply(&self, rows: &mut [f32]) {
        for row in rows.chunks_exact_mut(self.weight.len()) {
            self.apply_to_row(row);
        }
    }

    /// Adds `terms` to `rows`, and normalises them.
    #[inline(always)]
    pub(super) fn apply_to_sums<'r>(&self, rows: &'r mut [f32], terms: &[f32]) -> &'r [f32] {
        for (x, term) in rows.iter_mut().zip(terms) {
            *x += term;
        }
        self.apply(rows);
        rows
    }

    #[inline(always)]
    fn apply_to_row(&self, row: &mut [f32]) {
        let count = row.len() as f32;
        let mean = sum(row, |sum, x| sum + x) / count;
        let variance = sum(row, |sum, x| (x - mean).mul_add(x - mean, sum)) / count;
        let scale = 1.0 / (variance + self.epsilon).sqrt();
        for ((x, weight), bias) in row.iter_mut().zip(&self.weight).zip(&self.bias) {
            *x = (*x - mean) * scale * weight + bias;
        }
    }
}

/// What the bytes of a row stand for: a byte is so many units above the least number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    /// What a unit is worth.
    pub(super) unit: f32,
    /// The least number, in units.
    pub(super) least: f32,
}

/// Writes `row` in eight bits, from 0 for its least number to 255 for its greatest.
#[inline(always)]
pub(super) fn quantise(row: &[f32], bytes: &mut [u8]) -> Scale {
    /// So far apart are least and greatest at least, so that a unit is never zero.
    const APART: f32 = 1e-9;
    let lesser = |a: f32, b: f32| if b < a { b } else { a };
    let greater = |a: f32, b: f32| if b > a { b } else { a };
    let least = halve(lanes(row, f32::INFINITY, lesser), lesser);
    let greatest = halve(lanes(row, f32::NEG_INFINITY, greater), greater);
    let apart = greater(greatest - least, APART);
    let units = 255.0 / apart;
    for (byte, x) in bytes.iter_mut().zip(row) {
        *byte = ((x - least) * units + ROUNDING).to_bits() as u8;
    }
    let unit = apart / 255.0;
    Scale { unit, least: least / unit }
}

/// `x` times the share of normal deviates below it: the Gaussian error linear unit (Hendrycks and
/// Gimpel 2016).
#[inline(always)]
pub(super) fn gelu(x: f32) -> f32 {
    0.5 * x * (1.0 + erf(x * std::f32::consts::FRAC_1_SQRT_2))
}

/// The error function, to 1.5e-7 (Abramowitz and Stegun 1964, 7.1.26).
#[inline(always)]
fn erf(x: f32) -> f32 {
    let magnitude = x.abs();
    let t = 1.0 / 0.327_591_1_f32.mul_add(magnitude, 1.0);
    let sum = 1.061_405_4_f32.mul_add(t, -1.453_152);
    let sum = sum.mul_add(t, 1.421_413_7);
    let sum = sum.mul_add(t, -0.284_496_74);
    let sum = sum.mul_add(t, 0.254_829_6) * t;
    (1.0 - sum * exp(-magnitude * magnitude)).copysign(x)
}

/// `e` to the power of `x`, which is not positive, to three parts in ten million: a power of two by
/// the bits of the exponent, the rest by the polynomial of Cephes (Moshier 1992).
#[inline(always)]
pub(super) fn exp(x: f32) -> f32 {
    /// Below this, the result is next to nothing.
    const LEAST: f32 = -87.0;
    /// The exponent of one, where bits of exponents begin.
    const ONE: u32 = 0x3F80_0000;
    let x = if x < LEAST { LEAST } else { x };
    let shifted = x.mul_add(std::f32::consts::LOG2_E, ROUNDING);
    let whole = shifted - ROUNDING;
    // The natural logarithm of two in two parts, the first exact in a product.
    let rest = whole.mul_add(2.121_944_4e-4, whole.mul_add(-0.693_359_4, x));
    let sum = 1.987_569_2e-4_f32.mul_add(rest, 1.398_2e-3);
    let sum = sum.mul_add(rest, 8.333_452e-3);
    let sum = sum.mul_add(rest, 4.166_579_6e-2);
    let sum = sum.mul_add(rest, 1.666_666_5e-1);
    let sum = sum.mul_add(rest, 0.5);
    let sum = (sum * rest).mul_add(rest, rest) + 1.0;
    f32::from_bits((shifted.to_bits() << 23).wrapping_add(ONE)) * sum
}

/// All of `row`, sixteen lanes of it side by side, and then the lanes added up by halves.
#[inline(always)]
fn sum(row: &[f32], of: impl Fn(f32, f32) -> f32) -> f32 {
    halve(lanes(row, 0.0, of), |a, b| a + b)
}

#[inline(always)]
fn lanes(row: &[f32], start: f32, of: impl Fn(f32, f32) -> f32) -> [f32; LANES] {
    let mut lanes = [start; LANES];
    let (blocks, rest) = row.as_chunks::<LANES>();
    for block in blocks {
        for (lane, &x) in lanes.iter_mut().zip(block) {
            *lane = of(*lane, x);
        }
    }
    for (lane, &x) in lanes.iter_mut().zip(rest) {
        *lane = of(*lane, x);
    }
    lanes
}

#[inline(always)]
fn halve(mut lanes: [f32; LANES], join: impl Fn(f32, f32) -> f32) -> f32 {
    for half in [8, 4, 2, 1] {
        for lane in 0..half {
            lanes[lane] = join(lanes[lane], lanes[lane + half]);
        }
    }
    lanes[0]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_normalised_row_has_mean_and_variance_of_the_norm() {
        let norm = Norm { weight: vec![2.0; 40], bias: vec![5.0; 40], epsilon: 1e-12 };
        let mut row: Vec<f32> = (0..40).map(|x| (x * x) as f32 - 300.0).collect();
        norm.apply(&mut row);
        let mean = row.iter().sum::<f32>() / 40.0;
        let variance = row.iter().map(|x| (x - mean).powi(2)).sum::<f32>() / 40.0;
        assert!((mean - 5.0).abs() < 1e-4 && (variance - 4.0).abs() < 1e-3, "{mean} {variance}");
        let mut flat = vec![7.0; 40];
        norm.apply(&mut flat);
        assert_eq!(flat, [5.0; 40]);
    }

    #[test]
    fn gelu_is_that_of_tables() {
        // x times the normal distribution's value there, to six places.
        for (x, expected) in [
            (0.0, 0.0),
            (1.0, 0.841_345),
            (-1.0, -0.158_655),
            (0.5, 0.345_731),
            (-2.5, -0.015_524),
            (6.0, 6.0),
            (-30.0, 0.0),
        ] {
            assert!((gelu(x) - expected).abs() < 2e-6, "{x}: {}", gelu(x));
        }
    }

    #[test]
    fn exp_of_the_least_is_next_to_nothing() {
        assert!((0.0..1e-37).contains(&exp(f32::NEG_INFINITY)));
        assert!((exp(0.0) - 1.0).abs() < 1e-7);
    }

    proptest! {
        #[test]
        fn exp_is_that_of_the_standard_library(x in -87.0_f32..=0.0) {
            let expected = x.exp();
            prop_assert!((exp(x) - expected).abs() <= expected * 3e-7, "{} for {expected}", exp(x));
        }

        #[test]
        fn a_quantised_row_is_the_row_to_half_a_unit(
            row in prop::collection::vec(-9.0_f32..9.0, 1..80),
            shift in -3.0_f32..3.0,
        ) {
            let row: Vec<f32> = row.into_iter().map(|x| x + shift).collect();
            let mut bytes = vec![0; row.len()];
            let Scale { unit, least } = quantise(&row, &mut bytes);
            for (x, byte) in row.iter().zip(&bytes) {
                let found = (f32::from(*byte) + least) * unit;
                prop_assert!((found - x).abs() <= unit * 0.51 + 1e-6, "{found} for {x}");
            }
        }
    }

    #[test]
    fn rows_of_one_number_keep_it() {
        for x in [0.0, 7.0, -0.5] {
            let mut bytes = [1; 20];
            let Scale { unit, least } = quantise(&[x; 20], &mut bytes);
            assert_eq!(bytes, [0; 20]);
            assert!(unit > 0.0 && (least * unit - x).abs() < 1e-6, "{unit} {least}");
        }
    }
}
