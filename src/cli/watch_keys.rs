//! Watching the file of API keys: changes take effect within seconds.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tokio::sync::watch;
use tokio::time::sleep;

use super::signals::next;
use super::watch::Watched;
use crate::backends::{KeyFileError, read_keys};
use crate::service::{KeyRing, Reloaded, Service};

/// How often the file is checked.
const PERIOD: Duration = Duration::from_secs(2);

/// Identifies the file and its version: changes when it is replaced or written.
pub(super) type Stamp = (SystemTime, u64);

/// The keys of a file, kept up to date by [`follow`](super::watch::follow).
pub(super) struct KeyWatch {
    path: PathBuf,
    ring: KeyRing,
    seen: Option<Stamp>,
    /// Who asks for the file to be read again, changed or not, and who counts that.
    told: Option<(watch::Receiver<()>, Service)>,
    is_told: bool,
}

impl KeyWatch {
    /// Reads the keys for the first time.
    pub(super) fn open(path: PathBuf) -> Result<Self, KeyFileError> {
        let seen = stamp(&path).unwrap_or_default();
        let ring = KeyRing::new(read_keys(&path)?);
        Ok(Self { path, ring, seen, told: None, is_told: false })
    }

    /// The same, which reads the file at each of `hangups` as well; `service` counts it.
    pub(super) fn told_by(self, hangups: watch::Receiver<()>, service: Service) -> Self {
        Self { told: Some((hangups, service)), ..self }
    }

    /// The valid keys.
    pub(super) fn ring(&self) -> KeyRing {
        self.ring.clone()
    }

    fn count(&self, went_well: bool) {
        if let Some((_, service)) = &self.told {
            service.count_reload(Reloaded::Keys, went_well);
        }
    }
}

impl Watched for KeyWatch {
    async fn changed(&mut self) {
        let Some((hangups, _)) = &mut self.told else { return sleep(PERIOD).await };
        self.is_told = tokio::select! {
            () = sleep(PERIOD) => false,
            () = next(hangups) => true,
        };
    }

    /// Loads a changed file. If it cannot be used, the earlier keys stay valid; if it was removed, no key is valid.
    fn look(&mut self) {
        let Ok(stamp) = stamp(&self.path) else { return };
        if stamp == self.seen && !self.is_told {
            return;
        }
        self.seen = stamp;
        match read_keys(&self.path) {
            Ok(keys) => {
                let count = keys.len();
                self.ring.replace(keys);
                self.count(true);
                tracing::info!(keys = count, "read the API keys again");
            }
            Err(error) => {
                self.count(false);
                tracing::error!("failed to {error}; the earlier keys stay valid");
            }
        }
    }
}

/// None if there is no file.
pub(super) fn stamp(path: &Path) -> io::Result<Option<Stamp>> {
    match fs::metadata(path) {
        Ok(metadata) => Ok(Some((metadata.modified()?, metadata.len()))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backends::change_keys;
    use crate::domain::{ApiKey, Digest, Scope};

    fn add(path: &Path, id: &str) {
        let key = ApiKey {
            id: id.to_owned(),
            name: "test".to_owned(),
            scopes: vec![Scope::Read],
            created_at: "2026-11-22T08:00:00Z".parse().expect("a time"),
            expires_at: None,
            digest: Digest([1; 32]),
        };
        change_keys(path, |keys| {
            keys.push(key);
            Ok(())
        })
        .expect("a writable folder");
    }

    #[test]
    fn changes_count_and_what_is_broken_does_not() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("keys.toml");
        let mut watch = KeyWatch::open(path.clone()).expect("no file, no keys");
        assert!(watch.ring().is_empty());
        add(&path, "a");
        watch.look();
        assert_eq!(watch.ring().len(), 1);
        fs::write(&path, "keys = 'broken'").expect("my file");
        watch.look();
        assert_eq!(watch.ring().len(), 1, "a broken file changes nothing");
        fs::remove_file(&path).expect("my file");
        watch.look();
        assert!(watch.ring().is_empty(), "a file that is gone has no keys");
    }
}
