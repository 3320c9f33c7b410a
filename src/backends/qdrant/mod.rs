//! The vectors of clauses in Qdrant, for corpora past one machine: several services share them, and
//! go on by words alone while it is away. Only with the cargo feature `qdrant`.
//!
//! Each state of the corpus has a collection of its own, by its digest and the model's: services
//! that have read other documents do not meet it. An alias points to the last that was completed.

mod collection;
mod upload;
mod vectors;

use std::io;
use std::time::Duration;

use secrecy::SecretString;
use sha2::{Digest as _, Sha256};

use crate::backends::nodes::Failure;
use crate::domain::{Corpus, Digest};
use crate::retrieval::ModelInfo;

pub use upload::{Uploaded, upload};
pub use vectors::QdrantVectors;

/// Raised with every change to what a collection holds.
const VERSION: u32 = 1;

/// Where Qdrant is, and how it is used.
#[derive(Debug, Clone)]
pub struct QdrantOptions {
    /// Addresses of its nodes, for gRPC.
    pub urls: Vec<String>,
    /// The key that it asks for.
    pub api_key: Option<SecretString>,
    /// Alias of the last collection that was completed, and the beginning of each one's name.
    pub alias: String,
    /// Parts of a collection.
    pub shards: u32,
    /// Copies of each part.
    pub replicas: u32,
    /// How long a search may take, on however many nodes.
    pub patience: Duration,
}

/// Qdrant cannot be used. Completes "failed to ...".
#[derive(Debug, thiserror::Error)]
pub enum QdrantError {
    /// There is no collection for the corpus.
    #[error(
        "use the collection {collection}: {reason}; upload this corpus by `rapporteur index --vector-search qdrant`"
    )]
    Missing {
        /// Its name.
        collection: String,
        /// What the engine says.
        reason: String,
    },
    /// The collection does not have all clauses.
    #[error(
        "use the collection {collection}: it has {count} points, but needs at least {clauses}; run `rapporteur index --vector-search qdrant` again"
    )]
    Incomplete {
        /// Its name.
        collection: String,
        /// How many points it has.
        count: u64,
        /// How many it should have.
        clauses: u64,
    },
    /// What is shared is not there.
    #[error(
        "read the shared data of the collection {0}: it is damaged; delete the collection, and run `rapporteur index --vector-search qdrant`"
    )]
    Shared(String),
    /// The engine does not answer, or refuses.
    #[error("ask Qdrant: {0}; check --qdrant-url and --qdrant-api-key")]
    Failed(String),
    /// The system does not let threads start.
    #[error("start the Qdrant client: {0}")]
    Runtime(#[source] io::Error),
}

impl From<Failure> for QdrantError {
    fn from(failure: Failure) -> Self {
        let (Failure::Passing(reason) | Failure::Lasting(reason)) = failure;
        Self::Failed(reason)
    }
}

/// The name of the collection for `corpus` by `model`.
fn collection_of(options: &QdrantOptions, corpus: &Corpus, model: &ModelInfo) -> String {
    let mut key = Sha256::new();
    key.update(VERSION.to_le_bytes());
    key.update(corpus.digest().0);
    key.update(model.digest.0);
    format!("{}-{}", options.alias, Digest(key.finalize().into()).short())
}
