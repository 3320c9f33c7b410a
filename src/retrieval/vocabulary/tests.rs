//! What the vocabulary makes of words, built and read back.

use proptest::prelude::*;

use super::*;
use crate::retrieval::lexical::damage_one;

fn vocabulary() -> Vocabulary {
    Vocabulary::build(
        [
            "Recalling United Nations Security Council Resolution 2178 on trafficking",
            "The Department of Peacekeeping Operations, cyber space and human smuggling",
        ]
        .into_iter(),
    )
}

#[test]
fn corrects_slips_of_the_keyboard() {
    let vocabulary = vocabulary();
    let cases = [
        ("traficking", Some("trafficking")),
        ("humn", Some("human")),
        ("smugling", Some("smuggling")),
        ("resoluton", Some("resolution")),
        ("bali", None),
        ("hum", None),
        ("21178", None),
    ];
    for (typed, expected) in cases {
        assert_eq!(vocabulary.correct(typed), expected, "{typed}");
    }
}

#[test]
fn corrects_slips_by_other_forms_of_the_word() {
    let vocabulary = Vocabulary::build(["condemning all, condemning and regulating"].into_iter());
    let cases = [
        ("condem", Some("condemning")),
        ("condemm", Some("condemning")),
        ("condo", None),
        ("ondemn", None),
        ("condem2", None),
    ];
    for (typed, expected) in cases {
        assert_eq!(vocabulary.correct_by_stem(typed), expected, "{typed}");
    }
}

#[test]
fn splits_and_expands() {
    let vocabulary = vocabulary();
    assert_eq!(vocabulary.split("cyberspace"), Some(("cyber", "space")));
    assert_eq!(vocabulary.split("airspace"), None);
    assert_eq!(vocabulary.expand("un").map(|s| s.join(" ")).as_deref(), Some("unit nation"));
    assert!(vocabulary.expand("unsc").is_some());
    assert_eq!(
        vocabulary.expand("dpo").map(|s| s.join(" ")).as_deref(),
        Some("depart peacekeep oper")
    );
}

#[test]
fn the_first_words_with_some_initials_stay() {
    let vocabulary = Vocabulary::build(["Red Sea and Rough Surface", "Rural School"].into_iter());
    assert_eq!(vocabulary.expand("rs"), Some(vec!["red", "sea"]));
    assert_eq!(vocabulary.expand("xy"), None);
}

/// What [`Vocabulary::correct`] is to find, every word compared.
fn plain_correction(vocabulary: &Vocabulary, word: &str) -> Option<String> {
    let chars = word.chars().count();
    let slips_max = if chars >= TWO_SLIPS_CHARS_MIN { 2 } else { 1 };
    let plain = chars >= CORRECTED_CHARS_MIN && !word.bytes().any(|b| b.is_ascii_digit());
    vocabulary
        .words()
        .filter(|(known, _)| plain && known.chars().next() == word.chars().next())
        .map(|(known, count)| (strsim::osa_distance(word, known), Reverse(count), known))
        .filter(|(slips, ..)| *slips <= slips_max)
        .min()
        .map(|(.., known)| known.to_owned())
}

/// Words that are near each other.
fn word() -> impl Strategy<Value = String> {
    "[ab\u{e6}\u{444}][abc\u{e6}\u{444}z1]{2,5}((tion|tino|sion)s?){0,2}"
}

proptest! {
    #[test]
    fn corrections_are_those_of_comparing_every_word_also_when_read_back(
        passages in prop::collection::vec(prop::collection::vec(word(), 0..8), 0..6),
        typed in prop::collection::vec(word(), 1..6),
    ) {
        let passages: Vec<String> = passages.iter().map(|words| words.join(" ")).collect();
        let vocabulary = Vocabulary::build(passages.iter().map(String::as_str));
        let mut sections = Sections::default();
        vocabulary.store(&mut sections);
        let restored = Vocabulary::restore(&sections).expect("what was stored");
        for typed in typed {
            let expected = plain_correction(&vocabulary, &typed);
            prop_assert_eq!(vocabulary.correct(&typed), expected.as_deref(), "{}", typed);
            prop_assert_eq!(restored.correct(&typed), expected.as_deref(), "{}", typed);
        }
    }

    #[test]
    fn letters_never_bound_slips_too_high(a in word(), b in word(), c in "\\PC{0,9}") {
        for (left, right) in [(&a, &b), (&a, &c)] {
            let slips = strsim::osa_distance(left, right);
            prop_assert!(Letters::in_word(left).slips_min(Letters::in_word(right)) as usize <= slips);
        }
    }

    #[test]
    fn a_damaged_vocabulary_is_an_error_or_finds_something_else(
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        section in any::<prop::sample::Index>(),
        cut in 0_usize..3,
    ) {
        let mut sections = Sections::default();
        vocabulary().store(&mut sections);
        damage_one(&mut sections, section, &damage, cut);
        if let Ok(vocabulary) = Vocabulary::restore(&sections) {
            for word in ["traficking", "resoluton", "cyberspace", "un", "unsc"] {
                vocabulary.correct(word);
                vocabulary.split(word);
                vocabulary.expand(word);
                vocabulary.has_stem(word);
            }
            prop_assert_eq!(vocabulary.words().count(), vocabulary.words().len());
        }
    }
}
