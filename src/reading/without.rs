//! What documents that are asked for may not speak of: "which declarations mention trafficking but not
//! gangs?".

use super::selection::DocumentSelection;
use super::words::{Role, Words};
use crate::language::lexicon::english;

/// What documents may not speak of, as typed, where the question asks `which` do and says so. Marks the words that do.
pub(super) fn without(
    words: &mut Words<'_>,
    which: bool,
    selection: DocumentSelection,
) -> Option<String> {
    if !which || selection == DocumentSelection::Silent {
        return None;
    }
    let (at, start) = (1..words.len()).find_map(|at| Some((at, excluded_from(words, at)?)))?;
    let topical = |at: usize| words.role(at) == Role::Topic && !words.term(at).is_stopword();
    let saying = &english().questions.saying.words;
    let before = (0..at).any(|at| topical(at) && !saying.has(words.word(at)));
    if !before || !(start..words.len()).any(topical) {
        return None;
    }
    let excluded = words.text_between(start..words.len()).to_owned();
    words.mark(at..words.len(), Role::Frame);
    Some(excluded)
}

/// Where what is excluded begins, if the words from `at` on exclude something.
fn excluded_from(words: &Words<'_>, at: usize) -> Option<usize> {
    let known = &english().questions.without;
    let saying = &english().questions.saying;
    let says = |at: usize| saying.words.has(words.word(at));
    let about = |at: usize| at + usize::from(known.about.has(words.word(at)));
    if known.lacking.has(words.word(at)) {
        let start = at + 1 + usize::from(says(at + 1));
        return Some(about(start)).filter(|&start| start < words.len());
    }
    // "Which statements on drugs do not mention gangs?"
    let denies = |at: usize| saying.denying.has(words.word(at)) && says(at + 1);
    if denies(at) && at > 1 {
        return Some(about(at + 2));
    }
    if !known.joints.has(words.word(at)) {
        return None;
    }
    let mut next = at + 1;
    let bare = words.word(next) == "not";
    while saying.auxiliaries.has(words.word(next)) || saying.between.has(words.word(next)) {
        next += 1;
    }
    if saying.denying.has(words.word(next)) {
        next += 1;
        // "And do not respect borders" is said of something else.
        return match (says(next), bare) {
            (true, _) => Some(about(next + 1)),
            (false, true) => Some(about(next)),
            (false, false) => None,
        };
    }
    // "But say nothing about gangs".
    let nothing = says(next) && words.word(next + 1) == "nothing";
    nothing.then(|| about(next + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_not_be_spoken_of_is_told_from_the_topic() {
        let cases = [
            ("Which declarations mention trafficking but not gangs?", Some("gangs")),
            ("which mention drugs and not organized crime", Some("organized crime")),
            ("Which texts mention drugs but do not mention gangs?", Some("gangs")),
            ("Which texts mention drugs but don't speak of gangs?", Some("gangs")),
            ("Which texts mention drugs without mentioning gangs?", Some("gangs")),
            ("Which texts mention drugs but say nothing about gangs?", Some("gangs")),
            ("Which texts say that gangs act and do not respect borders?", None),
            ("Which texts do not mention gangs?", None),
            ("Which texts mention gangs but not?", None),
            ("Which texts mention gangs and drugs?", None),
        ];
        for (question, expected) in cases {
            let mut words = Words::new(question);
            for at in 0..words.len() {
                if words.word(at) == "texts" || words.word(at) == "declarations" {
                    words.mark(at..at + 1, Role::Frame);
                }
            }
            let expected = expected.map(str::to_owned);
            assert_eq!(without(&mut words, true, DocumentSelection::Any), expected, "{question}");
        }
    }
}
