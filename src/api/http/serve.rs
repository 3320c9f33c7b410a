//! Connections: how many, how long they may take to say something, and how they end.

use std::convert::Infallible;
use std::fmt::Display;
use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderValue, Version, header};
use hyper::body::Incoming;
use hyper::service::Service as _;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};

use super::connections::{
    Arrival, Connections, Entered, FollowedBody, IDLE_MAX, Place, Reason, Serving, Socket,
};
use super::streams::{SEND_TIME_MAX, Stopping};
use super::write_deadline::WriteDeadline;

/// How long running requests may take to finish after shutdown has begun.
const DRAIN_MAX: Duration = Duration::from_secs(10);
/// The longest head of a request, in bytes.
const HEAD_BYTES_MAX: usize = 64 << 10;
/// How many requests of one HTTP/2 connection may be under way.
const STREAMS_MAX: u32 = 128;
/// How much of an HTTP/2 response is held back for a client that reads slowly, in bytes.
const SEND_BYTES_MAX: usize = 64 << 10;
/// How often HTTP/2 connections are asked whether they are still there.
const PING_INTERVAL: Duration = Duration::from_secs(20);
/// The pause after the system failed to accept a connection.
const ACCEPT_PAUSE: Duration = Duration::from_secs(1);
/// How long TLS may take to be agreed on.
const HANDSHAKE_MAX: Duration = Duration::from_secs(10);
/// How long a connection for probes may last.
const PROBE_MAX: Duration = Duration::from_secs(10);

/// Serves `router` at `listener` until `shutdown` completes; then takes no more connections, tells
/// streams to end and lets requests under way finish, for some seconds at most.
///
/// # Errors
/// When the listener cannot be used.
pub async fn run(
    listener: TcpListener,
    router: Router,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    serve(listener, router, Serving::default(), shutdown).await
}

/// As [`run`]; `serving` says how connections are taken.
///
/// # Errors
/// When the listener cannot be used.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    serving: Serving,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    // A socket that is not open would fail over and over.
    listener.local_addr()?;
    let streams = Stopping::new();
    let graceful = GracefulShutdown::new();
    let connections = Connections::new(serving);
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        let next = async {
            let accepted = accept(&listener).await;
            (accepted, connections.place().await)
        };
        let ((stream, peer), place) = tokio::select! {
            next = next => next,
            () = &mut shutdown => break,
        };
        let Some(entered) = connections.enter(peer.ip(), &place) else { continue };
        let connection = Connection {
            peer,
            entered,
            streams: streams.clone(),
            connections: Arc::clone(&connections),
            router: router.clone(),
            watcher: graceful.watcher(),
        };
        tokio::spawn(connection.serve(stream, place));
    }
    drop(listener);
    streams.stop();
    // Connections that became WebSockets are not among the server's any more.
    let ended = async { tokio::join!(graceful.shutdown(), streams.ended()) };
    tokio::select! {
        ((), ()) = ended => {}
        () = sleep(DRAIN_MAX) => {
            tracing::warn!("requests did not finish within {DRAIN_MAX:?} and were dropped");
        }
    }
    Ok(())
}

fn builder() -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(IDLE_MAX)
        // Who has said all is answered, though a connection may look so, too, whose client is gone.
        .half_close(true)
        .max_buf_size(HEAD_BYTES_MAX);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(PING_INTERVAL)
        .keep_alive_timeout(PING_INTERVAL)
        .max_concurrent_streams(STREAMS_MAX)
        .max_send_buf_size(SEND_BYTES_MAX)
        .max_header_list_size(HEAD_BYTES_MAX as u32);
    builder
}

async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(error) if is_the_clients(&error) => {}
            Err(error) => {
                tracing::error!(%error, "failed to accept a connection; trying again in a moment");
                sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

/// Whether the client went away before it was accepted.
fn is_the_clients(error: &io::Error) -> bool {
    use ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

/// A connection, and what its requests need.
struct Connection {
    peer: SocketAddr,
    entered: Entered,
    streams: Stopping,
    connections: Arc<Connections>,
    router: Router,
    watcher: Watcher,
}

impl Connection {
    /// Answers the requests that come by `stream`.
    async fn serve(self, stream: TcpStream, place: Place) {
        // Answers are written at once: there is nothing to gather them with.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "cannot set TCP_NODELAY");
        }
        let activity = Arc::clone(&self.entered.activity);
        let socket = WriteDeadline::new(Socket::new(stream, activity), SEND_TIME_MAX);
        let Some(tls) = self.connections.serving.tls.clone() else {
            return self.answer(socket, place).await;
        };
        match timeout(HANDSHAKE_MAX, tls.accept(socket)).await {
            Ok(Ok(stream)) => self.answer(stream, place).await,
            Ok(Err(error)) => self.refuse(&error),
            Err(elapsed) => self.refuse(&elapsed),
        }
    }

    fn refuse(&self, error: &dyn Display) {
        tracing::debug!(%error, peer = %self.peer, "failed to agree on TLS");
        self.connections.count(Reason::Handshake);
    }

    async fn answer<S>(self, stream: S, place: Place)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let Self { peer, entered, streams, connections, router, watcher } = self;
        let activity = &entered.activity;
        let arrival = Arrival { is_spare: place.is_spare, connections: Arc::clone(&connections) };
        let router = TowerToHyperService::new(router);
        let service = {
            let activity = Arc::clone(activity);
            hyper::service::service_fn(move |request: hyper::Request<Incoming>| {
                let under_way = activity.request();
                let mut request = request.map(Body::new);
                let closes = arrival.is_spare && request.version() < Version::HTTP_2;
                let extensions = request.extensions_mut();
                extensions.insert(ConnectInfo(peer));
                extensions.insert(streams.clone());
                extensions.insert(arrival.clone());
                let answer = router.call(request);
                async move {
                    let mut response = answer.await?;
                    if closes {
                        let close = HeaderValue::from_static("close");
                        response.headers_mut().insert(header::CONNECTION, close);
                    }
                    let followed = |body| Body::new(FollowedBody::new(body, under_way));
                    Ok::<_, Infallible>(response.map(followed))
                }
            })
        };
        let builder = builder();
        let connection = builder.serve_connection_with_upgrades(TokioIo::new(stream), service);
        let over = async {
            if !place.is_spare {
                return activity.over().await;
            }
            timeout(PROBE_MAX, activity.over()).await.unwrap_or(Reason::Crowded)
        };
        tokio::select! {
            ended = watcher.watch(connection.into_owned()) => {
                if let Err(error) = ended {
                    tracing::debug!(error, %peer, "a connection failed");
                }
            }
            reason = over => {
                connections.count(reason);
                tracing::debug!(%peer, reason = reason.name(), "closed a connection");
            }
        }
    }
}
