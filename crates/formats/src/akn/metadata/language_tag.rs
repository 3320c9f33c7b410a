//! The language of a document.
//!
//! The metadata name it, and now and then another one. The text's own mark, the name of the file
//! and the script of the letters say which is right.

use super::{Source, doubt};
use crate::{Block, Doubt};

/// ISO 639-2 and 639-3 codes and the tags of two letters that BCP 47 wants for them.
const SHORT: [(&str, &str); 32] = [
    ("ara", "ar"),
    ("arb", "ar"),
    ("bul", "bg"),
    ("ces", "cs"),
    ("chi", "zh"),
    ("cmn", "zh"),
    ("dan", "da"),
    ("deu", "de"),
    ("ell", "el"),
    ("eng", "en"),
    ("est", "et"),
    ("fin", "fi"),
    ("fra", "fr"),
    ("fre", "fr"),
    ("ger", "de"),
    ("heb", "he"),
    ("hin", "hi"),
    ("hun", "hu"),
    ("ita", "it"),
    ("jpn", "ja"),
    ("kor", "ko"),
    ("nld", "nl"),
    ("nor", "no"),
    ("pol", "pl"),
    ("por", "pt"),
    ("ron", "ro"),
    ("rus", "ru"),
    ("spa", "es"),
    ("esp", "es"),
    ("swe", "sv"),
    ("tur", "tr"),
    ("zho", "zh"),
];

/// Letters at the end of the names of the United Nations' files.
const OF_FILES: [(char, &str); 7] =
    [('a', "ar"), ('c', "zh"), ('e', "en"), ('f', "fr"), ('g', "de"), ('r', "ru"), ('s', "es")];

/// Scripts that tell a language, among those above.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Cyrillic,
    Arabic,
    Han,
    Other,
}

/// Reads the language as a BCP 47 tag.
pub(super) fn read(
    source: &Source<'_, '_>,
    blocks: &[Block],
    doubts: &mut Vec<Doubt>,
) -> Option<String> {
    let tree = source.tree;
    let named = source.meta_attribute("FRBRlanguage", "language").map(|code| tag(&code));
    let marked = [source.document, 0].into_iter().find_map(|at| tree.attribute(at, "xml:lang"));
    let own = marked.map(|code| tag(&code)).or_else(|| of_file(source.name));
    let script = script_of(blocks);
    let fits = |tag: &&String| script.is_none_or(|script| writes(tag, script));
    match (&named, &own) {
        (Some(named), Some(own)) if named != own => {
            let kept = [own, named].into_iter().find(fits).unwrap_or(own);
            let message = format!("the metadata have {named}, the file {own}; took {kept}");
            doubt(doubts, "language", message);
            Some(kept.clone())
        }
        (Some(tag), _) | (None, Some(tag)) => {
            if !fits(&tag) {
                doubt(doubts, "language", format!("{tag} is not written in the text's letters"));
            }
            Some(tag.clone())
        }
        (None, None) => None,
    }
}

/// The tag that BCP 47 has for a code.
pub(crate) fn tag(code: &str) -> String {
    let code = code.trim();
    let lower = code.to_ascii_lowercase();
    let short = SHORT.iter().find(|(long, _)| *long == lower);
    short.map_or_else(|| code.to_owned(), |(_, short)| (*short).to_owned())
}

/// The language by a letter at the end of a file's name, behind a digit or an underscore.
fn of_file(name: &str) -> Option<String> {
    let stem = name.rsplit('/').next()?.strip_suffix(".xml")?;
    let mut ends = stem.chars().rev();
    let letter = ends.next()?.to_ascii_lowercase();
    let before = ends.next()?;
    let digits = stem.chars().filter(char::is_ascii_digit).count();
    if !(before == '_' || before.is_ascii_digit()) || digits < 4 {
        return None;
    }
    OF_FILES.iter().find(|(of, _)| *of == letter).map(|(_, tag)| (*tag).to_owned())
}

/// Letters that are looked at.
const LETTERS: usize = 2000;

/// The script of most letters.
fn script_of(blocks: &[Block]) -> Option<Script> {
    let letters = blocks
        .iter()
        .filter(|block| block.section != Some(crate::Section::Preface))
        .flat_map(|block| block.text.chars())
        .filter(|char| char.is_alphabetic())
        .take(LETTERS);
    let mut counts = [0usize; 5];
    for letter in letters {
        counts[script(letter) as usize] += 1;
    }
    let most = (0..counts.len()).max_by_key(|&at| counts[at]).filter(|&at| counts[at] > 0)?;
    Some([Script::Latin, Script::Cyrillic, Script::Arabic, Script::Han, Script::Other][most])
}

fn script(letter: char) -> Script {
    match letter {
        'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{24f}' => Script::Latin,
        '\u{400}'..='\u{52f}' => Script::Cyrillic,
        '\u{600}'..='\u{6ff}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' => Script::Arabic,
        '\u{4e00}'..='\u{9fff}' => Script::Han,
        _ => Script::Other,
    }
}

/// Whether a language is written in a script. Of languages without a known script, any.
fn writes(tag: &str, script: Script) -> bool {
    match tag.split('-').next().unwrap_or(tag) {
        "ar" => script == Script::Arabic,
        "ru" | "bg" => script == Script::Cyrillic,
        "zh" => script == Script::Han,
        "en" | "fr" | "es" | "de" | "it" | "pt" | "nl" | "pl" => script == Script::Latin,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_become_tags() {
        assert_eq!(tag("eng"), "en");
        assert_eq!(tag("FRA"), "fr");
        assert_eq!(tag("zh-Hans"), "zh-Hans");
    }

    #[test]
    fn files_of_the_united_nations_end_in_a_letter() {
        assert_eq!(of_file("x/79_100_E.xml").as_deref(), Some("en"));
        assert_eq!(of_file("S_RES-2504 (2020)-2000407F.xml").as_deref(), Some("fr"));
        assert_eq!(of_file("uk_pga-2014-27-enacted-data.xml"), None);
        assert_eq!(of_file("N0063466.xml"), None);
        assert_eq!(of_file("schedule_a.xml"), None);
    }
}
