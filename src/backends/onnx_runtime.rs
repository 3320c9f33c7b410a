//! Loading ONNX Runtime. It runs the models that this program's own encoder cannot run: other models, the
//! default model on processors without AVX-512 VNNI, and cross-encoders.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use ort::environment::Environment;

use super::BackendError;

/// Idle threads of a session would spin for work and take a core from the others.
pub(super) const NO_SPINNING: (&str, &str) = ("session.intra_op.allow_spinning", "0");

/// A process has one environment, and it has to outlive every session.
static ENVIRONMENT: Mutex<Option<Environment>> = Mutex::new(None);

/// Loads the first of `files` that exists, once; later calls return the loaded library. Every session of the
/// process must be started in this environment.
///
/// # Errors
/// When none of the files exists, or the file is not ONNX Runtime, or too old a version.
pub fn environment(files: &[PathBuf]) -> Result<Environment, BackendError> {
    let mut loaded = ENVIRONMENT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(environment) = &*loaded {
        return Ok(environment.clone());
    }
    // The loader reads a relative path from the executable's folder: give it an absolute one.
    let library =
        files.iter().find(|file| file.is_file()).and_then(|file| file.canonicalize().ok());
    let library = library.ok_or_else(|| BackendError::RuntimeMissing(files.to_vec()))?;
    let invalid = |reason| BackendError::RuntimeInvalid { path: library.clone(), reason };
    let builder = ort::init_from(&library).map_err(|error| invalid(error.to_string()))?;
    let environment = builder
        .with_name("rapporteur")
        .with_telemetry(false)
        .build()
        .map_err(|error| invalid(error.to_string()))?;
    Ok(loaded.insert(environment).clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_library_is_an_error_with_the_remedy() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("libonnxruntime.so");
        for expected in ["find the ONNX Runtime library", "load the ONNX Runtime library"] {
            let error =
                environment(std::slice::from_ref(&file)).expect_err("no library").to_string();
            assert!(error.starts_with(expected) && error.contains("`make model`"), "{error}");
            std::fs::write(&file, "not a library").expect("a file");
        }
    }
}
