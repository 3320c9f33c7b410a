//! Looking again whenever something may have changed.

use tokio::task::spawn_blocking;

/// Something that changes while the server runs.
pub(super) trait Watched: Send + Sized + 'static {
    /// Completes when it may have changed.
    fn changed(&mut self) -> impl Future<Output = ()> + Send;

    /// Takes over what has changed. It may take its time, and read files.
    fn look(&mut self);
}

/// Looks at `watched` whenever it may have changed, off the async runtime; never ends while the
/// process runs.
pub(super) async fn follow(mut watched: impl Watched) {
    loop {
        watched.changed().await;
        let looked = spawn_blocking(move || {
            watched.look();
            watched
        });
        match looked.await {
            Ok(same) => watched = same,
            Err(error) => {
                // Cancelled, it says that the process ends.
                if error.is_panic() {
                    tracing::error!(%error, "changes are not seen any more; start the server again");
                }
                return;
            }
        }
    }
}
