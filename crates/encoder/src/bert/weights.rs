//! What the encoder has learnt, out of the graph that `make model` writes.

use std::collections::HashMap;

use bytes::Bytes;
use serde::Deserialize;

use super::attention::HEAD;
use super::matrix::{LANES, Line, Matrix, STEP};
use super::rows::Norm;
use crate::onnx::{Constant, FLOAT, INT8, UINT8, constants, floats};

/// Who wrote a graph whose constants mean what is read here.
const PRODUCER: &str = "rapporteur";

/// The words where they have four bits a number, and what scales these.
const HALVES: &str = "embeddings.word_embeddings.halves";
const SCALES: &str = "embeddings.word_embeddings.scale";

/// How constants begin that nobody has learnt.
const PLAIN: &str = "constant_";
/// How many constants the embeddings have, and how many each layer: where a graph has more, more is to be
/// done than is done here.
const OF_EMBEDDINGS: usize = 5;
const OF_LAYER: usize = 16;

/// What `config.json` has to say of a model that is run here.
#[derive(Debug, Deserialize)]
struct Config {
    model_type: String,
    hidden_act: String,
    position_embedding_type: String,
    hidden_size: usize,
    num_attention_heads: usize,
    num_hidden_layers: usize,
    layer_norm_eps: f32,
}

/// A row for each place in a text, or word of the vocabulary, left where the file is.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) bytes: Bytes,
    row_bytes: usize,
}

impl Table {
    fn bytes_of(&self, at: usize) -> Option<&[u8]> {
        self.bytes.get(at.checked_mul(self.row_bytes)?..)?.get(..self.row_bytes)
    }

    /// The row at `at`.
    pub(super) fn row(&self, at: usize) -> Option<impl Iterator<Item = f32>> {
        self.bytes_of(at).map(floats)
    }

    /// How many rows it has.
    pub(super) fn rows(&self) -> usize {
        self.bytes.len() / self.row_bytes
    }
}

/// Numbers of a row that have one scale, where they have four bits each.
const BLOCK: usize = 32;
/// What stands for zero among four bits.
const MIDDLE: f32 = 8.0;

/// A row for each word of the vocabulary.
#[derive(Debug)]
pub(super) enum Words {
    /// In numbers of 32 bits.
    Whole(Table),
    /// In four bits a number: of a block, those before its middle are the lower halves of bytes. Each
    /// block has a scale.
    Halves(Table, Table),
}

impl Words {
    /// How many there are.
    pub(super) fn rows(&self) -> usize {
        let (Self::Whole(table) | Self::Halves(table, _)) = self;
        table.rows()
    }

    /// Appends the row of a word to `out`; `None` where there is no such word.
    pub(super) fn push_row(&self, at: usize, out: &mut Vec<f32>) -> Option<()> {
        match self {
            Self::Whole(table) => out.extend(table.row(at)?),
            Self::Halves(halves, scales) => {
                let (blocks, _) = halves.bytes_of(at)?.as_chunks::<{ BLOCK / 2 }>();
                for (block, scale) in blocks.iter().zip(scales.row(at)?) {
                    let number = |half: u8| (f32::from(half) - MIDDLE) * scale;
                    out.extend(block.iter().map(|both| number(both & 15)));
                    out.extend(block.iter().map(|both| number(both >> 4)));
                }
            }
        }
        Some(())
    }

    fn parts(&mut self) -> Vec<&mut Bytes> {
        match self {
            Self::Whole(table) => vec![&mut table.bytes],
            Self::Halves(halves, scales) => vec![&mut halves.bytes, &mut scales.bytes],
        }
    }
}

/// One layer of the encoder.
#[derive(Debug)]
pub(super) struct Layer {
    /// From a state to its query, its key and its value.
    pub(super) query_key_value: Matrix,
    pub(super) attention: Matrix,
    pub(super) attention_norm: Norm,
    pub(super) intermediate: Matrix,
    pub(super) output: Matrix,
    pub(super) norm: Norm,
}

/// All of it.
#[derive(Debug)]
pub(super) struct Weights {
    pub(super) hidden: usize,
    pub(super) words: Words,
    pub(super) positions: Table,
    /// The row of the only kind of text.
    pub(super) kind: Vec<f32>,
    pub(super) norm: Norm,
    pub(super) layers: Vec<Layer>,
}

impl Weights {
    /// Reads them; `None` where the graph or its configuration is another.
    pub(super) fn read(onnx: &Bytes, config: &[u8]) -> Option<Self> {
        let config: Config = serde_json::from_slice(config).ok()?;
        let (producer, constants) = constants(onnx);
        let known = producer == PRODUCER
            && config.model_type == "bert"
            && config.hidden_act == "gelu"
            && config.position_embedding_type == "absolute"
            && config.hidden_size > 0
            && Some(config.hidden_size) == config.num_attention_heads.checked_mul(HEAD);
        let learnt = constants.iter().filter(|it| !it.name.starts_with(PLAIN)).count();
        let in_halves = constants.iter().any(|constant| constant.name == HALVES);
        let of_embeddings = OF_EMBEDDINGS + usize::from(in_halves);
        let expected = config.num_hidden_layers.checked_mul(OF_LAYER).map(|it| it + of_embeddings);
        let known = known && Some(learnt) == expected;
        let named = constants.into_iter().map(|constant| (constant.name.clone(), constant));
        let graph = Graph { constants: named.collect(), epsilon: config.layer_norm_eps };
        known.then(|| graph.weights(config.hidden_size, config.num_hidden_layers)).flatten()
    }

    /// Uses what lies in `again` where `onnx` has the same; leaves what is no part of `onnx`, and all
    /// of it where bytes of `again` have not the alignment of those of `onnx`.
    pub(super) fn remap(&mut self, onnx: &Bytes, again: &Bytes) {
        let start = onnx.as_ptr().addr();
        let aligned = again.as_ptr().addr().abs_diff(start).is_multiple_of(align_of::<Line>());
        if again.len() != onnx.len() || !aligned {
            return;
        }
        for part in self.parts() {
            let first = part.as_ptr().addr().wrapping_sub(start);
            if first.checked_add(part.len()).is_some_and(|end| end <= again.len()) {
                *part = again.slice(first..first + part.len());
            }
        }
    }

    /// What lies in the file as it is used.
    pub(super) fn parts(&mut self) -> impl Iterator<Item = &mut Bytes> {
        let matrices = self.layers.iter_mut().flat_map(|layer| {
            let Layer { query_key_value, attention, intermediate, output, .. } = layer;
            [query_key_value, attention, intermediate, output].map(|matrix| &mut matrix.panels)
        });
        self.words.parts().into_iter().chain([&mut self.positions.bytes]).chain(matrices)
    }
}

/// The constants by their names.
struct Graph {
    constants: HashMap<String, Constant>,
    epsilon: f32,
}

impl Graph {
    fn weights(&self, hidden: usize, layers: usize) -> Option<Weights> {
        let table = |name: &str| {
            let constant = self.constants.get(&format!("embeddings.{name}.weight"))?;
            let &[_, columns] = constant.shape(FLOAT)?.as_slice() else { return None };
            let row_bytes = hidden * size_of::<f32>();
            (columns == hidden).then(|| Table { bytes: constant.raw_data.clone(), row_bytes })
        };
        let words = || table("word_embeddings").map(Words::Whole);
        let layers = (0..layers).map(|layer| self.layer(&format!("encoder.layer.{layer}"), hidden));
        Some(Weights {
            hidden,
            words: self.halves(hidden).or_else(words)?,
            positions: table("position_embeddings")?,
            kind: table("token_type_embeddings")?.row(0)?.collect(),
            norm: self.norm("embeddings", hidden)?,
            layers: layers.collect::<Option<_>>()?,
        })
    }

    /// The words in four bits a number.
    fn halves(&self, hidden: usize) -> Option<Words> {
        let halves = self.constants.get(HALVES)?;
        let scales = self.constants.get(SCALES)?;
        let ([words, bytes], [as_many, blocks]) =
            (halves.shape(UINT8)?.try_into().ok()?, scales.shape(FLOAT)?.try_into().ok()?);
        let whole: [usize; 2] = [2 * bytes, BLOCK * blocks];
        let table =
            |constant: &Constant, row_bytes| Table { bytes: constant.raw_data.clone(), row_bytes };
        (words == as_many && whole == [hidden; 2])
            .then(|| Words::Halves(table(halves, bytes), table(scales, blocks * size_of::<f32>())))
    }

    fn layer(&self, name: &str, hidden: usize) -> Option<Layer> {
        let matrix = |part: &str, columns: usize, depth: usize| {
            let matrix = self.matrix(&format!("{name}.{part}"))?;
            (matrix.columns == columns && matrix.depth == depth).then_some(matrix)
        };
        let wide = self.floats(&format!("{name}.intermediate.dense.bias"))?.len();
        Some(Layer {
            query_key_value: matrix("attention.self.query", 3 * hidden, hidden)?,
            attention: matrix("attention.output.dense", hidden, hidden)?,
            attention_norm: self.norm(&format!("{name}.attention.output"), hidden)?,
            intermediate: matrix("intermediate.dense", wide, hidden)?,
            output: matrix("output.dense", hidden, wide)?,
            norm: self.norm(&format!("{name}.output"), hidden)?,
        })
    }

    fn matrix(&self, name: &str) -> Option<Matrix> {
        let constant = self.constants.get(&format!("{name}.panels"))?;
        let &[panels, _, LANES, STEP] = constant.shape(INT8)?.as_slice() else { return None };
        let scales = self.floats(&format!("{name}.scale"))?;
        let bias = self.floats(&format!("{name}.bias"))?;
        if panels.checked_mul(LANES) != Some(scales.len()) {
            return None;
        }
        Matrix::new(constant.raw_data.clone(), &scales, &bias)
    }

    fn norm(&self, name: &str, hidden: usize) -> Option<Norm> {
        let weight = self.floats(&format!("{name}.LayerNorm.weight"))?;
        let bias = self.floats(&format!("{name}.LayerNorm.bias"))?;
        let whole = weight.len() == hidden && bias.len() == hidden;
        whole.then_some(Norm { weight, bias, epsilon: self.epsilon })
    }

    fn floats(&self, name: &str) -> Option<Vec<f32>> {
        let constant = self.constants.get(name)?;
        constant.shape(FLOAT)?;
        Some(floats(&constant.raw_data).collect())
    }
}
