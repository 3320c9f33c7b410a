//! The index of a corpus, kept from one start to the next.

use std::convert::Infallible;
use std::io;
use std::path::Path;
use std::sync::Arc;

use columns::{Damaged, Sections};
use sha2::{Digest as _, Sha256};

use crate::backends::{IndexFile, IndexFolder, StoredPassages, processor};
use crate::corpus;
use crate::domain::Digest;
use crate::retrieval::ModelInfo;
use crate::service::{Engine, INDEX_VERSION};

/// Where the index of some files, embedded by some model, is kept.
pub(super) struct StoredIndex<'a> {
    folder: IndexFolder,
    key: Digest,
    data_dir: &'a Path,
    model: &'a ModelInfo,
}

/// An index that was kept.
pub(super) struct Opened {
    pub(super) engine: Engine,
    pub(super) file: IndexFile,
    /// How many texts of the corpus have vectors.
    pub(super) passages: usize,
}

impl<'a> StoredIndex<'a> {
    /// The index of the files with this digest, all together, in the folder `data_dir`.
    pub(super) fn of(files: Digest, model: &'a ModelInfo, data_dir: &'a Path) -> Self {
        let mut key = Sha256::new();
        key.update(INDEX_VERSION.to_le_bytes());
        key.update(files.0);
        key.update(model.digest.0);
        // Vectors of two kinds of processor are not the same.
        key.update(processor());
        let key = Digest(key.finalize().into());
        Self { folder: IndexFolder::of(data_dir), key, data_dir, model }
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
    pub(super) fn open(&self) -> Option<Opened> {
        let restored = |sections: &Sections| Ok::<_, Infallible>(self.restore(sections));
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
                tracing::warn!(%folder, %error, "the index that was kept is made again");
                self.folder.remove(self.key);
                None
            }
        })
    }

    fn restore(&self, sections: &Sections) -> Result<(Engine, usize), Damaged> {
        let corpus = Arc::new(corpus::restore(sections)?);
        let vectors = StoredPassages::restore(sections, self.data_dir, self.model)?.open()?;
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
