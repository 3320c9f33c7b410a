//! Floor 5: when, and how often, something is computed.
//!
//! Holds the corpus state that is being served behind a pointer that can be swapped, checks
//! queries before they cost anything, answers the same question once however many ask it, and
//! refuses work that it could not finish in time.

mod admission;
mod cache_stats;
mod client;
mod computing;
mod corpus_files;
mod earlier;
mod embeddings;
mod error;
mod feedback;
mod flight;
mod key;
mod keys;
mod latency;
mod measured;
mod noted;
mod opinions;
mod phraser;
mod phrasing;
mod pools;
mod ports;
mod previews;
mod quotes;
mod readiness;
mod reloads;
mod served;
mod stages;
mod state;
mod texts;
mod traced;
mod versions;
mod warm_up;
mod weight;
mod work;

pub use crate::answering::{Engine, INDEX_VERSION, Ranking, capitalised, short_name};
pub use crate::retrieval::{Embedder, ModelInfo};
pub use admission::PoolUsage;
pub use cache_stats::{CacheCounter, CacheStats, CacheUsage};
pub use client::Client;
pub use embeddings::CachedEmbedder;
pub use error::{ErrorCode, ServiceError};
pub use feedback::{FeedbackCounts, FeedbackLimits};
pub use keys::{KeyRefused, KeyRequest, KeyRing, issue_key};
pub use latency::{Latency, LatencyCounter};
pub use ports::{Phrasing, Ports};
pub use reloads::{ReloadCount, Reloaded};
pub use served::ServedAnswer;
pub use stages::Stage;
pub use state::{Limits, Service, State};
pub use warm_up::WarmedUp;
pub use work::{Batches, ComputeStage};
