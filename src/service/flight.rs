//! A bounded cache in which everybody who wants the same value waits for one computation.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use moka::sync::Cache;
use tokio::sync::watch;
use tokio::task::AbortHandle;
use tracing::Instrument as _;

use super::{CacheCounter, CacheStats, CacheUsage, Client, ServiceError};
use crate::domain::Stop;

/// Values by key, computed once; failures are not kept.
pub(super) struct Flights<K: Hash + Eq, V> {
    cache: Cache<K, V>,
    flying: Flying<K, V>,
    counter: CacheCounter,
    /// Whether a value is for those alone who wait for it now.
    passing: fn(&V) -> bool,
}

/// Computations under way. Each lives as long as somebody waits for it.
type Flying<K, V> = Arc<Mutex<HashMap<K, Weak<Flight<K, V>>>>>;

/// A computation under way, which is held by all who wait for it.
struct Flight<K: Hash + Eq, V> {
    key: K,
    /// Nothing until it is over.
    outcome: watch::Receiver<Option<Result<V, ServiceError>>>,
    stop: Stop,
    task: AbortHandle,
    flying: Flying<K, V>,
}

impl<K: Hash + Eq, V> Drop for Flight<K, V> {
    /// Nobody waits for it any more: what still waits for its turn leaves the queue, and what runs
    /// is told to stop.
    fn drop(&mut self) {
        self.stop.set();
        self.task.abort();
        let mut flying = self.flying.lock().unwrap_or_else(PoisonError::into_inner);
        // Another may have begun meanwhile.
        if flying.get(&self.key).is_some_and(|flight| flight.strong_count() == 0) {
            flying.remove(&self.key);
        }
    }
}

/// What a caller finds.
enum Found<K: Hash + Eq, V> {
    Kept(V),
    /// A computation, and whether it was under way.
    Flying(Arc<Flight<K, V>>, bool),
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
        let counter = CacheCounter::default();
        Self { cache, flying: Flying::default(), counter, passing: |_| false }
    }

    /// The same, but keeps no value that is `passing`.
    pub(super) fn without(self, passing: fn(&V) -> bool) -> Self {
        Self { passing, ..self }
    }

    /// The value of `key`, and whether it was there or under way before this call.
    ///
    /// The computation runs in a task of its own: a caller that goes away neither cancels it for
    /// the others nor makes them start again. With the last caller it ends.
    pub(super) async fn get<F>(
        &self,
        key: K,
        compute: impl FnOnce(Stop) -> F,
    ) -> Result<(V, bool), ServiceError>
    where
        F: Future<Output = Result<V, ServiceError>> + Send + 'static,
    {
        let (flight, joined) = match self.find(key, compute) {
            Found::Kept(value) => {
                self.counter.hit(1);
                return Ok((value, true));
            }
            Found::Flying(flight, joined) => (flight, joined),
        };
        let mut outcome = flight.outcome.clone();
        let over = outcome.wait_for(Option::is_some).await;
        let result = over.ok().and_then(|result| result.clone()).unwrap_or_else(|| {
            tracing::error!("a computation ended early");
            Err(ServiceError::Internal)
        });
        if joined && result.is_ok() {
            self.counter.hit(1);
        } else {
            self.counter.miss(1);
        }
        result.map(|value| (value, joined))
    }

    /// What there is for `key`, or what is begun now.
    fn find<F>(&self, key: K, compute: impl FnOnce(Stop) -> F) -> Found<K, V>
    where
        F: Future<Output = Result<V, ServiceError>> + Send + 'static,
    {
        if let Some(value) = self.cache.get(&key) {
            return Found::Kept(value);
        }
        let mut flying = self.flying.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(flight) = flying.get(&key).and_then(Weak::upgrade) {
            return Found::Flying(flight, true);
        }
        // It may have been kept since, and only then have left the others.
        if let Some(value) = self.cache.get(&key) {
            return Found::Kept(value);
        }
        let stop = Stop::default();
        let (sender, outcome) = watch::channel(None);
        let computed = compute(stop.clone());
        let (cache, passing, kept_under) = (self.cache.clone(), self.passing, key.clone());
        let computing = async move {
            let result = computed.await;
            if let Ok(value) = &result
                && !passing(value)
            {
                cache.insert(kept_under, value.clone());
            }
            sender.send_replace(Some(result));
        };
        // What it logs belongs to the request that began it.
        let task = tokio::spawn(Client::carry(computing).in_current_span());
        let (task, others) = (task.abort_handle(), Arc::clone(&self.flying));
        let flight = Arc::new(Flight { key: key.clone(), outcome, stop, task, flying: others });
        flying.insert(key, Arc::downgrade(&flight));
        Found::Flying(flight, false)
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

    use futures_util::FutureExt;
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
                flights.get(1, |_| compute).await
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
        let failed = flights.get(1, |_| async { Err(ServiceError::Overloaded) }).await;
        assert_eq!(failed, Err(ServiceError::Overloaded));
        assert_eq!(flights.get(1, |_| async { Ok(7) }).await, Ok((7, false)));
        assert_eq!(flights.get(1, |_| async { Ok(8) }).await, Ok((7, true)));
        flights.clear();
        assert_eq!(flights.get(1, |_| async { Ok(8) }).await, Ok((8, false)));
    }

    #[tokio::test]
    async fn what_passes_is_not_kept() {
        let flights = Flights::new(1_000, Duration::from_mins(1), |_, _| 10);
        let flights = flights.without(|value| *value == 7);
        for (value, cached) in [(7, false), (8, false), (8, true)] {
            assert_eq!(flights.get(1, |_| async move { Ok(value) }).await, Ok((value, cached)));
        }
    }

    /// A computation that says when it begins, and ends when it is released.
    struct Slow {
        flights: Arc<Flights<u8, u32>>,
        begun: Arc<Notify>,
        release: Arc<Notify>,
        stop: watch::Sender<Stop>,
    }

    impl Slow {
        fn new() -> Arc<Self> {
            let (begun, release) = (Arc::default(), Arc::default());
            let stop = watch::Sender::new(Stop::default());
            Arc::new(Self { flights: flights(1_000), begun, release, stop })
        }

        fn ask(self: &Arc<Self>) -> tokio::task::JoinHandle<Result<(u32, bool), ServiceError>> {
            let own = Arc::clone(self);
            tokio::spawn(async move {
                let this = Arc::clone(&own);
                let compute = |stop| async move {
                    this.stop.send_replace(stop);
                    this.begun.notify_one();
                    this.release.notified().await;
                    Ok(7)
                };
                own.flights.get(1, compute).await
            })
        }
    }

    #[tokio::test]
    async fn a_caller_that_goes_away_stops_no_others() {
        let slow = Slow::new();
        let first = slow.ask();
        slow.begun.notified().await;
        let mut second = slow.ask();
        assert!((&mut second).now_or_never().is_none());
        tokio::task::yield_now().await;
        first.abort();
        assert!(first.await.expect_err("the caller went away").is_cancelled());
        assert!(!slow.stop.borrow().is_set(), "the second waits still");
        slow.release.notify_one();
        assert_eq!(second.await.expect("no panic"), Ok((7, true)));
    }

    #[tokio::test]
    async fn the_last_caller_that_goes_away_stops_the_computation() {
        let slow = Slow::new();
        let callers = [slow.ask(), slow.ask()];
        slow.begun.notified().await;
        tokio::task::yield_now().await;
        for caller in callers {
            assert!(!slow.stop.borrow().is_set());
            caller.abort();
            assert!(caller.await.expect_err("the caller went away").is_cancelled());
        }
        assert!(slow.stop.borrow().is_set());
        assert!(slow.flights.flying.lock().expect("no panics").is_empty());
        slow.release.notify_one();
        assert_eq!(slow.flights.get(1, |_| async { Ok(8) }).await, Ok((8, false)), "not kept");
    }

    #[tokio::test]
    async fn a_panic_is_an_internal_error_and_not_kept() {
        let flights = flights(1_000);
        let failed = flights.get(1, |_| async { panic!("a defect") }).await;
        assert_eq!(failed, Err(ServiceError::Internal));
        assert_eq!(flights.get(1, |_| async { Ok(7) }).await, Ok((7, false)));
    }

    #[tokio::test]
    async fn weights_bound_the_cache() {
        let flights = flights(30);
        for key in 0..20 {
            assert_eq!(flights.get(key, |_| async { Ok(7) }).await, Ok((7, false)));
        }
        flights.cache.run_pending_tasks();
        assert_eq!(flights.cache.weighted_size(), 30);
    }
}
