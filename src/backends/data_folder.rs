//! The data folder as a whole: which of its files are damaged, and a copy of it for another server.

use std::fs;
use std::io;
use std::path::Path;

use super::data_file::{DataFile, listed};
use super::index_file::IndexFolder;
use super::snapshots::Snapshots;
use super::vector_store::verify::{fault_of, mend};

/// Verifies the files below `data_dir` that another file, or the documents, can be compared with. Nothing is changed.
///
/// # Errors
/// When a folder cannot be read.
pub fn verify_data(data_dir: &Path) -> io::Result<Vec<DataFile>> {
    let mut files = Snapshots::in_folder(data_dir).verify()?;
    files.extend(IndexFolder::in_folder(data_dir).verify()?);
    for path in listed(&data_dir.join("vectors"))? {
        if path.extension().is_some_and(|ending| ending == "vec") {
            let fault = fault_of(&path);
            let fault = fault.unwrap_or_else(|error| Some(format!("it cannot be read: {error}")));
            files.push(DataFile { part: "vectors", path, fault });
        }
    }
    Ok(files)
}

/// Takes away what is damaged of the indexes and the vectors below `data_dir`: they are made again from the documents.
///
/// # Errors
/// What the system reports.
pub fn clear_damage(data_dir: &Path) -> io::Result<()> {
    for file in verify_data(data_dir)?.into_iter().filter(|file| file.fault.is_some()) {
        match file.part {
            "index" => fs::remove_file(&file.path)?,
            "vectors" => mend(&file.path)?,
            _ => {}
        }
    }
    Ok(())
}

/// Copies the snapshots, the indexes and the vectors below `data_dir` into the folder `copy`; those that are damaged are
/// left out. Returns how many files there are.
///
/// # Errors
/// What the system reports.
pub fn copy_data(data_dir: &Path, copy: &Path) -> io::Result<usize> {
    let files = verify_data(data_dir)?;
    let whole = files.iter().filter(|file| file.fault.is_none());
    let mut count = 0;
    for file in whole {
        let inside = file.path.strip_prefix(data_dir).map_err(io::Error::other)?;
        let to = copy.join(inside);
        fs::create_dir_all(to.parent().unwrap_or(copy))?;
        fs::copy(&file.path, to)?;
        count += 1;
    }
    Ok(count)
}
