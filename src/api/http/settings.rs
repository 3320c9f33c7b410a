//! How the server behaves.

use std::collections::BTreeMap;
use std::time::Duration;

use super::access::AccessSettings;
use super::hosts::Hosts;
use crate::api::bots::BotSettings;
use crate::service::Limits;

/// The numbers that hold unless a flag says otherwise. The flags show them as their defaults, and
/// [`Settings`] says what each bounds.
#[expect(
    missing_docs,
    reason = "the fields of `Settings` and `StreamLimits` have the documentation"
)]
pub mod defaults {
    pub const BODY_BYTES_MAX: u32 = 1 << 20;
    pub const UPLOAD_BYTES_MAX: u32 = 20 << 20;
    pub const RESPONSE_BYTES_MAX: u32 = 16 << 20;
    pub const BATCH_MAX: u16 = 1;
    pub const PERSISTED_QUERIES_MAX: u32 = 1_000;
    pub const PERSISTED_QUERY_BYTES_MAX: u32 = 8 << 20;
    pub const DOCUMENT_CACHE_BYTES: u64 = 8 << 20;
    pub const RESPONSE_CACHE_BYTES: u64 = 32 << 20;
    pub const STREAMS_MAX: u32 = 1_024;
    pub const STREAMS_PER_CLIENT: u32 = 64;
    pub const SUBSCRIPTIONS_MAX: u16 = 16;
    pub const STREAM_INIT_SECS: u16 = 3;
    pub const STREAM_IDLE_SECS: u16 = 60;
    pub const STREAM_LIFE_SECS: u32 = 3_600;
}

/// How the server behaves.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Scheme and host that the service is reached by; empty for relative links.
    pub public_url: String,
    /// Whether browsers get `GraphiQL` at `/graphql`.
    pub graphiql: bool,
    /// Whether introspection is allowed.
    pub introspection: bool,
    /// The largest request body and the largest `WebSocket` message, in bytes.
    pub body_bytes_max: usize,
    /// The largest response, in bytes, before it is compressed.
    pub response_bytes_max: usize,
    /// How many requests may come in one body; 1 for no batches.
    pub batch_max: usize,
    /// Origins whose pages may read responses; `*` for all.
    pub cors_origins: Vec<String>,
    /// The host names of the service.
    pub hosts: Hosts,
    /// Who may ask, and how often.
    pub access: AccessSettings,
    /// The most cached persisted queries; 0 turns them off.
    pub persisted_queries_max: u64,
    /// How many bytes these documents may take.
    pub persisted_query_bytes_max: u64,
    /// Trusted documents by id.
    pub trusted_documents: BTreeMap<String, String>,
    /// Whether only trusted documents are executed.
    pub trusted_documents_only: bool,
    /// Bytes of cached parsed documents.
    pub document_cache_bytes: u64,
    /// Bytes of cached responses.
    pub response_cache_bytes: u64,
    /// How long a response is cached.
    pub response_cache_ttl: Duration,
    /// What bounds `WebSocket` connections and event streams.
    pub streams: StreamLimits,
    /// The chat bots that are switched on.
    pub bots: BotSettings,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            public_url: String::new(),
            graphiql: true,
            introspection: true,
            body_bytes_max: defaults::BODY_BYTES_MAX as usize,
            response_bytes_max: defaults::RESPONSE_BYTES_MAX as usize,
            batch_max: usize::from(defaults::BATCH_MAX),
            cors_origins: Vec::new(),
            hosts: Hosts::default(),
            access: AccessSettings::default(),
            persisted_queries_max: defaults::PERSISTED_QUERIES_MAX.into(),
            persisted_query_bytes_max: defaults::PERSISTED_QUERY_BYTES_MAX.into(),
            trusted_documents: BTreeMap::new(),
            trusted_documents_only: false,
            document_cache_bytes: defaults::DOCUMENT_CACHE_BYTES,
            response_cache_bytes: defaults::RESPONSE_CACHE_BYTES,
            response_cache_ttl: Limits::DEFAULT.cache_ttl,
            streams: StreamLimits::default(),
            bots: BotSettings::default(),
        }
    }
}

/// What bounds `WebSocket` connections and event streams.
#[derive(Debug, Clone)]
pub struct StreamLimits {
    /// How many may be open at once.
    pub streams_max: usize,
    /// How many of them one client may have: one key, or one address.
    pub per_client_max: usize,
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
            streams_max: defaults::STREAMS_MAX as usize,
            per_client_max: defaults::STREAMS_PER_CLIENT as usize,
            subscriptions_max: usize::from(defaults::SUBSCRIPTIONS_MAX),
            init_wait: Duration::from_secs(defaults::STREAM_INIT_SECS.into()),
            idle_max: Duration::from_secs(defaults::STREAM_IDLE_SECS.into()),
            life_max: Duration::from_secs(defaults::STREAM_LIFE_SECS.into()),
        }
    }
}
