//! Floor 1: which clauses matter for a question, and how surely.
//!
//! Pure and synchronous: text analysis, reading of the question, ranking. The embedding model
//! stands behind the port [`Embedder`]. May import: `domain`.

mod ports;

pub use ports::{EmbedError, Embedder, Embedding, ModelInfo, Priority, TokenVectors};
