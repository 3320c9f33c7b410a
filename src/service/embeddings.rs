//! Cached embeddings of questions: the same words come again with other filters and options.

use std::sync::Arc;
use std::time::Instant;

use moka::sync::Cache;

use super::work::{ComputeStage, Work};
use super::{CacheCounter, CacheStats, CacheUsage, weight};
use crate::retrieval::{EmbedError, Embedder, Embedding, ModelInfo, PendingEmbeddings, Priority};

/// An embedder that caches embeddings of questions.
pub struct CachedEmbedder {
    inner: Arc<dyn Embedder>,
    cache: Cache<String, Arc<Embedding>>,
    counter: CacheCounter,
    work: Arc<Work>,
}

impl CachedEmbedder {
    /// Caches embeddings of `inner`, in at most `bytes_max` bytes.
    pub fn new(inner: Arc<dyn Embedder>, bytes_max: u64) -> Self {
        let cache = Cache::builder()
            .max_capacity(bytes_max)
            .weigher(|text: &String, embedding: &Arc<Embedding>| {
                weight::of_embedding(text, embedding)
            })
            .build();
        Self { inner, cache, counter: CacheCounter::default(), work: Arc::default() }
    }

    /// The same; `work` counts the time spent waiting for it.
    pub(super) fn timed_by(self, work: Arc<Work>) -> Self {
        Self { work, ..self }
    }

    /// Hits (texts from the cache) and misses (texts embedded).
    pub fn stats(&self) -> CacheStats {
        self.counter.stats()
    }

    /// Statistics of its cache.
    pub fn usage(&self) -> CacheUsage {
        let (entries, bytes) = (self.cache.entry_count(), self.cache.weighted_size());
        CacheUsage { name: "embeddings", stats: self.stats(), entries, bytes }
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
        self.begin(texts, priority)?.wait()
    }

    fn begin<'e>(
        &'e self,
        texts: &[&str],
        priority: Priority,
    ) -> Result<PendingEmbeddings<'e>, EmbedError> {
        // The corpus is embedded once and kept on disk: here it would only drive questions out.
        if priority != Priority::Question {
            return self.inner.begin(texts, priority);
        }
        let slots: Vec<Slot> = texts
            .iter()
            .map(|&text| {
                self.cache.get(text).map_or_else(|| Slot::Missing(text.into()), Slot::Kept)
            })
            .collect();
        let wanted: Vec<&str> = slots
            .iter()
            .filter_map(|slot| match slot {
                Slot::Kept(_) => None,
                Slot::Missing(text) => Some(text.as_str()),
            })
            .collect();
        self.counter.hit((texts.len() - wanted.len()) as u64);
        self.counter.miss(wanted.len() as u64);
        let fresh = match wanted.as_slice() {
            [] => PendingEmbeddings::new(|| Ok(Vec::new())),
            wanted => {
                let start = Instant::now();
                self.work.count_batch(wanted.len());
                let begun = self.inner.begin(wanted, priority)?;
                let before = start.elapsed();
                PendingEmbeddings::new(move || {
                    self.work.time_on(ComputeStage::Embed, before, || begun.wait())
                })
            }
        };
        Ok(PendingEmbeddings::new(move || {
            let mut fresh = fresh.wait()?.into_iter();
            let fill = |slot| match slot {
                Slot::Kept(embedding) => Ok(Embedding::clone(&embedding)),
                Slot::Missing(text) => {
                    let embedding = fresh.next().ok_or_else(|| {
                        EmbedError("the model returned too few embeddings".into())
                    })?;
                    self.cache.insert(text, Arc::new(embedding.clone()));
                    Ok(embedding)
                }
            };
            slots.into_iter().map(fill).collect()
        }))
    }
}

/// A text of a call.
enum Slot {
    /// It was embedded before.
    Kept(Arc<Embedding>),
    /// It has to be embedded.
    Missing(String),
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
        let model = ModelInfo::new("lengths".into(), Digest([0; 32]), 1);
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
