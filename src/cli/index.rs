//! `rapporteur index`.

use serde_json::json;

use super::add::{document_json, document_text};
use super::arguments::{Format, Index};
use super::qdrant::Uploaded;
use super::stored_index::Check;
use super::visible::name;
use super::{Outcome, compose, load, output, qdrant};
use crate::config::{Config, VectorSearch};
use crate::corpus::ParsedFile;
use crate::domain::{Corpus, SkippedFile};

pub(super) fn run(config: &Config, arguments: &Index) -> anyhow::Result<Outcome> {
    if arguments.check {
        return check(config, arguments);
    }
    let brings = config.vectors.vector_search == VectorSearch::Qdrant;
    if brings && !cfg!(feature = "qdrant") {
        load::load(config)?;
    }
    let loaded = compose::load_flat(config, Check::Everything)?;
    let uploaded = brings.then(|| qdrant::upload(config, &loaded)).transpose()?;
    let corpus = loaded.engine.corpus();
    let (documents, clauses) = (corpus.documents().len(), corpus.clauses().len());
    let (passages, computed) = (loaded.passages, loaded.computed);
    let (digest, model) = (corpus.digest(), &loaded.embedder.model().name);
    match arguments.format {
        Format::Json => output::print_json(&json!({
            "documents": documents,
            "clauses": clauses,
            "passages": passages,
            "embedded": computed,
            "model": model,
            "corpusDigest": digest.to_string(),
            "uploaded": uploaded.map(|Uploaded { collection, written }| {
                json!({ "collection": collection, "clauses": written })
            }),
        })),
        Format::Text => output::print(&format!(
            "{documents} documents, {clauses} clauses, {passages} passages\n\
             {computed} passages embedded by {model}, {} kept from before\n\
             corpus {digest}{}",
            passages.saturating_sub(computed),
            uploaded.map_or_else(String::new, |Uploaded { collection, written }| {
                format!("\n{written} clauses written to the collection {collection} in Qdrant")
            }),
        )),
    }
}

/// Lists the documents with what is doubtful of them, and the files that were left out.
fn check(config: &Config, arguments: &Index) -> anyhow::Result<Outcome> {
    let corpus = compose::corpus(config)?;
    let all: Vec<ParsedFile> =
        (0..corpus.documents().len()).map(|index| ParsedFile::again(&corpus, index)).collect();
    let skipped = corpus.skipped();
    match arguments.format {
        Format::Json => output::print_json(&json!({
            "documents": all.iter().map(document_json).collect::<Vec<_>>(),
            "skipped": skipped
                .iter()
                .map(|file| json!({ "path": file.path, "line": file.line, "message": file.message }))
                .collect::<Vec<_>>(),
        }))?,
        Format::Text => output::print(&check_text(&corpus, &all, skipped))?,
    };
    Ok(if skipped.is_empty() { Outcome::Done } else { Outcome::Wrong })
}

fn check_text(corpus: &Corpus, all: &[ParsedFile], skipped: &[SkippedFile]) -> String {
    let doubtful = all.iter().filter(|one| !one.document.catalogue.doubts.is_empty());
    let listed: String = doubtful.clone().map(document_text).collect();
    let mut left_out = String::new();
    for SkippedFile { path, line, message, .. } in skipped {
        let place = line.map_or_else(String::new, |line| format!(":{line}"));
        left_out.push_str(&format!("\nleft out {}{place}: {message}", name(path)));
    }
    format!(
        "{} documents, {} clauses; {} to look at, {} files left out{listed}{left_out}",
        corpus.documents().len(),
        corpus.clauses().len(),
        doubtful.count(),
        skipped.len()
    )
}
