//! Words of titles and openings, as names of documents are indexed by them.

use super::numerals::numeral;
use crate::language::analysis::is_stopword;
use crate::language::dates::year_of;
use crate::language::lexicon::english;

/// A word of a name, as it is indexed.
pub(super) struct Word {
    pub(super) folded: Box<str>,
    pub(super) stem: Box<str>,
    pub(super) capital: bool,
    pub(super) initials: bool,
}

impl Word {
    /// "US" is a name; "us" is not.
    pub(super) fn carries_weight(&self) -> bool {
        self.initials || !is_stopword(&self.folded)
    }
}

/// Which of `words` are of what other texts are called: "Hague" of "the Hague Convention", and of "the
/// Convention of The Hague".
pub(super) fn names_of_others(words: &[Word]) -> Vec<bool> {
    let kinds = &english().documents.kinds;
    let known = &english().questions.documents;
    let articles = &english().documents.articles;
    let is_own = |word: &Word| known.own.has(&word.folded);
    let mut others = vec![false; words.len()];
    for (at, word) in words.iter().enumerate() {
        if !word.capital || word.initials || !kinds.instruments.has(&word.folded) {
            continue;
        }
        let capital = |&at: &usize| words[at].capital && words[at].carries_weight();
        let before = (0..at).rev().take_while(capital).count();
        if at.checked_sub(before + 1).is_some_and(|at| is_own(&words[at])) {
            continue;
        }
        others[at - before..at].fill(true);
        let behind = words.get(at + 1).is_some_and(|next| known.in_names_of.has(&next.folded));
        let start = (at + 2..words.len()).find(|&at| !articles.has(&words[at].folded));
        let Some(start) = start.filter(|_| behind) else { continue };
        let length = (start..words.len()).take_while(capital).count();
        others[start..start + length].fill(true);
    }
    others
}

/// Ordinals and Roman numerals of a title; days of a month are none.
pub(super) fn numbers_in(title: &[Word]) -> Vec<u8> {
    let mut numbers: Vec<u8> = title.iter().filter_map(|w| numeral(&w.folded, w.capital)).collect();
    numbers.dedup();
    numbers
}

/// The ways in which a symbol is typed: whole, and from its last two or three numbers on:
/// "a res 80 153", "80 153".
pub(super) fn symbol_forms(words: &[Word]) -> Vec<String> {
    let number = |word: &Word| word.folded.bytes().all(|b| b.is_ascii_digit());
    let whole = words.iter().map(|word| &*word.folded).collect::<Vec<_>>().join(" ");
    let tail = words.iter().rev().take_while(|word| number(word)).count();
    let mut forms = vec![whole];
    if tail > 0 && tail < words.len() {
        let numbers = &words[words.len() - tail..];
        forms.push(numbers.iter().map(|word| &*word.folded).collect::<Vec<_>>().join(" "));
        // "2178 (2014)" is also called 2178.
        if let [number, year] = numbers
            && year_of(&year.folded).is_some()
        {
            forms.push(number.folded.to_string());
        }
    }
    forms
}
