//! In which language a text is, and what is missing for it.

use whichlang::{Lang, detect_language};

use super::analysis::TextLanguage;
use super::lead_ins;

/// How many bytes of a text are looked at.
const LOOKED_AT_BYTES: usize = 20_000;
/// Fewer letters than this say nothing of their language.
const LETTERS_MIN: usize = 40;

/// The language of `texts`, as a BCP 47 tag; English where there is too little to tell.
pub(crate) fn language_of<'t>(texts: impl Iterator<Item = &'t str>) -> &'static str {
    let mut sample = String::new();
    for text in texts {
        sample.push_str(text);
        sample.push(' ');
        if sample.len() > LOOKED_AT_BYTES {
            break;
        }
    }
    if sample.chars().filter(|c| c.is_alphabetic()).count() < LETTERS_MIN {
        return "en";
    }
    detected(&sample)
}

/// The most likely language of `text`, however little there is of it, as a BCP 47 tag.
pub(crate) fn detected(text: &str) -> &'static str {
    match detect_language(text) {
        Lang::Ara => "ar",
        Lang::Cmn => "zh",
        Lang::Deu => "de",
        Lang::Eng => "en",
        Lang::Fra => "fr",
        Lang::Hin => "hi",
        Lang::Ita => "it",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Nld => "nl",
        Lang::Por => "pt",
        Lang::Rus => "ru",
        Lang::Spa => "es",
        Lang::Swe => "sv",
        Lang::Tur => "tr",
        Lang::Vie => "vi",
    }
}

/// A language tag as this program writes it; none where it is no such thing.
pub(crate) fn tag(given: &str) -> Option<String> {
    let given = given.trim();
    let (primary, rest) = given.split_once(['-', '_']).unwrap_or((given, ""));
    let primary = primary.to_ascii_lowercase();
    let primary = match primary.as_str() {
        "eng" => "en",
        "fra" | "fre" => "fr",
        "spa" | "esp" => "es",
        "rus" => "ru",
        "ara" | "arb" => "ar",
        "zho" | "chi" | "cmn" => "zh",
        "deu" | "ger" => "de",
        "ita" => "it",
        "por" => "pt",
        other => other,
    };
    let sound = (2..=3).contains(&primary.len()) && primary.bytes().all(|b| b.is_ascii_lowercase());
    let region = rest.len() == 2 && rest.bytes().all(|byte| byte.is_ascii_alphabetic());
    sound.then(|| {
        if region { format!("{primary}-{}", rest.to_ascii_uppercase()) } else { primary.to_owned() }
    })
}

/// What cannot be done for a document in `language`.
pub(crate) fn limits_of(language: &str) -> Vec<String> {
    let known = TextLanguage::of_tag(language);
    if known == TextLanguage::English {
        return Vec::new();
    }
    let mut limits = Vec::new();
    if lead_ins::are_known(known) {
        limits.push(
            "Only the verb that a paragraph begins with is read, by the wordings of resolutions.",
        );
    } else {
        limits.push(
            "Verbs that lead in, their strength, and the difference between recitals and decisions \
             are not read in this language, unless the file marks them.",
        );
    }
    // Chinese words have no other forms.
    if !known.has_stems() && known != TextLanguage::Chinese {
        limits.push("Words are compared as they stand, without their other forms.");
    }
    limits.push("Dates, persons and numbers in words are read in English alone.");
    limits.push("Questions in another language find it only with a multilingual model.");
    limits.into_iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_apart() {
        let cases = [
            ("The General Assembly, recalling its earlier resolutions on the matter,", "en"),
            ("L’Assemblée générale, rappelant ses résolutions antérieures sur la question,", "fr"),
            (
                "Генеральная Ассамблея, ссылаясь на свои предыдущие резолюции по этому вопросу,",
                "ru",
            ),
            ("ok", "en"),
        ];
        for (text, expected) in cases {
            assert_eq!(language_of([text].into_iter()), expected, "{text}");
        }
    }

    #[test]
    fn what_is_missing_goes_by_the_language() {
        for (tag, expected) in [("en-GB", 0), ("fr", 3), ("zh", 3), ("de", 3), ("sw", 4)] {
            assert_eq!(limits_of(tag).len(), expected, "{tag}");
        }
        assert!(limits_of("ru")[0].contains("Only the verb"));
        assert!(limits_of("de")[0].contains("not read in this language"));
    }

    #[test]
    fn tags_of_languages_are_evened_out() {
        for (given, expected) in
            [("eng", "en"), ("fr_FR", "fr-FR"), ("zh-Hans", "zh"), ("EN", "en")]
        {
            assert_eq!(tag(given).as_deref(), Some(expected));
        }
        assert_eq!(tag("English, please"), None);
    }
}
