//! An embedding model on disk: a folder with a manifest.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::panic::resume_unwind;
use std::path::Path;
use std::sync::Arc;
use std::thread;

use bytes::Bytes;
use fastembed::TokenizerFiles;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::bounded_file::{read_at_most, too_large};
use super::{BackendError, mapped_file};
use crate::domain::Digest;
use crate::retrieval::{Cosines, ModelInfo};

/// A graph is one protobuf message, which can have at most two gigabytes.
const FILE_BYTES_MAX: u64 = 2 << 30;
const MANIFEST_BYTES_MAX: u64 = 1 << 16;
/// Bytes of one read, which fit into a processor's cache.
const BUFFER_BYTES: usize = 256 << 10;
const DIMENSIONS_MAX: usize = 1 << 14;
const TOKENS_MAX: usize = 1 << 14;

const GRAPH: &str = "model.onnx";
const FILES: [&str; 5] =
    ["config.json", GRAPH, "special_tokens_map.json", "tokenizer.json", "tokenizer_config.json"];

/// How token vectors become the vector of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Pooling {
    /// Their mean.
    Mean,
    /// The vector of the first token, which stands for the whole.
    Cls,
}

/// What the model was trained to be told before each text; nothing for most.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Prefixes {
    /// Before a question.
    pub(super) question: String,
    /// Before a passage.
    pub(super) passage: String,
}

/// The contents of `manifest.json`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    name: String,
    #[expect(dead_code, reason = "for readers: the name says it too")]
    variant: String,
    dimensions: usize,
    pooling: Pooling,
    tokens_max: usize,
    #[serde(default)]
    prefixes: Prefixes,
    /// BCP 47 tags.
    #[serde(default)]
    languages: Vec<String>,
    #[serde(default)]
    cosines: Cosines,
    /// SHA-256 of each file.
    files: BTreeMap<String, String>,
}

/// A model whose files match its manifest.
#[derive(Debug, Clone)]
pub(super) struct ModelFolder {
    /// Its name, dimensions and digest.
    pub(super) info: ModelInfo,
    /// How token vectors become one vector.
    pub(super) pooling: Pooling,
    /// Texts are cut after this many tokens.
    pub(super) tokens_max: usize,
    /// What goes before each text.
    pub(super) prefixes: Prefixes,
    /// The graph.
    pub(super) onnx: Bytes,
    onnx_file: Arc<File>,
    /// The tokenizer.
    pub(super) tokenizer: TokenizerFiles,
}

impl ModelFolder {
    /// Reads a model, verifies each file against its digest, and passes it to `prepare`. The graph is most of a
    /// model, so it is verified while `prepare` runs; if it is wrong, the result of `prepare` is discarded. The
    /// graph is mapped: replace the file, as `make model` does, and never write to it.
    ///
    /// # Errors
    /// When the manifest or a file is missing or wrong, or when `prepare` fails.
    pub(super) fn read<T>(
        folder: &Path,
        prepare: impl FnOnce(Self) -> Result<T, BackendError>,
    ) -> Result<T, BackendError> {
        let manifest_path = folder.join("manifest.json");
        if !manifest_path.is_file() {
            return Err(BackendError::ModelMissing(vec![folder.to_owned()]));
        }
        let invalid = |reason| BackendError::ModelInvalid { path: manifest_path.clone(), reason };
        let bytes = read_file(&manifest_path, MANIFEST_BYTES_MAX)?;
        let manifest: Manifest =
            serde_json::from_slice(&bytes).map_err(|error| invalid(error.to_string()))?;
        if !manifest.files.keys().map(String::as_str).eq(FILES) {
            return Err(invalid(format!("`files` must list {}", FILES.join(", "))));
        }
        for (key, value, max) in [
            ("dimensions", manifest.dimensions, DIMENSIONS_MAX),
            ("tokens_max", manifest.tokens_max, TOKENS_MAX),
        ] {
            if !(1..=max).contains(&value) {
                return Err(invalid(format!("`{key}` is {value}, not between 1 and {max}")));
            }
        }
        let file = |name: &str| read_checked(folder, name, &manifest.files[name]);
        let graph = folder.join(GRAPH);
        let (onnx_file, onnx) = map(&graph).map_err(|error| unreadable(&graph, &error))?;
        let onnx_file = Arc::new(onnx_file);
        let model = Self {
            onnx,
            onnx_file: Arc::clone(&onnx_file),
            tokenizer: TokenizerFiles {
                tokenizer_file: file("tokenizer.json")?,
                config_file: file("config.json")?,
                special_tokens_map_file: file("special_tokens_map.json")?,
                tokenizer_config_file: file("tokenizer_config.json")?,
            },
            pooling: manifest.pooling,
            tokens_max: manifest.tokens_max,
            info: info(&manifest),
            prefixes: manifest.prefixes,
        };
        thread::scope(|scope| {
            let checked = scope.spawn(|| {
                let digest = digest_of(&onnx_file).map_err(|error| unreadable(&graph, &error))?;
                check(&graph, digest, &manifest.files[GRAPH])
            });
            let prepared = prepare(model);
            checked.join().unwrap_or_else(|panic| resume_unwind(panic)).and(prepared)
        })
    }
}

impl ModelFolder {
    /// Maps the graph again, so that none of its pages are in memory.
    pub(super) fn map_again(&self) -> io::Result<Bytes> {
        mapped_file::map(&self.onnx_file)
    }
}

fn info(manifest: &Manifest) -> ModelInfo {
    let Manifest { name, dimensions, languages, cosines, .. } = manifest;
    ModelInfo {
        languages: languages.clone(),
        cosines: *cosines,
        ..ModelInfo::new(name.clone(), digest(manifest), *dimensions)
    }
}

/// SHA-256 over everything that a vector depends on: the digests of the files, the prefixes, the pooling
/// and the limits.
fn digest(manifest: &Manifest) -> Digest {
    let mut sha256 = Sha256::new();
    for (name, digest) in &manifest.files {
        sha256.update(format!("{name} {digest}\n"));
    }
    let Manifest { pooling, tokens_max, dimensions, prefixes, .. } = manifest;
    sha256.update(format!("{pooling:?} {tokens_max} {dimensions}\n"));
    if *prefixes != Prefixes::default() {
        sha256.update(format!("{prefixes:?}\n"));
    }
    Digest(sha256.finalize().into())
}

fn read_checked(folder: &Path, name: &str, expected: &str) -> Result<Vec<u8>, BackendError> {
    let path = folder.join(name);
    let bytes = read_file(&path, FILE_BYTES_MAX)?;
    check(&path, Sha256::digest(&bytes).into(), expected)?;
    Ok(bytes)
}

/// A file and its mapped bytes.
fn map(path: &Path) -> io::Result<(File, Bytes)> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no regular file"));
    }
    let file = File::open(path)?;
    if file.metadata()?.len() > FILE_BYTES_MAX {
        return Err(too_large(FILE_BYTES_MAX));
    }
    let bytes = mapped_file::map(&file)?;
    Ok((file, bytes))
}

/// SHA-256 of a file. Reads the file instead of mapping it, so that pages that no run needs stay out of
/// memory.
fn digest_of(mut file: &File) -> io::Result<[u8; 32]> {
    let mut sha256 = Sha256::new();
    let mut buffer = vec![0; BUFFER_BYTES];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(sha256.finalize().into()),
            read => sha256.update(&buffer[..read]),
        }
    }
}

fn check(path: &Path, digest: [u8; 32], expected: &str) -> Result<(), BackendError> {
    let found = Digest(digest);
    if found.to_string() == expected {
        return Ok(());
    }
    let reason = format!("its SHA-256 is {found}, not {expected} as in the manifest");
    Err(BackendError::ModelInvalid { path: path.to_owned(), reason })
}

fn read_file(path: &Path, bytes_max: u64) -> Result<Vec<u8>, BackendError> {
    read_at_most(path, bytes_max).map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &Path, error: &io::Error) -> BackendError {
    BackendError::ModelInvalid { path: path.to_owned(), reason: error.to_string() }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use tempfile::TempDir;

    use super::*;

    /// A folder with five small files, and a manifest that `change` was applied to.
    fn folder(change: impl Fn(&mut Value)) -> TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut files = BTreeMap::new();
        for name in FILES {
            fs::write(folder.path().join(name), name).expect("a file");
            files.insert(name, Digest(Sha256::digest(name).into()).to_string());
        }
        let mut manifest = json!({
            "name": "tiny (fp32)", "variant": "fp32", "dimensions": 4, "pooling": "mean",
            "tokens_max": 8, "files": files,
        });
        change(&mut manifest);
        let path = folder.path().join("manifest.json");
        fs::write(path, manifest.to_string()).expect("a file");
        folder
    }

    fn read(folder: &Path) -> Result<ModelFolder, BackendError> {
        ModelFolder::read(folder, Ok)
    }

    #[test]
    fn a_wrong_graph_is_reported_whatever_was_made_of_it() {
        let folder = folder(|manifest| manifest["files"]["model.onnx"] = json!("00"));
        for fails in [false, true] {
            let prepare =
                |_| if fails { Err(BackendError::ModelMissing(Vec::new())) } else { Ok(()) };
            let error = ModelFolder::read(folder.path(), prepare).expect_err("a wrong graph");
            assert!(error.to_string().contains("not 00 as in the manifest"), "{error}");
        }
    }

    #[test]
    fn a_whole_folder_is_read() {
        let folder = folder(|_| ());
        let model = read(folder.path()).expect("a model");
        assert_eq!(model.info.name, "tiny (fp32)");
        assert_eq!((model.info.dimensions, model.tokens_max), (4, 8));
        assert_eq!(model.pooling, Pooling::Mean);
        assert_eq!(&model.onnx[..], b"model.onnx");
        let again = model.map_again().expect("another mapping");
        assert_eq!(again, model.onnx);
        assert_ne!(again.as_ptr(), model.onnx.as_ptr());
        assert_eq!(model.tokenizer.special_tokens_map_file, b"special_tokens_map.json");
    }

    #[test]
    fn the_digest_follows_what_vectors_depend_on_and_nothing_else() {
        let read = |change: fn(&mut Value)| {
            let folder = folder(change);
            super::tests::read(folder.path()).expect("a model").info.digest
        };
        let digest = read(|_| ());
        assert_eq!(read(|manifest| manifest["name"] = json!("another")), digest);
        assert_ne!(read(|manifest| manifest["pooling"] = json!("cls")), digest);
        assert_eq!(read(|manifest| manifest["languages"] = json!(["en"])), digest);
        assert_eq!(read(|manifest| manifest["cosines"] = json!("narrow")), digest);
        assert_ne!(read(|manifest| manifest["tokens_max"] = json!(9)), digest);
        let prefixes = |question: &str| {
            let prefixes = json!({"question": question, "passage": ""});
            let folder = folder(|manifest| manifest["prefixes"] = prefixes.clone());
            super::tests::read(folder.path()).expect("a model").info.digest
        };
        assert_eq!(prefixes(""), digest);
        assert_ne!(prefixes("query: "), digest);
    }

    #[test]
    fn what_is_wrong_is_said_with_the_remedy() {
        type Change = fn(&mut Value);
        let cases: [(Change, &str); 6] = [
            (|m| m["pooling"] = json!("max"), "unknown variant `max`"),
            (|m| m["extra"] = json!(1), "unknown field `extra`"),
            (|m| m["dimensions"] = json!(0), "`dimensions` is 0, not between 1 and 16384"),
            (|m| m["tokens_max"] = json!(99_999), "`tokens_max` is 99999"),
            (|m| m["files"]["../x"] = json!(""), "`files` must list config.json"),
            (|m| m["files"]["model.onnx"] = json!("00"), "not 00 as in the manifest"),
        ];
        for (change, expected) in cases {
            let folder = folder(change);
            let error = read(folder.path()).expect_err("invalid").to_string();
            assert!(error.contains(expected), "{error}");
            assert!(error.contains("`make model`"), "{error}");
        }
    }

    #[test]
    fn missing_files_are_named() {
        let folder = folder(|_| ());
        fs::remove_file(folder.path().join("tokenizer.json")).expect("a file");
        let error = read(folder.path()).expect_err("incomplete").to_string();
        assert!(error.contains("tokenizer.json"), "{error}");
        let error = read(&folder.path().join("absent")).expect_err("missing");
        assert!(matches!(error, BackendError::ModelMissing(_)), "{error}");
    }
}
