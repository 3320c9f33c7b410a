//! By which names a question can call a document.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::linking::{LinkIndex, Period};
use super::speakers::Speakers;
use crate::domain::{Corpus, Document, DocumentKind};
use crate::language::analysis::{Analyzer, Token, is_stopword};
use crate::language::numbers::is_ordinal;

/// What names which documents. Each list of documents is in ascending order.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// Folded words of a place, an ordinal ("83rd") or an id, joined, to what goes by them.
    phrases: HashMap<String, Vec<Named>>,
    /// For the first word of each phrase the lengths, in words, of those that begin with it; the
    /// longest first.
    lengths: HashMap<String, Vec<usize>>,
    /// Years with their documents.
    years: BTreeMap<i16, Vec<usize>>,
    /// Folded words of all titles.
    title_words: HashSet<String>,
    /// Documents that report on others.
    reports: Vec<usize>,
    /// Stems of the titles and ids of these, to those that go by them.
    report_stems: HashMap<String, Vec<usize>>,
    /// Folded words of all occasions, function words left out.
    occasion_words: HashSet<String>,
    /// Folded words for those who published the reports.
    publishers: HashSet<String>,
    /// Those who speak in the documents.
    speakers: Speakers,
    /// What else tells documents.
    links: LinkIndex,
    /// For each document its year, and whether it reports on others.
    sorts: Vec<(Option<i16>, bool)>,
}

/// Documents that go by one name.
#[derive(Debug)]
struct Named {
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

/// Between the words of a phrase: no word holds it.
const JOINT: &str = "\0";

impl Names {
    /// Collects the names of all documents.
    pub(crate) fn new(corpus: &Corpus) -> Self {
        let mut names = Self {
            speakers: Speakers::new(corpus),
            links: LinkIndex::new(corpus),
            ..Self::default()
        };
        let mut reader = Reader::default();
        for (index, document) in corpus.documents().iter().enumerate() {
            names.add_document(index, document, &mut reader);
        }
        names.put_in_order();
        names
    }

    /// Places before titles before sessions, and long names before short ones.
    fn put_in_order(&mut self) {
        for named in self.phrases.values_mut() {
            named.sort_by_key(|named| named.sort);
        }
        for lengths in self.lengths.values_mut() {
            lengths.sort_unstable_by(|a, b| b.cmp(a));
        }
    }

    fn add_document(&mut self, index: usize, document: &Document, reader: &mut Reader) {
        if let Some(place) = &document.place {
            self.add(&reader.words(place), NameSort::Place, index);
        }
        self.add(&reader.words(&document.id), NameSort::Title, index);
        for title in title_forms(&document.title) {
            let words = reader.words(title);
            if words.iter().filter(|word| !is_stopword(word)).count() >= TITLE_WORDS_MIN {
                self.add(&words, NameSort::Title, index);
            }
        }
        for word in document.occasion.as_deref().map(|text| reader.words(text)).unwrap_or_default()
        {
            if is_ordinal(word) {
                self.add(&[word], NameSort::Session, index);
            } else if !is_stopword(word) {
                add_word(&mut self.occasion_words, word);
            }
        }
        for word in reader.words(&document.title) {
            add_word(&mut self.title_words, word);
        }
        let year = document.year();
        if let Some(year) = year {
            self.years.entry(year).or_default().push(index);
        }
        self.sorts.push((year, document.kind.is_report()));
        if document.kind == DocumentKind::Page {
            self.reports.push(index);
            for word in reader.words(document.source.as_deref().map_or("", publisher)) {
                add_word(&mut self.publishers, word);
            }
            for stem in
                reader.stems(&format!("{} {}", document.id.replace('-', " "), document.title))
            {
                add_to(&mut self.report_stems, stem, index);
            }
        }
    }

    fn add(&mut self, words: &[&str], sort: NameSort, document: usize) {
        let Some(&first) = words.first() else { return };
        let phrase = words.join(JOINT);
        let Some(known) = self.phrases.get_mut(&phrase) else {
            let lengths = self.lengths.entry(first.to_owned()).or_default();
            if !lengths.contains(&words.len()) {
                lengths.push(words.len());
            }
            self.phrases.insert(phrase, vec![Named { sort, documents: vec![document] }]);
            return;
        };
        match known.iter_mut().find(|known| known.sort == sort) {
            Some(known) => push_once(&mut known.documents, document),
            None => known.push(Named { sort, documents: vec![document] }),
        }
    }

    /// The longest name that starts at word `at`: its length in words, its sort, its documents.
    pub(crate) fn at<'a>(
        &'a self,
        at: usize,
        word: impl Fn(usize) -> &'a str,
    ) -> Option<(usize, NameSort, &'a [usize])> {
        self.lengths.get(word(at))?.iter().find_map(|&length| {
            let words: Vec<&str> = (at..at + length).map(&word).collect();
            let named = self.phrases.get(&words.join(JOINT))?.first()?;
            Some((length, named.sort, named.documents.as_slice()))
        })
    }

    /// Documents of `year`.
    pub(crate) fn of_year(&self, year: i16) -> &[usize] {
        self.years.get(&year).map_or(&[], Vec::as_slice)
    }

    /// Documents of a span of time; where there is none of these days, those of its years.
    pub(super) fn in_span(&self, span: &Period) -> Vec<usize> {
        let found = self.links.of_days(|day| span.holds(day));
        if !found.is_empty() || !span.is_exact() {
            return found;
        }
        let years = span.from / 10_000..=span.to / 10_000;
        self.links.of_days(|day| years.contains(&(day / 10_000)))
    }

    /// What else tells documents.
    pub(super) const fn links(&self) -> &LinkIndex {
        &self.links
    }

    /// The year of each document, and whether it reports on others.
    pub(crate) fn sorts(&self) -> &[(Option<i16>, bool)] {
        &self.sorts
    }

    /// Whether that document reports on others.
    pub(crate) fn is_report(&self, document: usize) -> bool {
        self.sorts[document].1
    }

    /// Whether `word`, folded, stands in some title.
    pub(crate) fn in_title(&self, word: &str) -> bool {
        self.title_words.contains(word)
    }

    /// Whether `word`, folded, stands in the name of some occasion.
    pub(crate) fn in_occasion(&self, word: &str) -> bool {
        self.occasion_words.contains(word)
    }

    /// Whether `word`, folded, is of the name of somebody who published a report.
    pub(crate) fn is_publisher(&self, word: &str) -> bool {
        self.publishers.contains(word)
    }

    /// Whether `word`, folded, stands for those who speak in the documents.
    pub(crate) fn is_speaker(&self, word: &str) -> bool {
        self.speakers.has(word)
    }

    /// Documents whose kind, title or id goes by one of the words with these stems: "the news
    /// report", "the event page". Where none does, all reports.
    pub(crate) fn reports_called(&self, stems: &[&str]) -> Vec<usize> {
        let named = stems.iter().filter_map(|stem| self.report_stems.get(*stem));
        let named = in_order(named.flatten().copied().collect());
        if named.is_empty() { self.reports.clone() } else { named }
    }
}

fn add_word(words: &mut HashSet<String>, word: &str) {
    if !words.contains(word) {
        words.insert(word.to_owned());
    }
}

/// Who is named by `source` before what was published: "INTERPOL, news page".
fn publisher(source: &str) -> &str {
    let named = source.split_once(',').map_or("", |(name, _)| name);
    if named.contains(['/', '.']) { "" } else { named }
}

fn add_to(lists: &mut HashMap<String, Vec<usize>>, key: &str, document: usize) {
    match lists.get_mut(key) {
        Some(documents) => push_once(documents, document),
        None => {
            lists.insert(key.to_owned(), vec![document]);
        }
    }
}

/// Appends a document to those that were met before, unless it was the last.
fn push_once(documents: &mut Vec<usize>, document: usize) {
    if documents.last() != Some(&document) {
        documents.push(document);
    }
}

/// Each of `documents` once, in ascending order.
#[expect(clippy::stable_sort_primitive, reason = "quick for a few runs that are each in order")]
pub(crate) fn in_order(mut documents: Vec<usize>) -> Vec<usize> {
    documents.sort();
    documents.dedup();
    documents
}

/// Reads names, which are much alike, into words.
#[derive(Debug, Default)]
struct Reader {
    analyzer: Analyzer,
    tokens: Vec<Token>,
}

impl Reader {
    /// The folded words of `text`.
    fn words(&mut self, text: &str) -> Vec<&str> {
        self.analyzer.read(text, &mut self.tokens);
        self.tokens.iter().map(|token| self.analyzer.word(token.word)).collect()
    }

    /// The stems of `text`.
    fn stems(&mut self, text: &str) -> Vec<&str> {
        self.analyzer.read(text, &mut self.tokens);
        let stem = |token: &Token| self.analyzer.stem(token.stem);
        self.tokens.iter().map(stem).collect()
    }
}

/// A title as a whole, and what stands after its first colon.
fn title_forms(title: &str) -> impl Iterator<Item = &str> {
    std::iter::once(title).chain(title.split_once(": ").map(|(_, rest)| rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The name that `text` begins with, of these.
    fn name(
        text: &str,
        added: &[(&str, NameSort, usize)],
    ) -> Option<(usize, NameSort, Vec<usize>)> {
        let mut names = Names::default();
        for &(phrase, sort, document) in added {
            names.add(&phrase.split(' ').collect::<Vec<_>>(), sort, document);
        }
        names.put_in_order();
        let words: Vec<&str> = text.split(' ').collect();
        let found = names.at(0, |at| words.get(at).copied().unwrap_or_default());
        found.map(|(length, sort, documents)| (length, sort, documents.to_vec()))
    }

    #[test]
    fn the_longest_name_counts_and_places_go_first() {
        use NameSort::{Place, Title};
        let added = [
            ("new york", Place, 0),
            ("new york debate of 1999", Title, 1),
            ("new york", Title, 2),
            ("new york", Place, 0),
            ("new york", Place, 3),
        ];
        let cases = [
            ("new york", Some((2, Place, vec![0, 3]))),
            ("new york debate of 1999 on police", Some((5, Title, vec![1]))),
            ("new york debate of", Some((2, Place, vec![0, 3]))),
            ("new", None),
            ("york", None),
        ];
        for (text, expected) in cases {
            assert_eq!(name(text, &added), expected, "{text}");
        }
    }
}
