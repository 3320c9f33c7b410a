//! Files that are replaced as a whole: a reader, also one after a loss of power, finds the old
//! content or the new one.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;
use std::time::Duration;

/// The ending of temporary files. They are hidden: hidden files are no documents.
const ENDING: &str = "part";
/// A temporary file older than this was left behind by a process that ended.
const AGE_MAX: Duration = Duration::from_hours(1);

/// Replaces the file at `path`, and makes its folder. `write` fills a new file, opened with
/// `options`, which then takes the place of the old one. Several processes may write the same path.
///
/// # Errors
/// What `write` or the system reports. The old file is then as it was.
pub(super) fn replace_file(
    path: &Path,
    options: &OpenOptions,
    write: impl FnOnce(&mut File) -> io::Result<()>,
) -> io::Result<()> {
    let folder = folder_of(path);
    fs::create_dir_all(folder)?;
    let mut random = [0; 8];
    getrandom::fill(&mut random).map_err(io::Error::other)?;
    let beside = folder.join(format!(".{:016x}.{ENDING}", u64::from_le_bytes(random)));
    let replaced = || -> io::Result<()> {
        let mut file = options.clone().write(true).create_new(true).open(&beside)?;
        write(&mut file)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    let outcome = replaced();
    if outcome.is_err() {
        // The first error is the one to report.
        let _ = fs::remove_file(&beside);
    }
    outcome?;
    sync_folder(folder)
}

/// Replaces the file at `path` by one with `bytes`, see [`replace_file`].
///
/// # Errors
/// As there.
pub(super) fn replace_bytes(path: &Path, bytes: &[u8]) -> io::Result<()> {
    replace_file(path, &OpenOptions::new(), |file| file.write_all(bytes))
}

/// Makes sure that the names of a folder outlive a loss of power.
///
/// # Errors
/// What the system reports.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Removes what interrupted processes left in `folder`, as far as that is possible.
pub(super) fn remove_leftovers(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let is_temporary = Path::new(&name).extension().is_some_and(|ending| ending == ENDING)
            && name.as_encoded_bytes()[0] == b'.';
        let modified = entry.metadata().and_then(|known| known.modified());
        let is_old = modified.is_ok_and(|at| at.elapsed().is_ok_and(|age| age > AGE_MAX));
        if is_temporary && is_old {
            // It does no harm, and may be gone by now.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// The folder of a file, which may be named without one.
fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::SystemTime;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder");
        let name = |entry: io::Result<fs::DirEntry>| {
            entry.expect("an entry").file_name().to_string_lossy().into_owned()
        };
        let mut names: Vec<String> = entries.map(name).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_replaced_as_a_whole_or_not_at_all() {
        let place = tempfile::tempdir().expect("a folder");
        let folder = place.path().join("new");
        let path = folder.join("a");
        replace_bytes(&path, b"old").expect("a writable folder");
        replace_bytes(&path, b"new").expect("a writable folder");
        assert_eq!(fs::read(&path).expect("a file"), b"new");
        let half = replace_file(&path, &OpenOptions::new(), |file| {
            file.write_all(b"hal")?;
            assert_eq!(fs::read(&path)?, b"new", "readers see no half of it");
            Err(io::Error::other("the disk is full"))
        });
        assert!(half.is_err());
        assert_eq!(fs::read(&path).expect("a file"), b"new");
        assert_eq!(names(&folder), ["a"], "nothing is left beside it");
    }

    #[test]
    fn old_leftovers_go_and_nothing_else() {
        let place = tempfile::tempdir().expect("a folder");
        let two_hours_ago = SystemTime::now() - 2 * AGE_MAX;
        for (name, is_old) in
            [(".1.part", true), (".2.part", false), ("3.part", true), (".4.md", true)]
        {
            let file = File::create(place.path().join(name)).expect("a file");
            if is_old {
                file.set_modified(two_hours_ago).expect("a file of mine");
            }
        }
        remove_leftovers(place.path());
        assert_eq!(names(place.path()), [".2.part", ".4.md", "3.part"]);
    }
}
