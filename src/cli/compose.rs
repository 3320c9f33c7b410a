//! The composition root: from folders on disk to an engine that answers.

use std::env;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::progress::Bar;
use crate::backends::{
    Embedded, ModelSource, OnnxEmbedder, OnnxEmbedderOptions, OnnxReranker, OnnxRerankerOptions,
    Snapshots, VectorStore, read_corpus,
};
use crate::config::{Config, locate_model, locate_runtime};
use crate::corpus::FILE_BYTES_MAX;
use crate::domain::Corpus;
use crate::retrieval::{Embedder, Reranker};
use crate::service::Engine;

/// All that answers questions.
pub(super) struct Loaded {
    /// The corpus with its index.
    pub(super) engine: Engine,
    /// What embeds questions.
    pub(super) embedder: Arc<dyn Embedder>,
    /// How many texts of the corpus have embeddings.
    pub(super) passages: usize,
    /// How many of them were embedded just now; the others had been kept.
    pub(super) computed: usize,
}

/// Reads the corpus, embeds what is new in it, and indexes it.
pub(super) fn load(config: &Config) -> anyhow::Result<Loaded> {
    let corpus = corpus_kept(config)?;
    let embedder = open_embedder(config)?;
    index(config, Arc::new(corpus), embedder)
}

/// Reads the documents that `config` names.
pub(super) fn corpus(config: &Config) -> anyhow::Result<Corpus> {
    Ok(read_corpus(&config.corpus, FILE_BYTES_MAX as u64, |_, _| ())?)
}

/// Reads the documents that `config` names, and keeps them for whoever follows a link into this
/// state of the corpus when another is served.
pub(super) fn corpus_kept(config: &Config) -> anyhow::Result<Corpus> {
    let snapshots = Snapshots::of(&config.data_dir);
    let mut kept = Ok(());
    let corpus = read_corpus(&config.corpus, FILE_BYTES_MAX as u64, |document, bytes| {
        if kept.is_ok() {
            kept = snapshots.keep_file(document.digest, bytes);
        }
    })?;
    if let Err(error) = kept.and_then(|()| snapshots.keep_state(&corpus)) {
        let folder = snapshots.folder().display();
        tracing::warn!(%folder, %error, "links to clauses will end with this state of the corpus");
    }
    Ok(corpus)
}

/// Embeds what is new in `corpus`, and indexes it.
pub(super) fn index(
    config: &Config,
    corpus: Arc<Corpus>,
    embedder: Arc<dyn Embedder>,
) -> anyhow::Result<Loaded> {
    let passages = Engine::passages(&corpus);
    let mut bar = Bar::new("embedding");
    let mut store = VectorStore::open(&config.data_dir, embedder.model())?;
    let Embedded { passages: vectors, computed } =
        store.embed(&passages, embedder.as_ref(), &mut |at| bar.update(at.done, at.total))?;
    let mut engine = Engine::over(corpus, vectors.open()?);
    if let Some(folder) = &config.reranker {
        engine = engine.with_reranker(open_reranker(config, folder)?);
    }
    Ok(Loaded { engine, embedder, passages: passages.len(), computed })
}

/// Loads the embedding model that `config` names.
pub(super) fn open_embedder(config: &Config) -> anyhow::Result<Arc<dyn Embedder>> {
    let model_dir = config.model_dir.as_deref();
    let model = match &config.model {
        Some(name) => ModelSource::Hub { name: name.clone(), cache: hub_cache(config) },
        None => ModelSource::Folder(locate_model(model_dir)?),
    };
    let runtime = locate_runtime(config.runtime.as_deref(), model_dir)?;
    let sessions = config.sessions.map_or(0, usize::from);
    Ok(Arc::new(OnnxEmbedder::open(&OnnxEmbedderOptions { model, runtime, sessions })?))
}

/// Loads the cross-encoder in `folder`.
fn open_reranker(config: &Config, folder: &Path) -> anyhow::Result<Arc<dyn Reranker>> {
    Ok(Arc::new(OnnxReranker::open(&OnnxRerankerOptions {
        folder: folder.to_owned(),
        runtime: locate_runtime(config.runtime.as_deref(), config.model_dir.as_deref())?,
        threads: config.sessions.map_or(0, usize::from),
    })?))
}

/// Where models of the hub are kept: where its own tools keep them, if they are told where.
fn hub_cache(config: &Config) -> PathBuf {
    env::var_os("HF_HOME").map_or_else(|| config.data_dir.join("hub"), PathBuf::from)
}
