//! Figures in a text: numbers with what they count.

use text2num::LangInterpreter;
use text2num::lang::English;

use super::analysis::{Term, terms};
use super::dates::{is_month, is_year};
use super::numbers::{cardinal, digits};

/// A number with what is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Figure {
    /// In digits.
    pub value: String,
    /// Stem of the unit.
    pub unit: String,
    /// As written: "six months".
    pub wording: String,
}

/// The figures of `text`. Years, ordinals and days of a month are none.
pub(crate) fn figures(text: &str) -> Vec<Figure> {
    const UNIT_WORDS_MAX: usize = 3;
    let words = terms(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let start = at;
        let Some((value, end)) = number_at(&words, start) else {
            at += 1;
            continue;
        };
        at = end;
        // "One of the", "one another" count nothing.
        let far = if value == "1" { 1 } else { UNIT_WORDS_MAX };
        let near = words.iter().skip(at).take(far);
        let unit = near.into_iter().find(|term| !term.is_stopword());
        if let Some(unit) = unit.filter(|unit| !is_month(unit) && digits(&unit.word).is_none()) {
            let wording = text[words[start].bytes.start..unit.bytes.end].to_owned();
            found.push(Figure { value, unit: unit.stem.clone(), wording });
        }
    }
    found
}

/// The number that begins with the word at `start`, in digits, and where it ends: "twenty-four", "a
/// hundred and twelve", "2 million".
fn number_at(words: &[Term], start: usize) -> Option<(String, usize)> {
    /// What may stand behind digits: "2 million", but not "10 five-year plans".
    const SCALE_MIN: u64 = 100;
    let first = &words[start];
    // "2,000 delegates" has a separator in it.
    let year = is_year(first) && first.bytes.len() == first.word.len();
    let mut number = digits(&first.word).filter(|_| !year)?;
    let in_digits = first.word.starts_with(|c: char| c.is_ascii_digit());
    let mut end = start + 1;
    while let Some(next) = words.get(end) {
        let joined = next.word == "and" && number.len() > 2;
        let next = if joined { words.get(end + 1) } else { Some(next) };
        let Some(value) = next.and_then(|next| cardinal(&next.word)) else { break };
        let goes_on = !in_digits || end > start + 1 || value >= SCALE_MIN;
        let word = next.map_or("", |next| &next.word);
        if !goes_on || English::new().apply(word, &mut number).is_err() {
            break;
        }
        end += if joined { 2 } else { 1 };
    }
    Some((number.to_string(), end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_their_units() {
        let cases = [
            ("twenty-four months", "24 month"),
            ("a hundred and twelve months", "112 month"),
            ("2 million people", "2000000 peopl"),
            ("three million and five delegates", "3000005 deleg"),
            ("10 five-year plans", "5 year"),
            ("in 2014 delegates met", ""),
            ("2,000 delegates", "2000 deleg"),
            ("twelve and five panels", "5 panel"),
        ];
        for (text, expected) in cases {
            let found: Vec<String> =
                figures(text).iter().map(|f| format!("{} {}", f.value, f.unit)).collect();
            assert_eq!(found.join(", "), expected, "{text}");
        }
    }
}
