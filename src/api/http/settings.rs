//! How the server behaves.

use std::collections::BTreeMap;
use std::time::Duration;

use super::access::AccessSettings;
use super::editor::EDITOR_ASSETS;
use super::hosts::Hosts;

/// How the server behaves.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Scheme and host that the service is reached by; empty for relative links.
    pub public_url: String,
    /// Whether browsers get `GraphiQL` at `/graphql`.
    pub graphiql: bool,
    /// Where its files are.
    pub graphiql_assets: String,
    /// Whether the schema may be asked for.
    pub introspection: bool,
    /// The largest request body and the largest `WebSocket` message, in bytes.
    pub body_bytes_max: usize,
    /// The largest response, in bytes, before it is compressed.
    pub response_bytes_max: usize,
    /// How many requests may come in one body; 1 for no batches.
    pub batch_max: usize,
    /// Origins whose pages may read responses; `*` for all.
    pub cors_origins: Vec<String>,
    /// The names that it answers to.
    pub hosts: Hosts,
    /// Who may ask, and how often.
    pub access: AccessSettings,
    /// How many documents are kept that clients send by their hash; 0 for none.
    pub persisted_queries_max: u64,
    /// How many bytes these documents may take.
    pub persisted_query_bytes_max: u64,
    /// Documents that clients may ask by their ids.
    pub trusted_documents: BTreeMap<String, String>,
    /// Whether trusted documents are carried out and nothing else.
    pub trusted_documents_only: bool,
    /// Bytes of parsed documents that are kept.
    pub document_cache_bytes: u64,
    /// Bytes of kept responses.
    pub response_cache_bytes: u64,
    /// How long a response is kept.
    pub response_cache_ttl: Duration,
    /// What bounds `WebSocket` connections and event streams.
    pub streams: StreamLimits,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            public_url: String::new(),
            graphiql: true,
            graphiql_assets: EDITOR_ASSETS.to_owned(),
            introspection: true,
            body_bytes_max: 1 << 20,
            response_bytes_max: 16 << 20,
            batch_max: 1,
            cors_origins: Vec::new(),
            hosts: Hosts::default(),
            access: AccessSettings::default(),
            persisted_queries_max: 1_000,
            persisted_query_bytes_max: 8 << 20,
            trusted_documents: BTreeMap::new(),
            trusted_documents_only: false,
            document_cache_bytes: 8 << 20,
            response_cache_bytes: 32 << 20,
            response_cache_ttl: Duration::from_hours(1),
            streams: StreamLimits::default(),
        }
    }
}

/// What bounds `WebSocket` connections and event streams.
#[derive(Debug, Clone)]
pub struct StreamLimits {
    /// How many may be open at once.
    pub streams_max: usize,
    /// How many operations a `WebSocket` connection may carry at once.
    pub subscriptions_max: usize,
    /// How long a `WebSocket` client may take to say that it begins.
    pub init_wait: Duration,
    /// How long nothing may be heard from a `WebSocket` client.
    pub idle_max: Duration,
    /// How long an event stream may stay open.
    pub life_max: Duration,
}

impl Default for StreamLimits {
    fn default() -> Self {
        Self {
            streams_max: 1_024,
            subscriptions_max: 16,
            init_wait: Duration::from_secs(3),
            idle_max: Duration::from_mins(1),
            life_max: Duration::from_hours(1),
        }
    }
}
