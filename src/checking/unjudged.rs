//! Sentences that speak of a document and that nothing was compared with: the text's reader is told.

use std::ops::Range;

use super::facts::{Fact, is_in, is_read};
use super::layout::Shape;
use super::paraphrase::Paraphrase;
use super::ranges::overlapping;
use super::reading::Reading;
use super::reference::Sureness;
use super::wording::uncompared_with;
use crate::domain::{
    Attribution, Corpus, ItemKind, ItemVerdict, TEXT_CLAIM_CHARS_MAX, TEXT_PARAPHRASES_MAX,
    TextItem,
};
use crate::language::analysis::is_stopword;
use crate::language::lexicon::english;

/// A sentence that was not judged. Ranges are bytes of the passage.
#[derive(Debug)]
pub(super) struct Unjudged {
    passage: usize,
    range: Range<usize>,
    documents: Vec<usize>,
    named_at: Range<usize>,
}

/// The sentences of `reading` that speak of a document, that no claim or fact is in, and that quote
/// nothing.
pub(super) fn unjudged(
    reading: &Reading,
    paraphrases: &[Paraphrase<'_>],
    facts: &[Fact],
) -> Vec<Unjudged> {
    let mut found = Vec::new();
    let mut claims = paraphrases.iter().peekable();
    let mut facts = facts.iter().peekable();
    for (at, passage) in reading.page.passages.iter().enumerate() {
        for sentence in &passage.sentences {
            let mut judged = false;
            let before = |own: usize, start: usize| (own, start) < (at, sentence.end);
            while let Some(claim) =
                claims.next_if(|claim| before(claim.passage, claim.claim.range.start))
            {
                judged |= claim.passage == at && claim.claim.range.end > sentence.start;
            }
            while let Some(fact) = facts.next_if(|fact| before(fact.passage, fact.range.start)) {
                judged |= is_in(fact, at, sentence);
            }
            let quoted = !overlapping(&passage.marked, sentence, |marked| &marked.outer).is_empty();
            let prose = passage.block.shape == Shape::Prose && is_read(passage);
            if judged || quoted || !prose || passage.asks(sentence) || reading.cites(at, sentence) {
                continue;
            }
            found.extend(spoken_of(reading, at, sentence));
        }
    }
    found
}

/// `sentence`, where it says something of a document beside naming it.
fn spoken_of(reading: &Reading, at: usize, sentence: &Range<usize>) -> Option<Unjudged> {
    const WORDS_MIN: usize = 2;
    let passage = &reading.page.passages[at];
    let references = &reading.references[at];
    let own = references.beginning(sentence).iter();
    let mut named = own.filter(|reference| {
        reference.holds()
            && !reference.documents.is_empty()
            && reference.sureness == Sureness::Document
    });
    let first = named.next()?;
    let words = passage.terms_in(sentence);
    let says = words.filter(|&word| {
        let own = passage.word(word);
        references.covering(word).is_none()
            && !is_stopword(own)
            && !english().claims.sources.citing.has(own)
            && own.chars().all(char::is_alphabetic)
    });
    (says.take(WORDS_MIN).count() == WORDS_MIN).then(|| Unjudged {
        passage: at,
        range: sentence.clone(),
        documents: first.documents.to_vec(),
        named_at: first.range.clone(),
    })
}

/// The item about it.
pub(super) fn item(reading: &Reading, corpus: &Corpus, own: &Unjudged) -> TextItem {
    let named_at = Some(reading.page.span(own.passage, &own.named_at));
    let attribution =
        Attribution { documents: own.documents.clone(), named_at, ..Attribution::default() };
    let message = uncompared_with(corpus, &own.documents);
    unchecked(reading, own.passage, &own.range, attribution, message)
}

/// The item about a claim that is not compared because the text has too many.
pub(super) fn uncompared(reading: &Reading, own: &Paraphrase<'_>) -> TextItem {
    let claim = own.claim;
    let named_at = claim.named_at.as_ref().map(|range| reading.page.span(own.passage, range));
    let (clause, clauses) = (claim.clause, claim.clauses.clone());
    let attribution = Attribution { documents: claim.documents(), clause, clauses, named_at };
    let message = format!(
        "Not compared: of a text, at most {TEXT_PARAPHRASES_MAX} claims are, of \
         {TEXT_CLAIM_CHARS_MAX} characters together. Check it in parts."
    );
    unchecked(reading, own.passage, &claim.range, attribution, message)
}

fn unchecked(
    reading: &Reading,
    passage: usize,
    range: &Range<usize>,
    attribution: Attribution,
    message: String,
) -> TextItem {
    let span = reading.page.span(passage, range);
    TextItem {
        kind: ItemKind::Paraphrase,
        verdict: ItemVerdict::Unchecked,
        span,
        words: reading.page.slice(span).to_owned(),
        attribution: Some(attribution),
        quote: None,
        support: None,
        message,
    }
}
