//! A text, read: its references, its claims, and what it last spoke of at each sentence.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Range;

use super::claims::{Claim, Finder};
use super::named::References;
use super::page::{Page, Passage};
use super::reference::{Documents, Lists, Reference, Sureness};
use super::references::Reader;
use crate::domain::{Corpus, ItemVerdict, Stop, Stopped};
use crate::language::lexicon::english;
use crate::language::verbs;
use crate::retrieval::Index;

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
        let page = Page::read(text, index.phrasebook());
        let reader = Reader::new(corpus, index);
        let (mut references, mut claims) = (Vec::new(), Vec::new());
        let mut meant = Documents::default();
        for passage in &page.passages {
            stop.check()?;
            let named = reader.read(passage, &meant);
            let mut own = Vec::new();
            for sentence in &passage.sentences {
                let finder = Finder {
                    corpus,
                    lists: &reader.lists,
                    passage,
                    references: &named,
                    meant: &meant,
                    sentence: sentence.clone(),
                };
                own.extend(finder.find());
                if let Some(reference) = spoken_of_last(passage, sentence, &named) {
                    meant = said_of(corpus, reference, &reader.lists);
                }
            }
            references.push(named);
            claims.push(own);
        }
        let rows = rows(&page, &references);
        Ok(Self { page, references, claims, rows })
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
    references.beginning(sentence).iter().rfind(|reference| {
        reference.sureness == Sureness::Document
            || *spoken.get_or_init(|| passage.terms_in(sentence).any(speaks))
    })
}

/// The documents that "it" means behind `reference`.
fn said_of(corpus: &Corpus, reference: &Reference, lists: &Lists) -> Documents {
    if matches!(reference.verdict, ItemVerdict::NoSuchDocument | ItemVerdict::Mismatched) {
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
