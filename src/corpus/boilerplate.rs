//! What stands on a page without being said by it: counters, navigation, headings over nothing.

use jiff::civil::Date;

use super::words::{self, words};
use crate::language::lexicon::english;
use crate::language::sentences;

/// Whether a line has no letters: `19`, `/`, `1 / 19`, `***`.
pub(super) fn is_counter(line: &str) -> bool {
    !line.contains(char::is_alphabetic)
}

/// Whether a line is the bare heading of a list of links.
pub(super) fn is_navigation(line: &str) -> bool {
    let line = line.trim_end_matches([':', '»', '›', ' ']).to_lowercase();
    english().documents.boilerplate.navigation.has(&line)
}

/// Whether a line has the looks of a heading: a few words without a mark at the end.
pub(super) fn is_heading(line: &str) -> bool {
    const HEADING_WORDS_MAX: usize = 4;
    words::count(line) <= HEADING_WORDS_MAX
        && line.starts_with(char::is_uppercase)
        && line.ends_with(char::is_alphabetic)
        && sentences::ends(line).is_empty()
}

/// Whether a line is a heading that ends in an ordinal and so heads what follows: "Speeches -
/// Panel 1", "Article 12".
pub(super) fn is_ordinal_heading(line: &str) -> bool {
    const HEADING_WORDS_MAX: usize = 6;
    const DIGITS_MAX: usize = 3;
    let words = words(line);
    let [.., before, last] = words.as_slice() else { return false };
    let number = last.text.len() <= DIGITS_MAX && last.text.bytes().all(|b| b.is_ascii_digit());
    let numbered = &english().documents.boilerplate.numbered;
    let roman = last.text.bytes().all(|b| b"IVXLC".contains(&b)) && before.is_one_of(numbered);
    words.len() <= HEADING_WORDS_MAX
        && before.text.starts_with(char::is_alphabetic)
        && (number || roman)
}

/// Whether a line is the date `date` and no more, in one of the usual forms.
pub(super) fn is_date_line(line: &str, date: Date) -> bool {
    let line = line.trim_end_matches('.');
    ["%-d %B %Y", "%d %B %Y", "%B %-d, %Y", "%-d %b %Y", "%Y-%m-%d", "%d/%m/%Y"]
        .iter()
        .any(|format| date.strftime(format).to_string().eq_ignore_ascii_case(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_navigation_and_dates_are_told_from_words() {
        assert!(["/", "1 /", "19", "1 / 19", "* * *"].into_iter().all(is_counter));
        assert!(!is_counter("5 November 2014"));
        assert!(is_navigation("See also") && is_navigation("Related documents:"));
        assert!(!is_navigation("See also the declaration"));
        let date = jiff::civil::date(2014, 11, 5);
        for line in ["5 November 2014", "05 November 2014", "November 5, 2014", "2014-11-05"] {
            assert!(is_date_line(line, date), "{line}");
        }
        assert!(!is_date_line("On 5 November 2014", date));
        assert!(!is_date_line("6 November 2014", date));
    }

    #[test]
    fn headings_are_told_from_captions() {
        let cases = [
            ("Ministerial Session", true, false),
            ("Speeches - Panel 1", false, true),
            ("Article 12", false, true),
            ("Session II", true, true),
            ("HSH Prince Albert II", true, false),
            ("Guests of honour from the host country Monaco.", false, false),
            ("Building Stronger Institutions for Cooperation", false, false),
            ("5 November 2014", false, false),
            ("7", false, false),
        ];
        for (line, heading, ordinal) in cases {
            assert_eq!(is_heading(line), heading, "{line}");
            assert_eq!(is_ordinal_heading(line), ordinal, "{line}");
        }
    }
}
