//! Embeddings of questions, kept: the same words come again with other filters and options.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use moka::sync::Cache;

use super::{CacheStats, weight};
use crate::retrieval::{EmbedError, Embedder, Embedding, ModelInfo, Priority};

/// An embedder that remembers what it embedded for questions.
pub struct CachedEmbedder {
    inner: Arc<dyn Embedder>,
    cache: Cache<String, Arc<Embedding>>,
    hits: AtomicU64,
    misses: AtomicU64,
}

impl CachedEmbedder {
    /// Remembers embeddings of `inner` that take `bytes_max` in all.
    pub fn new(inner: Arc<dyn Embedder>, bytes_max: u64) -> Self {
        let cache = Cache::builder()
            .max_capacity(bytes_max)
            .weigher(|text: &String, embedding: &Arc<Embedding>| {
                weight::of_embedding(text, embedding)
            })
            .build();
        Self { inner, cache, hits: AtomicU64::new(0), misses: AtomicU64::new(0) }
    }

    /// How many texts were remembered, and how many embedded.
    pub fn stats(&self) -> CacheStats {
        CacheStats {
            hits: self.hits.load(Ordering::Relaxed),
            misses: self.misses.load(Ordering::Relaxed),
        }
    }
}

impl Embedder for CachedEmbedder {
    fn model(&self) -> &ModelInfo {
        self.inner.model()
    }

    fn knows(&self, word: &str) -> bool {
        self.inner.knows(word)
    }

    fn embed(&self, texts: &[&str], priority: Priority) -> Result<Vec<Embedding>, EmbedError> {
        // The corpus is embedded once and kept on disk: here it would only drive questions out.
        if priority == Priority::Bulk {
            return self.inner.embed(texts, priority);
        }
        let kept: Vec<Option<Arc<Embedding>>> =
            texts.iter().map(|text| self.cache.get(*text)).collect();
        let wanted: Vec<&str> = texts
            .iter()
            .zip(&kept)
            .filter(|(_, hit)| hit.is_none())
            .map(|(text, _)| *text)
            .collect();
        self.hits.fetch_add((texts.len() - wanted.len()) as u64, Ordering::Relaxed);
        self.misses.fetch_add(wanted.len() as u64, Ordering::Relaxed);
        let mut fresh =
            if wanted.is_empty() { Vec::new() } else { self.inner.embed(&wanted, priority)? }
                .into_iter();
        texts
            .iter()
            .zip(kept)
            .map(|(text, hit)| {
                if let Some(embedding) = hit {
                    return Ok(Embedding::clone(&embedding));
                }
                let embedding = fresh
                    .next()
                    .ok_or_else(|| EmbedError("the model returned too few embeddings".into()))?;
                self.cache.insert((*text).to_owned(), Arc::new(embedding.clone()));
                Ok(embedding)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::domain::Digest;
    use crate::retrieval::TokenVectors;

    /// Embeds a text as its length, and writes down what it was asked.
    struct Lengths(ModelInfo, Mutex<Vec<String>>);

    impl Embedder for Lengths {
        fn model(&self) -> &ModelInfo {
            &self.0
        }

        fn knows(&self, _: &str) -> bool {
            false
        }

        fn embed(&self, texts: &[&str], _: Priority) -> Result<Vec<Embedding>, EmbedError> {
            self.1
                .lock()
                .expect("no test panics here")
                .extend(texts.iter().map(ToString::to_string));
            let embed = |text: &&str| Embedding {
                vector: vec![text.len() as f32],
                tokens: TokenVectors::default(),
            };
            Ok(texts.iter().map(embed).collect())
        }
    }

    #[test]
    fn embeds_a_question_once_and_keeps_the_order() {
        let model = ModelInfo { name: "lengths".into(), digest: Digest([0; 32]), dimensions: 1 };
        let inner = Arc::new(Lengths(model, Mutex::new(Vec::new())));
        let cached = CachedEmbedder::new(Arc::clone(&inner) as Arc<dyn Embedder>, 10_000);
        let vectors = |texts: &[&str], priority| -> Vec<f32> {
            let embeddings = cached.embed(texts, priority).expect("lengths do not fail");
            embeddings.into_iter().map(|embedding| embedding.vector[0]).collect()
        };
        assert_eq!(vectors(&["a", "bb"], Priority::Question), [1.0, 2.0]);
        assert_eq!(vectors(&["bb", "ccc", "a"], Priority::Question), [2.0, 3.0, 1.0]);
        assert_eq!(vectors(&["a"], Priority::Bulk), [1.0]);
        let asked = inner.1.lock().expect("no test panics here").clone();
        assert_eq!(asked, ["a", "bb", "ccc", "a"], "bulk work goes past the cache");
        assert_eq!(cached.stats(), CacheStats { hits: 2, misses: 3 });
    }
}
