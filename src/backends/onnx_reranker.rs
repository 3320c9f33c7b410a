//! The port [`Reranker`] over fastembed and ONNX Runtime: a cross-encoder in a folder.

use std::fmt::Display;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use fastembed::{
    OnnxSource, RerankInitOptionsUserDefined, TextRerank, TokenizerFiles, UserDefinedRerankingModel,
};

use super::bounded_file::read_at_most;
use super::local_embedder::session_count;
use super::onnx_runtime::NO_SPINNING;
use super::worker_pool::panic_message;
use super::{BackendError, onnx_runtime};
use crate::retrieval::{RerankError, Reranker};

/// A question and a clause together are cut after this many tokens, or earlier where the model
/// takes fewer.
const TOKENS_MAX: usize = 512;
/// Clauses that are read in one run, padded to the longest.
const BATCH: usize = 8;
/// The largest file of a tokenizer.
const TOKENIZER_BYTES_MAX: u64 = 64 << 20;

/// Which cross-encoder to load, and how to run it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnnxRerankerOptions {
    /// Its folder: `model.onnx`, which gives `logits`, and the four files of its tokenizer.
    pub folder: PathBuf,
    /// Possible paths of the ONNX Runtime library.
    pub runtime: Vec<PathBuf>,
    /// Threads for one question; 0 means one for each core, at most 8.
    pub threads: usize,
}

/// A cross-encoder. It handles one question at a time, with all threads.
#[derive(Debug)]
pub struct OnnxReranker {
    model: Mutex<TextRerank>,
}

impl OnnxReranker {
    /// Loads the model, and runs it once.
    ///
    /// # Errors
    /// When the library or the model is missing, damaged or not usable.
    pub fn open(options: &OnnxRerankerOptions) -> Result<Self, BackendError> {
        let environment = onnx_runtime::environment(&options.runtime)?;
        let folder = options.folder.as_path();
        let graph = folder.join("model.onnx");
        if !graph.is_file() {
            return Err(invalid(&graph, &"the file is missing"));
        }
        let tokenizer_files = TokenizerFiles {
            tokenizer_file: read(folder, "tokenizer.json")?,
            config_file: read(folder, "config.json")?,
            special_tokens_map_file: read(folder, "special_tokens_map.json")?,
            tokenizer_config_file: read(folder, "tokenizer_config.json")?,
        };
        let start = RerankInitOptionsUserDefined::new()
            .with_environment(environment)
            .with_max_length(TOKENS_MAX)
            .with_intra_threads(session_count(options.threads))
            .with_session_config(NO_SPINNING.0, NO_SPINNING.1);
        // By its path, since a large graph keeps its weights in a file beside it.
        let model = UserDefinedRerankingModel::new(OnnxSource::File(graph), tokenizer_files);
        let model = TextRerank::try_new_from_user_defined(model, start)
            .map_err(|error| invalid(folder, &error))?;
        let reranker = Self { model: Mutex::new(model) };
        reranker.scores("question", &["clause"]).map_err(|error| invalid(folder, &error.0))?;
        tracing::info!(folder = %folder.display(), "cross-encoder loaded");
        Ok(reranker)
    }
}

impl Reranker for OnnxReranker {
    fn scores(&self, question: &str, passages: &[&str]) -> Result<Vec<f32>, RerankError> {
        // A session keeps nothing between two calls, so one that panicked leaves it whole.
        let mut model = self.model.lock().unwrap_or_else(PoisonError::into_inner);
        let run = AssertUnwindSafe(|| model.rerank(question, passages, false, Some(BATCH)));
        let results = catch_unwind(run)
            .map_err(|panic| {
                RerankError(format!("the model panicked: {}", panic_message(panic.as_ref())))
            })?
            .map_err(|error| RerankError(error.to_string()))?;
        let mut scores = vec![f32::NAN; passages.len()];
        for result in results {
            scores[result.index] = result.score;
        }
        Ok(scores)
    }
}

fn read(folder: &Path, name: &str) -> Result<Vec<u8>, BackendError> {
    let path = folder.join(name);
    read_at_most(&path, TOKENIZER_BYTES_MAX).map_err(|error| invalid(&path, &error))
}

fn invalid(path: &Path, reason: &dyn Display) -> BackendError {
    BackendError::RerankerInvalid { path: path.to_owned(), reason: reason.to_string() }
}
