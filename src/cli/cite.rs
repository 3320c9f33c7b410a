//! `rapporteur cite` and `rapporteur export`: neither needs the model.

use serde_json::json;

use super::arguments::{Cite, Export, Format};
use super::{Outcome, compose, output};
use crate::citing::{self, Passage, Subject};
use crate::config::Config;
use crate::domain::{Clause, Corpus, Document};
use crate::service::ErrorCode;

pub(super) fn run(config: &Config, arguments: &Cite) -> anyhow::Result<Outcome> {
    let corpus = compose::corpus(config)?;
    let named = Named::find(&corpus, &arguments.id)?;
    let label = named.clause.map(|clause| &*clause.label);
    let citation = citing::cite(named.document, label, arguments.style, arguments.accessed);
    match arguments.format {
        Format::Text => output::print(&citation),
        Format::Json => output::print_json(&json!({
            "style": arguments.style.name(),
            "citation": citation,
            "corpusDigest": corpus.digest().to_string(),
        })),
    }
}

pub(super) fn export(config: &Config, arguments: &Export) -> anyhow::Result<Outcome> {
    let corpus = compose::corpus(config)?;
    let named = Named::find(&corpus, &arguments.id)?;
    let passages: Vec<Passage<'_>> =
        named.clause.map(|clause| Passage::of_clause(&corpus, clause)).into_iter().collect();
    let subject = match named.clause {
        Some(_) => Subject::Passages(&passages),
        None => Subject::Document(named.document),
    };
    let text = output::links(config)
        .export(&corpus, subject, arguments.format)
        .map_err(|error| output::Rejected::new(ErrorCode::BadUserInput, format!("--{error}")))?;
    output::print(&text)
}

/// The document or clause with an id.
struct Named<'a> {
    document: &'a Document,
    /// Set if the id is a clause's.
    clause: Option<&'a Clause>,
}

impl<'a> Named<'a> {
    fn find(corpus: &'a Corpus, id: &str) -> anyhow::Result<Self> {
        if let Some(document) = corpus.document(id) {
            return Ok(Self { document, clause: None });
        }
        if let Some(clause) = corpus.clause(id) {
            return Ok(Self { document: corpus.document_of(clause), clause: Some(clause) });
        }
        let shown: String = id.chars().take(200).collect();
        let ids: Vec<&str> =
            corpus.documents().iter().take(20).map(|own| own.id.as_str()).collect();
        let message = format!(
            "the corpus has no document or clause '{shown}'; ids of clauses are \
             <document>/<label>, and the documents are: {}",
            ids.join(", ")
        );
        Err(output::Rejected::new(ErrorCode::NotFound, message).into())
    }
}
