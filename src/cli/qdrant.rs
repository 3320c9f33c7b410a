//! Serving from vectors in Qdrant, and uploading them.

#[cfg(not(feature = "qdrant"))]
pub(super) use absent::{load, upload};
#[cfg(feature = "qdrant")]
pub(super) use present::{load, upload};

/// The result of an upload: the collection, and how many clauses were written.
pub(super) struct Uploaded {
    pub(super) collection: String,
    pub(super) written: usize,
}

#[cfg(not(feature = "qdrant"))]
mod absent {
    use anyhow::bail;

    use super::Uploaded;
    use crate::cli::compose::Loaded;
    use crate::config::Config;

    /// This build lacks the feature `qdrant`.
    pub(in crate::cli) fn load(_: &Config) -> anyhow::Result<Loaded> {
        bail!(
            "use Qdrant: this build lacks the feature `qdrant`; build with `cargo build --release --features \
             qdrant`, or leave out --vector-search"
        )
    }

    /// This build lacks the feature `qdrant`.
    pub(in crate::cli) fn upload(config: &Config, _: &Loaded) -> anyhow::Result<Uploaded> {
        load(config).map(|_| Uploaded { collection: String::new(), written: 0 })
    }
}

#[cfg(feature = "qdrant")]
mod present {
    use std::sync::Arc;

    use columns::{Damaged, Sections};

    use super::Uploaded;
    use crate::backends::qdrant::{self, QdrantError, QdrantOptions, QdrantVectors};
    use crate::cli::compose::{
        Begun, Loaded, begin, is_of, keep_state, kept, read_unchanged, with_reranker,
    };
    use crate::cli::progress::Bar;
    use crate::cli::stored_index::{Check, Opened, StoredIndex};
    use crate::config::Config;
    use crate::corpus;
    use crate::domain::Corpus;
    use crate::retrieval::{ClauseVectors, ModelInfo};
    use crate::service::Engine;

    /// Opens the corpus, from its stored index or its documents, over the vectors in Qdrant. Embeds nothing.
    pub(in crate::cli) fn load(config: &Config) -> anyhow::Result<Loaded> {
        let Begun { files, embedder } = begin(config)?;
        let model = embedder.model().clone();
        let stored = StoredIndex::new(files.digest, &embedder, &config.data_dir).beside("qdrant");
        if let Some(Opened { engine, file, passages }) =
            stored.open_by(|sections| restore(config, &model, sections))?
            && is_of(engine.corpus(), &files)
        {
            let engine = with_reranker(config, engine)?;
            let (file, files) = (Some(file), Some(files));
            return Ok(Loaded { engine, embedder, passages, computed: 0, file, files });
        }
        let (corpus, unchanged) = read_unchanged(config, &files, None)?;
        let vectors = QdrantVectors::open(&options(config), &corpus, &model)?;
        let shared = vectors.shared()?;
        let passages = vectors.len();
        let engine = Engine::over_shared(corpus, Arc::new(vectors), &shared)?;
        if unchanged {
            keep_state(config, engine.corpus(), &files, Check::Used);
        }
        let sections = unchanged.then(Sections::default);
        let open = || stored.open_by(|sections| restore(config, &model, sections)).ok().flatten();
        let (engine, file) = kept(&stored, engine, sections, open);
        let (engine, files) = (with_reranker(config, engine)?, unchanged.then_some(files));
        Ok(Loaded { engine, embedder, passages, computed: 0, file, files })
    }

    fn restore(
        config: &Config,
        model: &ModelInfo,
        sections: &Sections,
    ) -> Result<Result<(Engine, usize), Damaged>, QdrantError> {
        let corpus: Arc<Corpus> = match corpus::restore(sections) {
            Ok(corpus) => Arc::new(corpus),
            Err(damaged) => return Ok(Err(damaged)),
        };
        let vectors = QdrantVectors::open(&options(config), &corpus, model)?;
        let passages = vectors.len();
        let engine = Engine::restore_over(corpus, Arc::new(vectors), sections);
        Ok(engine.map(|engine| (engine, passages)))
    }

    /// Uploads the vectors of `loaded` to Qdrant, and returns the result.
    pub(in crate::cli) fn upload(config: &Config, loaded: &Loaded) -> anyhow::Result<Uploaded> {
        let mut bar = Bar::new("uploading");
        let (corpus, index) = (loaded.engine.corpus(), loaded.engine.index());
        let progress = &mut |done, total| bar.update(done, total);
        let model = loaded.embedder.model();
        let qdrant::Uploaded { collection, written } =
            qdrant::upload(&options(config), corpus, index, model, progress)?;
        Ok(Uploaded { collection, written })
    }

    fn options(config: &Config) -> QdrantOptions {
        let engine = &config.vectors;
        QdrantOptions {
            urls: engine.qdrant_url.clone(),
            api_key: engine.qdrant_api_key.clone(),
            alias: engine.qdrant_collection.clone(),
            shards: engine.qdrant_shards,
            replicas: engine.qdrant_replicas,
            patience: engine.qdrant_patience(),
        }
    }
}
