//! In which language a question is asked, where that is sure and it is not English.

use super::analysis::{Term, TextLanguage, is_stopword, terms, terms_in};
use super::identify::detected;
use super::lexicon::other_language;

/// So many letters of Latin script say something of a language, and so many of another script.
const LATIN_MIN: usize = 12;
const OTHERS_MIN: usize = 4;

/// The language of `question`, as a BCP 47 tag, where it is surely not English: it has letters enough,
/// its script or its function words are another language's, and most of its words stand nowhere in the
/// documents, as `spoken` tells.
pub fn asked_in(question: &str, spoken: &dyn Fn(&str) -> bool) -> Option<&'static str> {
    let language = told_by_letters(question)?;
    let words = terms(question);
    let nowhere = |term: &&Term| !term.is_stopword() && !spoken(&term.word);
    let counted = |term: &&Term| TextLanguage::of_tag(language).is_latin() || !term.is_stopword();
    let counted = words.iter().filter(counted).count();
    (2 * words.iter().filter(nowhere).count() > counted).then_some(language)
}

/// The same where documents are in `languages`, the most frequent first: a question in one of these may
/// have all its words in them. Without English documents, what may be the first of them is.
pub fn asked_among(question: &str, languages: &[TextLanguage]) -> Option<&'static str> {
    let told = told_by_letters(question);
    if let Some(language) = told.filter(|told| languages.contains(&TextLanguage::of_tag(told))) {
        return Some(language);
    }
    let first = *languages.first().filter(|_| !languages.contains(&TextLanguage::English))?;
    let tag = first.tag()?;
    if first.is_latin() {
        let words = terms_in(first, question);
        let count = |language: TextLanguage| {
            words.iter().filter(|term| language.is_stop_word(&term.word)).count()
        };
        let latin = question.chars().filter(|&c| c.is_alphabetic()).all(is_latin);
        (latin && count(first) >= count(TextLanguage::English)).then_some(tag)
    } else {
        let letters = question.chars().filter(|c| c.is_alphabetic());
        let (own, others): (Vec<char>, Vec<char>) = letters.partition(|&c| is_letter_of(tag, c));
        (own.len() > others.len()).then_some(tag)
    }
}

/// The language that the letters and the function words of `question` tell, where they do and it is not
/// English.
fn told_by_letters(question: &str) -> Option<&'static str> {
    let letters: Vec<char> = question.chars().filter(|c| c.is_alphabetic()).collect();
    let latin = letters.iter().filter(|&&letter| is_latin(letter)).count();
    let others = letters.len() - latin;
    let sure = if others > latin { others >= OTHERS_MIN } else { latin >= LATIN_MIN };
    let language = Some(detected(question)).filter(|language| sure && *language != "en")?;
    let fits = if others > latin {
        let of_language = letters.iter().filter(|&&letter| is_letter_of(language, letter)).count();
        2 * of_language > letters.len() && !letters.iter().any(|&letter| is_of_neighbour(letter))
    } else {
        let own = other_language(language).map(|language| &language.function_words)?;
        let words = terms(question);
        let count = |is: &dyn Fn(&str) -> bool| words.iter().filter(|it| is(&it.word)).count();
        count(&|word| own.has(word)) > count(&is_stopword)
    };
    fits.then_some(language)
}

/// Says in `language` that a model which knows the languages `known` does not know it; `None` where it
/// cannot be said.
pub(crate) fn not_known_in(language: &str, known: &[String]) -> Option<&'static str> {
    let of_language = other_language(language)?;
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
    use crate::language::analysis::fold;
    use crate::language::lexicon::other_languages;

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
        assert_eq!(other_languages().count(), 8);
        for (tag, language) in other_languages() {
            for known in [&["en"][..], &["en", "xx"], &[]] {
                let known: Vec<String> = known.iter().map(|&tag| tag.to_owned()).collect();
                assert!(not_known_in(tag, &known).expect("a text").len() > 40, "{tag}");
            }
            for word in language.function_words.iter() {
                let read: Vec<String> = terms(word).into_iter().map(|term| term.word).collect();
                assert_eq!(read.concat(), fold(word), "{tag}");
                assert!(read.len() == 1 || tag == "zh", "{word}");
                assert!(!word.is_ascii() || read[0] == word, "{tag}");
            }
            assert!(language.function_words.iter().count() > 60, "{tag}");
        }
        assert_eq!(not_known_in("ja", &[]), None);
    }

    #[test]
    fn documents_tell_the_language_of_what_is_short() {
        use TextLanguage::{Chinese, English, French, Russian};

        for (question, languages, expected) in [
            ("trafic illicite d'armes", &[French][..], Some("fr")),
            ("trafic illicite d'armes", &[French, English], None),
            ("what about the arms?", &[French], None),
            ("Que dit la résolution sur la traite des personnes ?", &[English, French], Some("fr")),
            ("Что сказано о торговле людьми?", &[English, Russian], Some("ru")),
            ("торговля", &[Russian], Some("ru")),
            ("торговля", &[French], None),
            ("贩运", &[Chinese], Some("zh")),
            ("trafficking", &[Chinese], None),
        ] {
            assert_eq!(asked_among(question, languages), expected, "{question}");
        }
    }
}
