//! One loaded model, run by one thread.

use fastembed::{
    EmbeddingOutput, InitOptionsUserDefined, TextEmbedding, UserDefinedEmbeddingModel,
};
use ort::environment::Environment;

use super::BackendError;
use super::model_folder::{ModelFolder, Pooling};
use super::token_rows::{self, Token};
use crate::retrieval::{EmbedError, Embedding};

/// Idle threads of a session would spin for work and take a core from the others.
pub(super) const NO_SPINNING: (&str, &str) = ("session.intra_op.allow_spinning", "0");

/// The graph's output: a vector for each token.
const TOKEN_OUTPUT: &str = "last_hidden_state";

/// What a worker of the pool runs.
pub(super) trait TextModel {
    /// Embeds `texts`, which are few, one embedding for each, in the same order.
    fn embed(&mut self, texts: &[&str]) -> Result<Vec<Embedding>, EmbedError>;
}

/// A model that ONNX Runtime runs, in one thread.
pub(super) struct OnnxModel {
    session: TextEmbedding,
    pooling: Pooling,
    dimensions: usize,
}

impl OnnxModel {
    /// Starts a session with the model of a folder, and tries it out.
    pub(super) fn start(
        model: ModelFolder,
        environment: Environment,
    ) -> Result<Self, BackendError> {
        let ModelFolder { info, pooling, tokens_max, onnx, tokenizer } = model;
        let options = InitOptionsUserDefined::new()
            .with_environment(environment)
            .with_max_length(tokens_max)
            .with_intra_threads(1)
            .with_session_config(NO_SPINNING.0, NO_SPINNING.1);
        let model = UserDefinedEmbeddingModel::new(onnx, tokenizer);
        TextEmbedding::try_new_from_user_defined(model, options)
            .map_err(|error| error.to_string())
            .and_then(|session| Self::try_out(session, pooling, info.dimensions))
            .map_err(|reason| BackendError::Session { name: info.name, reason })
    }

    /// Starts a session with a model of the hub, and tries it out.
    #[cfg(feature = "hub")]
    pub(super) fn fetch(
        options: fastembed::TextInitOptions,
        environment: Environment,
        pooling: Pooling,
        dimensions: usize,
    ) -> Result<Self, String> {
        let options = options
            .with_environment(environment)
            .with_intra_threads(1)
            .with_session_config(NO_SPINNING.0, NO_SPINNING.1);
        let session = TextEmbedding::try_new(options).map_err(|error| error.to_string())?;
        Self::try_out(session, pooling, dimensions)
    }

    /// The first run of a session takes longer than others, and shows whether the model is right.
    fn try_out(
        session: TextEmbedding,
        pooling: Pooling,
        dimensions: usize,
    ) -> Result<Self, String> {
        let mut model = Self { session, pooling, dimensions };
        model.embed(&[""]).map_err(|error| error.to_string())?;
        Ok(model)
    }
}

impl TextModel for OnnxModel {
    fn embed(&mut self, texts: &[&str]) -> Result<Vec<Embedding>, EmbedError> {
        if texts.is_empty() {
            return Ok(Vec::new());
        }
        let failed = |error: &dyn std::fmt::Display| EmbedError(error.to_string());
        let mut encodings = Vec::with_capacity(texts.len());
        for text in texts {
            // Without its neighbours a text is not padded: the encoding ends where the text does.
            let encoding = self.session.tokenizer.encode(*text, true);
            encodings.push(encoding.map_err(|error| failed(&error))?);
        }
        let output =
            self.session.transform(texts, Some(texts.len())).map_err(|error| failed(&error))?;
        let (tokens_padded, states) = last_hidden_states(output, texts.len(), self.dimensions)?;
        let rows_of_texts = states.chunks_exact(tokens_padded * self.dimensions);
        let mut embeddings = Vec::with_capacity(texts.len());
        for (encoding, rows) in encodings.iter().zip(rows_of_texts) {
            if encoding.len() > tokens_padded {
                return Err(EmbedError("the model returned fewer rows than tokens".to_owned()));
            }
            let marks = encoding.get_special_tokens_mask();
            let tokens: Vec<Token<'_>> = (encoding.get_ids().iter().zip(marks))
                .zip(rows.chunks_exact(self.dimensions))
                .map(|((id, mark), row)| Token { id: *id, mark: *mark != 0, row })
                .collect();
            embeddings.push(token_rows::embedding(&tokens, self.pooling, self.dimensions));
        }
        Ok(embeddings)
    }
}

/// The rows of all texts, each padded to the same number of tokens, and that number.
fn last_hidden_states(
    output: EmbeddingOutput,
    texts: usize,
    dimensions: usize,
) -> Result<(usize, Vec<f32>), EmbedError> {
    let [batch]: [_; 1] = output
        .into_raw()
        .try_into()
        .map_err(|_| EmbedError("the model ran more than one batch".to_owned()))?;
    let only = batch.outputs.len() == 1;
    let (_, states) = (batch.outputs.iter())
        .find(|(name, _)| only || name == TOKEN_OUTPUT)
        .ok_or_else(|| EmbedError(format!("the model has no output {TOKEN_OUTPUT}")))?;
    let (shape, numbers) =
        states.try_extract_tensor::<f32>().map_err(|error| EmbedError(error.to_string()))?;
    match **shape {
        [batch, tokens, width]
            if batch as usize == texts && width as usize == dimensions && tokens > 0 =>
        {
            Ok((tokens as usize, numbers.to_vec()))
        }
        _ => Err(EmbedError(format!(
            "the model returned the shape {shape:?}, expected [{texts}, tokens, {dimensions}]"
        ))),
    }
}
