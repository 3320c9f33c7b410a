//! `rapporteur index`.

use serde_json::json;

use super::arguments::{Format, Index};
use super::qdrant::Uploaded;
use super::stored_index::Check;
use super::{Outcome, compose, load, output, qdrant};
use crate::config::{Config, VectorSearch};

pub(super) fn run(config: &Config, arguments: &Index) -> anyhow::Result<Outcome> {
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
