//! From a text to a row of numbers for each of its tokens.
//!
//! May import: nothing of ours. Whoever uses it brings the bytes of the files and the threads.
#![doc = include_str!("../README.md")]

#[cfg_attr(not(target_arch = "x86_64"), path = "bert/elsewhere.rs")]
mod bert;
mod onnx;
mod tokenizer;
mod unigram;
mod vocabulary;
mod word_pieces;

pub use tokenizers::Encoding;

pub use self::bert::{Encoder, NUMERICS, Scratch};
pub use self::onnx::{LookupTable, Numbers, lookup_tables};
pub use self::tokenizer::{Prefix, TextTokenizer, TokenizerError};
