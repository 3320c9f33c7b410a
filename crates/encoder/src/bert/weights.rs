//! What the encoder has learnt, out of the graph that `make model` writes.

use std::collections::HashMap;

use bytes::Bytes;
use serde::Deserialize;

use super::attention::HEAD;
use super::matrix::{LANES, Line, Matrix, STEP};
use super::rows::Norm;
use crate::onnx::{Constant, FLOAT, INT8, constants, floats};

/// Who wrote a graph whose constants mean what is read here.
const PRODUCER: &str = "rapporteur";

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

/// A row for each word of the vocabulary, or for each place in a text, left where the file is.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) bytes: Bytes,
    row_bytes: usize,
}

impl Table {
    /// The row at `at`.
    pub(super) fn row(&self, at: usize) -> Option<impl Iterator<Item = f32>> {
        self.bytes.get(at.checked_mul(self.row_bytes)?..)?.get(..self.row_bytes).map(floats)
    }

    /// How many rows it has.
    pub(super) fn rows(&self) -> usize {
        self.bytes.len() / self.row_bytes
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
    pub(super) words: Table,
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
        let expected = config.num_hidden_layers.checked_mul(OF_LAYER).map(|it| it + OF_EMBEDDINGS);
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
        [&mut self.words.bytes, &mut self.positions.bytes].into_iter().chain(matrices)
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
        let layers = (0..layers).map(|layer| self.layer(&format!("encoder.layer.{layer}"), hidden));
        Some(Weights {
            hidden,
            words: table("word_embeddings")?,
            positions: table("position_embeddings")?,
            kind: table("token_type_embeddings")?.row(0)?.collect(),
            norm: self.norm("embeddings", hidden)?,
            layers: layers.collect::<Option<_>>()?,
        })
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
