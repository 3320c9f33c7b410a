//! Errors of files, models and other backends.

use std::io;
use std::path::PathBuf;

use crate::corpus::CorpusError;

/// A backend cannot be used. Its message completes "failed to ..." and names the remedy.
#[derive(Debug, thiserror::Error)]
pub enum BackendError {
    /// The corpus folder is not there.
    #[error("read the corpus: {0} is not a folder; name the folder with the documents by --corpus")]
    CorpusMissing(PathBuf),
    /// The corpus folder has no documents.
    #[error(
        "read the corpus: {0} has no documents; add files that end in .md, .txt, .html, .xml, .json, \
         .pdf or .docx, or name another folder by --corpus"
    )]
    CorpusEmpty(PathBuf),
    /// A document is malformed.
    #[error("read the corpus: {0}")]
    Corpus(#[from] CorpusError),
    /// A file or folder cannot be read.
    #[error("read {path}: {source}; check that it exists and can be read")]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file is not a manifest of trusted documents.
    #[error(
        "read trusted documents from {path}: {reason}; generate it again by the client's build tools"
    )]
    TrustedDocuments {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A file of warm-up questions cannot be used.
    #[error(
        "read questions from {path}: {reason}; write one question on each line, and shorten the list"
    )]
    WarmUp {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// No model folder was found.
    #[error("find the embedding model in {}; run `make model`, or name its folder by --model-dir", list(.0))]
    ModelMissing(Vec<PathBuf>),
    /// A model folder's files are not those of its manifest.
    #[error("load the embedding model: {path}: {reason}; run `make model` to build it again")]
    ModelInvalid {
        /// The file at fault.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The library of ONNX Runtime was not found.
    #[error("find the ONNX Runtime library at {}; run `make model`", list(.0))]
    RuntimeMissing(Vec<PathBuf>),
    /// The library of ONNX Runtime cannot be used.
    #[error(
        "load the ONNX Runtime library {path}: {reason}; run `make model` to fetch the right one"
    )]
    RuntimeInvalid {
        /// The library.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The model, or its tokenizer, cannot be run.
    #[error("start the embedding model {name}: {reason}; run `make model` to build it again")]
    Session {
        /// The model.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A cross-encoder cannot be used.
    #[error(
        "load the cross-encoder: {path}: {reason}; name a folder by --reranker with model.onnx and \
         its tokenizer.json, config.json, special_tokens_map.json and tokenizer_config.json, or \
         leave out the setting"
    )]
    RerankerInvalid {
        /// The file or folder at fault.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A model of the hub was named, and this build cannot fetch any.
    #[error(
        "use the model {0} of the hub: this build lacks the feature `hub`; build with `cargo build --release --features hub`"
    )]
    HubNotBuilt(String),
    /// A model of the hub cannot be fetched or run.
    #[error("use the model {name} of the hub: {reason}")]
    Hub {
        /// The model, as it was named.
        name: String,
        /// What is wrong, and the remedy.
        reason: String,
    },
}

/// `a, b or c`.
fn list(paths: &[PathBuf]) -> String {
    let names: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => "any known place".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_listed_as_a_sentence_would() {
        for (paths, expected) in [
            (&[][..], "any known place"),
            (&["a"][..], "a"),
            (&["a", "b"][..], "a or b"),
            (&["a", "b", "c"][..], "a, b or c"),
        ] {
            let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
            assert_eq!(list(&paths), expected);
        }
    }
}
