//! `rapporteur index`.

use serde_json::json;

use super::arguments::{Format, Index};
use super::{Outcome, compose, output, qdrant};
use crate::config::{Config, Engine};

pub(super) fn run(config: &Config, arguments: &Index) -> anyhow::Result<Outcome> {
    let loaded = compose::load_flat(config)?;
    let uploaded = match config.engine.engine {
        Engine::Flat => None,
        Engine::Qdrant => Some(qdrant::upload(config, &loaded)?),
    };
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
            "uploaded": uploaded,
        })),
        Format::Text => output::print(&format!(
            "{documents} documents, {clauses} clauses, {passages} passages\n\
             {computed} passages embedded by {model}, {} kept from before\n\
             corpus {digest}{}",
            passages.saturating_sub(computed),
            uploaded.map_or_else(String::new, |uploaded| format!("\n{uploaded}")),
        )),
    }
}
