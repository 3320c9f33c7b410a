//! The tokenizer of a model: from a text to numbers that the model knows.

use std::fmt::Display;

use tokenizers::{
    DecoderWrapper, Encoding, Model, ModelWrapper, NormalizerWrapper, PostProcessorWrapper,
    PreTokenizerWrapper, Tokenizer, TokenizerImpl, TruncationParams,
};

use crate::unigram::Unigram;
use crate::word_pieces::WordPieces;

/// A tokenizer by the model of its vocabulary.
type TokenizerOf<M> =
    TokenizerImpl<M, NormalizerWrapper, PreTokenizerWrapper, PostProcessorWrapper, DecoderWrapper>;

/// The tokenizer in a `tokenizer.json`. It cuts long texts, and pads none.
#[derive(Debug)]
pub struct TextTokenizer(Kind);

/// What the library says of a tokenizer, or of a text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct TokenizerError(String);

impl TokenizerError {
    fn new(error: &dyn Display) -> Self {
        Self(error.to_string())
    }
}

/// What a model is told before each text of a kind: "query: ".
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prefix {
    text: String,
    tokens: usize,
}

/// How a piece begins that begins a word, where blanks are written so.
const BLANK: char = '\u{2581}';

#[derive(Debug)]
enum Kind {
    WordPieces(Box<TokenizerOf<WordPieces>>),
    Unigram(Box<TokenizerOf<Unigram>>),
    Other(Box<TokenizerOf<ModelWrapper>>),
}

impl TextTokenizer {
    /// The tokenizer in `file`, whatever it says of padding. Texts are cut after `tokens_max` tokens.
    ///
    /// # Errors
    /// What the library says of the file.
    pub fn read(file: &[u8], tokens_max: usize) -> Result<Self, TokenizerError> {
        // What is wrong with a file is said by whoever reads all kinds.
        if let Ok(mut tokenizer) = serde_json::from_slice(file) {
            limit(&mut tokenizer, tokens_max)?;
            return Ok(Self(Kind::WordPieces(Box::new(tokenizer))));
        }
        if let Ok(mut tokenizer) = serde_json::from_slice(file) {
            limit(&mut tokenizer, tokens_max)?;
            return Ok(Self(Kind::Unigram(Box::new(tokenizer))));
        }
        let tokenizer = Tokenizer::from_bytes(file).map_err(|error| TokenizerError::new(&error))?;
        let mut tokenizer = tokenizer.into_inner();
        limit(&mut tokenizer, tokens_max)?;
        Ok(Self(Kind::Other(Box::new(tokenizer))))
    }

    /// The tokens of each text.
    ///
    /// # Errors
    /// What the library says of a text.
    pub fn encode(&self, texts: &[&str]) -> Result<Vec<Encoding>, TokenizerError> {
        match &self.0 {
            Kind::WordPieces(tokenizer) => encode(tokenizer, texts),
            Kind::Unigram(tokenizer) => encode(tokenizer, texts),
            Kind::Other(tokenizer) => encode(tokenizer, texts),
        }
    }

    /// `text` as what stands before other texts.
    ///
    /// # Errors
    /// When its tokens cannot be told from those of the text behind it.
    pub fn prefix(&self, text: &str) -> Result<Prefix, TokenizerError> {
        let alone = self.encode(&[text.trim_end()])?;
        let own = alone.iter().flat_map(own_ids).collect::<Vec<u32>>();
        let before = self.encode(&[&format!("{text}a")])?;
        let before = before.iter().flat_map(own_ids).take(own.len()).collect::<Vec<u32>>();
        if own != before {
            let joins = format!("the tokenizer joins \"{text}\" with the text behind it");
            return Err(TokenizerError(joins));
        }
        Ok(Prefix { text: text.to_owned(), tokens: own.len() })
    }

    /// The tokens of `text` behind `prefix`, whose own tokens are marks, and none of the text.
    ///
    /// # Errors
    /// As [`Self::encode`].
    pub fn encode_behind(&self, prefix: &Prefix, text: &str) -> Result<Encoding, TokenizerError> {
        let one = |text: &str| Ok(self.encode(&[text])?.remove(0));
        if prefix.text.is_empty() {
            return one(text);
        }
        Ok(with_marks(&one(&format!("{}{text}", prefix.text))?, prefix.tokens))
    }

    /// The greatest number of a token, those that are added to each text included.
    ///
    /// # Errors
    /// When it cannot tokenize.
    pub fn greatest_id(&self) -> Result<u32, TokenizerError> {
        let marks = self.encode(&[""])?;
        let marks = marks.iter().flat_map(Encoding::get_ids).max().copied();
        let (words, added) = match &self.0 {
            Kind::WordPieces(tokenizer) => {
                (tokenizer.get_model().greatest(), tokenizer.get_added_vocabulary())
            }
            Kind::Unigram(tokenizer) => {
                (tokenizer.get_model().greatest(), tokenizer.get_added_vocabulary())
            }
            Kind::Other(tokenizer) => {
                let words = tokenizer.get_vocab(false).into_values().max();
                (words, tokenizer.get_added_vocabulary())
            }
        };
        let added = added.get_added_tokens_decoder().keys().max().copied();
        Ok([marks, words, added].into_iter().flatten().max().unwrap_or_default())
    }

    /// Whether `word` is a token as a whole, where words are told from pieces of words.
    pub fn knows(&self, word: &str) -> bool {
        match &self.0 {
            Kind::WordPieces(tokenizer) => tokenizer.token_to_id(word).is_some(),
            Kind::Unigram(tokenizer) => tokenizer.token_to_id(&format!("{BLANK}{word}")).is_some(),
            Kind::Other(_) => false,
        }
    }
}

fn limit<M: Model>(
    tokenizer: &mut TokenizerOf<M>,
    tokens_max: usize,
) -> Result<(), TokenizerError> {
    let cut = TruncationParams { max_length: tokens_max, ..TruncationParams::default() };
    tokenizer.with_truncation(Some(cut)).map_err(|error| TokenizerError::new(&error))?;
    tokenizer.with_padding(None);
    Ok(())
}

/// The tokens that are no marks.
fn own_ids(encoding: &Encoding) -> impl Iterator<Item = u32> {
    let marks = encoding.get_special_tokens_mask();
    encoding.get_ids().iter().zip(marks).filter(|(_, mark)| **mark == 0).map(|(id, _)| *id)
}

/// `encoding` with the first `count` of its own tokens as marks.
#[expect(clippy::default_trait_access, reason = "the map is of a crate that only the library has")]
fn with_marks(encoding: &Encoding, mut count: usize) -> Encoding {
    let mark = |mark: &u32| {
        let own = *mark == 0 && count > 0;
        count -= usize::from(own);
        if own { 1 } else { *mark }
    };
    let marks = encoding.get_special_tokens_mask().iter().map(mark).collect();
    Encoding::new(
        encoding.get_ids().to_vec(),
        encoding.get_type_ids().to_vec(),
        encoding.get_tokens().to_vec(),
        encoding.get_word_ids().to_vec(),
        encoding.get_offsets().to_vec(),
        marks,
        encoding.get_attention_mask().to_vec(),
        Vec::new(),
        Default::default(),
    )
}

/// The tokens of each text by itself: the library's own way with many would wake other threads.
fn encode<M: Model>(
    tokenizer: &TokenizerOf<M>,
    texts: &[&str],
) -> Result<Vec<Encoding>, TokenizerError> {
    let encode = |text: &&str| tokenizer.encode_fast(*text, true);
    let encodings: Result<_, _> = texts.iter().map(encode).collect();
    encodings.map_err(|error: tokenizers::Error| TokenizerError::new(&error))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const TOKENS_MAX: usize = 3;

    fn read(model: &Value) -> Result<TextTokenizer, TokenizerError> {
        let file = json!({
            "version": "1.0",
            "padding": {
                "strategy": {"Fixed": 9}, "direction": "Right", "pad_to_multiple_of": null,
                "pad_id": 0, "pad_type_id": 0, "pad_token": "?",
            },
            "added_tokens": [{
                "id": 3, "content": "[ADDED]", "single_word": false, "lstrip": false,
                "rstrip": false, "normalized": false, "special": true,
            }],
            "pre_tokenizer": {"type": "Whitespace"},
            "model": model,
        });
        TextTokenizer::read(file.to_string().as_bytes(), TOKENS_MAX)
    }

    fn word_pieces() -> Value {
        json!({
            "type": "WordPiece", "unk_token": "?", "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 9, "vocab": {"?": 0, "a": 1, "##b": 7},
        })
    }

    fn words() -> Value {
        json!({"type": "WordLevel", "unk_token": "?", "vocab": {"?": 0, "a": 1, "b": 7}})
    }

    fn unigram() -> Value {
        json!({
            "type": "Unigram", "unk_id": 0, "byte_fallback": false,
            "vocab": [["?", 0.0], ["a", -1.0], ["\u{2581}", -3.0], ["\u{2581}a", -2.5]],
        })
    }

    #[test]
    fn tokens_of_a_prefix_are_marks() {
        let mut tokenizer = read(&words()).expect("a tokenizer");
        let prefix = tokenizer.prefix("b: ").expect("a prefix");
        assert_eq!(prefix.tokens, 2);
        let encodings = [&prefix, &Prefix::default()]
            .map(|prefix| tokenizer.encode_behind(prefix, "a").expect("tokens"));
        let seen: Vec<_> =
            encodings.iter().map(|it| (it.get_ids(), it.get_special_tokens_mask())).collect();
        // What is between words, here the colon, no vocabulary knows.
        assert_eq!(seen, [(&[7, 0, 1][..], &[1, 1, 0][..]), (&[1], &[0])]);
        tokenizer = read(&word_pieces()).expect("a tokenizer");
        let error = tokenizer.prefix("a").expect_err("a longer word");
        assert!(error.to_string().contains("joins"), "{error}");
    }

    #[test]
    fn words_of_a_unigram_model_begin_with_a_blank() {
        let tokenizer = read(&unigram()).expect("a tokenizer");
        assert!(matches!(tokenizer.0, Kind::Unigram(_)));
        assert_eq!((tokenizer.knows("a"), tokenizer.knows("?")), (true, false));
        assert_eq!(tokenizer.greatest_id().expect("a number"), 4);
    }

    #[test]
    fn all_kinds_cut_texts_and_pad_none() {
        let mut untold = word_pieces();
        untold.as_object_mut().expect("an object").remove("type");
        for (model, text, known) in
            [(word_pieces(), "ab a", true), (untold, "ab a", true), (words(), "a b a", false)]
        {
            let tokenizer = read(&model).expect("a tokenizer");
            assert_eq!(matches!(tokenizer.0, Kind::WordPieces(_)), known);
            assert_eq!((tokenizer.knows("a"), tokenizer.knows("b")), (known, false));
            let encodings = tokenizer.encode(&[text, "a a a a", ""]).expect("tokens");
            let ids: Vec<&[u32]> = encodings.iter().map(Encoding::get_ids).collect();
            assert_eq!(ids, [&[1, 7, 1][..], &[1, 1, 1], &[]]);
        }
    }

    #[test]
    fn the_greatest_number_is_one_of_all_tokens() {
        let mut dense = word_pieces();
        dense["vocab"]["##b"] = json!(2);
        // What is added has the number behind as many as there are words.
        for (model, expected) in [(word_pieces(), 7), (words(), 7), (dense, 3)] {
            let tokenizer = read(&model).expect("a tokenizer");
            assert_eq!(tokenizer.greatest_id().expect("a number"), expected);
        }
    }

    #[test]
    fn what_is_no_tokenizer_is_refused() {
        let reason =
            read(&json!({"type": "WordPiece", "vocab": 7})).expect_err("no vocabulary").to_string();
        assert!(reason.contains("line 1"), "{reason}");
        assert!(TextTokenizer::read(b"none", TOKENS_MAX).is_err());
    }
}
