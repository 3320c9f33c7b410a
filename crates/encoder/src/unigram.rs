//! How a unigram model cuts text into pieces (Kudo 2018, "Subword Regularization").
//!
//! The library has a tree of maps for it, one map for each letter of each piece, which takes hundreds
//! of megabytes for the vocabulary of a hundred languages. Here a piece is looked up by its letters.

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};

use serde::de::{Error as _, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use tokenizers::models::unigram::UnigramTrainer;
use tokenizers::{Model, Token};

use crate::vocabulary::Vocabulary;

/// What a letter that no piece has costs, beside the rarest piece.
const UNKNOWN_PENALTY: f64 = 10.0;

/// The most likely pieces of a text, as `tokenizer.json` describes them.
#[derive(Debug, Deserialize)]
#[serde(try_from = "Description")]
pub(crate) struct Unigram {
    unknown: u32,
    unknown_score: f64,
    pieces: Pieces,
}

#[derive(Debug, Deserialize)]
struct Description {
    #[serde(rename = "type")]
    _kind: Kind,
    unk_id: u32,
    #[serde(default)]
    byte_fallback: bool,
    vocab: Pieces,
}

/// The only kind of model that this is.
#[derive(Debug, Deserialize)]
enum Kind {
    Unigram,
}

/// Pieces by their numbers.
#[derive(Debug, Default)]
struct Pieces {
    vocabulary: Vocabulary,
    /// Logarithms of how likely they are.
    scores: Vec<f64>,
    longest_bytes: usize,
}

impl<'de> Deserialize<'de> for Pieces {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Pieces;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("pieces with their scores")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Pieces, A::Error> {
                let mut pieces = Pieces::default();
                while let Some((piece, score)) = list.next_element::<(String, f64)>()? {
                    let taken = u32::try_from(pieces.scores.len())
                        .ok()
                        .and_then(|id| pieces.vocabulary.insert(&piece, id));
                    taken.ok_or_else(|| A::Error::custom("a vocabulary of over 4 GB"))?;
                    pieces.scores.push(score);
                    pieces.longest_bytes = pieces.longest_bytes.max(piece.len());
                }
                pieces.vocabulary.shrink_to_fit();
                pieces.scores.shrink_to_fit();
                Ok(pieces)
            }
        }
        deserializer.deserialize_seq(InOrder)
    }
}

impl TryFrom<Description> for Unigram {
    type Error = &'static str;

    fn try_from(description: Description) -> Result<Self, Self::Error> {
        let Description { unk_id: unknown, byte_fallback, vocab: pieces, .. } = description;
        if byte_fallback {
            return Err("pieces that stand for bytes are not for it");
        }
        if unknown as usize >= pieces.scores.len() {
            return Err("`unk_id` is no piece");
        }
        let rarest = pieces.scores.iter().copied().fold(f64::INFINITY, f64::min);
        Ok(Self { unknown, unknown_score: rarest - UNKNOWN_PENALTY, pieces })
    }
}

/// The best way to get somewhere in a text: how likely it is, and its last piece.
#[derive(Debug, Clone, Copy)]
struct Way {
    score: f64,
    start: usize,
    id: u32,
}

impl Unigram {
    /// The greatest number of a piece.
    pub(crate) fn greatest(&self) -> Option<u32> {
        self.pieces.vocabulary.ids().max()
    }

    /// The pieces of `text` with the greatest likelihood (Viterbi 1967): their numbers, and where
    /// they begin and end. Letters side by side that no piece has make one unknown.
    fn best(&self, text: &str) -> Vec<(u32, usize, usize)> {
        let mut ways: Vec<Option<Way>> = vec![None; text.len() + 1];
        ways[0] = Some(Way { score: 0.0, start: 0, id: self.unknown });
        for (start, letter) in text.char_indices() {
            let reached = ways[start].expect("an unknown letter leads on from every other").score;
            let mut offer = |end: usize, score: f64, id: u32| {
                let way = &mut ways[end];
                if way.is_none_or(|known| score > known.score) {
                    *way = Some(Way { score, start, id });
                }
            };
            let single = start + letter.len_utf8();
            let mut known = false;
            for (at, letter) in text[start..].char_indices() {
                let end = start + at + letter.len_utf8();
                if end - start > self.pieces.longest_bytes {
                    break;
                }
                if let Some(id) = self.pieces.vocabulary.id(&text[start..end]) {
                    offer(end, reached + self.pieces.scores[id as usize], id);
                    known |= end == single;
                }
            }
            if !known {
                offer(single, reached + self.unknown_score, self.unknown);
            }
        }
        let mut pieces: Vec<(u32, usize, usize)> = Vec::new();
        let mut end = text.len();
        while end > 0 {
            let Way { start, id, .. } = ways[end].expect("the text is reached letter by letter");
            match pieces.last_mut() {
                Some(after) if id == self.unknown && after.0 == id => after.1 = start,
                _ => pieces.push((id, start, end)),
            }
            end = start;
        }
        pieces.reverse();
        pieces
    }
}

impl Model for Unigram {
    type Trainer = UnigramTrainer;

    fn tokenize(&self, sequence: &str) -> tokenizers::Result<Vec<Token>> {
        let token = |(id, start, end)| {
            let value = sequence[start..end].to_owned();
            Token { id, value, offsets: (start, end) }
        };
        Ok(self.best(sequence).into_iter().map(token).collect())
    }

    fn token_to_id(&self, token: &str) -> Option<u32> {
        self.pieces.vocabulary.id(token)
    }

    fn id_to_token(&self, id: u32) -> Option<String> {
        let mut pieces = self.pieces.vocabulary.words();
        pieces.find(|(_, of_piece)| *of_piece == id).map(|(piece, _)| piece.to_owned())
    }

    fn get_vocab(&self) -> HashMap<String, u32> {
        self.pieces.vocabulary.words().map(|(piece, id)| (piece.to_owned(), id)).collect()
    }

    fn get_vocab_size(&self) -> usize {
        self.pieces.vocabulary.len()
    }

    fn save(&self, _: &Path, _: Option<&str>) -> tokenizers::Result<Vec<PathBuf>> {
        Err("it is only read".into())
    }

    fn get_trainer(&self) -> UnigramTrainer {
        UnigramTrainer::default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    fn description(pieces: &[(String, f64)]) -> Value {
        json!({"type": "Unigram", "unk_id": 0, "vocab": pieces, "byte_fallback": false})
    }

    proptest! {
        #[test]
        fn pieces_are_those_of_the_library(
            pieces in prop::collection::btree_map("[abé▁]{1,4}", -9.0_f64..0.0, 0..30),
            texts in prop::collection::vec("[abéx▁]{0,12}", 1..20),
        ) {
            let mut all = vec![("<unk>".to_owned(), 0.0)];
            all.extend(pieces);
            let description = description(&all).to_string();
            let ours: Unigram = serde_json::from_str(&description).expect("a model");
            let theirs: tokenizers::models::unigram::Unigram =
                serde_json::from_str(&description).expect("a model");
            prop_assert_eq!(ours.get_vocab(), theirs.get_vocab());
            for text in &texts {
                let (ours, theirs) = (ours.tokenize(text).ok(), theirs.tokenize(text).ok());
                prop_assert_eq!(ours, theirs, "{}", text);
            }
            for (id, (piece, _)) in (0..).zip(&all) {
                prop_assert_eq!(ours.token_to_id(piece), Some(id));
                prop_assert_eq!(ours.id_to_token(id), Some(piece.clone()));
            }
        }
    }

    #[test]
    fn other_models_are_refused() {
        let pieces = [("<unk>".to_owned(), 0.0)];
        let read = |change: fn(&mut Value)| {
            let mut description = description(&pieces);
            change(&mut description);
            serde_json::from_value::<Unigram>(description)
        };
        assert!(read(|_| ()).is_ok());
        assert!(read(|model| model["type"] = json!("BPE")).is_err());
        assert!(read(|model| model["byte_fallback"] = json!(true)).is_err());
        assert!(read(|model| model["unk_id"] = json!(1)).is_err());
        assert!(read(|model| model["unk_id"] = json!(null)).is_err());
    }
}
