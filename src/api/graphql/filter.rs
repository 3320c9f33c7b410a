//! What restricts questions and listings.

use async_graphql::{ID, InputObject};

use super::enums::{DocumentKind, Part, Strength};
use crate::domain::{AskOptions, Corpus, Filter, InvalidQuery};

/// Which clauses may answer. Every list that is given must hold; within a list one match is
/// enough.
#[derive(InputObject, Default)]
pub(super) struct ClauseFilter {
    /// Ids of documents.
    documents: Option<Vec<ID>>,
    /// Years of adoption, or of publication where nothing was adopted.
    years: Option<Vec<i32>>,
    /// Parts of a document.
    parts: Option<Vec<Part>>,
    /// Kinds of document.
    kinds: Option<Vec<DocumentKind>>,
    /// Places, compared without regard to case.
    places: Option<Vec<String>>,
    /// Base forms of lead-in verbs (`urge`), compared without regard to case.
    verbs: Option<Vec<String>>,
    /// Strengths of lead-in verbs. What is asked of verbs, one verb of the clause must meet.
    strengths: Option<Vec<Strength>>,
    /// The least strength of a lead-in verb: this one or a stronger one.
    strength_min: Option<Strength>,
}

impl ClauseFilter {
    /// As the service takes it.
    pub(super) fn into_domain(self) -> Result<Filter, InvalidQuery> {
        Ok(Filter {
            documents: ids(self.documents).into_iter().collect(),
            years: years(self.years)?,
            parts: convert(self.parts),
            kinds: convert(self.kinds),
            places: self.places.unwrap_or_default(),
            verbs: self.verbs.unwrap_or_default(),
            strengths: convert(self.strengths),
            strength_min: self.strength_min.map(Into::into),
        })
    }
}

/// Which documents to list. Every list that is given must hold; within a list one match is enough.
#[derive(InputObject, Default)]
pub(super) struct DocumentFilter {
    /// Kinds of document.
    kinds: Option<Vec<DocumentKind>>,
    /// Years of adoption, or of publication where nothing was adopted.
    years: Option<Vec<i32>>,
    /// Places, compared without regard to case.
    places: Option<Vec<String>>,
    /// Ids of documents.
    ids: Option<Vec<ID>>,
}

impl DocumentFilter {
    /// As it is applied to `corpus`, which must have what it names.
    pub(super) fn into_domain(self, corpus: &Corpus) -> Result<Filter, InvalidQuery> {
        let filter = Filter {
            documents: ids(self.ids).into_iter().collect(),
            years: years(self.years)?,
            kinds: convert(self.kinds),
            places: self.places.unwrap_or_default(),
            ..Filter::default()
        };
        filter.validate(corpus).map_err(|error| match error.field {
            "filter.documents" => InvalidQuery { field: "filter.ids", ..error },
            _ => error,
        })?;
        Ok(filter)
    }
}

/// How an answer is made.
#[derive(InputObject, Default)]
#[graphql(name = "AskOptions")]
pub(super) struct AskOptionsInput {
    /// The most citations that the answer carries, from 1 to 100; 8 unless given.
    max_citations: Option<i32>,
    /// How many clauses of the ranking come as evidence, from 1 to 1000; 20 unless given.
    max_evidence: Option<i32>,
}

impl AskOptionsInput {
    /// How many clauses of the ranking were asked for.
    pub(super) fn max_evidence(&self) -> Option<usize> {
        self.max_evidence.map(length)
    }

    /// How many citations were asked for.
    pub(super) fn max_citations(&self) -> usize {
        self.max_citations.map_or(AskOptions::default().max_citations, length)
    }
}

/// Negative lengths become 0, which the service refuses by name.
fn length(length: i32) -> usize {
    usize::try_from(length).unwrap_or_default()
}

fn ids(ids: Option<Vec<ID>>) -> Vec<String> {
    ids.unwrap_or_default().into_iter().map(|id| id.0).collect()
}

fn convert<A, B: From<A>>(list: Option<Vec<A>>) -> Vec<B> {
    list.unwrap_or_default().into_iter().map(B::from).collect()
}

fn years(years: Option<Vec<i32>>) -> Result<Vec<i16>, InvalidQuery> {
    let year = |year: i32| {
        i16::try_from(year).map_err(|_| InvalidQuery {
            field: "filter.years",
            message: format!("{year} is no year; write four digits, such as 2014"),
        })
    };
    years.unwrap_or_default().into_iter().map(year).collect()
}
