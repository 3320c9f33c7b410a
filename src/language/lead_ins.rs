//! The wordings by which clauses of resolutions begin in other languages than English, with the English
//! verbs that they stand for.
//!
//! `scripts/lead_ins.py` has learnt them from resolutions that were published in several languages.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

use super::analysis::{TextLanguage, folded_words};
use super::verbs::strength_of;
use crate::domain::Strength;

/// How many words at the start of a clause may be of the wording that leads it in.
const WORDS_MAX: usize = 16;

/// What leads in a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LeadIn {
    /// The English verb.
    pub(crate) lemma: &'static str,
    /// How strongly that binds.
    pub(crate) strength: Strength,
    /// Whether it states, as recitals do, rather than settles.
    pub(crate) is_recital: bool,
    /// Whether an adverb makes it stronger.
    pub(crate) intensified: bool,
    /// Bytes of the text.
    pub(crate) range: Range<usize>,
}

/// A file as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    adverbs: String,
    intensifiers: String,
    within: String,
    recitals: BTreeMap<String, String>,
    decisions: BTreeMap<String, String>,
}

/// The wordings of one language. A unit is a word, or a letter where words have no blanks between.
#[derive(Debug)]
struct Wordings {
    known: Vec<Wording>,
    adverbs: Vec<Adverb>,
}

#[derive(Debug)]
struct Wording {
    units: Vec<String>,
    lemma: String,
    strength: Strength,
    recitals: bool,
    decisions: bool,
}

#[derive(Debug)]
struct Adverb {
    units: Vec<String>,
    intensifies: bool,
    only_within: bool,
}

/// A unit of a text, and its bytes.
type Unit = (String, Range<usize>);

static WORDINGS: LazyLock<BTreeMap<TextLanguage, Wordings>> = LazyLock::new(|| {
    let files = [
        (TextLanguage::Arabic, include_str!("lead_ins/ar.toml")),
        (TextLanguage::Chinese, include_str!("lead_ins/zh.toml")),
        (TextLanguage::French, include_str!("lead_ins/fr.toml")),
        (TextLanguage::Russian, include_str!("lead_ins/ru.toml")),
        (TextLanguage::Spanish, include_str!("lead_ins/es.toml")),
    ];
    let read = |(language, file)| {
        let file = toml::from_str(file).expect("the file is the one that the tests have read");
        (language, Wordings::of(language, &file))
    };
    files.into_iter().map(read).collect()
});

/// Whether the wordings of `language` are known.
pub(crate) fn are_known(language: TextLanguage) -> bool {
    WORDINGS.contains_key(&language)
}

/// What leads in the clause with this `text`, in a language other than English.
pub(crate) fn lead_in(language: TextLanguage, text: &str) -> Option<LeadIn> {
    let wordings = WORDINGS.get(&language)?;
    let units = units(language, text);
    let found = wordings.known.iter().filter_map(|wording| {
        let (end, intensified) = wordings.end_of(wording, &units)?;
        Some((wording, end, intensified))
    });
    // The longest wins: "prend note avec satisfaction" before "prend note".
    let (wording, end, intensified) = found.max_by_key(|(wording, ..)| wording.units.len())?;
    // What may be either is told by the mark at the end of the clause.
    let goes_on = || text.trim_end().ends_with([',', '،', '，']);
    Some(LeadIn {
        lemma: &wording.lemma,
        strength: wording.strength,
        is_recital: wording.recitals && (!wording.decisions || goes_on()),
        intensified,
        range: units[0].1.start..units[end - 1].1.end,
    })
}

/// The units that a clause begins with, behind the number of its paragraph.
fn units(language: TextLanguage, text: &str) -> Vec<Unit> {
    let is_number = |unit: &Unit| unit.0.bytes().all(|byte| byte.is_ascii_digit());
    if language == TextLanguage::Chinese {
        let letters = text.char_indices().filter(|(_, letter)| !letter.is_whitespace());
        let units = letters.map(|(at, c)| (c.to_string(), at..at + c.len_utf8()));
        let numbered = |unit: &Unit| is_number(unit) || matches!(&*unit.0, "." | "．" | "、");
        return units.skip_while(numbered).take(WORDS_MAX).collect();
    }
    let words = folded_words(text).map(|(word, range)| {
        // An Arabic "and" is written together with the word behind it.
        let joined = word.strip_prefix('و').filter(|rest| *rest == "اذ").map(str::to_owned);
        (joined.unwrap_or_else(|| word.into_owned()), range)
    });
    words.skip_while(is_number).take(WORDS_MAX).collect()
}

impl Wordings {
    fn of(language: TextLanguage, file: &File) -> Self {
        let units = |entry: &str| -> Vec<String> {
            if language == TextLanguage::Chinese {
                entry.chars().map(String::from).collect()
            } else {
                entry.split(' ').map(str::to_owned).collect()
            }
        };
        let adverbs = [(&file.adverbs, false, false), (&file.intensifiers, true, false)];
        let adverbs = adverbs.into_iter().chain([(&file.within, false, true)]);
        let adverbs = adverbs.flat_map(|(list, intensifies, only_within)| {
            let units = &units;
            let adverb = move |entry| Adverb { units: units(entry), intensifies, only_within };
            entries(list).map(adverb)
        });
        let mut adverbs: Vec<Adverb> = adverbs.collect();
        adverbs.sort_by_key(|adverb| std::cmp::Reverse(adverb.units.len()));
        let mut known: Vec<Wording> = Vec::new();
        for (by_lemma, is_recital) in [(&file.recitals, true), (&file.decisions, false)] {
            for (lemma, list) in by_lemma {
                let Some(strength) = strength_of(lemma) else { continue };
                for units in entries(list).map(units) {
                    let same = |known: &&mut Wording| known.units == units && known.lemma == *lemma;
                    if let Some(wording) = known.iter_mut().find(same) {
                        wording.decisions = true;
                        continue;
                    }
                    let (recitals, decisions) = (is_recital, !is_recital);
                    let lemma = lemma.clone();
                    known.push(Wording { units, lemma, strength, recitals, decisions });
                }
            }
        }
        Self { known, adverbs }
    }

    /// Where in `units` the wording ends, with its adverbs, and whether one of these makes it stronger.
    fn end_of(&self, wording: &Wording, units: &[Unit]) -> Option<(usize, bool)> {
        let (mut at, mut intensified) = (0, false);
        for own in &wording.units {
            while units.get(at)?.0 != *own {
                let adverb = self.adverb_at(&units[at..], at > 0)?;
                at += adverb.units.len();
                intensified |= adverb.intensifies;
            }
            at += 1;
        }
        while let Some(adverb) = self.adverb_at(&units[at..], false) {
            at += adverb.units.len();
            intensified |= adverb.intensifies;
        }
        Some((at, intensified))
    }

    fn adverb_at(&self, units: &[Unit], within: bool) -> Option<&Adverb> {
        let stands = |adverb: &&Adverb| {
            let own = &adverb.units;
            (within || !adverb.only_within)
                && own.len() <= units.len()
                && own.iter().zip(units).all(|(own, (unit, _))| own == unit)
        };
        self.adverbs.iter().find(stands)
    }
}

fn entries(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(str::trim).filter(|entry| !entry.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_are_led_in_by_the_verbs_of_their_language() {
        use TextLanguage::{Arabic, Chinese, French, German, Russian, Spanish};

        for (language, text, expected) in [
            (French, "1. Décide également de proclamer", "decide decide: Décide également"),
            (French, "Rappelant sa résolution 70/1,", "recall note, recital: Rappelant"),
            (
                French,
                "Se déclare profondément préoccupée par la situation",
                "express concern recognize, stronger: Se déclare profondément préoccupée",
            ),
            (French, "Prie instamment les États", "urge urge: Prie instamment"),
            (French, "La présente résolution décide", ""),
            (
                Spanish,
                "Expresa su profunda gratitud",
                "express gratitude encourage, stronger: Expresa su profunda gratitud",
            ),
            (
                Spanish,
                "Condena enérgicamente los actos",
                "condemn recognize, stronger: Condena enérgicamente",
            ),
            (Russian, "постановляет также объявить", "decide decide: постановляет также"),
            (Russian, "подтверждая свою резолюцию,", "reaffirm commit, recital: подтверждая"),
            (Arabic, "وإذ تشير أيضاً إلى قرارها", "recall note, recital: وإذ تشير أيضاً"),
            (Arabic, "إذ تشير إلى قرارها", "recall note, recital: إذ تشير"),
            (Arabic, "تقرر أن تعلن", "decide decide: تقرر"),
            (Chinese, "又重申其决议，", "reaffirm commit, recital: 又重申"),
            (Chinese, "又重申其决议；", "reaffirm commit: 又重申"),
            (Chinese, "2. 强烈谴责一切行为；", "condemn recognize, stronger: 强烈谴责"),
            (German, "beschließt", ""),
        ] {
            let found = lead_in(language, text).map(|found| {
                let recital = if found.is_recital { ", recital" } else { "" };
                let stronger = if found.intensified { ", stronger" } else { "" };
                let (lemma, strength) = (found.lemma, found.strength.name());
                format!("{lemma} {strength}{recital}{stronger}: {}", &text[found.range])
            });
            assert_eq!(found.unwrap_or_default(), expected, "{text}");
        }
    }

    #[test]
    fn every_wording_stands_for_a_verb() {
        for (language, wordings) in &*WORDINGS {
            assert!(wordings.known.len() > 60, "{language:?}");
            assert!(wordings.known.iter().any(|wording| wording.lemma == "decide"), "{language:?}");
        }
        for file in [include_str!("lead_ins/fr.toml"), include_str!("lead_ins/zh.toml")] {
            let file: File = toml::from_str(file).expect("a sound file");
            for lemma in file.recitals.keys().chain(file.decisions.keys()) {
                assert!(strength_of(lemma).is_some(), "{lemma}");
            }
        }
    }
}
