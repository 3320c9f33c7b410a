//! The words of a tokenizer and their numbers, one behind the other.
//!
//! What the library has for it keeps each word twice, each time in a piece of memory of its own, and
//! leaves gaps between them once the file is read: half of what a service of a small corpus has in
//! memory that is no file's.

use std::hash::BuildHasher as _;

use hashbrown::{DefaultHashBuilder, HashTable};

/// Words and their numbers.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    /// One word after the other.
    text: String,
    entries: Vec<Entry>,
    /// Places in `entries`, by the hashes of their words.
    places: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

/// Where a word ends, and its number.
#[derive(Debug)]
struct Entry {
    end: u32,
    id: u32,
}

impl Vocabulary {
    fn word(&self, place: u32) -> &str {
        let place = place as usize;
        let start = place.checked_sub(1).map_or(0, |before| self.entries[before].end);
        &self.text[start as usize..self.entries[place].end as usize]
    }

    fn place(&self, word: &str) -> Option<u32> {
        let hash = self.hasher.hash_one(word);
        self.places.find(hash, |place| self.word(*place) == word).copied()
    }

    /// The number of a word.
    pub(crate) fn id(&self, word: &str) -> Option<u32> {
        self.place(word).map(|place| self.entries[place as usize].id)
    }

    /// Takes a word; the last number of a word counts. `None` where there are too many of them.
    pub(crate) fn insert(&mut self, word: &str, id: u32) -> Option<()> {
        if let Some(place) = self.place(word) {
            self.entries[place as usize].id = id;
            return Some(());
        }
        let place = u32::try_from(self.entries.len()).ok()?;
        let end = u32::try_from(self.text.len() + word.len()).ok()?;
        self.text.push_str(word);
        self.entries.push(Entry { end, id });
        let mut places = std::mem::take(&mut self.places);
        let hash = |word: &str| self.hasher.hash_one(word);
        places.insert_unique(hash(word), place, |place| hash(self.word(*place)));
        self.places = places;
        Some(())
    }

    /// Gives back the memory that more words would have taken.
    pub(crate) fn shrink_to_fit(&mut self) {
        self.text.shrink_to_fit();
        self.entries.shrink_to_fit();
    }

    /// The words with their numbers, in the order in which they came.
    pub(crate) fn words(&self) -> impl Iterator<Item = (&str, u32)> {
        (0..).zip(&self.entries).map(|(place, entry)| (self.word(place), entry.id))
    }

    /// Their numbers.
    pub(crate) fn ids(&self) -> impl Iterator<Item = u32> {
        self.entries.iter().map(|entry| entry.id)
    }

    /// How many words there are.
    pub(crate) const fn len(&self) -> usize {
        self.entries.len()
    }
}
