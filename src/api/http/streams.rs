//! What `WebSocket` connections and event streams have in common: how many there may be, and that
//! they end when the server stops.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::http::Extensions;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use super::access::Owner;
use super::failure::Failure;
use super::settings::StreamLimits;
use crate::service::ErrorCode;

/// How long a client may take to read a message, or anything at all: who does not holds no place.
pub(super) const SEND_TIME_MAX: Duration = Duration::from_secs(30);

/// Hands out places for streams.
#[derive(Clone)]
pub(super) struct Streams {
    /// What bounds each of them.
    pub(super) limits: Arc<StreamLimits>,
    places: Arc<Semaphore>,
    clients: Clients,
}

/// How many streams each client has open.
type Clients = Arc<Mutex<HashMap<Owner, usize>>>;

/// Held as long as a stream is open.
pub(super) struct Place {
    _permit: OwnedSemaphorePermit,
    owner: Owner,
    clients: Clients,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = clients.get_mut(&self.owner) {
            *count -= 1;
            if *count == 0 {
                clients.remove(&self.owner);
            }
        }
    }
}

impl Streams {
    /// As many places as `limits` say.
    pub(super) fn new(limits: &StreamLimits) -> Self {
        let places = Arc::new(Semaphore::new(limits.streams_max.min(Semaphore::MAX_PERMITS)));
        Self { limits: Arc::new(limits.clone()), places, clients: Clients::default() }
    }

    /// How many are open.
    pub(super) fn len(&self) -> usize {
        let open = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        open.values().sum()
    }

    /// A place for `owner`, if there is one left.
    pub(super) fn admit(&self, owner: Owner) -> Result<Place, Failure> {
        let permit = Arc::clone(&self.places).try_acquire_owned().map_err(|_| {
            let message = format!(
                "{} streams are open, the most allowed; try again in a moment, or raise \
                 --streams-max",
                self.limits.streams_max
            );
            Failure::new(ErrorCode::Overloaded, message)
        })?;
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        let count = clients.get(&owner).copied().unwrap_or_default();
        let most = self.limits.per_client_max;
        if count >= most {
            let message = format!(
                "this client has {most} streams open, the most allowed; close one, or raise \
                 --streams-per-client"
            );
            return Err(Failure::new(ErrorCode::RateLimited, message));
        }
        clients.insert(owner.clone(), count + 1);
        let clients = Arc::clone(&self.clients);
        Ok(Place { _permit: permit, owner, clients })
    }
}

/// Told when the server stops; held by each stream until it has ended.
#[derive(Debug, Clone)]
pub(super) struct Closing(Option<watch::Receiver<bool>>);

impl Closing {
    /// Completes when the server stops.
    pub(super) async fn wait(&mut self) {
        if let Some(stopping) = &mut self.0 {
            // A sender that is gone stops nothing any more.
            if stopping.wait_for(|stopping| *stopping).await.is_ok() {
                return;
            }
        }
        std::future::pending::<()>().await;
    }
}

/// What a request carries, so that its stream can be told to end.
#[derive(Debug, Clone)]
pub(super) struct Stopping(Arc<watch::Sender<bool>>);

impl Stopping {
    /// For a server that runs.
    pub(super) fn new() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }

    /// Tells every stream to end.
    pub(super) fn stop(&self) {
        self.0.send_replace(true);
    }

    /// Completes when every stream has ended.
    pub(super) async fn ended(&self) {
        self.0.closed().await;
    }
}

/// By what the request with these `extensions` is told that the server stops.
pub(super) fn closing_of(extensions: &Extensions) -> Closing {
    Closing(extensions.get::<Stopping>().map(|stopping| stopping.0.subscribe()))
}
