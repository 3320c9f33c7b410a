//! The first few places of some things, by key.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use columns::{Column, Damaged, Lists, ListsBuilder, Sections, U32, U64};

/// The first places of some things, by key.
#[derive(Debug)]
pub(super) struct Samples {
    /// In order.
    keys: Column<U64>,
    /// One list for each key.
    places: Lists<U32>,
}

impl Samples {
    /// The places of `key`, in order.
    pub(super) fn find(&self, key: u64) -> Option<&[U32]> {
        let at = self.keys.binary_search_by_key(&key, |key| key.get()).ok()?;
        Some(self.places.get(at))
    }

    /// How many bytes they take.
    pub(super) fn bytes(&self) -> usize {
        let starts = (self.places.len() + 1) * size_of::<U32>();
        size_of_val(&self.keys[..]) + starts + size_of_val(self.places.items())
    }

    /// Puts them among `sections`, under `name`.
    pub(super) fn store(&self, sections: &mut Sections, name: &str) {
        sections.put(&format!("{name}.keys"), self.keys.bytes());
        self.places.store(sections, &format!("{name}.places"));
    }

    /// Reads what [`Self::store`] put there. Keys out of order are not looked for: they are not
    /// found.
    ///
    /// # Errors
    /// When it is not there, or there are not as many lists as keys.
    pub(super) fn restore(sections: &Sections, name: &str) -> Result<Self, Damaged> {
        let keys: Column<U64> = sections.column(&format!("{name}.keys"))?;
        let places = Lists::restore(sections, &format!("{name}.places"))?;
        let whole = keys.len() == places.len();
        if whole { Ok(Self { keys, places }) } else { Err(Damaged::new(name)) }
    }
}

/// Places, while they are collected.
pub(super) struct Collected {
    most: usize,
    places: HashMap<u64, Vec<U32>, Quick>,
}

impl Collected {
    /// Keeps the first `most` places of each key.
    pub(super) fn of_at_most(most: usize) -> Self {
        Self { most, places: HashMap::default() }
    }

    /// Adds a place of `key`.
    pub(super) fn add(&mut self, key: u64, place: u32) {
        let places = self.places.entry(key).or_default();
        if places.len() < self.most {
            places.push(U32::new(place));
        }
    }

    /// All of them, by key.
    pub(super) fn sorted(self) -> Samples {
        let mut entries: Vec<(u64, Vec<U32>)> = self.places.into_iter().collect();
        entries.sort_unstable_by_key(|entry| entry.0);
        let mut places = ListsBuilder::default();
        for (_, own) in &entries {
            places.push(own);
        }
        let keys = entries.iter().map(|(key, _)| U64::new(*key)).collect();
        Samples { keys, places: places.build() }
    }
}

/// Hashes for the maps of a build, which hold nothing for longer: a multiplication for each eight
/// bytes, as the Rust compiler does it (Fx). Words chosen to meet would make it slow, not wrong.
#[derive(Default)]
pub(super) struct QuickHasher(u64);

/// Makes such hashers.
pub(super) type Quick = BuildHasherDefault<QuickHasher>;

impl Hasher for QuickHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut eight = [0; 8];
            eight[..chunk.len()].copy_from_slice(chunk);
            self.write_u64(u64::from_le_bytes(eight));
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = (self.0.rotate_left(5) ^ value).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    fn finish(&self) -> u64 {
        mix(self.0)
    }
}

/// Spreads what tells hashes apart over all of their bits.
pub(super) const fn mix(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^ (hash >> 32)
}
