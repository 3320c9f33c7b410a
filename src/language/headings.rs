//! Words that number or head the parts of a document, in any language.

use std::sync::LazyLock;

use serde::Deserialize;

use super::lexicon::WordList;

/// Words that number or head the parts of a document.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Headings {
    /// Before the number of an article.
    pub(crate) article: WordList,
    /// Before the number of an annex.
    pub(crate) annex: WordList,
    /// Before the number of what holds articles.
    pub(crate) division: WordList,
    /// Over the recitals.
    pub(crate) preamble: WordList,
    /// Before the number of a resolution.
    pub(crate) resolution: WordList,
    /// Organs whose resolutions are counted apart,
    pub(crate) council: WordList,
    /// of which those that count them by sessions are about these,
    pub(crate) rights: WordList,
    /// what may stand between such an organ and the word for its resolution,
    pub(crate) before_resolution: WordList,
    /// and between the number and the organ.
    pub(crate) behind_resolution: WordList,
}

/// Those of all languages.
pub(crate) static HEADINGS: LazyLock<Headings> = LazyLock::new(|| {
    toml::from_str(include_str!("headings.toml")).expect("the tests have read the file")
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_read() {
        assert!(HEADINGS.article.has("статья"));
        assert!(HEADINGS.annex.has("appendix"));
        assert!(HEADINGS.division.has("chapitre"));
        assert!(HEADINGS.preamble.has("preamble"));
    }
}
