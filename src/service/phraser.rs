//! A language model, asked within bounds: of time, of number, and of failures in a row.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use tokio::sync::Semaphore;

use super::ports::Phrasing;
use crate::domain::Prompt;

/// So many requests to the model run at once. Whoever comes beside them gets the answer as it is.
const RUNNING_MAX: usize = 4;
/// After so many failures in a row the model is left alone
const FAILURES_MAX: u32 = 3;
/// for so long.
const REST: Duration = Duration::from_secs(30);

/// The model with its counters.
pub(super) struct Phraser {
    phrasing: Phrasing,
    budget: DefaultDirectRateLimiter,
    running: Arc<Semaphore>,
    breaker: Mutex<Breaker>,
}

/// Keeps requests from a model that fails.
#[derive(Debug, Default)]
struct Breaker {
    failures: u32,
    rests_until: Option<Instant>,
}

impl Breaker {
    fn is_open(&self, now: Instant) -> bool {
        self.rests_until.is_some_and(|until| now < until)
    }

    /// Takes note of a request. After a rest one failure is enough for the next.
    fn note(&mut self, failed: bool, now: Instant) {
        if !failed {
            *self = Self::default();
            return;
        }
        self.failures = self.failures.saturating_add(1);
        if self.failures >= FAILURES_MAX {
            self.rests_until = Some(now + REST);
        }
    }
}

impl Phraser {
    /// The name of the model.
    pub(super) fn model(&self) -> &str {
        self.phrasing.model.name()
    }

    pub(super) fn new(phrasing: Phrasing) -> Self {
        let budget = RateLimiter::direct(Quota::per_minute(phrasing.per_minute));
        let running = Arc::new(Semaphore::new(RUNNING_MAX));
        Self { phrasing, budget, running, breaker: Mutex::default() }
    }

    /// What the model says, if it says something in time.
    pub(super) async fn said(&self, prompt: Prompt) -> Option<String> {
        let breaker = || self.breaker.lock().unwrap_or_else(PoisonError::into_inner);
        if breaker().is_open(Instant::now()) {
            return None;
        }
        let permit = Arc::clone(&self.running).try_acquire_owned().ok()?;
        self.budget.check().ok()?;
        let model = Arc::clone(&self.phrasing.model);
        // The permit goes with the work: it goes on where nobody waits for it any more.
        let asked = tokio::task::spawn_blocking(move || {
            let said = model.complete(&prompt);
            drop(permit);
            said
        });
        let failure = match tokio::time::timeout(self.phrasing.deadline, asked).await {
            Ok(Ok(Ok(said))) => {
                breaker().note(false, Instant::now());
                return Some(said);
            }
            Ok(Ok(Err(failure))) => failure.0,
            Ok(Err(_)) => "its client stopped".to_owned(),
            Err(_) => format!("it took longer than {} ms", self.phrasing.deadline.as_millis()),
        };
        tracing::warn!(
            model = self.phrasing.model.name(),
            failure,
            "the language model gave no answer"
        );
        breaker().note(true, Instant::now());
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_that_fails_is_left_alone_for_a_while() {
        let (start, mut breaker) = (Instant::now(), Breaker::default());
        for failed in [true, true, false, true, true] {
            breaker.note(failed, start);
            assert!(!breaker.is_open(start));
        }
        breaker.note(true, start);
        assert!(breaker.is_open(start) && breaker.is_open(start + REST / 2));
        let later = start + REST;
        assert!(!breaker.is_open(later), "it is tried again");
        breaker.note(true, later);
        assert!(breaker.is_open(later));
        breaker.note(false, later);
        assert!(!breaker.is_open(later));
    }
}
