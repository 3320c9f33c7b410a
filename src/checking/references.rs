//! Which documents and clauses a text names, and whether there are such.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::ops::Range;

use super::labels::{Label, Labels, parts};
use super::links::links;
use super::named::References;
use super::page::Passage;
use super::reference::{Documents, Lists, Reference, Sureness, adopted};
use super::wholes::wholes;
use crate::domain::{Corpus, Document, ItemVerdict};
use crate::language::analysis::{Term, terms};
use crate::language::dates::is_month_name;
use crate::language::lexicon::english;
use crate::language::looks::looked_at;
use crate::language::numbers::ordinal;
use crate::reading::{Mention, Phrasebook};
use crate::retrieval::Index;

/// What references are read by.
pub(super) struct Reader<'a> {
    pub(super) corpus: &'a Corpus,
    pub(super) index: &'a Index,
    pub(super) labels: &'a Labels,
    pub(super) lists: Lists,
    /// What names that were linked mean.
    pub(super) linked: RefCell<HashMap<String, Vec<usize>>>,
    /// Who adopted documents.
    pub(super) issuers: OnceCell<Vec<String>>,
    /// How often titles of all documents were looked for.
    pub(super) sought: Cell<usize>,
}

/// Which bytes of a passage belong to references.
pub(super) struct Taken(Vec<bool>);

/// Of more documents, none is named by its year.
const OF_YEAR_MAX: usize = 8;
/// How far apart noun, place and year may stand, in words.
const APART_MAX: usize = 5;

impl<'a> Reader<'a> {
    pub(super) fn new(corpus: &'a Corpus, index: &'a Index, labels: &'a Labels) -> Self {
        let (lists, linked) = (Lists::default(), RefCell::default());
        let (issuers, sought) = (OnceCell::new(), Cell::new(0));
        Self { corpus, index, labels, lists, linked, issuers, sought }
    }

    /// The references of `passage`. `meant` are the documents that were named last.
    pub(super) fn read(&self, passage: &Passage, meant: &Documents) -> References {
        let mut found = links(passage.text(), self.corpus, self.labels);
        let mut taken = Taken(vec![false; passage.text().len()]);
        for link in &found {
            taken.mark(&link.range);
        }
        for title in &passage.titles {
            let documents = self.index.phrasebook().titled(&passage.text()[title.clone()]);
            if taken.is_free(title) && !documents.is_empty() {
                let mut reference = Reference::valid(title.clone(), self.lists.shared(documents));
                reference.titled = true;
                let mut words = passage.terms_in(title);
                if let Some(label) = self.labels.around(passage, &mut words) {
                    reference.range.end = reference.range.end.max(passage.bytes(&words).end);
                    self.labels.resolve(self.corpus, &label, &mut reference);
                }
                taken.mark(&reference.range);
                found.push(reference);
            }
        }
        self.add_issued(passage, &mut found, &mut taken);
        for mention in self.index.phrasebook().mentions(passage.text()) {
            if taken.is_free(&mention.bytes) && !passage.is_quoted(mention.bytes.start) {
                found.push(self.named(passage, &mention));
                taken.mark(&found[found.len() - 1].range);
            }
        }
        self.join_nouns(passage, &mut found);
        self.add_phrases(passage, &mut found, &mut taken);
        self.add_symbols(passage, &mut found, &mut taken);
        self.add_years(passage, &mut found, &mut taken);
        found.sort_by_key(|reference| reference.range.start);
        for reference in &mut found {
            reference.governed = is_governed(passage, reference);
        }
        let found = self.with_labels(passage, meant, found, &mut taken);
        let resolve = |typed: &str, reference: &mut Reference| {
            let label = Label { typed: typed.to_owned(), parts: parts(typed) };
            self.labels.resolve(self.corpus, &label, reference);
        };
        let book = self.index.phrasebook();
        References::new(passage, wholes(passage, (self.corpus, book), &self.lists, found, &resolve))
    }

    /// A name with the noun, year and label around it.
    fn named(&self, passage: &Passage, mention: &Mention) -> Reference {
        let mut words = passage.terms_in(&mention.bytes);
        let noun = noun_around(passage, self.index.phrasebook(), &mut words);
        let year = year_around(passage, &mut words);
        // "Rome (2012) declaration".
        let noun =
            noun || year.is_some() && noun_around(passage, self.index.phrasebook(), &mut words);
        let other = self.numbered_before(passage, &mut words);
        let label = self.labels.around(passage, &mut words);
        let mut range = passage.bytes(&words);
        if let Some(title) = passage.titles.iter().find(|title| title.contains(&range.start)) {
            range = title.start.min(range.start)..title.end.max(range.end);
        }
        let mut documents = other.unwrap_or_else(|| mention.documents.to_vec());
        if noun || label.is_some() {
            let adopted = adopted(self.corpus, &documents);
            documents = if adopted.is_empty() { documents } else { adopted };
        }
        let mut reference = Reference::valid(range, self.lists.shared(documents));
        reference.titled = mention.title;
        if mention.place && !noun && year.is_none() && label.is_none() {
            reference.sureness = Sureness::Place;
        }
        if let Some(year) = year {
            let of_year = self.index.phrasebook().of_year(year);
            // Of what has no date nobody knows that its year is another.
            let undated = |id: usize| self.corpus.documents()[id].year().is_none();
            let fits = |id: &usize| of_year.contains(id) || undated(*id);
            let both: Vec<usize> = reference.documents.iter().copied().filter(fits).collect();
            if both.is_empty()
                && !noun
                && label.is_none()
                && !is_beside(passage, &mention.bytes, year)
            {
                // "When they met in Monaco in 1914": the place, at another time.
                reference.sureness = Sureness::Place;
                reference.documents = Documents::default();
                return reference;
            }
            if both.is_empty() {
                reference.verdict = ItemVerdict::Mismatched;
                reference.missing = year.to_string();
                return reference;
            }
            reference.documents = self.lists.shared(both);
        }
        if let Some(label) = label {
            self.labels.resolve(self.corpus, &label, &mut reference);
        }
        reference
    }

    /// The documents whose titles have the number that stands before `words`, which grow by it, before the same words:
    /// "Second Optional Protocol to the Covenant".
    fn numbered_before(&self, passage: &Passage, words: &mut Range<usize>) -> Option<Vec<usize>> {
        let first = words.start.checked_sub(1)?;
        let number = passage.is_capital(first) && passage.gap(words.start) == " ";
        ordinal(passage.word(first)).filter(|_| number)?;
        let own = &passage.terms[first..words.end];
        let named = |document: &Document| {
            let title = terms(&document.title);
            let same = |(a, b): (&Term, &Term)| a.stem == b.stem;
            title.windows(own.len()).any(|row| row.iter().zip(own).all(same))
        };
        let find = || {
            let all = self.corpus.documents().iter().enumerate();
            all.filter(|(_, own)| named(own)).map(|(at, _)| at).collect()
        };
        // Questions may mean others by the same words.
        let name = format!("#{}", &passage.text()[passage.bytes(&(first..words.end))]);
        let all = self.known(&name, find);
        words.start -= usize::from(!all.is_empty());
        (!all.is_empty()).then_some(all)
    }

    /// "the Rome and Monaco declarations": the noun is for both.
    fn join_nouns(&self, passage: &Passage, found: &mut [Reference]) {
        found.sort_by_key(|reference| reference.range.start);
        let joining = &english().claims.documents.joining;
        for at in (1..found.len()).rev() {
            let between = passage.terms_in(&(found[at - 1].range.end..found[at].range.start));
            let joined = !between.is_empty()
                && between.len() <= 2
                && between.clone().all(|at| joining.has(passage.word(at)) && passage.is_joined(at))
                && passage.is_joined(between.end);
            let last = passage.terms_in(&found[at].range);
            let noun = last.clone().any(|at| is_noun(passage, at));
            if joined && noun && found[at - 1].sureness == Sureness::Place {
                found[at - 1].sureness = Sureness::Document;
                let adopted = adopted(self.corpus, &found[at - 1].documents);
                found[at - 1].documents = self.lists.shared(adopted);
            }
        }
    }

    /// "the 2012 declaration", "the declaration of 2012".
    fn add_years(&self, passage: &Passage, found: &mut Vec<Reference>, taken: &mut Taken) {
        let declaring = &english().documents.kinds.declaring;
        for at in 0..passage.terms.len() {
            let Some(year) = Phrasebook::year(passage.word(at)) else { continue };
            let mut words = at..at + 1;
            let free = |words: &Range<usize>| taken.is_free(&passage.bytes(words));
            if !free(&words) || passage.is_quoted(passage.terms[at].bytes.start) {
                continue;
            }
            if !noun_around(passage, self.index.phrasebook(), &mut words) || !free(&words) {
                continue;
            }
            let declares = words.clone().any(|at| declaring.has(passage.word(at)));
            let label = self.labels.around(passage, &mut words);
            let documents = adopted(self.corpus, self.index.phrasebook().of_year(year));
            let few = documents.len() <= OF_YEAR_MAX;
            if documents.is_empty() && !(declares && self.is_series()) || !few {
                continue;
            }
            let mut reference = Reference::absent(passage.bytes(&words), year.to_string());
            if !documents.is_empty() {
                reference.verdict = ItemVerdict::Valid;
                reference.documents = self.lists.shared(documents);
                if let Some(label) = label {
                    self.labels.resolve(self.corpus, &label, &mut reference);
                }
            }
            taken.mark(&reference.range);
            found.push(reference);
        }
    }
}

impl Taken {
    /// Whether no reference has any of `bytes`.
    pub(super) fn is_free(&self, bytes: &Range<usize>) -> bool {
        !self.0[bytes.clone()].iter().inspect(|_| looked_at()).any(|taken| *taken)
    }

    /// Gives `bytes` to a reference.
    pub(super) fn mark(&mut self, bytes: &Range<usize>) {
        self.0[bytes.clone()].fill(true);
    }
}

/// Whether `reference` stands in a comparison: behind "than the", "building on the 2012".
fn is_governed(passage: &Passage, reference: &Reference) -> bool {
    const PHRASE_WORDS_MAX: usize = 4;
    let known = &english().claims;
    let mut first = passage.terms_in(&reference.range).start;
    let sentence = passage.sentence_at(reference.range.start);
    let passes = |at: usize| {
        let word = passage.word(at);
        known.documents.articles.has(word)
            || known.documents.adjectives.has(word)
            || known.documents.same.has(word)
            || Phrasebook::year(word).is_some()
    };
    let inside = |at: usize| passage.terms[at].bytes.start >= sentence.start;
    while first > 0 && passes(first - 1) && passage.is_joined(first) && inside(first - 1) {
        first -= 1;
    }
    (first.saturating_sub(PHRASE_WORDS_MAX)..first).any(|at| {
        let length = known.sources.comparing.at(|ahead| passage.word(at + ahead));
        length == Some(first - at) && inside(at) && passage.is_joined(first)
    })
}

/// Whether the word at `at` is what an adopted document is called.
fn is_noun(passage: &Passage, at: usize) -> bool {
    english().claims.documents.nouns.has(passage.word(at))
}

/// Whether the word at `at` may stand between the noun, the place and the year.
fn is_link(passage: &Passage, at: usize) -> bool {
    let word = passage.word(at);
    english().claims.documents.links.has(word) || is_month_name(word) || passage.is_speaker(at)
}

/// Whether a noun for a document stands behind or before `words`, which grow by it.
fn noun_around(passage: &Passage, book: &Phrasebook, words: &mut Range<usize>) -> bool {
    let adjectives = &english().claims.documents.adjectives;
    let describes = |word: &str| adjectives.has(word) || book.in_occasion(word);
    let mut at = words.end;
    while describes(passage.word(at)) && passage.is_joined(at) {
        at += 1;
    }
    let spaced = passage.gap(at).chars().all(|c| matches!(c, ' ' | ')' | '\'' | '\u{2019}' | 's'));
    if is_noun(passage, at) && spaced {
        words.end = at + 1;
        return true;
    }
    // "The Rome declaration, Monaco 2014": a comma parts two names.
    if passage.gap(words.start).contains(',') {
        return false;
    }
    for at in (words.start.saturating_sub(APART_MAX)..words.start).rev() {
        if !passage.is_joined(at + 1) {
            return false;
        }
        if is_noun(passage, at) {
            words.start = at;
            return true;
        }
        if !is_link(passage, at) && Phrasebook::year(passage.word(at)).is_none() {
            return false;
        }
    }
    false
}

/// Whether `year` stands right behind the name at `bytes`: "Monaco 2012", "Monaco (2012)".
fn is_beside(passage: &Passage, bytes: &Range<usize>, year: i16) -> bool {
    let next = passage.terms_in(bytes).end;
    Phrasebook::year(passage.word(next)) == Some(year)
}

/// The year that belongs to a name: behind it ("Rome declaration of 2012", "Monaco (2014)"), or
/// before it ("the 2012 Rome declaration", "in 2009, ministers in Singapore").
fn year_around(passage: &Passage, words: &mut Range<usize>) -> Option<i16> {
    if let Some(year) = (words.clone()).find_map(|at| Phrasebook::year(passage.word(at))) {
        return Some(year);
    }
    for at in words.end..(words.end + APART_MAX).min(passage.terms.len()) {
        let word = passage.word(at);
        if !passage.is_joined(at) {
            break;
        }
        if let Some(year) = Phrasebook::year(word) {
            words.end = at + 1;
            return Some(year);
        }
        // Behind a comma a year may be of anything.
        let day = word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit());
        if !is_link(passage, at) && !day || passage.gap(at).contains(',') {
            break;
        }
    }
    let (mut comma, mut bound) = (false, false);
    for at in (words.start.saturating_sub(APART_MAX)..words.start).rev() {
        comma |= passage.gap(at + 1).contains(',');
        if !passage.is_joined(at + 1) {
            break;
        }
        let word = passage.word(at);
        bound |= passage.is_speaker(at) || english().claims.documents.adoption.has(word);
        if let Some(year) = Phrasebook::year(word) {
            // "In 2014, the Rome declaration ..." tells when something else happened.
            if comma && !bound {
                break;
            }
            words.start = at;
            return Some(year);
        }
        if !is_link(passage, at) && !is_noun(passage, at) {
            break;
        }
    }
    None
}
