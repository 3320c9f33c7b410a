//! Dates and lengths of time in a text.

use std::ops::Range;

use super::analysis::{Term, has_stem};
use super::lexicon::english;
use super::numbers::{cardinal, is_number, is_ordinal, ordinal};

/// How far from a length of time the word may stand that says that it lies behind us.
const PERIOD_WORDS_MAX: usize = 4;
/// A deed is not dated by the century that we are in: "the challenges of the 21st century".
const OUR_CENTURY: u16 = 21;

/// Years that a number of four digits stands for, unless the words around it say otherwise.
const YEARS: Range<i16> = 1800..2100;

/// From which on a century in letters is one of the calendar.
const LETTERS_MIN: u16 = 10;

/// What is to be done "at its eighty-second session" has a time.
const SESSION: &str = "session";

/// The stem of the word.
pub const CENTURY: &str = "centuri";

/// Whether `word`, folded and no number, may be part of a date or of a time that lies behind us.
pub(crate) fn may_tell(word: &str) -> bool {
    let times = &english().text.times;
    is_month_name(word) || times.behind_us.has(word) || ordinal(word).is_some()
}

/// Whether the word at `at` is of a date or a length of time, or tells a session by its number.
pub(crate) fn is_time(words: &[Term], at: usize) -> bool {
    is_date(words, at)
        || is_period(&words[at]) && beside(words, at, is_number)
        || words[at].word == SESSION && at > 0 && ordinal(&words[at - 1].word).is_some()
}

/// Whether the word at `at` is of a date, or of a time that lies behind us: "over the past decade",
/// "ten years ago", "in the 9th century", but not "within twelve months".
pub(crate) fn is_past(words: &[Term], at: usize) -> bool {
    let around = at.saturating_sub(PERIOD_WORDS_MAX)..(at + PERIOD_WORDS_MAX).min(words.len());
    let known = &english().text.times.behind_us;
    let behind_us = || words[around].iter().any(|term| known.has(&term.word));
    is_date(words, at)
        || century_at(words, at).is_some_and(|century| century < OUR_CENTURY)
        || is_period(&words[at]) && behind_us()
}

/// The centuries that `words` name by their numbers.
pub fn centuries(words: &[Term]) -> impl Iterator<Item = u16> {
    (0..words.len()).filter_map(|at| century_at(words, at))
}

/// Which century the word at `at` names, which is "century" behind its number.
fn century_at(words: &[Term], at: usize) -> Option<u16> {
    let before = |back: usize| at.checked_sub(back).map_or("", |at| words[at].word.as_str());
    if words[at].stem != CENTURY {
        return None;
    }
    let word = before(1);
    let letters = || {
        let place = ordinal(word)?;
        let twenty = place < 10 && cardinal(before(2)) == Some(20);
        let number = u16::try_from(place).ok()? + if twenty { 20 } else { 0 };
        // "The second century of cooperation" is none of the calendar's.
        (number >= LETTERS_MIN).then_some(number)
    };
    if is_ordinal(word) {
        return word.trim_end_matches(char::is_alphabetic).parse().ok();
    }
    letters()
}

fn is_date(words: &[Term], at: usize) -> bool {
    let term = &words[at];
    is_year(term)
        || is_month(term) && (term.word != "may" || beside(words, at, is_number))
        || is_decade(&term.word)
        || is_early_year(words, at)
}

/// Whether the word before or behind the one at `at` is such.
fn beside(words: &[Term], at: usize, such: fn(&str) -> bool) -> bool {
    let is = |at: usize| words.get(at).is_some_and(|term| such(&term.word));
    at.checked_sub(1).is_some_and(is) || is(at + 1)
}

/// Whether `term` is the name of a month.
pub(crate) fn is_month(term: &Term) -> bool {
    is_month_name(&term.word)
}

/// Whether `word`, folded, is the name of a month.
pub(crate) fn is_month_name(word: &str) -> bool {
    english().text.times.months.iter().any(|month| month.eq_ignore_ascii_case(word))
}

/// Whether `term` is a year of the last two centuries, or of this one.
pub(crate) fn is_year(term: &Term) -> bool {
    year_of(&term.word).is_some()
}

/// The year that `word` is, where it is one of [`YEARS`] in four digits.
pub(crate) fn year_of(word: &str) -> Option<i16> {
    word.parse().ok().filter(|year| word.len() == 4 && YEARS.contains(year))
}

fn is_period(term: &Term) -> bool {
    has_stem(&english().text.times.periods, &term.stem)
}

/// "1990s".
fn is_decade(word: &str) -> bool {
    decade(word).is_some()
}

/// The first year of the decade that `word` names: "1990s".
pub(crate) fn decade(word: &str) -> Option<i16> {
    let year = word.strip_suffix('s').filter(|digits| digits.len() == 4)?.parse().ok()?;
    (year % 10 == 0 && (1000..2100).contains(&year)).then_some(year)
}

/// Whether the word at `at` is a year before those of [`is_year`]: it stands behind a word that goes
/// before years, and counts nothing.
fn is_early_year(words: &[Term], at: usize) -> bool {
    let before = at.checked_sub(1).map_or("", |before| words[before].word.as_str());
    let year = words[at].word.parse::<u16>().is_ok_and(|number| (1000..1800).contains(&number));
    year && english().text.times.before_years.has(before)
        && words.get(at + 1).is_none_or(Term::is_stopword)
}
