//! Names that are written out or abbreviated: "the United Nations", "the UN", "the UN Security
//! Council".

use std::ops::Range;

use crate::language::analysis::{Term, terms};
use crate::language::lexicon::english;

/// The most letters of an abbreviation.
const LETTERS_MAX: usize = 8;
/// The most words of a name.
const WORDS_MAX: usize = 16;

/// A name in a text.
pub(super) struct Name {
    /// Its words, by their numbers.
    pub words: Range<usize>,
    /// The same as typed, without marks.
    pub typed: Vec<String>,
}

/// The names of several words, or abbreviated, in `topic`, of which `words` are.
pub(super) fn names(topic: &str, words: &[Term]) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    for (at, term) in words.iter().enumerate().filter(|(_, term)| is_capital(topic, term)) {
        let goes_on = |name: &Name| {
            let last = name.words.end - 1;
            let gap = &topic[words[last].bytes.end..term.bytes.start];
            let small = words[name.words.end..at].iter().all(|term| is_small(&term.word));
            let listed = words[name.words.end..at]
                .iter()
                .any(|term| english().claims.sources.listing.has(&term.word));
            let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '\u{a0}');
            small && !listed && gap.chars().all(plain)
        };
        match names.last_mut().filter(|name| goes_on(name)) {
            Some(name) => {
                name.typed.extend(words[name.words.end..at].iter().map(|term| term.word.clone()));
                name.typed.push(typed(topic, term));
                name.words.end = at + 1;
            }
            // "If the Fund" begins a sentence.
            None if at == 0 && term.is_stopword() => {}
            None => names.push(Name { words: at..at + 1, typed: vec![typed(topic, term)] }),
        }
    }
    let sound = |name: &Name| {
        let short = name.typed.iter().any(|word| letters(word).is_some());
        name.typed.len() <= WORDS_MAX && (name.typed.len() > 1 || short)
    };
    names.retain(sound);
    names
}

/// The words of a name that is all of `topic`, but for articles; nothing where it says more.
pub(super) fn names_alone(topic: &str) -> Vec<Vec<String>> {
    let words = terms(topic);
    let mut names: Vec<Vec<String>> = Vec::new();
    let mut open = false;
    let mut small: Vec<String> = Vec::new();
    for (at, term) in words.iter().enumerate() {
        let gap = at
            .checked_sub(1)
            .map_or("", |before| &topic[words[before].bytes.end..term.bytes.start]);
        open &= gap.chars().all(|c| matches!(c, ' ' | '-' | '\u{a0}'));
        if is_capital(topic, term) {
            match names.last_mut().filter(|_| open) {
                Some(name) => {
                    name.append(&mut small);
                    name.push(typed(topic, term));
                }
                None => names.push(vec![typed(topic, term)]),
            }
            small.clear();
            open = true;
        } else if !term.is_stopword() && !is_small(&term.word) {
            return Vec::new();
        } else if english().claims.sources.listing.has(&term.word) {
            open = false;
        } else {
            small.push(term.word.clone());
        }
    }
    let sound = |name: &Vec<String>| {
        let abbreviated = name.iter().any(|word| letters(word).is_some());
        name.len() <= WORDS_MAX && (name.len() > 1 || abbreviated)
    };
    if names.iter().all(sound) { names } else { Vec::new() }
}

/// Whether `text`, of which `words` are, has `name` in it, written out or abbreviated.
pub(super) fn is_named(text: &str, words: &[Term], name: &[String]) -> bool {
    (0..words.len()).filter(|&at| is_capital(text, &words[at])).any(|at| {
        let window = &words[at..words.len().min(at + 2 * WORDS_MAX)];
        let typed: Vec<String> = window.iter().map(|term| typed(text, term)).collect();
        matches(name, &typed)
    })
}

/// Whether `name` is what `text` begins with: word by word, or a run of words on one side by its
/// first letters on the other.
fn matches(name: &[String], text: &[String]) -> bool {
    let Some(first) = name.first() else { return true };
    let Some(other) = text.first() else { return false };
    if first == other && matches(&name[1..], &text[1..]) {
        return true;
    }
    let long = letters(first).and_then(|short| spelled(&short, text));
    if long.is_some_and(|words| matches(&name[1..], &text[words..])) {
        return true;
    }
    let short = letters(other).and_then(|short| spelled(&short, name));
    short.is_some_and(|words| matches(&name[words..], &text[1..]))
}

/// How many of `words` from the first on have the first letters `short`; small words need none.
fn spelled(short: &[char], words: &[String]) -> Option<usize> {
    let mut at = 0;
    for (nth, letter) in short.iter().enumerate() {
        while nth > 0 && words.get(at).is_some_and(|word| is_small(word)) {
            at += 1;
        }
        let word = words.get(at)?;
        let own = word.chars().next()?;
        if !own.is_uppercase() || own != *letter || letters(word).is_some() {
            return None;
        }
        at += 1;
    }
    Some(at)
}

/// The letters of an abbreviation: "UN", "UNSC", "U.N." is read as such, too.
fn letters(word: &str) -> Option<Vec<char>> {
    let letters: Vec<char> = word.chars().collect();
    let short =
        (2..=LETTERS_MAX).contains(&letters.len()) && letters.iter().all(|c| c.is_uppercase());
    short.then_some(letters)
}

fn is_capital(text: &str, term: &Term) -> bool {
    text[term.bytes.clone()].starts_with(char::is_uppercase)
}

fn typed(text: &str, term: &Term) -> String {
    text[term.bytes.clone()].replace(['.', '\u{2019}', '\''], "")
}

fn is_small(word: &str) -> bool {
    english().claims.sources.within.has(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_written_out_or_abbreviated() {
        let text = "such as the United Nations Convention against Transnational Organized Crime, the EU \
            and the Organization for Security and Co-operation in Europe";
        let cases = [
            ("the UN", Some(true)),
            ("the United Nations", Some(true)),
            ("the UN Convention against Transnational Organized Crime", Some(true)),
            ("the European Union", Some(true)),
            ("the UNSC", Some(false)),
            ("the African Union", Some(false)),
            ("the UN or the UNSC", Some(true)),
            ("the UN in cities", None),
            ("terrorism", None),
            ("Monaco", None),
        ];
        let words = terms(text);
        for (topic, expected) in cases {
            let names = names_alone(topic);
            let found = names.iter().any(|name| is_named(text, &words, name));
            assert_eq!((!names.is_empty()).then_some(found), expected, "{topic}: {names:?}");
        }
    }
}
