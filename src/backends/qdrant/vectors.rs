//! The vectors of a corpus's clauses in a collection that several services share.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, mpsc};

use bytes::Bytes;
use columns::Sections;
use moka::policy::EvictionPolicy;
use moka::sync::Cache;
use tokio::runtime::Runtime;

use super::collection::{Collection, all_but, only};
use super::{QdrantError, QdrantOptions, collection_of};
use crate::backends::nodes::Failure;
use crate::domain::Corpus;
use crate::retrieval::{
    Admitted, ClauseRecord, ClauseVectors, ModelInfo, TokenSigns, VectorsUnavailable,
};

/// The most clauses that a filter names, whether they pass or not.
const NAMED_MAX: usize = 50_000;
/// If a filter would name more, the most clauses that are scanned.
const LOOKED_THROUGH_MAX: usize = 20_000;
/// Bytes of cached records.
const RECORD_BYTES_MAX: u64 = 128 << 20;

/// Searches a collection, and caches the records of clauses.
pub struct QdrantVectors {
    collection: Arc<Collection>,
    /// A runtime of its own, so that it can be called from any thread; none while it is dropped.
    runtime: Option<Runtime>,
    clauses: usize,
    dimensions: usize,
    records: Cache<usize, Arc<ClauseRecord>>,
}

impl fmt::Debug for QdrantVectors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("QdrantVectors")
            .field("collection", &self.collection)
            .finish_non_exhaustive()
    }
}

impl QdrantVectors {
    /// The vectors of `corpus` by `model`, which `rapporteur index` put there.
    ///
    /// # Errors
    /// When some or all are missing. An unreachable Qdrant is not an error: it is asked again later.
    pub fn open(
        options: &QdrantOptions,
        corpus: &Corpus,
        model: &ModelInfo,
    ) -> Result<Self, QdrantError> {
        let name = collection_of(options, corpus, model);
        let collection = Arc::new(Collection::new(options, name)?);
        let weigh = |_: &usize, record: &Arc<ClauseRecord>| record.bytes() as u32;
        let this = Self {
            collection,
            runtime: Some(runtime()?),
            clauses: corpus.clauses().len(),
            dimensions: model.dimensions,
            // What was just fetched is about to be read, though it was never asked for before.
            records: Cache::builder()
                .max_capacity(RECORD_BYTES_MAX)
                .weigher(weigh)
                .eviction_policy(EvictionPolicy::lru())
                .build(),
        };
        let clauses = this.clauses as u64;
        let counted = this.ask(|collection| async move { collection.count().await });
        match counted {
            // What is shared lies beside the clauses.
            Ok(count) if count > clauses => Ok(this),
            Ok(count) => Err(QdrantError::Incomplete {
                collection: this.collection.name().to_owned(),
                count,
                clauses,
            }),
            Err(Failure::Lasting(reason)) => {
                let exists = this.ask(|collection| async move { collection.exists().await });
                let collection = this.collection.name().to_owned();
                Err(match exists {
                    Ok(false) => QdrantError::Missing { collection, reason },
                    _ => QdrantError::Failed(reason),
                })
            }
            Err(Failure::Passing(reason)) => {
                tracing::warn!(reason, "Qdrant does not answer; clauses are ranked by words alone");
                Ok(this)
            }
        }
    }

    /// The shared data, as [`crate::retrieval::Index::store_shared`] stored it.
    ///
    /// # Errors
    /// When Qdrant does not answer, or the data is missing.
    pub fn shared(&self) -> Result<Sections, QdrantError> {
        let damaged = || QdrantError::Shared(self.collection.name().to_owned());
        let parts = |parts| {
            move |collection: Arc<Collection>| async move { collection.shared(parts).await }
        };
        let head = self.ask(parts(0..1))?;
        let head: [u8; 4] =
            head.first().and_then(|head| head[..].try_into().ok()).ok_or_else(damaged)?;
        let count = u32::from_le_bytes(head) as usize;
        let mut bytes = Vec::new();
        for part in 1..=count {
            bytes.extend(self.ask(parts(part..part + 1))?.into_iter().next().ok_or_else(damaged)?);
        }
        Sections::unpack(&Bytes::from(bytes)).map_err(|_| damaged())
    }

    /// Runs an operation of the collection, and waits for it. Can be called from any thread, even one of another
    /// runtime.
    fn ask<T, F>(&self, call: impl FnOnce(Arc<Collection>) -> F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, Failure>> + Send + 'static,
    {
        let (sender, receiver) = mpsc::sync_channel(1);
        let work = call(Arc::clone(&self.collection));
        let runtime = self.runtime.as_ref().expect("it is taken only when this is dropped");
        runtime.spawn(async move {
            // Whoever asked waits.
            let _ = sender.send(work.await);
        });
        let ended = || Err(Failure::Passing("the Qdrant client stopped".to_owned()));
        receiver.recv().unwrap_or_else(|_| ended())
    }

    /// The record of a clause, fetched if necessary; none if that fails.
    fn record_of(&self, clause: usize) -> Option<Arc<ClauseRecord>> {
        self.records.get(&clause).or_else(|| {
            self.fetch(&[clause]).ok()?;
            self.records.get(&clause)
        })
    }

    fn search(
        &self,
        vector: &[f32],
        most: usize,
        filter: Option<qdrant_client::qdrant::Filter>,
    ) -> Result<Vec<(usize, f32)>, VectorsUnavailable> {
        let vector = vector.to_vec();
        let found =
            self.ask(|collection| async move { collection.nearest(&vector, most, filter).await });
        let mut found = found.map_err(unavailable)?;
        found.retain(|(clause, _)| *clause < self.clauses);
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        Ok(found)
    }
}

impl ClauseVectors for QdrantVectors {
    fn len(&self) -> usize {
        self.clauses
    }

    fn nearest(
        &self,
        vector: &[f32],
        most: usize,
        admitted: &Admitted,
    ) -> Result<Vec<(usize, f32)>, VectorsUnavailable> {
        let (some, all) = (admitted.count(), self.clauses);
        if admitted.is_all() {
            return self.search(vector, most, None);
        }
        if some <= NAMED_MAX {
            return self.search(vector, most, Some(only(admitted.positions())));
        }
        if all - some <= NAMED_MAX {
            let others = (0..all).filter(|&clause| !admitted.has(clause));
            return self.search(vector, most, Some(all_but(others)));
        }
        // Twice as many as hold so many of them on average.
        let through = (2 * most * all / some).min(LOOKED_THROUGH_MAX);
        let mut found = self.search(vector, through, None)?;
        found.retain(|(clause, _)| admitted.has(*clause));
        found.truncate(most);
        Ok(found)
    }

    fn fetch(&self, clauses: &[usize]) -> Result<(), VectorsUnavailable> {
        let missing: Vec<usize> =
            clauses.iter().copied().filter(|clause| self.records.get(clause).is_none()).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let mut lacking = missing.len();
        let found = self.ask(|collection| async move { collection.records(&missing).await });
        for (clause, bytes) in found.map_err(unavailable)? {
            if let Some(record) = ClauseRecord::from_bytes(&bytes, self.dimensions) {
                self.records.insert(clause, Arc::new(record));
                lacking -= 1;
            }
        }
        if lacking == 0 {
            return Ok(());
        }
        let name = self.collection.name();
        let reason = format!("{lacking} records of clauses in {name} are missing or damaged");
        Err(unavailable(Failure::Lasting(reason)))
    }

    fn cosine(&self, clause: usize, vector: &[f32]) -> f32 {
        self.record_of(clause).map_or(0.0, |record| record.cosine(vector))
    }

    fn segment_cosines(&self, clause: usize, vector: &[f32]) -> Vec<f32> {
        // Nothing to compare with: words alone were.
        if vector.is_empty() {
            return Vec::new();
        }
        self.record_of(clause).map_or_else(Vec::new, |record| record.segment_cosines(vector))
    }

    fn vector(&self, clause: usize) -> Vec<f32> {
        let none = || vec![0.0; self.dimensions];
        self.record_of(clause).map_or_else(none, |record| record.vector())
    }

    fn nearest_segment(&self, clause: usize, vector: &[f32]) -> Vec<f32> {
        let none = || vec![0.0; self.dimensions];
        self.record_of(clause).map_or_else(none, |record| record.nearest_segment(vector))
    }

    fn tokens(&self, clause: usize) -> Result<Cow<'_, TokenSigns>, VectorsUnavailable> {
        let gone = || VectorsUnavailable("the record of a clause cannot be fetched".to_owned());
        let record = self.record_of(clause).ok_or_else(gone)?;
        Ok(Cow::Owned(record.tokens().clone()))
    }

    fn record(&self, clause: usize) -> Option<ClauseRecord> {
        self.record_of(clause).map(|record| (*record).clone())
    }
}

impl Drop for QdrantVectors {
    fn drop(&mut self) {
        // To wait for it is not allowed everywhere.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// A runtime for clients of the engine.
pub(super) fn runtime() -> Result<Runtime, QdrantError> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("qdrant")
        .enable_all()
        .build()
        .map_err(QdrantError::Runtime)
}

fn unavailable(failure: Failure) -> VectorsUnavailable {
    match failure {
        Failure::Lasting(reason) => {
            tracing::error!(
                reason,
                "Qdrant refused the request; clauses are ranked by words alone"
            );
            VectorsUnavailable(reason)
        }
        // Nodes that rest are reported when they begin to.
        Failure::Passing(reason) => {
            tracing::debug!(reason, "clauses are ranked by words alone");
            VectorsUnavailable(reason)
        }
    }
}
