//! A layer around every handler: panics and requests that take too long become errors.

use std::panic::AssertUnwindSafe;

use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use tokio::time::timeout;

use super::body::BODY_TIME_MAX;
use super::failure::Failure;
use crate::service::{ErrorCode, Service, ServiceError};

/// Answers in time, whatever happens in `answer`.
pub(super) async fn guard(service: &Service, answer: impl Future<Output = Response>) -> Response {
    // The service keeps its deadline itself: this is the net below it.
    let limit = BODY_TIME_MAX + service.deadline() * 2;
    match contain(timeout(limit, answer)).await {
        Some(Ok(response)) => response,
        Some(Err(_)) => {
            let message = format!("the request took longer than {limit:?}; request less");
            Failure::new(ErrorCode::DeadlineExceeded, message).into_response()
        }
        None => Failure::from(ServiceError::Internal).into_response(),
    }
}

/// The output of `future`; none if it panics.
async fn contain<T>(future: impl Future<Output = T>) -> Option<T> {
    let outcome = AssertUnwindSafe(future).catch_unwind().await;
    if outcome.is_err() {
        tracing::error!("a handler panicked; the message of the panic is above");
    }
    outcome.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn panics_are_contained() {
        assert_eq!(contain(async { 7 }).await, Some(7));
        assert_eq!(contain(async { panic!("a defect") as u8 }).await, None);
    }
}
