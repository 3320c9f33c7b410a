//! Rankings of answers that are being computed, for those who want to see them before the answer.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::watch;

use super::Ranking;
use super::key::Key;

/// One computation's ranking: nothing until it is there.
pub(super) type Preview = watch::Sender<Option<Arc<Ranking>>>;

/// Previews by key. One lives as long as somebody computes it or waits for it.
#[derive(Default)]
pub(super) struct Previews(Mutex<HashMap<Key, Weak<Preview>>>);

impl Previews {
    /// The preview of `key`, the same for all who hold one at a time.
    pub(super) fn of(&self, key: &Key) -> Arc<Preview> {
        let mut previews = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(preview) = previews.get(key).and_then(Weak::upgrade) {
            return preview;
        }
        // There are as many as computations that run or wait: few enough to look through.
        previews.retain(|_, preview| preview.strong_count() > 0);
        let preview = Arc::new(watch::Sender::new(None));
        previews.insert(key.clone(), Arc::downgrade(&preview));
        preview
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Digest, Query};

    #[test]
    fn a_preview_is_shared_while_it_is_held_and_forgotten_after() {
        let previews = Previews::default();
        let key = |question: &str| {
            let query = Query { question: question.to_owned(), ..Query::default() };
            Key::new(query, Digest([0; 32]))
        };
        let first = previews.of(&key("a"));
        assert!(Arc::ptr_eq(&first, &previews.of(&key("a"))));
        assert!(!Arc::ptr_eq(&first, &previews.of(&key("b"))));
        drop(first);
        previews.of(&key("c"));
        assert_eq!(previews.0.lock().expect("no panics").len(), 1);
    }
}
