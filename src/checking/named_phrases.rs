//! Documents that are called by names of their own: "the Doha Declaration of 2015", "resolution 2178 (2014)".

use std::ops::Range;

use super::page::Passage;
use super::phrases::phrase_at;
use super::reference::{Reference, adopted};
use super::references::{Reader, Taken};
use crate::language::analysis::{Term, stem, terms};
use crate::language::dates::is_month_name;
use crate::language::lexicon::english;
use crate::language::numbers::ordinal;
use crate::reading::numeral;

/// The most names that are looked up among the titles of documents.
const LINKED_MAX: usize = 200;
/// In a corpus of more documents, those of others are called as they are.
const SERIES_MAX: usize = 24;

/// The number that `term` of `title` says which of a series by.
fn numbered(title: &str, term: &Term) -> Option<u8> {
    let capital = title[term.bytes.clone()].chars().all(char::is_uppercase);
    numeral(&term.word, capital)
}

impl Reader<'_> {
    /// Documents that are called by other names than place and year: "the Doha Declaration of 2015",
    /// "the Artemis Accords", "resolution 2178 (2014)".
    pub(super) fn add_phrases(
        &self,
        passage: &Passage,
        found: &mut Vec<Reference>,
        taken: &mut Taken,
    ) {
        let book = self.index.phrasebook();
        let mut from = 0;
        for head in 0..passage.terms.len() {
            if head < from {
                continue;
            }
            let Some(phrase) = phrase_at(passage, book, head) else { continue };
            let bytes = passage.bytes(&phrase.words);
            if !taken.is_free(&bytes) || passage.is_quoted(bytes.start) {
                continue;
            }
            from = phrase.words.end;
            let name = passage.text()[bytes].to_owned();
            let mut documents = self.linked(&name);
            if documents.is_empty() {
                documents = self.issued_by(&name);
            }
            documents.retain(|&document| self.is_called(document, passage, &phrase.words, head));
            // "A memorandum of understanding" is one of many.
            let before = passage.word(phrase.words.start.wrapping_sub(1));
            if matches!(before, "a" | "an") {
                documents.clear();
            }
            let mut words = phrase.words.clone();
            // A label behind the document of others is of the one that speaks of it.
            let declares = english().documents.kinds.declaring.has(passage.word(head));
            let ours = declares || !documents.is_empty();
            let label = if ours { self.labels.around(passage, &mut words) } else { None };
            let range = passage.bytes(&words);
            let reference = if !documents.is_empty() {
                let mut reference = Reference::valid(range, self.lists.shared(documents));
                if let Some(label) = &label {
                    self.labels.resolve(self.corpus, label, &mut reference);
                }
                reference
            } else if label.is_some() || self.is_made_up(passage, head) {
                Reference::absent(range, name)
            } else {
                Reference::foreign(range, name)
            };
            taken.mark(&reference.range);
            found.push(reference);
        }
    }

    /// Whether `document` is called by the words of a phrase whose noun is at `head`: by its kind, or as
    /// what its title begins with is called; and no name in the phrase is of something else.
    fn is_called(
        &self,
        document: usize,
        passage: &Passage,
        words: &Range<usize>,
        head: usize,
    ) -> bool {
        let own = &self.corpus.documents()[document];
        let kinds = &english().documents.kinds;
        let noun = passage.terms[head].stem.as_str();
        let title = terms(&own.title);
        let titled = title.iter().find(|term| kinds.named.has(&term.word));
        let called = stem(own.kind.name()) == noun || titled.is_some_and(|term| term.stem == noun);
        let names = [&own.place, &own.occasion, &own.catalogue.symbol].into_iter().flatten();
        let names = names.chain(&own.catalogue.aliases).flat_map(|name| terms(name));
        // "The Third Geneva Convention" is "Geneva Convention (III)".
        let numbers: Vec<u8> = title.iter().filter_map(|term| numbered(&own.title, term)).collect();
        let known: Vec<Term> = title.into_iter().chain(names).collect();
        let other = |at: usize| {
            let number = ordinal(passage.word(at)).filter(|_| passage.is_capital(at));
            number.is_some_and(|number| !numbers.iter().any(|&own| u64::from(own) == number))
        };
        let foreign = |at: usize| {
            let typed = passage.typed(at);
            let initials = typed.chars().all(|c| !c.is_lowercase());
            let named = passage.is_capital(at) && !initials && !passage.terms[at].is_stopword();
            let word = passage.word(at);
            named
                && !kinds.named.has(word)
                && !kinds.nouns.has(word)
                && !is_month_name(word)
                && ordinal(word).is_none()
                && !english().claims.documents.adjectives.has(word)
                && !known.iter().any(|term| term.stem == passage.terms[at].stem)
        };
        called && !words.clone().any(|at| foreign(at) || other(at))
    }

    /// The documents that questions mean by `name`.
    pub(super) fn linked(&self, name: &str) -> Vec<usize> {
        self.known(name, || self.index.phrasebook().linked(name))
    }

    /// The documents that `find` finds by `name`, of the first names.
    pub(super) fn known(&self, name: &str, find: impl FnOnce() -> Vec<usize>) -> Vec<usize> {
        let mut linked = self.linked.borrow_mut();
        if let Some(known) = linked.get(name) {
            return known.clone();
        }
        if linked.len() >= LINKED_MAX {
            return Vec::new();
        }
        let documents = find();
        linked.insert(name.to_owned(), documents.clone());
        documents
    }

    /// Whether the corpus is a series that is known as a whole: what is called as its documents are, and is
    /// none of them, does not exist.
    pub(super) fn is_series(&self) -> bool {
        let all: Vec<usize> = (0..self.corpus.documents().len()).collect();
        adopted(self.corpus, &all).len() <= SERIES_MAX
    }

    /// "the Lyon declaration", where no document is called so and none speaks of Lyon: it is named as
    /// those of the corpus are. What is written as a name of its own is of others.
    fn is_made_up(&self, passage: &Passage, noun: usize) -> bool {
        let Some(at) = noun.checked_sub(1) else { return false };
        let declaring = &english().documents.kinds.declaring;
        let initials = passage.typed(at).chars().all(char::is_uppercase);
        self.is_series()
            && declaring.has(passage.word(noun))
            && !passage.is_capital(noun)
            && passage.gap(noun) == " "
            && !initials
            && at.checked_sub(1).is_some_and(|before| passage.word(before) == "the")
            && !self.index.vocabulary().has(passage.word(at))
    }
}
