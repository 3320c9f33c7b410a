//! Loading the corpus, for either vector search.

use super::compose::{Loaded, load_flat};
use super::qdrant;
use super::stored_index::Check;
use crate::config::{self, Config};

/// Opens the stored index of the corpus; or else reads the corpus, embeds what is new, indexes it and stores the
/// index.
pub fn load(config: &Config) -> anyhow::Result<Loaded> {
    match config.vectors.vector_search {
        config::VectorSearch::Flat => load_flat(config, Check::Used),
        config::VectorSearch::Qdrant => qdrant::load(config),
    }
}
