//! The vocabulary of a BERT, and how it cuts words into pieces.
//!
//! What the library has for it keeps each word twice, each time in a piece of memory of its own, and
//! leaves gaps between them once the file is read: half of what a service of a small corpus has in
//! memory that is no file's.

use std::collections::HashMap;
use std::fmt;
use std::hash::BuildHasher as _;
use std::path::{Path, PathBuf};

use hashbrown::{DefaultHashBuilder, HashTable};
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use tokenizers::models::wordpiece::WordPieceTrainer;
use tokenizers::{Model, Token};

/// The longest word that begins a word, then the longest that goes on, and so forth (Wu et al. 2016,
/// section 4.1), as `tokenizer.json` describes it.
#[derive(Debug, Deserialize)]
pub(crate) struct WordPieces {
    /// Old files do not say it.
    #[serde(rename = "type", default)]
    _kind: Option<Kind>,
    #[serde(rename = "unk_token")]
    unknown: String,
    #[serde(rename = "continuing_subword_prefix")]
    prefix: String,
    #[serde(rename = "max_input_chars_per_word")]
    chars_max: usize,
    vocab: Vocabulary,
}

/// The only kind of model that this is.
#[derive(Debug, Deserialize)]
enum Kind {
    WordPiece,
}

/// Words and their numbers.
#[derive(Debug, Default)]
struct Vocabulary {
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

    fn id(&self, word: &str) -> Option<u32> {
        self.place(word).map(|place| self.entries[place as usize].id)
    }

    /// Takes a word; the last number of a word counts. `None` where there are too many of them.
    fn insert(&mut self, word: &str, id: u32) -> Option<()> {
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
}

impl<'de> Deserialize<'de> for Vocabulary {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Words;
        impl<'de> Visitor<'de> for Words {
            type Value = Vocabulary;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("words with their numbers")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vocabulary, A::Error> {
                let mut vocabulary = Vocabulary::default();
                while let Some((word, id)) = map.next_entry::<String, u32>()? {
                    let taken = vocabulary.insert(&word, id);
                    taken.ok_or_else(|| A::Error::custom("a vocabulary of over 4 GB"))?;
                }
                vocabulary.text.shrink_to_fit();
                vocabulary.entries.shrink_to_fit();
                Ok(vocabulary)
            }
        }
        deserializer.deserialize_map(Words)
    }
}

impl WordPieces {
    /// The greatest number of a word.
    pub(crate) fn greatest(&self) -> Option<u32> {
        self.vocab.entries.iter().map(|entry| entry.id).max()
    }

    /// The pieces of a word; `None` where nothing in the vocabulary begins what is left of it.
    fn pieces(&self, word: &str) -> Option<Vec<Token>> {
        let mut pieces = Vec::new();
        let (mut start, mut rest) = (0, word.to_owned());
        while start < word.len() {
            let given = if start == 0 { 0 } else { self.prefix.len() };
            let id = loop {
                match self.vocab.id(&rest) {
                    Some(id) => break id,
                    None => rest.pop()?,
                };
                if rest.len() <= given {
                    return None;
                }
            };
            let end = start + rest.len() - given;
            let next = format!("{}{}", self.prefix, &word[end..]);
            let value = std::mem::replace(&mut rest, next);
            pieces.push(Token { id, value, offsets: (start, end) });
            start = end;
        }
        Some(pieces)
    }
}

impl Model for WordPieces {
    type Trainer = WordPieceTrainer;

    fn tokenize(&self, sequence: &str) -> tokenizers::Result<Vec<Token>> {
        let short = sequence.chars().count() <= self.chars_max;
        if let Some(pieces) = short.then(|| self.pieces(sequence)).flatten() {
            return Ok(pieces);
        }
        let unknown = &self.unknown;
        let id = self.token_to_id(unknown);
        let id = id.ok_or_else(|| format!("the vocabulary has no '{unknown}'"))?;
        Ok(vec![Token { id, value: unknown.clone(), offsets: (0, sequence.len()) }])
    }

    fn token_to_id(&self, token: &str) -> Option<u32> {
        self.vocab.id(token)
    }

    fn id_to_token(&self, id: u32) -> Option<String> {
        let place = self.vocab.entries.iter().position(|entry| entry.id == id)?;
        Some(self.vocab.word(place as u32).to_owned())
    }

    fn get_vocab(&self) -> HashMap<String, u32> {
        let entries = self.vocab.entries.iter().enumerate();
        entries.map(|(place, entry)| (self.vocab.word(place as u32).to_owned(), entry.id)).collect()
    }

    fn get_vocab_size(&self) -> usize {
        self.vocab.entries.len()
    }

    fn save(&self, _: &Path, _: Option<&str>) -> tokenizers::Result<Vec<PathBuf>> {
        Err("it is only read".into())
    }

    fn get_trainer(&self) -> WordPieceTrainer {
        WordPieceTrainer::builder().build()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;
    use tokenizers::models::wordpiece::WordPiece;

    use super::*;

    proptest! {
        #[test]
        fn pieces_are_those_of_the_library(
            words in prop::collection::hash_map("(##)?[abé#]{1,4}|[?]", 0_u32..50, 0..30),
            texts in prop::collection::vec("[abé#x]{0,9}", 1..20),
            prefix in prop::sample::select(vec!["##", "", "é"]),
            chars_max in 1_usize..9,
        ) {
            let description = json!({
                "type": "WordPiece", "unk_token": "?", "continuing_subword_prefix": prefix,
                "max_input_chars_per_word": chars_max, "vocab": words,
            });
            let description = description.to_string();
            let ours: WordPieces = serde_json::from_str(&description).expect("a model");
            let theirs: WordPiece = serde_json::from_str(&description).expect("a model");
            prop_assert_eq!(ours.get_vocab(), theirs.get_vocab());
            prop_assert_eq!(ours.get_vocab_size(), theirs.get_vocab_size());
            for text in &texts {
                let (ours, theirs) = (ours.tokenize(text).ok(), theirs.tokenize(text).ok());
                prop_assert_eq!(ours, theirs, "{}", text);
            }
            for (word, id) in &words {
                prop_assert_eq!(ours.token_to_id(word), Some(*id));
                let named = ours.id_to_token(*id).expect("a word");
                prop_assert_eq!(words[&named], *id);
            }
            prop_assert_eq!(ours.token_to_id("none"), None);
            prop_assert_eq!(ours.id_to_token(50), None);
        }
    }

    #[test]
    fn other_models_are_refused_and_the_last_of_two_numbers_counts() {
        let model = |kind: &str| {
            let description = format!(
                r###"{{{kind} "unk_token": "?", "continuing_subword_prefix": "##",
                    "max_input_chars_per_word": 100, "vocab": {{"a": 1, "b": 2, "a": 3}}}}"###
            );
            serde_json::from_str::<WordPieces>(&description)
        };
        for kind in [r#""type": "WordPiece","#, ""] {
            let pieces = model(kind).expect("a model");
            let expected = HashMap::from([("a".to_owned(), 3), ("b".to_owned(), 2)]);
            assert_eq!(pieces.get_vocab(), expected);
        }
        assert!(model(r#""type": "BPE","#).is_err());
    }
}
