//! The file of API keys: a TOML table for each, with the digest of its secret.
//!
//! The last line has a checksum: a damaged file could let in somebody whose key has expired. Only its owner may read or write it. Changes replace the whole file, so that readers never see half a change;
//! a lock file serialises them.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::atomic_file::{remove_leftovers, replace_file};
use super::bounded_file::read_at_most;
use super::sealed_text::{seal, unseal};
use crate::domain::{ApiKey, Scope};

/// The longest file of keys, in bytes.
const FILE_BYTES_MAX: u64 = 4 << 20;
/// The most keys of a file.
const KEYS_MAX: usize = 10_000;
/// The longest name of a key, in code points.
const NAME_CHARS_MAX: usize = 100;

const HEAD: &str =
    "# API keys of rapporteur, without their secrets. Edit this file by `rapporteur keys`.\n";

/// A file of API keys that cannot be used. Each message completes "failed to ...".
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// It cannot be read or written.
    #[error("{action} the API keys in {}: {source}", path.display())]
    Io {
        /// What was tried: `read`, `write`.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Users other than its owner may read or write it.
    #[error(
        "read the API keys in {path}: users other than its owner may use it (mode {mode:03o}); run `chmod 600 {path}`",
        path = path.display()
    )]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permissions.
        mode: u32,
    },
    /// Its contents are malformed.
    #[error("read the API keys in {}: {reason}; restore the file, or remove it and create new keys", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A change that cannot be made.
    #[error("{0}")]
    Refused(String),
}

#[derive(Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Contents {
    #[serde(default)]
    keys: Vec<Row>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    name: String,
    scopes: Vec<String>,
    created_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expires_at: Option<Timestamp>,
    sha256: String,
}

/// The keys in the file at `path`; none if there is no file.
///
/// # Errors
/// When it cannot be read, others may read it, or it is malformed.
pub fn read_keys(path: &Path) -> Result<Vec<ApiKey>, KeyFileError> {
    let bytes = match read_at_most(path, FILE_BYTES_MAX) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(io_error("read", path, source)),
    };
    check_owner_only(path)?;
    parse(&bytes).map_err(|reason| KeyFileError::Malformed { path: path.to_owned(), reason })
}

/// Changes the keys in the file at `path`; creates it if there is none.
///
/// # Errors
/// As [`read_keys`], when it cannot be written, or when `change` fails.
pub fn change_keys<T>(
    path: &Path,
    change: impl FnOnce(&mut Vec<ApiKey>) -> Result<T, KeyFileError>,
) -> Result<T, KeyFileError> {
    let written = |source| io_error("write", path, source);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(written)?;
    }
    let lock = owner_only().create(true).open(path.with_extension("lock")).map_err(written)?;
    hand_over(&lock, path).map_err(written)?;
    lock.lock().map_err(written)?;
    let mut keys = read_keys(path)?;
    let outcome = change(&mut keys)?;
    if keys.len() > KEYS_MAX {
        let message = format!("keep more than {KEYS_MAX} API keys: revoke some first");
        return Err(KeyFileError::Refused(message));
    }
    let replaced = replace_file(path, &owner_only(), |file| {
        hand_over(file, path)?;
        file.write_all(render(&keys).as_bytes())
    });
    replaced.map_err(written)?;
    path.parent().into_iter().for_each(remove_leftovers);
    Ok(outcome)
}

/// Checks the name of a new key.
///
/// # Errors
/// When the name is empty, too long, or has characters that cannot be shown.
pub fn check_key_name(name: &str) -> Result<(), KeyFileError> {
    let fault = if name.trim().is_empty() {
        "is empty; say what the key is for"
    } else if name.chars().count() > NAME_CHARS_MAX {
        "is longer than 100 characters; shorten it"
    } else if name.chars().any(char::is_control) {
        "has control characters; leave them out"
    } else {
        return Ok(());
    };
    Err(KeyFileError::Refused(format!("create an API key: its name {fault}")))
}

fn io_error(action: &'static str, path: &Path, source: io::Error) -> KeyFileError {
    KeyFileError::Io { action, path: path.to_owned(), source }
}

fn parse(bytes: &[u8]) -> Result<Vec<ApiKey>, String> {
    let text = str::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())?;
    let text = unseal(text).ok_or_else(|| {
        "its checksum does not fit; if it was edited by hand, remove the last line; otherwise it is damaged".to_owned()
    })?;
    let contents: Contents = toml::from_str(text).map_err(|error| error.message().to_owned())?;
    if contents.keys.len() > KEYS_MAX {
        return Err(format!("it has more than {KEYS_MAX} keys"));
    }
    let keys = contents.keys.into_iter().map(key).collect::<Result<Vec<_>, _>>()?;
    let mut ids: Vec<&str> = keys.iter().map(|key| key.id.as_str()).collect();
    ids.sort_unstable();
    match ids.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(format!("two keys have the id '{}'", pair[0])),
        None => Ok(keys),
    }
}

fn key(row: Row) -> Result<ApiKey, String> {
    let Row { id, name, scopes, created_at, expires_at, sha256 } = row;
    let scope = |name: &String| {
        Scope::from_name(name).ok_or_else(|| format!("key '{id}' has the unknown scope '{name}'"))
    };
    let scopes = scopes.iter().map(scope).collect::<Result<Vec<_>, _>>()?;
    let digest = sha256.parse().map_err(|fault| format!("key '{id}': sha256 is {fault}"))?;
    Ok(ApiKey { id, name, scopes, created_at, expires_at, digest })
}

fn render(keys: &[ApiKey]) -> String {
    let row = |key: &ApiKey| Row {
        id: key.id.clone(),
        name: key.name.clone(),
        scopes: key.scopes.iter().map(|scope| scope.name().to_owned()).collect(),
        created_at: key.created_at,
        expires_at: key.expires_at,
        sha256: key.digest.to_string(),
    };
    let contents = Contents { keys: keys.iter().map(row).collect() };
    let table = toml::to_string(&contents).expect("strings and lists of strings are TOML");
    let mut text = format!("{HEAD}\n{table}");
    seal(&mut text);
    text
}

/// Gives a file to the owner of the folder of the keys at `path`, if this process may. Keys that root
/// creates must be readable by the service, which does not run as root.
#[cfg(unix)]
fn hand_over(file: &File, path: &Path) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = fs::metadata(folder.unwrap_or(Path::new(".")))?;
    if file.metadata()?.uid() == folder.uid() {
        return Ok(());
    }
    match fchown(file, Some(folder.uid()), Some(folder.gid())) {
        Err(error) if error.kind() != ErrorKind::PermissionDenied => Err(error),
        _ => Ok(()),
    }
}

#[cfg(not(unix))]
fn hand_over(_: &File, _: &Path) -> io::Result<()> {
    Ok(())
}

/// Options for files that only their owner may read and write.
fn owner_only() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

#[cfg(unix)]
fn check_owner_only(path: &Path) -> Result<(), KeyFileError> {
    use std::os::unix::fs::PermissionsExt;
    let metadata = fs::metadata(path).map_err(|source| io_error("read", path, source))?;
    let mode = metadata.permissions().mode() & 0o777;
    let others = mode & 0o077;
    if others > 0 {
        return Err(KeyFileError::Exposed { path: path.to_owned(), mode });
    }
    Ok(())
}

#[cfg(not(unix))]
fn check_owner_only(_: &Path) -> Result<(), KeyFileError> {
    Ok(())
}

#[cfg(test)]
mod tests;
