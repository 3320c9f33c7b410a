//! Server-sent events: one operation for each request, after the GraphQL over SSE protocol
//! (distinct connections mode).

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use async_graphql::Response as GraphqlResponse;
use axum::body::{Body, Bytes};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;
use futures_util::StreamExt;
use futures_util::stream::{BoxStream, unfold};
use tokio::sync::mpsc;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval, sleep_until, timeout};

use super::access::Owner;
use super::app::App;
use super::failure::Failure;
use super::streams::{Closing, Place, SEND_TIME_MAX};
use super::surface::Surface;
use crate::service::Client;

/// How often something is sent though there is nothing to say: proxies cut silent connections, and
/// a client that is gone is noticed by writing only.
const KEEP_ALIVE: Duration = Duration::from_secs(12);

/// What a client takes to be the end: nothing follows.
const COMPLETE: &[u8] = b"event: complete\ndata:\n\n";

/// The state of an event stream.
struct Events {
    /// None once everything was sent.
    responses: Option<BoxStream<'static, GraphqlResponse>>,
    keep_alive: Interval,
    /// When it has been open for long enough.
    over: Instant,
    closing: Closing,
    app: App,
    start: Instant,
}

/// `responses` as events.
///
/// They are made by a task of their own, for a body is asked for more only while its client reads:
/// one that does not would hold its place for as long as it likes.
///
/// # Errors
/// When as many streams are open as there may be, in all or of this client.
pub(super) fn respond(
    responses: BoxStream<'static, GraphqlResponse>,
    app: &App,
    closing: Closing,
    owner: Owner,
) -> Result<Response, Failure> {
    let place = app.streams.admit(owner)?;
    let mut keep_alive = interval(KEEP_ALIVE);
    keep_alive.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let start = Instant::now();
    let over = start + app.streams.limits.life_max;
    let app = Arc::clone(app);
    let state = Events { responses: Some(responses), keep_alive, over, closing, app, start };
    let (sender, receiver) = mpsc::channel(1);
    tokio::spawn(Client::carry(send(state, sender, place)));
    let events = unfold(receiver, |mut receiver| async move {
        let bytes = receiver.recv().await?;
        Some((Ok::<_, Infallible>(bytes), receiver))
    });
    let mut http = Response::new(Body::from_stream(events));
    let headers = [
        (header::CONTENT_TYPE, "text/event-stream; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::VARY, "accept"),
        // Proxies that gather responses before they pass them on would gather forever.
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    for (name, value) in headers {
        http.headers_mut().append(name, HeaderValue::from_static(value));
    }
    Ok(http)
}

/// Sends `events` until they end or the client is gone, or as good as that.
async fn send(mut events: Events, client: mpsc::Sender<Bytes>, place: Place) {
    loop {
        let next = tokio::select! {
            () = client.closed() => None,
            next = events.next() => next,
        };
        let Some(bytes) = next else { break };
        if !matches!(timeout(SEND_TIME_MAX, client.send(bytes)).await, Ok(Ok(()))) {
            break;
        }
    }
    drop(place);
}

impl Events {
    /// What to send next. Only an operation that has ended is said to be complete: where the stream
    /// is broken off, clients ask again, here or at another server.
    async fn next(&mut self) -> Option<Bytes> {
        let responses = self.responses.as_mut()?;
        tokio::select! {
            biased;
            () = self.closing.wait() => None,
            response = responses.next() => {
                if let Some(response) = response {
                    return Some(event(&self.app.executor.encode(&response).body));
                }
                self.responses = None;
                self.app.requests.time(Surface::Events, self.start.elapsed());
                Some(Bytes::from_static(COMPLETE))
            }
            () = sleep_until(self.over) => None,
            // The first tick comes at once: it lets the client see that the stream is open.
            _ = self.keep_alive.tick() => Some(Bytes::from_static(b":\n\n")),
        }
    }
}

/// A response as an event. JSON has no line breaks of its own.
fn event(body: &[u8]) -> Bytes {
    let mut event = Vec::with_capacity(body.len() + 24);
    event.extend_from_slice(b"event: next\ndata: ");
    event.extend_from_slice(body);
    event.extend_from_slice(b"\n\n");
    event.into()
}
