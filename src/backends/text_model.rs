//! One loaded model, run by one thread.

use std::panic::resume_unwind;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use encoder::{Encoder, Encoding, NUMERICS, Prefix, Scratch, TextTokenizer, TokenizerError};
use ort::environment::Environment;
use sha2::{Digest as _, Sha256};

use super::model_folder::{ModelFolder, Pooling};
use super::onnx_tables::SharedTables;
use super::token_graph::TokenGraph;
use super::token_rows::{self, Token};
use super::{BackendError, onnx_runtime};
use crate::domain::Digest;
use crate::retrieval::{EmbedError, Embedding, ModelInfo};

/// A text to embed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text<'t> {
    pub(super) text: &'t str,
    /// Whether it is a question, and no passage.
    pub(super) asks: bool,
}

/// A model that a worker of the pool runs.
pub(super) trait TextModel {
    /// Embeds a small batch: one embedding for each text, in the same order.
    fn embed(&mut self, texts: &[Text<'_>]) -> Result<Vec<Embedding>, EmbedError>;
}

/// A model in a folder, run in one thread.
pub(super) struct FolderModel {
    tokenizer: Arc<TextTokenizer>,
    prefixes: Arc<Prefixes>,
    runner: Runner,
    pooling: Pooling,
    dimensions: usize,
}

/// How tokens become rows of numbers.
enum Runner {
    Encoder(Arc<Encoder>, Scratch),
    Graph(TokenGraph),
}

/// The parts of a model that its sessions share.
pub(super) struct SharedModel {
    folder: ModelFolder,
    tokenizer: Arc<TextTokenizer>,
    prefixes: Arc<Prefixes>,
    runner: SharedRunner,
}

/// What the model is told before each text, as tokens that are none of the text.
#[derive(Debug)]
struct Prefixes {
    question: Prefix,
    passage: Prefix,
}

enum SharedRunner {
    Encoder(Arc<Encoder>),
    Graph(SharedTables, Environment),
}

impl SharedModel {
    /// Prepares the model in `folder` for sessions, with the library `runtime` where it is needed.
    ///
    /// # Errors
    /// When its tokenizer, or the library, cannot be used.
    pub(super) fn new(folder: ModelFolder, runtime: &[PathBuf]) -> Result<Self, BackendError> {
        let (tokenizer, runner) = thread::scope(|scope| {
            let runner = scope.spawn(|| match encoder_of(&folder) {
                Some(encoder) => Ok(SharedRunner::Encoder(Arc::new(encoder))),
                None => onnx_runtime::environment(runtime).map(|environment| {
                    SharedRunner::Graph(SharedTables::read_from(&folder.onnx), environment)
                }),
            });
            (read_tokenizer(&folder), runner.join().unwrap_or_else(|panic| resume_unwind(panic)))
        });
        let name = &folder.info.name;
        let (tokenizer, prefixes) = tokenizer.map_err(|error| BackendError::Session {
            name: name.clone(),
            reason: error.to_string(),
        })?;
        let (tokenizer, prefixes) = (tokenizer.into(), prefixes.into());
        let mut model = Self { folder, tokenizer, prefixes, runner: runner? };
        if let SharedRunner::Encoder(encoder) = &model.runner {
            check_tokens(&model.tokenizer, encoder.vocabulary_size())
                .map_err(|reason| model.unusable(reason))?;
            model.folder.info.digest = digest_by_encoder(&model.folder.info.digest);
        }
        tracing::debug!(way = ?model.way(), "model prepared");
        Ok(model)
    }

    /// Its name, dimensions and digest.
    pub(super) const fn info(&self) -> &ModelInfo {
        &self.folder.info
    }

    /// Its tokenizer.
    pub(super) fn tokenizer(&self) -> Arc<TextTokenizer> {
        Arc::clone(&self.tokenizer)
    }

    fn unusable(&self, reason: String) -> BackendError {
        BackendError::Session { name: self.info().name.clone(), reason }
    }

    /// How it is run.
    pub(super) fn way(&self) -> Way {
        match &self.runner {
            SharedRunner::Encoder(encoder) if encoder.has_tiles() => Way::EncoderByTiles,
            SharedRunner::Encoder(_) => Way::Encoder,
            SharedRunner::Graph(..) => Way::Graph,
        }
    }
}

/// How a model is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// By ONNX Runtime, texts of a run padded to the longest.
    Graph,
    /// By this program.
    Encoder,
    /// By this program, whose processor has tiles.
    EncoderByTiles,
}

/// The tokenizer of the model in `folder`, and what it makes of the prefixes.
fn read_tokenizer(folder: &ModelFolder) -> Result<(TextTokenizer, Prefixes), TokenizerError> {
    let tokenizer = TextTokenizer::read(&folder.tokenizer.tokenizer_file, folder.tokens_max)?;
    let question = tokenizer.prefix(&folder.prefixes.question)?;
    let passage = tokenizer.prefix(&folder.prefixes.passage)?;
    Ok((tokenizer, Prefixes { question, passage }))
}

/// The encoder for the model in `folder`; `None` where ONNX Runtime is to run it.
fn encoder_of(folder: &ModelFolder) -> Option<Encoder> {
    let mut encoder = Encoder::read(&folder.onnx, &folder.tokenizer.config_file)?;
    // All of it has been looked at; what no text needs is not to stay in memory.
    if let Ok(again) = folder.map_again() {
        encoder.remap(&folder.onnx, &again);
    }
    let fits = encoder.dimensions() == folder.info.dimensions
        && folder.tokens_max <= encoder.positions_max();
    fits.then_some(encoder)
}

/// Refuses a tokenizer with more tokens than the model has.
fn check_tokens(tokenizer: &TextTokenizer, words: usize) -> Result<(), String> {
    let greatest = tokenizer.greatest_id().map_err(|error| error.to_string())?;
    if greatest as usize >= words {
        return Err(format!(
            "its tokenizer has the token {greatest}, but the model has only the tokens below {words}"
        ));
    }
    Ok(())
}

/// The digest of a model that the encoder runs: its vectors differ from those of ONNX Runtime.
fn digest_by_encoder(model: &Digest) -> Digest {
    let mut sha256 = Sha256::new();
    sha256.update(model.0);
    sha256.update(format!("encoder {NUMERICS}"));
    Digest(sha256.finalize().into())
}

impl FolderModel {
    /// Starts a session with a model; a session of ONNX Runtime is run once.
    pub(super) fn start(model: &SharedModel) -> Result<Self, BackendError> {
        let SharedModel { folder, tokenizer, prefixes, runner } = model;
        let session = |runner| Self {
            tokenizer: Arc::clone(tokenizer),
            prefixes: Arc::clone(prefixes),
            runner,
            pooling: folder.pooling,
            dimensions: folder.info.dimensions,
        };
        match runner {
            // Its shapes and tokens have been looked at; a run would bring all matrices into memory.
            SharedRunner::Encoder(encoder) => {
                Ok(session(Runner::Encoder(Arc::clone(encoder), Scratch::default())))
            }
            SharedRunner::Graph(tables, environment) => {
                let graph = TokenGraph::load(&folder.onnx, tables, environment);
                let tried = graph.and_then(|graph| try_out(session(Runner::Graph(graph))));
                tried.map_err(|reason| model.unusable(reason))
            }
        }
    }
}

impl TextModel for FolderModel {
    fn embed(&mut self, texts: &[Text<'_>]) -> Result<Vec<Embedding>, EmbedError> {
        if texts.is_empty() {
            return Ok(Vec::new());
        }
        let Prefixes { question, passage } = &*self.prefixes;
        let behind = |text: &Text<'_>| if text.asks { question } else { passage };
        let encodings =
            (texts.iter()).map(|text| self.tokenizer.encode_behind(behind(text), text.text));
        let encodings = encodings.collect::<Result<Vec<Encoding>, _>>()?;
        let (pooling, dimensions) = (self.pooling, self.dimensions);
        match &mut self.runner {
            Runner::Encoder(encoder, scratch) => {
                let ids: Vec<&[u32]> = encodings.iter().map(Encoding::get_ids).collect();
                let rows = encoder.encode(&ids, scratch).ok_or_else(|| {
                    EmbedError(
                        "the model has too few tokens or positions for its tokenizer".to_owned(),
                    )
                })?;
                Ok(embeddings(&encodings, rows, None, pooling, dimensions))
            }
            Runner::Graph(graph) => graph.run(&encodings, dimensions, |padded, rows| {
                embeddings(&encodings, rows, Some(padded), pooling, dimensions)
            }),
        }
    }
}

impl From<TokenizerError> for EmbedError {
    fn from(error: TokenizerError) -> Self {
        Self(error.to_string())
    }
}

/// Runs a session once: the first run is slow, and shows whether the model works.
fn try_out<M: TextModel>(mut model: M) -> Result<M, String> {
    model.embed(&[Text { text: "", asks: true }]).map_err(|error| error.to_string())?;
    Ok(model)
}

/// Makes embeddings from the `rows` that the model returned: one row for each token, or `padded` rows for each
/// text.
fn embeddings(
    encodings: &[Encoding],
    mut rows: &[f32],
    padded: Option<usize>,
    pooling: Pooling,
    dimensions: usize,
) -> Vec<Embedding> {
    let embedding = |encoding: &Encoding| {
        let of_text;
        (of_text, rows) = rows.split_at(padded.unwrap_or(encoding.len()) * dimensions);
        let marks = encoding.get_special_tokens_mask();
        let tokens: Vec<Token<'_>> = (encoding.get_ids().iter().zip(marks))
            .zip(of_text.chunks_exact(dimensions))
            .map(|((id, mark), row)| Token { id: *id, mark: *mark != 0, row })
            .collect();
        token_rows::embedding(&tokens, pooling, dimensions)
    };
    encodings.iter().map(embedding).collect()
}

#[cfg(feature = "hub")]
pub(super) use fetched::FetchedModel;

#[cfg(feature = "hub")]
mod fetched {
    use fastembed::{TextEmbedding, TextInitOptions};

    use super::super::onnx_runtime::NO_SPINNING;
    use super::super::token_graph::{OUTPUT, read_rows};
    use super::{
        EmbedError, Embedding, Environment, Pooling, Text, TextModel, embeddings, try_out,
    };

    /// A model of the hub, run by fastembed.
    pub(in crate::backends) struct FetchedModel {
        session: TextEmbedding,
        pooling: Pooling,
        dimensions: usize,
    }

    impl FetchedModel {
        /// Starts a session with a model of the hub, and runs it once.
        pub(in crate::backends) fn fetch(
            options: TextInitOptions,
            environment: Environment,
            pooling: Pooling,
            dimensions: usize,
        ) -> Result<Self, String> {
            let options = options
                .with_environment(environment)
                .with_intra_threads(1)
                .with_session_config(NO_SPINNING.0, NO_SPINNING.1);
            let session = TextEmbedding::try_new(options).map_err(|error| error.to_string())?;
            try_out(Self { session, pooling, dimensions })
        }
    }

    impl TextModel for FetchedModel {
        fn embed(&mut self, texts: &[Text<'_>]) -> Result<Vec<Embedding>, EmbedError> {
            if texts.is_empty() {
                return Ok(Vec::new());
            }
            let texts: Vec<&str> = texts.iter().map(|text| text.text).collect();
            let failed = |error: &dyn std::fmt::Display| EmbedError(error.to_string());
            // Each by itself, so that the encoding ends where the text does.
            let encode = |text: &&str| self.session.tokenizer.encode_fast(*text, true);
            let encodings: Result<Vec<_>, _> = texts.iter().map(encode).collect();
            let encodings = encodings.map_err(|error| failed(&error))?;
            let output = self.session.transform(&texts, Some(texts.len()));
            let [batch]: [_; 1] = output
                .map_err(|error| failed(&error))?
                .into_raw()
                .try_into()
                .map_err(|_| EmbedError("the model ran more than one batch".to_owned()))?;
            let only = batch.outputs.len() == 1;
            let (_, states) = (batch.outputs.iter())
                .find(|(name, _)| only || name == OUTPUT)
                .ok_or_else(|| EmbedError(format!("the model has no output {OUTPUT}")))?;
            let (shape, numbers) =
                states.try_extract_tensor::<f32>().map_err(|error| failed(&error))?;
            let rows = read_rows(shape, numbers, texts.len(), self.dimensions)?;
            Ok(embeddings(&encodings, numbers, Some(rows), self.pooling, self.dimensions))
        }
    }
}
