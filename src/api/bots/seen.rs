//! Deliveries that were taken already: platforms send again what they think was lost, and a copy is no question.

use std::time::Duration;

use moka::sync::Cache;
use sha2::{Digest as _, Sha256};

/// How many deliveries are remembered; each takes about 400 bytes.
const DELIVERIES_MAX: u64 = 100_000;
/// How long. Telegram sends again for a day.
const REMEMBERED: Duration = Duration::from_hours(24);

/// Deliveries by the digests of their ids.
#[derive(Debug)]
pub(super) struct Seen(Cache<[u8; 32], ()>);

impl Seen {
    pub(super) fn new() -> Self {
        let cache = Cache::builder().max_capacity(DELIVERIES_MAX).time_to_live(REMEMBERED);
        Self(cache.build())
    }

    /// Whether this is the first delivery of `id` by `platform`. Of several at once, one is: `or_insert` would look and
    /// insert in two steps.
    pub(super) fn is_first(&self, platform: &str, id: &str) -> bool {
        let mut digest = Sha256::new();
        digest.update(platform.as_bytes());
        digest.update([0]);
        digest.update(id.as_bytes());
        self.0.entry(digest.finalize().into()).or_insert_with(|| ()).is_fresh()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::thread;

    use super::*;

    #[test]
    fn each_delivery_is_first_once() {
        const THREADS: usize = 8;
        const DELIVERIES: usize = 2_000;
        let seen = Seen::new();
        assert!(seen.is_first("slack", "Ev1") && !seen.is_first("slack", "Ev1"));
        assert!(seen.is_first("discord", "Ev1") && seen.is_first("slack", "Ev2"));
        // Threads that begin each delivery together, often enough for one to come between two steps of another.
        let together = Barrier::new(THREADS);
        let take = || -> usize {
            let first = |number: usize| {
                together.wait();
                seen.is_first("slack", &number.to_string())
            };
            (0..DELIVERIES).filter(|&number| first(number)).count()
        };
        let firsts: usize = thread::scope(|scope| {
            let tries: Vec<_> = (0..THREADS).map(|_| scope.spawn(take)).collect();
            tries.into_iter().map(|one| one.join().expect("no panic")).sum()
        });
        assert_eq!(firsts, DELIVERIES);
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let seen = Seen::new();
        for number in 0..2 * DELIVERIES_MAX {
            seen.is_first("slack", &number.to_string());
        }
        seen.0.run_pending_tasks();
        assert!(seen.0.entry_count() <= DELIVERIES_MAX);
    }
}
