//! By which names a question can call a document.

use std::collections::{BTreeSet, HashMap};

use crate::domain::{Corpus, DocumentKind};
use crate::retrieval::analysis::{Term, terms};

/// What names which documents.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// Folded words of a place, an ordinal ("83rd") or an id, to documents, under the first word.
    phrases: HashMap<String, Vec<Phrase>>,
    /// Years of documents.
    years: HashMap<i16, Vec<usize>>,
}

/// A sequence of folded words that names documents.
#[derive(Debug, PartialEq, Eq)]
struct Phrase {
    words: Vec<String>,
    sort: NameSort,
    documents: Vec<usize>,
}

/// How a document was named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum NameSort {
    /// By where it was adopted.
    Place,
    /// By its id or its title: this document and no other.
    Title,
    /// By the number of the session that adopted it.
    Session,
}

/// Titles of fewer words than this do not name a document: they are too common in questions.
const TITLE_WORDS_MIN: usize = 3;

impl Names {
    /// Collects the names of all documents.
    pub(crate) fn of(corpus: &Corpus) -> Self {
        let mut names = Self::default();
        for (index, document) in corpus.documents().iter().enumerate() {
            if let Some(place) = &document.place {
                names.add(words_of(place), NameSort::Place, index);
            }
            names.add(words_of(&document.id), NameSort::Title, index);
            for title in title_forms(&document.title) {
                let words = words_of(title);
                let content = terms(title).iter().filter(|term| !term.is_stopword()).count();
                if content >= TITLE_WORDS_MIN {
                    names.add(words, NameSort::Title, index);
                }
            }
            for word in document.occasion.as_deref().map(words_of).unwrap_or_default() {
                if is_ordinal(&word) {
                    names.add(vec![word], NameSort::Session, index);
                }
            }
            if let Some(year) = document.year() {
                names.years.entry(year).or_default().push(index);
            }
        }
        for phrases in names.phrases.values_mut() {
            phrases.sort_by(|a, b| {
                (b.words.len(), a.sort, &a.words).cmp(&(a.words.len(), b.sort, &b.words))
            });
        }
        names
    }

    fn add(&mut self, words: Vec<String>, sort: NameSort, document: usize) {
        let Some(first) = words.first().cloned() else { return };
        let phrases = self.phrases.entry(first).or_default();
        match phrases.iter_mut().find(|known| known.words == words && known.sort == sort) {
            Some(known) => {
                if known.documents.last() != Some(&document) {
                    known.documents.push(document);
                }
            }
            None => phrases.push(Phrase { words, sort, documents: vec![document] }),
        }
    }

    /// The longest name that starts at word `at`: its length in words, its sort, its documents.
    pub(crate) fn at<'a>(
        &'a self,
        at: usize,
        word: impl Fn(usize) -> &'a str,
    ) -> Option<(usize, NameSort, &'a [usize])> {
        let phrases = self.phrases.get(word(at))?;
        phrases
            .iter()
            .find(|phrase| phrase.words.iter().enumerate().all(|(i, name)| word(at + i) == name))
            .map(|phrase| (phrase.words.len(), phrase.sort, phrase.documents.as_slice()))
    }

    /// Documents of `year`.
    pub(crate) fn of_year(&self, year: i16) -> &[usize] {
        self.years.get(&year).map_or(&[], Vec::as_slice)
    }

    /// Years of the corpus, in order.
    pub(crate) fn years(&self) -> BTreeSet<i16> {
        self.years.keys().copied().collect()
    }
}

/// Documents whose kind, title or id goes by `word`: "the news report", "the event page".
pub(super) fn reports_called(corpus: &Corpus, stems: &[&str]) -> Vec<usize> {
    let reports = |document: &&crate::domain::Document| document.kind == DocumentKind::Page;
    let all: Vec<usize> = corpus
        .documents()
        .iter()
        .enumerate()
        .filter(|(_, document)| reports(document))
        .map(|(index, _)| index)
        .collect();
    let called = |&index: &usize| {
        let document = &corpus.documents()[index];
        let names = terms(&format!("{} {}", document.id.replace('-', " "), document.title));
        stems.iter().any(|stem| names.iter().any(|name| name.stem == *stem))
    };
    let named: Vec<usize> = all.iter().copied().filter(called).collect();
    if named.is_empty() { all } else { named }
}

fn words_of(text: &str) -> Vec<String> {
    terms(text).into_iter().map(|Term { word, .. }| word).collect()
}

/// A title as a whole, and what stands after its first colon.
fn title_forms(title: &str) -> impl Iterator<Item = &str> {
    std::iter::once(title).chain(title.split_once(": ").map(|(_, rest)| rest))
}

/// Whether `word` is a number with an ordinal ending, such as "83rd".
pub(super) fn is_ordinal(word: &str) -> bool {
    ["st", "nd", "rd", "th"].iter().any(|ending| {
        word.strip_suffix(ending)
            .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
    })
}
