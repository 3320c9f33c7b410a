//! What other formats call a language.

/// Primary subtag of BCP 47, three-letter code (ISO 639-2/T), name of the babel package of LaTeX.
const LANGUAGES: [(&str, &str, &str); 28] = [
    ("ar", "ara", "arabic"),
    ("bg", "bul", "bulgarian"),
    ("cs", "ces", "czech"),
    ("da", "dan", "danish"),
    ("de", "deu", "german"),
    ("el", "ell", "greek"),
    ("en", "eng", "english"),
    ("es", "spa", "spanish"),
    ("et", "est", "estonian"),
    ("fi", "fin", "finnish"),
    ("fr", "fra", "french"),
    ("he", "heb", "hebrew"),
    ("hr", "hrv", "croatian"),
    ("hu", "hun", "hungarian"),
    ("it", "ita", "italian"),
    ("ja", "jpn", "japanese"),
    ("ko", "kor", "korean"),
    ("lt", "lit", "lithuanian"),
    ("lv", "lav", "latvian"),
    ("nl", "nld", "dutch"),
    ("no", "nor", "norsk"),
    ("pl", "pol", "polish"),
    ("pt", "por", "portuguese"),
    ("ro", "ron", "romanian"),
    ("ru", "rus", "russian"),
    ("sv", "swe", "swedish"),
    ("tr", "tur", "turkish"),
    ("zh", "zho", "chinese"),
];

fn primary(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase()
}

/// The three-letter code of the language that `tag` names; "und" (undetermined) for a language of two
/// letters that is not listed.
pub(super) fn three_letters(tag: &str) -> String {
    let primary = primary(tag);
    let listed = LANGUAGES.iter().find(|(two, ..)| *two == primary);
    match listed {
        Some((_, three, _)) => (*three).to_owned(),
        None if primary.len() == 3 => primary,
        None => "und".to_owned(),
    }
}

/// What LaTeX calls the language that `tag` names.
pub(super) fn babel(tag: &str) -> Option<&'static str> {
    let primary = primary(tag);
    LANGUAGES.iter().find(|(two, ..)| *two == primary).map(|(_, _, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_have_their_codes() {
        let cases = [
            ("en", "eng", Some("english")),
            ("en-GB", "eng", Some("english")),
            ("FR", "fra", Some("french")),
            ("zh-Hant-TW", "zho", Some("chinese")),
            ("haw", "haw", None),
            ("xx", "und", None),
        ];
        for (tag, code, name) in cases {
            assert_eq!((three_letters(tag).as_str(), babel(tag)), (code, name), "{tag}");
        }
        assert!(LANGUAGES.is_sorted(), "so that one is found when reading");
    }
}
