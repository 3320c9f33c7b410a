//! Statistics of caches.

use std::sync::atomic::{AtomicU64, Ordering};

/// Hits and misses of a cache.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CacheStats {
    /// Requests served from the cache.
    pub hits: u64,
    /// Requests that started a computation.
    pub misses: u64,
}

/// Contents, hits and misses of a cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CacheUsage {
    /// Its name in metrics.
    pub name: &'static str,
    /// Hits and misses.
    pub stats: CacheStats,
    /// Number of values, approximately: the latest may not be counted yet.
    pub entries: u64,
    /// Bytes of the values, approximately.
    pub bytes: u64,
}

/// Counts hits and misses.
#[derive(Debug, Default)]
pub struct CacheCounter {
    hits: AtomicU64,
    misses: AtomicU64,
}

impl CacheCounter {
    /// Counts hits.
    pub fn hit(&self, count: u64) {
        self.hits.fetch_add(count, Ordering::Relaxed);
    }

    /// Counts misses.
    pub fn miss(&self, count: u64) {
        self.misses.fetch_add(count, Ordering::Relaxed);
    }

    /// The counts so far.
    pub fn stats(&self) -> CacheStats {
        CacheStats {
            hits: self.hits.load(Ordering::Relaxed),
            misses: self.misses.load(Ordering::Relaxed),
        }
    }
}
