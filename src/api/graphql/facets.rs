//! How often each value occurs among what a list holds.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use async_graphql::{Object, SimpleObject};

use super::cursor::page_length;
use super::defaults::FACETS_DEFAULT;
use crate::domain::{self, Clause, Corpus, Document, InvalidQuery};

/// What a list holds, all pages of it.
enum Items {
    /// Documents, by their indices.
    Documents(Vec<usize>),
    /// Clauses, by their positions.
    Clauses(Vec<usize>),
}

/// The facets of a list. Nothing is counted that is not asked for.
pub(super) struct Facets {
    corpus: Arc<Corpus>,
    items: Items,
}

/// The values of one item.
type Values<'c> = BTreeSet<Cow<'c, str>>;

impl Facets {
    /// Those of a list of documents, by their indices.
    pub(super) fn of_documents(corpus: &Arc<Corpus>, indices: &[usize]) -> Self {
        Self { corpus: Arc::clone(corpus), items: Items::Documents(indices.to_vec()) }
    }

    /// Those of a list of clauses, by their positions.
    pub(super) fn of_clauses(corpus: &Arc<Corpus>, positions: Vec<usize>) -> Self {
        Self { corpus: Arc::clone(corpus), items: Items::Clauses(positions) }
    }

    /// The `first` most frequent values, each counted once an item.
    fn most<'c>(
        &'c self,
        first: Option<i32>,
        values: impl Fn(&'c Document, &'c [Clause]) -> Values<'c>,
    ) -> Result<Vec<FacetCount>, InvalidQuery> {
        let first = page_length(first.unwrap_or(FACETS_DEFAULT))?;
        let corpus = &*self.corpus;
        let mut counts: BTreeMap<Cow<'c, str>, usize> = BTreeMap::new();
        let mut add = |document, clauses| {
            for value in values(document, clauses) {
                *counts.entry(value).or_default() += 1;
            }
        };
        match &self.items {
            Items::Documents(indices) => {
                for &index in indices {
                    let document = &corpus.documents()[index];
                    add(document, corpus.clauses_of(document));
                }
            }
            Items::Clauses(positions) => {
                for &position in positions {
                    let clause = &corpus.clauses()[position];
                    add(corpus.document_of(clause), std::slice::from_ref(clause));
                }
            }
        }
        let mut counts: Vec<FacetCount> = counts
            .into_iter()
            .map(|(value, count)| FacetCount { value: value.into_owned(), count })
            .collect();
        // Those of the same count stay in order of their values.
        counts.sort_by_key(|one| Reverse(one.count));
        counts.truncate(first);
        Ok(counts)
    }

    /// The same of a value that documents have one of, if any.
    fn most_of_documents<'c>(
        &'c self,
        first: Option<i32>,
        value: impl Fn(&'c Document) -> Option<Cow<'c, str>>,
    ) -> Result<Vec<FacetCount>, InvalidQuery> {
        self.most(first, |document, _| value(document).into_iter().collect())
    }

    /// The same of the verbs of clauses.
    fn most_of_verbs<'c>(
        &'c self,
        first: Option<i32>,
        value: impl Fn(&'c domain::OperativeVerb) -> Cow<'c, str>,
    ) -> Result<Vec<FacetCount>, InvalidQuery> {
        self.most(first, |_, clauses| {
            clauses.iter().flat_map(|clause| &clause.verbs).map(&value).collect()
        })
    }
}

/// How often each value occurs among all that a list holds, whatever the page: the most frequent
/// first. A document counts once for each part, verb and strength that its clauses have.
#[Object]
impl Facets {
    /// By kind of document.
    async fn kinds(
        &self,
        #[graphql(desc = "How many, from 1 to 100.", default_with = "Some(FACETS_DEFAULT)")]
        first: Option<i32>,
    ) -> Result<Vec<FacetCount>, InvalidQuery> {
        self.most_of_documents(first, |one| Some(one.kind.name().to_uppercase().into()))
    }

    /// By year of adoption, or of publication for documents that were not adopted.
    async fn years(
        &self,
        #[graphql(desc = "How many, from 1 to 100.", default_with = "Some(FACETS_DEFAULT)")]
        first: Option<i32>,
    ) -> Result<Vec<FacetCount>, InvalidQuery> {
        self.most_of_documents(first, |one| one.year().map(|year| year.to_string().into()))
    }

    /// By place.
    async fn places(
        &self,
        #[graphql(desc = "How many, from 1 to 100.", default_with = "Some(FACETS_DEFAULT)")]
        first: Option<i32>,
    ) -> Result<Vec<FacetCount>, InvalidQuery> {
        self.most_of_documents(first, |one| one.place.as_deref().map(Into::into))
    }

    /// By those who issued the documents.
    async fn issuers(
        &self,
        #[graphql(desc = "How many, from 1 to 100.", default_with = "Some(FACETS_DEFAULT)")]
        first: Option<i32>,
    ) -> Result<Vec<FacetCount>, InvalidQuery> {
        self.most_of_documents(first, |one| one.catalogue.issuer.as_deref().map(Into::into))
    }

    /// By language of the documents.
    async fn languages(
        &self,
        #[graphql(desc = "How many, from 1 to 100.", default_with = "Some(FACETS_DEFAULT)")]
        first: Option<i32>,
    ) -> Result<Vec<FacetCount>, InvalidQuery> {
        self.most_of_documents(first, |one| Some(one.language.as_str().into()))
    }

    /// By part of a document.
    async fn parts(
        &self,
        #[graphql(desc = "How many, from 1 to 100.", default_with = "Some(FACETS_DEFAULT)")]
        first: Option<i32>,
    ) -> Result<Vec<FacetCount>, InvalidQuery> {
        let name = |clause: &Clause| clause.part.name().to_uppercase().into();
        self.most(first, |_, clauses| clauses.iter().map(name).collect())
    }

    /// By base form of lead-in verbs.
    async fn verbs(
        &self,
        #[graphql(desc = "How many, from 1 to 100.", default_with = "Some(FACETS_DEFAULT)")]
        first: Option<i32>,
    ) -> Result<Vec<FacetCount>, InvalidQuery> {
        self.most_of_verbs(first, |verb| verb.lemma.as_str().into())
    }

    /// By strength of lead-in verbs.
    async fn strengths(
        &self,
        #[graphql(desc = "How many, from 1 to 100.", default_with = "Some(FACETS_DEFAULT)")]
        first: Option<i32>,
    ) -> Result<Vec<FacetCount>, InvalidQuery> {
        self.most_of_verbs(first, |verb| verb.strength.name().to_uppercase().into())
    }
}

/// A value, and how many items have it.
#[derive(SimpleObject)]
pub(super) struct FacetCount {
    /// The value; enums by their names, years in digits.
    value: String,
    /// How many items of the list have it.
    count: usize,
}
