//! What the reading of a question adds to the score of a clause, whatever its words.
//!
//! Scores spread by a quarter for each standard deviation of the signals: these figures are to be
//! read beside that. They were chosen on development questions, as rules of thumb, not fitted.

use std::collections::BTreeMap;

use super::hit::Hit;
use super::index::Index;
use crate::domain::{Clause, Corpus, Part, QuestionType, SignalName};
use crate::language::analysis::{Term, TextLanguage, terms_in};
use crate::reading::{Pool, Reading};

/// Another document than those named.
const ELSEWHERE: f32 = -0.6;
/// A document whose title holds a name that the question speaks of.
const LEANING: f32 = 0.25;
/// A report about a document that is named.
const ABOUT_NAMED: f32 = -0.25;
/// A clause named by its label.
const LABELLED: f32 = 2.0;
/// A report, where the question asks for declarations; and where it does not say.
const REPORT_UNWANTED: f32 = -0.25;
const REPORT: f32 = -0.12;
/// A clause that uses the verb asked about; one of the part asked for.
const VERB: f32 = 0.05;
/// A clause that has the very verb of which the question asks who does it.
const DEED: f32 = 0.1;
/// The same where it is done to what the question says.
const DONE: f32 = 0.5;
const PART: f32 = 0.05;
/// A frame line, where the question is about the meeting or how a document is built; and where it
/// is not.
const FRAME_WANTED: f32 = 0.25;
const FRAME: f32 = -0.15;
/// A clause that names a person, or gives the detail asked for, where the question wants one.
const PERSON: f32 = 0.15;
const DETAIL: f32 = 0.15;
/// A clause that defines, itself or by its lead-in, the very word that is asked about.
const DEFINED: f32 = 0.5;
/// A clause under a heading that holds all of the topic.
const HEADED: f32 = 0.3;

/// The name, value and contribution of each prior that touches the clause at `position`.
pub(super) fn priors(
    corpus: &Corpus,
    index: &Index,
    reading: &Reading,
    position: usize,
) -> Vec<(SignalName, f32, f32)> {
    let clause = &corpus.clauses()[position];
    let document = corpus.document_of(clause);
    let named = &reading.scope.named;
    let mut found: Vec<(SignalName, f32)> = Vec::new();
    if !named.is_empty() && !named.contains(&clause.document) {
        // A report about a document that is named stays nearer than an unrelated document.
        let about = document.kind.is_report()
            && named.iter().any(|&index| corpus.documents()[index].year() == document.year());
        found.push((SignalName::Scope, if about { ABOUT_NAMED } else { ELSEWHERE }));
    }
    // What is compared, or said by several, is not said by one alone.
    if reading.pool == Pool::Corpus && reading.scope.leaning.contains(&clause.document) {
        found.push((SignalName::Scope, LEANING));
    }
    if reading.clauses.contains(&position) {
        found.push((SignalName::Label, LABELLED));
    }
    if let Some(prior) = part(reading, clause) {
        found.push((SignalName::Part, prior));
    }
    let factual = matches!(
        reading.asks,
        QuestionType::Who | QuestionType::HowMany | QuestionType::When | QuestionType::Where
    );
    if document.kind.is_report() && !reading.scope.wants_reports && !factual {
        let unwanted = reading.scope.wants_documents
            || matches!(reading.asks, QuestionType::Comparison | QuestionType::Strength);
        found.push((SignalName::Report, if unwanted { REPORT_UNWANTED } else { REPORT }));
    }
    if clause.verbs.iter().any(|verb| reading.verbs.contains(&verb.lemma)) {
        found.push((SignalName::Verb, VERB));
    }
    if let Some(prior) = deed(corpus, index, reading, position) {
        found.push((SignalName::Verb, prior));
    }
    if reading.asks == QuestionType::Who && index.names_person(position) {
        found.push((SignalName::Person, PERSON));
    }
    if let Some(prior) = detail(corpus, reading, clause) {
        found.push((SignalName::Detail, prior));
    }
    let headed = headed(corpus, index, reading, clause);
    if headed > 0.0 {
        found.push((SignalName::Heading, HEADED * headed));
    }
    found.into_iter().map(|(name, contribution)| (name, 1.0, contribution)).collect()
}

/// What a clause gains by the verb of which the question asks who does it: more where what is done to stands
/// on its right side, before "appointed by" or behind "appoints".
fn deed(corpus: &Corpus, index: &Index, reading: &Reading, position: usize) -> Option<f32> {
    /// How far from the verb what is done to may stand, and "by".
    const OBJECT_MAX: usize = 12;
    const AGENT_MAX: usize = 3;
    let deed = reading.deed.as_ref().filter(|deed| index.lexical().holds(position, deed))?;
    let clause = &corpus.clauses()[position];
    let language = TextLanguage::of_document(corpus.document_of(clause));
    let words = terms_in(language, corpus.text_of(clause));
    let objects: Vec<&str> = reading.terms.iter().map(|term| term.stem.as_str()).collect();
    let objects: Vec<&str> = objects.into_iter().filter(|stem| stem != deed).collect();
    let holds = |words: &[Term]| {
        let held = |stem: &&&str| words.iter().any(|own| own.stem == **stem);
        2 * objects.iter().filter(held).count() >= objects.len()
    };
    let done = |at: usize| {
        let behind = &words[at + 1..words.len().min(at + 1 + OBJECT_MAX)];
        let passive = behind.iter().take(AGENT_MAX).any(|own| own.word == "by");
        let object = if passive { &words[at.saturating_sub(OBJECT_MAX)..at] } else { behind };
        holds(object)
    };
    let deeds = (0..words.len()).filter(|&at| words[at].stem == *deed);
    Some(if deeds.into_iter().any(done) { DONE } else { DEED })
}

/// What a clause gains that gives what is asked for, or whose lead-in defines it.
fn detail(corpus: &Corpus, reading: &Reading, clause: &Clause) -> Option<f32> {
    let wanted = reading.answer_type.as_ref().filter(|detail| detail.stands_out())?;
    let gives = |clause: &Clause| wanted.given_by(corpus.text_of(clause), clause.part);
    let defines = wanted.defines();
    let given = gives(clause) || defines && corpus.parent_of(clause).is_some_and(gives);
    given.then_some(if defines { DEFINED } else { DETAIL })
}

/// The share of the topic's words, by rarity, that the heading above the clause holds, squared: one
/// word of several tells little.
fn headed(corpus: &Corpus, index: &Index, reading: &Reading, clause: &Clause) -> f32 {
    // Where all documents are gone through, each is told by its clauses, of which there are very many.
    let told = reading.pool == Pool::Corpus && !reading.terms.is_empty();
    let Some(heading) = clause.heading.filter(|_| told) else { return 0.0 };
    let document = corpus.document_of(clause);
    let language = TextLanguage::of_document(document);
    let words = terms_in(language, document.text.slice(heading));
    let rarity = |term: &Term| index.lexical().idf(&term.stem);
    let all: f32 = reading.terms.iter().map(rarity).sum();
    let held = reading.terms.iter().filter(|term| words.iter().any(|own| own.stem == term.stem));
    let held: f32 = held.map(rarity).sum();
    if all > 0.0 { (held / all) * (held / all) } else { 0.0 }
}

fn part(reading: &Reading, clause: &Clause) -> Option<f32> {
    match clause.part {
        Part::Frame
            if reading.of_meeting
                || reading.asks == QuestionType::Listing
                || reading.parts.contains(&Part::Frame) =>
        {
            Some(FRAME_WANTED)
        }
        Part::Frame => Some(FRAME),
        part if reading.parts.contains(&part) => Some(PART),
        _ => None,
    }
}

/// A comparison wants the best of each document: lifts every document that is named to the level
/// of the one that answers best.
pub(super) fn balance(corpus: &Corpus, reading: &Reading, hits: &mut [Hit]) {
    let mut best: BTreeMap<usize, f32> = BTreeMap::new();
    let of = |hit: &Hit| corpus.clauses()[hit.clause].document;
    let compared = |document: usize| {
        let report = corpus.documents()[document].kind.is_report();
        reading.scope.named.contains(&document) && (reading.scope.wants_reports || !report)
    };
    for hit in hits.iter().filter(|hit| compared(of(hit))) {
        let top = best.entry(of(hit)).or_insert(f32::NEG_INFINITY);
        *top = top.max(hit.score);
    }
    let level = best.values().copied().fold(f32::NEG_INFINITY, f32::max);
    for hit in hits {
        if let Some(top) = best.get(&of(hit)) {
            let gain = level - top;
            hit.score += gain;
            hit.contributions.push((SignalName::Balance, *top, gain));
        }
    }
}
