//! Floor 3: which clauses are relevant to a question, and with what probability.
//!
//! Owns the index, spelling correction, ranking and calibration. Pure and synchronous: models are behind the
//! ports [`Embedder`] and [`Reranker`].

mod account;
mod admitted;
mod calibrate;
mod candidates;
mod clause_record;
mod component;
mod dense;
mod eight_bits;
mod embedding;
mod flat_vectors;
mod held;
mod hit;
mod index;
mod languages;
mod lexical;
mod passage_text;
mod passages;
mod ports;
mod priors;
mod rank;
mod related;
mod rerank;
mod rows;
mod sign_codes;
mod sign_products;
mod speaks;
mod spell;
mod terms;
mod text_index;
mod token_frequencies;
mod token_signs;
mod vectors;
mod vocabulary;
mod weights;
mod word_family;

pub use account::{Account, AskedTerm};
pub use admitted::Admitted;
pub use calibrate::{
    CLAUSE_FEATURES, Calibration, Calibrations, QUESTION_FEATURES, Seen, ToldBy, clause_features,
    probability, question_features, unknown_share,
};
pub use clause_record::ClauseRecord;
pub use component::Component;
pub use eight_bits::EightBits;
pub use embedding::{Embedding, TokenVectors};
pub use flat_vectors::FlatVectors;
pub use hit::{Hit, Signals};
pub use index::Index;
pub use lexical::{LexicalIndex, WeightedTerm, query_terms};
pub use passages::PassagesInMemory;
pub use ports::{
    ClauseVectors, Cosines, EmbedError, Embedder, ModelInfo, PassageVectors, PendingEmbeddings,
    Priority, RankError, RerankError, Reranker, Unranked, VectorsUnavailable, Wanted,
};
pub use rank::{Sought, rank};
pub use related::{RelatedTerm, RelatedWords};
pub use rerank::rerank;
pub use sign_products::QuestionRows;
pub use speaks::{Found, findings};
pub use spell::mend;
pub use terms::lexical_query;
pub use text_index::TextIndex;
pub use token_signs::{PassageEmbedding, TokenSigns, row_bytes, worth};
pub use vectors::cosine;
pub use vocabulary::Vocabulary;
pub use weights::Weights;
