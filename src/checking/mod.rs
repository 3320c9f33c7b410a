//! Floor 3: is what a text says about the documents right?
//!
//! Owns the reading of texts that speak about documents (what they quote, name and ascribe) and
//! the verdict on each item. Where quotations stand is found by `quoting`, what supports a
//! paraphrase by `retrieval`. Pure and synchronous. May import: `domain`, `retrieval`, `quoting`.

mod ascribed;
mod attribution;
mod claims;
mod contradiction;
mod labels;
mod layout;
mod links;

mod page;
mod paraphrases;

mod quotations;
mod reading;
mod reference;
mod references;
mod support;
#[cfg(test)]
mod tests;
mod wording;

use std::sync::Arc;

use crate::domain::{
    Attribution, Corpus, ItemKind, QuoteClaim, QuoteVerdict, TEXT_ITEMS_MAX, TEXT_PARAPHRASES_MAX,
    Text, TextItem, TextVerdict,
};
use crate::language::analysis::terms;
use crate::retrieval::{EmbedError, Embedder, Index};
use paraphrases::Paraphrase;
use quotations::Quoted;
use reading::Reading;
use reference::{Reference, Sureness};
use support::Finder;

/// What texts are checked against.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// The documents.
    pub corpus: &'a Arc<Corpus>,
    /// The index of them.
    pub index: &'a Index,
    /// Checks a quotation that is valid in the corpus.
    pub verify: &'a dyn Fn(&QuoteClaim) -> QuoteVerdict,
}

/// Checks `text`, which has been validated: each quotation, each reference, and what documents are
/// said to say.
///
/// # Errors
/// When the embedding model fails.
pub fn check(
    sources: Sources<'_>,
    text: &str,
    embedder: &dyn Embedder,
) -> Result<TextVerdict, EmbedError> {
    let Sources { corpus, index, verify } = sources;
    let reading = Reading::of(text, corpus, index);
    let mut work = Work::of(&reading);
    let left_out = work.bound();
    let mut items: Vec<TextItem> = Vec::new();
    for (at, reference) in &work.references {
        items.push(reference_item(corpus, &reading, *at, reference));
    }
    for quoted in &work.quotations {
        items.push(quotations::check(corpus, &reading, quoted, verify));
    }
    let finder = Finder { corpus, index };
    let texts: Vec<String> =
        work.paraphrases.iter().map(|paraphrase| paraphrase.topic.clone()).collect();
    let topics = finder.topics(&texts, embedder)?;
    for (paraphrase, topic) in work.paraphrases.iter().zip(&topics) {
        items.push(paraphrases::check(&finder, &reading, paraphrase, topic));
    }
    items.sort_by_key(|item| (item.span.start, item.span.end, item.kind));
    let text = Text::new(text.to_owned());
    Ok(TextVerdict { text, items, left_out, corpus: Arc::clone(corpus) })
}

/// All that is to be checked.
struct Work<'r> {
    references: Vec<(usize, &'r Reference)>,
    quotations: Vec<Quoted>,
    paraphrases: Vec<Paraphrase<'r>>,
}

impl<'r> Work<'r> {
    fn of(reading: &'r Reading) -> Self {
        let references = reading.references.iter().enumerate();
        let references = references
            .flat_map(|(at, own)| own.iter().map(move |reference| (at, reference)))
            .filter(|(_, reference)| reference.sureness == Sureness::Document)
            .collect();
        let mut quotations = quotations::quoted(reading);
        quotations.retain(|quoted| !is_reference(quoted));
        Self { references, quotations, paraphrases: paraphrases::paraphrases(reading) }
    }

    /// Leaves out what is too much, from the end of each sort; says how much that was.
    fn bound(&mut self) -> usize {
        let all = self.references.len() + self.quotations.len() + self.paraphrases.len();
        self.paraphrases.truncate(TEXT_PARAPHRASES_MAX);
        self.quotations.truncate(TEXT_ITEMS_MAX - self.paraphrases.len());
        let room = TEXT_ITEMS_MAX - self.paraphrases.len() - self.quotations.len();
        self.references.truncate(room);
        all - self.references.len() - self.quotations.len() - self.paraphrases.len()
    }
}

/// Whether what stands in marks only names a document and a clause: "Monaco 2014, P3H".
fn is_reference(quoted: &Quoted) -> bool {
    const WORDS_MAX: usize = 4;
    let words = terms(&quoted.text);
    let numbered = |word: &str| word.bytes().any(|byte| byte.is_ascii_digit());
    words.len() <= WORDS_MAX && words.iter().filter(|term| numbered(&term.word)).count() >= 2
}

fn reference_item(
    corpus: &Corpus,
    reading: &Reading,
    at: usize,
    reference: &Reference,
) -> TextItem {
    let span = reading.page.span(at, &reference.range);
    let attribution = Attribution {
        documents: reference.documents.clone(),
        clause: reference.clause,
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
