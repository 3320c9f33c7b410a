//! The words of a language that rules go by, by what they do.
//!
//! They stand in files beside this folder, one for each theme, so that a second language is a second
//! set of files. What belongs to a corpus and not to its language is not among them: the names of
//! its documents, of who speaks in them and of who published them come from the documents.

mod about_documents;
mod claims;
mod conversation;
mod documents;
mod list;
mod others;
mod questions;
mod text;

use std::sync::LazyLock;

use serde::de::DeserializeOwned;

pub(crate) use claims::ClaimWords;
pub(crate) use documents::{DocumentWords, VerbWords};
pub(crate) use list::{PhraseList, WordList};
pub(crate) use others::{other_language, other_languages};
pub(crate) use questions::QuestionWords;
pub(crate) use text::TextWords;

/// The words of one language. Each theme is read when it is first asked for.
pub(crate) struct Language {
    /// Of any text.
    pub(crate) text: LazyLock<TextWords>,
    /// Of the documents themselves.
    pub(crate) documents: LazyLock<DocumentWords>,
    /// Of questions about them.
    pub(crate) questions: LazyLock<QuestionWords>,
    /// Of texts that speak about them.
    pub(crate) claims: LazyLock<ClaimWords>,
}

static ENGLISH: Language = Language {
    text: LazyLock::new(|| parsed(include_str!("../english/text.toml"))),
    documents: LazyLock::new(|| parsed(include_str!("../english/documents.toml"))),
    questions: LazyLock::new(|| parsed(include_str!("../english/questions.toml"))),
    claims: LazyLock::new(|| parsed(include_str!("../english/claims.toml"))),
};

/// English.
pub(crate) fn english() -> &'static Language {
    &ENGLISH
}

fn parsed<T: DeserializeOwned>(file: &str) -> T {
    toml::from_str(file).expect("the files are those that the tests have read")
}

#[cfg(test)]
mod tests;
