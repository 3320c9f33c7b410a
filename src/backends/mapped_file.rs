//! A file as bytes in memory that the system reads and takes back as it needs.

use std::fs::File;
use std::io;

use bytes::Bytes;
use memmap2::Mmap;

/// The bytes of `file`, none of which are read before they are looked at.
///
/// The file must be one that nobody writes to once it has its name: a file that grows shorter while
/// it is mapped ends the process that looks behind its end. Those of this program are written under
/// another name, renamed when they are whole, and never opened for writing again; to remove them is
/// harmless.
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
