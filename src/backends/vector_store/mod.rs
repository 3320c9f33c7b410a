//! Embeddings that outlive the process: a text is embedded once for each model.
//!
//! Each model has an append-only file of vectors, keyed by the SHA-256 of their texts. The file is a cache:
//! missing and damaged vectors are computed again.

mod again;
mod file;
mod format;
mod passages;
mod place;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

pub use self::again::MadeAgain;
use self::file::{Kept, VectorFile};
pub use self::format::processor;
use self::format::{TextHash, has_shape};
pub use self::passages::StoredPassages;
use crate::domain::Digest;
use crate::retrieval::{EmbedError, Embedder, ModelInfo, PassageEmbedding, Priority};

/// Texts that are embedded between two writes: enough to keep every session busy, and the most that is lost
/// when the process is killed.
const CHUNK_TEXTS: usize = 64;
/// Writes between two syncs: the most that is lost when the machine stops.
const CHUNKS_PER_SYNC: usize = 16;

/// Vectors cannot be stored or made.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file cannot be read or written.
    #[error(
        "keep vectors in {path}: {source}; check that the folder named by --data-dir can be written and has room"
    )]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The model failed.
    #[error(transparent)]
    Embed(#[from] EmbedError),
    /// The embedder runs another model than the store was opened for.
    #[error("keep vectors of {found}: the store was opened for {expected}")]
    OtherModel {
        /// Digest of the embedder's model.
        found: Digest,
        /// Digest of the store's model.
        expected: Digest,
    },
    /// The embedder breaks its contract.
    #[error("keep vectors: the embedding model returned vectors of a wrong number or shape")]
    WrongShape,
}

/// How far [`VectorStore::embed`] is. Counts the texts that have to be embedded, and no others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Texts embedded so far.
    pub done: usize,
    /// Texts to embed in all.
    pub total: usize,
}

/// What [`VectorStore::embed`] returns.
#[derive(Debug)]
pub struct Embedded {
    /// The places of the vectors of each text, in the same order.
    pub passages: StoredPassages,
    /// How many different texts were embedded now; the others were stored already.
    pub computed: usize,
}

/// The vectors of one model, on disk and in part in memory.
#[derive(Debug)]
pub struct VectorStore {
    model: ModelInfo,
    file: VectorFile,
    /// Vectors that could not be written, because another process writes the file.
    unwritten: HashMap<TextHash, PassageEmbedding>,
}

impl VectorStore {
    /// Opens the vectors of `model` in `vectors/` of `dir`. One process writes them; others read them, and keep
    /// new vectors in memory. A second store in the same process counts as another process: open one, and share
    /// it.
    ///
    /// # Errors
    /// When the folder or the file cannot be read or written. A damaged file is no error: it is
    /// reported and mended.
    pub fn open(dir: &Path, model: &ModelInfo) -> Result<Self, StoreError> {
        Self::open_for(dir, model, format::processor())
    }

    fn open_for(dir: &Path, model: &ModelInfo, processor: &str) -> Result<Self, StoreError> {
        let folder = dir.join("vectors");
        let file = VectorFile::open(&folder, model, processor)
            .map_err(|source| StoreError::Io { path: folder, source })?;
        Ok(Self { model: model.clone(), file, unwritten: HashMap::new() })
    }

    /// Where the vectors of `texts` are: those that are stored, and for the others those of
    /// `embedder`, which are stored as they come. `progress` is called once before the work and after each
    /// part of it, and not at all when nothing has to be embedded.
    ///
    /// # Errors
    /// When the embedder fails or runs another model, and when the file cannot be read or written.
    /// What was embedded before the error is stored.
    pub fn embed(
        &mut self,
        texts: &[String],
        embedder: &dyn Embedder,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Embedded, StoreError> {
        let (found, expected) = (embedder.model().digest, self.model.digest);
        if found != expected {
            return Err(StoreError::OtherModel { found, expected });
        }
        let hashes: Vec<TextHash> = texts.iter().map(|text| Sha256::digest(text).into()).collect();
        let mut seen = HashSet::with_capacity(texts.len());
        let mut missing = Vec::new();
        let mut damaged = 0;
        for (hash, text) in hashes.iter().zip(texts) {
            if !seen.insert(*hash) || self.unwritten.contains_key(hash) {
                continue;
            }
            let kept = self.file.check(hash);
            if kept != Kept::Whole {
                missing.push((*hash, text.as_str()));
                damaged += usize::from(kept == Kept::Damaged);
            }
        }
        if damaged > 0 {
            let path = self.file.path().display();
            tracing::warn!(%path, damaged, "stored vectors are damaged, and are made again");
        }
        let computed = missing.len();
        self.compute(missing, embedder, progress)?;
        Ok(Embedded { passages: self.passages(&hashes)?, computed })
    }

    /// The places of the vectors of these texts, which must all be stored.
    fn passages(&self, hashes: &[TextHash]) -> Result<StoredPassages, StoreError> {
        let places = hashes.iter().map(|hash| self.file.place(hash)).collect();
        let kept = |(passage, hash)| Some((passage, self.unwritten.get(hash)?.clone()));
        let unwritten = hashes.iter().enumerate().filter_map(kept).collect();
        StoredPassages::new(self.file.path(), self.model.dimensions, places, unwritten)
            .map_err(|source| self.io_error(source))
    }

    /// Embeds `missing`, and stores each part as it comes.
    fn compute(
        &mut self,
        mut missing: Vec<(TextHash, &str)>,
        embedder: &dyn Embedder,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(), StoreError> {
        let total = missing.len();
        if total == 0 {
            return Ok(());
        }
        // Texts of like length share a part, and within it a run of the model: less padding. The
        // longest go first, so that the sessions end close together.
        missing.sort_by_key(|(hash, text)| (Reverse(text.len()), *hash));
        let mut done = 0;
        progress(Progress { done, total });
        for (index, chunk) in missing.chunks(CHUNK_TEXTS).enumerate() {
            let texts: Vec<&str> = chunk.iter().map(|(_, text)| *text).collect();
            let embeddings = embedder.embed(&texts, Priority::Bulk)?;
            let right = embeddings.iter().all(|one| has_shape(one, self.model.dimensions));
            if embeddings.len() != texts.len() || !right {
                return Err(StoreError::WrongShape);
            }
            let embeddings: Vec<PassageEmbedding> =
                embeddings.into_iter().map(PassageEmbedding::from).collect();
            let hashes = chunk.iter().map(|(hash, _)| *hash);
            self.store(hashes.zip(&embeddings).collect())?;
            if self.file.is_writable() && index % CHUNKS_PER_SYNC == CHUNKS_PER_SYNC - 1 {
                self.file.sync().map_err(|source| self.io_error(source))?;
            }
            done += chunk.len();
            progress(Progress { done, total });
        }
        self.file.sync().map_err(|source| self.io_error(source))
    }

    fn store(&mut self, embeddings: Vec<(TextHash, &PassageEmbedding)>) -> Result<(), StoreError> {
        if self.file.is_writable() {
            let appended = self.file.append(&embeddings);
            return appended.map_err(|source| self.io_error(source));
        }
        let owned = embeddings.into_iter().map(|(hash, embedding)| (hash, embedding.clone()));
        self.unwritten.extend(owned);
        Ok(())
    }

    fn io_error(&self, source: io::Error) -> StoreError {
        StoreError::Io { path: self.file.path().to_owned(), source }
    }
}
