//! Dates as they are written out in a text.

use super::lexicon::english;
use crate::domain::Date;

/// The first full date in `text`: "5 November 2014", "November 5th, 2014", "2014-11-05".
pub(crate) fn written_date(text: &str) -> Option<Date> {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c == ',' || c == '(' || c == ')').collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    (0..words.len()).find_map(|at| date_at(&words, at))
}

fn date_at(words: &[&str], at: usize) -> Option<Date> {
    let word = |ahead: usize| words.get(at + ahead).copied().unwrap_or_default();
    if let Some(date) = iso(word(0)) {
        return Some(date);
    }
    if let Some(month) = month_number(word(0)) {
        return date(year(word(2))?, month, day(word(1))?);
    }
    let first = day(word(0))?;
    // "5 of November 2014".
    let gap = usize::from(word(1).eq_ignore_ascii_case("of"));
    date(year(word(gap + 2))?, month_number(word(gap + 1))?, first)
}

fn iso(word: &str) -> Option<Date> {
    let word = word.trim_matches(|c: char| !c.is_ascii_digit());
    let date: Date = word.parse().ok()?;
    (date.to_string() == word).then_some(date)
}

/// The number of the month that `word` names, in full or cut short.
pub(crate) fn month_number(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.');
    let months = &english().text.times.months;
    let abbreviates = |month: &str| {
        word.len() >= 3
            && word.len() < 5
            && month.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
    };
    let at =
        months.iter().position(|month| month.eq_ignore_ascii_case(word) || abbreviates(month))?;
    i8::try_from(at + 1).ok()
}

fn day(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '.');
    let ordinal = &word[digits.len()..];
    let plain = ordinal.len() <= 2 && (1..=2).contains(&digits.len());
    digits.parse().ok().filter(|day| plain && (1..=31).contains(day))
}

fn year(word: &str) -> Option<i16> {
    let digits = word.trim_matches(|c: char| !c.is_ascii_digit());
    super::dates::year_of(digits)
}

fn date(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_they_are_written() {
        let cases = [
            ("Monaco, 5 November 2014", "2014-11-05"),
            ("Adopted on November 5th, 2014.", "2014-11-05"),
            ("(2014-11-05)", "2014-11-05"),
            ("the 1st of May 1999 and 2 June 2000", "1999-05-01"),
            ("Feb. 2, 2023", "2023-02-02"),
        ];
        for (text, expected) in cases {
            let found = written_date(text).map(|date| date.to_string());
            assert_eq!(found.as_deref(), Some(expected), "{text}");
        }
        for text in ["in November 2014", "31 February 2014", "5 May", "may 50 2014", "", "2014"] {
            assert_eq!(written_date(text), None, "{text}");
        }
    }
}
