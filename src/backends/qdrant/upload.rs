//! Uploading an index to a collection in Qdrant.

use std::time::Duration;

use columns::Sections;

use super::collection::{Collection, Point};
use super::vectors::runtime;
use super::{QdrantError, QdrantOptions, collection_of};
use crate::backends::nodes::Failure;
use crate::domain::Corpus;
use crate::retrieval::{Index, ModelInfo};

/// Clauses of one write.
const BATCH: usize = 128;
/// Bytes of shared data in one write.
const PART_BYTES: usize = 1 << 20;
/// How often a write is tried, with twice the pause each time.
const TRIES: u32 = 6;
const PAUSE: Duration = Duration::from_millis(500);

/// The result of an upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uploaded {
    /// The collection.
    pub collection: String,
    /// How many clauses were written; the others were there already.
    pub written: usize,
}

/// Uploads the vectors of `index`, which is of `corpus` by `model`, to a collection of their own, and points the
/// alias to it when all are there. Clauses that are there are skipped, so an interrupted upload continues.
/// `progress` gets the number of uploaded clauses and of all.
///
/// # Errors
/// When Qdrant does not answer after several tries, or refuses.
pub fn upload(
    options: &QdrantOptions,
    corpus: &Corpus,
    index: &Index,
    model: &ModelInfo,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Uploaded, QdrantError> {
    let collection = Collection::new(options, collection_of(options, corpus, model))?;
    let uploading = async {
        if !persistently(async || collection.exists().await).await? {
            persistently(async || collection.create(model.dimensions).await).await?;
        }
        let clauses = index.len();
        let present = persistently(async || collection.present(clauses).await).await?;
        let missing: Vec<usize> = (0..clauses).filter(|&clause| !present[clause]).collect();
        let mut done = clauses - missing.len();
        for batch in missing.chunks(BATCH) {
            persistently(async || collection.upsert(points(index, batch)).await).await?;
            done += batch.len();
            progress(done, clauses);
        }
        let bytes = {
            let mut sections = Sections::default();
            index
                .store_shared(&mut sections)
                .map_err(|error| QdrantError::Vectors(error.to_string()))?;
            sections.pack()
        };
        let parts: Vec<&[u8]> = bytes.chunks(PART_BYTES).collect();
        let count = (parts.len() as u32).to_le_bytes();
        let parts: Vec<&[u8]> = std::iter::once(&count[..]).chain(parts).collect();
        persistently(async || collection.share(&parts).await).await?;
        let (expected, count) = (
            (clauses + parts.len()) as u64,
            persistently(async || collection.count().await).await?,
        );
        if count != expected {
            let collection = collection.name().to_owned();
            return Err(QdrantError::Incomplete { collection, count, clauses: expected });
        }
        persistently(async || collection.publish().await).await?;
        Ok(missing.len())
    };
    let written = runtime()?.block_on(uploading)?;
    Ok(Uploaded { collection: collection.name().to_owned(), written })
}

fn points(index: &Index, clauses: &[usize]) -> Vec<Point> {
    let vectors = index.vectors();
    let point = |&clause: &usize| {
        let bytes = vectors.record(clause)?.to_bytes();
        Some(Point { clause, vector: vectors.vector(clause), bytes })
    };
    clauses.iter().filter_map(point).collect()
}

/// Retries temporary failures: a node may be starting.
async fn persistently<T>(call: impl AsyncFn() -> Result<T, Failure>) -> Result<T, Failure> {
    let mut pause = PAUSE;
    for _ in 1..TRIES {
        match call().await {
            Err(Failure::Passing(reason)) => {
                tracing::warn!(reason, "trying again in {pause:?}");
                tokio::time::sleep(pause).await;
                pause *= 2;
            }
            ended => return ended,
        }
    }
    call().await
}
