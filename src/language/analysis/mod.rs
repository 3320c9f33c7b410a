//! Text analysis: from words as written to terms that match.
//!
//! Documents and questions go through the same steps: words are runs of letters and digits, or what a
//! dictionary makes of them where a script has no blanks; words are stemmed (Snowball) by the language of
//! their text; case and accents are folded; British spellings become American ones. An acronym that is
//! spelt like an English function word keeps its capitals. A term keeps the bytes that it was read from,
//! so that a match can be shown.

mod analyzer;
mod folding;
mod spelling;
mod text_language;
mod unspaced;
mod worded;

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::lexicon::{WordList, english};
pub use analyzer::{Analyzer, Token};
pub use folding::fold;
use folding::folded;
pub use spelling::american;
pub use text_language::TextLanguage;
pub(crate) use unspaced::{is_unspaced, unspaced_words, word_count};
pub(crate) use worded::Worded;

/// One term of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// What it is matched by.
    pub stem: String,
    /// The folded word: lower case, no accents, as spelt.
    pub word: String,
    /// Bytes of the text that it was read from.
    pub bytes: Range<usize>,
    /// The language of that text.
    pub language: TextLanguage,
    /// What else it is matched by: its stems in other languages of the documents.
    pub others: Vec<String>,
}

impl Term {
    /// Whether the word is a function word, which carries no topic.
    pub fn is_stopword(&self) -> bool {
        self.language.is_stop_word(&self.word)
    }
}

/// Whether `word`, folded, is a function word of English, or of another script, which carries no topic.
pub fn is_stopword(word: &str) -> bool {
    TextLanguage::English.is_stop_word(word)
}

/// Reads `text`, which is English as far as its script allows, into terms, function words included.
pub fn terms(text: &str) -> Vec<Term> {
    terms_in(TextLanguage::English, text)
}

/// The same of a text in `language`.
pub fn terms_in(language: TextLanguage, text: &str) -> Vec<Term> {
    words_in(language, text)
        .map(|bytes| {
            let typed = &text[bytes.clone()];
            let (word, others) = (fold(typed), Vec::new());
            if language == TextLanguage::English && is_acronym(text, &bytes, &word) {
                let word = word.to_uppercase();
                return Term { stem: word.clone(), word, bytes, language, others };
            }
            let stem = language.stem_of(typed, &word);
            Term { stem, word, bytes, language, others }
        })
        .filter(|term| !term.word.is_empty())
        .collect()
}

/// The most letters of an acronym that is spelt like a function word.
const ACRONYM_CHARS_MAX: usize = 4;

/// Whether the word at `bytes` of `text`, which folds to `folded`, is no function word but an acronym
/// that is spelt like one: "WHO", "US". It keeps its capitals. Among other words in capitals, as in a
/// title, they tell nothing.
fn is_acronym(text: &str, bytes: &Range<usize>, folded: &str) -> bool {
    (2..=ACRONYM_CHARS_MAX).contains(&folded.len())
        && is_in_capitals(&text[bytes.clone()])
        && is_stopword(folded)
        && !english().text.persons.honorifics.has(folded)
        && !words(&text[bytes.end..])
            .next()
            .is_some_and(|next| is_in_capitals(&text[bytes.end..][next]))
        && !is_in_capitals(word_before(&text[..bytes.start]))
}

/// Whether `word` has several letters, and all are capitals; a possessive ending is none of them.
fn is_in_capitals(word: &str) -> bool {
    let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("\u{2019}s")).unwrap_or(word);
    let mut letters = word.chars().filter(|c| *c != '.');
    letters.clone().nth(1).is_some() && letters.all(char::is_uppercase)
}

/// The letters at the end of `text`, but for marks behind them.
fn word_before(text: &str) -> &str {
    let text = text.trim_end_matches(|c: char| !c.is_alphanumeric());
    let start = text.rfind(|c: char| !c.is_alphanumeric() && c != '.');
    start.map_or(text, |start| text[start..].trim_start_matches(|c: char| !c.is_alphanumeric()))
}

/// The stem of one word of English, as far as its script allows.
pub fn stem(word: &str) -> String {
    stem_in(TextLanguage::English, word)
}

/// The stem of one word in `language`.
pub fn stem_in(language: TextLanguage, word: &str) -> String {
    language.stem_of(word, &fold(word))
}

/// Whether a word of `list` has this stem.
pub(crate) fn has_stem(list: &WordList, stem: &str) -> bool {
    list.stems(self::stem).contains(stem)
}

/// The folded words of `text`, function words included, with the bytes that they were read from:
/// what [`terms`] reads, without stems, for where only the words are compared.
pub fn folded_words(text: &str) -> impl Iterator<Item = (Cow<'_, str>, Range<usize>)> {
    words(text)
        .map(|bytes| (folded(&text[bytes.clone()]), bytes))
        .filter(|(word, _)| !word.is_empty())
}

/// Byte ranges of the words of `text`, in English as far as its script allows.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    words_in(TextLanguage::English, text)
}

/// The same of a text in `language`.
fn words_in(language: TextLanguage, text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    runs(text, language.elides()).flat_map(|run| unspaced::words_of(text, run))
}

/// Byte ranges of runs of letters and digits, with apostrophes between letters unless words are elided,
/// and commas and points between digits or within initials ("U.N.").
fn runs(text: &str, elided: bool) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let start = loop {
            let (at, c) = rest.next()?;
            if c.is_alphanumeric() {
                break at;
            }
        };
        let mut end = start + text[start..].chars().next().map_or(0, char::len_utf8);
        while let Some(&(at, c)) = rest.peek() {
            let joins =
                c.is_alphanumeric() || is_combining_mark(c) || joins_words(text, at, c, elided);
            if !joins {
                break;
            }
            end = at + c.len_utf8();
            rest.next();
        }
        Some(start..end)
    })
}

/// Whether the mark `c` at byte `at` belongs inside a word.
fn joins_words(text: &str, at: usize, c: char, elided: bool) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at + c.len_utf8()..].chars().next();
    let (Some(before), Some(after)) = (before, after) else { return false };
    match c {
        '\'' | '\u{2019}' => !elided && before.is_alphabetic() && after.is_alphabetic(),
        ',' => before.is_ascii_digit() && after.is_ascii_digit(),
        '.' => {
            before.is_ascii_digit() && after.is_ascii_digit()
                || before.is_uppercase() && after.is_uppercase() && is_initial(text, at)
        }
        _ => false,
    }
}

/// Whether the letter before byte `at` stands alone, as in "U.N.".
fn is_initial(text: &str, at: usize) -> bool {
    let mut before = text[..at].chars().rev();
    before.next();
    before.next().is_none_or(|c| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stems(text: &str) -> Vec<String> {
        terms(text).into_iter().map(|term| term.stem).collect()
    }

    #[test]
    fn folds_and_stems() {
        let cases = [
            ("Thomas de Maizi\u{e8}re", "thoma de maizier"),
            ("combatting / combating", "combat combat"),
            ("labour, labor", "labor labor"),
            ("Endeavour endeavors", "endeavor endeavor"),
            ("organised organizations", "organiz organiz"),
            ("internal organs", "internal organ"),
            ("today\u{2019}s world", "today world"),
            ("1,000 delegates", "1000 deleg"),
            ("the U.N. and H.E. Eugenio", "the un and he eugenio"),
            ("inter-State; cross-border.", "inter state cross border"),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(stems(text).join(" "), expected, "{text}");
        }
    }

    #[test]
    fn acronyms_that_are_spelt_like_function_words_keep_their_capitals() {
        let cases = [
            ("what the WHO said of those who came", &["WHO", "said", "came"][..]),
            ("the US's aid, and U.S. help to us", &["US", "aid", "US", "help"]),
            ("it is IT security", &["IT", "security"]),
            ("THE DECLARATION OF US ALL", &["declaration"]),
            ("Who is on it", &[]),
        ];
        for (text, expected) in cases {
            let words = terms(text).into_iter().filter(|term| !term.is_stopword());
            assert_eq!(words.map(|term| term.word).collect::<Vec<_>>(), expected, "{text}");
        }
    }

    #[test]
    fn words_are_those_of_the_language() {
        for (language, text, expected) in [
            (TextLanguage::French, "l\u{2019}Assemblée qu'elle", "l assemblee qu elle"),
            (TextLanguage::Italian, "dell'uomo", "dell uomo"),
            (TextLanguage::English, "l'uomo", "luomo"),
            (TextLanguage::English, "第80/1号决议", "第 80 1 号 决议"),
            (TextLanguage::Arabic, "الــقرار", "القرار"),
        ] {
            let words: Vec<String> =
                terms_in(language, text).into_iter().map(|term| term.word).collect();
            assert_eq!(words.join(" "), expected);
        }
    }

    #[test]
    fn remembers_where_a_term_stands() {
        let text = "J\u{fc}rgen\u{a0}Stock, 2.5 km";
        let spans: Vec<&str> = terms(text).iter().map(|term| &text[term.bytes.clone()]).collect();
        assert_eq!(spans, ["J\u{fc}rgen", "Stock", "2.5", "km"]);
    }
}
