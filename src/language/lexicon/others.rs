//! What is known of languages besides English.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::WordList;

/// What is known of a language besides English.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OtherLanguage {
    /// That the model knows English alone.
    pub(crate) english_only: String,
    /// That it does not know this language.
    pub(crate) not_known: String,
    /// By which its questions are told from English ones, and which carry no topic.
    pub(crate) function_words: WordList,
    /// Words of weight that common lists of function words have.
    #[serde(default)]
    pub(crate) content_words: WordList,
    /// What ends in a full stop without ending a sentence.
    #[serde(default)]
    pub(crate) abbreviations: WordList,
}

/// By their tags.
static OTHERS: LazyLock<BTreeMap<String, OtherLanguage>> = LazyLock::new(|| {
    let file = include_str!("../other_languages.toml");
    toml::from_str(file).expect("the file is the one that the tests have read")
});

/// What is known of the language with this tag.
pub(crate) fn other_language(tag: &str) -> Option<&'static OtherLanguage> {
    OTHERS.get(tag)
}

/// All of them, with their tags.
pub(crate) fn other_languages() -> impl Iterator<Item = (&'static str, &'static OtherLanguage)> {
    OTHERS.iter().map(|(tag, language)| (tag.as_str(), language))
}
