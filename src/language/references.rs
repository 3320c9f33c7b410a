//! Which documents a clause cites by their symbols.
//!
//! Found are full symbols (`A/RES/72/233`), and numbers of resolutions as they stand in running
//! text: `72/233`, `2178 (2014)`, `217 A (III)`. A number alone counts where the word for a
//! resolution goes before it, or before the list that it stands in.

use std::ops::Range;

use super::headings::HEADINGS;
use crate::domain::symbol_key;

/// How many words may stand between the word for a resolution and a number of its list.
const LIST_WORDS_MAX: usize = 60;

/// A citation: bytes of the text, and the key of what is cited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mention {
    pub(crate) range: Range<usize>,
    pub(crate) key: String,
}

/// The citations in `text`, in order.
pub(crate) fn find(text: &str) -> Vec<Mention> {
    find_behind(text, false)
}

/// The same in a question, where a number needs no word for a resolution: "who cites 72/233?"
pub(crate) fn find_in_question(text: &str) -> Vec<Mention> {
    find_behind(text, true)
}

/// The citations in `text`; `always` takes a number for one wherever it stands.
fn find_behind(text: &str, always: bool) -> Vec<Mention> {
    let words = words(text);
    let mut found = Vec::new();
    // How many words ago the word for a resolution stood, and whose resolution it is.
    let mut since: Option<usize> = None;
    let mut of_council = false;
    let mut at = 0;
    while at < words.len() {
        let word = &text[words[at].clone()];
        if is_resolution(word) {
            since = Some(0);
            of_council = council_before(text, &words[..at]);
            at += 1;
            continue;
        }
        let number = number_at(text, &words, at);
        match number {
            Some((range, key, taken)) if is_symbol_start(&text[range.clone()]) => {
                found.push(Mention { range, key });
                at += taken;
            }
            Some((range, key, taken)) if always || since.is_some() => {
                at += taken;
                let own = of_council || council_behind(text, &words[at..]);
                let key = if own { of_rights_council(&key) } else { key };
                found.push(Mention { range, key });
                since = Some(0);
            }
            _ => at += 1,
        }
        // A full stop ends a list.
        let ends = word.ends_with('.') || word.ends_with(';');
        since = since.map(|ago| ago + 1).filter(|&ago| ago <= LIST_WORDS_MAX && !ends);
    }
    found
}

/// The key of a council's resolution: those that are counted by sessions are of the Human Rights
/// Council, and would be taken for the assembly's.
fn of_rights_council(key: &str) -> String {
    let session = key
        .strip_prefix("RES/")
        .filter(|number| number.split_once('/').is_some_and(|(session, _)| session.len() <= 2));
    session.map_or_else(|| key.to_owned(), |number| format!("A/HRC/RES/{number}"))
}

/// Whether the words before the one for a resolution say that it is a council's: "Council
/// resolution", "the Council in its resolution".
fn council_before(text: &str, before: &[Range<usize>]) -> bool {
    let word = |back: usize| {
        let at = before.len().checked_sub(back)?;
        Some(folded(text, &before[at]))
    };
    let is_council = |word: Option<String>| word.is_some_and(|own| HEADINGS.council.has(&own));
    let joined = |back: usize| word(back).is_some_and(|own| HEADINGS.before_resolution.has(&own));
    is_council(word(1)) || joined(1) && (is_council(word(2)) || joined(2) && is_council(word(3)))
}

/// Whether the words behind a number say so: "of the Human Rights Council".
fn council_behind(text: &str, behind: &[Range<usize>]) -> bool {
    const WORDS_MAX: usize = 5;
    let words: Vec<String> = behind.iter().take(WORDS_MAX).map(|word| folded(text, word)).collect();
    let council = words.iter().position(|word| HEADINGS.council.has(word));
    council.is_some_and(|at| {
        words[..at].first().is_some_and(|word| HEADINGS.behind_resolution.has(word))
            && words[..at].iter().any(|word| HEADINGS.rights.has(word))
    })
}

/// A word in small letters, without the marks around it.
fn folded(text: &str, range: &Range<usize>) -> String {
    text[range.clone()].trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
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
    let keyed = |range: Range<usize>, taken: usize| {
        let key = symbol_key(&format!("X/RES/{}", &text[range.clone()]));
        (range, key, taken)
    };
    let is_letter = |range: &Range<usize>| {
        let letter = &text[range.clone()];
        letter.len() == 1 && letter.bytes().all(|byte| byte.is_ascii_uppercase())
    };
    let bare_number = word.strip_suffix(|c: char| c.is_ascii_uppercase()).unwrap_or(word);
    if is_session_number(bare_number) {
        // "73/4 B": a part of a resolution that has several.
        let part = bare(at + 1).filter(|range| is_letter(range) && bare_number == word);
        let part = part.filter(|part| text[first.end..part.start].trim().is_empty());
        return Some(match part {
            Some(part) => keyed(first.start..part.end, 2),
            None => keyed(first, 1),
        });
    }
    // "2200A (XXI)".
    let digits = bare_number.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || !(2..=4).contains(&bare_number.len()) {
        return None;
    }
    let second = bare(at + 1)?;
    if is_year_in_brackets(text, &second) || is_roman_in_brackets(text, &second) {
        return Some(keyed(first.start..second.end + 1, 2));
    }
    // "217 A (III)".
    let third = bare(at + 2)?;
    (is_letter(&second) && is_roman_in_brackets(text, &third))
        .then(|| keyed(first.start..third.end + 1, 3))
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

/// `72/233`, `S-27/1`, `ES-10/22`, `2005/4`.
fn is_session_number(word: &str) -> bool {
    let Some((session, number)) = word.split_once('/') else { return false };
    let digits = |part: &str, least: usize, most: usize| {
        (least..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let hyphens = ['-', '\u{2010}', '\u{2011}'];
    let special = session.split_once(hyphens);
    let session = match special {
        Some(("S" | "ES", session)) => digits(session, 1, 2),
        Some(_) => false,
        None => {
            let year =
                session.len() == 4 && (session.starts_with("19") || session.starts_with("20"));
            digits(session, 2, 2) || year && digits(session, 4, 4)
        }
    };
    session && digits(number, 1, 3)
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
        let cases: &[(&str, &[&str])] = &[
            ("Recalling its resolution 72/233 of 20 December 2017,", &["RES/72/233"]),
            (
                "Recalling its resolutions 71/1 and 72/1, and 73/4 B,",
                &["RES/71/1", "RES/72/1", "RES/73/4B"],
            ),
            ("its resolutions 79/245 A and 79/245 B of 2025", &["RES/79/245", "RES/79/245B"]),
            ("resolution ES\u{2011}11/4 and resolution S-27/2", &["RES/ES-11/4", "RES/S-27/2"]),
            (
                "General Assembly resolution 60/251 and Human Rights Council resolutions 5/1, 54/6",
                &["RES/60/251", "A/HRC/RES/54/6"],
            ),
            (
                "the Council in its resolutions 58/13 and 60/2",
                &["A/HRC/RES/58/13", "A/HRC/RES/60/2"],
            ),
            ("the resolution 58/13 by the Human Rights Council", &["A/HRC/RES/58/13"]),
            ("Security Council resolutions 2178 (2014)", &["RES/2178(2014)"]),
            ("Economic and Social Council resolution 2005/4", &["RES/2005/4"]),
            (
                "resolutions 1267 (1999), 1373 (2001) and 2253 (2015),",
                &["RES/1267(1999)", "RES/1373(2001)", "RES/2253(2015)"],
            ),
            ("in its resolution 217 A (III) of 1948", &["RES/217(III)"]),
            ("resolution 2200A (XXI)", &["RES/2200(XXI)"]),
            ("See S/RES/2178 (2014) and A/73/L.5.", &["RES/2178(2014)", "A/73/L.5"]),
            ("about 24/7 work, 12/12 members and 1999 (2000)", &[]),
            ("по резолюции 72/233 от", &["RES/72/233"]),
        ];
        for (text, expected) in cases {
            assert_eq!(keys(text), *expected, "{text}");
        }
    }

    #[test]
    fn a_question_needs_no_word_for_a_resolution() {
        let found = find_in_question("Who cites 72/233 and 217 A (III)?");
        let keys: Vec<&str> = found.iter().map(|one| one.key.as_str()).collect();
        assert_eq!(keys, ["RES/72/233", "RES/217(III)"]);
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
