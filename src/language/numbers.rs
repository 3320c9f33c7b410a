//! Numbers in a text: in digits, in words, with their units.

use super::analysis::{Term, terms};
use super::dates::{is_month, year_of};

/// Whether `word` is a number, in digits or in letters.
pub(crate) fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit()) || NUMBER_WORDS.contains(&word)
}

/// "21st", "83rd": which one, not how many.
pub(crate) fn is_ordinal(word: &str) -> bool {
    let end = word.trim_start_matches(|c: char| c.is_ascii_digit());
    end.len() < word.len() && matches!(end, "st" | "nd" | "rd" | "th")
}

/// Numbers as words. "One" is left out: it mostly stands for a person or a thing.
const NUMBER_WORDS: &[&str] = &[
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "fifteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    "dozen", "dozens", "hundred", "hundreds", "thousand", "thousands", "million", "millions",
    "billion", "billions", "half", "third", "quarter", "percent",
];

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
        let Some(value) = value(&words[at]) else {
            at += 1;
            continue;
        };
        let start = at;
        let (value, end) = cardinal(value, &words, at + 1);
        at = end;
        // "One of the", "one another" count nothing.
        let far = if value == "1" { 1 } else { UNIT_WORDS_MAX };
        let near = words.iter().skip(at).take(far);
        let unit = near.into_iter().find(|term| !term.is_stopword());
        if let Some(unit) = unit.filter(|unit| !is_month(unit) && value_of(unit).is_none()) {
            let wording = text[words[start].bytes.start..unit.bytes.end].to_owned();
            found.push(Figure { value, unit: unit.stem.clone(), wording });
        }
    }
    found
}

/// Numbers in words.
const NUMBERS: [(&str, &str); 28] = [
    ("one", "1"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("ten", "10"),
    ("eleven", "11"),
    ("twelve", "12"),
    ("thirteen", "13"),
    ("fourteen", "14"),
    ("fifteen", "15"),
    ("sixteen", "16"),
    ("seventeen", "17"),
    ("eighteen", "18"),
    ("nineteen", "19"),
    ("twenty", "20"),
    ("thirty", "30"),
    ("forty", "40"),
    ("fifty", "50"),
    ("sixty", "60"),
    ("seventy", "70"),
    ("eighty", "80"),
    ("ninety", "90"),
    ("hundred", "100"),
];

/// The value of a word that counts something.
fn value(term: &Term) -> Option<&str> {
    let year = term.word.len() == 4
        && year_of(&term.word).is_some()
        // "2,000 delegates" has a separator in it.
        && term.bytes.len() == term.word.len();
    value_of(term).filter(|_| !year)
}

fn spelt(word: &str) -> Option<&'static str> {
    NUMBERS.iter().find(|(number, _)| *number == word).map(|(_, value)| *value)
}

/// A count of at most a hundred, in digits or in words: "ten" years before.
pub(crate) fn small_count(word: &str) -> Option<i16> {
    spelt(word).unwrap_or(word).parse().ok().filter(|count| (1..=100).contains(count))
}

fn value_of(term: &Term) -> Option<&str> {
    let digits = !term.word.is_empty() && term.word.bytes().all(|b| b.is_ascii_digit());
    let spelt = spelt(&term.word);
    spelt.or_else(|| digits.then_some(term.word.as_str()))
}

/// The number that begins with `first` and goes on at `words[at]`, in digits, and where it ends:
/// "twenty-four", "a hundred and twelve", "2 million".
fn cardinal(first: &str, words: &[Term], mut at: usize) -> (String, usize) {
    let Ok(mut part) = first.parse::<u64>() else { return (first.to_owned(), at) };
    let mut whole = 0_u64;
    while let Some(term) = words.get(at) {
        let joined = term.word == "and" && (part > 0 || whole > 0) && part.is_multiple_of(100);
        let next = if joined { words.get(at + 1) } else { Some(term) };
        let Some(next) = next else { break };
        let small = NUMBERS.iter().find(|(word, _)| *word == next.word);
        let small = small.and_then(|(_, value)| value.parse::<u64>().ok());
        match (next.word.as_str(), small) {
            ("hundred", _) if !joined => part = part.saturating_mul(100),
            ("thousand", _) if !joined => (whole, part) = (raised(whole, part, 1_000), 0),
            ("million", _) if !joined => (whole, part) = (raised(whole, part, 1_000_000), 0),
            ("billion", _) if !joined => (whole, part) = (raised(whole, part, 1_000_000_000), 0),
            // Units behind tens, tens and units behind hundreds, anything behind thousands.
            (_, Some(value)) if value < part.max(1) && value < step(part) => part += value,
            (_, Some(value)) if part == 0 && whole > 0 && value < 1_000 => part = value,
            _ => break,
        }
        at += if joined { 2 } else { 1 };
    }
    (whole.saturating_add(part).to_string(), at)
}

/// A number with its scale, added to what stands before it.
fn raised(whole: u64, part: u64, scale: u64) -> u64 {
    whole.saturating_add(part.max(1).saturating_mul(scale))
}

/// The power of ten that `number` is a multiple of: what may be added to it is less.
fn step(number: u64) -> u64 {
    match number {
        0 => 1,
        _ if number.is_multiple_of(100) => 100,
        _ if number.is_multiple_of(10) => 10,
        _ => 1,
    }
}
