//! Pages of clauses and documents, after the Relay connection specification.

use std::ops::Range;
use std::sync::Arc;

use async_graphql::SimpleObject;

use super::clause::Clause;
use super::cursor::Listing;
use super::document::Document;
use super::facets::Facets;
use super::ranked_clause::ScoreExplanation;
use crate::domain::{Corpus, Evidence};

/// Where a page stands in its list.
#[derive(SimpleObject)]
pub(super) struct PageInfo {
    /// Whether items follow this page.
    has_next_page: bool,
    /// Whether items precede this page.
    has_previous_page: bool,
    /// Cursor of the first item of this page.
    start_cursor: Option<String>,
    /// Cursor of the last item of this page: send it as `after` for the next.
    end_cursor: Option<String>,
}

impl PageInfo {
    fn new(listing: &Listing<'_>, page: &Range<usize>) -> Self {
        let cursor = |offset: usize| (!page.is_empty()).then(|| listing.cursor(offset));
        Self {
            has_next_page: page.end < listing.total,
            has_previous_page: page.start > 0,
            start_cursor: cursor(page.start),
            end_cursor: cursor(page.end.saturating_sub(1)),
        }
    }
}

/// A page of clauses.
#[derive(SimpleObject)]
pub(super) struct ClauseConnection {
    /// The clauses of this page with their places in the list.
    edges: Vec<ClauseEdge>,
    /// Where this page stands in the list.
    page_info: PageInfo,
    /// How many clauses the whole list has.
    total_count: usize,
    /// How often each kind, year, verb, ... occurs in the whole list.
    facets: Facets,
}

/// A clause and its place in a list.
#[derive(SimpleObject)]
pub(super) struct ClauseEdge {
    /// The clause.
    node: Clause,
    /// Its place in the list: send it as `after` for what follows.
    cursor: String,
    /// How surely it answers the query, from 0 to 1; null in lists that are not ranked.
    relevance: Option<f64>,
    /// Why it ranks where it does; null in lists that are not ranked.
    explanation: Option<ScoreExplanation>,
}

impl ClauseConnection {
    /// The page of a ranking; `listing` counts all of `ranking`.
    pub(super) fn ranked(
        corpus: &Arc<Corpus>,
        listing: &Listing<'_>,
        page: &Range<usize>,
        ranking: &[Evidence],
    ) -> Self {
        let edge = |offset: usize| {
            let evidence = &ranking[offset];
            ClauseEdge {
                node: Clause::new(corpus, evidence.clause),
                cursor: listing.cursor(offset),
                relevance: Some(evidence.relevance),
                explanation: Some(ScoreExplanation(evidence.explanation.clone())),
            }
        };
        let positions = ranking.iter().map(|evidence| evidence.clause).collect();
        Self::new(listing, page, edge, Facets::of_clauses(corpus, positions))
    }

    /// The page of a list of positions.
    pub(super) fn listed(
        corpus: &Arc<Corpus>,
        listing: &Listing<'_>,
        page: &Range<usize>,
        positions: &[usize],
    ) -> Self {
        let edge = |offset: usize| ClauseEdge {
            node: Clause::new(corpus, positions[offset]),
            cursor: listing.cursor(offset),
            relevance: None,
            explanation: None,
        };
        Self::new(listing, page, edge, Facets::of_clauses(corpus, positions.to_vec()))
    }

    fn new(
        listing: &Listing<'_>,
        page: &Range<usize>,
        edge: impl Fn(usize) -> ClauseEdge,
        facets: Facets,
    ) -> Self {
        Self {
            facets,
            edges: page.clone().map(edge).collect(),
            page_info: PageInfo::new(listing, page),
            total_count: listing.total,
        }
    }
}

/// A page of documents.
#[derive(SimpleObject)]
pub(super) struct DocumentConnection {
    /// The documents of this page with their places in the list.
    edges: Vec<DocumentEdge>,
    /// Where this page stands in the list.
    page_info: PageInfo,
    /// How many documents the whole list has.
    total_count: usize,
    /// How often each kind, year, verb, ... occurs in the whole list.
    facets: Facets,
}

/// A document and its place in a list.
#[derive(SimpleObject)]
pub(super) struct DocumentEdge {
    /// The document.
    node: Document,
    /// Its place in the list: send it as `after` for what follows.
    cursor: String,
}

impl DocumentConnection {
    /// The page of a list of document indices.
    pub(super) fn listed(
        corpus: &Arc<Corpus>,
        listing: &Listing<'_>,
        page: &Range<usize>,
        indices: &[usize],
    ) -> Self {
        let edge = |offset: usize| DocumentEdge {
            node: Document::new(corpus, indices[offset]),
            cursor: listing.cursor(offset),
        };
        Self {
            facets: Facets::of_documents(corpus, indices),
            edges: page.clone().map(edge).collect(),
            page_info: PageInfo::new(listing, page),
            total_count: listing.total,
        }
    }
}
