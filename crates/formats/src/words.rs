//! Words of the document's language that number or head its parts.

/// Words in lower case, of all the languages that are to be read.
///
/// They come from outside: no language is known here.
#[derive(Debug, Clone, Default)]
pub struct HeadingWords {
    /// Before the number of an article: `article`, `статья`.
    pub article: Vec<String>,
    /// Before the number of an annex: `annex`, `appendix`, `schedule`.
    pub annex: Vec<String>,
    /// Before the number of what holds articles: `chapter`, `part`, `section`, `title`.
    pub division: Vec<String>,
    /// Over the recitals: `preamble`.
    pub preamble: Vec<String>,
}
