//! Models of fastembed's catalogue, fetched from a model hub. Only with the cargo feature `hub`.

use std::path::Path;

use ort::environment::Environment;

use super::BackendError;
use super::worker_pool::LoadModel;
use crate::retrieval::ModelInfo;

/// This build cannot fetch models.
///
/// # Errors
/// Always.
#[cfg(not(feature = "hub"))]
pub(super) fn prepare(
    name: &str,
    _cache: &Path,
    _environment: &Environment,
    _sessions: usize,
) -> Result<(ModelInfo, Vec<LoadModel>), BackendError> {
    Err(BackendError::HubNotBuilt(name.to_owned()))
}

#[cfg(feature = "hub")]
pub(super) use fetched::prepare;

#[cfg(feature = "hub")]
mod fetched {
    use std::fs;

    use fastembed::{EmbeddingModel, ModelTrait as _, TextEmbedding, TextInitOptions};
    use sha2::{Digest as _, Sha256};

    use super::{BackendError, Environment, LoadModel, ModelInfo, Path};
    use crate::backends::model_folder::Pooling;
    use crate::backends::text_model::FetchedModel;
    use crate::domain::Digest;

    /// Texts are cut after this many tokens, or earlier where the model takes fewer.
    const TOKENS_MAX: usize = 512;

    /// Fetches the model `name` and starts its first session, which shows what was fetched; the
    /// others load from the cache.
    ///
    /// # Errors
    /// When the hub has no such model, or it cannot be fetched or run.
    pub(in crate::backends) fn prepare(
        name: &str,
        cache: &Path,
        environment: &Environment,
        sessions: usize,
    ) -> Result<(ModelInfo, Vec<LoadModel>), BackendError> {
        let hub = |reason| BackendError::Hub { name: name.to_owned(), reason };
        let model = find(name).ok_or_else(|| hub("the hub has no such model".to_owned()))?;
        let entry = EmbeddingModel::get_model_info(&model)
            .ok_or_else(|| hub("fastembed has no description of it".to_owned()))?;
        let pooling = match TextEmbedding::get_default_pooling_method(&model) {
            Some(fastembed::Pooling::Mean) => Pooling::Mean,
            Some(fastembed::Pooling::Cls) | None => Pooling::Cls,
        };
        let dimensions = entry.dim;
        let options = TextInitOptions::new(model.clone())
            .with_max_length(TOKENS_MAX)
            .with_cache_dir(cache.to_owned())
            .with_show_download_progress(false);
        let start = {
            let (options, environment) = (options, environment.clone());
            move || FetchedModel::fetch(options.clone(), environment.clone(), pooling, dimensions)
        };
        let first = start().map_err(|reason| {
            hub(format!("{reason}; check the network, or use the model that `make model` builds"))
        })?;
        let revision = revision(cache, &entry.model_code).ok_or_else(|| {
            hub("its revision is unknown; empty the model cache and try again".to_owned())
        })?;
        let mut sha256 = Sha256::new();
        for part in [&entry.model_code, &entry.model_file, &revision] {
            sha256.update(format!("{part}\n"));
        }
        sha256.update(format!("{pooling:?} {TOKENS_MAX} {dimensions}\n"));
        let digest = Digest(sha256.finalize().into());
        let info = ModelInfo::new(entry.model_code.clone(), digest, dimensions);
        let mut loads: Vec<LoadModel> = vec![Box::new(move || Ok(Box::new(first)))];
        for _ in 1..sessions {
            let (start, name) = (start.clone(), name.to_owned());
            loads.push(Box::new(move || match start() {
                Ok(model) => Ok(Box::new(model)),
                Err(reason) => Err(BackendError::Hub { name, reason }),
            }));
        }
        Ok((info, loads))
    }

    /// By the name of fastembed's enumeration, or by the code on the hub. Several entries can share
    /// a code, with differently quantised files: the first one is taken.
    fn find(name: &str) -> Option<EmbeddingModel> {
        let by_code = || {
            let mut models = TextEmbedding::list_supported_models();
            models.sort_by(|a, b| a.model_file.cmp(&b.model_file));
            models.into_iter().find(|entry| entry.model_code.eq_ignore_ascii_case(name))
        };
        name.parse().ok().or_else(|| by_code().map(|entry| entry.model))
    }

    /// The commit of a model in the cache: the files behind a name on the hub can change.
    fn revision(cache: &Path, code: &str) -> Option<String> {
        let repository = format!("models--{}", code.replace('/', "--"));
        let commit = fs::read_to_string(cache.join(repository).join("refs/main")).ok()?;
        Some(commit.trim().to_owned()).filter(|commit| !commit.is_empty())
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn models_are_found_by_name_and_by_code() {
            for name in ["BGESmallENV15", "bgesmallenv15", "Xenova/bge-small-en-v1.5"] {
                assert_eq!(find(name), Some(EmbeddingModel::BGESmallENV15), "{name}");
            }
            assert_eq!(find("no-such-model"), None);
        }
    }
}
