//! The languages whose words are known: their stems, and their function words.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use frostem::{Algorithm, Stemmer};
use hashbrown::HashSet;
use unicode_normalization::UnicodeNormalization;

use super::folding::fold;
use super::spelling::american;
use super::unspaced::is_unspaced;
use crate::domain::Document;
use crate::language::lexicon::{english, other_language};

/// A language by which the words of a text are read. The script of a word goes before the language of
/// its text: a Russian word in an English text is Russian.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TextLanguage {
    /// English.
    #[default]
    English,
    /// French.
    French,
    /// Spanish.
    Spanish,
    /// German.
    German,
    /// Italian.
    Italian,
    /// Portuguese.
    Portuguese,
    /// Russian, and what else is written in Cyrillic letters.
    Russian,
    /// Arabic, and what else is written in its letters.
    Arabic,
    /// Chinese, and what else is written without blanks.
    Chinese,
    /// Any other: its words are compared as they stand.
    Other,
}

/// Function words of each language, folded, beside those of English.
static STOP_WORDS: LazyLock<BTreeMap<TextLanguage, HashSet<Box<str>>>> = LazyLock::new(|| {
    let words = |language: TextLanguage| {
        let tag = language.tag()?;
        let listed = if language.has_listed_stop_words() { stop_words::lookup(tag) } else { None };
        let own = other_language(tag);
        let all = listed.unwrap_or_default().iter().copied();
        let all = all.chain(own.into_iter().flat_map(|own| own.function_words.iter()));
        let is_content = |word: &str| own.is_some_and(|own| own.content_words.has(word));
        let folded = all.map(fold).filter(|word| !is_content(word));
        Some((language, folded.map(Into::into).collect()))
    };
    TextLanguage::ALL.into_iter().filter_map(words).collect()
});

impl TextLanguage {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::English,
        Self::French,
        Self::Spanish,
        Self::German,
        Self::Italian,
        Self::Portuguese,
        Self::Russian,
        Self::Arabic,
        Self::Chinese,
        Self::Other,
    ];

    /// The language with this BCP 47 tag.
    pub fn of_tag(tag: &str) -> Self {
        let primary = tag.split('-').next();
        let known = Self::ALL.into_iter().find(|language| primary == language.tag());
        known.unwrap_or(Self::Other)
    }

    /// The language that `document` is in.
    pub fn of_document(document: &Document) -> Self {
        Self::of_tag(&document.language)
    }

    /// Its BCP 47 tag; none where it may be any.
    pub const fn tag(self) -> Option<&'static str> {
        Some(match self {
            Self::English => "en",
            Self::French => "fr",
            Self::Spanish => "es",
            Self::German => "de",
            Self::Italian => "it",
            Self::Portuguese => "pt",
            Self::Russian => "ru",
            Self::Arabic => "ar",
            Self::Chinese => "zh",
            Self::Other => return None,
        })
    }

    /// Whether `word`, folded, is a function word, which carries no topic.
    pub fn is_stop_word(self, word: &str) -> bool {
        match self.of_word(word) {
            Self::English => english().text.stop_words.has(word),
            language => STOP_WORDS.get(&language).is_some_and(|words| words.contains(word)),
        }
    }

    /// The stem of a word as typed, `folded` beside it: what all its forms are matched by.
    pub(super) fn stem_of(self, typed: &str, folded: &str) -> String {
        match self.of_word(folded) {
            Self::English => english_stem(folded),
            language => match language.algorithm() {
                // Endings are told by their accents, so these go last.
                Some(algorithm) => {
                    let lower: String = typed.nfkc().flat_map(char::to_lowercase).collect();
                    fold(&Stemmer::new(algorithm).stem(without_conjunction(&lower)))
                }
                None => folded.to_owned(),
            },
        }
    }

    /// Whether an apostrophe parts two words: "l'uomo", "d'action".
    pub(super) const fn elides(self) -> bool {
        matches!(self, Self::French | Self::Italian | Self::Portuguese)
    }

    /// Whether it is written in Latin letters.
    pub(crate) const fn is_latin(self) -> bool {
        !matches!(self, Self::Russian | Self::Arabic | Self::Chinese)
    }

    /// Whether its stems are known.
    pub(crate) const fn has_stems(self) -> bool {
        matches!(self, Self::English) || self.algorithm().is_some()
    }

    /// The language of one word in a text of this one.
    fn of_word(self, word: &str) -> Self {
        let Some(letter) = word.chars().next().filter(|letter| !letter.is_ascii()) else {
            return self.in_latin();
        };
        match letter {
            '\u{400}'..='\u{52f}' => Self::Russian,
            '\u{600}'..='\u{6ff}' | '\u{8c0}'..='\u{8ff}' => Self::Arabic,
            letter if is_unspaced(letter) => Self::Chinese,
            // Greek, Armenian, Hebrew and the scripts of India; Korean.
            '\u{370}'..='\u{dff}'
            | '\u{1100}'..='\u{11ff}'
            | '\u{1f00}'..='\u{1fff}'
            | '\u{ac00}'..='\u{d7af}' => Self::Other,
            _ => self.in_latin(),
        }
    }

    /// The language of words in Latin letters: beside those of another script they are English.
    const fn in_latin(self) -> Self {
        if self.is_latin() { self } else { Self::English }
    }

    const fn algorithm(self) -> Option<Algorithm> {
        Some(match self {
            Self::French => Algorithm::French,
            Self::Spanish => Algorithm::Spanish,
            Self::German => Algorithm::German,
            Self::Italian => Algorithm::Italian,
            Self::Portuguese => Algorithm::Portuguese,
            Self::Russian => Algorithm::Russian,
            Self::Arabic => Algorithm::Arabic,
            Self::English | Self::Chinese | Self::Other => return None,
        })
    }

    /// Whether the function words that a library lists are no others: its Arabic and Chinese lists have
    /// months, numbers, "security" and "decide".
    const fn has_listed_stop_words(self) -> bool {
        !matches!(self, Self::English | Self::Arabic | Self::Chinese | Self::Other)
    }
}

/// `word` without the Arabic "and" that is written together with an article, which the stemmer leaves.
fn without_conjunction(word: &str) -> &str {
    word.strip_prefix(['و', 'ف']).filter(|rest| rest.starts_with("ال")).unwrap_or(word)
}

/// The stem of a folded word of English.
fn english_stem(folded: &str) -> String {
    Stemmer::new(Algorithm::English).stem(&american(folded)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::analysis::terms_in;

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for (language, forms) in [
            (TextLanguage::French, "résolution résolutions RÉSOLUTIONS"),
            (TextLanguage::French, "décidé décidée décidés"),
            (TextLanguage::Spanish, "resolución resoluciones"),
            (TextLanguage::German, "Maßnahme Maßnahmen"),
            (TextLanguage::Italian, "dichiarazione dichiarazioni"),
            (TextLanguage::Portuguese, "organização organizações"),
            (TextLanguage::Russian, "резолюция резолюции резолюцию"),
            (TextLanguage::English, "резолюция резолюции"),
            (TextLanguage::Arabic, "القرار قرار والقرار بالقرار للقرار"),
            (TextLanguage::Arabic, "إعلان اعلان"),
            (TextLanguage::Chinese, "resolution resolutions"),
        ] {
            let mut stems: Vec<String> =
                terms_in(language, forms).into_iter().map(|term| term.stem).collect();
            stems.dedup();
            assert_eq!(stems.len(), 1, "{forms}: {stems:?}");
        }
    }

    #[test]
    fn function_words_are_known_and_words_of_weight_are_none() {
        for (tag, function_words, others) in [
            ("en", "the of who", "state police"),
            ("fr", "les qu l quelle étaient", "états police"),
            ("es", "los según está", "estados seguridad"),
            ("de", "für die welche", "sicherheit polizei"),
            ("it", "dell perché", "polizia"),
            ("pt", "não são", "polícia"),
            ("ru", "что какие еще ещё", "безопасность"),
            ("ar", "إلى التي ما", "الأمن نيسان"),
            ("zh", "的 什么 哪些", "安全 决定 问题"),
            ("sw", "", "na ya"),
        ] {
            let language = TextLanguage::of_tag(tag);
            let is = |word: &&str| language.is_stop_word(&fold(word));
            assert!(function_words.split_whitespace().all(|word| is(&word)), "{function_words}");
            assert!(!others.split_whitespace().any(|word| is(&word)), "{others}");
        }
    }

    #[test]
    fn tags_name_languages() {
        for language in TextLanguage::ALL {
            assert_eq!(TextLanguage::of_tag(language.tag().unwrap_or("xx")), language);
        }
        assert_eq!(TextLanguage::of_tag("pt-BR"), TextLanguage::Portuguese);
    }
}
