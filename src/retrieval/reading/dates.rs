//! Dates and lengths of time in a text.

use super::detail::is_number;
use crate::retrieval::analysis::Term;

/// How far from a length of time the word may stand that says that it lies behind us.
const PERIOD_WORDS_MAX: usize = 4;

/// Whether `word`, folded and no number, may be of a time.
pub(super) fn may_tell(word: &str) -> bool {
    MONTHS.contains(&word)
        || BEHIND_US.contains(&word)
        || word.starts_with("centur")
        || word.starts_with("decade")
}

/// Whether the word at `at` is of a date or a length of time.
pub(super) fn is_time(words: &[Term], at: usize) -> bool {
    is_date(words, at) || is_period(&words[at]) && beside(words, at, is_number)
}

/// Whether the word at `at` is of a date, or of a time that lies behind us: "over the past decade",
/// "ten years ago", "in the 9th century", but not "within twelve months".
pub(super) fn is_past(words: &[Term], at: usize) -> bool {
    let around = at.saturating_sub(PERIOD_WORDS_MAX)..(at + PERIOD_WORDS_MAX).min(words.len());
    let behind_us = || words[around].iter().any(|term| BEHIND_US.contains(&term.word.as_str()));
    let century = words[at].stem == "centuri" && beside(words, at, is_number);
    is_date(words, at) || century || is_period(&words[at]) && behind_us()
}

/// The centuries that are named by their numbers, each by digits and in letters: "19th nineteenth".
pub(super) fn centuries(words: &[Term]) -> impl Iterator<Item = String> {
    words.windows(2).filter(|pair| pair[1].stem == "centuri").filter_map(|pair| {
        let digits = pair[0].word.trim_end_matches(char::is_alphabetic);
        let number: usize = digits.parse().ok()?;
        let letters = number.checked_sub(1).and_then(|at| ORDINALS.get(at)).copied();
        Some(format!("{} {}", pair[0].word, letters.unwrap_or_default()).trim_end().to_owned())
    })
}

fn is_date(words: &[Term], at: usize) -> bool {
    let term = &words[at];
    let before = at.checked_sub(1).map_or("", |before| words[before].word.as_str());
    is_year(term)
        || is_month(term) && (term.word != "may" || beside(words, at, is_number))
        || is_other_year(&term.word) && BEFORE_YEARS.contains(&before)
}

/// Whether the word before or behind the one at `at` is such.
fn beside(words: &[Term], at: usize, such: fn(&str) -> bool) -> bool {
    let is = |at: usize| words.get(at).is_some_and(|term| such(&term.word));
    at.checked_sub(1).is_some_and(is) || is(at + 1)
}

/// Whether `term` is the name of a month.
pub(super) fn is_month(term: &Term) -> bool {
    MONTHS.contains(&term.word.as_str())
}

/// Whether `term` is a year of the last two centuries, or of the next.
pub(super) fn is_year(term: &Term) -> bool {
    term.word.parse::<u16>().is_ok_and(|number| (1800..2200).contains(&number))
}

fn is_period(term: &Term) -> bool {
    PERIODS.contains(&term.stem.as_str())
}

/// "1066", "1990s": a year only behind a word that goes before years.
fn is_other_year(word: &str) -> bool {
    let digits = word.strip_suffix('s').unwrap_or(word);
    digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// What goes before years.
const BEFORE_YEARS: &[&str] =
    &["in", "by", "since", "until", "till", "circa", "early", "late", "mid", "the", "ad", "year"];

const MONTHS: &[&str] = &[
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
];

/// From the first on.
const ORDINALS: &[&str] = &[
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth", "twentieth",
];

/// What says that a time lies behind us.
const BEHIND_US: &[&str] = &["ago", "since", "past", "last", "recent"];

/// Stems of lengths of time.
const PERIODS: &[&str] = &["hour", "day", "week", "month", "year", "decad", "centuri"];
