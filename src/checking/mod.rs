//! Floor 4: is a text about the documents right?
//!
//! Owns the reading of texts that speak about documents (what they quote, name and ascribe) and
//! the verdict on each item. Where quotations stand is found by `quoting`, what supports a
//! paraphrase by `retrieval`. Pure and synchronous.

mod acronyms;
mod addressee;
mod asides;
mod attributed;
mod attribution;
#[cfg(test)]
mod bounds;
mod citation;
mod claim;
mod claim_verbs;
mod claims;
mod contradiction;
mod deeds;
mod exchanged;
mod facts;
mod fields;
mod front_matter;
mod given;
mod issued;
mod item_marks;
mod judgement;
mod labelled;
mod labels;
mod layout;
mod links;
mod lone_labels;
mod missing;
mod named;
mod named_phrases;
mod page;
mod paraphrase;
mod paraphrases;
mod phrases;
mod quotations;
mod ranges;
mod reading;
mod reference;
mod references;
mod replaced;
mod spoken;
mod support;
mod symbols;
#[cfg(test)]
mod tests;
mod thread;
mod timeline;
mod turned;
mod unjudged;
mod valued;
mod voices;
mod votes;
mod wholes;
mod wording;

use std::sync::Arc;

use crate::domain::{
    Attribution, Corpus, ItemKind, QuoteClaim, QuoteVerdict, Stop, Stopped, TEXT_CLAIM_CHARS_MAX,
    TEXT_ITEMS_MAX, TEXT_PARAPHRASES_MAX, Text, TextItem, TextVerdict,
};
use crate::language::analysis::terms;
use crate::retrieval::{Embedder, Index, RankError};
use facts::Fact;
use paraphrase::Paraphrase;
use quotations::{Quotations, Quoted};
use reading::Reading;
use reference::{Reference, Sureness};
use support::Finder;
use unjudged::Unjudged;

/// What texts are checked against.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// The documents.
    pub corpus: &'a Arc<Corpus>,
    /// The index of them.
    pub index: &'a Index,
    /// Checks a quotation that is valid in the corpus.
    pub verify: &'a dyn Fn(&QuoteClaim) -> Result<QuoteVerdict, Stopped>,
}

/// Checks `text`, which has been validated: each quotation, each reference, and what documents are
/// said to say.
///
/// # Errors
/// When the embedding model fails, or it was told to `stop`.
pub fn check(
    sources: Sources<'_>,
    text: &str,
    embedder: &dyn Embedder,
    stop: &Stop,
) -> Result<TextVerdict, RankError> {
    check_within(STEPS_MAX, sources, text, embedder, stop)
}

/// How many steps may be taken for each sort of items: see [`Stop::count`].
#[derive(Clone, Copy)]
struct Steps {
    quotations: u64,
    paraphrases: u64,
}

/// A memo takes some ten thousand for an item.
const STEPS_MAX: Steps = Steps { quotations: 12_000_000, paraphrases: 24_000_000 };

/// Checks `text` in so many steps; leaves out what is behind.
fn check_within(
    steps: Steps,
    sources: Sources<'_>,
    text: &str,
    embedder: &dyn Embedder,
    stop: &Stop,
) -> Result<TextVerdict, RankError> {
    let Sources { corpus, index, verify } = sources;
    let reading = Reading::of(text, corpus, index, stop)?;
    let work = Work::of(&reading, corpus);
    let (all, work) = (work.len(), work.bounded());
    let mut items: Vec<TextItem> = Vec::new();
    for (at, reference) in &work.references {
        items.push(reference_item(corpus, &reading, *at, reference));
    }
    items.extend(work.facts.iter().map(|fact| facts::item(&reading, corpus, fact)));
    items.extend(work.unjudged.iter().map(|own| unjudged::item(&reading, corpus, own)));
    items.extend(work.uncompared.iter().map(|claim| unjudged::uncompared(&reading, claim)));
    let mut quotations = Quotations::new(corpus, &reading, verify, stop);
    let end = stop.steps() + steps.quotations;
    for quoted in work.quotations.iter().take_while(|_| stop.steps() < end) {
        items.push(quotations.check(quoted)?);
    }
    let finder = Finder::new(corpus, index, stop);
    let texts: Vec<&str> =
        work.paraphrases.iter().map(|paraphrase| paraphrase.topic.as_str()).collect();
    let topics = finder.topics(&texts, embedder)?;
    let end = stop.steps() + steps.paraphrases;
    let paraphrases = work.paraphrases.iter().zip(&topics);
    for (paraphrase, topic) in paraphrases.take_while(|_| stop.steps() < end) {
        items.push(paraphrases::check(&finder, &reading, paraphrase, topic)?);
    }
    stop.check()?;
    items.sort_by_key(|item| (item.span.start, item.span.end, item.kind));
    let (left_out, text) = (all - items.len(), Text::new(text.to_owned()));
    let uncompared = work.uncompared.len();
    Ok(TextVerdict { text, items, left_out, uncompared, corpus: Arc::clone(corpus) })
}

/// All that is to be checked.
struct Work<'r> {
    references: Vec<(usize, &'r Reference)>,
    quotations: Vec<Quoted>,
    paraphrases: Vec<Paraphrase<'r>>,
    /// Claims that are too many to be compared.
    uncompared: Vec<Paraphrase<'r>>,
    facts: Vec<Fact>,
    unjudged: Vec<Unjudged>,
}

impl<'r> Work<'r> {
    fn of(reading: &'r Reading, corpus: &Corpus) -> Self {
        let references = reading.references.iter().enumerate();
        let references = references
            .flat_map(|(at, own)| own.iter().map(move |reference| (at, reference)))
            .filter(|(_, reference)| reference.sureness == Sureness::Document)
            .collect();
        let mut quotations = quotations::quoted(reading);
        quotations.retain(|quoted| !is_reference(quoted) && !is_in_title(reading, quoted));
        let facts = facts::facts(reading, corpus);
        let mut paraphrases = paraphrases::paraphrases(reading);
        // What is told of a document itself is no part of what it says.
        let told = |claim: &Paraphrase<'_>| {
            let place = (claim.passage, claim.claim.range.start);
            let next = facts.partition_point(|fact| (fact.passage, fact.range.start) <= place);
            facts[..next].last().is_some_and(|fact| {
                let same = fact.passage == claim.passage && fact.whole;
                same && claim.claim.range.start < fact.range.end
            })
        };
        paraphrases.retain(|claim| !told(claim));
        let unjudged = unjudged::unjudged(reading, &paraphrases, &facts);
        let uncompared = Vec::new();
        Self { references, quotations, paraphrases, uncompared, facts, unjudged }
    }

    /// How many items there are.
    fn len(&self) -> usize {
        self.references.len()
            + self.quotations.len()
            + self.paraphrases.len()
            + self.uncompared.len()
            + self.facts.len()
            + self.unjudged.len()
    }

    /// The same without what is too much, from the end of each sort. Claims that are too many are told,
    /// as far as there is room, but not compared.
    fn bounded(mut self) -> Self {
        /// Whether documents speak of something at all is looked for several times.
        const SPOKEN_COST: usize = 3;
        let (mut chars, mut cost) = (0, 0);
        let few = self.paraphrases.iter().take_while(|paraphrase| {
            let spoken = paraphrase.claim.silent || paraphrase.claim.mentions;
            cost += if spoken { SPOKEN_COST } else { 1 };
            chars += paraphrase.topic.chars().count();
            chars <= TEXT_CLAIM_CHARS_MAX && cost <= TEXT_PARAPHRASES_MAX
        });
        self.uncompared = self.paraphrases.split_off(few.count());
        self.quotations.truncate(TEXT_ITEMS_MAX - self.paraphrases.len());
        let mut room = TEXT_ITEMS_MAX - self.paraphrases.len() - self.quotations.len();
        self.references.truncate(room);
        room -= self.references.len();
        self.facts.truncate(room);
        room -= self.facts.len();
        self.unjudged.truncate(room);
        self.uncompared.truncate(room - self.unjudged.len());
        self
    }
}

/// Whether what stands in marks only names a document and a clause: "Monaco 2014, P3H".
fn is_reference(quoted: &Quoted) -> bool {
    const WORDS_MAX: usize = 4;
    let words = terms(&quoted.text);
    let numbered = |word: &str| word.bytes().any(|byte| byte.is_ascii_digit());
    words.len() <= WORDS_MAX && words.iter().filter(|term| numbered(&term.word)).count() >= 2
}

/// Whether what stands in marks is a part of the title of a document that is named.
fn is_in_title(reading: &Reading, quoted: &Quoted) -> bool {
    let passage = &reading.page.passages[quoted.passage];
    let first = passage.terms_in(&quoted.outer).start;
    let reference = reading.references[quoted.passage].covering(first);
    reference.is_some_and(|own| {
        let range = &own.range;
        own.titled && range.start < quoted.outer.start && quoted.outer.end < range.end
    })
}

fn reference_item(
    corpus: &Corpus,
    reading: &Reading,
    at: usize,
    reference: &Reference,
) -> TextItem {
    let span = reading.page.span(at, &reference.range);
    let attribution = Attribution {
        documents: reference.documents.to_vec(),
        clause: reference.clause,
        clauses: reference.clauses.clone(),
        named_at: Some(span),
    };
    TextItem {
        kind: ItemKind::Reference,
        verdict: reference.verdict,
        span,
        words: reading.page.slice(span).to_owned(),
        attribution: (!reference.documents.is_empty()).then_some(attribution),
        quote: None,
        support: None,
        message: wording::of_reference(corpus, reference),
    }
}
