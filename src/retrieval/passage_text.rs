//! A passage as it is indexed by its words: its text, and the language by which that is read.

use crate::language::analysis::TextLanguage;

/// The text of a passage, and its language.
#[derive(Debug, Clone, Copy)]
pub struct PassageText<'a> {
    /// The text.
    pub text: &'a str,
    /// Its language.
    pub language: TextLanguage,
}

/// A text without a language is English.
impl<'a> From<&'a str> for PassageText<'a> {
    fn from(text: &'a str) -> Self {
        Self { text, language: TextLanguage::English }
    }
}
