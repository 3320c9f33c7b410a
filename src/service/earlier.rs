//! A document of an earlier state of the corpus, as it is kept in memory.

use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::Corpus;

/// A document as it was in an earlier state of the corpus.
#[derive(Debug, Clone)]
pub(super) struct Earlier {
    /// That document alone, under the digest of the whole state.
    pub(super) corpus: Arc<Corpus>,
    pub(super) served_since: Timestamp,
}

impl Earlier {
    /// Roughly how many bytes it takes.
    pub(super) fn bytes(&self) -> u32 {
        let text: usize = self.corpus.documents().iter().map(|d| 2 * d.text.as_str().len()).sum();
        u32::try_from(text + 4_096).unwrap_or(u32::MAX)
    }
}

/// What names a document of an earlier state: the first digits of the state's digest, and its id.
pub(super) type EarlierKey = (String, String);
