//! Dates and spans of time in a question, in any of the forms in which they are typed.

use std::ops::Range;

use crate::language::calendar::month_number;
use crate::language::dates::year_of;
use crate::language::lexicon::english;
use crate::language::numbers::{is_ordinal, small_count};
use crate::reading::words::Words;

/// A span of time, both ends included. Days are counted as `year * 10000 + month * 100 + day`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Period {
    /// The words that give it.
    pub(crate) words: Range<usize>,
    /// Its first day.
    pub(crate) from: i32,
    /// Its last day.
    pub(crate) to: i32,
}

impl Period {
    /// Whether `day` lies in it.
    pub(crate) const fn holds(&self, day: i32) -> bool {
        self.from <= day && day <= self.to
    }

    /// Whether an end of it is told more exactly than by the year.
    pub(crate) const fn is_narrow(&self) -> bool {
        self.from % 10_000 != 101 || self.to % 10_000 != 1231
    }

    /// The year of its first day.
    fn year(&self) -> i16 {
        i16::try_from(self.from / 10_000).unwrap_or_default()
    }

    /// The month of its first day.
    fn month(&self) -> i8 {
        i8::try_from(self.from / 100 % 100).unwrap_or_default()
    }

    /// Whether it is told more exactly than by years.
    pub(crate) const fn is_exact(&self) -> bool {
        self.to - self.from < 1000
    }
}

/// The number of a day.
pub(crate) fn day_number(year: i16, month: i8, day: i8) -> i32 {
    i32::from(year) * 10_000 + i32::from(month) * 100 + i32::from(day)
}

/// About how many days lie before the day with this number: enough to tell which of two is nearer.
pub(crate) const fn day_count(number: i32) -> i32 {
    number / 10_000 * 372 + number / 100 % 100 * 31 + number % 100
}

/// All dates and closed ranges in `words`, in order: "feb 2 2023", "8 May 2022", "5.11.2012",
/// "Nov. 2012", "2010-2013", "between 2009 and March 2014". A day without a year is of the year
/// before it in the question.
pub(crate) fn periods(words: &Words<'_>) -> Vec<Period> {
    let mut found: Vec<Period> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let last_year = found.last().and_then(|period| i16::try_from(period.from / 10_000).ok());
        let later = found.last().and_then(|last| later(words, at, last));
        match later.or_else(|| single(words, at, last_year)) {
            Some(period) => {
                at = period.words.end;
                match found.pop_if(|before| makes_range(words, before, &period)) {
                    Some(before) => {
                        let opens = opens_range(words, before.words.start);
                        let start = before.words.start - usize::from(opens);
                        found.push(Period { words: start..at, from: before.from, to: period.to });
                    }
                    None => found.push(period),
                }
            }
            None => at += 1,
        }
    }
    found
}

/// "A year later", "two years later": the same months and days, so many years behind the date before.
fn later(words: &Words<'_>, at: usize, last: &Period) -> Option<Period> {
    let known = &english().questions.documents;
    let counted = small_count(words.word(at)).or((words.word(at) == "a").then_some(1))?;
    let told = known.years.has(words.word(at + 1)) && known.later.has(words.word(at + 2));
    let shift = i32::from(counted) * 10_000;
    told.then(|| Period { words: at..at + 3, from: last.from + shift, to: last.to + shift })
}

/// Whether a word stands before `at` that opens a range: "between", "from".
fn opens_range(words: &Words<'_>, at: usize) -> bool {
    at > 0 && english().text.times.opening_ranges.has(words.word(at - 1))
}

/// Whether two dates are the ends of one range.
fn makes_range(words: &Words<'_>, first: &Period, second: &Period) -> bool {
    let (end, start) = (first.words.end, second.words.start);
    if first.to >= second.to {
        return false;
    }
    if end == start {
        // "2010-2013", but not "2010, 2013".
        return words.hyphen_before(start);
    }
    let opened = opens_range(words, first.words.start);
    let word = words.word(end);
    start == end + 1 && (english().text.times.until.has(word) || opened && word == "and")
}

/// The date that begins with the word at `at`.
fn single(words: &Words<'_>, at: usize, last_year: Option<i16>) -> Option<Period> {
    let word = |ahead: usize| words.word(at + ahead);
    let year = |ahead: usize| year_of(word(ahead));
    let period = |length: usize, year: i16, month: Option<i8>, day: Option<i8>| Period {
        words: at..at + length,
        from: day_number(year, month.unwrap_or(1), day.unwrap_or(1)),
        to: day_number(year, month.unwrap_or(12), day.unwrap_or(31)),
    };
    if let Some((year, month, day)) = pointed(words.typed(at)) {
        return Some(period(1, year, Some(month), Some(day)));
    }
    if let Some(year) = year(0) {
        // "2012-11-05".
        let iso = number(word(1), 12).zip(number(word(2), 31));
        let two = word(1).len() == 2 && word(2).len() == 2 && words.hyphen_before(at + 1);
        return Some(match iso.filter(|_| two) {
            Some((month, day)) => period(3, year, Some(month), Some(day)),
            None => period(1, year, None, None),
        });
    }
    if let Some(month) = month_number(word(0)) {
        if let Some(year) = year(1) {
            return Some(period(2, year, Some(month), None));
        }
        if let (Some(day), Some(year)) = (day(word(1)), year(2)) {
            return Some(period(3, year, Some(month), Some(day)));
        }
        // "Had signed that June": of the year before.
        let that = at > 0 && words.word(at - 1) == "that";
        if let Some(year) = last_year.filter(|_| that && year(1).is_none()) {
            return Some(period(1, year, Some(month), None));
        }
        let of = usize::from(word(1) == "of");
        // "March and June 2022".
        let next = || behind_joint(words, at + 1).filter(Period::is_narrow).map(|next| next.year());
        let behind = || next().map(|year| period(1, year, Some(month), None));
        let own = year(1 + of).map(|year| period(2 + of, year, Some(month), None));
        return own.or_else(behind);
    }
    let day = day(word(0))?;
    // "11 and 23 January 2024".
    if let Some(next) = behind_joint(words, at + 1).filter(|next| next.from == next.to) {
        return Some(period(1, next.year(), Some(next.month()), Some(day)));
    }
    let of = usize::from(word(1) == "of");
    if let Some(month) = month_number(word(1 + of)) {
        let typed = year(2 + of);
        // "3 May and 5 June 2021".
        let next = || behind_joint(words, at + 2 + of).map(|next| next.year());
        let year = typed.or_else(next).or(last_year)?;
        let length = 2 + of + usize::from(typed.is_some());
        return Some(period(length, year, Some(month), Some(day)));
    }
    // "5/11/2012".
    let month = number(word(1), 12)?;
    year(2).filter(|_| word(0).len() <= 2).map(|year| period(3, year, Some(month), Some(day)))
}

/// The date behind the "and" at `at`, which gives the one before it what that leaves out.
fn behind_joint(words: &Words<'_>, at: usize) -> Option<Period> {
    let joined = english().questions.labels.joints.has(words.word(at));
    joined.then(|| single(words, at + 1, None)).flatten()
}

/// "5.11.2012".
fn pointed(word: &str) -> Option<(i16, i8, i8)> {
    let mut parts = word.split('.');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let found = (year_of(year)?, number(month, 12)?, number(day, 31)?);
    parts.next().is_none().then_some(found)
}

fn number(word: &str, most: i8) -> Option<i8> {
    word.parse().ok().filter(|number| (1..=most).contains(number))
}

/// "8", "8th".
fn day(word: &str) -> Option<i8> {
    let digits = if is_ordinal(word) { word.trim_end_matches(char::is_alphabetic) } else { word };
    number(digits, 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_near_across_the_turn_of_a_year() {
        let apart = |one, other| day_count(one).abs_diff(day_count(other));
        assert!(apart(20_121_231, 20_130_101) < apart(20_121_231, 20_121_201));
        assert!(apart(20_121_231, 20_130_101) < apart(20_130_101, 20_130_901));
    }

    #[test]
    fn dates_are_read_in_any_form() {
        let cases: &[(&str, &[(i32, i32)])] = &[
            ("the text of feb 2 2023", &[(20_230_202, 20_230_202)]),
            ("Nov. 2012", &[(20_121_101, 20_121_131)]),
            (
                "on 5.11.2012, 2012-11-06 and 7/11/2012",
                &[(20_121_105, 20_121_105), (20_121_106, 20_121_106), (20_121_107, 20_121_107)],
            ),
            (
                "of 9 October 2023 and that of 22 October",
                &[(20_231_009, 20_231_009), (20_231_022, 20_231_022)],
            ),
            ("of 2021 and 2022", &[(20_210_101, 20_211_231), (20_220_101, 20_221_231)]),
            ("2010-2013", &[(20_100_101, 20_131_231)]),
            ("between 2009 and March 2014", &[(20_090_101, 20_140_331)]),
            ("from May 2009 to 2014", &[(20_090_501, 20_141_231)]),
            ("December 2022 and May 2023", &[(20_221_201, 20_221_231), (20_230_501, 20_230_531)]),
            ("states may act in 12 months", &[]),
            ("in May 2021 and a year later", &[(20_210_501, 20_210_531), (20_220_501, 20_220_531)]),
            (
                "on 3 May 2021, and two years later",
                &[(20_210_503, 20_210_503), (20_230_503, 20_230_503)],
            ),
            ("in March 2021 and that June", &[(20_210_301, 20_210_331), (20_210_601, 20_210_631)]),
            ("a year later", &[]),
            (
                "the 11 and 23 January 2024 texts",
                &[(20_240_111, 20_240_111), (20_240_123, 20_240_123)],
            ),
            ("of 3 May and 5 June 2021", &[(20_210_503, 20_210_503), (20_210_605, 20_210_605)]),
            ("of March and June 2022", &[(20_220_301, 20_220_331), (20_220_601, 20_220_631)]),
            ("between 11 and 23 January 2024", &[(20_240_111, 20_240_123)]),
            ("11 and 23 states", &[]),
            ("12 and 2024", &[(20_240_101, 20_241_231)]),
        ];
        for (text, expected) in cases {
            let found = periods(&Words::new(text));
            let found: Vec<_> = found.iter().map(|period| (period.from, period.to)).collect();
            assert_eq!(found, *expected, "{text}");
        }
    }
}
