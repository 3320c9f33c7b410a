//! Settings of the GraphQL endpoint.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

use crate::api::http::{Settings, StreamLimits, defaults};

/// Settings of the GraphQL endpoint.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "GraphQL")]
pub struct GraphqlConfig {
    /// Whether clients may query the schema (introspection)
    #[arg(
        long,
        env = "RAPPORTEUR_INTROSPECTION",
        value_name = "SWITCH",
        default_value = "on",
        global = true
    )]
    pub introspection: Switch,

    /// The most requests in one body; 1 for no batches
    #[arg(
        long,
        env = "RAPPORTEUR_BATCH_MAX",
        value_name = "COUNT",
        default_value_t = defaults::BATCH_MAX,
        value_parser = clap::value_parser!(u16).range(1..=100),
        global = true
    )]
    pub batch_max: u16,

    /// The most automatic persisted queries that are cached; 0 to turn them off
    #[arg(
        long,
        env = "RAPPORTEUR_PERSISTED_QUERIES_MAX",
        value_name = "COUNT",
        default_value_t = defaults::PERSISTED_QUERIES_MAX,
        global = true
    )]
    pub persisted_queries_max: u32,

    /// Bytes of cached persisted queries
    #[arg(
        long,
        env = "RAPPORTEUR_PERSISTED_QUERY_BYTES_MAX",
        value_name = "BYTES",
        default_value_t = defaults::PERSISTED_QUERY_BYTES_MAX,
        value_parser = clap::value_parser!(u32).range(1_024..),
        global = true
    )]
    pub persisted_query_bytes_max: u32,

    /// Manifest of trusted documents, or a folder of manifests, in the format of Apollo or of Relay
    #[arg(long, env = "RAPPORTEUR_TRUSTED_DOCUMENTS", value_name = "PATH", global = true)]
    pub trusted_documents: Option<PathBuf>,

    /// Whether only trusted documents are executed
    #[arg(
        long,
        env = "RAPPORTEUR_TRUSTED_DOCUMENTS_ONLY",
        value_name = "SWITCH",
        default_value = "off",
        global = true
    )]
    pub trusted_documents_only: Switch,

    /// Bytes of cached parsed documents; 0 for no cache
    #[arg(
        long,
        env = "RAPPORTEUR_DOCUMENT_CACHE_BYTES",
        value_name = "BYTES",
        default_value_t = defaults::DOCUMENT_CACHE_BYTES,
        global = true
    )]
    pub document_cache_bytes: u64,

    /// Bytes of cached responses; 0 for no cache
    #[arg(
        long,
        env = "RAPPORTEUR_RESPONSE_CACHE_BYTES",
        value_name = "BYTES",
        default_value_t = defaults::RESPONSE_CACHE_BYTES,
        global = true
    )]
    pub response_cache_bytes: u64,

    /// The most open WebSocket connections and event streams
    #[arg(
        long,
        env = "RAPPORTEUR_STREAMS_MAX",
        value_name = "COUNT",
        default_value_t = defaults::STREAMS_MAX,
        global = true
    )]
    pub streams_max: u32,

    /// The most WebSocket connections and event streams of one client: one key, or one address (IPv6: one /64)
    #[arg(
        long,
        env = "RAPPORTEUR_STREAMS_PER_CLIENT",
        value_name = "COUNT",
        default_value_t = defaults::STREAMS_PER_CLIENT,
        value_parser = clap::value_parser!(u32).range(1..),
        global = true
    )]
    pub streams_per_client: u32,

    /// The most operations at a time on one WebSocket connection
    #[arg(
        long,
        env = "RAPPORTEUR_SUBSCRIPTIONS_MAX",
        value_name = "COUNT",
        default_value_t = defaults::SUBSCRIPTIONS_MAX,
        value_parser = clap::value_parser!(u16).range(1..=1_024),
        global = true
    )]
    pub subscriptions_max: u16,

    /// Seconds within which a WebSocket client has to send `connection_init`
    #[arg(
        long,
        env = "RAPPORTEUR_STREAM_INIT_SECS",
        value_name = "SECONDS",
        default_value_t = defaults::STREAM_INIT_SECS,
        value_parser = clap::value_parser!(u16).range(1..=60),
        global = true
    )]
    pub stream_init_secs: u16,

    /// Seconds after which a WebSocket connection without messages or operations is closed
    #[arg(
        long,
        env = "RAPPORTEUR_STREAM_IDLE_SECS",
        value_name = "SECONDS",
        default_value_t = defaults::STREAM_IDLE_SECS,
        value_parser = clap::value_parser!(u16).range(1..=3_600),
        global = true
    )]
    pub stream_idle_secs: u16,

    /// Seconds after which an event stream is closed; clients then open another
    #[arg(
        long,
        env = "RAPPORTEUR_STREAM_LIFE_SECS",
        value_name = "SECONDS",
        default_value_t = defaults::STREAM_LIFE_SECS,
        value_parser = clap::value_parser!(u32).range(1..=86_400),
        global = true
    )]
    pub stream_life_secs: u32,
}

/// A switch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Switch {
    /// On.
    On,
    /// Off.
    Off,
}

impl Switch {
    /// Whether it is on.
    pub fn is_on(self) -> bool {
        self == Self::On
    }
}

impl GraphqlConfig {
    /// `settings` with these; trusted documents are read elsewhere.
    pub(super) fn apply(&self, settings: Settings, response_cache_ttl: Duration) -> Settings {
        Settings {
            introspection: self.introspection == Switch::On,
            batch_max: usize::from(self.batch_max),
            persisted_queries_max: u64::from(self.persisted_queries_max),
            persisted_query_bytes_max: u64::from(self.persisted_query_bytes_max),
            trusted_documents_only: self.trusted_documents_only == Switch::On,
            document_cache_bytes: self.document_cache_bytes,
            response_cache_bytes: self.response_cache_bytes,
            response_cache_ttl,
            streams: StreamLimits {
                streams_max: self.streams_max as usize,
                per_client_max: self.streams_per_client as usize,
                subscriptions_max: usize::from(self.subscriptions_max),
                init_wait: Duration::from_secs(u64::from(self.stream_init_secs)),
                idle_max: Duration::from_secs(u64::from(self.stream_idle_secs)),
                life_max: Duration::from_secs(u64::from(self.stream_life_secs)),
            },
            ..settings
        }
    }
}
