//! Admission: how much is computed at once, and how much may wait for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::ServiceError;

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
            waiting: admitted.saturating_sub(running),
            waiting_max: self.admitted_max - self.running_max,
            refused: self.refused.load(Ordering::Relaxed),
        }
    }

    /// Whether anything runs or waits.
    pub(super) fn is_busy(&self) -> bool {
        self.admitted.available_permits() < self.admitted_max
    }

    /// Waits for a turn; beyond the queue's length there is none to wait for.
    pub(super) async fn admit(&self) -> Result<Permit, ServiceError> {
        let admitted = Arc::clone(&self.admitted).try_acquire_owned().map_err(|_| {
            self.refused.fetch_add(1, Ordering::Relaxed);
            ServiceError::Overloaded
        })?;
        let running =
            Arc::clone(&self.running).acquire_owned().await.expect("the semaphore is never closed");
        Ok(Permit { _running: running, _admitted: admitted })
    }
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
}
