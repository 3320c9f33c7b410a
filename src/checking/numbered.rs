//! What is told apart by numbers: "Resolution 2178", "the 83rd General Assembly".

use crate::language::analysis::terms;
use crate::language::dates::is_month;
use crate::language::numbers::is_ordinal;

/// A thing with its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Designation {
    /// The number.
    pub number: String,
    /// Stems of the words that tell what it is the number of.
    pub nouns: Vec<String>,
    /// As written.
    pub wording: String,
}

/// The things in `text` that have numbers.
pub(super) fn designations(text: &str) -> Vec<Designation> {
    const NOUN_WORDS_MAX: usize = 3;
    let words = terms(text);
    let written =
        |from: usize, to: usize| text[words[from].bytes.start..words[to].bytes.end].to_owned();
    let mut found = Vec::new();
    for (at, term) in words.iter().enumerate() {
        let digits = term.word.bytes().all(|b| b.is_ascii_digit());
        let before = at.checked_sub(1).map(|before| &words[before]);
        let spaced = |before: usize| &text[words[before].bytes.end..term.bytes.start] == " ";
        if digits && at > 0 && spaced(at - 1) {
            let noun = before.filter(|noun| {
                let capital = text[noun.bytes.clone()].starts_with(char::is_uppercase);
                capital && !noun.is_stopword() && !is_month(noun)
            });
            if let Some(noun) = noun {
                found.push(Designation {
                    number: term.word.clone(),
                    nouns: vec![noun.stem.clone()],
                    wording: written(at - 1, at),
                });
            }
        } else if is_ordinal(&term.word) {
            let behind = words[at + 1..].iter().take(NOUN_WORDS_MAX);
            let nouns: Vec<String> = behind
                .take_while(|term| !term.is_stopword())
                .map(|term| term.stem.clone())
                .collect();
            if let Some(last) = nouns.len().checked_sub(1) {
                let wording = written(at, at + 1 + last);
                found.push(Designation { number: term.word.clone(), nouns, wording });
            }
        }
    }
    found
}

/// One of `claimed` of which `actual` have the same thing with other numbers only; with the first of
/// these.
pub(super) fn other_designation(
    claimed: &[Designation],
    actual: &[Designation],
) -> Option<(Designation, Designation)> {
    claimed.iter().find_map(|said| {
        let shares =
            |other: &&Designation| other.nouns.iter().any(|noun| said.nouns.contains(noun));
        let mut same = actual.iter().filter(shares);
        let first = same.next()?;
        let agrees = first.number == said.number || same.any(|other| other.number == said.number);
        (!agrees).then(|| (said.clone(), first.clone()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_differ_where_they_are_of_the_same_thing() {
        let cases = [
            ("Resolution 2187", "Security Council Resolution 2178 (2014)", Some("Resolution 2178")),
            ("Resolution 2178", "Security Council Resolution 2178 (2014)", None),
            (
                "the 82nd General Assembly",
                "the 83rd INTERPOL General Assembly",
                Some("83rd INTERPOL General Assembly"),
            ),
            ("the 21st Century", "the 83rd Assembly", None),
            ("Article 5", "Resolution 2178", None),
            ("5 November 2012", "November 4", None),
        ];
        for (claimed, actual, expected) in cases {
            let found = other_designation(&designations(claimed), &designations(actual));
            let found = found.as_ref().map(|(_, actual)| actual.wording.as_str());
            assert_eq!(found, expected, "{claimed} / {actual}");
        }
    }
}
