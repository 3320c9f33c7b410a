//! What the system tells a server: to stop, and to look at its files again.

use std::future::pending;

use tokio::sync::watch;

/// Why a server stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StopSignal {
    /// Ctrl-C: somebody sits there and waits.
    Interrupt,
    /// SIGTERM: what runs the service has others send their requests elsewhere first.
    Terminate,
}

/// Completes at Ctrl-C or SIGTERM.
pub(super) async fn stop_signal() -> StopSignal {
    tokio::select! {
        () = interrupted() => StopSignal::Interrupt,
        () = terminated() => StopSignal::Terminate,
    }
}

/// Completes at Ctrl-C.
pub(super) async fn interrupted() {
    if let Err(error) = tokio::signal::ctrl_c().await {
        tracing::warn!(%error, "failed to listen for Ctrl-C");
        pending::<()>().await;
    }
}

/// Changes at each SIGHUP from now on; until then, that signal would end the process.
#[cfg(unix)]
pub(super) fn hangups() -> watch::Receiver<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let (sender, receiver) = watch::channel(());
    match signal(SignalKind::hangup()) {
        Ok(mut hangups) => {
            tokio::spawn(async move {
                while hangups.recv().await.is_some() {
                    // Those who looked may have ended.
                    let _ = sender.send(());
                }
            });
        }
        Err(error) => tracing::warn!(%error, "failed to listen for SIGHUP"),
    }
    receiver
}

#[cfg(not(unix))]
pub(super) fn hangups() -> watch::Receiver<()> {
    watch::channel(()).1
}

/// Completes at the next change of `hangups`; never where none can come any more.
pub(super) async fn next(hangups: &mut watch::Receiver<()>) {
    if hangups.changed().await.is_err() {
        pending::<()>().await;
    }
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            terminate.recv().await;
        }
        Err(error) => {
            tracing::warn!(%error, "failed to listen for SIGTERM");
            pending::<()>().await;
        }
    }
}

#[cfg(not(unix))]
async fn terminated() {
    pending::<()>().await;
}
