//! Admission: how much is computed at once, and how much may wait for it, in all and for one client.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{Client, ServiceError};

/// One client may run one of so many computations that may run at once, rounded up.
const RUNNING_ONE_OF: usize = 2;
/// Hands out permits to compute.
#[derive(Clone)]
pub(super) struct Admission {
    /// One permit for each computation that runs.
    running: Arc<Semaphore>,
    /// One permit for each computation that runs or waits.
    admitted: Arc<Semaphore>,
    running_max: usize,
    /// How many of the latter there are.
    admitted_max: usize,
    /// How many were refused.
    refused: Arc<AtomicU64>,
    shares: Shares,
    /// How many wait for another computation of their own client.
    behind_own: Arc<AtomicUsize>,
}

/// What clients run and wait for, while they do.
type Shares = Arc<Mutex<HashMap<Client, Share>>>;

struct Share {
    running: Arc<Semaphore>,
    /// How many run or wait.
    admitted: usize,
}

/// A place in the share of a client.
struct Place {
    client: Client,
    shares: Shares,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut shares = self.shares.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(share) = shares.get_mut(&self.client) {
            share.admitted -= 1;
            if share.admitted == 0 {
                shares.remove(&self.client);
            }
        }
    }
}

/// How a pool of computations does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolUsage {
    /// Its name in metrics.
    pub name: &'static str,
    /// How many computations run.
    pub running: usize,
    /// How many may run.
    pub running_max: usize,
    /// How many wait for their turn.
    pub waiting: usize,
    /// How many may wait.
    pub waiting_max: usize,
    /// How many were refused, because as many waited.
    pub refused: u64,
}

/// Whose permits a computation needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pool {
    /// Those of questions, searches and comparisons.
    Questions,
    /// Those of checks.
    Checks,
}

/// Held as long as a computation runs.
pub(super) struct Permit {
    // Given back first: whoever has the next turn finds that nothing else is under way.
    _admitted: OwnedSemaphorePermit,
    _running: OwnedSemaphorePermit,
    _own: Option<(OwnedSemaphorePermit, Place)>,
}

impl Admission {
    /// Lets `running_max` computations run, and `waiting_max` wait.
    pub(super) fn new(running_max: usize, waiting_max: usize) -> Self {
        let running_max = running_max.clamp(1, Semaphore::MAX_PERMITS / 2);
        let admitted_max = running_max + waiting_max.min(Semaphore::MAX_PERMITS / 2);
        Self {
            running: Arc::new(Semaphore::new(running_max)),
            admitted: Arc::new(Semaphore::new(admitted_max)),
            running_max,
            admitted_max,
            refused: Arc::default(),
            shares: Shares::default(),
            behind_own: Arc::default(),
        }
    }

    /// How it does, as the pool `name`.
    pub(super) fn usage(&self, name: &'static str) -> PoolUsage {
        let running = self.running_max - self.running.available_permits();
        let admitted = self.admitted_max - self.admitted.available_permits();
        PoolUsage {
            name,
            running,
            running_max: self.running_max,
            waiting: admitted.saturating_sub(running) + self.behind_own.load(Ordering::Relaxed),
            waiting_max: self.admitted_max - self.running_max,
            refused: self.refused.load(Ordering::Relaxed),
        }
    }

    /// Whether anything runs or waits.
    pub(super) fn is_busy(&self) -> bool {
        self.admitted.available_permits() < self.admitted_max
    }

    /// Waits for a turn among what this client wants, and then among all clients; if either queue is full, it does
    /// not wait.
    pub(super) async fn admit(&self) -> Result<Permit, ServiceError> {
        let refuse = || {
            self.refused.fetch_add(1, Ordering::Relaxed);
            ServiceError::Overloaded
        };
        let own = match Client::current() {
            Some(client) => {
                let (own, place) = self.enter(client).ok_or_else(refuse)?;
                let waits = Waits::new(&self.behind_own);
                let own = turn(own).await;
                drop(waits);
                Some((own, place))
            }
            None => None,
        };
        let admitted = Arc::clone(&self.admitted).try_acquire_owned().map_err(|_| refuse())?;
        let running = turn(Arc::clone(&self.running)).await;
        Ok(Permit { _running: running, _admitted: admitted, _own: own })
    }

    /// A place in the share of `client`, and what its turns come from; none where the share is used up.
    fn enter(&self, client: Client) -> Option<(Arc<Semaphore>, Place)> {
        let running_max = self.running_max.div_ceil(RUNNING_ONE_OF);
        let waiting_max = self.admitted_max - self.running_max;
        let mut shares = self.shares.lock().unwrap_or_else(PoisonError::into_inner);
        let share = shares.entry(client).or_insert_with(|| Share {
            running: Arc::new(Semaphore::new(running_max)),
            admitted: 0,
        });
        if share.admitted >= running_max + waiting_max {
            return None;
        }
        share.admitted += 1;
        let own = Arc::clone(&share.running);
        drop(shares);
        Some((own, Place { client, shares: Arc::clone(&self.shares) }))
    }
}

/// Counts as waiting while it lives.
struct Waits(Arc<AtomicUsize>);

impl Waits {
    fn new(count: &Arc<AtomicUsize>) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(count))
    }
}

impl Drop for Waits {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

async fn turn(semaphore: Arc<Semaphore>) -> OwnedSemaphorePermit {
    semaphore.acquire_owned().await.expect("the semaphore is never closed")
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[tokio::test]
    async fn runs_some_lets_some_wait_and_refuses_the_rest() {
        let admission = Admission::new(1, 8);
        assert!(!admission.is_busy());
        let running = admission.admit().await.expect("the first runs");
        assert!(admission.is_busy());
        let mut waiting: Vec<_> = (0..8).map(|_| Box::pin(admission.admit())).collect();
        for turn in &mut waiting {
            assert!(turn.now_or_never().is_none(), "those in the queue wait");
        }
        assert_eq!(admission.admit().await.err(), Some(ServiceError::Overloaded));
        let PoolUsage { running: now, running_max, waiting: queue, waiting_max, refused, .. } =
            admission.usage("test");
        assert_eq!((now, running_max, queue, waiting_max, refused), (1, 1, 8, 8, 1));
        drop(running);
        let turn = waiting.remove(0).await;
        assert!(turn.is_ok(), "the next in the queue runs");
    }

    #[tokio::test]
    async fn one_client_leaves_turns_and_places_to_others() {
        let admission = Admission::new(2, 8);
        let of = |client: &str| Client::serve(Some(Client::new(&client)), admission.admit());
        let first = of("a").await.expect("the first runs");
        let mut waiting: Vec<_> = (0..8).map(|_| Box::pin(of("a"))).collect();
        for turn in &mut waiting {
            assert!(turn.now_or_never().is_none(), "half of what may run is another's");
        }
        assert_eq!(of("a").await.err(), Some(ServiceError::Overloaded));
        assert_eq!(admission.usage("test").waiting, 8);
        assert!(of("b").await.is_ok() && admission.admit().await.is_ok());
        drop(first);
        let second = waiting.remove(0).await;
        assert!(second.is_ok() && waiting[0].as_mut().now_or_never().is_none());
        // Whoever goes away leaves its place.
        drop(waiting);
        drop(second);
        assert!(admission.shares.lock().expect("unpoisoned").is_empty());
        assert_eq!(admission.usage("test").waiting, 0);
        assert!(!admission.is_busy());
    }

    #[tokio::test]
    async fn a_task_of_its_own_counts_for_whoever_began_it() {
        let client = Client::new(&"a");
        let seen = Client::serve(Some(client), async {
            tokio::spawn(Client::carry(async { Client::current() })).await.expect("no panic")
        });
        assert_eq!(seen.await, Some(client));
        assert_eq!(Client::current(), None);
    }
}
