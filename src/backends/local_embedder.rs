//! The port [`Embedder`] over models in a folder, and fastembed for models of the hub.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use encoder::TextTokenizer;

use super::job_queue::BatchLimit;
use super::model_folder::ModelFolder;
use super::text_model::{FolderModel, SharedModel, Way};
use super::worker_pool::{LoadModel, WorkerPool};
use super::{BackendError, hub, onnx_runtime};
use crate::retrieval::{
    EmbedError, Embedder, Embedding, ModelInfo, PendingEmbeddings, Priority, Wanted,
};

/// The most sessions by default, one for each core: with ONNX Runtime, each takes about 35 MB.
const DEFAULT_SESSIONS_MAX: usize = 8;
const SESSIONS_MAX: usize = 64;

/// Texts of each priority that the queue holds; further callers wait.
const QUEUED_TEXTS_MAX: usize = 1_024;

/// Several texts share a run, so that the weights are read once for all of them.
const BATCH: BatchLimit =
    BatchLimit { texts_max: 32, bytes_max: 1_024, padded: false, bytes_min: 0 };

/// By tiles, that takes as long as to multiply some two dozen tokens.
const BATCH_BY_TILES: BatchLimit = BatchLimit { bytes_min: 128, ..BATCH };

/// Where they are padded to the longest, eight words, or four sentences of 15 words; a clause runs
/// alone.
const PADDED_BATCH: BatchLimit =
    BatchLimit { texts_max: 8, bytes_max: 384, padded: true, bytes_min: 0 };

/// Which model to load.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ModelSource {
    /// A folder with a `manifest.json`, as `make model` builds them.
    Folder(PathBuf),
    /// A model of fastembed's catalogue, by its code (`Xenova/bge-small-en-v1.5`) or its name
    /// (`BGESmallENV15`). Needs the cargo feature `hub`.
    Hub {
        /// Its code or name.
        name: String,
        /// Where downloaded files are kept.
        cache: PathBuf,
    },
}

/// How to run the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalEmbedderOptions {
    /// The model.
    pub model: ModelSource,
    /// Possible paths of the ONNX Runtime library; used only if the model needs it.
    pub runtime: Vec<PathBuf>,
    /// Sessions, each with a thread of its own; 0 means one for each core, at most 8.
    pub sessions: usize,
}

/// An embedding model, loaded into several sessions, each with a thread of its own.
#[derive(Debug)]
pub struct LocalEmbedder {
    info: ModelInfo,
    /// The tokenizer with the model's vocabulary; none for a model of the hub.
    tokenizer: Option<Arc<TextTokenizer>>,
    pool: WorkerPool,
}

impl LocalEmbedder {
    /// Loads the model. Returns when the first session can work; the others load meanwhile.
    ///
    /// # Errors
    /// When the library or the model is missing, damaged or not usable.
    pub fn open(options: &LocalEmbedderOptions) -> Result<Self, BackendError> {
        let sessions = session_count(options.sessions);
        let start = |loads, limit| WorkerPool::start(loads, limit, QUEUED_TEXTS_MAX);
        let (info, tokenizer, pool) = match &options.model {
            ModelSource::Folder(folder) => {
                let prepare = |folder| SharedModel::new(folder, &options.runtime);
                let model = Arc::new(ModelFolder::read(folder, prepare)?);
                let load = |_| -> LoadModel {
                    let model = Arc::clone(&model);
                    Box::new(move || Ok(Box::new(FolderModel::start(&model)?)))
                };
                let batch = match model.way() {
                    Way::Graph => PADDED_BATCH,
                    Way::Encoder => BATCH,
                    Way::EncoderByTiles => BATCH_BY_TILES,
                };
                let pool = start((0..sessions).map(load).collect(), batch)?;
                (model.info().clone(), Some(model.tokenizer()), pool)
            }
            ModelSource::Hub { name, cache } => {
                let environment = onnx_runtime::environment(&options.runtime)?;
                let (info, loads) = hub::prepare(name, cache, &environment, sessions)?;
                // Some models of the hub scale numbers by batch: a text's vectors would depend on
                // its neighbours.
                let pool = start(loads, BatchLimit { texts_max: 1, ..PADDED_BATCH })?;
                (info, None, pool)
            }
        };
        tracing::info!(model = info.name, digest = %info.digest.short(), sessions, "model loaded");
        Ok(Self { info, tokenizer, pool })
    }
}

impl Embedder for LocalEmbedder {
    fn model(&self) -> &ModelInfo {
        &self.info
    }

    fn embed(&self, texts: &[&str], priority: Priority) -> Result<Vec<Embedding>, EmbedError> {
        self.begin(texts, priority)?.wait()
    }

    fn begin<'e>(
        &'e self,
        texts: &[&str],
        priority: Priority,
    ) -> Result<PendingEmbeddings<'e>, EmbedError> {
        let asks = priority == Priority::Question;
        let whole = |text| if asks { Wanted::question(text) } else { Wanted::passage(text) };
        let texts: Vec<Wanted<'_>> = texts.iter().copied().map(whole).collect();
        self.pool.begin(&texts, priority)
    }

    fn embed_passages(&self, passages: &[Wanted<'_>]) -> Result<Vec<Embedding>, EmbedError> {
        self.pool.begin(passages, Priority::Bulk)?.wait()
    }

    fn knows(&self, word: &str) -> bool {
        // No piece of other words (`##ing`) and no mark (`[CLS]`), where those are told apart.
        let whole = word.chars().all(char::is_alphabetic);
        whole && self.tokenizer.as_ref().is_some_and(|tokenizer| tokenizer.knows(word))
    }
}

/// The number of sessions for the setting `asked`; 0 means the default.
pub(super) fn session_count(asked: usize) -> usize {
    let cores = || thread::available_parallelism().map_or(1, NonZeroUsize::get);
    match asked {
        0 => cores().min(DEFAULT_SESSIONS_MAX),
        _ => asked.min(SESSIONS_MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sessions_are_bounded() {
        for (asked, expected) in [(1, 1), (5, 5), (1_000, SESSIONS_MAX)] {
            assert_eq!(session_count(asked), expected);
        }
        assert!((1..=DEFAULT_SESSIONS_MAX).contains(&session_count(0)));
    }
}
