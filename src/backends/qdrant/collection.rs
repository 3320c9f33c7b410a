//! One collection of Qdrant: a point for each clause, and some for the data shared by all.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use qdrant_client::qdrant::quantization_config::Quantization;
use qdrant_client::qdrant::{
    Condition, CountPointsBuilder, CreateAliasBuilder, CreateCollectionBuilder, Distance, Filter,
    GetPointsBuilder, NamedVectors, PointId, PointStruct, QuantizationSearchParamsBuilder, Query,
    QueryPointsBuilder, RetrievedPoint, ScalarQuantizationBuilder, ScrollPointsBuilder,
    SearchParamsBuilder, UpsertPointsBuilder, VectorParamsBuilder, VectorsConfigBuilder, point_id,
};
use qdrant_client::{Payload, Qdrant, QdrantError};
use secrecy::ExposeSecret as _;

use super::QdrantOptions;
use crate::backends::nodes::{Failure, Nodes};

/// Name of the vectors of clauses.
const VECTOR: &str = "clause";
/// Name of the payload with bytes.
const BYTES: &str = "bytes";
/// The first point that is not a clause.
const SHARED_AT: u64 = 1 << 40;
/// Candidates that a search considers: relative to the results, and at least.
const SEARCH_WIDTH_MIN: usize = 256;
/// Points whose ids are listed at once.
const PAGE: u32 = 10_000;
/// Points that are read at once: a response stays below some megabytes.
const READ_MAX: usize = 128;
/// How long the creation of a collection may take: it waits for nodes that are down.
const CREATE_PATIENCE: Duration = Duration::from_mins(1);
const WRITE_PATIENCE: Duration = Duration::from_mins(1);

/// A collection by its name, on whichever node answers.
#[derive(Debug)]
pub(super) struct Collection {
    nodes: Nodes<Client>,
    name: String,
    options: QdrantOptions,
}

/// A client that can be shown.
struct Client(Qdrant);

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Client")
    }
}

/// Bytes of a clause to be kept, and the vector that it is found by.
pub(super) struct Point {
    pub(super) clause: usize,
    pub(super) vector: Vec<f32>,
    pub(super) bytes: Vec<u8>,
}

impl Collection {
    /// The collection `name` on the nodes of `options`. Connects to nothing yet.
    pub(super) fn new(options: &QdrantOptions, name: String) -> Result<Self, Failure> {
        let client = |url: &String| {
            let mut builder = Qdrant::from_url(url)
                .skip_compatibility_check()
                .connect_timeout(options.patience)
                // Searches end earlier by their own patience.
                .timeout(WRITE_PATIENCE);
            if let Some(key) = &options.api_key {
                builder.set_api_key(key.expose_secret());
            }
            let client = builder.build().map_err(|error| {
                Failure::Lasting(format!("use '{url}' as the address of a Qdrant node: {error}"))
            })?;
            Ok((url.clone(), Client(client)))
        };
        let nodes: Vec<(String, Client)> =
            options.urls.iter().map(client).collect::<Result<_, Failure>>()?;
        Ok(Self { nodes: Nodes::new(nodes), name, options: options.clone() })
    }

    /// Its name.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Whether it exists.
    pub(super) async fn exists(&self) -> Result<bool, Failure> {
        self.read(|client| client.0.collection_exists(self.name.clone())).await
    }

    /// Creates it, for vectors with this many dimensions.
    pub(super) async fn create(&self, dimensions: usize) -> Result<(), Failure> {
        let mut vectors = VectorsConfigBuilder::default();
        let params = VectorParamsBuilder::new(dimensions as u64, Distance::Cosine).on_disk(true);
        vectors.add_named_vector_params(VECTOR, params);
        let quantization = ScalarQuantizationBuilder::default().always_ram(true);
        let request = CreateCollectionBuilder::new(self.name.clone())
            .vectors_config(vectors)
            .quantization_config(Quantization::Scalar(quantization.build()))
            .shard_number(self.options.shards)
            .replication_factor(self.options.replicas)
            .write_consistency_factor(self.options.replicas / 2 + 1)
            .on_disk_payload(true)
            .timeout(CREATE_PATIENCE.as_secs());
        let created =
            self.write(CREATE_PATIENCE, |client| client.0.create_collection(request.clone())).await;
        match created {
            // Another process, or an earlier try whose answer was lost, has made it.
            Err(_) if self.exists().await? => Ok(()),
            created => created.map(drop),
        }
    }

    /// How many points it has.
    pub(super) async fn count(&self) -> Result<u64, Failure> {
        let request = CountPointsBuilder::new(self.name.clone()).exact(true);
        let counted = self.read(|client| client.0.count(request.clone())).await?;
        Ok(counted.result.map_or(0, |result| result.count))
    }

    /// Which of the first clauses it has.
    pub(super) async fn present(&self, clauses: usize) -> Result<Vec<bool>, Failure> {
        let mut present = vec![false; clauses];
        let mut from = Some(PointId::from(0));
        while let Some(offset) = from {
            let request = ScrollPointsBuilder::new(self.name.clone())
                .offset(offset)
                .limit(PAGE)
                .with_payload(false)
                .with_vectors(false);
            let page = self.read(|client| client.0.scroll(request.clone())).await?;
            for point in &page.result {
                if let Some(known) = number(point.id.as_ref()).and_then(|at| present.get_mut(at)) {
                    *known = true;
                }
            }
            from = page.next_page_offset;
        }
        Ok(present)
    }

    /// Writes clauses; existing ones are overwritten.
    pub(super) async fn upsert(&self, points: Vec<Point>) -> Result<(), Failure> {
        let point = |Point { clause, vector, bytes }: Point| {
            let vectors = NamedVectors::default().add_vector(VECTOR, vector);
            PointStruct::new(clause as u64, vectors, payload(&bytes))
        };
        self.put(points.into_iter().map(point).collect()).await
    }

    /// Stores shared bytes in parts that fit into a request. The first part is written last, so that its presence
    /// means that all are there.
    pub(super) async fn share(&self, parts: &[&[u8]]) -> Result<(), Failure> {
        for (at, part) in parts.iter().enumerate().rev() {
            let id = SHARED_AT + at as u64;
            let point = PointStruct::new(id, NamedVectors::default(), payload(part));
            self.put(vec![point]).await?;
        }
        Ok(())
    }

    async fn put(&self, points: Vec<PointStruct>) -> Result<(), Failure> {
        let request = UpsertPointsBuilder::new(self.name.clone(), points).wait(true).build();
        self.write(WRITE_PATIENCE, |client| client.0.upsert_points(request.clone())).await.map(drop)
    }

    /// The bytes of shared parts.
    pub(super) async fn shared(
        &self,
        parts: std::ops::Range<usize>,
    ) -> Result<Vec<Vec<u8>>, Failure> {
        let ids: Vec<u64> = parts.map(|part| SHARED_AT + part as u64).collect();
        let mut found = self.bytes_of(&ids).await?;
        found.sort_by_key(|(id, _)| *id);
        Ok(found.into_iter().map(|(_, bytes)| bytes).collect())
    }

    /// The bytes of those clauses that it has.
    pub(super) async fn records(
        &self,
        clauses: &[usize],
    ) -> Result<Vec<(usize, Vec<u8>)>, Failure> {
        let ids: Vec<u64> = clauses.iter().map(|&clause| clause as u64).collect();
        let reads = ids.chunks(READ_MAX).map(|ids| self.bytes_of(ids));
        let found = futures_util::future::try_join_all(reads).await?;
        Ok(found.into_iter().flatten().map(|(id, bytes)| (id as usize, bytes)).collect())
    }

    async fn bytes_of(&self, ids: &[u64]) -> Result<Vec<(u64, Vec<u8>)>, Failure> {
        let ids: Vec<PointId> = ids.iter().copied().map(PointId::from).collect();
        let request = GetPointsBuilder::new(self.name.clone(), ids)
            .with_payload(true)
            .with_vectors(false)
            .build();
        let found = self.read(|client| client.0.get_points(request.clone())).await?;
        Ok(found.result.iter().filter_map(bytes_in).collect())
    }

    /// The `most` clauses nearest to `vector` among those that `filter` passes, best first.
    pub(super) async fn nearest(
        &self,
        vector: &[f32],
        most: usize,
        filter: Option<Filter>,
    ) -> Result<Vec<(usize, f32)>, Failure> {
        let quantization =
            QuantizationSearchParamsBuilder::default().rescore(true).oversampling(2.0);
        let params = SearchParamsBuilder::default()
            .hnsw_ef(most.max(SEARCH_WIDTH_MIN) as u64)
            .quantization(quantization);
        let mut request = QueryPointsBuilder::new(self.name.clone())
            .query(Query::new_nearest(vector.to_vec()))
            .using(VECTOR)
            .limit(most as u64)
            .with_payload(false)
            .params(params);
        if let Some(filter) = filter {
            request = request.filter(filter);
        }
        let request = request.build();
        let found = self.read(|client| client.0.query(request.clone())).await?;
        let scored = |point: &qdrant_client::qdrant::ScoredPoint| {
            Some((number(point.id.as_ref())?, point.score))
        };
        Ok(found.result.iter().filter_map(scored).collect())
    }

    /// Lets the alias of all collections of this service point to this one.
    pub(super) async fn publish(&self) -> Result<(), Failure> {
        let request = CreateAliasBuilder::new(self.name.clone(), self.options.alias.clone());
        self.write(WRITE_PATIENCE, |client| client.0.create_alias(request.clone())).await.map(drop)
    }

    async fn read<'s, T, F>(&'s self, call: impl Fn(&'s Client) -> F) -> Result<T, Failure>
    where
        F: Future<Output = Result<T, QdrantError>>,
    {
        self.write(self.options.patience, call).await
    }

    async fn write<'s, T, F>(
        &'s self,
        patience: Duration,
        call: impl Fn(&'s Client) -> F,
    ) -> Result<T, Failure>
    where
        F: Future<Output = Result<T, QdrantError>>,
    {
        // The client's futures are large.
        let call = |client| {
            let answer = Box::pin(call(client));
            async { answer.await.map_err(|error| failure(&error)) }
        };
        self.nodes.call(patience, call).await
    }
}

/// The filter that passes these clauses alone.
pub(super) fn only(clauses: impl Iterator<Item = usize>) -> Filter {
    Filter::must([Condition::has_id(clauses.map(|clause| clause as u64))])
}

/// The filter that passes all clauses but these.
pub(super) fn all_but(clauses: impl Iterator<Item = usize>) -> Filter {
    Filter::must_not([Condition::has_id(clauses.map(|clause| clause as u64))])
}

fn payload(bytes: &[u8]) -> Payload {
    let mut payload = Payload::new();
    payload.insert(BYTES, BASE64.encode(bytes));
    payload
}

fn bytes_in(point: &RetrievedPoint) -> Option<(u64, Vec<u8>)> {
    let id = number(point.id.as_ref())?;
    let text = point.payload.get(BYTES)?.as_str()?;
    Some((id as u64, BASE64.decode(text).ok()?))
}

fn number(id: Option<&PointId>) -> Option<usize> {
    match id?.point_id_options.as_ref()? {
        point_id::PointIdOptions::Num(number) => Some(*number as usize),
        point_id::PointIdOptions::Uuid(_) => None,
    }
}

/// gRPC codes for which no other node would do better: the argument is invalid, nothing is found,
/// it exists already, it is not permitted, out of range, not implemented, not authenticated.
const LASTING: [i32; 7] = [3, 5, 6, 7, 11, 12, 16];

/// Whether another node may do better.
fn failure(error: &QdrantError) -> Failure {
    match error {
        QdrantError::ResponseError { status } if LASTING.contains(&status.code().into()) => {
            Failure::Lasting(status.message().to_owned())
        }
        QdrantError::ResponseError { status } => Failure::Passing(status.message().to_owned()),
        QdrantError::InvalidUri(_) | QdrantError::ConversionError(_) => {
            Failure::Lasting(error.to_string())
        }
        other => Failure::Passing(other.to_string()),
    }
}
