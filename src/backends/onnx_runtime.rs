//! ONNX Runtime, the library that runs the model.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use ort::environment::Environment;

use super::BackendError;

/// A process has one environment, and it has to outlive every session.
static ENVIRONMENT: Mutex<Option<Environment>> = Mutex::new(None);

/// Loads the library at the absolute path `library`, once: later calls get what is loaded. Whoever
/// starts sessions beside those of this crate has to start them in it.
///
/// # Errors
/// When there is no such file, or when it is no ONNX Runtime, or an old one.
pub fn environment(library: &Path) -> Result<Environment, BackendError> {
    let mut loaded = ENVIRONMENT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(environment) = &*loaded {
        return Ok(environment.clone());
    }
    if !library.is_file() {
        return Err(BackendError::RuntimeMissing(vec![library.to_owned()]));
    }
    let invalid = |reason| BackendError::RuntimeInvalid { path: library.to_owned(), reason };
    let builder = ort::init_from(library).map_err(|error| invalid(error.to_string()))?;
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
            let error = environment(&file).expect_err("no library").to_string();
            assert!(error.starts_with(expected) && error.contains("`make model`"), "{error}");
            std::fs::write(&file, "not a library").expect("a file");
        }
    }
}
