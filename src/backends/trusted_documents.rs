//! Trusted GraphQL documents on disk: manifests from the build tools of clients.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::BackendError;
use super::bounded_file::read_at_most;

/// The largest manifest, in bytes.
const MANIFEST_BYTES_MAX: u64 = 16 << 20;
/// The most documents of all manifests together.
const DOCUMENTS_MAX: usize = 10_000;

/// The documents of a manifest, or of every `.json` file of a folder, by their ids.
///
/// A manifest has the format of Apollo's tools (`{"format": "apollo-persisted-query-manifest", "version":
/// 1, "operations": [{"id", "body"}]}`) or of Relay's (`{"<id>": "<document>"}`).
///
/// # Errors
/// When a file cannot be read, is not such a manifest, or two documents have the same id.
pub fn read_trusted_documents(path: &Path) -> Result<BTreeMap<String, String>, BackendError> {
    let mut documents = BTreeMap::new();
    for manifest in manifests(path)? {
        let invalid =
            |reason: String| BackendError::TrustedDocuments { path: manifest.clone(), reason };
        let bytes = read_at_most(&manifest, MANIFEST_BYTES_MAX)
            .map_err(|source| BackendError::Read { path: manifest.clone(), source })?;
        let json: Map<String, Value> =
            serde_json::from_slice(&bytes).map_err(|error| invalid(error.to_string()))?;
        for (id, text) in operations(json).map_err(invalid)? {
            let earlier = documents.insert(id.clone(), text.clone());
            if earlier.is_some_and(|earlier| earlier != text) {
                return Err(invalid(format!("two documents have the id '{id}'")));
            }
        }
        if documents.len() > DOCUMENTS_MAX {
            return Err(invalid(format!("there are more than {DOCUMENTS_MAX} documents")));
        }
    }
    Ok(documents)
}

/// The file at `path`, or the `.json` files of that folder, in order.
fn manifests(path: &Path) -> Result<Vec<PathBuf>, BackendError> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let read = |source| BackendError::Read { path: path.to_owned(), source };
    let entries = fs::read_dir(path).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let mut manifests: Vec<PathBuf> = entries
        .map_err(read)?
        .into_iter()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    manifests.sort();
    Ok(manifests)
}

fn operations(mut json: Map<String, Value>) -> Result<Vec<(String, String)>, String> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    if !json.contains_key("operations") {
        let document = |(id, value): (String, Value)| match text(&value) {
            Some(document) => Ok((id, document)),
            None => Err(format!("'{id}' must be a string, not {value}")),
        };
        return json.into_iter().map(document).collect();
    }
    if json.get("version").is_some_and(|version| version != 1) {
        return Err("its version is not 1".to_owned());
    }
    let Some(Value::Array(operations)) = json.remove("operations") else {
        return Err("'operations' is not a list".to_owned());
    };
    let document = |operation: &Value| {
        let pair = (text(&operation["id"]), text(&operation["body"]));
        let (Some(id), Some(body)) = pair else {
            return Err("an operation lacks 'id' or 'body'".to_owned());
        };
        Ok((id, body))
    };
    operations.iter().map(document).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(files: &[(&str, &str)]) -> Result<BTreeMap<String, String>, String> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (name, text) in files {
            fs::write(folder.path().join(name), text).expect("a file");
        }
        read_trusted_documents(folder.path()).map_err(|error| error.to_string())
    }

    #[test]
    fn both_forms_are_read_and_folders_are_put_together() {
        let apollo = r#"{"format": "apollo-persisted-query-manifest", "version": 1, "operations":
            [{"id": "1", "name": "A", "type": "query", "body": "{ a }"}]}"#;
        let relay = r#"{"2": "{ b }", "1": "{ a }"}"#;
        let files = [("a.json", apollo), ("b.json", relay), ("notes.txt", "[")];
        let documents = read(&files).expect("good manifests");
        let expected = [("1", "{ a }"), ("2", "{ b }")];
        assert!(documents.iter().map(|(id, text)| (id.as_str(), text.as_str())).eq(expected));
        assert!(read(&[]).expect("an empty folder").is_empty());
    }

    #[test]
    fn what_is_no_manifest_is_refused_with_the_reason() {
        let cases: [(&[(&str, &str)], &str); 6] = [
            (&[("a.json", "[")], "a.json"),
            (&[("a.json", r#"{"1": 2}"#)], "'1' must be a string, not 2"),
            (&[("a.json", r#"{"version": 2, "operations": []}"#)], "version"),
            (&[("a.json", r#"{"version": 1, "operations": 1}"#)], "not a list"),
            (&[("a.json", r#"{"version": 1, "operations": [{"id": "1"}]}"#)], "'body'"),
            (
                &[("a.json", r#"{"1": "{ a }"}"#), ("b.json", r#"{"1": "{ b }"}"#)],
                "two documents have the id",
            ),
        ];
        for (files, expected) in cases {
            let error = read(files).expect_err(expected);
            assert!(error.contains(expected), "{error}");
        }
        let missing = read_trusted_documents(Path::new("absent")).expect_err("no file");
        assert!(missing.to_string().starts_with("read absent: "), "{missing}");
    }
}
