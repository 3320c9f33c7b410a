//! The composition root: from the folders on disk to an engine.

use std::collections::BTreeSet;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::{env, fs, io, thread};

use columns::Sections;
use sha2::{Digest as _, Sha256};

use super::progress::Bar;
use super::stored_index::{Check, Opened, StoredIndex, made_again};
use super::visible::name;
use crate::backends::{
    CorpusFiles, CorpusReader, DocumentFile, Embedded, FileReader, IndexFile, LocalEmbedder,
    LocalEmbedderOptions, ModelSource, OnnxReranker, OnnxRerankerOptions, Snapshots, VectorStore,
    list_corpus,
};
use crate::config::{Config, locate_model, locate_runtime};
use crate::corpus::FILE_BYTES_MAX;
use crate::domain::{Corpus, Digest, SkippedFile};
use crate::retrieval::{Embedder, Reranker};
use crate::service::Engine;

/// An engine with its embedder, and counts for the log.
pub struct Loaded {
    /// The corpus with its index.
    pub engine: Engine,
    /// Embeds questions.
    pub embedder: Arc<dyn Embedder>,
    /// How many texts of the corpus have embeddings.
    pub passages: usize,
    /// How many of them were embedded now; the others were stored already.
    pub computed: usize,
    /// The file of the index, if it could be stored.
    pub file: Option<IndexFile>,
    /// The files of its documents in the folder of the corpus.
    pub(super) files: Option<CorpusFiles>,
}

/// Loads the corpus with vectors in this process, even if `config` names another vector search.
pub(super) fn load_flat(config: &Config, check: Check) -> anyhow::Result<Loaded> {
    load_begun(config, begin(config)?, check)
}

fn load_begun(config: &Config, begun: Begun, check: Check) -> anyhow::Result<Loaded> {
    let Begun { files, embedder } = begun;
    let stored = StoredIndex::new(files.digest, &embedder, &config.data_dir);
    let opened = stored.open(check).filter(|opened| is_of(opened.engine.corpus(), &files));
    if let Some(Opened { engine, file, passages }) = opened {
        keep_state(config, engine.corpus(), &files, check);
        let engine = with_reranker(config, engine)?;
        let (file, files) = (Some(file), Some(files));
        return Ok(Loaded { engine, embedder, passages, computed: 0, file, files });
    }
    let (corpus, unchanged) = read_unchanged(config, &files, None)?;
    let (engine, embedded) = build(config, corpus, &embedder)?;
    if unchanged {
        keep_state(config, engine.corpus(), &files, check);
    }
    let Built { passages, computed, places } = embedded;
    let places = places.filter(|_| unchanged);
    let (engine, file) = kept(&stored, engine, places, || stored.open(Check::Used));
    let (engine, files) = (with_reranker(config, engine)?, unchanged.then_some(files));
    Ok(Loaded { engine, embedder, passages, computed, file, files })
}

/// What the folder of the corpus has now.
pub(super) struct Reloaded {
    pub(super) files: CorpusFiles,
    pub(super) loaded: Loaded,
}

/// Reads what has changed since `current` was read from files with the digest `seen`, embeds what is
/// new, and indexes all. Where a file is at fault now, what it said before stays. None where nothing
/// has changed.
pub(super) fn reload(
    config: &Config,
    embedder: &Arc<dyn Embedder>,
    current: &Arc<Corpus>,
    seen: Option<Digest>,
) -> anyhow::Result<Option<Reloaded>> {
    let files = list_corpus(&config.corpus, FILE_BYTES_MAX as u64)?;
    if seen == Some(files.digest) {
        return Ok(None);
    }
    let (corpus, unchanged) = read_unchanged(config, &files, Some(&**current))?;
    let stored = StoredIndex::new(files.digest, embedder, &config.data_dir);
    let (engine, Built { passages, computed, places }) = build(config, corpus, embedder)?;
    let places = places.filter(|_| unchanged);
    let (engine, file) = kept(&stored, engine, places, || stored.open(Check::Used));
    let engine = with_reranker(config, engine)?;
    let embedder = Arc::clone(embedder);
    let loaded = Loaded { engine, embedder, passages, computed, file, files: None };
    Ok(Some(Reloaded { files, loaded }))
}

/// The files of the corpus, and the model.
pub(super) struct Begun {
    pub(super) files: CorpusFiles,
    pub(super) embedder: Arc<dyn Embedder>,
}

/// Lists the files of the corpus while the model loads.
pub(super) fn begin(config: &Config) -> anyhow::Result<Begun> {
    let (files, embedder) = thread::scope(|scope| {
        let files = scope.spawn(|| list_corpus(&config.corpus, FILE_BYTES_MAX as u64));
        let embedder = open_embedder(config);
        (files.join().unwrap_or_else(|panic| resume_unwind(panic)), embedder)
    });
    Ok(Begun { files: files?, embedder: embedder? })
}

/// Reads the corpus, and tells whether its files are still `files`: they may have been changed since they were
/// listed.
pub(super) fn read_unchanged(
    config: &Config,
    files: &CorpusFiles,
    known: Option<&Corpus>,
) -> anyhow::Result<(Arc<Corpus>, bool)> {
    let corpus = Arc::new(corpus_again(config, known)?);
    Ok((corpus, list_corpus(&config.corpus, FILE_BYTES_MAX as u64)? == *files))
}

/// Stores `engine` in `stored`, with `sections` if there are any, and opens it from there: a mapped index takes
/// less memory than one in memory.
pub(super) fn kept(
    stored: &StoredIndex<'_>,
    engine: Engine,
    sections: Option<Sections>,
    open: impl FnOnce() -> Option<Opened>,
) -> (Engine, Option<IndexFile>) {
    let Some(sections) = sections else { return (engine, None) };
    match stored.write(&engine, sections).map(|()| open()) {
        Ok(Some(opened)) => (opened.engine, Some(opened.file)),
        Ok(None) => (engine, None),
        Err(error) => {
            let folder = stored.folder().display();
            tracing::warn!(%folder, %error, "failed to store the index; it is built again at each start");
            (engine, None)
        }
    }
}

/// Reads the documents that `config` names.
pub(super) fn corpus(config: &Config) -> anyhow::Result<Corpus> {
    corpus_again(config, None)
}

/// The same; what is `known` and has not changed is not read again.
fn corpus_again(config: &Config, known: Option<&Corpus>) -> anyhow::Result<Corpus> {
    let bar = Mutex::new(Bar::new("reading"));
    let progress = |done, total| {
        bar.lock().unwrap_or_else(PoisonError::into_inner).update(done, total);
    };
    let reader = CorpusReader {
        file_bytes_max: FILE_BYTES_MAX as u64,
        reader: own_reader(),
        known,
        progress: &progress,
    };
    let corpus = reader.read(&config.corpus)?;
    for SkippedFile { path, line, message, .. } in corpus.skipped() {
        let place = line.map_or_else(String::new, |line| format!(":{line}"));
        tracing::warn!("left out {}{place}: {message}", name(path));
    }
    Ok(corpus)
}

/// Reads PDF and Word files by this program, in a process of their own.
pub(super) fn own_reader() -> FileReader {
    // The link leads to the running program even when its file was replaced.
    if cfg!(target_os = "linux") {
        return FileReader::OwnProcess(PathBuf::from("/proc/self/exe"));
    }
    env::current_exe().map_or(FileReader::Here, FileReader::OwnProcess)
}

/// Whether each document of `corpus` was made of one of these files.
pub(super) fn is_of(corpus: &Corpus, files: &CorpusFiles) -> bool {
    let read: BTreeSet<Digest> = files.files.iter().map(|file| file.digest).collect();
    corpus.documents().iter().all(|document| read.contains(&document.digest))
}

/// Archives `corpus`, which was read from `files`, so that permanent links work when the corpus changes. With
/// `check`, documents that are archived already are verified, and damaged ones replaced.
pub(super) fn keep_state(config: &Config, corpus: &Corpus, files: &CorpusFiles, check: Check) {
    let snapshots = Snapshots::in_folder(&config.data_dir);
    if check == Check::Used && snapshots.has_state(corpus.digest()) {
        return;
    }
    let keep = |file: &DocumentFile| {
        if snapshots.has_file(file.digest) {
            return Ok(());
        }
        let bytes = fs::read(&file.path)?;
        if file.digest.0 != *Sha256::digest(&bytes) {
            let changed = format!("{} changed while it was read", file.path.display());
            return Err(io::Error::new(io::ErrorKind::InvalidData, changed));
        }
        snapshots.keep_file(file.digest, &bytes)
    };
    let used: BTreeSet<Digest> = corpus.documents().iter().map(|one| one.digest).collect();
    let mut kept = files.files.iter().filter(|file| used.contains(&file.digest));
    let kept = kept.try_for_each(keep).and_then(|()| snapshots.keep_state(corpus));
    if let Err(error) = kept {
        let folder = snapshots.folder().display();
        tracing::warn!(%folder, %error, "failed to archive this state of the corpus; permanent links to it will break when the corpus changes");
    }
}

/// Embeds what is new in `corpus`, and indexes it. Stores vectors only.
pub(super) fn index(
    config: &Config,
    corpus: Arc<Corpus>,
    embedder: Arc<dyn Embedder>,
) -> anyhow::Result<Loaded> {
    let (engine, Built { passages, computed, .. }) = build(config, corpus, &embedder)?;
    let engine = with_reranker(config, engine)?;
    Ok(Loaded { engine, embedder, passages, computed, file: None, files: None })
}

/// A corpus that was just indexed.
struct Built {
    passages: usize,
    computed: usize,
    /// The sections with the places of vectors; none if some could not be written.
    places: Option<Sections>,
}

fn build(
    config: &Config,
    corpus: Arc<Corpus>,
    embedder: &Arc<dyn Embedder>,
) -> anyhow::Result<(Engine, Built)> {
    let passages = Engine::passages(&corpus);
    let wanted = Engine::wanted(&corpus, &passages);
    let mut bar = Bar::new("embedding");
    let mut store = VectorStore::open(&config.data_dir, embedder.model())?;
    let Embedded { passages: vectors, computed } =
        store.embed(&wanted, &**embedder, &mut |at| bar.update(at.done, at.total))?;
    let mut sections = Sections::default();
    let places = vectors.store(&mut sections).then_some(sections);
    let built = Built { passages: passages.len(), computed, places };
    drop(passages);
    let vectors = vectors.open(made_again(&corpus, embedder))?;
    Ok((Engine::over(corpus, vectors)?, built))
}

pub(super) fn with_reranker(config: &Config, engine: Engine) -> anyhow::Result<Engine> {
    Ok(match &config.reranker {
        Some(folder) => engine.with_reranker(open_reranker(config, folder)?),
        None => engine,
    })
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
    Ok(Arc::new(LocalEmbedder::open(&LocalEmbedderOptions { model, runtime, sessions })?))
}

/// Loads the cross-encoder in `folder`.
fn open_reranker(config: &Config, folder: &Path) -> anyhow::Result<Arc<dyn Reranker>> {
    Ok(Arc::new(OnnxReranker::open(&OnnxRerankerOptions {
        folder: folder.to_owned(),
        runtime: locate_runtime(config.runtime.as_deref(), config.model_dir.as_deref())?,
        threads: config.sessions.map_or(0, usize::from),
    })?))
}

/// The cache folder for models of the hub: that of the hub's own tools, if `HF_HOME` is set.
fn hub_cache(config: &Config) -> PathBuf {
    env::var_os("HF_HOME").map_or_else(|| config.data_dir.join("hub"), PathBuf::from)
}

#[cfg(test)]
mod tests;
