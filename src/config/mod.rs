//! Floor 7: every setting, in one place.
//!
//! A field of [`Config`] is at once a flag, an environment variable, a key of the configuration
//! file, a default and its documentation. Flags come before the environment, that before the
//! file, that before the defaults.

mod access;
mod bots;
mod docs;
mod file;
mod graphql;
mod locate;
mod operations;
mod phrasing;
mod public_url;
mod vectors;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

use crate::api::http::{AccessSettings, Hosts, Settings, defaults};
use crate::service::{KeyRing, Limits};

pub use access::{AccessConfig, AnonymousRead, ProxyHeaderName};
pub use bots::BotConfig;
pub use docs::{env_example, settings_page};
pub use file::{ConfigError, with_file};
pub use graphql::{GraphqlConfig, Switch};
pub use locate::{DEFAULT_MODEL, locate_model, locate_runtime};
pub use operations::OperationConfig;
pub use phrasing::PhrasingConfig;
pub use vectors::{VectorConfig, VectorSearch};

/// The settings of every command.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Basic settings")]
pub struct Config {
    /// Configuration file in TOML; its keys are the names of these flags. By default
    /// `rapporteur.toml` in the current folder, if it exists
    #[arg(long, env = "RAPPORTEUR_CONFIG", value_name = "FILE", global = true)]
    pub config: Option<PathBuf>,

    /// Address and port to listen on
    #[arg(
        long,
        env = "RAPPORTEUR_LISTEN",
        value_name = "ADDR",
        default_value = "127.0.0.1:8080",
        global = true
    )]
    pub listen: SocketAddr,

    /// Folder with the documents
    #[arg(
        long,
        env = "RAPPORTEUR_CORPUS",
        value_name = "DIR",
        default_value = "corpus",
        global = true
    )]
    pub corpus: PathBuf,

    /// Folder for the index, the vectors, the API keys and the earlier states of the corpus
    #[arg(
        long,
        env = "RAPPORTEUR_DATA_DIR",
        value_name = "DIR",
        default_value = "data",
        global = true
    )]
    pub data_dir: PathBuf,

    /// Folder of the embedding model; needed only if `make model` did not build it
    #[arg(long, env = "RAPPORTEUR_MODEL_DIR", value_name = "DIR", global = true)]
    pub model_dir: Option<PathBuf>,

    /// ONNX Runtime library, for models and processors that need it; needed only if `make model`
    /// did not fetch it
    #[arg(
        long,
        help_heading = "Vectors",
        env = "RAPPORTEUR_RUNTIME",
        value_name = "FILE",
        global = true
    )]
    pub runtime: Option<PathBuf>,

    /// Name of a model on the hub, in place of --model-dir (needs a build with the feature `hub`)
    #[arg(
        long,
        help_heading = "Vectors",
        env = "RAPPORTEUR_MODEL",
        value_name = "NAME",
        global = true
    )]
    pub model: Option<String>,

    /// Sessions of the embedding model, one thread each; by default one for each core
    #[arg(
        help_heading = "Vectors",
        long,
        env = "RAPPORTEUR_SESSIONS",
        value_name = "COUNT",
        value_parser = clap::value_parser!(u16).range(1..=256),
        global = true
    )]
    pub sessions: Option<u16>,

    /// Folder of a cross-encoder that reranks the best clauses; none by default
    #[arg(
        long,
        help_heading = "Vectors",
        env = "RAPPORTEUR_RERANKER",
        value_name = "DIR",
        global = true
    )]
    pub reranker: Option<PathBuf>,

    /// A language model that may phrase answers
    #[command(flatten)]
    pub phrasing: PhrasingConfig,

    /// Where vectors are searched
    #[command(flatten)]
    pub vectors: VectorConfig,

    /// Bytes of cached answers, and as many again of cached rankings, comparisons and verdicts
    #[arg(
        help_heading = "Limits",
        long,
        env = "RAPPORTEUR_CACHE_BYTES",
        value_name = "BYTES",
        default_value_t = Limits::DEFAULT.cache_bytes,
        global = true
    )]
    pub cache_bytes: u64,

    /// Seconds for which an answer is cached
    #[arg(
        help_heading = "Limits",
        long,
        env = "RAPPORTEUR_CACHE_TTL_SECS",
        value_name = "SECONDS",
        default_value_t = Limits::DEFAULT.cache_ttl.as_secs(),
        value_parser = clap::value_parser!(u64).range(1..=31_536_000),
        global = true
    )]
    pub cache_ttl_secs: u64,

    /// Bytes of cached embeddings of questions
    #[arg(
        help_heading = "Limits",
        long,
        env = "RAPPORTEUR_EMBEDDING_CACHE_BYTES",
        value_name = "BYTES",
        default_value_t = Limits::DEFAULT.embedding_cache_bytes,
        global = true
    )]
    pub embedding_cache_bytes: u64,

    /// File of questions, one on each line; a line that begins with `#` is a comment. The server asks
    /// them after the start, while it is idle, so that their answers are cached
    #[arg(
        long,
        help_heading = "Basic settings",
        env = "RAPPORTEUR_WARM_UP",
        value_name = "FILE",
        global = true
    )]
    pub warm_up: Option<PathBuf>,

    /// The most answers computed at the same time; a quarter as many checks run beside them. Eight times as many
    /// may wait for each. One client, other than this machine, has half of them at most
    #[arg(
        help_heading = "Limits",
        long,
        env = "RAPPORTEUR_MAX_CONCURRENT",
        value_name = "COUNT",
        default_value_t = Limits::DEFAULT.max_concurrent,
        value_parser = clap::value_parser!(u16).range(1..=1_024),
        global = true
    )]
    pub max_concurrent: u16,

    /// Milliseconds after which a request fails
    #[arg(
        help_heading = "Limits",
        long,
        env = "RAPPORTEUR_DEADLINE_MS",
        value_name = "MILLISECONDS",
        default_value_t = Limits::DEFAULT.deadline_ms,
        value_parser = clap::value_parser!(u64).range(1..=600_000),
        global = true
    )]
    pub deadline_ms: u64,

    /// Largest request body and WebSocket message, in bytes
    #[arg(
        help_heading = "Limits",
        long,
        env = "RAPPORTEUR_BODY_BYTES_MAX",
        value_name = "BYTES",
        default_value_t = defaults::BODY_BYTES_MAX,
        value_parser = clap::value_parser!(u32).range(1_024..),
        global = true
    )]
    pub body_bytes_max: u32,

    /// Largest file that administrators may send, in bytes
    #[arg(
        help_heading = "Limits",
        long,
        env = "RAPPORTEUR_UPLOAD_BYTES_MAX",
        value_name = "BYTES",
        default_value_t = defaults::UPLOAD_BYTES_MAX,
        value_parser = clap::value_parser!(u32).range(1_024..=50 << 20),
        global = true
    )]
    pub upload_bytes_max: u32,

    /// Largest response, in bytes before compression; GraphQL counts what the fields take in memory, too
    #[arg(
        help_heading = "Limits",
        long,
        env = "RAPPORTEUR_RESPONSE_BYTES_MAX",
        value_name = "BYTES",
        default_value_t = defaults::RESPONSE_BYTES_MAX,
        value_parser = clap::value_parser!(u32).range(1_048_576..),
        global = true
    )]
    pub response_bytes_max: u32,

    /// Origins whose pages may read responses (CORS), separated by commas; `http://localhost:*` for every port, `*` for all
    #[arg(
        help_heading = "Access",
        long,
        env = "RAPPORTEUR_CORS_ORIGINS",
        value_name = "ORIGINS",
        value_delimiter = ',',
        global = true
    )]
    pub cors_origins: Vec<String>,

    /// Who may read
    #[command(flatten)]
    pub access: AccessConfig,

    /// Public address of the service, for links in answers; by default links are relative
    #[arg(
        long,
        help_heading = "Basic settings",
        env = "RAPPORTEUR_PUBLIC_URL",
        value_name = "URL",
        value_parser = public_url::parse,
        global = true
    )]
    pub public_url: Option<String>,

    /// Whether browsers get an editor at /graphql; `auto` means only when listening on loopback
    #[arg(
        help_heading = "GraphQL",
        long,
        env = "RAPPORTEUR_GRAPHIQL",
        value_name = "WHEN",
        default_value = "auto",
        global = true
    )]
    pub graphiql: Graphiql,

    /// How GraphQL requests are taken.
    #[command(flatten)]
    pub graphql: GraphqlConfig,

    /// Chat bots.
    #[command(flatten)]
    pub bots: BotConfig,
    /// Certificates, the end, feedback and logs
    #[command(flatten)]
    pub operation: OperationConfig,

    /// Log filter, such as `info` or `rapporteur=debug,warn`; by default `info` for `serve`, and `warn`
    /// for other commands
    #[arg(
        help_heading = "Basic settings",
        long,
        env = "RAPPORTEUR_LOG",
        value_name = "FILTER",
        global = true
    )]
    pub log: Option<String>,

    /// Log format
    #[arg(
        help_heading = "Basic settings",
        long,
        env = "RAPPORTEUR_LOG_FORMAT",
        value_name = "FORMAT",
        default_value = "text",
        global = true
    )]
    pub log_format: LogFormat,
}

/// When browsers get `GraphiQL`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Graphiql {
    /// When listening on loopback.
    Auto,
    /// Always.
    On,
    /// Never.
    Off,
}

/// How logs are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// A line for people.
    Text,
    /// A JSON object a line.
    Json,
}

impl Config {
    /// What bounds the service.
    pub fn limits(&self) -> Limits {
        Limits {
            cache_bytes: self.cache_bytes,
            cache_ttl: Duration::from_secs(self.cache_ttl_secs),
            embedding_cache_bytes: self.embedding_cache_bytes,
            max_concurrent: self.max_concurrent,
            deadline_ms: self.deadline_ms,
        }
    }

    /// The settings of the server, with these API keys; trusted documents are read elsewhere.
    pub fn http(&self, keys: KeyRing) -> Settings {
        let settings = Settings {
            public_url: self.public_url.clone().unwrap_or_default(),
            graphiql: match self.graphiql {
                Graphiql::Auto => self.listens_on_loopback(),
                Graphiql::On => true,
                Graphiql::Off => false,
            },
            body_bytes_max: self.body_bytes_max as usize,
            response_bytes_max: self.response_bytes_max as usize,
            cors_origins: self.cors_origins.clone(),
            hosts: self.hosts(),
            access: AccessSettings {
                anonymous_read: self.anonymous_read(),
                keys,
                rate_per_minute: self.access.rate_limit,
                key_rate_per_minute: self.access.key_rate_limit,
                trusted_proxies: self.access.trusted_proxies.clone(),
                proxy_header: self.access.proxy_header.into(),
            },
            ..Settings::default()
        };
        self.graphql.apply(settings, Duration::from_secs(self.cache_ttl_secs))
    }

    /// The host names of the service.
    fn hosts(&self) -> Hosts {
        let named = &self.access.allowed_hosts;
        if named.is_empty() && !self.listens_on_loopback() {
            return Hosts::Any;
        }
        Hosts::local(self.public_url.as_deref().unwrap_or_default(), named)
    }

    /// Whether those without a key may read.
    pub fn anonymous_read(&self) -> bool {
        match self.access.anonymous_read {
            AnonymousRead::Auto => self.listens_on_loopback(),
            AnonymousRead::On => true,
            AnonymousRead::Off => false,
        }
    }

    /// Whether only this machine can reach the service.
    pub fn listens_on_loopback(&self) -> bool {
        self.listen.ip().to_canonical().is_loopback()
    }

    /// Where the API keys are.
    pub fn keys_file(&self) -> PathBuf {
        self.access.keys_file.clone().unwrap_or_else(|| self.data_dir.join("keys.toml"))
    }
}
