//! Which documents a clause cites by their symbols.
//!
//! Found are full symbols (`A/RES/72/233`), and numbers of resolutions as they stand in running
//! text: `72/233`, `2178 (2014)`, `217 A (III)`. A number alone counts where the word for a
//! resolution goes before it, or before the list that it stands in.

use std::ops::Range;

use crate::domain::symbol_key;
use crate::language::headings::HEADINGS;

/// How many words may stand between the word for a resolution and a number of its list.
const LIST_WORDS_MAX: usize = 60;

/// A citation: bytes of the text, and the key of what is cited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    pub(super) range: Range<usize>,
    pub(super) key: String,
}

/// The citations in `text`, in order.
pub(super) fn find(text: &str) -> Vec<Mention> {
    let words = words(text);
    let mut found = Vec::new();
    // How many words ago the word for a resolution stood.
    let mut since: Option<usize> = None;
    let mut at = 0;
    while at < words.len() {
        let word = &text[words[at].clone()];
        if is_resolution(word) {
            since = Some(0);
            at += 1;
            continue;
        }
        let number = number_at(text, &words, at);
        match number {
            Some((range, key, taken)) if is_symbol_start(&text[range.clone()]) => {
                found.push(Mention { range, key });
                at += taken;
            }
            Some((range, key, taken)) if since.is_some() => {
                found.push(Mention { range, key });
                since = Some(0);
                at += taken;
            }
            _ => at += 1,
        }
        // A full stop ends a list.
        let ends = word.ends_with('.') || word.ends_with(';');
        since = since.map(|ago| ago + 1).filter(|&ago| ago <= LIST_WORDS_MAX && !ends);
    }
    found
}

/// The range, the key and the number of words of the citation that begins at word `at`.
fn number_at(
    text: &str,
    words: &[Range<usize>],
    at: usize,
) -> Option<(Range<usize>, String, usize)> {
    let bare = |at: usize| words.get(at).map(|word| trimmed(text, word.clone()));
    let first = bare(at)?;
    let word = &text[first.clone()];
    if is_symbol(word) {
        // "S/RES/2178 (2014)".
        let year = bare(at + 1).filter(|range| is_year_in_brackets(text, range));
        let with_year = word.contains("/RES/") && !word.contains('(');
        return Some(match year.filter(|_| with_year) {
            Some(year) => {
                let range = first.start..year.end + 1;
                (range.clone(), symbol_key(&text[range]), 2)
            }
            None => (first.clone(), symbol_key(word), 1),
        });
    }
    if is_session_number(word) {
        return Some((first.clone(), format!("RES/{word}"), 1));
    }
    // "2200A (XXI)".
    let number = word.strip_suffix(|c: char| c.is_ascii_uppercase()).unwrap_or(word);
    let digits = number.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || !(2..=4).contains(&number.len()) {
        return None;
    }
    let second = bare(at + 1)?;
    if is_year_in_brackets(text, &second) || is_roman_in_brackets(text, &second) {
        let range = first.start..second.end + 1;
        let key = symbol_key(&format!("X/RES/{}", &text[range.clone()]));
        return Some((range, key, 2));
    }
    // "217 A (III)".
    let third = bare(at + 2)?;
    let letter = &text[second];
    let lettered = letter.len() == 1 && letter.bytes().all(|byte| byte.is_ascii_uppercase());
    if lettered && is_roman_in_brackets(text, &third) {
        let range = first.start..third.end + 1;
        let key = symbol_key(&format!("X/RES/{}", &text[range.clone()]));
        return Some((range, key, 3));
    }
    None
}

/// `A/RES/72/233`, `A/C.3/79/L.5`: parts between slashes, a capital first, a digit in it.
fn is_symbol(word: &str) -> bool {
    word.matches('/').count() >= 2
        && word.starts_with(|c: char| c.is_ascii_uppercase())
        && word.contains(|c: char| c.is_ascii_digit())
        && word.chars().all(|c| c.is_ascii_alphanumeric() || "/.-()".contains(c))
        && word.chars().filter(char::is_ascii_lowercase).count() <= 4
}

/// Whether a citation says by itself what it is.
fn is_symbol_start(citation: &str) -> bool {
    citation.split_whitespace().next().is_some_and(is_symbol)
}

/// `72/233`, `73/123 B` without its letter.
fn is_session_number(word: &str) -> bool {
    let Some((session, number)) = word.split_once('/') else { return false };
    let digits = |part: &str, most: usize| {
        (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    digits(session, 2) && session.len() == 2 && digits(number, 3)
}

/// Whether `range`, in which brackets at the ends were left out, is a year in brackets.
fn is_year_in_brackets(text: &str, range: &Range<usize>) -> bool {
    let year = &text[range.clone()];
    let sound = year.len() == 4 && (year.starts_with("19") || year.starts_with("20"));
    in_brackets(text, range) && sound && year.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_roman_in_brackets(text: &str, range: &Range<usize>) -> bool {
    let number = &text[range.clone()];
    in_brackets(text, range) && !number.is_empty() && number.chars().all(|c| "IVXLC".contains(c))
}

fn in_brackets(text: &str, range: &Range<usize>) -> bool {
    text[..range.start].ends_with('(') && text[range.end..].starts_with(')')
}

/// A word without the marks around it; a bracket that opens inside it stays closed.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let word = &text[range.clone()];
    let start = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let from = range.start + word.len() - start.len();
    let end = start.trim_end_matches(|c: char| !c.is_alphanumeric());
    let open = end.contains('(') && !end.contains(')');
    let close = usize::from(open && start[end.len()..].starts_with(')'));
    from..from + end.len() + close
}

/// The stretches between blanks.
fn words(text: &str) -> Vec<Range<usize>> {
    let start_of = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    text.split_whitespace().map(|word| start_of(word)..start_of(word) + word.len()).collect()
}

fn is_resolution(word: &str) -> bool {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    HEADINGS.resolution.has(&bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<String> {
        find(text).into_iter().map(|mention| mention.key).collect()
    }

    #[test]
    fn resolutions_are_found_as_they_are_written() {
        let cases: [(&str, &[&str]); 8] = [
            ("Recalling its resolution 72/233 of 20 December 2017,", &["RES/72/233"]),
            (
                "Recalling its resolutions 71/1 and 72/1, and 73/4 B,",
                &["RES/71/1", "RES/72/1", "RES/73/4"],
            ),
            (
                "resolutions 1267 (1999), 1373 (2001) and 2253 (2015),",
                &["RES/1267(1999)", "RES/1373(2001)", "RES/2253(2015)"],
            ),
            ("in its resolution 217 A (III) of 1948", &["RES/217A(III)"]),
            ("resolution 2200A (XXI)", &["RES/2200A(XXI)"]),
            ("See S/RES/2178 (2014) and A/73/L.5.", &["RES/2178(2014)", "A/73/L.5"]),
            ("about 24/7 work, 12/12 members and 1999 (2000)", &[]),
            ("по резолюции 72/233 от", &["RES/72/233"]),
        ];
        for (text, expected) in cases {
            assert_eq!(keys(text), expected, "{text}");
        }
    }

    #[test]
    fn ranges_are_the_words_of_the_citation() {
        let text = "see (resolution 217 A (III)), and S/RES/2178 (2014).";
        let shown: Vec<&str> = find(text).into_iter().map(|one| &text[one.range]).collect();
        assert_eq!(shown, ["217 A (III)", "S/RES/2178 (2014)"]);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_taken(text in "(resolutions? |[0-9/()A ]|\\PC){0,60}") {
            for mention in find(&text) {
                proptest::prop_assert!(!text[mention.range].is_empty());
            }
        }
    }
}
