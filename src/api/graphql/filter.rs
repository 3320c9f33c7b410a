//! What restricts questions and listings.

use std::collections::BTreeSet;

use async_graphql::{ID, InputObject};

use super::enums::{AnswerStyle, DocumentKind, Part, Strength};
use crate::api::wire::Wire;
use crate::domain::{self, Corpus, Filter, InvalidQuery, folded, symbol_key};

/// How many citations an answer has at most unless asked otherwise.
pub(super) const CITATIONS_DEFAULT: i32 = 8;
/// How many clauses of the ranking are shown unless asked otherwise.
pub(super) const EVIDENCE_DEFAULT: i32 = 20;

/// Restricts the clauses. A clause must match every list that is given; one entry of a list is
/// enough.
#[derive(InputObject, Default)]
pub(super) struct ClauseFilter {
    /// Ids of documents.
    documents: Option<Vec<ID>>,
    /// Years of adoption, or of publication for documents that were not adopted.
    years: Option<Vec<i32>>,
    /// Parts of a document.
    parts: Option<Vec<Part>>,
    /// Kinds of document.
    kinds: Option<Vec<DocumentKind>>,
    /// Places, compared without regard to case.
    places: Option<Vec<String>>,
    /// Base forms of lead-in verbs (`urge`), compared without regard to case.
    verbs: Option<Vec<String>>,
    /// Strengths of lead-in verbs. One verb of the clause must meet all conditions on verbs.
    strengths: Option<Vec<Strength>>,
    /// The minimum strength of a lead-in verb.
    strength_min: Option<Strength>,
    /// Official symbols and other names of documents: `A/RES/80/153`. Unknown ones match nothing.
    symbols: Option<Vec<String>>,
    /// Those who issued documents, compared without regard to case and accents. Unknown ones match
    /// nothing.
    issuers: Option<Vec<String>>,
    /// Keywords of documents, compared without regard to case and accents. Unknown ones match nothing.
    keywords: Option<Vec<String>>,
    /// Languages of documents, by their code: `fr`.
    languages: Option<Vec<String>>,
}

impl ClauseFilter {
    /// As the service takes it.
    pub(super) fn into_domain(self) -> Result<Filter, InvalidQuery> {
        Ok(Filter {
            documents: ids(self.documents).into_iter().collect(),
            years: years(self.years)?,
            parts: values(self.parts),
            kinds: values(self.kinds),
            places: self.places.unwrap_or_default(),
            verbs: self.verbs.unwrap_or_default(),
            strengths: values(self.strengths),
            strength_min: self.strength_min.map(|one| one.0),
            symbols: keys(self.symbols, symbol_key),
            issuers: keys(self.issuers, folded),
            keywords: keys(self.keywords, folded),
            languages: keys(self.languages, str::to_lowercase),
        })
    }
}

/// Restricts the documents. A document must match every list that is given; one entry of a list is
/// enough.
#[derive(InputObject, Default)]
pub(super) struct DocumentFilter {
    /// Kinds of document.
    kinds: Option<Vec<DocumentKind>>,
    /// Years of adoption, or of publication for documents that were not adopted.
    years: Option<Vec<i32>>,
    /// Places, compared without regard to case.
    places: Option<Vec<String>>,
    /// Ids of documents.
    ids: Option<Vec<ID>>,
    /// Official symbols and other names of documents: `A/RES/80/153`. Unknown ones match nothing.
    symbols: Option<Vec<String>>,
    /// Those who issued documents, compared without regard to case and accents. Unknown ones match
    /// nothing.
    issuers: Option<Vec<String>>,
    /// Keywords of documents, compared without regard to case and accents. Unknown ones match nothing.
    keywords: Option<Vec<String>>,
    /// Languages of documents, by their code: `fr`.
    languages: Option<Vec<String>>,
}

impl DocumentFilter {
    /// As it is applied to `corpus`, which must have what it names.
    pub(super) fn into_domain(self, corpus: &Corpus) -> Result<Filter, InvalidQuery> {
        let filter = Filter {
            documents: ids(self.ids).into_iter().collect(),
            years: years(self.years)?,
            kinds: values(self.kinds),
            places: self.places.unwrap_or_default(),
            symbols: keys(self.symbols, symbol_key),
            issuers: keys(self.issuers, folded),
            keywords: keys(self.keywords, folded),
            languages: keys(self.languages, str::to_lowercase),
            ..Filter::default()
        };
        filter.validate(corpus).map_err(|error| match error.field {
            "filter.documents" => InvalidQuery { field: "filter.ids", ..error },
            _ => error,
        })?;
        Ok(filter)
    }
}

/// Options of an answer.
#[derive(InputObject, Default)]
#[graphql(name = "AskOptions")]
pub(super) struct AskOptionsInput {
    /// How much the answer tells.
    #[graphql(default_with = "Some(AnswerStyle::from(domain::AnswerStyle::USUAL))")]
    style: Option<AnswerStyle>,
    /// The most words that `text` quotes of a citation, from 10 to 200. If not given, 25 in the style `SHORT`, 35 in
    /// `MEMO`, and all in `FULL`.
    quote_words_max: Option<i32>,
    /// The most citations of the answer, from 1 to 100.
    #[graphql(default_with = "Some(CITATIONS_DEFAULT)")]
    max_citations: Option<i32>,
    /// The number of clauses in `evidence` if its `first` is not given, from 1 to 1000.
    #[graphql(default_with = "Some(EVIDENCE_DEFAULT)")]
    max_evidence: Option<i32>,
}

impl AskOptionsInput {
    /// How much the answer tells.
    pub(super) fn style(&self) -> domain::AnswerStyle {
        self.style.map_or(domain::AnswerStyle::USUAL, |style| style.0)
    }

    /// How many words are quoted of a clause.
    pub(super) fn quote_words_max(&self) -> Option<usize> {
        self.quote_words_max.map(length)
    }

    /// How many clauses of the ranking were asked for.
    pub(super) fn max_evidence(&self) -> usize {
        length(self.max_evidence.unwrap_or(EVIDENCE_DEFAULT))
    }

    /// How many citations were asked for.
    pub(super) fn max_citations(&self) -> usize {
        length(self.max_citations.unwrap_or(CITATIONS_DEFAULT))
    }
}

/// Negative lengths become 0, which the service refuses by name.
fn length(length: i32) -> usize {
    usize::try_from(length).unwrap_or_default()
}

fn ids(ids: Option<Vec<ID>>) -> Vec<String> {
    ids.unwrap_or_default().into_iter().map(|id| id.0).collect()
}

fn values<E>(list: Option<Vec<Wire<E>>>) -> Vec<E> {
    list.unwrap_or_default().into_iter().map(|one| one.0).collect()
}

fn keys(names: Option<Vec<String>>, key: fn(&str) -> String) -> BTreeSet<String> {
    names.unwrap_or_default().iter().map(|name| key(name)).collect()
}

fn years(years: Option<Vec<i32>>) -> Result<Vec<i16>, InvalidQuery> {
    let year = |year: i32| {
        i16::try_from(year).map_err(|_| InvalidQuery {
            field: "filter.years",
            message: format!("{year} is not a year; write four digits, such as 2014"),
        })
    };
    years.unwrap_or_default().into_iter().map(year).collect()
}
