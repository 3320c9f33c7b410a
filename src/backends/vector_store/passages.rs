//! The stored vectors of a corpus, read one at a time by position.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fs::File;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use columns::{Column, Damaged, Sections};
use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};

use super::again::MadeAgain;
use super::format::{self, HEAD_BYTES, HEADER_BYTES, Head};
use super::place::Place;
use crate::backends::read_at::read_exact_at;
use crate::retrieval::{
    EightBits, ModelInfo, PassageEmbedding, PassageVectors, TokenSigns, VectorsUnavailable,
};

/// If the vectors take at most this, they are read once and kept in memory.
const IN_MEMORY_BYTES_MAX: u64 = 24 << 20;
/// Name of the section with the places of passages.
const SECTION: &str = "passages";
/// How many passages are compared with the file when it is opened.
const SAMPLES: usize = 64;

/// The passages of a corpus in the file of their model.
#[derive(Debug)]
pub struct StoredPassages {
    path: PathBuf,
    file: File,
    dimensions: usize,
    places: Column<Place>,
    /// Vectors that could not be written, because another process writes the file.
    unwritten: HashMap<usize, PassageEmbedding>,
}

impl StoredPassages {
    pub(super) fn new(
        path: &Path,
        dimensions: usize,
        places: Vec<Option<Place>>,
        unwritten: HashMap<usize, PassageEmbedding>,
    ) -> io::Result<Self> {
        let places: Column<Place> =
            places.into_iter().map(|place| place.unwrap_or_else(Place::none)).collect();
        // Without a file, all vectors are in memory.
        let file = if unwritten.len() < places.len() { File::open(path)? } else { empty()? };
        Ok(Self { path: path.to_owned(), file, dimensions, places, unwritten })
    }

    /// Stores the places in `sections`, so that [`Self::restore`] finds the vectors again. Returns false if some
    /// are only in memory, so that they cannot be found.
    pub fn store(&self, sections: &mut Sections) -> bool {
        sections.put(SECTION, self.places.bytes());
        self.unwritten.is_empty()
    }

    /// Restores the passages whose places are in `sections`, from the file of `model` in the data folder `dir`.
    ///
    /// # Errors
    /// When the file is not there, or is not the one that the places were found in.
    pub fn restore(sections: &Sections, dir: &Path, model: &ModelInfo) -> Result<Self, Damaged> {
        Self::restore_for(sections, dir, model, format::processor())
    }

    pub(super) fn restore_for(
        sections: &Sections,
        dir: &Path,
        model: &ModelInfo,
        processor: &str,
    ) -> Result<Self, Damaged> {
        let damaged = || Damaged::new(SECTION);
        let path = super::file::path_of(&dir.join("vectors"), model);
        let places: Column<Place> = sections.column(SECTION)?;
        let file = File::open(&path).map_err(|_| damaged())?;
        let this =
            Self { path, file, dimensions: model.dimensions, places, unwritten: HashMap::new() };
        let mut header = [0; HEADER_BYTES];
        read_exact_at(&this.file, &mut header, 0).map_err(|_| damaged())?;
        let expected = format::header(model, processor);
        let step = this.places.len().div_ceil(SAMPLES).max(1);
        let last = this.places.len().checked_sub(1);
        let mut sampled = (0..this.places.len()).step_by(step).chain(last);
        if header != expected || !sampled.all(|passage| this.is_at_its_place(passage)) {
            return Err(damaged());
        }
        Ok(this)
    }

    /// Whether all vectors are intact. Reads every one, on all cores.
    pub fn are_whole(&self) -> bool {
        let whole =
            |passage| self.unwritten.contains_key(&passage) || self.embedding(passage).is_some();
        (0..self.places.len()).into_par_iter().all(whole)
    }

    /// Prepares the vectors for look-ups: in memory if they are few, else on disk. `again` recomputes those that
    /// turn out to be damaged.
    ///
    /// # Errors
    /// When a vector that is read now is damaged.
    pub fn open(self, again: MadeAgain) -> Result<Arc<dyn PassageVectors>, Damaged> {
        self.open_within(IN_MEMORY_BYTES_MAX, again)
    }

    pub(super) fn open_within(
        mut self,
        bytes_max: u64,
        again: MadeAgain,
    ) -> Result<Arc<dyn PassageVectors>, Damaged> {
        let count = self.places.len();
        let bytes = self.places.iter().filter_map(|place| place.bytes(self.dimensions));
        let bytes: u64 = bytes.map(|bytes| bytes as u64).sum();
        let few = if bytes > bytes_max { 0 } else { count };
        let kept = (0..few)
            .map(|passage| self.unwritten.remove(&passage).or_else(|| self.embedding(passage)));
        let kept: Option<_> = kept.collect();
        let kept = kept.ok_or_else(|| Damaged::new(SECTION))?;
        Ok(Arc::new(Opened { stored: self, kept, again, reported: AtomicBool::new(false) }))
    }

    /// All vectors of a stored passage, verified.
    fn embedding(&self, passage: usize) -> Option<PassageEmbedding> {
        let record = self.record(passage, self.places[passage].bytes(self.dimensions)?)?;
        format::read_payload(&self.head(passage, &record)?, &record[HEAD_BYTES..], self.dimensions)
    }

    /// Whether the record at the place of a passage is of its text.
    fn is_at_its_place(&self, passage: usize) -> bool {
        self.record(passage, HEAD_BYTES).is_some_and(|record| self.head(passage, &record).is_some())
    }

    /// The records of some passages that lie side by side, in one reading; none where one of them lies
    /// elsewhere, or is damaged.
    fn side_by_side(&self, passages: Range<usize>) -> Option<Vec<u8>> {
        let mut end = self.places[passages.start].start.get();
        for place in &self.places[passages.clone()] {
            if place.start.get() != end {
                return None;
            }
            end = end.checked_add(place.bytes(self.dimensions)? as u64)?;
        }
        let start = self.places[passages.start].start.get();
        let mut bytes = vec![0; (end - start) as usize];
        read_exact_at(&self.file, &mut bytes, start).ok()?;
        let mut rest = &bytes[..];
        for passage in passages {
            let record;
            (record, rest) = rest.split_at_checked(self.places[passage].bytes(self.dimensions)?)?;
            let head = self.head(passage, record)?;
            if !format::is_whole(&head, &record[HEAD_BYTES..]) {
                return None;
            }
        }
        Some(bytes)
    }

    /// The head that `record` begins with, if it is that of a passage.
    fn head(&self, passage: usize, record: &[u8]) -> Option<Head> {
        let head = format::read_head(record.first_chunk()?)?;
        self.places[passage].is_of(&head).then_some(head)
    }

    /// The first `length` bytes at the place of a passage.
    fn record(&self, passage: usize, length: usize) -> Option<Vec<u8>> {
        let mut bytes = vec![0; length];
        read_exact_at(&self.file, &mut bytes, self.places[passage].start.get()).ok()?;
        Some(bytes)
    }
}

/// Vectors of passages where they are stored, and those of few in memory.
#[derive(Debug)]
struct Opened {
    stored: StoredPassages,
    /// Of all passages, or of none.
    kept: Vec<PassageEmbedding>,
    again: MadeAgain,
    /// Whether damage was reported already.
    reported: AtomicBool,
}

impl Opened {
    /// The vectors of a passage that are in memory.
    fn in_memory(&self, passage: usize) -> Option<&PassageEmbedding> {
        self.kept.get(passage).or_else(|| self.stored.unwritten.get(&passage))
    }

    /// All vectors of a passage that was written: as they were, or made again.
    fn whole(&self, passage: usize) -> Result<PassageEmbedding, VectorsUnavailable> {
        if let Some(embedding) = self.stored.embedding(passage) {
            return Ok(embedding);
        }
        let path = self.stored.path.display();
        if !self.reported.swap(true, Ordering::Relaxed) {
            tracing::warn!(%path, passage, "stored vectors are damaged, and are made again for each question; run `rapporteur index` to mend them");
        }
        let failed =
            |error| format!("the vectors of passage {passage} in {path} are damaged: {error}");
        self.again.passage(passage).map_err(|error| VectorsUnavailable(failed(error)))
    }
}

impl PassageVectors for Opened {
    fn len(&self) -> usize {
        self.stored.places.len()
    }

    fn vector(&self, passage: usize) -> Result<Cow<'_, [f32]>, VectorsUnavailable> {
        Ok(match self.in_memory(passage) {
            Some(embedding) => embedding.vector.vector().into(),
            None => self.whole(passage)?.vector.vector().into(),
        })
    }

    fn each_vector(
        &self,
        passages: Range<usize>,
        each: &mut dyn FnMut(f32, &[i8]),
    ) -> Result<(), VectorsUnavailable> {
        let dimensions = self.stored.dimensions;
        if passages.len() > 1
            && self.in_memory(passages.start).is_none()
            && let Some(bytes) = self.stored.side_by_side(passages.clone())
        {
            let mut records = &bytes[..];
            for place in &self.stored.places[passages] {
                let record;
                (record, records) = records.split_at(place.bytes(dimensions).unwrap_or(0));
                let (unit, components) = format::vector_in(&record[HEAD_BYTES..], dimensions);
                each(unit, components);
            }
            return Ok(());
        }
        for passage in passages {
            if let Some(PassageEmbedding { vector, .. }) = self.in_memory(passage) {
                each(vector.unit, &vector.components);
            } else {
                let EightBits { unit, components } = self.whole(passage)?.vector;
                each(unit, &components);
            }
        }
        Ok(())
    }

    fn tokens(&self, passage: usize) -> Result<Cow<'_, TokenSigns>, VectorsUnavailable> {
        let tokens = match self.in_memory(passage) {
            Some(embedding) => embedding.tokens.as_ref().map(Cow::Borrowed),
            None => self.whole(passage)?.tokens.map(Cow::Owned),
        };
        tokens.ok_or_else(|| VectorsUnavailable::without_tokens(passage))
    }
}

/// A file with nothing in it.
fn empty() -> io::Result<File> {
    File::open(if cfg!(windows) { "NUL" } else { "/dev/null" })
}
