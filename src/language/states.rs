//! What states are called: by other names, by their people, and by the seats of their governments.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::analysis::{Term, is_stopword, stem};

/// So many words has the longest name.
const NAME_WORDS_MAX: usize = 3;

/// What else a name of one or more words is called.
#[derive(Debug, Default)]
struct Called {
    /// Stems of the other names that have one word.
    others: Vec<String>,
    /// Whether it is the seat of a government.
    is_seat: bool,
    /// Whether its state has a name of several words, which no other name meets: "United Kingdom".
    has_long_name: bool,
}

/// By the words of a name, function words left out, what else it is called.
static NAMES: LazyLock<HashMap<String, Called>> = LazyLock::new(|| {
    let file: HashMap<String, String> = toml::from_str(include_str!("english/states.toml"))
        .expect("the file is the one that the tests have read");
    let mut names = HashMap::new();
    for state in file.values() {
        learn(state, &mut names);
    }
    names
});

/// Reads the line of one state.
fn learn(state: &str, names: &mut HashMap<String, Called>) {
    let mut parts = state.split(';');
    let mut list = || -> Vec<String> {
        let entries = parts.next().unwrap_or_default().split(',');
        let words = |entry: &str| {
            let words = entry.split_whitespace().filter(|word| !is_stopword(word));
            words.collect::<Vec<_>>().join(" ")
        };
        entries.map(words).filter(|entry| !entry.is_empty()).collect()
    };
    let (own, seats, weaker) = (list(), list(), list());
    let single = own.iter().chain(&weaker).filter(|name| !name.contains(' '));
    let mut stems: Vec<String> = single.map(|name| stem(name)).collect();
    stems.sort_unstable();
    stems.dedup();
    let has_long_name = own.iter().any(|name| name.contains(' '));
    let mut add = |name: &String, is_seat: bool| {
        let last = name.rsplit(' ').next().map(stem).unwrap_or_default();
        let called = names.entry(name.clone()).or_default();
        called.is_seat = is_seat;
        called.has_long_name |= has_long_name;
        called.others.extend(stems.iter().filter(|other| **other != last).cloned());
    };
    for name in &own {
        add(name, false);
    }
    for seat in &seats {
        add(seat, true);
    }
}

/// Stems of what else the state is called that `terms` name in words that end at `at`; nothing where they
/// name none. A seat stands for a government where it `may_stand` for it.
pub(crate) fn called_otherwise(
    terms: &[Term],
    at: usize,
    may_stand: &dyn Fn(&str) -> bool,
) -> &'static [String] {
    let longest = NAME_WORDS_MAX.min(at + 1);
    let known = (1..=longest).rev().find_map(|length| {
        let words: Vec<&str> = terms[at + 1 - length..=at].iter().map(|term| &*term.word).collect();
        NAMES.get(&words.join(" "))
    });
    let meant = known.filter(|known| !known.is_seat || may_stand(&terms[at].word));
    meant.map_or(&[], |known| &known.others)
}

/// The same of a single word; of a seat, with `seats`.
pub(crate) fn word_called_otherwise(word: &str, seats: bool) -> &'static [String] {
    let known = NAMES.get(word).filter(|known| seats || !known.is_seat);
    known.map_or(&[], |known| &known.others)
}

/// Whether `word` is a name of a state, or of its people, all of whose other names are known as single words: a text
/// that has none of them does not name it.
pub(crate) fn is_state_of_single_words(word: &str) -> bool {
    NAMES.get(word).is_some_and(|known| !known.is_seat && !known.has_long_name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::analysis::terms;

    fn called(text: &str, seats: bool) -> Vec<&'static str> {
        let terms: Vec<Term> = terms(text).into_iter().filter(|term| !term.is_stopword()).collect();
        let last = terms.len() - 1;
        called_otherwise(&terms, last, &|_| seats).iter().map(String::as_str).collect()
    }

    #[test]
    fn states_go_by_several_names() {
        assert!(called("goods of Quito", true).contains(&"ecuador"));
        assert_eq!(called("goods of Quito", false), Vec::<&str>::new());
        assert_eq!(called("the Dutch", false), ["netherland"]);
        assert_eq!(called("North Korea", false), ["dprk"]);
        assert_eq!(called("the Republic of Korea", false), ["rok"]);
        assert_eq!(called("the DPRK", false), ["korea"]);
        assert_eq!(called("honey", true), Vec::<&str>::new());
        assert!(word_called_otherwise("hanoi", true).contains(&"vietnam".to_owned()));
        assert!(word_called_otherwise("hanoi", false).is_empty());
    }

    #[test]
    fn what_has_a_name_of_several_words_may_be_called_so() {
        assert!(is_state_of_single_words("india") && is_state_of_single_words("indian"));
        for word in ["britain", "korea", "delhi", "honey"] {
            assert!(!is_state_of_single_words(word), "{word}");
        }
    }

    #[test]
    fn every_line_is_read() {
        assert!(NAMES.len() > 400, "{}", NAMES.len());
        assert!(NAMES.values().all(|called| called.others.iter().all(|stem| !stem.is_empty())));
    }
}
