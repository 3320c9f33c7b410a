//! Late answers on their way: how many may be, and what is logged where one does not arrive.

use std::sync::Arc;

use serde_json::Value;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::spawn_blocking;

use super::reply::Rejected;
use crate::domain::{Courier, Delivered, Delivery};

/// How many late answers are computed or sent at the same time. More are refused at once.
const UNDER_WAY_MAX: usize = 64;

/// What sends late answers.
#[derive(Debug, Clone)]
pub(super) struct Outbox {
    courier: Option<Arc<dyn Courier>>,
    room: Arc<Semaphore>,
}

/// The right to send late: while it is held, it counts.
#[derive(Debug)]
pub(super) struct Slot {
    courier: Arc<dyn Courier>,
    _permit: OwnedSemaphorePermit,
}

impl Outbox {
    pub(super) fn new(courier: Option<Arc<dyn Courier>>) -> Self {
        Self { courier, room: Arc::new(Semaphore::new(UNDER_WAY_MAX)) }
    }

    /// A slot; none where nothing can be sent.
    ///
    /// # Errors
    /// When too much is under way.
    pub(super) fn slot(&self) -> Result<Option<Slot>, Rejected> {
        let Some(courier) = self.courier.clone() else { return Ok(None) };
        let permit = Arc::clone(&self.room).try_acquire_owned();
        let permit = permit.map_err(|_| Rejected::busy())?;
        Ok(Some(Slot { courier, _permit: permit }))
    }
}

impl Slot {
    /// Sends `delivery` once; what the service answered if its status is good. A failure is logged.
    pub(super) async fn send(&self, delivery: Delivery) -> Option<Delivered> {
        let (courier, what) = (Arc::clone(&self.courier), delivery.what);
        let sent = spawn_blocking(move || courier.deliver(&delivery)).await;
        match sent {
            Ok(Ok(delivered)) if (200..300).contains(&delivered.status) => Some(delivered),
            Ok(Ok(delivered)) => {
                tracing::warn!(what, status = delivered.status, "an answer of a bot was refused");
                None
            }
            Ok(Err(error)) => {
                tracing::warn!(what, %error, "an answer of a bot was not sent");
                None
            }
            Err(_) => {
                tracing::error!(what, "sending an answer of a bot panicked");
                None
            }
        }
    }
}

/// `value` as the body of a delivery.
pub(super) fn json(value: &Value) -> Vec<u8> {
    value.to_string().into_bytes()
}
