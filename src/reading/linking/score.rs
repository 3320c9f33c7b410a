//! How well a document fits the words that name one.

use std::collections::HashMap;

use super::dates::Period;
use super::index::{LinkIndex, OPENING};
use super::numerals::{numeral, roman};
use crate::language::lexicon::english;
use crate::language::states::word_called_otherwise;
use crate::reading::words::Words;

/// A noun for documents counts at most so much: it tells them less than names do.
const HEAD_MAX: f32 = 0.6;
/// At least so much: of two documents that are called alike the one of that kind is meant.
const HEAD_MIN: f32 = 0.4;
/// The same of what says before it which kind it is: "free trade agreement".
const QUALIFYING_MAX: f32 = 0.25;
/// What a number of a series counts.
const NUMBER: f32 = 2.0;
/// What is left of a score where the document has another date, another number, or no date.
const OTHER_DATE: f32 = 0.3;
const OTHER_NUMBER: f32 = 0.5;
const NO_DATE: f32 = 0.85;
/// The same where its title speaks of what is named, and is no name of it: "Report on the Charter".
const OTHER_HEAD: f32 = 0.7;
/// A title is named as a whole where this share of it is, by rarity.
const MOST_OF_TITLE: f32 = 0.6;
/// A word of the same root counts a little less: "Korean".
const SAME_ROOT: f32 = 0.8;
const ROOT_MIN: usize = 4;

/// Documents that fit alike are this close.
const ALIKE: f32 = 0.04;
const TITLES_ALIKE: f32 = 0.12;
/// Of so many documents that fit alike one cannot be meant: they are told by what they share.
const AMBIGUOUS_MAX: usize = 6;
/// What the words of a name must tell at least, by their rarity.
pub(super) const TELLING_MIN: f32 = 1.2;

/// A document with how well it fits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Fit {
    pub(super) document: usize,
    /// Which share of the words of the name tells it, by rarity.
    pub(super) named: f32,
    /// Which share of its title is named, by rarity.
    pub(super) title: f32,
}

/// What of a name is looked up.
struct Term {
    /// Whether it is the noun for documents.
    is_head: bool,
    /// Whether it is that noun, or says which kind it is of.
    tells_kind: bool,
    weight: f32,
    /// Documents that it tells, and how surely.
    told: HashMap<usize, f32>,
    /// The stems of titles that it names.
    stems: Vec<Box<str>>,
}

/// What the words of a name tell.
pub(super) struct Name {
    terms: Vec<Term>,
    /// The stem of its noun for documents, and whether it is of those that titles have.
    head: Option<(Box<str>, bool)>,
    /// Whether that noun has a capital, so that all is one name: "the Cairo Charter".
    proper: bool,
    number: Option<u8>,
}

impl Name {
    /// Reads the words at `places`.
    pub(super) fn read(index: &LinkIndex, words: &Words<'_>, places: &[usize]) -> Self {
        let heads = &english().documents.kinds.named;
        let mut name = Self { terms: Vec::new(), head: None, proper: false, number: None };
        let mut skip = false;
        let proper = |&at: &usize| heads.has(words.word(at)) && is_proper(words, at);
        let proper = places.iter().any(proper);
        for (order, &at) in places.iter().enumerate() {
            if std::mem::take(&mut skip) {
                continue;
            }
            let word = words.word(at);
            let initials = is_initials(words, at);
            let numbered = numeral(word, words.typed(at).chars().all(char::is_uppercase));
            let digit = || word.parse().ok().filter(|number| (1..20).contains(number));
            if let Some(number) = numbered.or_else(digit).or_else(|| lone_roman(words, at)) {
                name.number = Some(number);
                continue;
            }
            if words.term(at).is_stopword() && !initials {
                continue;
            }
            if let Some(titled) = document_called(index, words, at) {
                for stem in &index.told(titled).title {
                    name.terms.push(Term::new(index, stem, stem, false, false));
                }
                continue;
            }
            let stem = words.stem(at);
            // "Viet Nam" is also written in one word.
            let joined = places.get(order + 1).filter(|&&next| next == at + 1);
            let joined = joined.map(|&next| format!("{word}{}", words.stem(next)));
            let joined =
                joined.filter(|joined| index.telling(stem).is_empty() && index.in_title(joined));
            skip = joined.is_some();
            let stem = joined.as_deref().unwrap_or(stem);
            // "The Quito framework" is of a government, "the Quito Charter" of a city.
            let seats = !proper && words.typed(at).starts_with(char::is_uppercase);
            let spelt_out = initials || index.telling(stem).is_empty();
            let mut term = Term::new(index, stem, word, spelt_out, seats);
            if qualifies(words, at) {
                term.weight = term.weight.min(QUALIFYING_MAX);
                term.tells_kind = true;
            }
            if heads.has(word) {
                // "All G7 statements" are of any kind.
                if english().documents.kinds.any_kind.has(word) {
                    continue;
                }
                term.weight = term.weight.clamp(HEAD_MIN, HEAD_MAX);
                let instrument = english().documents.kinds.titled.has(word);
                name.head = Some((stem.into(), instrument));
                name.proper = is_proper(words, at);
                term.is_head = true;
                term.tells_kind = true;
            }
            name.terms.push(term);
        }
        name
    }

    /// How much all its words tell. A number tells something where documents are numbered.
    pub(super) fn weight(&self, index: &LinkIndex) -> f32 {
        let numbered = |number: u8| {
            (0..index.len()).any(|document| index.told(document).numbers.contains(&number))
        };
        let number = if self.number.is_some_and(numbered) { NUMBER } else { 0.0 };
        self.terms.iter().map(|term| term.weight).sum::<f32>() + number
    }

    /// The documents that fit, the best first.
    pub(super) fn fits(&self, index: &LinkIndex, period: Option<&Period>) -> Vec<Fit> {
        let mut sums: HashMap<usize, f32> = HashMap::new();
        for term in &self.terms {
            for (&document, told) in &term.told {
                *sums.entry(document).or_default() += told * term.weight;
            }
        }
        let all: f32 = self.terms.iter().map(|term| term.weight).sum();
        let fit = |(document, sum): (usize, f32)| {
            let told = index.told(document);
            let title = self.title_named(index, document);
            // Where the title does not say its kind, and is named for the most part, no kind is told.
            let untold = |term: &&Term| term.tells_kind && !term.told.contains_key(&document);
            let untold = self.terms.iter().filter(untold).map(|term| term.weight);
            let whole = !told.tells_kind && title >= MOST_OF_TITLE;
            let all = if whole { all - untold.sum::<f32>() } else { all };
            let mut named = if all > 0.0 { sum / all } else { 0.0 };
            match self.number {
                Some(number) if told.numbers.contains(&number) => {
                    named = (sum + NUMBER) / (all + NUMBER);
                }
                // The first of a series has no number.
                Some(number) if number != 1 || !told.numbers.is_empty() => named *= OTHER_NUMBER,
                _ => {}
            }
            match (period, told.day) {
                (Some(period), Some(day)) if !period.holds(day) => named *= OTHER_DATE,
                (Some(_), None) => named *= NO_DATE,
                _ => {}
            }
            let other = |head: &(Box<str>, bool)| {
                let (stem, instrument) = head;
                let titled = *instrument && index.in_title(stem);
                titled && told.tells_kind && !told.head.contains(stem)
            };
            if self.head.as_ref().is_some_and(other) || self.proper && self.only_opens(document) {
                named *= OTHER_HEAD;
            }
            Fit { document, named, title }
        };
        let mut fits: Vec<Fit> = sums.into_iter().map(fit).collect();
        let order = |a: &Fit, b: &Fit| {
            b.named
                .total_cmp(&a.named)
                .then(b.title.total_cmp(&a.title))
                .then(a.document.cmp(&b.document))
        };
        fits.sort_by(order);
        fits
    }

    /// Whether nothing but the opening of `document` has the words of the name.
    fn only_opens(&self, document: usize) -> bool {
        let mut own = self.terms.iter().filter(|term| !term.is_head);
        let told = |term: &Term| term.told.get(&document).copied().unwrap_or_default();
        own.clone().any(|term| told(term) > 0.0) && own.all(|term| told(term) <= OPENING)
    }

    fn title_named(&self, index: &LinkIndex, document: usize) -> f32 {
        let title = &index.told(document).title;
        let all: f32 = title.iter().map(|stem| index.rarity(stem)).sum();
        let named =
            |stem: &str| self.terms.iter().any(|term| term.stems.iter().any(|own| **own == *stem));
        let own = title.iter().filter(|stem| named(stem)).map(|stem| index.rarity(stem));
        let own: f32 = own.sum();
        if all > 0.0 { own / all } else { 0.0 }
    }
}

impl Term {
    fn new(index: &LinkIndex, stem: &str, word: &str, spelt_out: bool, seats: bool) -> Self {
        let mut told: HashMap<usize, f32> = index.telling(stem).iter().copied().collect();
        let mut stems: Vec<Box<str>> = vec![stem.into()];
        if spelt_out {
            for meaning in index.meanings(word) {
                for document in index.told_by_all(meaning) {
                    told.insert(document, 1.0);
                }
                stems.extend(meaning.iter().cloned());
            }
        }
        if told.is_empty() {
            for other in word_called_otherwise(word, seats) {
                for &(document, weight) in index.telling(other) {
                    told.entry(document).or_insert(weight);
                }
                stems.push(other.as_str().into());
            }
        }
        if told.is_empty() {
            for other in index.stems().filter(|other| same_root(stem, other)) {
                for &(document, weight) in index.telling(other) {
                    told.entry(document).or_insert(weight * SAME_ROOT);
                }
                stems.push(other.into());
            }
        }
        Self { is_head: false, tells_kind: false, weight: index.rarity(stem), told, stems }
    }
}

/// Whether two stems are of one name: "korean" and "korea".
fn same_root(stem: &str, other: &str) -> bool {
    let common = stem.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let (short, long) = (stem.len().min(other.len()), stem.len().max(other.len()));
    common >= ROOT_MIN && common + 1 >= short && long - common <= 3
}

/// Whether the word at `at` says, with those behind it, what kind of document the noun behind them is of.
fn qualifies(words: &Words<'_>, at: usize) -> bool {
    let kinds = &english().documents.kinds;
    let is_kind =
        |at: &usize| kinds.qualifying.has(words.word(*at)) && !kinds.named.has(words.word(*at));
    let behind = (at..words.len()).take_while(is_kind).count();
    behind > 0 && kinds.named.has(words.word(at + behind))
}

/// Whether the noun at `at` is part of a proper name: it has a capital, and other words have none.
fn is_proper(words: &Words<'_>, at: usize) -> bool {
    let capital = |at: usize| words.typed(at).starts_with(char::is_uppercase);
    at > 0 && capital(at) && !(0..words.len()).all(capital)
}

/// Whether the word at `at` is typed as initials: "US", "G7".
pub(super) fn is_initials(words: &Words<'_>, at: usize) -> bool {
    let typed = words.typed(at);
    let upper = typed.chars().filter(|c| c.is_uppercase()).count();
    let digit = typed.chars().any(|c| c.is_ascii_digit());
    upper + usize::from(digit) >= 2 && upper > 0 && !typed.chars().any(char::is_lowercase)
}

/// The documents that fit best, and whether one of several is meant.
pub(super) fn best(fits: Vec<Fit>, least: f32, plural: bool) -> Option<(Vec<usize>, bool)> {
    let first = *fits.first().filter(|fit| fit.named >= least)?;
    let mut alike: Vec<Fit> =
        fits.into_iter().filter(|fit| fit.named >= first.named - ALIKE).collect();
    if !plural {
        let title = alike.iter().map(|fit| fit.title).fold(0.0, f32::max);
        alike.retain(|fit| fit.title >= title - TITLES_ALIKE);
    }
    let ambiguous = !plural && (2..=AMBIGUOUS_MAX).contains(&alike.len());
    Some((alike.into_iter().map(|fit| fit.document).collect(), ambiguous))
}

/// The one document that the word at `at` is the id, the symbol or the acronym of.
pub(super) fn document_called(index: &LinkIndex, words: &Words<'_>, at: usize) -> Option<usize> {
    match documents_called(index, words, at)[..] {
        [document] => Some(document),
        _ => None,
    }
}

/// The documents that the word at `at` is the id, the symbol or the acronym of. Small letters
/// do not count.
pub(super) fn documents_called(index: &LinkIndex, words: &Words<'_>, at: usize) -> Vec<usize> {
    let word = words.word(at);
    if word.len() < 3 || word.bytes().any(|b| b.is_ascii_digit()) {
        return Vec::new();
    }
    if !is_initials(words, at) {
        return Vec::new();
    }
    let called = index.called(word);
    // Several titles have the initials of a party: no title is short for it.
    let of_party = || index.titles_with(words.stem(at)) > 1;
    if called.is_empty() && !of_party() { index.with_acronym(word) } else { called.to_vec() }
}

/// "I" behind a name.
fn lone_roman(words: &Words<'_>, at: usize) -> Option<u8> {
    let typed = words.typed(at);
    roman(words.word(at)).filter(|_| at > 0 && typed.chars().all(char::is_uppercase))
}
