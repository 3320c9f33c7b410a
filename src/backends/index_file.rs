//! Indexes that outlive the process: each a file of sections, mapped when it is opened.
//!
//! ```text
//! head      magic 8 | version u32 | length of the table u32 | crc of the table u32 | crc of these u32
//! table     for each section: length of its name u32 | name | offset u64 | length u64 | crc u32
//! sections  each at a multiple of 64
//! ```
//!
//! A file is named after the key of its sources. It is written under a temporary name, renamed, and never
//! changed. Opening a file verifies all its checksums, on all cores, so a damaged file is never used.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use columns::Sections;

use super::atomic_file::{remove_leftovers, replace_file};
use super::checksum::checksums;
use super::data_file::{DataFile, listed};
use super::mapped_file::map;
use crate::domain::Digest;

const MAGIC: [u8; 8] = *b"RAPPINDX";
/// Raised with every change to the layout of the file. The contents of the sections are versioned by the
/// key.
const VERSION: u32 = 1;
const HEAD_BYTES: usize = 24;
/// Alignment of sections: a cache line.
const ALIGNMENT: u64 = 64;
/// How many files are kept: those written last.
const FILES_MAX: usize = 4;

/// The indexes of a data folder.
#[derive(Debug, Clone)]
pub struct IndexFolder(PathBuf);

/// One index on disk, which was whole when it was opened.
#[derive(Debug)]
pub struct IndexFile {
    path: PathBuf,
    sections: Sections,
}

/// One section in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    name: String,
    offset: u64,
    length: u64,
    crc: u32,
}

impl IndexFolder {
    /// The indexes below `data_dir`; nothing is read or written yet.
    pub fn in_folder(data_dir: &Path) -> Self {
        Self(data_dir.join("index"))
    }

    /// Their folder.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The index with this key, if it exists and is intact. A damaged one is reported and removed.
    pub fn open(&self, key: Digest) -> Option<IndexFile> {
        let path = self.file(key);
        match open(&path) {
            Ok(file) => Some(file),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => {
                tracing::warn!(path = %path.display(), %error, "the stored index cannot be used, and is built again from the documents");
                if error.kind() == io::ErrorKind::InvalidData {
                    self.remove(key);
                }
                None
            }
        }
    }

    /// Verifies every index; changes nothing.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub(super) fn verify(&self) -> io::Result<Vec<DataFile>> {
        let indexes = listed(&self.0)?.into_iter();
        let indexes = indexes.filter(|path| path.extension().is_some_and(|ending| ending == "idx"));
        let verified = indexes.map(|path| {
            let fault = open(&path).err().map(|error| error.to_string());
            DataFile { part: "index", path, fault }
        });
        Ok(verified.collect())
    }

    /// Writes `sections` as the index of `key`, and removes the oldest of too many.
    ///
    /// # Errors
    /// What the system reports.
    pub fn write(&self, key: Digest, sections: &Sections) -> io::Result<()> {
        let path = self.file(key);
        replace_file(&path, &OpenOptions::new(), |file| write(file, sections))?;
        remove_leftovers(&self.0);
        if let Err(error) = self.remove_oldest(&path) {
            let folder = self.0.display();
            tracing::warn!(%folder, %error, "failed to remove old indexes; remove them by hand");
        }
        Ok(())
    }

    /// Removes the index of `key`, if it is there.
    pub fn remove(&self, key: Digest) {
        remove(&self.file(key));
    }

    fn file(&self, key: Digest) -> PathBuf {
        self.0.join(format!("{key}.idx"))
    }

    /// Removes all but the latest files. `newest` always stays.
    fn remove_oldest(&self, newest: &Path) -> io::Result<()> {
        let mut files: Vec<(SystemTime, PathBuf)> = Vec::new();
        for entry in fs::read_dir(&self.0)? {
            let entry = entry?;
            let path = entry.path();
            // Another process may have removed it by now.
            let Ok(modified) = entry.metadata().and_then(|known| known.modified()) else {
                continue;
            };
            if path != newest && path.extension().is_some_and(|ending| ending == "idx") {
                files.push((modified, path));
            }
        }
        files.sort();
        let surplus = (files.len() + 1).saturating_sub(FILES_MAX);
        for (_, path) in files.iter().take(surplus) {
            remove(path);
        }
        Ok(())
    }
}

impl IndexFile {
    /// Its sections.
    pub const fn sections(&self) -> &Sections {
        &self.sections
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

fn remove(path: &Path) {
    if let Err(error) = fs::remove_file(path)
        && error.kind() != io::ErrorKind::NotFound
    {
        tracing::warn!(path = %path.display(), %error, "failed to remove an index; remove it by hand");
    }
}

fn damage(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("{what}; it is damaged"))
}

fn write(file: &mut File, sections: &Sections) -> io::Result<()> {
    let names: usize = sections.iter().map(|(name, _)| 4 + name.len() + 8 + 8 + 4).sum();
    let mut offset = (HEAD_BYTES + names) as u64;
    let mut table = Vec::with_capacity(names);
    let mut offsets = Vec::new();
    for (name, bytes) in sections.iter() {
        offset = offset.next_multiple_of(ALIGNMENT);
        table.extend((name.len() as u32).to_le_bytes());
        table.extend(name.as_bytes());
        table.extend(offset.to_le_bytes());
        table.extend((bytes.len() as u64).to_le_bytes());
        table.extend(crc32fast::hash(bytes).to_le_bytes());
        offsets.push(offset);
        offset += bytes.len() as u64;
    }
    let mut head = MAGIC.to_vec();
    head.extend(VERSION.to_le_bytes());
    head.extend((table.len() as u32).to_le_bytes());
    head.extend(crc32fast::hash(&table).to_le_bytes());
    head.extend(crc32fast::hash(&head).to_le_bytes());
    let mut file = BufWriter::new(file);
    file.write_all(&head)?;
    file.write_all(&table)?;
    let mut at = (HEAD_BYTES + table.len()) as u64;
    for ((_, bytes), offset) in sections.iter().zip(offsets) {
        file.write_all(&vec![0; (offset - at) as usize])?;
        file.write_all(bytes)?;
        at = offset + bytes.len() as u64;
    }
    file.flush()
}

fn open(path: &Path) -> io::Result<IndexFile> {
    let file = File::open(path)?;
    let bytes = map(&file)?;
    let head = bytes.get(..HEAD_BYTES).ok_or_else(|| damage("it ends within its header"))?;
    let number = |at: usize| u32::from_le_bytes(head[at..at + 4].try_into().expect("four bytes"));
    if head[..8] != MAGIC || number(8) != VERSION || number(20) != crc32fast::hash(&head[..20]) {
        return Err(damage("its header is of another version"));
    }
    let end = HEAD_BYTES.saturating_add(number(12) as usize);
    let table = bytes.get(HEAD_BYTES..end).ok_or_else(|| damage("it ends within its table"))?;
    if crc32fast::hash(table) != number(16) {
        return Err(damage("its table has changed"));
    }
    let table = read_table(table).ok_or_else(|| damage("its table cannot be read"))?;
    let parts = parts(&table, bytes.len() as u64)
        .ok_or_else(|| damage("its length does not match its sections"))?;
    let sums = checksums(&file, &parts)?;
    let mut sections = Sections::default();
    for ((entry, part), sum) in table.iter().zip(parts).zip(sums) {
        if sum != entry.crc {
            return Err(damage(&format!("its section '{}' has changed", entry.name)));
        }
        sections.put(&entry.name, bytes.slice(part.start as usize..part.end as usize));
    }
    Ok(IndexFile { path: path.to_owned(), sections })
}

/// The ranges of the sections; none if they do not add up to the length of the file.
fn parts(table: &[Entry], length: u64) -> Option<Vec<Range<u64>>> {
    let part = |entry: &Entry| Some(entry.offset..entry.offset.checked_add(entry.length)?);
    let parts: Vec<Range<u64>> = table.iter().map(part).collect::<Option<_>>()?;
    let end = parts.last().map_or(length, |last| last.end);
    (end == length && parts.iter().all(|part| part.end <= length)).then_some(parts)
}

fn read_table(mut bytes: &[u8]) -> Option<Vec<Entry>> {
    let mut entries = Vec::new();
    while !bytes.is_empty() {
        let (length, rest) = bytes.split_first_chunk()?;
        let (name, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        let (offset, rest) = rest.split_first_chunk()?;
        let (length, rest) = rest.split_first_chunk()?;
        let (crc, rest) = rest.split_first_chunk()?;
        entries.push(Entry {
            name: str::from_utf8(name).ok()?.to_owned(),
            offset: u64::from_le_bytes(*offset),
            length: u64::from_le_bytes(*length),
            crc: u32::from_le_bytes(*crc),
        });
        bytes = rest;
    }
    Some(entries)
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use tempfile::TempDir;

    use super::*;

    const KEY: Digest = Digest([7; 32]);

    /// A folder with one index.
    fn written() -> (TempDir, IndexFolder) {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let folder = IndexFolder::in_folder(dir.path());
        let mut sections = Sections::default();
        sections.put("a", Bytes::from_static(b"one"));
        sections.put("empty", Bytes::new());
        sections.put("z.long", vec![3; 1_000_000].into());
        folder.write(KEY, &sections).expect("written");
        (dir, folder)
    }

    #[test]
    fn sections_come_back_from_the_file() {
        let (_dir, folder) = written();
        let file = folder.open(KEY).expect("an index");
        let found: Vec<(&str, usize)> =
            file.sections().iter().map(|(name, bytes)| (name, bytes.len())).collect();
        assert_eq!(found, [("a", 3), ("empty", 0), ("z.long", 1_000_000)]);
        let first = file.sections().get("a").expect("a section").as_ptr().addr();
        let long = file.sections().get("z.long").expect("a section").as_ptr().addr();
        assert_eq!((first % 64, long % 64), (0, 0));
        assert!(folder.open(Digest([8; 32])).is_none());
        folder.remove(KEY);
        folder.remove(KEY);
        assert!(folder.open(KEY).is_none());
    }

    #[test]
    fn what_is_damaged_is_never_opened_and_goes() {
        let (_dir, folder) = written();
        let path = folder.file(KEY);
        let whole = fs::read(&path).expect("a file");
        let table_end = HEAD_BYTES + 3 * 24 + "aemptyz.long".len();
        let sections = [128, 192, 700_000, whole.len() - 1];
        let flipped = (0..table_end).chain(sections).map(|at| {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            bytes
        });
        let cut = [0, 10, HEAD_BYTES + 5, 200, whole.len() - 1].map(|end| whole[..end].to_vec());
        let longer = [&whole[..], &[0]].concat();
        let zeroed = [&whole[..4096], &[0; 4096], &whole[8192..]].concat();
        for (case, bytes) in flipped.chain(cut).chain([longer, zeroed]).enumerate() {
            fs::write(&path, bytes).expect("a file");
            assert!(folder.open(KEY).is_none(), "case {case}");
            assert!(!path.exists(), "case {case}: what is damaged goes");
        }
        fs::write(&path, whole).expect("a file");
        folder.open(KEY).expect("what was written");
    }

    #[test]
    fn the_newest_files_stay() {
        let (_dir, folder) = written();
        let sections = Sections::default();
        for number in 0..6 {
            folder.write(Digest([number; 32]), &sections).expect("written");
        }
        let left = fs::read_dir(folder.path()).expect("a folder").count();
        assert_eq!(left, FILES_MAX);
        assert!(folder.open(Digest([5; 32])).is_some());
    }
}
