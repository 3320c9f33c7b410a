//! The stored index of a corpus, for the next start.

use std::convert::Infallible;
use std::io;
use std::path::Path;
use std::sync::Arc;

use columns::{Damaged, Sections};
use sha2::{Digest as _, Sha256};

use crate::backends::{IndexFile, IndexFolder, MadeAgain, StoredPassages, processor};
use crate::corpus;
use crate::domain::{Corpus, Digest};
use crate::retrieval::Embedder;
use crate::service::{Engine, INDEX_VERSION};

/// Which parts of the data folder are verified before the first answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Check {
    /// The parts that every answer needs. Vectors, if they are many, and earlier states of the corpus are verified
    /// when they are read.
    Used,
    /// All parts.
    Everything,
}

/// The place of the index of some files, embedded by some model.
pub(super) struct StoredIndex<'a> {
    folder: IndexFolder,
    key: Digest,
    data_dir: &'a Path,
    embedder: &'a Arc<dyn Embedder>,
}

/// An index that was opened.
pub(super) struct Opened {
    pub(super) engine: Engine,
    pub(super) file: IndexFile,
    /// How many texts of the corpus have vectors.
    pub(super) passages: usize,
}

impl<'a> StoredIndex<'a> {
    /// The index of the files with this digest, with vectors of `embedder`, in the folder `data_dir`.
    pub(super) fn new(files: Digest, embedder: &'a Arc<dyn Embedder>, data_dir: &'a Path) -> Self {
        let mut key = Sha256::new();
        key.update(INDEX_VERSION.to_le_bytes());
        key.update(files.0);
        key.update(embedder.model().digest.0);
        // Vectors of two kinds of processor are not the same.
        key.update(processor());
        let key = Digest(key.finalize().into());
        Self { folder: IndexFolder::in_folder(data_dir), key, data_dir, embedder }
    }

    /// The index of the same corpus, with vectors in the engine `name`.
    #[cfg(feature = "qdrant")]
    pub(super) fn beside(self, name: &str) -> Self {
        let mut key = Sha256::new();
        key.update(self.key.0);
        key.update(name);
        Self { key: Digest(key.finalize().into()), ..self }
    }

    /// Opens the index, if it exists and is intact. A damaged one is reported and removed.
    pub(super) fn open(&self, check: Check) -> Option<Opened> {
        let restored = |sections: &Sections| Ok::<_, Infallible>(self.restore(sections, check));
        self.open_by(restored).unwrap_or_else(|never| match never {})
    }

    /// The same, with the engine and the number of vectors made by `restore`.
    ///
    /// # Errors
    /// Errors of `restore` other than damage to the file.
    pub(super) fn open_by<E>(
        &self,
        restore: impl FnOnce(&Sections) -> Result<Result<(Engine, usize), Damaged>, E>,
    ) -> Result<Option<Opened>, E> {
        let Some(file) = self.folder.open(self.key) else { return Ok(None) };
        Ok(match restore(file.sections())? {
            Ok((engine, passages)) => Some(Opened { engine, file, passages }),
            Err(error) => {
                let folder = self.folder.path().display();
                tracing::warn!(%folder, %error, "the stored index cannot be used, and is built again from the documents");
                self.folder.remove(self.key);
                None
            }
        })
    }

    fn restore(&self, sections: &Sections, check: Check) -> Result<(Engine, usize), Damaged> {
        let corpus = Arc::new(corpus::restore(sections)?);
        let model = self.embedder.model();
        let vectors = StoredPassages::restore(sections, self.data_dir, model)?;
        if check == Check::Everything && !vectors.are_whole() {
            return Err(Damaged::new("passages"));
        }
        let vectors = vectors.open(made_again(&corpus, self.embedder))?;
        let passages = vectors.len();
        Ok((Engine::restore(corpus, vectors, sections)?, passages))
    }

    /// Stores `engine`, with `sections` that have the places of its vectors.
    ///
    /// # Errors
    /// What the system reports.
    pub(super) fn write(&self, engine: &Engine, mut sections: Sections) -> io::Result<()> {
        corpus::store(engine.corpus(), &mut sections);
        engine.store(&mut sections);
        self.folder.write(self.key, &sections)
    }

    /// Its folder.
    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }
}

/// Recomputes damaged vectors of `corpus`.
pub(super) fn made_again(corpus: &Arc<Corpus>, embedder: &Arc<dyn Embedder>) -> MadeAgain {
    let corpus = Arc::clone(corpus);
    MadeAgain::new(Arc::clone(embedder), move |passage| Engine::passage(&corpus, passage))
}
