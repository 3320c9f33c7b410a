//! A bounded cache in which everybody who wants the same value waits for one computation.

use std::hash::Hash;
use std::sync::Arc;
use std::time::Duration;

use moka::future::Cache;

use super::{CacheCounter, CacheStats, CacheUsage, ServiceError};

/// Values by key, computed once; failures are not kept.
pub(super) struct Flights<K, V> {
    cache: Cache<K, V>,
    counter: CacheCounter,
    /// Whether a value is for those alone who wait for it now.
    passing: fn(&V) -> bool,
}

impl<K, V> Flights<K, V>
where
    K: Hash + Eq + Clone + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
{
    /// Keeps values whose weights, in bytes, sum to `bytes_max`, each for `ttl` at most.
    pub(super) fn new(
        bytes_max: u64,
        ttl: Duration,
        weigh: impl Fn(&K, &V) -> u32 + Send + Sync + 'static,
    ) -> Self {
        let cache =
            Cache::builder().max_capacity(bytes_max).time_to_live(ttl).weigher(weigh).build();
        Self { cache, counter: CacheCounter::default(), passing: |_| false }
    }

    /// The same, but keeps no value that is `passing`.
    pub(super) fn without(self, passing: fn(&V) -> bool) -> Self {
        Self { passing, ..self }
    }

    /// The value of `key`, and whether it was there or under way before this call.
    ///
    /// The computation runs in a task of its own: a caller that goes away neither cancels it for
    /// the others nor makes them start again.
    pub(super) async fn get<F>(&self, key: K, compute: F) -> Result<(V, bool), ServiceError>
    where
        F: Future<Output = Result<V, ServiceError>> + Send + 'static,
    {
        if let Some(value) = self.cache.get(&key).await {
            self.counter.hit(1);
            return Ok((value, true));
        }
        let (cache, passing) = (self.cache.clone(), self.passing);
        let flight = tokio::spawn(async move {
            let entry = cache.entry_by_ref(&key).or_try_insert_with(compute).await?;
            if entry.is_fresh() && passing(entry.value()) {
                cache.invalidate(&key).await;
            }
            Ok::<_, Arc<ServiceError>>(entry)
        });
        let entry = match flight.await {
            Ok(Ok(entry)) => entry,
            Ok(Err(error)) => {
                self.counter.miss(1);
                return Err(ServiceError::clone(&error));
            }
            Err(error) => {
                tracing::error!(%error, "a computation ended early");
                return Err(ServiceError::Internal);
            }
        };
        let fresh = entry.is_fresh();
        if fresh {
            self.counter.miss(1);
        } else {
            self.counter.hit(1);
        }
        Ok((entry.into_value(), !fresh))
    }

    /// Forgets every value.
    pub(super) fn clear(&self) {
        self.cache.invalidate_all();
    }

    /// How often the cache had what was wanted.
    pub(super) fn stats(&self) -> CacheStats {
        self.counter.stats()
    }

    /// How it does; it keeps what goes by `name`.
    pub(super) fn usage(&self, name: &'static str) -> CacheUsage {
        let (entries, bytes) = (self.cache.entry_count(), self.cache.weighted_size());
        CacheUsage { name, stats: self.stats(), entries, bytes }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures_util::future::join_all;
    use tokio::sync::Notify;

    use super::*;

    fn flights(bytes_max: u64) -> Arc<Flights<u8, u32>> {
        Arc::new(Flights::new(bytes_max, Duration::from_mins(1), |_, _| 10))
    }

    #[tokio::test]
    async fn a_hundred_callers_share_one_computation() {
        let (flights, computed) = (flights(1_000), Arc::new(AtomicUsize::new(0)));
        let calls = (0..100).map(|_| {
            let (flights, computed) = (Arc::clone(&flights), Arc::clone(&computed));
            async move {
                let compute = async move {
                    tokio::task::yield_now().await;
                    computed.fetch_add(1, Ordering::SeqCst);
                    Ok(7)
                };
                flights.get(1, compute).await
            }
        });
        let results = join_all(calls).await;
        assert_eq!(computed.load(Ordering::SeqCst), 1);
        assert!(results.iter().all(|result| matches!(result, Ok((7, _)))));
        assert_eq!(results.iter().filter(|result| matches!(result, Ok((_, false)))).count(), 1);
        assert_eq!(flights.stats(), CacheStats { hits: 99, misses: 1 });
    }

    #[tokio::test]
    async fn failures_are_not_kept() {
        let flights = flights(1_000);
        let failed = flights.get(1, async { Err(ServiceError::Overloaded) }).await;
        assert_eq!(failed, Err(ServiceError::Overloaded));
        assert_eq!(flights.get(1, async { Ok(7) }).await, Ok((7, false)));
        assert_eq!(flights.get(1, async { Ok(8) }).await, Ok((7, true)));
        flights.clear();
        assert_eq!(flights.get(1, async { Ok(8) }).await, Ok((8, false)));
    }

    #[tokio::test]
    async fn what_passes_is_not_kept() {
        let flights = Flights::new(1_000, Duration::from_mins(1), |_, _| 10);
        let flights = flights.without(|value| *value == 7);
        for (value, cached) in [(7, false), (8, false), (8, true)] {
            assert_eq!(flights.get(1, async move { Ok(value) }).await, Ok((value, cached)));
        }
    }

    #[tokio::test]
    async fn a_caller_that_goes_away_leaves_the_computation_running() {
        let (flights, release) = (flights(1_000), Arc::new(Notify::new()));
        let first = {
            let (flights, release) = (Arc::clone(&flights), Arc::clone(&release));
            tokio::spawn(async move {
                let compute = async move {
                    release.notified().await;
                    Ok(7)
                };
                flights.get(1, compute).await
            })
        };
        tokio::task::yield_now().await;
        first.abort();
        assert!(first.await.expect_err("the caller went away").is_cancelled());
        release.notify_one();
        let second = flights.get(1, async { Ok(8) }).await;
        assert!(matches!(second, Ok((7, _))), "{second:?}");
    }

    #[tokio::test]
    async fn a_panic_is_an_internal_error_and_not_kept() {
        let flights = flights(1_000);
        let failed = flights.get(1, async { panic!("a defect") }).await;
        assert_eq!(failed, Err(ServiceError::Internal));
        assert_eq!(flights.get(1, async { Ok(7) }).await, Ok((7, false)));
    }

    #[tokio::test]
    async fn weights_bound_the_cache() {
        let flights = flights(30);
        for key in 0..20 {
            assert_eq!(flights.get(key, async { Ok(7) }).await, Ok((7, false)));
        }
        flights.cache.run_pending_tasks().await;
        assert_eq!(flights.cache.weighted_size(), 30);
    }
}
