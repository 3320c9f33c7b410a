//! Many short texts, one after another; sorted ones are found by halving.

use std::ops::Range;

use super::lists::{Lists, ListsBuilder};
use super::sections::{Damaged, Sections};

/// Texts by number.
#[derive(Debug, Clone, Default)]
pub struct Strings(Lists<u8>);

impl Strings {
    /// How many there are.
    #[inline]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text with this number. One that was damaged in its file reads as an empty one.
    #[inline]
    pub fn get(&self, number: usize) -> &str {
        std::str::from_utf8(self.0.get(number)).unwrap_or_default()
    }

    /// All of them.
    #[inline]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(|number| self.get(number))
    }

    /// Puts the texts among `sections`, under `name`.
    pub fn store(&self, sections: &mut Sections, name: &str) {
        self.0.store(sections, name);
    }

    /// Reads what [`Self::store`] put there.
    ///
    /// # Errors
    /// When it is not there, or texts do not lie one after another.
    pub fn restore(sections: &Sections, name: &str) -> Result<Self, Damaged> {
        Lists::restore(sections, name).map(Self)
    }
}

impl<S: AsRef<str>> FromIterator<S> for Strings {
    fn from_iter<I: IntoIterator<Item = S>>(texts: I) -> Self {
        let mut builder = ListsBuilder::default();
        for text in texts {
            builder.push(text.as_ref().as_bytes());
        }
        Self(builder.build())
    }
}

/// Different texts in the order of their bytes.
#[derive(Debug, Clone, Default)]
pub struct SortedStrings(Strings);

impl SortedStrings {
    /// How many there are.
    #[inline]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text with this number.
    #[inline]
    pub fn get(&self, number: usize) -> &str {
        self.0.get(number)
    }

    /// The number of `text`.
    pub fn find(&self, text: &str) -> Option<usize> {
        let number = self.first_from(text);
        (number < self.len() && self.get(number) == text).then_some(number)
    }

    /// The numbers of all texts that begin with `prefix`.
    pub fn starting_with(&self, prefix: &str) -> Range<usize> {
        let first = self.first_from(prefix);
        let count = self.partition(first, |text| text.starts_with(prefix.as_bytes()));
        first..count
    }

    /// Puts the texts among `sections`, under `name`.
    pub fn store(&self, sections: &mut Sections, name: &str) {
        self.0.store(sections, name);
    }

    /// Reads what [`Self::store`] put there.
    ///
    /// # Errors
    /// When it is not there, or texts do not lie one after another. Texts out of order are not
    /// looked for: they are not found.
    pub fn restore(sections: &Sections, name: &str) -> Result<Self, Damaged> {
        Strings::restore(sections, name).map(Self)
    }

    /// The number of the first text that is not before `text`.
    fn first_from(&self, text: &str) -> usize {
        self.partition(0, |other| other < text.as_bytes())
    }

    /// The first number from `from` on whose text is not `before`.
    fn partition(&self, from: usize, before: impl Fn(&[u8]) -> bool) -> usize {
        let (mut low, mut high) = (from, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if before(self.0.0.get(middle)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}

impl<S: AsRef<str>> FromIterator<S> for SortedStrings {
    /// Takes texts that are sorted already.
    fn from_iter<I: IntoIterator<Item = S>>(texts: I) -> Self {
        let strings: Strings = texts.into_iter().collect();
        debug_assert!(
            (1..strings.len()).all(|at| strings.get(at - 1) < strings.get(at)),
            "sorted, and each once"
        );
        Self(strings)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn sorted_texts_are_found_and_others_are_not(
            texts in prop::collection::btree_set("[ab\\u{e9}]{0,3}", 0..20), other in "[abc]{0,3}",
        ) {
            let sorted: SortedStrings = texts.iter().collect();
            for (number, text) in texts.iter().enumerate() {
                prop_assert_eq!(sorted.find(text), Some(number));
                prop_assert_eq!(sorted.get(number), text);
            }
            prop_assert_eq!(sorted.find(&other).is_some(), texts.contains(&other));
            let beginning: BTreeSet<&str> =
                sorted.starting_with(&other).map(|number| sorted.get(number)).collect();
            let expected: BTreeSet<&str> =
                texts.iter().map(String::as_str).filter(|t| t.starts_with(&other)).collect();
            prop_assert_eq!(beginning, expected);
        }
    }

    #[test]
    fn texts_come_back_from_sections() {
        let strings: Strings = ["b", "", "a"].into_iter().collect();
        let mut sections = Sections::default();
        strings.store(&mut sections, "words");
        let read = Strings::restore(&sections, "words").expect("texts");
        assert_eq!(read.iter().collect::<Vec<_>>(), ["b", "", "a"]);
    }
}
