//! From a model's rows of numbers, one for each token, to the vectors of a text and its tokens.

use super::model_folder::Pooling;
use crate::retrieval::TokenVectors;

/// One token of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'a> {
    /// Vocabulary id.
    pub(super) id: u32,
    /// Whether it is a mark of the model, such as `[CLS]`, rather than a part of the text.
    pub(super) mark: bool,
    /// The last hidden state, one number for each dimension.
    pub(super) row: &'a [f32],
}

/// The vector of one text, of unit length. Marks count towards its mean, as they did in training.
pub(super) fn pooled(tokens: &[Token<'_>], pooling: Pooling, dimensions: usize) -> Vec<f32> {
    let mut vector = vec![0.0; dimensions];
    let pooled = match pooling {
        Pooling::Mean => tokens,
        Pooling::Cls => &tokens[..tokens.len().min(1)],
    };
    for token in pooled {
        for (sum, component) in vector.iter_mut().zip(token.row) {
            *sum += component;
        }
    }
    // A mean differs from its sum by a factor, which unit length takes out.
    let factor = 1.0 / length(&vector);
    for component in &mut vector {
        *component *= factor;
    }
    vector
}

/// The vectors of its tokens; marks have none.
pub(super) fn vectors(tokens: &[Token<'_>]) -> TokenVectors {
    let mut vectors = TokenVectors::default();
    for token in tokens.iter().filter(|token| !token.mark) {
        vectors.ids.push(token.id);
        vectors.scales.push(quantise(token.row, &mut vectors.rows));
    }
    vectors
}

/// Appends `row`, brought to unit length, in eight bits a component; returns what a unit of it is
/// worth.
fn quantise(row: &[f32], rows: &mut Vec<i8>) -> f32 {
    let greatest = row.iter().fold(f32::MIN_POSITIVE, |greatest, x| greatest.max(x.abs()));
    rows.extend(row.iter().map(|x| rounded(x / greatest * 127.0)));
    greatest / length(row) / 127.0
}

/// `x`, from -127 to 127, rounded as [`f32::round`] does: halves away from zero. That is no single
/// instruction; this is a few that work on many numbers at once.
fn rounded(x: f32) -> i8 {
    // The greatest number below a half: added to the one below a half, it does not reach one.
    const HALF: f32 = 0.5_f32.next_down();
    (x + HALF.copysign(x)) as i32 as i8
}

/// Euclidean length, never zero.
fn length(row: &[f32]) -> f32 {
    row.iter().map(|x| x * x).sum::<f32>().sqrt().max(f32::MIN_POSITIVE)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TOKENS: [Token<'static>; 3] = [
        Token { id: 101, mark: true, row: &[4.0, 0.0] },
        Token { id: 7, mark: false, row: &[0.0, -2.0] },
        Token { id: 102, mark: true, row: &[-1.0, 6.0] },
    ];

    #[test]
    fn the_vector_pools_all_tokens_and_token_vectors_leave_marks_out() {
        for (pooling, expected) in [(Pooling::Mean, [0.6, 0.8]), (Pooling::Cls, [1.0, 0.0])] {
            let vector = pooled(&TOKENS, pooling, 2);
            assert_eq!(vector.len(), 2);
            for (found, expected) in vector.iter().zip(expected) {
                assert!((found - expected).abs() < 1e-6, "{pooling:?}: {found} for {expected}");
            }
        }
        let vectors = vectors(&TOKENS);
        assert_eq!(vectors.ids, [7]);
        assert_eq!(vectors.rows, [0, -127]);
        assert!((vectors.scales[0] - 1.0 / 127.0).abs() < 1e-9);
    }

    #[test]
    fn nothing_and_zeros_give_finite_numbers() {
        assert_eq!(pooled(&[], Pooling::Mean, 2), [0.0, 0.0]);
        assert_eq!(pooled(&[], Pooling::Cls, 2), [0.0, 0.0]);
        let zeros = [Token { id: 1, mark: false, row: &[0.0, 0.0] }];
        assert_eq!(pooled(&zeros, Pooling::Mean, 2), [0.0, 0.0]);
        let vectors = vectors(&zeros);
        assert_eq!(vectors.rows, [0, 0]);
        assert!(vectors.scales[0].is_finite());
    }

    #[test]
    fn rounding_is_that_of_the_standard_library() {
        for halves in -254..=254 {
            let x = halves as f32 / 2.0;
            for x in [x.next_down(), x, x.next_up()] {
                assert_eq!(rounded(x), x.round() as i8, "{x}");
            }
        }
    }

    proptest! {
        #[test]
        fn any_number_is_rounded_as_by_the_standard_library(x in -127.0_f32..=127.0) {
            prop_assert_eq!(rounded(x), x.round() as i8);
        }

        #[test]
        fn a_quantised_row_is_the_unit_row_to_half_a_step(
            row in prop::collection::vec(-9.0_f32..9.0, 1..40)
        ) {
            prop_assume!(row.iter().any(|x| x.abs() > 1e-3));
            let mut rows = Vec::new();
            let scale = quantise(&row, &mut rows);
            let length = length(&row);
            for (x, quantised) in row.iter().zip(&rows) {
                let error = (f32::from(*quantised) * scale - x / length).abs();
                prop_assert!(error <= scale * 0.501, "{error} of {scale}");
            }
        }
    }
}
