//! Names of documents in a running text, with where they stand: for texts that speak about the
//! documents, where questions are read as a whole.

use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use super::Phrasebook;
use super::documents::{named_words, report_pair};
use super::linking::known_links;
use super::names::NameSort;
use super::words::Words;
use crate::language::dates::year_of;

/// A name of documents in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Bytes of the text.
    pub bytes: Range<usize>,
    /// The documents that go by it, in order of date: the same list for all mentions of them.
    pub documents: Rc<[usize]>,
    /// Whether it is a place, where much else may have happened, rather than a title or an id.
    pub place: bool,
    /// Whether it is a title.
    pub title: bool,
}

/// Ids mostly have fewer words.
const TITLE_WORDS_MIN: usize = 3;

impl Phrasebook {
    /// Places, titles, ids, sessions ("83rd General Assembly") and reports ("the news report")
    /// that `text` names, in order.
    pub fn mentions(&self, text: &str) -> Vec<Mention> {
        let words = Words::new(text);
        let bytes = |range: &Range<usize>| {
            words.term(range.start).bytes.start..words.term(range.end - 1).bytes.end
        };
        let mut lists: HashMap<&[usize], Rc<[usize]>> = HashMap::new();
        let mut found: Vec<Mention> = named_words(&words, &self.names)
            .into_iter()
            .map(|(range, sort, documents)| Mention {
                bytes: bytes(&range),
                documents: Rc::clone(lists.entry(documents).or_insert_with(|| documents.into())),
                place: sort == NameSort::Place,
                title: sort == NameSort::Title && range.len() >= TITLE_WORDS_MIN,
            })
            .collect();
        let mut reports: Vec<Mention> = Vec::new();
        let mut called: HashMap<&str, Rc<[usize]>> = HashMap::new();
        for at in 1..words.len() {
            if !report_pair(&words, &self.names, at) {
                continue;
            }
            let stem = words.stem(at - 1);
            let documents =
                called.entry(stem).or_insert_with(|| self.names.reports_called(&[stem]).into());
            let range = bytes(&(at - 1..at + 1));
            // Both are in order.
            let next = found.partition_point(|other| other.bytes.end <= range.start);
            let apart = found.get(next).is_none_or(|other| range.end <= other.bytes.start)
                && reports.last().is_none_or(|other| other.bytes.end <= range.start);
            if !documents.is_empty() && apart {
                reports.push(Mention {
                    bytes: range,
                    documents: Rc::clone(documents),
                    place: false,
                    title: false,
                });
            }
        }
        found.extend(reports);
        found.sort_by_key(|mention| mention.bytes.start);
        found
    }

    /// Whether `word`, folded, stands for those who speak in the documents.
    pub fn is_speaker(&self, word: &str) -> bool {
        self.names.is_speaker(word)
    }

    /// Whether `word`, folded, stands in the name of some occasion.
    pub fn in_occasion(&self, word: &str) -> bool {
        self.names.in_occasion(word)
    }

    /// Whether `text` is the title of a document, as a whole or behind its first colon.
    pub fn is_title(&self, text: &str) -> bool {
        !self.titled(text).is_empty()
    }

    /// The documents of which `text` is the title, as a whole or behind its first colon.
    pub fn titled(&self, text: &str) -> Vec<usize> {
        const BYTES_MAX: usize = 400;
        if text.len() > BYTES_MAX {
            return Vec::new();
        }
        let words = Words::new(text);
        match self.names.at(0, |at| words.word(at)) {
            Some((length, NameSort::Title, documents)) if length == words.len() => {
                documents.to_vec()
            }
            _ => Vec::new(),
        }
    }

    /// The documents that `name` means where a question names them so, in order.
    pub fn linked(&self, name: &str) -> Vec<usize> {
        let words = Words::new(name);
        let links = known_links(&words, self.names.links());
        let mut documents: Vec<usize> = links.into_iter().flat_map(|link| link.documents).collect();
        documents.sort_unstable();
        documents.dedup();
        documents
    }

    /// Whether `word`, folded, is of the name of somebody who published a document.
    pub fn is_publisher(&self, word: &str) -> bool {
        self.names.is_publisher(word)
    }

    /// The year that `word` is.
    pub fn year(word: &str) -> Option<i16> {
        year_of(word)
    }

    /// Documents of `year`, in order of date.
    pub fn of_year(&self, year: i16) -> &[usize] {
        self.names.of_year(year)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;

    /// The words, the documents, whether it is a place.
    type Named<'a> = (&'a str, &'a [usize], bool);

    #[test]
    fn names_are_found_where_they_stand() {
        let corpus = sample::corpus();
        let book = Phrasebook::new(&corpus);
        let cases: &[(&str, &[Named<'_>])] = &[
            ("In Rome, and in Monaco 2014.", &[("Rome", &[1], true), ("Monaco 2014", &[3], false)]),
            ("the news report says", &[("news report", &[4], false)]),
            ("at the 83rd session", &[("83rd", &[2, 3, 4], false)]),
            ("the 83rd delegate in Paris", &[]),
        ];
        for (text, expected) in cases {
            let found = book.mentions(text);
            let found: Vec<(&str, &[usize], bool)> =
                found.iter().map(|m| (&text[m.bytes.clone()], &*m.documents, m.place)).collect();
            assert_eq!(found, *expected, "{text}");
        }
    }
}
