//! Where a claim has something else in the same place of a sentence as a clause: another sort of the same thing, or another
//! thing behind the same verb.

use std::ops::Range;

use super::contradiction::is_hostile;
use super::deeds::Otherwise;
use super::support::is_same_word;
use crate::language::analysis::{Term, Worded};
use crate::language::lexicon::english;

/// What `claimed` has in the place of something else in `source`; of things of several words, those that are `known`
/// from elsewhere.
pub(super) fn replaced(
    claimed: &str,
    source: &str,
    known: &dyn Fn(&[Term]) -> bool,
) -> Option<Otherwise> {
    let hostile = is_hostile(claimed);
    let (claimed, source) = (Worded::of(claimed), Worded::of(source));
    let quantity = quantity_replaced(&claimed, &source, hostile);
    quantity
        .or_else(|| sort_replaced(&claimed, &source))
        .or_else(|| thing_replaced(&claimed, &source, known))
}

impl Worded<'_> {
    /// Whether word `at` follows the one before it, with nothing but a blank between.
    fn follows(&self, at: usize) -> bool {
        matches!(self.gap(at), " " | "\n")
    }

    fn has(&self, term: &Term) -> bool {
        self.words.iter().any(|own| is_same_word(own, term))
    }

    /// Whether none of `words` of `other` is in it.
    fn lacks(&self, other: &Worded<'_>, words: &Range<usize>) -> bool {
        other.words[words.clone()].iter().all(|term| !self.has(term))
    }

    /// The words of weight in a row that end before word `end`.
    fn run_before(&self, end: usize) -> Range<usize> {
        let mut start = end;
        while start > 0 && self.follows(start) && self.weighs(start - 1) {
            start -= 1;
        }
        start..end
    }

    /// How many of the noun at word `noun` are meant, and where that is said.
    fn quantity(&self, noun: usize) -> Option<(Quantity, usize)> {
        let known = &english().claims.contradiction;
        let first = self.run_before(noun).start;
        let at = first.checked_sub(1).filter(|_| self.follows(first))?;
        let kinds = [
            (&known.no, Quantity::None),
            (&known.some, Quantity::Some),
            (&known.every, Quantity::All),
        ];
        let kind = kinds.iter().find(|(words, _)| words.has(&self.words[at].word))?;
        Some((kind.1, at))
    }

    /// Whether `words` are one word behind an article, and tell of what sort the last word before others is, which is at `noun`.
    fn is_sort(&self, words: &Range<usize>, noun: usize) -> bool {
        let articles = &english().claims.contradiction.articles;
        let article = words.start.checked_sub(1).filter(|_| self.follows(words.start));
        let behind = article.is_some_and(|at| articles.has(&self.words[at].word));
        words.len() == 1 && behind && !(self.follows(noun + 1) && self.weighs(noun + 1))
    }

    /// The words of weight in a row that begin behind small words at word `at`.
    fn run_behind(&self, mut at: usize) -> Range<usize> {
        const SMALL_MAX: usize = 2;
        let limit = at + SMALL_MAX;
        while at < limit && self.follows(at) && !self.weighs(at) {
            at += 1;
        }
        let mut end = at;
        while self.follows(end) && self.weighs(end) {
            end += 1;
        }
        at..end
    }

    /// Where words stand that are the same as `term`.
    fn places<'a>(&'a self, term: &'a Term) -> impl Iterator<Item = usize> + 'a {
        (0..self.words.len()).filter(|&at| self.words[at].stem == term.stem)
    }
}

/// How many of a thing are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quantity {
    None,
    Some,
    All,
}

/// "All towns" for "some towns", and "towns" for "no towns", where nothing in the claim is `hostile` to something.
fn quantity_replaced(
    claimed: &Worded<'_>,
    source: &Worded<'_>,
    hostile: bool,
) -> Option<Otherwise> {
    (0..claimed.words.len()).filter(|&at| claimed.weighs(at)).find_map(|at| {
        let mut places = source.places(&claimed.words[at]);
        let there = places.next().filter(|_| places.next().is_none())?;
        let (other, actual) = source.quantity(there)?;
        let own = claimed.quantity(at);
        let more = match other {
            Quantity::None => !hostile && own.is_none_or(|own| own.0 != Quantity::None),
            Quantity::Some => own.is_some_and(|own| own.0 == Quantity::All),
            Quantity::All => false,
        };
        let said = own.map_or(at, |own| own.1);
        more.then(|| Otherwise {
            said: claimed.wording(said..at + 1).to_owned(),
            actual: source.wording(actual..there + 1).to_owned(),
        })
    })
}

/// "A farewell speech" for "a solemn speech": behind an article a word tells of what sort the next one is.
fn sort_replaced(claimed: &Worded<'_>, source: &Worded<'_>) -> Option<Otherwise> {
    (1..claimed.words.len()).filter(|&at| claimed.weighs(at)).find_map(|at| {
        let own = claimed.run_before(at);
        let mut places = source.places(&claimed.words[at]);
        let there = places.next().filter(|_| places.next().is_none())?;
        let other = source.run_before(there);
        let one = claimed.is_sort(&own, at) && source.is_sort(&other, there);
        (one && source.lacks(claimed, &own) && claimed.lacks(source, &other)).then(|| Otherwise {
            said: claimed.wording(own.start..at + 1).to_owned(),
            actual: source.wording(other.start..there + 1).to_owned(),
        })
    })
}

/// "Enters the inner harbour" for "enters the open sea".
fn thing_replaced(
    claimed: &Worded<'_>,
    source: &Worded<'_>,
    known: &dyn Fn(&[Term]) -> bool,
) -> Option<Otherwise> {
    (0..claimed.words.len()).filter(|&at| claimed.weighs(at)).find_map(|at| {
        let own = claimed.run_behind(at + 1);
        let mut places = source.places(&claimed.words[at]);
        let there = places.next().filter(|_| places.next().is_none())?;
        let other = source.run_behind(there + 1);
        let several = own.len() > 1 && other.len() > 1;
        let apart = several && source.lacks(claimed, &own) && claimed.lacks(source, &other);
        (apart && known(&claimed.words[own.clone()])).then(|| Otherwise {
            said: claimed.wording(own.clone()).to_owned(),
            actual: source.wording(other.clone()).to_owned(),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_the_same_place_is_compared() {
        let cases = [
            (
                "the mayor gave a farewell speech",
                "The mayor held a solemn speech before the council.",
                Some("solemn speech"),
            ),
            ("the mayor gave a solemn speech", "The mayor held a solemn speech.", None),
            ("the mayor gave a long speech", "The mayor held a speech.", None),
            ("the mayor gave a long, solemn speech", "The mayor held a solemn speech.", None),
            ("every town pays", "Some towns pay.", Some("Some towns")),
            ("all small towns pay", "Most small towns pay.", Some("Most small")),
            ("some towns pay", "All towns pay.", None),
            ("large sums were paid", "No sums were paid.", Some("No sums")),
            ("the towns refuse all sums", "No sums were paid.", None),
            ("states try to help victims", "States shall offer to compensate victims.", None),
            (
                "it ends when the boat enters the inner harbour of a town",
                "It ceases as soon as the boat enters the open sea of that or another town.",
                Some("open sea"),
            ),
            (
                "it ends when the boat enters strange waters",
                "It ceases as soon as the boat enters the open sea.",
                None,
            ),
        ];
        let known = |words: &[Term]| words.iter().any(|term| term.word == "harbour");
        for (claimed, source, expected) in cases {
            let found = replaced(claimed, source, &known);
            let actual = found.as_ref().map(|found| found.actual.as_str());
            assert_eq!(actual, expected, "{claimed} / {source}");
        }
    }
}
