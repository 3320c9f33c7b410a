//! The composition root: from folders on disk to an engine that answers.

use std::sync::Arc;

use anyhow::{Context, bail};

use super::progress::Bar;
use crate::config::Config;
use crate::domain::Corpus;
use crate::retrieval::{Embedder, Embedding};
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
    let corpus = Arc::new(read_corpus(config)?);
    let embedder = open_embedder(config)?;
    let passages = Engine::passages(&corpus);
    let mut bar = Bar::new();
    let (embeddings, computed) =
        embed(config, &passages, embedder.as_ref(), &mut |done, total| bar.update(done, total))?;
    let engine = Engine::build(corpus, embeddings);
    Ok(Loaded { engine, embedder, passages: passages.len(), computed })
}

fn read_corpus(config: &Config) -> anyhow::Result<Corpus> {
    let folder = &config.corpus;
    std::fs::read_dir(folder).with_context(|| {
        format!("read corpus folder '{}'; name another by --corpus", folder.display())
    })?;
    bail!("read corpus folder '{}': this build reads no folders", folder.display())
}

fn open_embedder(_config: &Config) -> anyhow::Result<Arc<dyn Embedder>> {
    bail!("open the embedding model: this build has none")
}

fn embed(
    config: &Config,
    passages: &[String],
    embedder: &dyn Embedder,
    progress: &mut dyn FnMut(usize, usize),
) -> anyhow::Result<(Vec<Embedding>, usize)> {
    progress(0, passages.len());
    let (folder, model) = (config.data_dir.display(), &embedder.model().name);
    bail!("open the vectors of '{model}' in '{folder}': this build keeps none")
}
