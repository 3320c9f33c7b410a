//! A text, read: its references, its claims, and what it last spoke of at each sentence.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use super::citation::Citations;
use super::claim::Claim;
use super::claims::Finder;
use super::labels::Labels;
use super::lone_labels::is_aside;
use super::named::References;
use super::page::{Page, Passage};
use super::ranges::looked_up;
use super::reference::{Documents, Lists, Reference, Sureness, adopted};
use super::references::Reader;
use super::timeline::opening_year;
use crate::domain::{Corpus, ItemVerdict, QuoteVerdict, Stop, Stopped};
use crate::language::lexicon::english;
use crate::language::verbs;
use crate::retrieval::Index;

/// People in a text, and what a pronoun means, are of a document only so many passages behind its name.
const NEAR_PASSAGES: usize = 2;

/// A text with what was read in it, passage by passage.
#[derive(Debug)]
pub(super) struct Reading {
    /// The text.
    pub page: Page,
    /// The references of each passage, in order.
    pub references: Vec<References>,
    /// The claims of each passage, in order.
    pub claims: Vec<Vec<Claim>>,
    /// For each row of a table that names documents the passage and the number of the reference
    /// that tells most: the first that names a clause, or else the first.
    pub rows: HashMap<usize, (usize, usize)>,
    /// For each column of a table whose first row names a document there, and another elsewhere, the
    /// same of that cell.
    pub columns: HashMap<(usize, usize), (usize, usize)>,
    /// For each passage and sentence that begins with what may stand for them the documents that were
    /// named last.
    pub meant: HashMap<(usize, usize), Documents>,
    /// For each passage that a date opens, or that is of a row with a cell for a date, what was adopted in
    /// that year.
    dated: HashMap<usize, Documents>,
    /// For each passage where sentences begin that do nothing but name a source.
    cites: Vec<Vec<usize>>,
}

impl Reading {
    /// Reads `text`.
    ///
    /// # Errors
    /// When it was told to stop.
    pub(super) fn of(
        text: &str,
        corpus: &Corpus,
        index: &Index,
        stop: &Stop,
    ) -> Result<Self, Stopped> {
        let labels = Labels::of(corpus);
        let citations = Citations { book: index.phrasebook(), labels: &labels };
        let page = Page::read(text, citations);
        let reader = Reader::new(corpus, index, &labels);
        let (mut references, mut claims, mut cites) = (Vec::new(), Vec::new(), Vec::new());
        let mut meant = Documents::default();
        let mut meant_at = HashMap::new();
        let (mut spoke, mut named_in) = (false, 0);
        for passage in &page.passages {
            stop.check()?;
            let named = reader.read(passage, &meant);
            let mut own = Vec::new();
            for sentence in &passage.sentences {
                if !meant.is_empty() {
                    meant_at.insert((references.len(), sentence.start), Rc::clone(&meant));
                }
                let finder = Finder {
                    corpus,
                    lists: &reader.lists,
                    book: index.phrasebook(),
                    passage,
                    references: &named,
                    meant: &meant,
                    spoke,
                    far: references.len() > named_in + NEAR_PASSAGES,
                    sentence: sentence.clone(),
                };
                let found = finder.find();
                let told = found.iter().any(|claim| !claim.is_loose());
                spoke = told || spoke && found.iter().any(|claim| claim.named_at.is_none());
                if told {
                    named_in = references.len();
                }
                let last = found.last().filter(|last| last.named_at.is_some() && !last.is_loose());
                if let Some(last) = last {
                    // What follows is about whoever spoke last.
                    named_in = references.len();
                    meant = Rc::clone(last.subjects.last().expect("a claim has a subject"));
                } else if let Some(reference) = spoken_of_last(passage, sentence, &named) {
                    named_in = references.len();
                    meant = said_of(corpus, reference, &reader.lists);
                }
                own.extend(found);
            }
            cites.push(cited_in(passage, citations));
            references.push(named);
            claims.push(own);
        }
        let rows = rows(&page, &references);
        let columns = columns(&page, &references);
        let dated = dated(&page, corpus, citations, &reader.lists);
        Ok(Self { page, references, claims, rows, columns, meant: meant_at, dated, cites })
    }

    /// What was adopted in the year of the date that opens passage `at`, or stands in its row.
    pub(super) fn dated(&self, at: usize) -> Option<&Documents> {
        self.dated.get(&at)
    }

    /// Whether the text, which ascribes a quotation to nobody, may have it from a place of `found`: it speaks of
    /// that document, or of none.
    pub(super) fn may_quote(&self, found: &QuoteVerdict) -> bool {
        let all = || self.references.iter().flat_map(References::iter);
        let named = |document| all().any(|reference| reference.documents.contains(&document));
        let speaks = all().any(|reference| !reference.documents.is_empty());
        !speaks || found.matches.iter().any(|place| named(place.document))
    }

    /// Whether the sentence of passage `at` that begins where `range` does, or all from there on, does
    /// nothing but name a source.
    pub(super) fn cites(&self, at: usize, range: &Range<usize>) -> bool {
        let passage = &self.page.passages[at];
        let text = passage.text();
        let start = range.end - text[range.clone()].trim_start().len();
        self.cites[at].binary_search(&start).is_ok()
    }
}

/// The last reference of `sentence` whose documents what follows may be about: a place alone has
/// to be named along with ministers, a meeting or a verb of declarations.
fn spoken_of_last<'r>(
    passage: &Passage,
    sentence: &Range<usize>,
    references: &'r References,
) -> Option<&'r Reference> {
    let known = &english().claims.documents;
    let spoken = OnceCell::new();
    let speaks = |at: usize| {
        let word = passage.word(at);
        passage.is_speaker(at)
            || known.meant.has(word)
            || known.meetings.has(word)
            || !verbs::entries(word).is_empty()
    };
    // "Resolution 80/14 on the Treaty of Pelindaba" is about the resolution.
    let within = |reference: &Reference| {
        let first = passage.terms_in(&reference.range).start;
        let article = known.articles.has(passage.word(first.wrapping_sub(1)));
        let before = passage.word(first.wrapping_sub(1 + usize::from(article)));
        reference.is_foreign() && english().claims.sources.within.has(before)
    };
    let counts = |reference: &&Reference| {
        !is_aside(passage, reference)
            && !within(reference)
            && (reference.sureness == Sureness::Document
                || *spoken.get_or_init(|| passage.terms_in(sentence).any(speaks)))
    };
    let own = references.beginning(sentence);
    let last = own.iter().rfind(counts)?;
    // "The Rome declaration was adopted at the 81st General Assembly" is about the declaration.
    let before = |reference: &Reference| {
        let first = passage.terms_in(&reference.range).start;
        let article = known.articles.has(passage.word(first.wrapping_sub(1)));
        first.wrapping_sub(1 + usize::from(article))
    };
    let subject = own.iter().find(counts).filter(|first| {
        first.sureness == Sureness::Document
            && before(first).wrapping_add(1) == passage.terms_in(sentence).start
            && known.governing.has(passage.word(before(last)))
    });
    Some(subject.unwrap_or(last))
}

/// Where sentences begin behind quotations that do nothing but name a source.
fn cited_in(passage: &Passage, citations: Citations<'_>) -> Vec<usize> {
    let text = passage.text();
    let cites = |sentence: &&Range<usize>| {
        let before = text[..sentence.start].trim_end();
        let quoted = looked_up(&passage.marked, |marked| marked.outer.end <= before.len());
        let behind_quotation = passage.marked[..quoted]
            .last()
            .is_some_and(|last| !before[last.outer.end..].contains(char::is_alphanumeric));
        // A place in brackets at the start may be that of a quotation set apart above.
        let opens = before.is_empty() && text.starts_with(['(', '[']);
        (behind_quotation || opens)
            && (citations.is_citation(&text[(*sentence).clone()])
                || citations.is_citation(&text[sentence.start..]))
    };
    passage.sentences.iter().filter(cites).map(|sentence| sentence.start).collect()
}

/// The documents that "it" means behind `reference`.
fn said_of(corpus: &Corpus, reference: &Reference, lists: &Lists) -> Documents {
    use ItemVerdict::{Mismatched, NoSuchDocument, Unchecked};
    if matches!(reference.verdict, NoSuchDocument | Mismatched | Unchecked) {
        return Documents::default();
    }
    reference.spoken_of(corpus, lists)
}

/// See [`Reading::rows`].
fn rows(page: &Page, references: &[References]) -> HashMap<usize, (usize, usize)> {
    let mut rows: HashMap<usize, (usize, usize)> = HashMap::new();
    for (cell, (passage, own)) in page.passages.iter().zip(references).enumerate() {
        let Some(row) = passage.block.row else { continue };
        for (at, reference) in own.iter().enumerate() {
            if reference.documents.is_empty() {
                continue;
            }
            let known = rows.entry(row).or_insert((cell, at));
            let clause = references[known.0].get(known.1).clause.is_some();
            if reference.clause.is_some() && !clause {
                *known = (cell, at);
            }
        }
    }
    rows
}

/// See [`Reading::columns`].
fn columns(page: &Page, references: &[References]) -> HashMap<(usize, usize), (usize, usize)> {
    let mut columns = HashMap::new();
    let mut named: HashMap<usize, usize> = HashMap::new();
    for (cell, (passage, own)) in page.passages.iter().zip(references).enumerate() {
        let Some(column) = passage.block.column.filter(|own| Some(own.0) == passage.block.row)
        else {
            continue;
        };
        let first = own.iter().position(|reference| !reference.documents.is_empty());
        if let Some(first) = first {
            columns.insert(column, (cell, first));
            *named.entry(column.0).or_default() += 1;
        }
    }
    columns.retain(|(table, _), _| named[table] > 1);
    columns
}

/// See [`Reading::dated`].
fn dated(
    page: &Page,
    corpus: &Corpus,
    citations: Citations<'_>,
    lists: &Lists,
) -> HashMap<usize, Documents> {
    let of_year = |year: i16| {
        let documents = adopted(corpus, citations.book.of_year(year));
        (!documents.is_empty()).then(|| lists.shared(documents))
    };
    let mut rows: HashMap<usize, Documents> = HashMap::new();
    let mut found = HashMap::new();
    for (at, passage) in page.passages.iter().enumerate() {
        let Some((year, end)) = opening_year(passage.text()) else { continue };
        let Some(documents) = of_year(year) else { continue };
        match passage.block.row {
            Some(row) if passage.text()[end..].trim().is_empty() => {
                rows.entry(row).or_insert(documents);
            }
            _ => drop(found.insert(at, documents)),
        }
    }
    for (at, passage) in page.passages.iter().enumerate() {
        if let Some(documents) = passage.block.row.and_then(|row| rows.get(&row)) {
            found.entry(at).or_insert_with(|| Rc::clone(documents));
        }
    }
    found
}
