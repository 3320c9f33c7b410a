//! The models and the library that `make test` builds, where they are there.

use std::path::{Path, PathBuf};

use rapporteur::backends::{LocalEmbedder, LocalEmbedderOptions, ModelSource};
use rapporteur::config::locate_runtime;

use test_needs::Need;

/// The model that the program runs unless another is named.
pub(crate) const DEFAULT: &str = "all-MiniLM-L6-v2-int8";

/// The model for other languages than English.
pub(crate) const MULTILINGUAL: &str = "multilingual-e5-small-int8";

/// The folder `name` under `models/`; where there is none, what the test does with it is left out.
pub(crate) fn folder(name: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("models").join(name);
    let need = if name == MULTILINGUAL { Need::Multilingual } else { Need::Model };
    need.is_met(folder.exists()).then_some(folder)
}

/// Where the library of ONNX Runtime is.
pub(crate) fn runtime() -> Option<Vec<PathBuf>> {
    let folder = folder("onnxruntime")?;
    Some(locate_runtime(None, folder.parent()).expect("nothing is named"))
}

/// What the model `name` is opened with.
pub(crate) fn options(name: &str, sessions: usize) -> Option<LocalEmbedderOptions> {
    let (model, runtime) = (ModelSource::Folder(folder(name)?), runtime()?);
    Some(LocalEmbedderOptions { model, runtime, sessions })
}

/// The model `name`, opened.
pub(crate) fn open(name: &str, sessions: usize) -> Option<LocalEmbedder> {
    let opened = LocalEmbedder::open(&options(name, sessions)?);
    Some(opened.unwrap_or_else(|error| panic!("failed to {error}")))
}
