//! The tokenizer of a model: from a text to numbers that the model knows.

use tokenizers::{
    DecoderWrapper, Encoding, Model, ModelWrapper, NormalizerWrapper, PostProcessorWrapper,
    PreTokenizerWrapper, Tokenizer, TokenizerImpl, TruncationParams,
};

use super::word_pieces::WordPieces;
use crate::retrieval::EmbedError;

/// A tokenizer by the model of its vocabulary.
pub(super) type TokenizerOf<M> =
    TokenizerImpl<M, NormalizerWrapper, PreTokenizerWrapper, PostProcessorWrapper, DecoderWrapper>;

/// The tokenizer in a `tokenizer.json`. It cuts long texts, and pads none.
#[derive(Debug)]
pub(super) enum TextTokenizer {
    WordPieces(Box<TokenizerOf<WordPieces>>),
    Other(Box<TokenizerOf<ModelWrapper>>),
}

impl TextTokenizer {
    /// The tokenizer in `file`, whatever it says of padding. Texts are cut after `tokens_max` tokens.
    ///
    /// # Errors
    /// What the library says of the file.
    pub(super) fn read(file: &[u8], tokens_max: usize) -> Result<Self, String> {
        // What is wrong with a file is said by whoever reads all kinds.
        if let Ok(mut tokenizer) = serde_json::from_slice(file) {
            limit(&mut tokenizer, tokens_max)?;
            return Ok(Self::WordPieces(Box::new(tokenizer)));
        }
        let tokenizer = Tokenizer::from_bytes(file).map_err(|error| error.to_string())?;
        let mut tokenizer = tokenizer.into_inner();
        limit(&mut tokenizer, tokens_max)?;
        Ok(Self::Other(Box::new(tokenizer)))
    }

    /// The tokens of each text.
    ///
    /// # Errors
    /// What the library says of a text.
    pub(super) fn encode(&self, texts: &[&str]) -> Result<Vec<Encoding>, EmbedError> {
        match self {
            Self::WordPieces(tokenizer) => encode(tokenizer, texts),
            Self::Other(tokenizer) => encode(tokenizer, texts),
        }
    }

    /// How many tokens there are.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::WordPieces(tokenizer) => tokenizer.get_vocab_size(true),
            Self::Other(tokenizer) => tokenizer.get_vocab_size(true),
        }
    }

    /// Whether `word` is a token as a whole, where words are told from pieces of words.
    pub(super) fn knows(&self, word: &str) -> bool {
        match self {
            Self::WordPieces(tokenizer) => tokenizer.token_to_id(word).is_some(),
            Self::Other(_) => false,
        }
    }
}

fn limit<M: Model>(tokenizer: &mut TokenizerOf<M>, tokens_max: usize) -> Result<(), String> {
    let cut = TruncationParams { max_length: tokens_max, ..TruncationParams::default() };
    tokenizer.with_truncation(Some(cut)).map_err(|error| error.to_string())?;
    tokenizer.with_padding(None);
    Ok(())
}

/// The tokens of each text by itself: the library's own way with many would wake other threads.
pub(super) fn encode<M: Model>(
    tokenizer: &TokenizerOf<M>,
    texts: &[&str],
) -> Result<Vec<Encoding>, EmbedError> {
    let encode = |text: &&str| tokenizer.encode_fast(*text, true);
    let encodings: Result<_, _> = texts.iter().map(encode).collect();
    encodings.map_err(|error| EmbedError(error.to_string()))
}
