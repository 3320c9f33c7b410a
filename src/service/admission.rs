//! Admission: how much is computed at once, and how much may wait for it.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::ServiceError;

/// Hands out permits to compute.
#[derive(Clone)]
pub(super) struct Admission {
    /// One permit for each computation that runs.
    running: Arc<Semaphore>,
    /// One permit for each computation that runs or waits.
    admitted: Arc<Semaphore>,
    /// How many of the latter there are.
    admitted_max: usize,
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
            admitted_max,
        }
    }

    /// Whether anything runs or waits.
    pub(super) fn is_busy(&self) -> bool {
        self.admitted.available_permits() < self.admitted_max
    }

    /// Waits for a turn; beyond the queue's length there is none to wait for.
    pub(super) async fn admit(&self) -> Result<Permit, ServiceError> {
        let admitted =
            Arc::clone(&self.admitted).try_acquire_owned().map_err(|_| ServiceError::Overloaded)?;
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
        drop(running);
        let turn = waiting.remove(0).await;
        assert!(turn.is_ok(), "the next in the queue runs");
    }
}
