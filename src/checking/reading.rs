//! A text, read: its references, its claims, and what it last spoke of at each sentence.

use super::claims::{Claim, Finder};
use super::page::{Page, Passage};
use super::reference::{Reference, Sureness};
use super::references::Reader;
use crate::domain::{Corpus, ItemVerdict};
use crate::language::lexicon::english;
use crate::language::verbs;
use crate::retrieval::Index;

/// A text with what was read in it, passage by passage.
#[derive(Debug)]
pub(super) struct Reading {
    /// The text.
    pub page: Page,
    /// The references of each passage, in order.
    pub references: Vec<Vec<Reference>>,
    /// The claims of each passage, in order.
    pub claims: Vec<Vec<Claim>>,
}

impl Reading {
    /// Reads `text`.
    pub(super) fn of(text: &str, corpus: &Corpus, index: &Index) -> Self {
        let page = Page::read(text, index.phrasebook());
        let reader = Reader::new(corpus, index);
        let mut reading = Self { page, references: Vec::new(), claims: Vec::new() };
        let mut meant: Vec<usize> = Vec::new();
        for passage in &reading.page.passages {
            let references = reader.read(passage, &meant);
            let mut claims = Vec::new();
            for sentence in &passage.sentences {
                let finder = Finder {
                    corpus,
                    passage,
                    references: &references,
                    meant: &meant,
                    sentence: sentence.clone(),
                };
                claims.extend(finder.find());
                let named = references.iter().filter(|other| sentence.contains(&other.range.start));
                for reference in named.filter(|other| is_spoken_of(passage, other)) {
                    meant = said_of(corpus, reference);
                }
            }
            reading.references.push(references);
            reading.claims.push(claims);
        }
        reading
    }
}

/// Whether what follows may be about the documents of `reference`: a place alone has to be named
/// along with ministers, a meeting or a verb of declarations.
fn is_spoken_of(passage: &Passage, reference: &Reference) -> bool {
    if reference.sureness == Sureness::Document {
        return true;
    }
    let known = &english().claims.documents;
    passage.terms_in(&passage.sentence_at(reference.range.start)).any(|at| {
        let word = passage.word(at);
        passage.is_speaker(at)
            || known.meant.has(word)
            || known.meetings.has(word)
            || !verbs::entries(word).is_empty()
    })
}

/// The documents that "it" means behind `reference`.
fn said_of(corpus: &Corpus, reference: &Reference) -> Vec<usize> {
    if matches!(reference.verdict, ItemVerdict::NoSuchDocument | ItemVerdict::Mismatched) {
        return Vec::new();
    }
    let is_adopted = |index: &usize| !corpus.documents()[*index].kind.is_report();
    let adopted: Vec<usize> = reference.documents.iter().copied().filter(is_adopted).collect();
    if reference.sureness == Sureness::Document || adopted.is_empty() {
        reference.documents.clone()
    } else {
        adopted
    }
}
