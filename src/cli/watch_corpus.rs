//! A corpus folder that changes while the server runs: what is new is read, embedded and served.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::sync::watch;
use tokio::time::timeout;

use super::compose::{self, Loaded};
use super::signals::next;
use super::stored_index::Check;
use super::watch::Watched;
use crate::config::Config;
use crate::domain::{Corpus, Digest};
use crate::retrieval::Embedder;
use crate::service::{Reloaded, Service};

/// How long the folder has to be quiet before it is read: files are often written in several steps.
const QUIET: Duration = Duration::from_millis(200);
/// However busy the folder is, it is read after this time.
const BUSY_MAX: Duration = Duration::from_secs(10);
/// How often the folder is looked at where nothing was reported: not every file system reports.
const LOOK_EVERY: Duration = Duration::from_mins(1);

/// Watches the folder of the corpus.
pub(super) struct CorpusWatch {
    events: Receiver<()>,
    /// Keeps the channel open where no watcher does.
    _reports: Sender<()>,
    /// It reports for as long as it lives; none where the system cannot watch.
    _watcher: Option<RecommendedWatcher>,
    hangups: watch::Receiver<()>,
    /// Whether a signal asked to read the folder.
    is_told: bool,
}

impl CorpusWatch {
    /// Begins to watch `folder`. Where that is not possible it is looked at every minute, and at each of `hangups`.
    pub(super) fn open(folder: &Path, hangups: watch::Receiver<()>) -> Self {
        let (reports, events) = channel(1);
        let sender = reports.clone();
        let report = move |event: notify::Result<notify::Event>| {
            // Reading a file is an event as well, and changes nothing.
            if event.is_ok_and(|event| !event.kind.is_access()) {
                // A full channel has told already.
                let _ = sender.try_send(());
            }
        };
        if !folder.is_dir() {
            // Loading it fails, and says so.
            return Self { events, _reports: reports, _watcher: None, hangups, is_told: false };
        }
        let watcher = notify::recommended_watcher(report).and_then(|mut watcher| {
            watcher.watch(folder, RecursiveMode::Recursive)?;
            Ok(watcher)
        });
        let watcher = match watcher {
            Ok(watcher) => Some(watcher),
            Err(error) => {
                let every = LOOK_EVERY.as_secs();
                let folder = folder.display();
                tracing::warn!("cannot watch {folder}: {error}; it is looked at every {every} s");
                None
            }
        };
        Self { events, _reports: reports, _watcher: watcher, hangups, is_told: false }
    }

    /// Completes when something may have changed and the folder is quiet again.
    async fn changed(&mut self) {
        // Where nothing is reported, the time decides.
        self.is_told = tokio::select! {
            _ = timeout(LOOK_EVERY, self.events.recv()) => false,
            () = next(&mut self.hangups) => true,
        };
        let start = Instant::now();
        while start.elapsed() < BUSY_MAX {
            if timeout(QUIET, self.events.recv()).await.is_err() {
                return;
            }
        }
    }
}

/// What is served, and of which files.
pub(super) struct Served {
    pub(super) watch: CorpusWatch,
    pub(super) config: Arc<Config>,
    pub(super) service: Service,
    pub(super) embedder: Arc<dyn Embedder>,
    pub(super) corpus: Arc<Corpus>,
    /// Digest of the files that were looked at last.
    pub(super) files: Option<Digest>,
}

impl Watched for Served {
    async fn changed(&mut self) {
        self.watch.changed().await;
    }

    fn look(&mut self) {
        let start = Instant::now();
        // What was left out before may be readable now, though its bytes are the same.
        let again = self.watch.is_told && !self.corpus.skipped().is_empty();
        let seen = self.files.filter(|_| !again);
        let read = compose::reload(&self.config, &self.embedder, &self.corpus, seen);
        let reloaded = match read {
            Ok(Some(reloaded)) => reloaded,
            Ok(None) => {
                if self.watch.is_told {
                    tracing::info!("looked at the documents again: none has changed");
                }
                return;
            }
            Err(error) => {
                self.service.count_reload(Reloaded::Corpus, false);
                tracing::error!("failed to {error:#}; the documents from before are served");
                return;
            }
        };
        self.files = Some(reloaded.files.digest);
        let Loaded { engine, computed, .. } = reloaded.loaded;
        let corpus = Arc::clone(engine.corpus());
        if self.service.replace(engine).is_err() {
            return;
        }
        self.service.count_reload(Reloaded::Corpus, true);
        self.corpus = Arc::clone(&corpus);
        tracing::info!(
            documents = corpus.documents().len(),
            clauses = corpus.clauses().len(),
            embedded = computed,
            corpus = corpus.digest().short(),
            elapsed = ?start.elapsed(),
            "the documents have changed"
        );
        // A state that was served before may have been damaged since: now its bytes are here.
        compose::keep_state(&self.config, &corpus, &reloaded.files, Check::Everything);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_hangup_has_the_folder_looked_at_where_nothing_else_reports() {
        let (hangup, hangups) = watch::channel(());
        // No system watches a folder that is not there.
        let mut watch = CorpusWatch::open(Path::new("there/is/none"), hangups);
        hangup.send(()).expect("it listens");
        let start = tokio::time::Instant::now();
        watch.changed().await;
        assert!(watch.is_told && start.elapsed() < LOOK_EVERY);
        watch.changed().await;
        assert!(!watch.is_told && start.elapsed() >= LOOK_EVERY, "time alone told of this");
    }
}
