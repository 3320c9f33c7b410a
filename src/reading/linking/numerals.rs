//! Which of a series: "second", "II".

use crate::language::numbers::ordinal;

/// The number that `word`, folded, says which of a series by: a Roman numeral in capitals, or an
/// ordinal in letters.
pub(crate) fn numeral(word: &str, capital: bool) -> Option<u8> {
    if capital && let Some(number) = roman(word) {
        return Some(number);
    }
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    ordinal(word).and_then(|number| u8::try_from(number).ok())
}

/// The number of a Roman numeral up to 39.
pub(super) fn roman(word: &str) -> Option<u8> {
    let value = |c| match c {
        'i' => Some(1_i32),
        'v' => Some(5),
        'x' => Some(10),
        _ => None,
    };
    let values: Vec<i32> = word.chars().map(value).collect::<Option<_>>()?;
    let next = |at: usize| values.get(at + 1).copied().unwrap_or(0);
    let signed = |(at, &own): (usize, &i32)| if own < next(at) { -own } else { own };
    let total: i32 = values.iter().take(6).enumerate().map(signed).sum();
    u8::try_from(total).ok().filter(|total| (1..40).contains(total))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinals_and_roman_numerals_tell_which_of_a_series() {
        let cases = [
            ("iii", true, Some(3)),
            ("iv", true, Some(4)),
            ("xix", true, Some(19)),
            ("ii", false, None),
            ("second", false, Some(2)),
            ("2", true, None),
            ("law", true, None),
        ];
        for (word, capital, expected) in cases {
            assert_eq!(numeral(word, capital), expected, "{word}");
        }
    }
}
