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
//! the directory of buckets.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use super::words::{key, word_ranges};
use crate::domain::Corpus;

/// Words of the longest run that is looked at.
const RUN_MAX: usize = 8;
/// The most postings of a bucket; runs in fuller ones are common.
const COMMON: u32 = 1_024;
/// Places that are kept of a common run.
const RUN_SAMPLES: u32 = 32;
/// Places that are kept of a word.
const WORD_SAMPLES: u32 = 24;
/// Words for each bucket, at least.
const WORDS_PER_BUCKET: usize = 4;

/// Finds runs of words in a corpus. See the module for how.
#[derive(Debug)]
pub struct QuoteIndex {
    /// Number of the first word of each clause; one more for the end.
    clauses: Vec<u32>,
    /// Bits of a run's hash that name its bucket.
    bits: u32,
    /// First posting of each bucket; one more for the end.
    directory: Vec<u32>,
    postings: Vec<u32>,
    tags: Vec<u8>,
    /// By level and bucket.
    common: Samples<u64>,
    /// By hash.
    words: Samples<u32>,
}

/// Where a run of words may stand: some of the places are others'.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places<'i> {
    numbers: &'i [u32],
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
        self.numbers.iter().zip(tags).filter(move |(_, tag)| own(*tag)).map(|(place, _)| *place)
    }
}

impl QuoteIndex {
    /// Indexes every clause of `corpus`, in time linear in its words.
    pub fn build(corpus: &Corpus) -> Self {
        let (clauses, hashes) = read(corpus);
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
        let mut postings = vec![0; sum as usize];
        let mut tags = vec![0; sum as usize];
        let mut next = directory.clone();
        let mut common = Collected::default();
        for document in documents {
            for at in document.clone() {
                let run = &hashes[at..document.end];
                let settled = levels.settle(run, |level, bucket| {
                    common.add(common_key(level, bucket), at as u32, RUN_SAMPLES);
                });
                if let Some((_, hash)) = settled {
                    let slot = &mut next[bucket(hash, bits)];
                    postings[*slot as usize] = at as u32;
                    tags[*slot as usize] = hash as u8;
                    *slot += 1;
                }
            }
        }
        let mut words = Collected::default();
        for (at, &hash) in hashes.iter().enumerate() {
            words.add(hash, at as u32, WORD_SAMPLES);
        }
        let (common, words) = (common.sorted(), words.sorted());
        Self { clauses, bits, directory, postings, tags, common, words }
    }

    /// How many words it covers.
    pub fn words(&self) -> usize {
        self.clauses.last().map_or(0, |&end| end as usize)
    }

    /// How many bytes it takes.
    pub fn bytes(&self) -> usize {
        size_of_val(self.clauses.as_slice())
            + size_of_val(self.directory.as_slice())
            + size_of_val(self.postings.as_slice())
            + self.tags.len()
            + self.common.bytes()
            + self.words.bytes()
    }

    /// Numbers of the words of the clause at `position`.
    pub(super) fn words_of(&self, position: usize) -> Range<u32> {
        self.clauses[position]..self.clauses[position + 1]
    }

    /// Numbers of the words of the clauses at `positions`.
    pub(super) fn words_of_all(&self, positions: Range<usize>) -> Range<u32> {
        self.clauses[positions.start]..self.clauses[positions.end]
    }

    /// Position of the clause that the word of this number stands in.
    pub(super) fn clause_of(&self, word: u32) -> usize {
        // Of clauses without words the last begins where the one with the word does.
        self.clauses.partition_point(|&first| first <= word) - 1
    }

    /// Whether the corpus has a word of this hash.
    pub(super) fn knows(&self, hash: u32) -> bool {
        self.words.find(hash).is_some()
    }

    /// Where the word of this hash stands first.
    pub(super) fn places_of_word(&self, hash: u32) -> Places<'_> {
        untagged(self.words.find(hash).unwrap_or_default())
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
            let at = self.directory[bucket] as usize..self.directory[bucket + 1] as usize;
            let (numbers, tags) = (&self.postings[at.clone()], &self.tags[at]);
            return Some((Places { numbers, tags, tag: mixed as u8 }, true));
        }
        sample.map(|places| (places, false))
    }
}

const fn untagged(numbers: &[u32]) -> Places<'_> {
    Places { numbers, tags: &[], tag: 0 }
}

/// The number of each clause's first word, and the hash of each word.
fn read(corpus: &Corpus) -> (Vec<u32>, Vec<u32>) {
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

/// The first places of some things, while they are collected.
struct Collected<K>(HashMap<K, Vec<u32>, Quick>);

impl<K> Default for Collected<K> {
    fn default() -> Self {
        Self(HashMap::default())
    }
}

impl<K: std::hash::Hash + Eq + Ord + Copy> Collected<K> {
    fn add(&mut self, key: K, place: u32, most: u32) {
        let places = self.0.entry(key).or_default();
        if places.len() < most as usize {
            places.push(place);
        }
    }

    fn sorted(self) -> Samples<K> {
        let mut entries: Vec<(K, Vec<u32>)> = self.0.into_iter().collect();
        entries.sort_unstable_by_key(|entry| entry.0);
        let mut samples = Samples {
            keys: Vec::with_capacity(entries.len()),
            starts: Vec::with_capacity(entries.len() + 1),
            places: Vec::with_capacity(entries.iter().map(|entry| entry.1.len()).sum()),
        };
        for (key, places) in entries {
            samples.keys.push(key);
            samples.starts.push(samples.places.len() as u32);
            samples.places.extend(places);
        }
        samples.starts.push(samples.places.len() as u32);
        samples
    }
}

/// The first places of some things, by key.
#[derive(Debug)]
struct Samples<K> {
    keys: Vec<K>,
    starts: Vec<u32>,
    places: Vec<u32>,
}

impl<K: Ord + Copy> Samples<K> {
    fn find(&self, key: K) -> Option<&[u32]> {
        let at = self.keys.binary_search(&key).ok()?;
        Some(&self.places[self.starts[at] as usize..self.starts[at + 1] as usize])
    }

    fn bytes(&self) -> usize {
        size_of_val(self.keys.as_slice())
            + size_of_val(self.starts.as_slice())
            + size_of_val(self.places.as_slice())
    }
}

/// Hashes for the maps of a build, which hold nothing for longer: a multiplication for each eight
/// bytes, as the Rust compiler does it (Fx). Words chosen to meet would make it slow, not wrong.
#[derive(Default)]
struct QuickHasher(u64);

type Quick = BuildHasherDefault<QuickHasher>;

impl Hasher for QuickHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut eight = [0; 8];
            eight[..chunk.len()].copy_from_slice(chunk);
            self.write_u64(u64::from_le_bytes(eight));
        }
    }

    fn write_u32(&mut self, value: u32) {
        self.write_u64(value.into());
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = (self.0.rotate_left(5) ^ value).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    fn finish(&self) -> u64 {
        mix(self.0)
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

const fn mix(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^ (hash >> 32)
}

const fn bucket(hash: u64, bits: u32) -> usize {
    (hash >> (64 - bits)) as usize
}

const fn common_key(level: usize, bucket: usize) -> u64 {
    (level as u64) << 40 | bucket as u64
}
