//! In which language a question is asked, where that is sure and it is not English.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::analysis::{Term, is_stopword, terms};
use super::identify::detected;
use super::lexicon::WordList;

/// So many letters of Latin script say something of a language, and so many of another script.
const LATIN_MIN: usize = 12;
const OTHERS_MIN: usize = 4;

/// What is known of a language besides English.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OtherLanguage {
    english_only: String,
    not_known: String,
    function_words: WordList,
}

/// By their tags.
static OTHERS: LazyLock<BTreeMap<String, OtherLanguage>> = LazyLock::new(|| {
    let file = include_str!("other_languages.toml");
    toml::from_str(file).expect("the file is the one that the tests have read")
});

/// The language of `question`, as a BCP 47 tag, where it is surely not English: it has letters enough,
/// its script or its function words are another language's, and most of its words stand nowhere in the
/// documents, as `spoken` tells.
pub fn asked_in(question: &str, spoken: &dyn Fn(&str) -> bool) -> Option<&'static str> {
    let letters: Vec<char> = question.chars().filter(|c| c.is_alphabetic()).collect();
    let latin = letters.iter().filter(|&&letter| is_latin(letter)).count();
    let others = letters.len() - latin;
    let sure = if others > latin { others >= OTHERS_MIN } else { latin >= LATIN_MIN };
    let language = Some(detected(question)).filter(|language| sure && *language != "en")?;
    let words = terms(question);
    let fits = if others > latin {
        let of_language = letters.iter().filter(|&&letter| is_letter_of(language, letter)).count();
        2 * of_language > letters.len() && !letters.iter().any(|&letter| is_of_neighbour(letter))
    } else {
        let own = OTHERS.get(language).map(|language| &language.function_words)?;
        let count = |is: &dyn Fn(&str) -> bool| words.iter().filter(|it| is(&it.word)).count();
        count(&|word| own.has(word)) > count(&is_stopword)
    };
    let nowhere = |term: &&Term| !term.is_stopword() && !spoken(&term.word);
    (fits && 2 * words.iter().filter(nowhere).count() > words.len()).then_some(language)
}

/// Whether `word`, folded, is a function word of `language`.
pub(crate) fn is_function_word(language: &str, word: &str) -> bool {
    OTHERS.get(language).is_some_and(|language| language.function_words.has(word))
}

/// Says in `language` that a model which knows the languages `known` does not know it; `None` where it
/// cannot be said.
pub(crate) fn not_known_in(language: &str, known: &[String]) -> Option<&'static str> {
    let of_language = OTHERS.get(language)?;
    let english_only = known.iter().all(|known| known == "en");
    Some(if english_only { &of_language.english_only } else { &of_language.not_known })
}

const fn is_latin(letter: char) -> bool {
    matches!(letter, '\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | '\u{ff21}'..='\u{ff5a}')
}

/// Whether a letter belongs to the script of a language that has one of its own.
fn is_letter_of(language: &str, letter: char) -> bool {
    match language {
        "ar" => matches!(letter, '\u{600}'..='\u{6ff}'),
        "hi" => matches!(letter, '\u{900}'..='\u{97f}'),
        "ja" => matches!(letter, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}'),
        "ko" => matches!(letter, '\u{ac00}'..='\u{d7af}'),
        "ru" => matches!(letter, '\u{400}'..='\u{4ff}'),
        "zh" => matches!(letter, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'),
        _ => false,
    }
}

/// Letters that Arabic and Russian do not have, and languages beside them do.
const fn is_of_neighbour(letter: char) -> bool {
    matches!(
        letter,
        'پ' | 'چ'
            | 'ژ'
            | 'گ'
            | 'ٹ'
            | 'ڈ'
            | 'ڑ'
            | 'ں'
            | 'ے'
            | 'і'
            | 'ї'
            | 'є'
            | 'ґ'
            | 'ў'
            | 'ђ'
            | 'ј'
            | 'љ'
            | 'њ'
            | 'ћ'
            | 'џ'
            | 'ѓ'
            | 'ќ'
            | 'І'
            | 'Ї'
            | 'Є'
            | 'Ґ'
            | 'Ў'
            | 'Ђ'
            | 'Ј'
            | 'Љ'
            | 'Њ'
            | 'Ћ'
            | 'Џ'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(question: &str) -> Option<&'static str> {
        let spoken = |word: &str| matches!(word, "police" | "violence" | "declaration" | "rome");
        asked_in(question, &spoken)
    }

    #[test]
    fn a_language_is_told_where_it_is_sure() {
        for (question, expected) in [
            ("Quel rôle la police joue-t-elle après une guerre ?", "fr"),
            ("¿Qué se dice sobre la trata de personas?", "es"),
            ("Was wird zum illegalen Waffenhandel gesagt?", "de"),
            ("Che cosa si dice della tratta di esseri umani?", "it"),
            ("O que se diz sobre o tráfico de pessoas?", "pt"),
            ("Стало ли меньше войн между государствами?", "ru"),
            ("部长们如何看待人口贩运？", "zh"),
            ("من هو الأمين العام للإنتربول؟", "ar"),
            ("人身取引について何と言っていますか", "ja"),
        ] {
            assert_eq!(language(question), Some(expected), "{question}");
        }
    }

    #[test]
    fn what_is_not_sure_is_no_other_language() {
        for question in [
            "What is said of human trafficking?",
            "humn traficking and people smugling",
            "fingerprints dna facial recognition",
            "Maizière",
            "raison d'être of policing",
            "violence police declaration de Rome",
            "la police",
            "12345",
            "",
            "Що сказано про торгівлю людьми?",
            "درباره قاچاق انسان چه گفته شده؟ چگونه",
            "Τι λέγεται για την εμπορία ανθρώπων;",
            "什么",
        ] {
            assert_eq!(language(question), None, "{question}");
        }
    }

    #[test]
    fn each_language_has_its_texts_and_its_words_are_folded() {
        assert_eq!(OTHERS.len(), 8);
        for (tag, language) in &*OTHERS {
            for known in [&["en"][..], &["en", "xx"], &[]] {
                let known: Vec<String> = known.iter().map(|&tag| tag.to_owned()).collect();
                assert!(not_known_in(tag, &known).expect("a text").len() > 40, "{tag}");
            }
            for word in language.function_words.iter() {
                let read: Vec<String> = terms(word).into_iter().map(|term| term.word).collect();
                assert_eq!(read, [word], "{tag}");
            }
        }
        assert_eq!(not_known_in("ja", &[]), None);
        assert!(is_function_word("de", "zum") && !is_function_word("de", "polizei"));
    }
}
