//! Loading the corpus, by whichever way its vectors are searched.

use super::compose::{Loaded, load_flat};
use super::qdrant;
use super::stored_index::Check;
use crate::config::{self, Config};

/// Opens the index of the corpus that was kept, or else reads the corpus, embeds what is new in it,
/// indexes it and keeps the index.
pub fn load(config: &Config) -> anyhow::Result<Loaded> {
    match config.vectors.vector_search {
        config::VectorSearch::Flat => load_flat(config, Check::Used),
        config::VectorSearch::Qdrant => qdrant::load(config),
    }
}
