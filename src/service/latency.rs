//! Histograms of durations, counted by atomics, without locks.

use std::array::from_fn;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The upper bounds of the buckets, in microseconds: from a cached response to the default deadline.
const BOUNDS_MICROS: [u64; 17] = [
    50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000,
    1_000_000, 2_500_000, 5_000_000, 10_000_000,
];

/// The last bucket has no bound.
const BUCKETS: usize = BOUNDS_MICROS.len() + 1;

/// Counts durations in buckets.
#[derive(Debug, Default)]
pub struct LatencyCounter {
    buckets: [AtomicU64; BUCKETS],
    nanos: AtomicU64,
}

impl LatencyCounter {
    /// Counts a duration.
    pub fn observe(&self, took: Duration) {
        let nanos = u64::try_from(took.as_nanos()).unwrap_or(u64::MAX);
        let bucket = BOUNDS_MICROS.partition_point(|bound| bound * 1_000 < nanos);
        self.buckets[bucket].fetch_add(1, Ordering::Relaxed);
        self.nanos.fetch_add(nanos, Ordering::Relaxed);
    }

    /// The counts so far.
    pub fn latency(&self) -> Latency {
        let bound = |bucket| BOUNDS_MICROS.get(bucket).map_or(f64::INFINITY, |it| *it as f64 / 1e6);
        let count = |bucket: usize| self.buckets[bucket].load(Ordering::Relaxed);
        Latency {
            buckets: from_fn(|bucket| (bound(bucket), count(bucket))),
            seconds: self.nanos.load(Ordering::Relaxed) as f64 / 1e9,
        }
    }
}

/// A histogram of durations.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Latency {
    /// The upper bound of each bucket, in seconds, and how much fell between it and the one before.
    pub buckets: [(f64, u64); BUCKETS],
    /// All durations together, in seconds.
    pub seconds: f64,
}

impl Latency {
    /// How much was counted.
    pub fn count(&self) -> u64 {
        self.buckets.iter().map(|(_, count)| count).sum()
    }
}

impl Default for Latency {
    fn default() -> Self {
        LatencyCounter::default().latency()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_falls_into_the_first_bucket_that_holds_it() {
        let cases = [
            (Duration::ZERO, 0),
            (Duration::from_micros(50), 0),
            (Duration::from_nanos(50_001), 1),
            (Duration::from_secs(10), BUCKETS - 2),
            (Duration::from_nanos(10_000_000_001), BUCKETS - 1),
            (Duration::from_hours(1), BUCKETS - 1),
        ];
        for (took, bucket) in cases {
            let counter = LatencyCounter::default();
            counter.observe(took);
            let latency = counter.latency();
            assert_eq!((latency.count(), latency.buckets[bucket].1), (1, 1), "{took:?}");
            assert!((latency.seconds - took.as_secs_f64()).abs() < 1e-9, "{took:?}");
        }
    }

    #[test]
    fn bounds_rise_to_infinity() {
        let bounds = Latency::default().buckets.map(|(bound, _)| bound);
        assert!(bounds.is_sorted_by(|a, b| a < b), "{bounds:?}");
        assert_eq!(bounds.last(), Some(&f64::INFINITY));
    }
}
