//! Documents that were parsed before: clients send the same few again and again, with other variables.

use std::sync::Arc;

use async_graphql::ServerError;
use async_graphql::parser::types::ExecutableDocument;
use moka::sync::Cache;

use crate::api::graphql::{parse, parsed_bytes};
use crate::service::{CacheCounter, CacheUsage};

/// Keeps documents by their texts.
pub(super) struct ParsedDocuments {
    kept: Cache<Arc<str>, Arc<ExecutableDocument>>,
    counter: CacheCounter,
}

impl ParsedDocuments {
    /// Documents that take `bytes_max` in all.
    pub(super) fn new(bytes_max: u64) -> Self {
        let weigh = |text: &Arc<str>, _: &Arc<ExecutableDocument>| {
            u32::try_from(parsed_bytes(text)).unwrap_or(u32::MAX)
        };
        let kept = Cache::builder().max_capacity(bytes_max).weigher(weigh).build();
        Self { kept, counter: CacheCounter::default() }
    }

    /// What `text` says.
    ///
    /// # Errors
    /// When it says nothing, or too much; that is found out each time.
    pub(super) fn get(&self, text: &Arc<str>) -> Result<Arc<ExecutableDocument>, ServerError> {
        if let Some(document) = self.kept.get(text) {
            self.counter.hit(1);
            return Ok(document);
        }
        self.counter.miss(1);
        let document = Arc::new(parse(text)?);
        self.kept.insert(Arc::clone(text), Arc::clone(&document));
        Ok(document)
    }

    /// How the cache does.
    pub(super) fn usage(&self) -> CacheUsage {
        let (entries, bytes) = (self.kept.entry_count(), self.kept.weighted_size());
        CacheUsage { name: "documents", stats: self.counter.stats(), entries, bytes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_parsed_once_and_kept_within_the_bound() {
        let documents = ParsedDocuments::new(100_000);
        let get = |text: &str| documents.get(&text.into());
        let first = get("{ corpus { digest } }").expect("well formed");
        let again = get("{ corpus { digest } }").expect("well formed");
        assert!(Arc::ptr_eq(&first, &again));
        for _ in 0..2 {
            get("{").expect_err("no document");
        }
        for number in 0..1_000 {
            get(&format!("{{ field{number} }}")).expect("well formed");
        }
        documents.kept.run_pending_tasks();
        let usage = documents.usage();
        assert!((1..200).contains(&usage.entries) && usage.bytes <= 100_000, "{usage:?}");
        assert_eq!((usage.stats.hits, usage.stats.misses), (1, 1_003));
    }

    #[test]
    fn nothing_is_kept_where_nothing_may_be() {
        let documents = ParsedDocuments::new(0);
        documents.get(&"{ corpus { digest } }".into()).expect("well formed");
        documents.kept.run_pending_tasks();
        assert_eq!(documents.usage().entries, 0);
    }
}
