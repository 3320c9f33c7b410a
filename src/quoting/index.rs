//! The quote index: where runs of words stand in a corpus.
//!
//! The words of all clauses are numbered from 0. Each is posted under the shortest run of at least
//! two words that begins with it and is not *common*, that is, stands in a bucket of at most
//! [`COMMON`] words: so no list is long, whatever the corpus repeats. Of what is common, and of
//! single words, the first few places are kept. Runs go on over the ends of clauses, but not of
//! documents. Text is not kept: what the index names is read again from the documents.
//!
//! Postings lie in one array, bucket by bucket, each beside eight more bits of its run's hash,
//! which tell it from most of its neighbours. That makes five bytes for a word, and one or two for
//! the directory of buckets. All of it lies in columns, so that a stored index is used as it lies:
//! only its numbers of clauses, and those of its samples, are looked through when it is opened.
//! Where others were damaged, places are named where nothing stands; whoever reads there sees it.

use std::collections::HashMap;
use std::ops::Range;

use columns::{Column, Damaged, Sections, U32};

use super::samples::{Collected, Quick, Samples, mix};
use super::words::{key, word_ranges};
use crate::domain::{Corpus, Digest};

/// Words of the longest run that is looked at.
const RUN_MAX: usize = 8;
/// The most postings of a bucket; runs in fuller ones are common.
const COMMON: u32 = 1_024;
/// Places that are kept of a common run.
const RUN_SAMPLES: usize = 32;
/// Places that are kept of a word.
const WORD_SAMPLES: usize = 24;
/// Words for each bucket, at least.
const WORDS_PER_BUCKET: usize = 4;

/// Finds runs of words in a corpus. See the module for how.
#[derive(Debug)]
pub struct QuoteIndex {
    /// Digest of the corpus that it is of.
    corpus: Digest,
    /// Number of the first word of each clause; one more for the end.
    clauses: Column<U32>,
    /// Bits of a run's hash that name its bucket.
    bits: u32,
    /// First posting of each bucket; one more for the end.
    directory: Column<U32>,
    postings: Column<U32>,
    tags: Column<u8>,
    /// By level and bucket.
    common: Samples,
    /// By hash.
    words: Samples,
}

/// Where a run of words may stand: some of the places are others'.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places<'i> {
    numbers: &'i [U32],
    tags: &'i [u8],
    tag: u8,
}

impl<'i> Places<'i> {
    /// How many there are at most.
    pub(super) const fn len(self) -> usize {
        self.numbers.len()
    }

    /// Numbers of the words that the run may begin with, in order.
    pub(super) fn iter(self) -> impl Iterator<Item = u32> + 'i {
        let tags = self.tags.iter().map(Some).chain(std::iter::repeat(None));
        let own = move |tag: Option<&u8>| tag.is_none_or(|tag| *tag == self.tag);
        self.numbers
            .iter()
            .zip(tags)
            .filter(move |(_, tag)| own(*tag))
            .map(|(place, _)| place.get())
    }
}

impl QuoteIndex {
    /// Indexes every clause of `corpus`, in time linear in its words.
    pub fn build(corpus: &Corpus) -> Self {
        let (clauses, hashes) = hashed_words(corpus);
        let buckets = (hashes.len() / WORDS_PER_BUCKET).next_power_of_two().max(2);
        let bits = buckets.trailing_zeros();
        let first = |clause: usize| clauses[clause] as usize;
        let documents: Vec<Range<usize>> = corpus
            .documents()
            .iter()
            .map(|document| first(document.clauses.start)..first(document.clauses.end))
            .collect();
        let (levels, mut directory) = levels(&hashes, &documents, bits);
        let mut sum = 0;
        for place in &mut directory {
            sum += std::mem::replace(place, sum);
        }
        directory.push(sum);
        let mut postings = vec![U32::ZERO; sum as usize];
        let mut tags = vec![0; sum as usize];
        let mut next = directory.clone();
        let mut common = Collected::of_at_most(RUN_SAMPLES);
        for document in documents {
            for at in document.clone() {
                let run = &hashes[at..document.end];
                let settled = levels.settle(run, |level, bucket| {
                    common.add(common_key(level, bucket), at as u32);
                });
                if let Some((_, hash)) = settled {
                    let slot = &mut next[bucket(hash, bits)];
                    postings[*slot as usize] = U32::new(at as u32);
                    tags[*slot as usize] = hash as u8;
                    *slot += 1;
                }
            }
        }
        let mut words = Collected::of_at_most(WORD_SAMPLES);
        for (at, &hash) in hashes.iter().enumerate() {
            words.add(hash.into(), at as u32);
        }
        Self {
            corpus: corpus.digest(),
            clauses: clauses.into_iter().map(U32::new).collect(),
            bits,
            directory: directory.into_iter().map(U32::new).collect(),
            postings: postings.into(),
            tags: tags.into(),
            common: common.sorted(),
            words: words.sorted(),
        }
    }

    /// Puts the index among `sections`.
    pub fn store(&self, sections: &mut Sections) {
        let checksum = U32::new(crc32fast::hash(&self.clauses.bytes()));
        sections.put("quotes.corpus", Column::from(self.corpus.0.to_vec()).bytes());
        sections.put("quotes.clauses", self.clauses.bytes());
        sections.put("quotes.clauses.checksum", Column::from(vec![checksum]).bytes());
        sections.put("quotes.directory", self.directory.bytes());
        sections.put("quotes.postings", self.postings.bytes());
        sections.put("quotes.tags", self.tags.bytes());
        self.common.store(sections, "quotes.common");
        self.words.store(sections, "quotes.words");
    }

    /// Reads what [`Self::store`] put there of an index of `corpus`. Of postings, which are most
    /// of it, nothing is read.
    ///
    /// # Errors
    /// When something is not there, does not go together, or is of another corpus.
    pub fn restore(sections: &Sections, corpus: &Corpus) -> Result<Self, Damaged> {
        let column = |name: &str| sections.column::<U32>(name);
        let (clauses, checksum) = (column("quotes.clauses")?, column("quotes.clauses.checksum")?);
        let (directory, postings) = (column("quotes.directory")?, column("quotes.postings")?);
        let tags: Column<u8> = sections.column("quotes.tags")?;
        let buckets = directory.len().saturating_sub(1);
        let refuse = |name: &str| Err(Damaged::new(name));
        if sections.get("quotes.corpus")?[..] != corpus.digest().0 {
            return refuse("quotes.corpus");
        }
        if clauses.len() != corpus.clauses().len() + 1
            || checksum[..] != [U32::new(crc32fast::hash(&clauses.bytes()))]
        {
            return refuse("quotes.clauses");
        }
        if !buckets.is_power_of_two() || buckets < 2 {
            return refuse("quotes.directory");
        }
        if tags.len() != postings.len() {
            return refuse("quotes.tags");
        }
        let common = Samples::restore(sections, "quotes.common")?;
        let words = Samples::restore(sections, "quotes.words")?;
        let bits = buckets.trailing_zeros();
        let corpus = corpus.digest();
        Ok(Self { corpus, clauses, bits, directory, postings, tags, common, words })
    }

    /// How many words it covers.
    pub fn words(&self) -> usize {
        self.clauses.last().map_or(0, |end| end.get() as usize)
    }

    /// How many bytes it takes.
    pub fn bytes(&self) -> usize {
        let columns = [&self.clauses, &self.directory, &self.postings];
        columns.map(|column| size_of_val(&column[..])).into_iter().sum::<usize>()
            + self.tags.len()
            + self.common.bytes()
            + self.words.bytes()
    }

    /// Numbers of the words of the clause at `position`.
    pub(super) fn words_of(&self, position: usize) -> Range<u32> {
        self.clauses[position].get()..self.clauses[position + 1].get()
    }

    /// Numbers of the words of the clauses at `positions`.
    pub(super) fn words_of_all(&self, positions: Range<usize>) -> Range<u32> {
        self.clauses[positions.start].get()..self.clauses[positions.end].get()
    }

    /// Position of the clause that the word of this number stands in.
    pub(super) fn clause_of(&self, word: u32) -> usize {
        // Of clauses without words the last begins where the one with the word does.
        self.clauses.partition_point(|first| first.get() <= word) - 1
    }

    /// Whether the corpus has a word of this hash.
    pub(super) fn knows(&self, hash: u32) -> bool {
        self.words.find(hash.into()).is_some()
    }

    /// Where the word of this hash stands first.
    pub(super) fn places_of_word(&self, hash: u32) -> Places<'_> {
        untagged(self.words.find(hash.into()).unwrap_or_default())
    }

    /// Where the run that begins with the first of `hashes` stands, by as many of them as it
    /// takes, and whether these are all the places. `None` where there is but one word.
    pub(super) fn places(&self, hashes: &[u32]) -> Option<(Places<'_>, bool)> {
        let mut hash = step(0, *hashes.first()?);
        let mut sample = None;
        for (level, word) in hashes.iter().enumerate().take(RUN_MAX).skip(1) {
            hash = step(hash, *word);
            let mixed = mix(hash);
            let bucket = bucket(mixed, self.bits);
            if let Some(numbers) = self.common.find(common_key(level, bucket)) {
                sample = Some(untagged(numbers));
                continue;
            }
            let at =
                self.directory[bucket].get() as usize..self.directory[bucket + 1].get() as usize;
            let numbers = self.postings.get(at.clone()).unwrap_or_default();
            let tags = self.tags.get(at).unwrap_or_default();
            return Some((Places { numbers, tags, tag: mixed as u8 }, true));
        }
        sample.map(|places| (places, false))
    }
}

const fn untagged(numbers: &[U32]) -> Places<'_> {
    Places { numbers, tags: &[], tag: 0 }
}

/// The number of each clause's first word, and the hash of each word.
fn hashed_words(corpus: &Corpus) -> (Vec<u32>, Vec<u32>) {
    let mut clauses = Vec::with_capacity(corpus.clauses().len() + 1);
    let mut hashes = Vec::new();
    // Most words of a corpus are repetitions: each form is folded once.
    let mut known: HashMap<&str, u32, Quick> = HashMap::default();
    for clause in corpus.clauses() {
        clauses.push(hashes.len() as u32);
        let text = corpus.text_of(clause);
        hashes.extend(word_ranges(text).map(|bytes| {
            let word = &text[bytes];
            *known.entry(word).or_insert_with(|| hash_of(&key(word)))
        }));
    }
    clauses.push(hashes.len() as u32);
    (clauses, hashes)
}

/// Which runs are common, level by level: that of index 0 holds runs of two words.
struct Levels {
    bits: u32,
    common: Vec<Vec<u64>>,
}

/// Finds what is common, and how many postings each bucket gets.
fn levels(hashes: &[u32], documents: &[Range<usize>], bits: u32) -> (Levels, Vec<u32>) {
    let buckets = 1_usize << bits;
    let mut levels = Levels { bits, common: Vec::new() };
    let mut totals = vec![0_u32; buckets];
    for level in 1..RUN_MAX {
        let mut counts = vec![0_u32; buckets];
        for document in documents {
            for at in document.clone() {
                let settled = levels.settle(&hashes[at..document.end], |_, _| {});
                if let Some((_, hash)) = settled.filter(|settled| settled.0 == level) {
                    counts[bucket(hash, bits)] += 1;
                }
            }
        }
        let mut full = vec![0_u64; buckets.div_ceil(64)];
        let mut any = false;
        for (at, count) in counts.into_iter().enumerate() {
            if count > COMMON {
                full[at / 64] |= 1 << (at % 64);
                any = true;
            } else {
                totals[at] += count;
            }
        }
        levels.common.push(full);
        if !any {
            break;
        }
    }
    (levels, totals)
}

impl Levels {
    /// The level of the shortest run at the start of `hashes` that is not known to be common, with
    /// its hash; none where all are. Tells what was passed on the way.
    fn settle(&self, hashes: &[u32], mut pass: impl FnMut(usize, usize)) -> Option<(usize, u64)> {
        let mut hash = step(0, *hashes.first()?);
        for (level, word) in hashes.iter().enumerate().take(RUN_MAX).skip(1) {
            hash = step(hash, *word);
            let mixed = mix(hash);
            let bucket = bucket(mixed, self.bits);
            let full = self.common.get(level - 1);
            if full.is_none_or(|full| full[bucket / 64] >> (bucket % 64) & 1 == 0) {
                return Some((level, mixed));
            }
            pass(level, bucket);
        }
        None
    }
}

/// The hash of a word's key (FNV-1a, folded): the same on every machine.
pub(super) fn hash_of(key: &str) -> u32 {
    let hash = key.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash ^ (hash >> 32)) as u32
}

/// The hash of a run that is one word longer.
const fn step(hash: u64, word: u32) -> u64 {
    (hash.rotate_left(23) ^ word as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

const fn bucket(hash: u64, bits: u32) -> usize {
    (hash >> (64 - bits)) as usize
}

const fn common_key(level: usize, bucket: usize) -> u64 {
    (level as u64) << 40 | bucket as u64
}

#[cfg(test)]
mod tests;
