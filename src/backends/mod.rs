//! Floor 5: files, models and Qdrant, behind the ports.
//!
//! Owns the corpus on disk with its earlier states, trusted documents, warm-up questions, API keys, feedback, models with
//! their queue of work, stored vectors and indexes, and the clients of Qdrant, of a language model and of chat platforms.
//! Nothing above the ports knows of files, threads or ONNX Runtime.

mod added_files;
mod atomic_file;
mod bounded_file;
mod call;
mod certificate;
mod checksum;
mod corpus_folder;
mod corpus_reader;
mod data_file;
mod data_folder;
mod edited_folder;
mod error;
mod feedback_file;
mod file_reader;
mod hub;
mod index_file;
mod job_queue;
mod key_file;
mod language_model;
mod local_embedder;
mod mapped_file;
mod model_folder;
#[cfg(any(test, feature = "qdrant"))]
mod nodes;
mod onnx_reranker;
mod onnx_runtime;
mod onnx_tables;
#[cfg(feature = "qdrant")]
pub mod qdrant;
mod read_at;
mod sealed_text;
mod snapshots;
mod text_model;
mod token_graph;
mod token_rows;
mod trusted_documents;
mod vector_store;
mod warm_up_file;
mod web_courier;
mod web_file;
mod worker_pool;

pub use added_files::{AddedFile, read_files};
pub use certificate::{CertificateError, read_certificate};
pub use corpus_folder::{CorpusFiles, DocumentFile, list_corpus};
pub use corpus_reader::{CorpusReader, read_corpus};
pub use data_file::DataFile;
pub use data_folder::{clear_damage, copy_data, verify_data};
pub use edited_folder::EditedFolder;
pub use error::BackendError;
pub use feedback_file::{FeedbackFile, read_feedback};
pub use file_reader::{FileReader, READ_FILE, read_file};
pub use index_file::{IndexFile, IndexFolder};
pub use key_file::{KeyFileError, change_keys, check_key_name, read_keys};
pub use language_model::RemoteModel;
pub use local_embedder::{LocalEmbedder, LocalEmbedderOptions, ModelSource};
pub use onnx_reranker::{OnnxReranker, OnnxRerankerOptions};
pub use onnx_runtime::environment;
pub use snapshots::Snapshots;
pub use trusted_documents::read_trusted_documents;
pub use vector_store::{
    Embedded, MadeAgain, Progress, StoreError, StoredPassages, VectorStore, processor,
};
pub use warm_up_file::read_warm_up;
pub use web_courier::WebCourier;
