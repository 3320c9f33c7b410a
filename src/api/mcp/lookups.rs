//! The tools `search`, `fetch` and `cite`.

use std::collections::BTreeMap;

use rmcp::schemars::{self, JsonSchema};
use serde::Serialize;

use super::arguments::{Cite, Fetch, Search};
use super::ask::among;
use super::bounds::{EXCERPT_CHARS, RESULTS, RESULTS_MAX, TEXT_CHARS, cut};
use super::outcome::{Outcome, named, repeated, told, unfit};
use super::resources::{Named, find};
use crate::api::graphql::PAGE_MAX;
use crate::api::places::Places;
use crate::api::plain;
use crate::citing::{self, CitationStyle};
use crate::domain::{AskOptions, Corpus, Date, Document, Query, Span};
use crate::service::{Service, ServiceError, short_name};

/// The clauses that bear on a query.
#[derive(Serialize, JsonSchema)]
pub(super) struct Found {
    /// The best first.
    results: Vec<FoundClause>,
}

/// A clause that bears on a query.
#[derive(Serialize, JsonSchema)]
struct FoundClause {
    /// Id of the clause, for `fetch`.
    id: String,
    /// Title, place and date of the document, and the label of the clause.
    title: String,
    /// Address of the clause.
    url: String,
    /// The words of the clause; their beginning if they are long.
    text: String,
    /// How surely it answers, from 0 to 1.
    relevance: f64,
}

/// Ranks clauses for a query.
pub(super) async fn search(service: &Service, places: &Places, given: Search) -> Outcome {
    let limit = given.limit.unwrap_or(RESULTS);
    if !(1..=RESULTS_MAX).contains(&limit) {
        return Err(unfit("limit", format!("must be from 1 to {RESULTS_MAX}")));
    }
    let query = Query {
        question: given.query,
        filter: among(given.documents),
        // As by the other surfaces, so that one kept ranking serves all.
        options: AskOptions { max_evidence: PAGE_MAX, ..AskOptions::default() },
        ..Query::default()
    };
    let (ranking, _) = service.search(query).await.map_err(ServiceError::in_search)?;
    let corpus = &*ranking.corpus;
    let found = |evidence: &crate::domain::Evidence| {
        let clause = &corpus.clauses()[evidence.clause];
        FoundClause {
            id: corpus.id_of(clause),
            title: plain::source(corpus, clause),
            url: places.clause(corpus, clause),
            text: cut(corpus.text_of(clause), EXCERPT_CHARS).to_owned(),
            relevance: evidence.relevance,
        }
    };
    Ok(repeated(&Found { results: ranking.evidence.iter().take(limit).map(found).collect() }))
}

/// A clause or a document.
#[derive(Serialize, JsonSchema)]
pub(super) struct Fetched {
    /// Its id.
    id: String,
    /// Title, place and date of the document; of a clause, its label, too.
    title: String,
    /// Its words; at most 40000 characters of them at once.
    text: String,
    /// Its address.
    url: String,
    /// What else is known of it, by name. `next_offset` says where to go on if the text is longer.
    metadata: BTreeMap<&'static str, String>,
}

/// Reads a clause or a document.
pub(super) fn fetch(service: &Service, places: &Places, given: &Fetch) -> Outcome {
    let corpus = service.corpus()?;
    let named = find(&corpus, &given.id)?;
    let span = named.span(&corpus);
    let document = named.document(&corpus);
    let offset = given.offset.unwrap_or(0);
    let start = span.start.saturating_add(offset);
    if offset > 0 && start >= span.end {
        let length = span.end - span.start;
        return Err(unfit("offset", format!("is past the end; the text has {length} characters")));
    }
    let end = span.end.min(start.saturating_add(TEXT_CHARS as u32));
    let mut metadata = about(&corpus, document);
    if end < span.end {
        metadata.insert("next_offset", (end - span.start).to_string());
    }
    let (id, title, url) = match named {
        Named::Document(_) => {
            metadata.insert("clauses", document.clauses.len().to_string());
            (document.id.clone(), plain::about(document), places.document(document))
        }
        Named::Clause(position) => {
            let clause = &corpus.clauses()[position];
            let id = |position: usize| corpus.id_of(&corpus.clauses()[position]);
            metadata.insert("label", clause.label.to_string());
            metadata.insert("part", clause.part.name().to_owned());
            metadata.extend(corpus.previous(position).map(|one| ("previous", id(one))));
            metadata.extend(corpus.next(position).map(|one| ("next", id(one))));
            (corpus.id_of(clause), plain::source(&corpus, clause), places.clause(&corpus, clause))
        }
    };
    let text = document.text.slice(Span::new(start, end)).to_owned();
    Ok(repeated(&Fetched { id, title, text, url, metadata }))
}

/// What is known of a document.
fn about(corpus: &Corpus, document: &Document) -> BTreeMap<&'static str, String> {
    let index = corpus.document_index(&document.id).expect("it is the corpus's own");
    let mut known = BTreeMap::from([
        ("document", document.id.clone()),
        ("name", short_name(corpus, index)),
        ("kind", document.kind.name().to_owned()),
        ("language", document.language.clone()),
        ("corpus_digest", corpus.digest().to_string()),
    ]);
    known.extend(document.date().map(|date| ("date", date.to_string())));
    let given = [
        ("symbol", &document.catalogue.symbol),
        ("issuer", &document.catalogue.issuer),
        ("place", &document.place),
        ("source", &document.source),
    ];
    known.extend(given.into_iter().filter_map(|(name, value)| Some((name, value.clone()?))));
    known
}

/// A citation.
#[derive(Serialize, JsonSchema)]
pub(super) struct Cited {
    /// The citation, as it is set in the style.
    citation: String,
    /// The style.
    style: &'static str,
}

/// Cites a clause or a document.
pub(super) fn cite(service: &Service, given: &Cite) -> Outcome {
    let styles = CitationStyle::ALL.map(|style| (style.name(), style));
    let style = given.style.as_deref().map(|name| named("style", name, &styles)).transpose()?;
    let style = style.unwrap_or(CitationStyle::Chicago);
    let accessed = given.accessed.as_deref().map(|date| {
        date.parse::<Date>().map_err(|_| unfit("accessed", "is no date; write it as YYYY-MM-DD"))
    });
    let accessed = accessed.transpose()?;
    let corpus = service.corpus()?;
    let named = find(&corpus, &given.id)?;
    let label = match named {
        Named::Document(_) => None,
        Named::Clause(position) => Some(&*corpus.clauses()[position].label),
    };
    let citation = citing::cite(named.document(&corpus), label, style, accessed);
    let body = Cited { citation, style: style.name() };
    let text = body.citation.clone();
    Ok(told(&body, text))
}
