//! Digests of files and of the corpus.

use sha2::{Digest as _, Sha256};

use crate::domain::Digest;

/// SHA-256 of a file, front matter included.
pub(super) fn of_file(bytes: &[u8]) -> Digest {
    Digest(Sha256::digest(bytes).into())
}

/// SHA-256 over the ids and digests of all documents, whatever order they come in.
///
/// Each document adds its id, a zero byte (which no id holds) and the 32 bytes of its digest.
pub fn digest_of_corpus<'a>(documents: impl Iterator<Item = (&'a str, Digest)>) -> Digest {
    let mut rows: Vec<(&str, Digest)> = documents.collect();
    rows.sort_unstable();
    let mut hasher = Sha256::new();
    for (id, digest) in rows {
        hasher.update(id.as_bytes());
        hasher.update([0]);
        hasher.update(digest.0);
    }
    Digest(hasher.finalize().into())
}
