//! Numbers in digits and in words.

use text2num::LangInterpreter;
use text2num::digit_string::DigitString;
use text2num::lang::English;

use super::lexicon::english;

/// Whether `word` counts something, in digits or in letters. "One" does not: it mostly stands for a
/// person or a thing.
pub(crate) fn is_number(word: &str) -> bool {
    let others = &english().text.numbers;
    word.starts_with(|c: char| c.is_ascii_digit())
        || cardinal(word).is_some_and(|number| number > 1)
        || others.fractions.has(word)
        || others.collectives.has(word)
}

/// "21st", "83rd": which one, not how many.
pub(crate) fn is_ordinal(word: &str) -> bool {
    let end = word.trim_start_matches(|c: char| c.is_ascii_digit());
    end.len() < word.len() && english().text.numbers.ordinal_endings.has(end)
}

/// The number that `word` is in letters: "twelve".
pub(crate) fn cardinal(word: &str) -> Option<u64> {
    spelt(word).filter(|number| !number.is_ordinal()).map(|number| number.parse())
}

/// The place that `word` is in letters: "twelfth".
pub(crate) fn ordinal(word: &str) -> Option<u64> {
    spelt(word).filter(DigitString::is_ordinal).map(|number| number.parse())
}

/// The number in letters, which may say how many or which one.
fn spelt(word: &str) -> Option<DigitString> {
    // "O" is a nought only where digits are read out.
    const LETTERS_MIN: usize = 3;
    let mut number = DigitString::new();
    let known = word.len() >= LETTERS_MIN && English::new().apply(word, &mut number).is_ok();
    known.then_some(number)
}

/// The number of `word`, in digits or in letters, to which more may be added.
pub(crate) fn digits(word: &str) -> Option<DigitString> {
    if word.is_empty() || !word.bytes().all(|b| b.is_ascii_digit()) {
        return spelt(word).filter(|number| !number.is_ordinal());
    }
    let mut number = DigitString::new();
    number.put(word.as_bytes()).is_ok().then_some(number)
}

/// A count of at most a hundred, in digits or in words: "ten" years before.
pub(crate) fn small_count(word: &str) -> Option<i16> {
    let count = cardinal(word).or_else(|| word.parse().ok())?;
    i16::try_from(count).ok().filter(|count| (1..=100).contains(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_count_are_told_from_those_that_say_which() {
        let cases = [
            ("12", true, None, None),
            ("twelve", true, Some(12), None),
            ("seventeen", true, Some(17), None),
            ("thousands", true, Some(1000), None),
            ("half", true, None, None),
            ("one", false, Some(1), None),
            ("twelfth", false, None, Some(12)),
            ("os", false, None, None),
            ("states", false, None, None),
        ];
        for (word, counts, how_many, which) in cases {
            assert_eq!(
                (is_number(word), cardinal(word), ordinal(word)),
                (counts, how_many, which),
                "{word}"
            );
        }
        assert!(is_ordinal("83rd") && !is_ordinal("83") && !is_ordinal("third"));
        let counts = ["ten", "10", "0", "101", "hundred"].map(small_count);
        assert_eq!(counts, [Some(10), Some(10), None, None, Some(100)]);
    }
}
