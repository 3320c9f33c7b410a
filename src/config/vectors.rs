//! Settings of where vectors are searched.

use std::time::Duration;

use clap::{Args, ValueEnum};
use secrecy::SecretString;

/// Settings of vectors.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Vectors")]
pub struct VectorConfig {
    /// Where vectors are searched: `flat` in this process, or `qdrant` in a Qdrant server that several
    /// services can share (needs a build with the feature `qdrant`)
    #[arg(
        long,
        env = "RAPPORTEUR_VECTOR_SEARCH",
        value_name = "WHERE",
        default_value = "flat",
        global = true
    )]
    pub vector_search: VectorSearch,

    /// gRPC addresses of the Qdrant nodes, separated by commas
    #[arg(
        long,
        env = "RAPPORTEUR_QDRANT_URL",
        value_name = "URLS",
        value_delimiter = ',',
        default_value = "http://127.0.0.1:6334",
        global = true
    )]
    pub qdrant_url: Vec<String>,

    /// API key for Qdrant
    #[arg(
        long,
        env = "RAPPORTEUR_QDRANT_API_KEY",
        value_name = "KEY",
        hide_env_values = true,
        global = true
    )]
    pub qdrant_api_key: Option<SecretString>,

    /// Alias of the current collection in Qdrant, and the prefix of the collections' names
    #[arg(
        long,
        env = "RAPPORTEUR_QDRANT_COLLECTION",
        value_name = "NAME",
        default_value = "rapporteur",
        global = true
    )]
    pub qdrant_collection: String,

    /// Shards of a new collection in Qdrant; at least as many as there will be nodes
    #[arg(
        long,
        env = "RAPPORTEUR_QDRANT_SHARDS",
        value_name = "COUNT",
        default_value_t = 6,
        value_parser = clap::value_parser!(u32).range(1..=1_024),
        global = true
    )]
    pub qdrant_shards: u32,

    /// Replicas of each shard of a new collection in Qdrant; each write goes to more than half of them
    #[arg(
        long,
        env = "RAPPORTEUR_QDRANT_REPLICAS",
        value_name = "COUNT",
        default_value_t = 3,
        value_parser = clap::value_parser!(u32).range(1..=64),
        global = true
    )]
    pub qdrant_replicas: u32,

    /// Milliseconds that a call of Qdrant may take, over all nodes; after that, clauses are ranked by words alone
    #[arg(
        long,
        env = "RAPPORTEUR_QDRANT_DEADLINE_MS",
        value_name = "MILLISECONDS",
        default_value_t = 2_000,
        value_parser = clap::value_parser!(u64).range(10..=600_000),
        global = true
    )]
    pub qdrant_deadline_ms: u64,
}

/// Where vectors are searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum VectorSearch {
    /// In this process.
    Flat,
    /// In Qdrant.
    Qdrant,
}

impl VectorConfig {
    /// How long a search in Qdrant may take.
    pub const fn qdrant_patience(&self) -> Duration {
        Duration::from_millis(self.qdrant_deadline_ms)
    }
}
