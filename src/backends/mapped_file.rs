//! Files mapped into memory.

use std::fs::File;
use std::io;

use bytes::Bytes;
use memmap2::Mmap;

/// Maps `file`. The system reads its pages when they are accessed, and can reclaim them.
///
/// Nobody may write to the file: if it is truncated while it is mapped, an access behind its end kills the
/// process. This program writes such files under a temporary name, renames them when they are complete, and
/// never opens them for writing again. Removing them is safe.
#[expect(unsafe_code, reason = "mapping is unsafe for the reason above, and there is no other way")]
pub(super) fn map(file: &File) -> io::Result<Bytes> {
    if file.metadata()?.len() == 0 {
        return Ok(Bytes::new());
    }
    // SAFETY: the file is not changed while it is mapped, as the documentation above has it.
    let map = unsafe { Mmap::map(file) }?;
    Ok(Bytes::from_owner(map))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mapped_bytes_are_those_of_the_file_and_outlive_its_name() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for content in [&b""[..], b"some bytes"] {
            let path = folder.path().join("file");
            std::fs::write(&path, content).expect("a file");
            let bytes = map(&File::open(&path).expect("a file")).expect("a mapping");
            std::fs::remove_file(&path).expect("removed");
            assert_eq!(bytes, content);
        }
    }
}
