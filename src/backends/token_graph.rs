//! A graph, run by ONNX Runtime, from the tokens of texts to a row of numbers for each token.

use encoder::Encoding;
use ort::environment::Environment;
use ort::session::builder::GraphOptimizationLevel;
use ort::session::{Session, SessionInputValue, SessionInputs};
use ort::value::Tensor;

use super::onnx_runtime::NO_SPINNING;
use super::onnx_tables::SharedTables;
use crate::retrieval::EmbedError;

/// The graph's output: a vector for each token.
pub(super) const OUTPUT: &str = "last_hidden_state";
/// Its inputs; not every graph has the last one.
const IDS: &str = "input_ids";
const ATTENTION: &str = "attention_mask";
const TYPES: &str = "token_type_ids";

/// A loaded graph, run in the calling thread.
pub(super) struct TokenGraph {
    session: Session,
    takes_types: bool,
}

impl TokenGraph {
    /// Loads the graph `onnx`, whose `tables` are in memory already.
    ///
    /// # Errors
    /// When ONNX Runtime cannot load it.
    pub(super) fn load(
        onnx: &[u8],
        tables: &SharedTables,
        environment: &Environment,
    ) -> Result<Self, String> {
        let builder = Session::builder(environment).map_err(|error| error.to_string())?;
        let builder = builder
            .with_optimization_level(GraphOptimizationLevel::Level3)
            .map_err(|error| error.to_string())?;
        let builder = builder.with_intra_threads(1).map_err(|error| error.to_string())?;
        let builder = builder
            .with_config_entry(NO_SPINNING.0, NO_SPINNING.1)
            .map_err(|error| error.to_string())?;
        let mut builder = tables.lend(builder)?;
        let session = builder.commit_from_memory(onnx).map_err(|error| error.to_string())?;
        let takes_types = session.inputs().iter().any(|input| input.name() == TYPES);
        Ok(Self { session, takes_types })
    }

    /// Runs the graph on `texts`, padded to the longest, and passes the output to `read`: the number of rows of
    /// each text, padding included, and all rows.
    ///
    /// # Errors
    /// When the run fails, or the output has another shape.
    pub(super) fn run<T>(
        &mut self,
        texts: &[Encoding],
        dimensions: usize,
        read: impl FnOnce(usize, &[f32]) -> T,
    ) -> Result<T, EmbedError> {
        let failed = |error: ort::Error| EmbedError(error.to_string());
        let tokens = texts.iter().map(Encoding::len).max().unwrap_or_default();
        let mut inputs = vec![
            (IDS, padded(texts, tokens, Encoding::get_ids)),
            (ATTENTION, padded(texts, tokens, Encoding::get_attention_mask)),
        ];
        if self.takes_types {
            inputs.push((TYPES, padded(texts, tokens, Encoding::get_type_ids)));
        }
        let mut tensors = Vec::with_capacity(inputs.len());
        for (name, numbers) in inputs {
            let tensor = Tensor::from_array(([texts.len(), tokens], numbers)).map_err(failed)?;
            tensors.push((name.into(), SessionInputValue::from(tensor)));
        }
        let outputs = self.session.run(SessionInputs::<0>::ValueMap(tensors)).map_err(failed)?;
        let states = match outputs.get(OUTPUT) {
            Some(states) => states,
            None if outputs.len() == 1 => &outputs[0],
            None => return Err(EmbedError(format!("the model has no output {OUTPUT}"))),
        };
        let (shape, numbers) = states.try_extract_tensor::<f32>().map_err(failed)?;
        read_rows(shape, numbers, texts.len(), dimensions).map(|rows| read(rows, numbers))
    }
}

/// One list of numbers of each text after the other, each filled up with zeros.
fn padded(texts: &[Encoding], tokens: usize, list: impl Fn(&Encoding) -> &[u32]) -> Vec<i64> {
    let mut numbers = vec![0; texts.len() * tokens];
    for (row, text) in numbers.chunks_exact_mut(tokens.max(1)).zip(texts) {
        for (place, &number) in row.iter_mut().zip(list(text)) {
            *place = i64::from(number);
        }
    }
    numbers
}

/// How many rows each of `texts` has, where a tensor of this shape holds as many numbers as it says.
pub(super) fn read_rows(
    shape: &[i64],
    numbers: &[f32],
    texts: usize,
    dimensions: usize,
) -> Result<usize, EmbedError> {
    match *shape {
        [batch, rows, width]
            if batch as usize == texts
                && width as usize == dimensions
                && rows > 0
                && numbers.len() == texts * rows as usize * dimensions =>
        {
            Ok(rows as usize)
        }
        _ => Err(EmbedError(format!(
            "the model returned the shape {shape:?}, expected [{texts}, tokens, {dimensions}]"
        ))),
    }
}
