//! Telling a computation that nobody waits for it any more.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// What a computation and those who wait for it share: they can tell it to stop, and it counts
/// how much it has looked at. Clones are the same handle.
///
/// Whoever computes asks at coarse steps, for each item or block of clauses. What was stopped has
/// no result.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    set: AtomicBool,
    steps: AtomicU64,
}

/// The computation was told to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("compute: nobody waits for the result any more")]
pub struct Stopped;

/// Sets a [`Stop`] when it is dropped.
#[derive(Debug)]
pub struct StopOnDrop(Stop);

impl Stop {
    /// One that is not set; for those who wait for as long as it takes, nobody ever does.
    pub fn never() -> Self {
        Self::default()
    }

    /// Tells the computation to stop.
    pub fn set(&self) {
        self.0.set.store(true, Ordering::Relaxed);
    }

    /// Whether it was told to.
    pub fn is_set(&self) -> bool {
        self.0.set.load(Ordering::Relaxed)
    }

    /// The same as an error.
    ///
    /// # Errors
    /// When it was told to stop.
    pub fn check(&self) -> Result<(), Stopped> {
        if self.is_set() { Err(Stopped) } else { Ok(()) }
    }

    /// Counts steps, each about as long as it takes to compare two words. They depend on what is
    /// computed alone, so that work can be bounded without a clock.
    pub fn count(&self, steps: usize) {
        self.0.steps.fetch_add(steps as u64, Ordering::Relaxed);
    }

    /// How many steps were counted so far.
    pub fn steps(&self) -> u64 {
        self.0.steps.load(Ordering::Relaxed)
    }

    /// Tells the computation to stop when what comes back is dropped.
    pub fn on_drop(&self) -> StopOnDrop {
        StopOnDrop(self.clone())
    }
}

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.set();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_are_the_same_handle() {
        let stop = Stop::never();
        let other = stop.clone();
        other.count(3);
        stop.count(4);
        assert_eq!((other.steps(), other.check()), (7, Ok(())));
        drop(stop.on_drop());
        assert_eq!(other.check(), Err(Stopped));
    }
}
