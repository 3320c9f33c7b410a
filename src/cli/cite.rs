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
    /// What has the id `id`, of whatever case where only one does.
    fn find(corpus: &'a Corpus, id: &str) -> anyhow::Result<Self> {
        let exact = corpus.document(id).map(|document| Self { document, clause: None });
        let exact = exact.or_else(|| corpus.clause(id).map(|clause| Self::clause(corpus, clause)));
        if let Some(exact) = exact {
            return Ok(exact);
        }
        let documents = corpus.documents().iter().filter(|own| own.id.eq_ignore_ascii_case(id));
        let documents = documents.map(|document| Self { document, clause: None });
        let mut alike: Vec<Self> = documents.collect();
        if let Some((document, label)) = id.rsplit_once('/') {
            let own = |own: &Document| own.id.eq_ignore_ascii_case(document);
            alike.extend(labelled(corpus, label, &own).map(|one| Self::clause(corpus, one)));
        }
        if alike.len() == 1 {
            return Ok(alike.remove(0));
        }
        let shown: String = id.chars().take(200).collect();
        let message =
            format!("the corpus has no document or clause '{shown}'; {}", advice(corpus, id));
        Err(output::Rejected::new(ErrorCode::NotFound, message).into())
    }

    fn clause(corpus: &'a Corpus, clause: &'a Clause) -> Self {
        Self { document: corpus.document_of(clause), clause: Some(clause) }
    }
}

/// The clauses that are called `label`, in whatever case, of the documents that `own` names.
fn labelled<'a>(
    corpus: &'a Corpus,
    label: &str,
    own: &dyn Fn(&Document) -> bool,
) -> impl Iterator<Item = &'a Clause> {
    let fits = |clause: &&Clause| {
        clause.label.eq_ignore_ascii_case(label) && own(corpus.document_of(clause))
    };
    corpus.clauses().iter().filter(fits).collect::<Vec<_>>().into_iter()
}

/// Which id may be meant by `id`, which nothing has.
fn advice(corpus: &Corpus, id: &str) -> String {
    const SHOWN_MAX: usize = 20;
    let listed = |ids: &[String]| {
        let more = if ids.len() > SHOWN_MAX { ", \u{2026}" } else { "" };
        format!("{}{more}", ids[..ids.len().min(SHOWN_MAX)].join(", "))
    };
    let (document, label) = id.rsplit_once('/').unwrap_or((id, ""));
    if let Some(own) = corpus.documents().iter().find(|own| own.id.eq_ignore_ascii_case(document))
        && !label.is_empty()
    {
        let clauses = &corpus.clauses()[own.clauses.clone()];
        let labels: Vec<String> = clauses.iter().map(|clause| clause.label.to_string()).collect();
        return format!("the clauses of {} are: {}", own.id, listed(&labels));
    }
    let (document, place) = (document.to_lowercase(), document.trim());
    let near = |own: &Document| {
        let placed =
            own.place.as_deref().is_some_and(|own| own.to_lowercase() == place.to_lowercase());
        !place.is_empty() && (placed || own.id.to_lowercase().contains(&document))
    };
    let of_clauses = |label: &str, near: &dyn Fn(&Document) -> bool| -> Vec<String> {
        labelled(corpus, label, near).map(|clause| corpus.id_of(clause)).collect()
    };
    let meant = if label.is_empty() {
        let documents = corpus.documents().iter().filter(|own| near(own));
        let documents: Vec<String> = documents.map(|own| own.id.clone()).collect();
        if documents.is_empty() { of_clauses(id.trim(), &|_| true) } else { documents }
    } else {
        of_clauses(label, &near)
    };
    if meant.is_empty() {
        let ids: Vec<String> = corpus.documents().iter().map(|own| own.id.clone()).collect();
        let documents = listed(&ids);
        return format!(
            "ids of clauses are <document>/<label>, and the documents are: {documents}"
        );
    }
    let one_of = if meant.len() > 1 { "one of these: " } else { "" };
    format!("did you mean {one_of}{}?", listed(&meant))
}
