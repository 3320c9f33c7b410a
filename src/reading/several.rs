//! The questions that one text asks: "which declarations mention gangs, and when were they adopted?".

use std::ops::Range;

use super::quotation::marked;
use super::words::Words;
use crate::language::lexicon::english;
use crate::language::sentences::sentences;

/// More questions than this are not answered one by one.
pub(crate) const QUESTIONS_MAX: usize = 4;

/// The questions that `text` asks, in order: one, where it asks one or too many.
///
/// Sentences that ask nothing go with the next question, since they may say what it is about.
pub(crate) fn questions(text: &str) -> Vec<&str> {
    let mut found: Vec<Range<usize>> = Vec::new();
    if marked(text).is_none() {
        let mut start = None;
        for sentence in sentences(text, &[]) {
            let from = start.take().unwrap_or(sentence.start);
            if asks(&Words::new(&text[sentence.clone()])) {
                found.extend(joined(&text[sentence.clone()]).into_iter().map(|part| {
                    let begins = part.start == 0;
                    let start = if begins { from } else { sentence.start + part.start };
                    start..sentence.start + part.end
                }));
            } else {
                start = Some(from);
            }
        }
        // Last sentences without a question belong to the question before them.
        if let (Some(_), Some(last)) = (start, found.last_mut()) {
            last.end = text.trim_end().len();
        }
    }
    match found.len() {
        2..=QUESTIONS_MAX => found.into_iter().map(|range| &text[range]).collect(),
        _ => vec![text],
    }
}

/// Whether `question` asks about several things that the question before it was answered with: "when were
/// they adopted?", "when?".
pub(crate) fn names_several(question: &str) -> bool {
    let asking = &english().questions;
    let words = Words::new(question);
    let stands_for_several = |at: usize| {
        let word = words.word(at);
        asking.pronouns.has(word) && !asking.pronouns_of_one.has(word)
            || asking.several.each.has(word)
    };
    words.len() == 1 || (0..words.len()).any(stands_for_several)
}

/// Whether a sentence asks or tells to do something.
fn asks(words: &Words<'_>) -> bool {
    first_word(words).is_some_and(|at| opens(words, at))
}

/// The first word that is no greeting and no "and".
fn first_word(words: &Words<'_>) -> Option<usize> {
    let asking = &english().questions;
    let passed = |at: &usize| {
        let word = words.word(*at);
        asking.opening.has(word) || asking.fillers.has(word) && !asking.several.requests.has(word)
    };
    (0..words.len()).find(|at| !passed(at))
}

/// Whether the word at `at` opens a question or a request.
fn opens(words: &Words<'_>, at: usize) -> bool {
    let several = &english().questions.several;
    let word = words.word(at);
    several.interrogatives.has(word) || several.auxiliaries.has(word) || several.requests.has(word)
}

/// Where the questions stand that are joined in one sentence: "... and which ...", "..., and when?".
fn joined(sentence: &str) -> Vec<Range<usize>> {
    let words = Words::new(sentence);
    let Some(first) = first_word(&words) else {
        return std::iter::once(0..sentence.len()).collect();
    };
    let mut parts = Vec::new();
    let mut start = 0;
    for at in first + 1..words.len() {
        if words.word(at) == "and" && begins_another(&words, first, at) {
            let before = &sentence[start..words.term(at).bytes.start];
            let end = start + before.trim_end_matches([' ', ',', ';']).len();
            parts.push(start..end);
            start = words.term(at + 1).bytes.start;
        }
    }
    parts.push(start..sentence.len());
    parts
}

/// Whether the "and" at `at` joins another question to the one that begins at `first`.
fn begins_another(words: &Words<'_>, first: usize, at: usize) -> bool {
    let several = &english().questions.several;
    let next = at + 1;
    let rest = words.len() - next.min(words.len());
    let word = words.word(next);
    let auxiliary = |at: usize| several.auxiliaries.has(words.word(at));
    // "..., and when?"
    if rest == 1 {
        return several.interrogatives.has(word) && !english().questions.which.has(word);
    }
    // "who decides and how it is paid" asks one thing, or is what something is said of.
    let direct = auxiliary(next) && rest > 1
        || several.interrogatives.has(word) && (auxiliary(next + 1) || auxiliary(next + 2));
    let alike = word == words.word(first);
    let marked = words.mark_before(at);
    let asks_of = several.interrogatives.has(word) && !words.term(next + 1).is_stopword();
    direct && (marked || alike || auxiliary(first)) || alike && asks_of
}

/// Where the verb stands behind the question word at `at`: "when did", "when and where will".
pub(super) fn behind_joined(words: &Words<'_>, at: usize) -> usize {
    let joined = english().documents.connectors.conjunctions.has(words.word(at + 1))
        && english().questions.several.interrogatives.has(words.word(at + 2));
    at + if joined { 3 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_are_told_apart() {
        let cases: [(&str, &[&str]); 20] = [
            (
                "Which declarations mention gangs, and when were they adopted?",
                &["Which declarations mention gangs", "when were they adopted?"],
            ),
            (
                "Which treaties allow reservations and which forbid them?",
                &["Which treaties allow reservations", "which forbid them?"],
            ),
            ("Who adopted it, and when?", &["Who adopted it", "when?"]),
            (
                "Does Monaco mention drugs? Does Rome?",
                &["Does Monaco mention drugs?", "Does Rome?"],
            ),
            (
                "Does Monaco mention drugs and does Rome mention gangs?",
                &["Does Monaco mention drugs", "does Rome mention gangs?"],
            ),
            (
                "Hello. I read the Rome declaration. Does it mention drugs? What of gangs, and how strongly does it bind?",
                &[
                    "Hello. I read the Rome declaration. Does it mention drugs?",
                    "What of gangs",
                    "how strongly does it bind?",
                ],
            ),
            (
                "List the treaties on torture. When was each adopted? It is urgent.",
                &["List the treaties on torture.", "When was each adopted? It is urgent."],
            ),
            (
                "Which declarations mention gangs? What about drugs?",
                &["Which declarations mention gangs?", "What about drugs?"],
            ),
            ("Which declarations mention gangs and drugs?", &[]),
            ("What do they say about who pays and how it is paid?", &[]),
            ("Which declarations say when and where to meet?", &[]),
            ("What is said about crime and what it costs?", &[]),
            ("Compare Rome and Monaco on gangs.", &[]),
            ("Who says “Does it bind? And how?”", &[]),
            ("drugs? gangs?", &[]),
            ("Hello. Thanks.", &[]),
            ("I read it. Which declarations mention gangs?", &[]),
            ("Which state is named and which", &[]),
            ("What? What? What? What? What?", &[]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            let expected = if expected.is_empty() { &[text][..] } else { expected };
            assert_eq!(questions(text), expected, "{text}");
        }
    }
}
