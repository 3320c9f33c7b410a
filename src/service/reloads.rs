//! What is loaded again while the server runs, and how often that goes well.

use std::sync::atomic::{AtomicU64, Ordering};

/// Something that is loaded again when it changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reloaded {
    /// The documents.
    Corpus,
    /// The API keys.
    Keys,
    /// The certificate of encrypted connections.
    Certificate,
    /// The settings that can change while the server runs.
    Settings,
}

impl Reloaded {
    /// All of them, in order.
    pub const ALL: [Self; 4] = [Self::Corpus, Self::Keys, Self::Certificate, Self::Settings];

    /// Its name in metrics.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Corpus => "corpus",
            Self::Keys => "keys",
            Self::Certificate => "certificate",
            Self::Settings => "settings",
        }
    }
}

/// How often something was loaded again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReloadCount {
    /// What it is.
    pub what: Reloaded,
    /// How often that went well.
    pub done: u64,
    /// How often it failed, and what was before stayed.
    pub failed: u64,
}

/// Counts what is loaded again.
#[derive(Debug, Default)]
pub(super) struct Reloads {
    done: [AtomicU64; Reloaded::ALL.len()],
    failed: [AtomicU64; Reloaded::ALL.len()],
}

impl Reloads {
    /// Counts that `what` was loaded again, or could not be.
    pub(super) fn count(&self, what: Reloaded, went_well: bool) {
        let counts = if went_well { &self.done } else { &self.failed };
        counts[what as usize].fetch_add(1, Ordering::Relaxed);
    }

    /// How often each was loaded again.
    pub(super) fn counts(&self) -> [ReloadCount; Reloaded::ALL.len()] {
        let of = |counts: &[AtomicU64], what| counts[what as usize].load(Ordering::Relaxed);
        Reloaded::ALL.map(|what| ReloadCount {
            what,
            done: of(&self.done, what),
            failed: of(&self.failed, what),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_counted_by_itself() {
        for (at, what) in Reloaded::ALL.into_iter().enumerate() {
            assert_eq!(what as usize, at);
        }
        let reloads = Reloads::default();
        reloads.count(Reloaded::Keys, true);
        reloads.count(Reloaded::Keys, true);
        reloads.count(Reloaded::Settings, false);
        let counts = reloads.counts().map(|count| (count.done, count.failed));
        assert_eq!(counts, [(0, 0), (2, 0), (0, 0), (0, 1)]);
    }
}
