//! Whether the service is to be asked.

use std::sync::atomic::Ordering;

use super::Service;

impl Service {
    /// Whether questions can be asked, and the service is not about to stop.
    pub fn ready(&self) -> bool {
        self.snapshot().is_ok() && !self.is_draining()
    }

    /// Is not ready any more: the service is about to stop, and balancers are to send requests elsewhere.
    pub fn drain(&self) {
        self.0.is_draining.store(true, Ordering::Relaxed);
    }

    /// Whether the service is about to stop.
    pub fn is_draining(&self) -> bool {
        self.0.is_draining.load(Ordering::Relaxed)
    }
}
