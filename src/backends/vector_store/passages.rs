//! The stored vectors of a corpus, read one at a time by position.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fs::File;
use std::io;
use std::mem;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use columns::{Column, Damaged, Sections};
use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};
use zerocopy::IntoBytes;

use super::again::MadeAgain;
use super::format::{self, HEAD_BYTES, HEADER_BYTES, Head};
use super::place::Place;
use crate::backends::read_at::read_exact_at;
use crate::retrieval::{
    ModelInfo, PassageEmbedding, PassageVectors, TokenSigns, VectorsUnavailable,
};

/// If the vectors take at most this, token vectors are read once and kept in memory.
const IN_MEMORY_BYTES_MAX: u64 = 64 << 20;
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
        let sampled = (0..this.places.len()).step_by(step).chain(last);
        let mut found = sampled.map(|passage| this.head(passage));
        if header != expected || found.any(|head| head.is_none()) {
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

    /// Prepares the vectors for look-ups: token vectors in memory if they are few, all others on disk. `again`
    /// recomputes those that turn out to be damaged.
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
        let bytes: u64 = self.places.iter().map(|place| place.bytes(self.dimensions) as u64).sum();
        let kept = if bytes > bytes_max { 0 } else { count };
        let tokens = (0..kept).map(|passage| match self.unwritten.get_mut(&passage) {
            Some(embedding) => Some(mem::take(&mut embedding.tokens)),
            None => Some(self.embedding(passage)?.tokens),
        });
        let tokens: Option<_> = tokens.collect();
        let tokens = tokens.ok_or_else(|| Damaged::new(SECTION))?;
        Ok(Arc::new(Opened { stored: self, tokens, again, reported: AtomicBool::new(false) }))
    }

    /// All vectors of a stored passage, verified.
    fn embedding(&self, passage: usize) -> Option<PassageEmbedding> {
        let record = self.record(passage, self.places[passage].bytes(self.dimensions))?;
        let (head, payload) = record.split_at(HEAD_BYTES);
        let head = format::read_head(head.try_into().expect("a head's length"))?;
        format::read_payload(&head, payload, self.dimensions)
    }

    fn head(&self, passage: usize) -> Option<Head> {
        let record = self.record(passage, HEAD_BYTES)?;
        format::read_head(record[..].try_into().expect("a head's length"))
    }

    /// The first `length` bytes of a passage's record, if the record is of its text.
    fn record(&self, passage: usize, length: usize) -> Option<Vec<u8>> {
        let place = self.places[passage];
        let mut bytes = vec![0; length];
        read_exact_at(&self.file, &mut bytes, place.start.get()).ok()?;
        let tokens = u32::from_le_bytes(bytes[..4].try_into().expect("four bytes"));
        let text = &bytes[format::HEAD_TEXT_AT..][..4];
        (tokens == u32::from(place.tokens.get()) && place.text.as_bytes() == text).then_some(bytes)
    }
}

/// Vectors of passages where they are stored, and of few passages what is kept of their tokens, which
/// is what questions ask for, in memory.
#[derive(Debug)]
struct Opened {
    stored: StoredPassages,
    /// Of all passages, or of none.
    tokens: Vec<TokenSigns>,
    again: MadeAgain,
    /// Whether damage was reported already.
    reported: AtomicBool,
}

impl Opened {
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
        Ok(match self.stored.unwritten.get(&passage) {
            Some(embedding) => Cow::Borrowed(&embedding.vector),
            None => Cow::Owned(self.whole(passage)?.vector),
        })
    }

    fn tokens(&self, passage: usize) -> Result<Cow<'_, TokenSigns>, VectorsUnavailable> {
        if let Some(tokens) = self.tokens.get(passage) {
            return Ok(Cow::Borrowed(tokens));
        }
        Ok(match self.stored.unwritten.get(&passage) {
            Some(embedding) => Cow::Borrowed(&embedding.tokens),
            None => Cow::Owned(self.whole(passage)?.tokens),
        })
    }
}

/// A file with nothing in it.
fn empty() -> io::Result<File> {
    File::open(if cfg!(windows) { "NUL" } else { "/dev/null" })
}
