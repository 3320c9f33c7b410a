//! The encoder of eight bits that `make model` builds, run by this program itself.
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

use self::attention::Attention;
use self::instructions::Instructions;
use self::matrix::{ByteRows, grow};
use self::rows::gelu;
use self::weights::Weights;
use super::model_folder::ModelFolder;

/// What every number that it gives depends on beside the model: raised with every change to one, so
/// that vectors from before are not mixed with those from after.
pub(super) const NUMERICS: u32 = 2;

/// A model in the form of BERT (Devlin et al. 2018), such as `MiniLM` (Wang et al. 2020).
#[derive(Debug)]
pub(super) struct Encoder {
    instructions: Instructions,
    weights: Weights,
}

/// What an encoder works in, so that no run has to ask for memory.
#[derive(Debug, Default)]
pub(super) struct Work {
    states: Vec<f32>,
    bytes: ByteRows,
    /// Products with a matrix, and what attention makes of them.
    products: Vec<f32>,
    context: Vec<f32>,
    attention: attention::Work,
}

impl Encoder {
    /// The encoder in `folder`; `None` where this processor or this model is not for it.
    pub(super) fn of(folder: &ModelFolder) -> Option<Self> {
        let instructions = Instructions::detect()?;
        let config = &folder.tokenizer.config_file;
        let mut weights = Weights::read(&folder.onnx, config)?;
        // All of it has been looked at; what no text needs is not to stay in memory.
        folder.unread(weights.parts());
        let fits = weights.hidden == folder.info.dimensions
            && folder.tokens_max <= weights.positions.rows();
        fits.then_some(Self { instructions, weights })
    }

    /// How many words it knows: numbers from that on are none.
    pub(super) fn words(&self) -> usize {
        self.weights.words.rows()
    }

    /// Whether this processor multiplies by tiles.
    pub(super) const fn has_tiles(&self) -> bool {
        self.instructions.has_tiles()
    }

    /// A row of numbers for each token of each text, one after the other; `None` where a token is no
    /// word of the vocabulary, or a text has more tokens than the model has positions.
    #[expect(unsafe_code, reason = "the compiler does not know what was detected")]
    pub(super) fn encode<'w>(&self, texts: &[&[u32]], work: &'w mut Work) -> Option<&'w [f32]> {
        let Weights { words, positions, kind, .. } = &self.weights;
        work.states.clear();
        for text in texts {
            for (at, id) in text.iter().enumerate() {
                let place = positions.row(at)?.zip(kind).map(|(place, kind)| place + kind);
                work.states
                    .extend(words.row(*id as usize)?.zip(place).map(|(word, place)| word + place));
            }
        }
        // SAFETY: where there are `Instructions`, they have been detected.
        unsafe { self.run(texts, work) };
        Some(&work.states)
    }

    /// Takes the states through all layers.
    #[target_feature(enable = "avx512f,avx512vnni")]
    fn run(&self, texts: &[&[u32]], work: &mut Work) {
        let (by, hidden) = (self.instructions, self.weights.hidden);
        let Work { states, bytes, products: buffer, context, attention } = work;
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
        work: &mut attention::Work,
        context: &mut [f32],
    ) {
        // SAFETY: as above.
        unsafe { attention.attend(work, context) }
    }
}
