//! Names and numbers of a claim that the documents do not have.

use std::rc::Rc;

use super::support::{Finder, READ_CLAUSES_MAX};
use crate::domain::Document;
use crate::language::analysis::{Term, fold, terms};
use crate::language::numbers::small_count;

/// Smaller numbers are also told in other words: "both", "a second".
const NUMBER_MIN: i64 = 3;
/// Shorter names are not looked for.
const NAME_CHARS_MIN: usize = 4;
/// So much of a name may be all that a document has of it: "Cuba", "Cuban".
const STEM_CHARS: usize = 5;

impl Finder<'_> {
    /// A name or a number of `topic` that occurs nowhere in `documents`, as typed there.
    pub(super) fn missing(&self, topic: &str, documents: &[usize]) -> Option<String> {
        let claimed = terms(topic);
        let typed = |term: &Term| topic[term.bytes.clone()].to_owned();
        // What begins the claim may have its capital for that.
        let names = claimed.iter().skip(1).filter(|term| {
            let typed = &topic[term.bytes.clone()];
            let named = typed.starts_with(char::is_uppercase)
                && typed.chars().skip(1).all(char::is_lowercase);
            named && typed.chars().count() >= NAME_CHARS_MIN && !term.is_stopword()
        });
        let absent = names.into_iter().find(|term| self.is_absent(term, documents));
        absent.map(typed).or_else(|| self.absent_number(&claimed, documents).map(typed))
    }

    /// Whether `term` is a proper name, which these documents write with a capital throughout, that none
    /// of `documents` has.
    fn is_absent(&self, term: &Term, documents: &[usize]) -> bool {
        if !self.index.vocabulary().has(&term.word) {
            return true;
        }
        let text = |position: usize| self.corpus.text_of(&self.corpus.clauses()[position]);
        let small = |position: usize| {
            self.stop.count(1);
            text(position).contains(&term.word)
        };
        if self.index.lexical().occurs(&term.stem, &small) {
            return false;
        }
        let start: String = term.word.chars().take(STEM_CHARS).collect();
        let holds = |text: &str| fold(text).contains(&start);
        let titled = documents.iter().any(|&id| holds(&told(&self.corpus.documents()[id])));
        let clauses = documents.iter().flat_map(|&id| self.corpus.documents()[id].clauses.clone());
        let mut clauses = clauses.take(READ_CLAUSES_MAX).take_while(|_| !self.stop.is_set());
        !titled && !clauses.any(|position| holds(text(position)))
    }

    /// The first number among `claimed` that none of `documents` has.
    fn absent_number<'t>(&self, claimed: &'t [Term], documents: &[usize]) -> Option<&'t Term> {
        let counts = |term: &&Term| number(term).is_some_and(|own| own >= NUMBER_MIN);
        let mut wanted: Vec<&Term> = claimed.iter().filter(counts).collect();
        let mut strike = |held: &[i64]| {
            wanted.retain(|term| number(term).is_some_and(|own| !held.contains(&own)));
            wanted.is_empty()
        };
        if strike(&[]) {
            return None;
        }
        for &id in documents {
            let document = &self.corpus.documents()[id];
            if strike(&terms(&told(document)).iter().filter_map(number).collect::<Vec<_>>()) {
                return None;
            }
            for position in document.clauses.clone().take(READ_CLAUSES_MAX) {
                if self.stop.is_set() || strike(&self.numbers_of(position)) {
                    return None;
                }
            }
        }
        wanted.first().copied()
    }

    /// The numbers in the clause at `position`.
    fn numbers_of(&self, position: usize) -> Rc<[i64]> {
        let read = || self.terms_of(position).iter().filter_map(number).collect();
        Rc::clone(self.numbers.borrow_mut().entry(position).or_insert_with(read))
    }
}

/// What is known of `document` itself, in words.
fn told(document: &Document) -> String {
    let day = document.date().map(|day| day.to_string()).unwrap_or_default();
    let known = [&document.place, &document.occasion].map(|own| own.as_deref().unwrap_or_default());
    format!("{} {} {}", document.title, known.join(" "), day.replace('-', " "))
}

/// The number that `term` is, in digits or in words.
fn number(term: &Term) -> Option<i64> {
    let digits = term.word.replace(',', "").parse().ok();
    digits.or_else(|| small_count(&term.word).map(i64::from))
}
