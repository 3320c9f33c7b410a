//! Paragraphs whose line breaks were lost: `... Convention,Noting that ...;(b) ...`.

use crate::HeadingWords;
use crate::numbering::{self, Mark, Number, NumberKind, Sureness};

/// Commas with a capital glued to them that show that breaks were lost. One may be a misprint.
const COMMAS_MIN: usize = 2;
/// A paragraph of a whole page is cut at the ends of sentences.
const PAGE_BYTES: usize = 6_000;
/// No more than this is looked at of a run without blanks, from its end.
const RUN_BYTES_MAX: usize = 300;
/// Into parts that have at least this many bytes.
const PART_BYTES_MIN: usize = 1_500;

/// The bytes of `text` where a paragraph or a point begins though no line does.
pub(crate) fn places(text: &str, words: &HeadingWords) -> Vec<usize> {
    let mut commas = Vec::new();
    let mut sure = Vec::new();
    let mut open = Open::of(text, words);
    let mut token = 0;
    let mut before: [Option<char>; 2] = [None, None];
    for (at, character) in text.char_indices() {
        if character.is_whitespace() {
            token = at + character.len_utf8();
        }
        match before {
            [Some(word), Some(mark @ (',' | ';' | '.' | ':' | ')' | '”' | '"'))]
                if begins_word(&text[at..]) && ends_word(word, mark) =>
            {
                if mark == ',' {
                    commas.push(at);
                } else if matches!(mark, ';' | '.' | ':') {
                    let near = text.floor_char_boundary(at.saturating_sub(RUN_BYTES_MAX));
                    if is_prose(&text[token.max(near)..at]) {
                        sure.push(at);
                        token = at;
                    }
                }
            }
            // A list whose points the file marks with `#`.
            [_, Some(':' | ';' | '.')] if text[at..].starts_with("# ") => sure.push(at),
            [_, Some(last)]
                if character == '('
                    && !last.is_whitespace()
                    && open.takes(&text[at..], last, words) =>
            {
                sure.push(at);
            }
            _ => {}
        }
        before = [before[1], Some(character)];
    }
    if commas.len() >= COMMAS_MIN || commas.first().is_some_and(|at| *at < 100) {
        sure.extend(commas);
    }
    sure.sort_unstable();
    sure
}

/// Whether a word with a capital begins `text`: two letters at least.
fn begins_word(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase)
}

/// Whether `mark` behind `word`, the last character of a word, may end a line.
fn ends_word(word: char, mark: char) -> bool {
    word.is_lowercase() || word.is_numeric() || (word == ')' && mark != ')')
}

/// Whether `token`, a run without blanks, is prose and no address or abbreviation.
fn is_prose(token: &str) -> bool {
    let address = token.contains(['@', '/', '\\']) || token.starts_with("www");
    let word = token.trim_end_matches(['.', ';', ':']);
    let first = word.chars().next();
    let abbreviation =
        word.contains('.') || (first.is_some_and(char::is_uppercase) && word.len() < 5);
    !address && !abbreviation
}

/// The numbers of points that were seen in a paragraph.
struct Open(Vec<(NumberKind, u32)>);

impl Open {
    /// The numbers that the paragraph itself begins with: `1. (a) ...`.
    fn of(text: &str, words: &HeadingWords) -> Self {
        let mut open = Self(Vec::new());
        let mut rest = text;
        for _ in 0..3 {
            let Some(found) = numbering::read(rest, words) else { break };
            open.add(&found.number);
            rest = found.rest;
        }
        open
    }

    fn add(&mut self, number: &Number) {
        for reading in &number.readings {
            self.0.retain(|(kind, _)| *kind != reading.kind);
            self.0.push((reading.kind, reading.value));
        }
    }

    /// Whether the number in brackets that begins `text` is a point behind `last`: the first one
    /// behind a mark, or the one that comes next. `5(b)` and `2(d)` are references.
    fn takes(&mut self, text: &str, last: char, words: &HeadingWords) -> bool {
        let end = text.char_indices().nth(40).map_or(text.len(), |(at, _)| at);
        let found = numbering::read(&text[..end], words)
            .filter(|found| found.number.mark == Mark::Brackets && found.sureness == Sureness::Sure)
            .filter(|found| !found.rest.is_empty());
        let Some(found) = found else { return false };
        let marked = matches!(last, ':' | ';' | ',' | '.' | ']' | '-' | '—' | '–');
        let taken = found.number.readings.iter().any(|reading| {
            let next = self.0.contains(&(reading.kind, reading.value.wrapping_sub(1)));
            (next && (marked || last.is_alphabetic())) || (reading.value == 1 && marked)
        });
        if taken {
            self.add(&found.number);
        }
        taken
    }
}

/// The bytes where sentences begin that cut a paragraph of more than a page into parts.
pub(crate) fn page_places(text: &str) -> Vec<usize> {
    let mut places = Vec::new();
    if text.len() <= PAGE_BYTES {
        return places;
    }
    let mut from = 0;
    let mut before: [Option<char>; 3] = [None; 3];
    for (at, character) in text.char_indices() {
        let begins = match before {
            [Some(word), Some('.' | '!' | '?' | ';'), Some(' ')] => {
                character.is_uppercase() && (word.is_lowercase() || word.is_numeric())
            }
            [_, _, Some('。' | '；')] => true,
            _ => false,
        };
        if begins && at - from >= PART_BYTES_MIN {
            places.push(at);
            from = at;
        }
        before = [before[1], before[2], Some(character)];
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        let mut from = 0;
        let mut parts = Vec::new();
        for to in places(text, &HeadingWords::default()).into_iter().chain([text.len()]) {
            parts.push(&text[from..to]);
            from = to;
        }
        parts
    }

    #[test]
    fn lost_breaks_are_found() {
        assert_eq!(
            cut("The Parties to this Pact,Noting the need,Having met,Agree."),
            ["The Parties to this Pact,", "Noting the need,", "Having met,", "Agree."]
        );
        assert_eq!(
            cut("None of these:(a) War;(b) Famine under article 5(c);and(c) Thirst.All others"),
            [
                "None of these:",
                "(a) War;",
                "(b) Famine under article 5(c);and",
                "(c) Thirst.",
                "All others"
            ]
        );
        assert_eq!(cut("(a) War;(b) Famine"), ["(a) War;", "(b) Famine"]);
    }

    #[test]
    fn runs_without_blanks_are_cut_at_each_mark() {
        assert_eq!(cut(&"Whereas:".repeat(20_000)).len(), 20_000);
        let address = format!("a@b.{}", "Whereas:".repeat(20_000));
        assert!(cut(&address).len() > 19_900);
    }

    #[test]
    fn prose_is_left_alone() {
        for text in [
            "The U.S.The states and e.g.This, that.",
            "As such: (a) war; (b) famine.",
            "See www.Example.org and a.B@Example.Com now",
            "Under article 5(a) and 5(b), the States",
            "A long sentence, longer than most of those that stand in texts of this kind, has one misprint, but in the middle of it,Only one there.",
        ] {
            assert_eq!(cut(text), [text]);
        }
    }

    #[test]
    fn a_page_is_cut_between_sentences() {
        let text = "The States met and spoke of peace. ".repeat(400);
        let places = page_places(&text);
        assert!(places.len() > 5 && places.iter().all(|at| text[*at..].starts_with("The")));
        assert_eq!(page_places("One. Two."), Vec::<usize>::new());
    }
}
