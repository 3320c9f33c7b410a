//! Vectors in eight bits a component, and what a unit of them is worth.
//!
//! A component of a unit vector of 384 is off by a thousandth at most, a cosine by a few
//! ten-thousandths, which is less than models of eight bits differ from one processor to the next.
//! A vector that was rounded comes back to the bit, however often it is written and read.

/// A vector in eight bits a component.
#[derive(Debug, Clone, PartialEq)]
pub struct EightBits {
    /// What a unit of its components is worth.
    pub unit: f32,
    /// From -127 to 127.
    pub components: Vec<i8>,
}

impl EightBits {
    /// The nearest to `vector`.
    pub fn from_vector(vector: &[f32]) -> Self {
        let greatest = vector.iter().fold(f32::MIN_POSITIVE, |greatest, x| greatest.max(x.abs()));
        let unit = rounded_up(greatest / 127.0);
        let components = vector.iter().map(|x| (x / unit).round() as i8).collect();
        Self { unit, components }
    }

    /// As a vector.
    pub fn vector(&self) -> Vec<f32> {
        self.components.iter().map(|&x| f32::from(x) * self.unit).collect()
    }
}

/// The next number with sixteen significant bits, so that its products with whole numbers up
/// to 127 are exact: the greatest of them, divided by 127, gives it again.
const fn rounded_up(positive: f32) -> f32 {
    const DROPPED: u32 = (1 << 8) - 1;
    f32::from_bits((positive.to_bits() + DROPPED) & !DROPPED)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_vector_is_kept_to_half_a_unit_and_stays_what_it_became(
            vector in prop::collection::vec(-1.0_f32..1.0, 0..400), power in -20_i32..3,
        ) {
            let vector: Vec<f32> = vector.iter().map(|x| x * 2_f32.powi(power)).collect();
            let rounded = EightBits::from_vector(&vector);
            let back = rounded.vector();
            prop_assert_eq!(back.len(), vector.len());
            let greatest = vector.iter().fold(0.0_f32, |greatest, x| greatest.max(x.abs()));
            for (x, back) in vector.iter().zip(&back) {
                prop_assert!((x - back).abs() <= greatest / 127.0 * 0.5001);
            }
            prop_assert_eq!(EightBits::from_vector(&back), rounded);
        }
    }

    #[test]
    fn zeros_stay_zeros() {
        let zeros = EightBits::from_vector(&[0.0; 3]);
        assert_eq!(zeros.vector(), [0.0; 3]);
        assert_eq!(EightBits::from_vector(&zeros.vector()), zeros);
    }
}
