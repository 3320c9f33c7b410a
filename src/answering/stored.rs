//! An engine among the sections of a file, and back.

use std::sync::Arc;

use super::Engine;
use crate::columns::{Damaged, Sections};
use crate::domain::Corpus;
use crate::quoting::QuoteIndex;
use crate::retrieval::{ClauseVectors, FlatVectors, Index, PassageVectors};

/// Raised whenever what is stored of a corpus would be other bytes than before: an index of another
/// version is made again.
pub const INDEX_VERSION: u32 = 4;

impl Engine {
    /// Puts what was worked out about the corpus among `sections`; the corpus itself and the vectors
    /// are kept elsewhere.
    pub fn store(&self, sections: &mut Sections) {
        self.index.store(sections);
        self.quotes.store(sections);
    }

    /// Reads what [`Self::store`] put there about `corpus`, with the vectors of its passages.
    ///
    /// # Errors
    /// When something is not there, does not go together, or is of another corpus.
    pub fn restore(
        corpus: Arc<Corpus>,
        passages: Arc<dyn PassageVectors>,
        sections: &Sections,
    ) -> Result<Self, Damaged> {
        let vectors = FlatVectors::restore(sections, passages)?;
        Self::restore_over(corpus, Arc::new(vectors), sections)
    }

    /// The same over vectors that are searched elsewhere.
    ///
    /// # Errors
    /// As [`Self::restore`].
    pub fn restore_over(
        corpus: Arc<Corpus>,
        vectors: Arc<dyn ClauseVectors>,
        sections: &Sections,
    ) -> Result<Self, Damaged> {
        let index = Index::restore(sections, &corpus, vectors)?;
        let quotes = QuoteIndex::restore(sections, &corpus)?;
        Ok(Self::of(corpus, index, quotes))
    }

    /// Indexes `corpus` over vectors that are searched elsewhere, with what of them
    /// [`Index::store_shared`] put among `sections`.
    ///
    /// # Errors
    /// When something is not there, does not go together, or is of another corpus.
    pub fn over_shared(
        corpus: Arc<Corpus>,
        vectors: Arc<dyn ClauseVectors>,
        sections: &Sections,
    ) -> Result<Self, Damaged> {
        let index = Index::over(&corpus, vectors, sections)?;
        let quotes = QuoteIndex::build(&corpus);
        Ok(Self::of(corpus, index, quotes))
    }
}
