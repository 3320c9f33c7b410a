//! How a BERT cuts words into pieces.

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};

use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use tokenizers::models::wordpiece::WordPieceTrainer;
use tokenizers::{Model, Token};

use crate::vocabulary::Vocabulary;

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
                vocabulary.shrink_to_fit();
                Ok(vocabulary)
            }
        }
        deserializer.deserialize_map(Words)
    }
}

impl WordPieces {
    /// The greatest number of a word.
    pub(crate) fn greatest(&self) -> Option<u32> {
        self.vocab.ids().max()
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
        self.vocab.words().find(|(_, of_word)| *of_word == id).map(|(word, _)| word.to_owned())
    }

    fn get_vocab(&self) -> HashMap<String, u32> {
        self.vocab.words().map(|(word, id)| (word.to_owned(), id)).collect()
    }

    fn get_vocab_size(&self) -> usize {
        self.vocab.len()
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
