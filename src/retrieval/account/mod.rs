//! The account of a question: how each of its terms is met by a clause.

mod terms;

use std::collections::{BTreeMap, BTreeSet};

pub use terms::AskedTerm;
use terms::{AskedWord, asked_terms};

use super::index::Index;
use super::lexical::WeightedTerm;
use super::related::RelatedTerm;
use crate::domain::{Clause, Corpus, Document, MetBy, Span, TermKind, TermMet};
use crate::language::analysis::{Term, terms as read_terms};
use crate::reading::Reading;

/// From this nearness on another word means the same.
const SAME_MEANING: f32 = 0.6;

/// The terms of a question that carry weight.
#[derive(Debug, Clone, Default)]
pub struct Account {
    terms: Vec<AskedTerm>,
}

/// What stands in a clause, and what is known of it.
struct Words {
    /// Each stem of the clause, with the first term that has it.
    own: BTreeMap<String, Term>,
    /// The words of the clause.
    words: BTreeSet<String>,
    /// Stems of what is known of the document, and of the heading and the lead-in above the clause.
    around: BTreeSet<String>,
}

impl Account {
    /// The account of what `reading` asks in `question`; `query` is what is searched for.
    pub fn of(index: &Index, question: &str, reading: &Reading, query: &[WeightedTerm]) -> Self {
        Self { terms: asked_terms(index, question, &reading.terms, query) }
    }

    /// Its terms.
    pub fn terms(&self) -> &[AskedTerm] {
        &self.terms
    }

    /// How the clause at `position` meets each of the terms.
    pub fn met_by(&self, corpus: &Corpus, position: usize) -> Vec<TermMet> {
        let clause = &corpus.clauses()[position];
        let words = Words::of(corpus, clause);
        let starts = clause.span.start;
        let text = corpus.text_of(clause);
        self.terms.iter().map(|term| met(term, &words, text, starts)).collect()
    }

    /// The share of what follows each other in the question that stands close together in one of
    /// `clauses`; of a question of one word, whether it stands there.
    pub fn pairs(&self, corpus: &Corpus, clauses: &[usize]) -> f64 {
        let mut wanted: Vec<(f64, Vec<&str>)> = Vec::new();
        for term in &self.terms {
            let stems: Vec<&str> = term.words.iter().map(|word| word.stem.as_str()).collect();
            match wanted.last_mut().filter(|_| term.follows) {
                Some((weight, group)) => {
                    *weight += term.weight;
                    group.extend(stems);
                }
                None => wanted.push((term.weight, stems)),
            }
        }
        let read: Vec<Vec<String>> = clauses
            .iter()
            .map(|&at| {
                read_terms(corpus.text_of(&corpus.clauses()[at]))
                    .into_iter()
                    .map(|t| t.stem)
                    .collect()
            })
            .collect();
        wanted
            .iter()
            .map(|(weight, group)| {
                let best = read.iter().map(|stems| close(group, stems)).fold(0.0, f64::max);
                weight * best
            })
            .sum()
    }

    /// The terms that occur in no clause that `admits`, nor anything that means them.
    pub fn nowhere<'s>(
        &'s self,
        index: &Index,
        admits: &dyn Fn(usize) -> bool,
    ) -> Vec<&'s AskedTerm> {
        let occurs = |stem: &String| index.lexical().occurs(stem, admits);
        let known = |word: &AskedWord| {
            occurs(&word.stem)
                || word.spelt.iter().any(|stems| stems.iter().all(occurs))
                || near(&word.related).any(|related| occurs(&related.stem))
        };
        self.terms.iter().filter(|term| !term.words.iter().all(known)).collect()
    }
}

/// The share of `group`, words that follow each other, of which each stands close behind the one before
/// in `stems`.
fn close(group: &[&str], stems: &[String]) -> f64 {
    const APART: usize = 3;
    let at = |stem: &str| -> Vec<usize> {
        let places = stems.iter().enumerate().filter(|(_, own)| own.as_str() == stem);
        places.map(|(at, _)| at).collect()
    };
    if let [one] = group {
        return if !at(one).is_empty() { 1.0 } else { 0.0 };
    }
    let met = group.windows(2).filter(|pair| {
        let second = at(pair[1]);
        at(pair[0]).iter().any(|first| second.iter().any(|other| other.abs_diff(*first) <= APART))
    });
    met.count() as f64 / (group.len() - 1) as f64
}

/// Those that mean the same.
fn near(related: &[RelatedTerm]) -> impl Iterator<Item = &RelatedTerm> {
    related.iter().filter(|related| related.nearness() >= SAME_MEANING)
}

impl Words {
    fn of(corpus: &Corpus, clause: &Clause) -> Self {
        let document = corpus.document_of(clause);
        let mut around = known_of(document);
        let heading = clause.heading.map(|heading| document.text.slice(heading));
        let parent = corpus.parent_of(clause).map(|parent| corpus.text_of(parent));
        for text in [heading, parent].into_iter().flatten() {
            around.extend(read_terms(text).into_iter().map(|term| term.stem));
        }
        let mut own = BTreeMap::new();
        let mut words = BTreeSet::new();
        for term in read_terms(corpus.text_of(clause)) {
            words.insert(term.word.clone());
            own.entry(term.stem.clone()).or_insert(term);
        }
        Self { own, words, around }
    }
}

/// Stems of what is known of a document.
fn known_of(document: &Document) -> BTreeSet<String> {
    let catalogue = &document.catalogue;
    let texts = [&document.place, &document.occasion, &catalogue.symbol, &catalogue.issuer];
    let texts = texts.into_iter().flatten().chain([&document.title]);
    let texts = texts.chain(&catalogue.aliases).chain(&catalogue.keywords);
    let mut known: BTreeSet<String> =
        texts.flat_map(|text| read_terms(text)).map(|term| term.stem).collect();
    if let Some(date) = document.date() {
        let written = date.strftime("%Y %B %-d").to_string();
        known.extend(read_terms(&written).into_iter().map(|term| term.stem));
    }
    known
}

/// How `term` is met by `words` of the clause with this `text`, which starts at `starts`.
fn met(term: &AskedTerm, words: &Words, text: &str, starts: u32) -> TermMet {
    let ways: Vec<(MetBy, Option<&Term>)> =
        term.words.iter().map(|word| word_met(word, words)).collect();
    let how = ways.iter().map(|(how, _)| *how).max().unwrap_or(MetBy::NotMet);
    // A name is met by names alone.
    let how = match how {
        MetBy::OtherWords if term.kind != TermKind::Word => MetBy::NotMet,
        how => how,
    };
    let first = ways.iter().find_map(|(_, term)| *term).filter(|_| how.is_met());
    let span = |term: &Term| {
        let start = text[..term.bytes.start].chars().count() as u32;
        let length = text[term.bytes.clone()].chars().count() as u32;
        Span::new(starts + start, starts + start + length)
    };
    TermMet {
        term: term.typed.clone(),
        kind: term.kind,
        weight: term.weight,
        how,
        words: first.map(span),
    }
}

fn word_met<'w>(word: &AskedWord, words: &'w Words) -> (MetBy, Option<&'w Term>) {
    if let Some(own) = words.own.get(&word.stem) {
        let same = words.words.contains(&word.word);
        return (if same { MetBy::WordForWord } else { MetBy::Variant }, Some(own));
    }
    let all = |stems: &&Vec<String>| stems.iter().all(|stem| words.own.contains_key(stem));
    if let Some(stems) = word.spelt.iter().find(all) {
        return (MetBy::Variant, stems.first().and_then(|stem| words.own.get(stem)));
    }
    if words.around.contains(&word.stem) {
        return (MetBy::Document, None);
    }
    let other = near(&word.related).find_map(|related| words.own.get(&related.stem));
    (if other.is_some() { MetBy::OtherWords } else { MetBy::NotMet }, other)
}
