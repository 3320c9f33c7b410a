//! Connections: how many, how long they may take to say something, and how they end.

use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::service::Service as _;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::sleep;

use super::streams::{SEND_TIME_MAX, Stopping};
use super::write_deadline::WriteDeadline;

/// How long running requests may take to finish after shutdown has begun.
const DRAIN_MAX: Duration = Duration::from_secs(10);
/// How long a connection may take to send the head of a request, and how long it may say nothing
/// between two requests.
const HEAD_TIME_MAX: Duration = Duration::from_secs(30);
/// The longest head of a request, in bytes.
const HEAD_BYTES_MAX: usize = 64 << 10;
/// How many requests of one HTTP/2 connection may be under way.
const STREAMS_MAX: u32 = 128;
/// How often HTTP/2 connections are asked whether they are still there.
const PING_INTERVAL: Duration = Duration::from_secs(20);
/// The pause after the system failed to accept a connection.
const ACCEPT_PAUSE: Duration = Duration::from_secs(1);
/// How many connections are open at once, unless it is said otherwise.
const CONNECTIONS_MAX: usize = 1_024;

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
    serve(listener, router, CONNECTIONS_MAX, shutdown).await
}

/// As [`run`], with at most `connections_max` connections at once: more wait to be accepted.
///
/// # Errors
/// When the listener cannot be used.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    connections_max: usize,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    // A socket that is not open would fail over and over.
    listener.local_addr()?;
    let streams = Stopping::new();
    let builder = builder();
    let graceful = GracefulShutdown::new();
    let permits = Arc::new(Semaphore::new(connections_max));
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        let next = async {
            let permit = Arc::clone(&permits).acquire_owned().await;
            (permit.expect("nobody closes the semaphore"), accept(&listener).await)
        };
        let (permit, (stream, peer)) = tokio::select! {
            next = next => next,
            () = &mut shutdown => break,
        };
        let known = Known { peer, streams: streams.clone() };
        let connection =
            connect(stream, known, router.clone(), builder.clone(), graceful.watcher());
        tokio::spawn(async move {
            connection.await;
            drop(permit);
        });
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
        .header_read_timeout(HEAD_TIME_MAX)
        .max_buf_size(HEAD_BYTES_MAX);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(PING_INTERVAL)
        .keep_alive_timeout(PING_INTERVAL)
        .max_concurrent_streams(STREAMS_MAX)
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

/// What the requests of a connection carry.
struct Known {
    peer: SocketAddr,
    streams: Stopping,
}

/// Answers the requests of one connection.
async fn connect(
    stream: TcpStream,
    known: Known,
    router: Router,
    builder: Builder<TokioExecutor>,
    watcher: Watcher,
) {
    // Answers are written at once: there is nothing to gather them with.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "cannot set TCP_NODELAY");
    }
    let Known { peer, streams } = known;
    let router = TowerToHyperService::new(router);
    let asked = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&asked);
    let service = hyper::service::service_fn(move |request: hyper::Request<Incoming>| {
        seen.store(true, Ordering::Relaxed);
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        request.extensions_mut().insert(streams.clone());
        router.call(request)
    });
    let io = TokioIo::new(WriteDeadline::new(stream, SEND_TIME_MAX));
    let connection = builder.serve_connection_with_upgrades(io, service).into_owned();
    // The timeouts of either protocol begin once it is clear which one is spoken.
    let silent = async {
        sleep(HEAD_TIME_MAX).await;
        if asked.load(Ordering::Relaxed) {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        ended = watcher.watch(connection) => {
            if let Err(error) = ended {
                tracing::debug!(error, %peer, "a connection failed");
            }
        }
        () = silent => tracing::debug!(%peer, "closed a connection without a request"),
    }
}
