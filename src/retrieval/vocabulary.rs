//! The words of the corpus: what a mistyped, joined or abbreviated word of a question may mean.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::analysis::{Term, stem, terms};

/// Folded words of the corpus and what stands for what.
#[derive(Debug, Default)]
pub struct Vocabulary {
    /// Stems of those words.
    stems: HashSet<String>,
    /// In how many passages each folded word stands.
    words: BTreeMap<String, u32>,
    /// Initials, such as `unsc`, of runs of capitalised words, with the words' stems.
    initialisms: HashMap<String, Vec<String>>,
}

/// Words shorter than this are never read as others: too much is near them.
const CORRECTED_CHARS_MIN: usize = 4;
/// From this length on, two slips are forgiven.
const TWO_SLIPS_CHARS_MIN: usize = 10;
/// The shortest half of a word that was written together.
const HALF_CHARS_MIN: usize = 4;

impl Vocabulary {
    /// Collects the words of `passages`.
    pub fn build<'a>(passages: impl Iterator<Item = &'a str>) -> Self {
        let mut vocabulary = Self::default();
        for passage in passages {
            let terms = terms(passage);
            vocabulary.add_initialisms(passage, &terms);
            vocabulary.stems.extend(terms.iter().map(|term| term.stem.clone()));
            let mut words: Vec<String> = terms.into_iter().map(|term| term.word).collect();
            words.sort_unstable();
            words.dedup();
            for word in words {
                *vocabulary.words.entry(word).or_default() += 1;
            }
        }
        vocabulary
    }

    /// Whether `word`, folded, occurs.
    pub fn has(&self, word: &str) -> bool {
        self.words.contains_key(word)
    }

    /// Whether a word with this stem occurs.
    pub fn has_stem(&self, stem: &str) -> bool {
        self.stems.contains(stem)
    }

    /// The word that was most likely meant by `word`, which does not occur: nearest by slips of
    /// the keyboard (insertion, deletion, substitution, transposition), then the more frequent.
    pub fn correct(&self, word: &str) -> Option<&str> {
        let chars = word.chars().count();
        if chars < CORRECTED_CHARS_MIN || word.bytes().any(|b| b.is_ascii_digit()) {
            return None;
        }
        let slips_max = if chars >= TWO_SLIPS_CHARS_MIN { 2 } else { 1 };
        let first = word.chars().next()?;
        self.words
            .iter()
            .filter(|(known, _)| known.chars().count().abs_diff(chars) <= slips_max)
            // The first letter is seldom wrong, and most false friends differ in it.
            .filter(|(known, _)| known.starts_with(first))
            .map(|(known, count)| (strsim::osa_distance(word, known), *count, known))
            .filter(|(slips, ..)| *slips <= slips_max)
            .min_by(|a, b| (a.0, b.1, a.2).cmp(&(b.0, a.1, b.2)))
            .map(|(.., known)| known.as_str())
    }

    /// The two words of the corpus that `word`, which does not occur, is made of.
    pub fn split(&self, word: &str) -> Option<(&str, &str)> {
        if !word.is_ascii() || word.len() < 2 * HALF_CHARS_MIN {
            return None;
        }
        (HALF_CHARS_MIN..=word.len() - HALF_CHARS_MIN).find_map(|at| {
            let (first, _) = self.words.get_key_value(&word[..at])?;
            let (second, _) = self.words.get_key_value(&word[at..])?;
            Some((first.as_str(), second.as_str()))
        })
    }

    /// Stems of the words whose initials are `word`.
    pub fn expand(&self, word: &str) -> Option<&[String]> {
        self.initialisms.get(word).map(Vec::as_slice)
    }

    /// Learns the initials of each run of two to six capitalised words. Small words within a run
    /// ("Department of Peacekeeping Operations") lend no letter.
    fn add_initialisms(&mut self, passage: &str, terms: &[Term]) {
        let capital = |term: &Term| {
            passage[term.bytes.clone()].chars().next().is_some_and(char::is_uppercase)
        };
        let small = |term: &Term| matches!(term.word.as_str(), "of" | "the" | "for" | "and" | "on");
        for start in 0..terms.len() {
            if !capital(&terms[start]) || small(&terms[start]) {
                continue;
            }
            let mut initials = String::new();
            let mut stems: Vec<String> = Vec::new();
            let mut end = terms[start].bytes.start;
            for term in &terms[start..] {
                let between = &passage[end..term.bytes.start];
                if !between.chars().all(|c| matches!(c, ' ' | '\u{a0}' | '\n' | '-'))
                    && !stems.is_empty()
                {
                    break;
                }
                end = term.bytes.end;
                if small(term) {
                    continue;
                }
                if !capital(term) || stems.len() == 6 {
                    break;
                }
                initials.extend(term.word.chars().next());
                stems.push(stem(&term.word));
                if stems.len() >= 2 {
                    self.initialisms.entry(initials.clone()).or_insert_with(|| stems.clone());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
