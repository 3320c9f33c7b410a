//! Embeddings that outlive the process: a text is embedded once for each model.
//!
//! Each model has an append-only file of vectors, keyed by the SHA-256 of their texts: eight bits a
//! component, and one bit a component of their tokens, where these are wanted. The file is a cache: missing
//! and damaged vectors are computed again.

mod again;
mod file;
mod format;
mod passages;
mod place;
#[cfg(test)]
mod tests;
pub(super) mod verify;

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};

pub use self::again::MadeAgain;
use self::file::{Kept, VectorFile};
pub use self::format::processor;
use self::format::{TextHash, has_shape};
pub use self::passages::StoredPassages;
use crate::domain::Digest;
use crate::retrieval::{EmbedError, Embedder, Embedding, ModelInfo, PassageEmbedding, Wanted};

/// Texts that are embedded at once: enough to keep every session busy.
const CHUNK_TEXTS: usize = 64;
/// Texts that are written at once: the most that is lost when the process is killed or the machine
/// stops.
const PART_TEXTS: usize = 16 * CHUNK_TEXTS;

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
    /// `embedder`, which are stored as they come. A text that was stored without its tokens is embedded
    /// again where they are wanted. `progress` is called once before the work and after each
    /// part of it, and not at all when nothing has to be embedded.
    ///
    /// # Errors
    /// When the embedder fails or runs another model, and when the file cannot be read or written.
    /// What was embedded before the error is stored.
    pub fn embed(
        &mut self,
        texts: &[Wanted<'_>],
        embedder: &dyn Embedder,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Embedded, StoreError> {
        let (found, expected) = (embedder.model().digest, self.model.digest);
        if found != expected {
            return Err(StoreError::OtherModel { found, expected });
        }
        let hashes: Vec<TextHash> = texts.iter().map(|wanted| format::hash(wanted.text)).collect();
        let each = || hashes.iter().zip(texts);
        // Of a text that comes twice, its tokens are wanted if they are once.
        let with_tokens: HashSet<&TextHash> =
            each().filter(|(_, wanted)| wanted.tokens).map(|(hash, _)| hash).collect();
        let mut seen = HashSet::with_capacity(texts.len());
        let mut missing = Vec::new();
        let mut damaged = 0;
        for (hash, wanted) in each() {
            let tokens = with_tokens.contains(hash);
            let known = self.unwritten.get(hash);
            let known = known.is_some_and(|known| known.tokens.is_some() || !tokens);
            if !seen.insert(hash) || known {
                continue;
            }
            let kept = self.file.check(hash, tokens);
            if kept != Kept::Whole {
                missing.push((*hash, Wanted { tokens, ..*wanted }));
                damaged += usize::from(kept == Kept::Damaged);
            }
        }
        if damaged > 0 {
            let path = self.file.path().display();
            tracing::warn!(%path, damaged, "stored vectors are damaged, and are made again");
        }
        let computed = missing.len();
        self.compute(&missing, embedder, progress)?;
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

    /// Embeds `missing`, and stores each part as it comes: its texts in their order, so that those of
    /// a clause and of its segments lie side by side.
    fn compute(
        &mut self,
        missing: &[(TextHash, Wanted<'_>)],
        embedder: &dyn Embedder,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(), StoreError> {
        let total = missing.len();
        if total == 0 {
            return Ok(());
        }
        let mut done = 0;
        progress(Progress { done, total });
        for part in missing.chunks(PART_TEXTS) {
            let mut embeddings: Vec<Option<PassageEmbedding>> = vec![None; part.len()];
            let mut embed = |chunk: &[usize]| -> Result<(), StoreError> {
                let texts: Vec<Wanted<'_>> = chunk.iter().map(|&at| part[at].1).collect();
                for (&at, embedding) in chunk.iter().zip(self.embeddings(&texts, embedder)?) {
                    embeddings[at] = Some(embedding);
                }
                done += chunk.len();
                progress(Progress { done, total });
                Ok(())
            };
            let embedded = by_length(part).chunks(CHUNK_TEXTS).try_for_each(&mut embed);
            // What was embedded before a failure is kept.
            let stored = part.iter().zip(&embeddings);
            let stored = stored.filter_map(|((hash, _), one)| Some((*hash, one.as_ref()?)));
            self.store(stored.collect())?;
            self.file.sync().map_err(|source| self.io_error(source))?;
            embedded?;
        }
        Ok(())
    }

    /// The vectors of a few texts.
    fn embeddings(
        &self,
        texts: &[Wanted<'_>],
        embedder: &dyn Embedder,
    ) -> Result<Vec<PassageEmbedding>, StoreError> {
        let embeddings = embedder.embed_passages(texts)?;
        let right = embeddings.iter().all(|one| has_shape(one, self.model.dimensions));
        if embeddings.len() != texts.len() || !right {
            return Err(StoreError::WrongShape);
        }
        let kept = |(embedding, wanted): (Embedding, &Wanted<'_>)| {
            let embedding = PassageEmbedding::from(embedding);
            if wanted.tokens { embedding } else { embedding.without_tokens() }
        };
        Ok(embeddings.into_iter().zip(texts).map(kept).collect())
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

/// The texts of `part`, the longest first. Texts of like length then share a run of the model, which
/// takes less padding, and the sessions end close together.
fn by_length(part: &[(TextHash, Wanted<'_>)]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..part.len()).collect();
    order.sort_by_key(|&at| Reverse(part[at].1.text.len()));
    order
}
