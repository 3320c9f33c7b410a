//! Products of vectors.
//!
//! The loops are written for the compiler to vectorise; [`pulp`] picks the widest instructions
//! that the processor has at run time.

use pulp::{Arch, Simd, WithSimd};

/// Cosine of two unit vectors; 0 where they are of different models.
pub fn cosine(left: &[f32], right: &[f32]) -> f32 {
    if left.len() != right.len() {
        return 0.0;
    }
    Arch::new().dispatch(Product { left, right })
}

/// The product of two vectors: a struct, since a closure would be compiled apart, without the
/// instructions that are dispatched to.
struct Product<'a> {
    left: &'a [f32],
    right: &'a [f32],
}

impl WithSimd for Product<'_> {
    type Output = f32;

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled within the instructions dispatched to")]
    fn with_simd<S: Simd>(self, _: S) -> f32 {
        dot(self.left, self.right)
    }
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn vectors_of_two_models_are_not_alike() {
        for (other, expected) in [(&[0.6, 0.8][..], 0.8), (&[1.0], 0.0)] {
            assert!((cosine(&[0.0, 1.0], other) - expected).abs() < 1e-6, "{other:?}");
        }
    }

    proptest! {
        #[test]
        fn the_vectorised_product_is_the_plain_one(
            pairs in prop::collection::vec((-1.0_f32..1.0, -1.0_f32..1.0), 1..400)
        ) {
            let (a, b): (Vec<f32>, Vec<f32>) = pairs.iter().copied().unzip();
            let plain: f64 = pairs.iter().map(|&(x, y)| f64::from(x) * f64::from(y)).sum();
            prop_assert!((f64::from(cosine(&a, &b)) - plain).abs() < 1e-3);
        }
    }
}
