//! The vectors of clauses in Qdrant, for corpora beyond one machine. Several services share them. While Qdrant is
//! unavailable, clauses are ranked by words alone. Only with the cargo feature `qdrant`.
//!
//! Each state of the corpus and each model have a collection of their own, named by the digests of both, so
//! that services with other documents do not use it. An alias points to the collection completed last.

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

/// Raised with every change to the contents of collections.
const VERSION: u32 = 2;

/// How to reach and use Qdrant.
#[derive(Debug, Clone)]
pub struct QdrantOptions {
    /// Addresses of its nodes, for gRPC.
    pub urls: Vec<String>,
    /// Its API key.
    pub api_key: Option<SecretString>,
    /// Alias of the collection completed last, and the prefix of the collections' names.
    pub alias: String,
    /// Shards of a collection.
    pub shards: u32,
    /// Replicas of each shard.
    pub replicas: u32,
    /// How long a search may take, over all nodes.
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
    /// The shared data is missing or damaged.
    #[error(
        "read the shared data of the collection {0}: it is damaged; delete the collection, and run `rapporteur index --vector-search qdrant`"
    )]
    Shared(String),
    /// Vectors of this process, which are to be brought there, cannot be had.
    #[error("{0}; run `rapporteur index`, which mends them")]
    Vectors(String),
    /// The engine does not answer, or refuses.
    #[error("ask Qdrant: {0}; check --qdrant-url and --qdrant-api-key")]
    Failed(String),
    /// The system refuses to start threads.
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
