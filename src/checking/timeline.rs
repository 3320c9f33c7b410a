//! Lines of a timeline: "2012: ...", "5 November 2012 \u{2013} ...", and cells of tables that hold nothing
//! but a date.

use crate::language::analysis::terms;
use crate::language::dates::is_month_name;
use crate::language::lexicon::english;
use crate::reading::Phrasebook;

/// How long a date at the start of a line may be, in bytes.
const DATE_BYTES_MAX: usize = 40;

/// The year of the date that `text` begins with, where a colon or a dash parts it from the rest, or
/// where there is no rest; and the bytes of the date with the mark.
pub(super) fn opening_year(text: &str) -> Option<(i16, usize)> {
    let bare = text.trim_end();
    let limit = bare.char_indices().map(|(at, _)| at).find(|&at| at > DATE_BYTES_MAX);
    let head = &bare[..limit.unwrap_or(bare.len())];
    let marks = [":", " \u{2013}", " \u{2014}", " - "];
    let marked = marks.iter().filter_map(|mark| Some((head.find(mark)?, mark.len()))).min();
    let (end, length) = match marked {
        Some(found) => found,
        None if limit.is_none() => (bare.len(), 0),
        None => return None,
    };
    let date = head[..end].trim_matches(['*', '_', ' ']);
    year_of(date).map(|year| (year, end + length))
}

/// The year of `date`, where it is nothing but one: "2012", "5 November 2012", "2012-11-05".
fn year_of(date: &str) -> Option<i16> {
    let mut year = None;
    for term in terms(date) {
        let word = term.word.as_str();
        let day = word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit());
        let month = is_month_name(word) || english().text.times.short_months.has(word);
        match Phrasebook::year(word) {
            Some(own) if year.is_none() => year = Some(own),
            _ if day || month => {}
            _ => return None,
        }
    }
    year
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_begin_with_a_date() {
        let cases = [
            ("2012: ministers met", Some((2012, 5))),
            ("**2012**: ministers met", Some((2012, 9))),
            ("5 November 2012 \u{2013} ministers met", Some((2012, 19))),
            ("Nov. 2012: ministers met", Some((2012, 10))),
            ("2012-11-05: ministers met", Some((2012, 11))),
            ("2012", Some((2012, 4))),
            ("2012 was a year: ministers met", None),
            ("2012 and 2014: ministers met", None),
            ("In the year of 2012: ministers met", None),
            ("Rome 2012: ministers met", None),
            ("P3A: ministers met", None),
            ("", None),
        ];
        for (line, expected) in cases {
            assert_eq!(opening_year(line), expected, "{line}");
        }
    }
}
