//! Ports: what ranking needs of the outside world.

use std::borrow::Cow;
use std::fmt::Debug;

use columns::Sections;
use serde::Deserialize;

use super::admitted::Admitted;
use super::clause_record::ClauseRecord;
use super::embedding::Embedding;
use super::token_signs::TokenSigns;
use crate::domain::{Digest, Stopped};

/// Turns texts into vectors. Implementations are shared between threads and do their own
/// queueing; a call blocks until its vectors are there.
pub trait Embedder: Send + Sync {
    /// The model behind it.
    fn model(&self) -> &ModelInfo;

    /// Embeds `texts`, one embedding for each, in the same order. A text's embedding does not
    /// depend on the other texts of the call.
    ///
    /// # Errors
    /// When the model fails or its queue is closed.
    fn embed(&self, texts: &[&str], priority: Priority) -> Result<Vec<Embedding>, EmbedError>;

    /// Begins to embed `texts`, and does not wait for their embeddings if it can help it.
    ///
    /// # Errors
    /// As [`Embedder::embed`]; what fails later comes with the embeddings.
    fn begin<'e>(
        &'e self,
        texts: &[&str],
        priority: Priority,
    ) -> Result<PendingEmbeddings<'e>, EmbedError> {
        let embeddings = self.embed(texts, priority)?;
        Ok(PendingEmbeddings::new(move || Ok(embeddings)))
    }

    /// Whether `word`, in lower case, is one token of the model's vocabulary: then it is a common
    /// word of its language, rightly spelt. A model that cannot tell knows none.
    fn knows(&self, word: &str) -> bool;
}

/// Embeddings under way.
pub struct PendingEmbeddings<'e>(Wait<'e>);

type Wait<'e> = Box<dyn FnOnce() -> Result<Vec<Embedding>, EmbedError> + Send + 'e>;

impl<'e> PendingEmbeddings<'e> {
    /// Embeddings that `wait` waits for.
    pub fn new(wait: impl FnOnce() -> Result<Vec<Embedding>, EmbedError> + Send + 'e) -> Self {
        Self(Box::new(wait))
    }

    /// Waits until they are there.
    ///
    /// # Errors
    /// As [`Embedder::embed`].
    pub fn wait(self) -> Result<Vec<Embedding>, EmbedError> {
        (self.0)()
    }
}

/// A model that reads a question and a passage together: slower than comparing their vectors, and
/// more exact. Implementations are shared between threads; a call blocks until it has its scores.
pub trait Reranker: Debug + Send + Sync {
    /// How well each of `passages` answers `question`, in their order: the greater the better, on a
    /// scale of the model's own. Scores of one call may be compared with each other.
    ///
    /// # Errors
    /// When the model fails.
    fn scores(&self, question: &str, passages: &[&str]) -> Result<Vec<f32>, RerankError>;
}

/// Where the vectors of a corpus lie: in memory, or in a file of which little is looked at for one
/// question. Passages are numbered in the order of [`super::Index::passages`].
pub trait PassageVectors: Debug + Send + Sync {
    /// How many passages there are.
    fn len(&self) -> usize;

    /// Whether there is none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The vector of a passage, of unit length.
    ///
    /// # Errors
    /// When it cannot be had: a damaged one is never handed out.
    fn vector(&self, passage: usize) -> Result<Cow<'_, [f32]>, VectorsUnavailable>;

    /// The vectors of a passage's tokens.
    ///
    /// # Errors
    /// As for [`Self::vector`].
    fn tokens(&self, passage: usize) -> Result<Cow<'_, TokenSigns>, VectorsUnavailable>;
}

/// Where the vectors of a corpus's clauses are searched and compared: in this process, or in an
/// engine that several share. Clauses go by their positions.
pub trait ClauseVectors: Debug + Send + Sync {
    /// How many clauses there are.
    fn len(&self) -> usize;

    /// Whether there is none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The `most` clauses of `admitted` whose vectors are nearest to `vector`, best first.
    ///
    /// # Errors
    /// When they cannot be searched at the moment.
    fn nearest(
        &self,
        vector: &[f32],
        most: usize,
        admitted: &Admitted,
    ) -> Result<Vec<(usize, f32)>, VectorsUnavailable>;

    /// Brings the vectors of `clauses` within reach of what is below, all at once.
    ///
    /// # Errors
    /// When they cannot be had at the moment.
    fn fetch(&self, _clauses: &[usize]) -> Result<(), VectorsUnavailable> {
        Ok(())
    }

    /// Cosine of `vector` with a clause, in its context. Here and below, what cannot be had counts
    /// as being near to nothing.
    fn cosine(&self, clause: usize, vector: &[f32]) -> f32;

    /// Cosine of `vector` with each segment of a clause; empty where it has but one.
    fn segment_cosines(&self, clause: usize, vector: &[f32]) -> Vec<f32>;

    /// The vector of a clause, in its context.
    fn vector(&self, clause: usize) -> Vec<f32>;

    /// The vector of what a clause says that is nearest to `vector`: of one of its segments, or of
    /// the whole where it has but one.
    fn nearest_segment(&self, clause: usize, vector: &[f32]) -> Vec<f32>;

    /// The vectors of a clause's tokens.
    ///
    /// # Errors
    /// When they cannot be had at the moment.
    fn tokens(&self, clause: usize) -> Result<Cow<'_, TokenSigns>, VectorsUnavailable>;

    /// All that is compared of a clause, to be kept elsewhere.
    fn record(&self, clause: usize) -> Option<ClauseRecord>;

    /// Puts what is kept of them in the file of the index among `sections`.
    fn store(&self, _sections: &mut Sections) {}
}

/// Vectors cannot be searched or had at the moment.
#[derive(Debug, Clone, thiserror::Error)]
#[error("search vectors: {0}")]
pub struct VectorsUnavailable(pub String);

/// Which model made a vector, and what is known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelInfo {
    /// Its name, such as `all-MiniLM-L6-v2 (int8)`.
    pub name: String,
    /// SHA-256 over its files: vectors of different digests are never mixed.
    pub digest: Digest,
    /// Components of a vector.
    pub dimensions: usize,
    /// The languages that it knows, as BCP 47 tags; none where nothing says so.
    pub languages: Vec<String>,
    /// How its cosines spread.
    pub cosines: Cosines,
}

/// How the cosines of a model spread: what is near and what is not depends on it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cosines {
    /// Those of texts that have nothing in common are around zero.
    #[default]
    Wide,
    /// All are near one, as those of E5, which was trained at a low temperature (Wang et al. 2022).
    Narrow,
}

impl Cosines {
    /// From this one on, two words mean about the same: below, words that only share a field do.
    pub(crate) const fn related_min(self) -> f32 {
        match self {
            Self::Wide => 0.55,
            Self::Narrow => 0.88,
        }
    }
}

impl ModelInfo {
    /// A model of which no more is known.
    pub const fn new(name: String, digest: Digest, dimensions: usize) -> Self {
        Self { name, digest, dimensions, languages: Vec::new(), cosines: Cosines::Wide }
    }

    /// Whether it knows `language`, a BCP 47 tag; so it is taken to where nothing says so.
    pub fn knows_language(&self, language: &str) -> bool {
        self.languages.is_empty() || self.languages.iter().any(|known| known == language)
    }
}

/// What a text is, and with it whose work goes first. Models may be told questions from passages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// A question that somebody waits for.
    Question,
    /// A passage that somebody waits for.
    Passage,
    /// Passages: the corpus, at startup or reload.
    Bulk,
}

/// The model could not embed a text.
#[derive(Debug, Clone, thiserror::Error)]
#[error("embed text: {0}")]
pub struct EmbedError(pub String);

/// The model could not rerank clauses.
#[derive(Debug, Clone, thiserror::Error)]
#[error("rerank clauses: {0}")]
pub struct RerankError(pub String);

/// Clauses were not ranked.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Unranked {
    /// Vectors take part, and cannot be searched or had at the moment.
    #[error(transparent)]
    Vectors(#[from] VectorsUnavailable),
    /// It was told to stop.
    #[error(transparent)]
    Stopped(#[from] Stopped),
}

/// A question could not be ranked for: a model failed, or nobody waits for it any more.
#[derive(Debug, Clone, thiserror::Error)]
pub enum RankError {
    /// The embedding model.
    #[error(transparent)]
    Embed(#[from] EmbedError),
    /// The reranking model.
    #[error(transparent)]
    Rerank(#[from] RerankError),
    /// It was told to stop.
    #[error(transparent)]
    Stopped(#[from] Stopped),
}
