//! Reading files of bounded length.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read as _};
use std::path::Path;

/// The bytes of a regular file of at most `bytes_max`. A file that grows meanwhile is not read further.
///
/// # Errors
/// [`ErrorKind::FileTooLarge`] when it is longer, [`ErrorKind::InvalidInput`] when it is a pipe or the like, and what the system reports.
pub(super) fn read_at_most(path: &Path, bytes_max: u64) -> io::Result<Vec<u8>> {
    // A pipe could wait for a writer for ever.
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::new(ErrorKind::InvalidInput, "it is no regular file"));
    }
    let file = File::open(path)?;
    let expected = file.metadata()?.len().min(bytes_max);
    let mut bytes = Vec::with_capacity(expected as usize + 1);
    file.take(bytes_max.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > bytes_max {
        return Err(too_large(bytes_max));
    }
    Ok(bytes)
}

/// That a file is longer than `bytes_max`.
pub(super) fn too_large(bytes_max: u64) -> io::Error {
    let message = format!("it is longer than {bytes_max} bytes");
    io::Error::new(ErrorKind::FileTooLarge, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_may_be_as_long_as_the_limit_and_no_longer() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("five");
        std::fs::write(&path, "12345").expect("a file");
        assert_eq!(read_at_most(&path, 5).expect("short enough"), b"12345");
        let error = read_at_most(&path, 4).expect_err("too long");
        assert_eq!(error.kind(), ErrorKind::FileTooLarge);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_refused_at_once() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&path).status();
        assert!(made.expect("mkfifo is there").success());
        for path in [&*path, folder.path(), Path::new("/dev/zero")] {
            let error = read_at_most(path, 5).expect_err("no file");
            assert_eq!(error.kind(), ErrorKind::InvalidInput, "{}", path.display());
        }
    }
}
