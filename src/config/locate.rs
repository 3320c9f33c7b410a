//! Where the embedding model and the ONNX Runtime library are.

use std::env::{self, consts};
use std::path::{Path, PathBuf};

use crate::backends::BackendError;

/// The folder of the model that `make model` builds, under `models/`.
pub const DEFAULT_MODEL: &str = "all-MiniLM-L6-v2-int8";

/// The folder of models of an installed package.
const SYSTEM_MODELS: &str = "/usr/share/rapporteur/models";

const MANIFEST: &str = "manifest.json";

/// The folder of the embedding model. `model_dir` is that folder, or one that holds
/// [`DEFAULT_MODEL`]; without it, `models/` is looked for in the current folder, in the project
/// that the executable was built in, and under `/usr/share/rapporteur`.
///
/// # Errors
/// When no such folder exists.
pub fn locate_model(model_dir: Option<&Path>) -> Result<PathBuf, BackendError> {
    let folders = match model_dir {
        Some(named) => vec![named.to_owned(), named.join(DEFAULT_MODEL)],
        None => default_folders().into_iter().map(|folder| folder.join(DEFAULT_MODEL)).collect(),
    };
    let found = folders.iter().find(|folder| folder.join(MANIFEST).is_file()).cloned();
    found.ok_or(BackendError::ModelMissing(folders))
}

/// Where the library of ONNX Runtime may be: the file `library` itself where it is named, else
/// `onnxruntime/libonnxruntime.so` (or as the platform calls it) in `model_dir`, beside it, or in
/// one of the places of [`locate_model`]. Not every model needs it.
///
/// # Errors
/// When it is named and does not exist.
pub fn locate_runtime(
    library: Option<&Path>,
    model_dir: Option<&Path>,
) -> Result<Vec<PathBuf>, BackendError> {
    if let Some(named) = library {
        let files = vec![named.to_owned()];
        return if named.is_file() { Ok(files) } else { Err(BackendError::RuntimeMissing(files)) };
    }
    let beside = model_dir.map(|folder| folder.join(".."));
    let folders = model_dir.map(Path::to_owned).into_iter().chain(beside);
    let name = format!("{}onnxruntime{}", consts::DLL_PREFIX, consts::DLL_SUFFIX);
    let folders = folders.chain(default_folders());
    Ok(folders.map(|folder| folder.join("onnxruntime").join(&name)).collect())
}

/// The folders that may hold models, in the order in which they are tried.
fn default_folders() -> Vec<PathBuf> {
    let mut folders = vec![PathBuf::from("models")];
    // From target/release/rapporteur to the project's own folder.
    let project = env::current_exe().ok().and_then(|exe| Some(exe.ancestors().nth(3)?.to_owned()));
    folders.extend(project.map(|project| project.join("models")));
    folders.push(PathBuf::from(SYSTEM_MODELS));
    folders
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn touch(path: &Path) {
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, "").expect("a file");
    }

    #[test]
    fn a_named_folder_is_the_model_or_holds_it() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let model = root.path().join(DEFAULT_MODEL);
        touch(&model.join(MANIFEST));
        for named in [root.path(), &model] {
            assert_eq!(locate_model(Some(named)).expect("a model"), model);
        }
    }

    #[test]
    fn the_library_is_found_in_the_folder_of_models_and_beside_a_model() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let model = root.path().join("own-model");
        let name = format!("{}onnxruntime{}", consts::DLL_PREFIX, consts::DLL_SUFFIX);
        let library = root.path().join("onnxruntime").join(name);
        touch(&model.join(MANIFEST));
        touch(&library);
        let library = library.canonicalize().expect("a file");
        for model_dir in [root.path(), &model] {
            let files = locate_runtime(None, Some(model_dir)).expect("places");
            let found = files.iter().find(|file| file.is_file()).expect("a library");
            assert_eq!(found.canonicalize().expect("a file"), library);
        }
        assert_eq!(locate_runtime(Some(&library), None).expect("a library"), [library]);
    }

    #[test]
    fn what_is_named_and_missing_is_not_looked_for_elsewhere() {
        let absent = Path::new("absent");
        let model = locate_model(Some(absent)).expect_err("no model").to_string();
        assert!(model.contains("in absent or absent/all-MiniLM-L6-v2-int8; run `make model`"));
        let library = locate_runtime(Some(absent), None).expect_err("no library").to_string();
        assert!(library.ends_with("library at absent; run `make model`"), "{library}");
    }
}
