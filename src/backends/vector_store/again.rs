//! Recomputes vectors that are damaged on disk, when they are needed.

use std::fmt;
use std::sync::Arc;

use super::format::has_shape;
use crate::retrieval::{EmbedError, Embedder, PassageEmbedding, Priority};

/// Text of a passage by its number.
type TextOf = Box<dyn Fn(usize) -> Option<String> + Send + Sync>;

/// Recomputes the vectors of a passage.
pub struct MadeAgain {
    text: TextOf,
    embedder: Arc<dyn Embedder>,
}

impl MadeAgain {
    /// `embedder` must run the model of the stored vectors; `text` gives the text of each passage.
    pub fn new(
        embedder: Arc<dyn Embedder>,
        text: impl Fn(usize) -> Option<String> + Send + Sync + 'static,
    ) -> Self {
        Self { text: Box::new(text), embedder }
    }

    /// The vectors of a passage.
    pub(super) fn passage(&self, passage: usize) -> Result<PassageEmbedding, EmbedError> {
        let text = (self.text)(passage);
        let text = text.ok_or_else(|| EmbedError("there is no such passage".to_owned()))?;
        let embedding = self.embedder.embed(&[&text], Priority::Passage)?.pop();
        let right = embedding.filter(|one| has_shape(one, self.embedder.model().dimensions));
        let wrong = || EmbedError("the model returned vectors of a wrong shape".to_owned());
        right.map(PassageEmbedding::from).ok_or_else(wrong)
    }
}

impl fmt::Debug for MadeAgain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MadeAgain({})", self.embedder.model().name)
    }
}
