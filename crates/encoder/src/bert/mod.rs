//! The encoder of eight bits that `make model` builds.
//!
//! It does what the graph does that ONNX Runtime would run, on processors with AVX-512 VNNI: rows of
//! bytes times matrices of bytes, whose sums are exact, and what lies between in numbers of 32 bits.
//! Where the graph has 255 steps around zero for the numbers of a row, it has 256 from the least to the
//! greatest, which are finer. Texts of any length are run together with nothing filled up, and a text's
//! rows do not depend on those beside it. Other processors and other models are for ONNX Runtime.

mod attention;
mod instructions;
mod matrix;
mod rows;
mod tiles;
mod vnni;
mod weights;

use bytes::Bytes;

use self::attention::Attention;
use self::instructions::Instructions;
use self::matrix::{ByteRows, grow};
use self::rows::gelu;
use self::weights::Weights;

/// What every number that it gives depends on beside the model: raised with every change to one, so
/// that vectors from before are not mixed with those from after.
pub const NUMERICS: u32 = 2;

/// A model in the form of BERT (Devlin et al. 2018), such as `MiniLM` (Wang et al. 2020).
#[derive(Debug)]
pub struct Encoder {
    instructions: Instructions,
    weights: Weights,
}

/// What an encoder works in, so that no run has to ask for memory.
#[derive(Debug, Default)]
pub struct Scratch {
    states: Vec<f32>,
    bytes: ByteRows,
    /// Products with a matrix, and what attention makes of them.
    products: Vec<f32>,
    context: Vec<f32>,
    attention: attention::Scratch,
}

impl Encoder {
    /// The encoder in the graph `onnx`, which its `config.json` describes; `None` where this
    /// processor or this model is not for it.
    pub fn read(onnx: &Bytes, config: &[u8]) -> Option<Self> {
        let instructions = Instructions::detect()?;
        let weights = Weights::read(onnx, config)?;
        Some(Self { instructions, weights })
    }

    /// Uses the bytes of `again` in place of those of `onnx`, which are the same. Reading looks at all
    /// of a graph: where both are mappings of its file, what no text needs is not in memory after this.
    pub fn remap(&mut self, onnx: &Bytes, again: &Bytes) {
        self.weights.remap(onnx, again);
    }

    /// Numbers in a row.
    pub fn dimensions(&self) -> usize {
        self.weights.hidden
    }

    /// How many tokens it has numbers for, from 0 on.
    pub fn vocabulary_size(&self) -> usize {
        self.weights.words.rows()
    }

    /// The most tokens that a text can have.
    pub fn positions_max(&self) -> usize {
        self.weights.positions.rows()
    }

    /// Whether this processor multiplies by tiles.
    pub const fn has_tiles(&self) -> bool {
        self.instructions.has_tiles()
    }

    /// A row of numbers for each token of each text, one after the other; `None` where a token is no
    /// word of the vocabulary, or a text has more tokens than the model has positions.
    #[expect(unsafe_code, reason = "the compiler does not know what was detected")]
    pub fn encode<'s>(&self, texts: &[&[u32]], scratch: &'s mut Scratch) -> Option<&'s [f32]> {
        let Weights { words, positions, kind, .. } = &self.weights;
        scratch.states.clear();
        for text in texts {
            for (at, id) in text.iter().enumerate() {
                let place = positions.row(at)?.zip(kind).map(|(place, kind)| place + kind);
                let start = scratch.states.len();
                words.push_row(*id as usize, &mut scratch.states)?;
                for (state, place) in scratch.states[start..].iter_mut().zip(place) {
                    *state += place;
                }
            }
        }
        // SAFETY: where there are `Instructions`, they have been detected.
        unsafe { self.run(texts, scratch) };
        Some(&scratch.states)
    }

    /// Takes the states through all layers.
    #[target_feature(enable = "avx512f,avx512vnni")]
    fn run(&self, texts: &[&[u32]], scratch: &mut Scratch) {
        let (by, hidden) = (self.instructions, self.weights.hidden);
        let Scratch { states, bytes, products: buffer, context, attention } = scratch;
        self.weights.norm.apply(states);
        bytes.take(states, hidden);
        for layer in &self.weights.layers {
            let rows = by.multiply(&layer.query_key_value, bytes, buffer);
            let context = grow(context, states.len());
            let mut first = 0;
            for text in texts {
                let last = first + text.len() * hidden;
                Attention { rows: &rows[3 * first..3 * last], hidden }
                    .attend(attention, &mut context[first..last]);
                first = last;
            }
            bytes.take(context, hidden);
            let products = by.multiply(&layer.attention, bytes, buffer);
            bytes.take(layer.attention_norm.apply_to_sums(states, products), hidden);
            let wide = by.multiply(&layer.intermediate, bytes, buffer);
            for x in wide.iter_mut() {
                *x = gelu(*x);
            }
            bytes.take(wide, layer.intermediate.columns);
            let products = by.multiply(&layer.output, bytes, buffer);
            bytes.take(layer.norm.apply_to_sums(states, products), hidden);
        }
    }
}

#[cfg(test)]
mod tests;

/// What tests call of the parts, with instructions that were detected.
#[cfg(test)]
#[expect(unsafe_code, reason = "the compiler does not know what was detected")]
mod detected {
    use super::instructions::Instructions;
    use super::matrix::{ByteRows, Matrix};
    use super::{Attention, attention};

    pub(super) fn multiply(matrix: &Matrix, rows: &ByteRows, by: Instructions) -> Vec<f32> {
        let mut buffer = Vec::new();
        // SAFETY: where there are `Instructions`, they have been detected.
        unsafe { by.multiply(matrix, rows, &mut buffer) };
        buffer
    }

    pub(super) fn attend(
        attention: &Attention<'_>,
        _by: Instructions,
        scratch: &mut attention::Scratch,
        context: &mut [f32],
    ) {
        // SAFETY: as above.
        unsafe { attention.attend(scratch, context) }
    }
}
