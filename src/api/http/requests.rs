//! Counts of requests, by what became of them and by the way they came.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::http::StatusCode;

use super::surface::Surface;
use crate::service::LatencyCounter;

/// Responses by the first digit of their status.
pub(super) const CLASSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];

/// Counts responses, and how long requests take.
#[derive(Debug, Default)]
pub(super) struct Requests {
    pub(super) classes: [AtomicU64; CLASSES.len()],
    /// Requests of clients that had asked too often.
    pub(super) rate_limited: AtomicU64,
    pub(super) surfaces: [LatencyCounter; Surface::ALL.len()],
}

impl Requests {
    /// Counts a response that goes out.
    pub(super) fn count(&self, status: StatusCode) {
        let class = usize::from(status.as_u16() / 100).clamp(1, CLASSES.len()) - 1;
        self.classes[class].fetch_add(1, Ordering::Relaxed);
        if status == StatusCode::TOO_MANY_REQUESTS {
            self.rate_limited.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Counts how long a request took.
    pub(super) fn time(&self, surface: Surface, took: Duration) {
        self.surfaces[surface as usize].observe(took);
    }
}
