//! The account of a question: how each of its terms is met by a clause.

mod terms;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

pub use terms::AskedTerm;
use terms::{AskedWord, asked_terms};

use super::index::Index;
use super::lexical::WeightedTerm;
use super::related::RelatedTerm;
use super::word_family::follower_of;
use crate::domain::{Clause, Corpus, Document, MetBy, Span, TermKind, TermMet};
use crate::language::analysis::{Term, TextLanguage, terms_in};
use crate::reading::Reading;

/// From this nearness on another word means the same.
const SAME_MEANING: f32 = 0.6;
/// So many words that follow each other are told as one.
const GROUP_WORDS_MAX: usize = 3;

/// The terms of a question that carry weight.
#[derive(Debug, Clone, Default)]
pub struct Account {
    terms: Vec<AskedTerm>,
}

/// What stands in a clause, and what is known of it.
struct Words {
    /// Each stem of the clause, with the first term that has it.
    own: BTreeMap<String, Term>,
    /// The words of the clause, as they are written.
    written: BTreeSet<String>,
    /// Stems of what is known of the document, and of the heading and the lead-in above the clause.
    around: BTreeSet<String>,
}

impl Account {
    /// The account of what `reading` asks in `question`; `query` is what is searched for.
    pub fn of(index: &Index, question: &str, reading: &Reading, query: &[WeightedTerm]) -> Self {
        // "And the second?" asks of it what was asked before.
        let goes_on = reading.terms.is_empty() && !reading.earlier_terms.is_empty();
        if goes_on {
            let topic = terms_in(reading.language, &reading.earlier_topic);
            let topic: Vec<Term> = topic.into_iter().filter(|term| !term.is_stopword()).collect();
            return Self { terms: asked_terms(index, &reading.earlier_topic, &topic, query) };
        }
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

    /// The share of the question, by weight, whose words stand together in some of `clauses`: words that
    /// follow each other in the question are to stand close to each other. All of it, where it has no
    /// terms: a question that goes on with another is told by that one's.
    pub fn together(&self, corpus: &Corpus, index: &Index, clauses: &[usize]) -> f64 {
        let groups = self.groups();
        if groups.is_empty() {
            return 1.0;
        }
        let shares = groups.iter().map(|group| group.weight * group.best(corpus, index, clauses));
        shares.sum()
    }

    /// What no clause of `clauses` meets, the heaviest first, as typed: words that follow each other as
    /// one, where each of them is met and they never stand together.
    pub fn unmet(&self, corpus: &Corpus, index: &Index, clauses: &[usize]) -> Vec<String> {
        let met: Vec<Vec<TermMet>> = clauses.iter().map(|&at| self.met_by(corpus, at)).collect();
        let missing = |at: usize| !met.iter().any(|terms| terms[at].how.is_met());
        let mut unmet: Vec<(f64, String)> = Vec::new();
        for group in self.groups() {
            let own = &self.terms[group.terms.clone()];
            let missing: Vec<usize> = group.terms.clone().filter(|&at| missing(at)).collect();
            let short = own.len() <= GROUP_WORDS_MAX;
            // Words that are met and never stand together are missed together; beside one that is missing, what is
            // met is not missed.
            let apart =
                own.len() > 1 && missing.is_empty() && group.best(corpus, index, clauses) < 1.0;
            // Of two words that make one term, both are named: "gun running".
            let words = own.iter().all(|term| term.kind == TermKind::Word);
            let pair = own.len() == 2 && words && !missing.is_empty();
            let together = match (missing.first(), missing.last()) {
                _ if pair => group.terms.clone(),
                (Some(&first), Some(&last)) => first..last + 1,
                _ if apart => group.terms.clone(),
                _ => continue,
            };
            if short {
                let typed: Vec<&str> =
                    self.terms[together].iter().map(|term| term.typed.as_str()).collect();
                unmet.push((group.weight, typed.join(" ")));
            } else {
                let terms = missing.into_iter().map(|at| &self.terms[at]);
                unmet.extend(terms.map(|term| (term.weight, term.typed.clone())));
            }
        }
        unmet.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut seen = BTreeSet::new();
        unmet
            .into_iter()
            .map(|(_, typed)| typed)
            .filter(|typed| seen.insert(typed.clone()))
            .collect()
    }

    /// The terms by what follows each other in the question.
    fn groups(&self) -> Vec<Group<'_>> {
        let mut groups: Vec<Group<'_>> = Vec::new();
        for (at, term) in self.terms.iter().enumerate() {
            let words = term.words.iter().map(|word| word.stem.as_str());
            match groups.last_mut().filter(|_| term.follows) {
                Some(group) => {
                    group.weight += term.weight;
                    group.terms.end = at + 1;
                    group.stems.extend(words);
                }
                None => groups.push(Group {
                    weight: term.weight,
                    terms: at..at + 1,
                    stems: words.collect(),
                }),
            }
        }
        groups
    }

    /// The names, as typed, that occur in no clause that `admits`, and of which nothing is known of the documents
    /// `searched`.
    pub fn names_nowhere(
        &self,
        corpus: &Corpus,
        index: &Index,
        searched: &[usize],
        admits: &dyn Fn(usize) -> bool,
    ) -> Vec<String> {
        let names = self.nowhere(index, admits).into_iter();
        // One document may well leave out a state; of many, some speak of it in other words.
        let told =
            |term: &AskedTerm| !term.has_other_names() || searched.len() == 1 && term.is_state();
        let names: Vec<&AskedTerm> =
            names.filter(|term| term.kind == TermKind::Name && told(term)).collect();
        if names.is_empty() {
            return Vec::new();
        }
        let known = searched.iter().map(|&document| known_of(&corpus.documents()[document]));
        let known: BTreeSet<String> = known.flatten().collect();
        let unknown = |term: &&AskedTerm| !term.words.iter().any(|word| known.contains(&word.stem));
        names.into_iter().filter(unknown).map(|term| term.typed.clone()).collect()
    }

    /// The terms that occur in no clause that `admits`, nor anything that means them.
    pub fn nowhere<'s>(
        &'s self,
        index: &Index,
        admits: &dyn Fn(usize) -> bool,
    ) -> Vec<&'s AskedTerm> {
        let occurs = |stem: &String| index.lexical().occurs(stem, admits);
        let known = |term: &AskedTerm, word: &AskedWord| {
            // A name is met by names alone.
            let may_differ = term.kind == TermKind::Word;
            index.occurs(&word.stem, admits)
                || word.spelt.iter().any(|stems| stems.iter().all(occurs))
                || may_differ && near(&word.related).any(|related| occurs(&related.stem))
        };
        let unknown = |term: &&AskedTerm| !term.words.iter().all(|word| known(term, word));
        self.terms.iter().filter(unknown).collect()
    }
}

/// Words that follow each other in the question.
struct Group<'a> {
    /// Their share of what all terms weigh.
    weight: f64,
    /// The terms that they are of.
    terms: Range<usize>,
    stems: Vec<&'a str>,
}

impl Group<'_> {
    /// The greatest share of them that stand close behind each other in one of `clauses`; of a single
    /// word, whether it stands in any.
    fn best(&self, corpus: &Corpus, index: &Index, clauses: &[usize]) -> f64 {
        let holds = |clause: usize, stem: &str| index.lexical().holds(clause, stem);
        if let [one] = self.stems.as_slice() {
            let holds = |clause: usize| {
                holds(clause, one) || follower_of(one).any(|stem| holds(clause, &stem))
            };
            return if clauses.iter().any(|&clause| holds(clause)) { 1.0 } else { 0.0 };
        }
        let mut best = 0.0_f64;
        for &clause in clauses {
            // A clause is read only where it may do better.
            let held: Vec<bool> = self.stems.iter().map(|stem| holds(clause, stem)).collect();
            let pairs = held.windows(2).filter(|pair| pair[0] && pair[1]).count();
            if pairs as f64 / (self.stems.len() - 1) as f64 > best {
                let clause = &corpus.clauses()[clause];
                let language = TextLanguage::of_document(corpus.document_of(clause));
                let words = terms_in(language, corpus.text_of(clause));
                best = best.max(self.close(&words));
            }
        }
        best
    }

    /// The share of them of which each stands close behind the one before in `words`.
    fn close(&self, words: &[Term]) -> f64 {
        const APART: usize = 3;
        let at = |stem: &str| -> Vec<usize> {
            let places = words.iter().enumerate().filter(|(_, own)| own.stem == stem);
            places.map(|(at, _)| at).collect()
        };
        let met = self.stems.windows(2).filter(|pair| {
            let second = at(pair[1]);
            let near = |first: usize| second.iter().any(|other| other.abs_diff(first) <= APART);
            at(pair[0]).into_iter().any(near)
        });
        met.count() as f64 / (self.stems.len() - 1) as f64
    }
}

/// Those that mean the same.
fn near(related: &[RelatedTerm]) -> impl Iterator<Item = &RelatedTerm> {
    related.iter().filter(|related| related.nearness() >= SAME_MEANING)
}

impl Words {
    fn of(corpus: &Corpus, clause: &Clause) -> Self {
        let document = corpus.document_of(clause);
        let language = TextLanguage::of_document(document);
        let mut around = known_of(document);
        let heading = clause.heading.map(|heading| document.text.slice(heading));
        let parent = corpus.parent_of(clause).map(|parent| corpus.text_of(parent));
        for text in [heading, parent].into_iter().flatten() {
            around.extend(terms_in(language, text).into_iter().map(|term| term.stem));
        }
        let mut own = BTreeMap::new();
        let mut written = BTreeSet::new();
        for term in terms_in(language, corpus.text_of(clause)) {
            written.insert(term.word.clone());
            own.entry(term.stem.clone()).or_insert(term);
        }
        Self { own, written, around }
    }
}

/// Stems of what is known of a document.
fn known_of(document: &Document) -> BTreeSet<String> {
    let catalogue = &document.catalogue;
    let language = TextLanguage::of_document(document);
    let texts = [&document.place, &document.occasion, &catalogue.symbol, &catalogue.issuer];
    let texts = texts.into_iter().flatten().chain([&document.title]);
    let texts = texts.chain(&catalogue.aliases).chain(&catalogue.keywords);
    let mut known: BTreeSet<String> =
        texts.flat_map(|text| terms_in(language, text)).map(|term| term.stem).collect();
    if let Some(date) = document.date() {
        let written = date.strftime("%Y %B %-d").to_string();
        known.extend(terms_in(TextLanguage::English, &written).into_iter().map(|term| term.stem));
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
        let same = words.written.contains(&word.word);
        return (if same { MetBy::WordForWord } else { MetBy::Variant }, Some(own));
    }
    if let Some(own) = follower_of(&word.stem).find_map(|stem| words.own.get(stem.as_str())) {
        return (MetBy::Variant, Some(own));
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

#[cfg(test)]
mod tests;
