//! The index of a corpus, kept from one start to the next.

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

/// What of the data folder is compared with its checksums before anything is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Check {
    /// What answers are made from. Of many vectors, and of earlier states of the corpus, each is
    /// compared when it is read.
    Used,
    /// All of it.
    Everything,
}

/// Where the index of some files, embedded by some model, is kept.
pub(super) struct StoredIndex<'a> {
    folder: IndexFolder,
    key: Digest,
    data_dir: &'a Path,
    embedder: &'a Arc<dyn Embedder>,
}

/// An index that was kept.
pub(super) struct Opened {
    pub(super) engine: Engine,
    pub(super) file: IndexFile,
    /// How many texts of the corpus have vectors.
    pub(super) passages: usize,
}

impl<'a> StoredIndex<'a> {
    /// The index of the files with this digest, all together, with vectors of `embedder`, in the
    /// folder `data_dir`.
    pub(super) fn of(files: Digest, embedder: &'a Arc<dyn Embedder>, data_dir: &'a Path) -> Self {
        let mut key = Sha256::new();
        key.update(INDEX_VERSION.to_le_bytes());
        key.update(files.0);
        key.update(embedder.model().digest.0);
        // Vectors of two kinds of processor are not the same.
        key.update(processor());
        let key = Digest(key.finalize().into());
        Self { folder: IndexFolder::in_folder(data_dir), key, data_dir, embedder }
    }

    /// The same corpus, with vectors that are searched in an engine that goes by `name`.
    #[cfg(feature = "qdrant")]
    pub(super) fn beside(self, name: &str) -> Self {
        let mut key = Sha256::new();
        key.update(self.key.0);
        key.update(name);
        Self { key: Digest(key.finalize().into()), ..self }
    }

    /// Opens it, if it is there and whole; one that is damaged is reported and removed.
    pub(super) fn open(&self, check: Check) -> Option<Opened> {
        let restored = |sections: &Sections| Ok::<_, Infallible>(self.restore(sections, check));
        self.open_by(restored).unwrap_or_else(|never| match never {})
    }

    /// The same, put together by `restore`: the engine, and how many texts have vectors.
    ///
    /// # Errors
    /// Those of `restore` that are not the file's fault.
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

    /// Keeps `engine`; among `sections` are the places of its vectors.
    ///
    /// # Errors
    /// What the system reports.
    pub(super) fn write(&self, engine: &Engine, mut sections: Sections) -> io::Result<()> {
        corpus::store(engine.corpus(), &mut sections);
        engine.store(&mut sections);
        self.folder.write(self.key, &sections)
    }

    /// Where it is kept.
    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }
}

/// What makes vectors of `corpus` again that are damaged.
pub(super) fn made_again(corpus: &Arc<Corpus>, embedder: &Arc<dyn Embedder>) -> MadeAgain {
    let corpus = Arc::clone(corpus);
    MadeAgain::new(Arc::clone(embedder), move |passage| Engine::passage(&corpus, passage))
}
