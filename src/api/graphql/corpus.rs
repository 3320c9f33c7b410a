//! The corpus as a whole.

use std::collections::BTreeSet;
use std::sync::Arc;

use async_graphql::{Object, SimpleObject};

use super::cache_control;
use super::catalogue::SkippedFile;
use super::enums::Part;
use super::scalar::DateTime;
use crate::domain::{self, Corpus};
use crate::service;

/// The corpus that is being served.
pub(super) struct CorpusInfo {
    /// The corpus.
    corpus: Arc<Corpus>,
    /// The model that embedded it.
    model: service::ModelInfo,
    /// When it was installed.
    loaded_at: jiff::Timestamp,
}

impl CorpusInfo {
    /// What `service` serves.
    pub(super) fn from_service(service: &service::Service) -> Result<Self, service::ServiceError> {
        let (corpus, model) = (service.corpus()?, service.model()?);
        Ok(Self { corpus, model, loaded_at: service.loaded_at()? })
    }
}

/// The corpus that is being served.
#[Object]
impl CorpusInfo {
    /// SHA-256 over the ids and digests of all documents, in hexadecimal digits.
    async fn digest(&self) -> String {
        self.corpus.digest().to_string()
    }

    /// How many documents it has.
    async fn document_count(&self) -> usize {
        self.corpus.documents().len()
    }

    /// How many clauses it has.
    async fn clause_count(&self) -> usize {
        self.corpus.clauses().len()
    }

    /// How many clauses it has of each part.
    async fn part_counts(&self) -> Vec<PartCount> {
        let count = |part: domain::Part| {
            let own = self.corpus.clauses().iter().filter(|clause| clause.part == part);
            let clause_count = own.count();
            PartCount { part: part.into(), clause_count }
        };
        domain::Part::ALL.into_iter().map(count).collect()
    }

    /// BCP 47 tags of the documents' languages, in order.
    async fn languages(&self) -> BTreeSet<&str> {
        self.corpus.documents().iter().map(|document| document.language.as_str()).collect()
    }

    /// The files that lie with the documents and could not be read, in order of their paths.
    async fn skipped(&self) -> Vec<SkippedFile> {
        self.corpus.skipped().iter().map(Into::into).collect()
    }

    /// The embedding model.
    async fn model(&self) -> ModelInfo {
        ModelInfo {
            name: self.model.name.clone(),
            digest: self.model.digest.to_string(),
            dimensions: self.model.dimensions,
        }
    }

    /// When it was loaded.
    #[graphql(cache_control(no_cache), directive = cache_control::apply(0))]
    async fn loaded_at(&self) -> DateTime {
        DateTime(self.loaded_at)
    }
}

/// How many clauses there are of a part.
#[derive(SimpleObject)]
pub(super) struct PartCount {
    /// The part.
    part: Part,
    /// How many clauses there are of it.
    clause_count: usize,
}

/// The embedding model.
#[derive(SimpleObject)]
pub(super) struct ModelInfo {
    /// Its name.
    name: String,
    /// SHA-256 over its files, in hexadecimal digits.
    digest: String,
    /// Number of dimensions of a vector.
    dimensions: usize,
}
