//! One vector file: finding, reading and appending records.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufReader, ErrorKind, Read, Seek, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use super::format::{self, HEAD_BYTES, HEADER_BYTES, Head, TextHash};
use super::place::Place;
use crate::backends::read_at::read_exact_at;
use crate::retrieval::{ModelInfo, PassageEmbedding};

/// How far behind a damaged record to look for the next one: no record is longer.
const LOOKED_THROUGH_MAX: u64 = 16 << 20;

/// The vectors of one model on disk. Opening the file reads the headers of the records; payloads are read on
/// demand.
#[derive(Debug)]
pub(super) struct VectorFile {
    path: PathBuf,
    /// Absent where another process writes and has not created the file yet.
    file: Option<File>,
    /// Held as long as this process may write; the system releases it when the process ends.
    lock: Option<File>,
    dimensions: usize,
    /// The offset for the next record.
    end: u64,
    records: HashMap<TextHash, Record>,
}

#[derive(Debug, Clone, Copy)]
struct Record {
    head: Head,
    payload_start: u64,
}

/// The state of the vectors of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kept {
    /// Intact.
    Whole,
    /// Damaged.
    Damaged,
    /// Missing.
    Nowhere,
}

impl VectorFile {
    /// Opens or creates the file of `model` in `folder`. A file with another header is set aside, and a damaged
    /// end is cut off; both are reported. While another process writes the file, it is only read.
    pub(super) fn open(folder: &Path, model: &ModelInfo, processor: &str) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let path = path_of(folder, model);
        let lock = lock(&path.with_extension("lock"))?;
        let header = format::header(model, processor);
        let mut this = Self {
            path,
            file: None,
            lock,
            dimensions: model.dimensions,
            end: HEADER_BYTES as u64,
            records: HashMap::new(),
        };
        if this.is_writable() {
            this.open_to_write(&header)?;
        } else {
            this.open_to_read(&header)?;
        }
        Ok(this)
    }

    /// Its path.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether this process may append.
    pub(super) const fn is_writable(&self) -> bool {
        self.lock.is_some()
    }

    /// The place of the record of a text.
    pub(super) fn place(&self, text: &TextHash) -> Option<Place> {
        let record = self.records.get(text)?;
        Some(Place::new(record.payload_start - HEAD_BYTES as u64, &record.head))
    }

    /// Whether the vectors of a text are there and intact, those of its `tokens` too where they are
    /// wanted. A damaged or unreadable record is dropped.
    pub(super) fn check(&mut self, text: &TextHash, tokens: bool) -> Kept {
        let (Some(file), Some(record)) = (&self.file, self.records.get(text)) else {
            return Kept::Nowhere;
        };
        if tokens && !record.head.layout.has_tokens() {
            return Kept::Nowhere;
        }
        let mut payload = vec![0; record.head.layout.payload_bytes(self.dimensions)];
        let read = read_exact_at(file, &mut payload, record.payload_start);
        if read.is_ok() && format::is_whole(&record.head, &payload) {
            return Kept::Whole;
        }
        self.records.remove(text);
        Kept::Damaged
    }

    /// Appends the vectors of texts in one write.
    pub(super) fn append(&mut self, texts: &[(TextHash, &PassageEmbedding)]) -> io::Result<()> {
        let file = self.file.as_mut().filter(|_| self.lock.is_some());
        let file = file.expect("only a writable file is appended to");
        let mut bytes = Vec::new();
        let mut starts = Vec::with_capacity(texts.len());
        for (text, embedding) in texts {
            starts.push(bytes.len());
            format::write_record(text, embedding, &mut bytes);
        }
        file.seek(SeekFrom::Start(self.end))?;
        file.write_all(&bytes)?;
        for ((text, _), start) in texts.iter().zip(starts) {
            let head = bytes[start..start + HEAD_BYTES].try_into().expect("a head's length");
            let head = format::read_head(head).expect("a head that was just written");
            let payload_start = self.end + (start + HEAD_BYTES) as u64;
            self.records.insert(*text, Record { head, payload_start });
        }
        self.end += bytes.len() as u64;
        Ok(())
    }

    /// Syncs the file to disk.
    pub(super) fn sync(&self) -> io::Result<()> {
        self.file.as_ref().map_or(Ok(()), File::sync_data)
    }

    fn open_to_write(&mut self, header: &[u8; HEADER_BYTES]) -> io::Result<()> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let mut file = options.open(&self.path)?;
        let length = file.metadata()?.len();
        if length > 0 && !starts_with(&mut file, header)? {
            let aside = self.path.with_extension("vec.aside");
            fs::rename(&self.path, &aside)?;
            tracing::warn!(
                path = %self.path.display(), aside = %aside.display(),
                "vectors of another model, format or processor are set aside and made again; nothing reads the file that was set aside"
            );
            file = options.open(&self.path)?;
        }
        if file.metadata()?.len() == 0 {
            file.write_all(header)?;
            file.sync_all()?;
        }
        let length = self.scan(&file)?;
        if self.end < length {
            tracing::warn!(
                path = %self.path.display(), at = self.end, bytes = length - self.end,
                "the damaged end of the vectors is cut off; its texts are embedded again"
            );
            file.set_len(self.end)?;
        }
        self.file = Some(file);
        Ok(())
    }

    fn open_to_read(&mut self, header: &[u8; HEADER_BYTES]) -> io::Result<()> {
        tracing::warn!(
            path = %self.path.display(),
            "another process writes these vectors; new ones are kept in memory only"
        );
        let mut file = match File::open(&self.path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error),
        };
        if starts_with(&mut file, header)? {
            self.scan(&file)?;
            self.file = Some(file);
        }
        Ok(())
    }

    /// Finds the records; returns the file's length. Behind a head that is damaged, the next record is
    /// looked for.
    fn scan(&mut self, file: &File) -> io::Result<u64> {
        let length = file.metadata()?.len();
        let mut reader = BufReader::new(file);
        reader.seek(SeekFrom::Start(self.end))?;
        let mut passed_over = 0;
        let mut bytes = [0; HEAD_BYTES];
        while self.end + HEAD_BYTES as u64 <= length {
            reader.read_exact(&mut bytes)?;
            let found = format::read_head(&bytes).filter(|head| self.fits(self.end, head, length));
            let found = match found {
                Some(head) => Some((self.end, head)),
                None => self.next_record(file, length)?,
            };
            let Some((start, head)) = found else { break };
            passed_over += start - self.end;
            let payload_start = start + HEAD_BYTES as u64;
            self.records.insert(head.text, Record { head, payload_start });
            let next = self.end_of(start, &head);
            let behind_head = self.end + HEAD_BYTES as u64;
            reader.seek_relative(next.cast_signed() - behind_head.cast_signed())?;
            self.end = next;
        }
        if passed_over > 0 {
            let path = self.path.display();
            tracing::warn!(%path, bytes = passed_over, "damaged vectors are passed over, and made again where they are needed");
        }
        Ok(length)
    }

    /// The first record that is whole behind a damaged one at the end of those that were found.
    fn next_record(&self, file: &File, length: u64) -> io::Result<Option<(u64, Head)>> {
        let first = self.end + 1;
        let mut bytes = vec![0; LOOKED_THROUGH_MAX.min(length - first) as usize];
        read_exact_at(file, &mut bytes, first)?;
        for (at, head) in bytes.windows(HEAD_BYTES).enumerate() {
            let head = format::read_head(head.try_into().expect("a head's length"));
            let start = first + at as u64;
            let Some(head) = head.filter(|head| self.fits(start, head, length)) else { continue };
            let mut payload = vec![0; head.layout.payload_bytes(self.dimensions)];
            read_exact_at(file, &mut payload, start + HEAD_BYTES as u64)?;
            if format::is_whole(&head, &payload) {
                return Ok(Some((start, head)));
            }
        }
        Ok(None)
    }

    /// Where the record that begins at `start` ends.
    fn end_of(&self, start: u64, head: &Head) -> u64 {
        start + (HEAD_BYTES + head.layout.payload_bytes(self.dimensions)) as u64
    }

    fn fits(&self, start: u64, head: &Head, length: u64) -> bool {
        self.end_of(start, head) <= length
    }
}

/// The path of the file with the vectors of `model`.
pub(super) fn path_of(folder: &Path, model: &ModelInfo) -> PathBuf {
    folder.join(format!("{}.vec", &model.digest.to_string()[..16]))
}

/// Takes the lock, or `None` when another process has it. The lock is a file of its own, since the
/// file of vectors may be set aside.
fn lock(path: &Path) -> io::Result<Option<File>> {
    let file = OpenOptions::new().write(true).create(true).truncate(false).open(path)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

fn starts_with(file: &mut File, header: &[u8; HEADER_BYTES]) -> io::Result<bool> {
    let mut found = Vec::with_capacity(HEADER_BYTES);
    file.seek(SeekFrom::Start(0))?;
    file.take(HEADER_BYTES as u64).read_to_end(&mut found)?;
    Ok(found == header)
}
