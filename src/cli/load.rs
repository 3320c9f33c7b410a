//! Loading the corpus, by whichever way its vectors are searched.

use super::compose::{Loaded, load_flat};
use super::qdrant;
use crate::config::{self, Config};

/// Opens the index of the corpus that was kept, or else reads the corpus, embeds what is new in it,
/// indexes it and keeps the index.
pub fn load(config: &Config) -> anyhow::Result<Loaded> {
    match config.engine.engine {
        config::Engine::Flat => load_flat(config),
        config::Engine::Qdrant => qdrant::load(config),
    }
}
