//! The encoder of eight bits that `make model` builds, run by this program itself.
//!
//! It does what the graph does that ONNX Runtime would run, on processors with AVX-512 VNNI: rows of
//! bytes times matrices of bytes, exact in whole numbers, and what lies between in numbers of 32 bits.
//! Texts of any length are run together with nothing filled up, and a text's rows do not depend on
//! those beside it. Other processors and other models are for ONNX Runtime.

mod attention;
mod instructions;
mod matrix;
mod rows;
mod tiles;
mod vnni;
mod weights;

use self::attention::Asking;
use self::instructions::Instructions;
use self::matrix::{ByteRows, grow};
use self::rows::gelu;
use self::weights::Weights;
use super::model_folder::ModelFolder;

/// The model `bert-base` of Devlin et al. 2018, smaller.
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
    mixed: Vec<f32>,
    attention: attention::Work,
}

impl Encoder {
    /// Whether this processor has the instructions for it.
    pub(super) fn runs_here() -> bool {
        Instructions::detect().is_some()
    }

    /// The encoder in `folder`; `None` where this processor or this model is not for it.
    pub(super) fn of(folder: &ModelFolder) -> Option<Self> {
        let instructions = Instructions::detect()?;
        let mut weights = Weights::read(&folder.onnx, &folder.tokenizer.config_file)?;
        weights.words.bytes = folder.unread(&weights.words.bytes).ok()?;
        let fits = weights.hidden == folder.info.dimensions
            && folder.tokens_max * weights.hidden <= weights.places.len();
        fits.then_some(Self { instructions, weights })
    }

    /// A row of numbers for each token of each text, one after the other; `None` where a token is no
    /// word of the vocabulary, or a text has more tokens than the model has places.
    #[expect(unsafe_code, reason = "the compiler does not know what was detected")]
    pub(super) fn encode<'w>(&self, texts: &[&[u32]], work: &'w mut Work) -> Option<&'w [f32]> {
        let Weights { hidden, words, places, .. } = &self.weights;
        work.states.clear();
        for text in texts {
            if text.len() * hidden > places.len() {
                return None;
            }
            for (id, place) in text.iter().zip(places.chunks_exact(*hidden)) {
                let word = words.row(*id)?;
                work.states.extend(word.zip(place).map(|(word, place)| word + place));
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
        let Work { states, bytes, products: room, mixed, attention } = work;
        self.weights.norm.apply(states);
        bytes.take(states, hidden);
        for layer in &self.weights.layers {
            let asking = layer.asking.multiply(bytes, by, room);
            let mixed = grow(mixed, states.len());
            let mut first = 0;
            for text in texts {
                let last = first + text.len() * hidden;
                let asking = Asking { rows: &asking[3 * first..3 * last], hidden };
                asking.mix(attention, &mut mixed[first..last]);
                first = last;
            }
            bytes.take(mixed, hidden);
            let products = layer.attention.multiply(bytes, by, room);
            bytes.take(layer.attention_norm.apply_to_sums(states, products), hidden);
            let wide = layer.widening.multiply(bytes, by, room);
            for x in wide.iter_mut() {
                *x = gelu(*x);
            }
            bytes.take(wide, layer.widening.columns);
            let products = layer.narrowing.multiply(bytes, by, room);
            bytes.take(layer.norm.apply_to_sums(states, products), hidden);
        }
    }
}

/// What tests call of the parts, with instructions that were detected.
#[cfg(test)]
#[expect(unsafe_code, reason = "the compiler does not know what was detected")]
mod detected {
    use super::instructions::Instructions;
    use super::matrix::{ByteRows, Matrix};
    use super::{Asking, attention};

    pub(super) fn multiply(matrix: &Matrix, rows: &ByteRows, by: Instructions) -> Vec<f32> {
        let mut room = Vec::new();
        // SAFETY: where there are `Instructions`, they have been detected.
        unsafe { matrix.multiply(rows, by, &mut room) };
        room
    }

    pub(super) fn mix(
        asking: &Asking<'_>,
        _by: Instructions,
        work: &mut attention::Work,
        mixed: &mut [f32],
    ) {
        // SAFETY: as above.
        unsafe { asking.mix(work, mixed) }
    }
}
