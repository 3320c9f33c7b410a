//! How caches do.

use std::sync::atomic::{AtomicU64, Ordering};

/// How often a cache had what was wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CacheStats {
    /// Requests that were served without computing.
    pub hits: u64,
    /// Requests that started a computation.
    pub misses: u64,
}

/// What a cache holds, and how often it had what was wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CacheUsage {
    /// What it keeps, in one word.
    pub name: &'static str,
    /// How often it had what was wanted.
    pub stats: CacheStats,
    /// How many values it holds, roughly: what came last may not be counted yet.
    pub entries: u64,
    /// How many bytes they take, as roughly.
    pub bytes: u64,
}

/// Counts hits and misses.
#[derive(Debug, Default)]
pub struct CacheCounter {
    hits: AtomicU64,
    misses: AtomicU64,
}

impl CacheCounter {
    /// Counts so many requests that were served without computing.
    pub fn hit(&self, count: u64) {
        self.hits.fetch_add(count, Ordering::Relaxed);
    }

    /// Counts so many that were not.
    pub fn miss(&self, count: u64) {
        self.misses.fetch_add(count, Ordering::Relaxed);
    }

    /// What was counted so far.
    pub fn stats(&self) -> CacheStats {
        CacheStats {
            hits: self.hits.load(Ordering::Relaxed),
            misses: self.misses.load(Ordering::Relaxed),
        }
    }
}
