//! Checks what documents are said to say in other words.

use std::ops::Range;

use super::claim::Claim;
use super::judgement::finding;
use super::labels::paragraph_word;
use super::page::Passage;
use super::paraphrase::{Finding, Paraphrase};
use super::ranges::overlapping;
use super::reading::Reading;
use super::reference::Reference;
use super::support::{Finder, Topic};
use crate::domain::{Attribution, ItemKind, Stopped, Support, TextItem};
use crate::language::analysis::{is_stopword, terms};
use crate::language::lexicon::english;
use crate::language::numbers::small_count;
use crate::retrieval::Unranked;

/// What is said of a claim where meanings cannot be compared.
const UNAVAILABLE: &str = "Claims cannot be checked at the moment; try again later.";

/// What of a claim is looked for, from its start: more the model does not read.
const CLAIM_CHARS_MAX: usize = 1_200;
/// Words of weight that a claim needs beside a quotation, which is checked on its own.
const BESIDE_QUOTE_MIN: usize = 6;

/// The claims of a text that can be checked, in order.
pub(super) fn paraphrases(reading: &Reading) -> Vec<Paraphrase<'_>> {
    let mut found = Vec::new();
    for (at, claims) in reading.claims.iter().enumerate() {
        let passage = &reading.page.passages[at];
        for claim in claims {
            let quoted = overlapping(&passage.marked, &claim.content, |marked| &marked.outer);
            let quoted = !quoted.is_empty();
            let topic = topic(reading, at, claim, false);
            let words = terms(&topic);
            let words = words.iter().filter(|term| is_content(&term.word));
            let content = if tells_form(&topic) { 0 } else { words.count() };
            let needed = if quoted { BESIDE_QUOTE_MIN } else { 1 };
            let introduces = passage.introduces() || passage.text().trim_end().ends_with(',');
            let introduces = introduces && claim.range.end + 2 >= passage.text().len();
            if content >= needed && !introduces && !passage.asks(&claim.range) {
                let wording = &passage.text()[claim.range.clone()];
                let named = claim.named_at.as_ref().map_or(claim.range.start, |named| named.end);
                let verb = passage.text().get(named..claim.verb_end).unwrap_or_default();
                let verb = if claim.inside.is_some() || claim.is_loose() { "" } else { verb };
                let told = self::topic(reading, at, claim, true);
                found.push(Paraphrase { passage: at, claim, topic, told, wording, verb });
            }
        }
    }
    found
}

fn is_content(word: &str) -> bool {
    !is_stopword(word) && !english().claims.generic.has(word)
}

/// Whether `topic` only counts or names parts of a document: "eight operative clauses".
fn tells_form(topic: &str) -> bool {
    let words = terms(topic);
    let form = |word: &str| paragraph_word(word) || english().claims.form.has(word);
    let mut content = words.iter().map(|term| term.word.as_str()).filter(|word| is_content(word));
    words.iter().any(|term| form(&term.word))
        && content.all(|word| form(word) || small_count(word).is_some())
}

/// What is claimed, without what stands in marks and without references, but, if they are to be `told`, those of
/// other documents.
fn topic(reading: &Reading, at: usize, claim: &Claim, told: bool) -> String {
    let passage: &Passage = &reading.page.passages[at];
    let content = &claim.content;
    let quoted = overlapping(&passage.marked, content, |marked| &marked.outer);
    let references = &reading.references[at];
    let first = references.covering(passage.terms_in(content).start);
    let named = references.beginning(content).iter().chain(first);
    let own = claim.documents();
    let other = |reference: &&Reference| {
        let shared = reference.documents.iter().any(|document| own.contains(document));
        told && !shared && reference.label.is_none()
    };
    let named = named.filter(|reference| !reference.is_foreign() && !other(reference));
    let mut left_out: Vec<&Range<usize>> = quoted.iter().map(|marked| &marked.outer).collect();
    left_out.extend(named.map(|reference| &reference.range));
    left_out.extend(passage.asides_in(content).iter().filter(|aside| aside.start > content.start));
    left_out.extend(&claim.inside);
    left_out.sort_by_key(|range| range.start);
    let (mut topic, mut from) = (String::new(), content.start);
    for range in left_out {
        topic.push_str(&passage.text()[from..range.start.clamp(from, content.end)]);
        from = range.end.clamp(from, content.end);
    }
    topic.push_str(&passage.text()[from..content.end]);
    let plain = topic.split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = plain.trim_matches(|c: char| !c.is_alphanumeric());
    match plain.char_indices().nth(CLAIM_CHARS_MAX) {
        Some((end, _)) => plain[..plain[..end].rfind(' ').unwrap_or(end)].to_owned(),
        None => plain.to_owned(),
    }
}

/// Checks `paraphrase`, whose topic was embedded.
///
/// # Errors
/// When it was told to stop.
pub(super) fn check(
    finder: &Finder<'_>,
    reading: &Reading,
    paraphrase: &Paraphrase<'_>,
    topic: &Topic,
) -> Result<TextItem, Stopped> {
    let claim = paraphrase.claim;
    let documents = claim.documents();
    let finding = match finding(finder, paraphrase, topic, &documents) {
        Ok(finding) => finding,
        Err(Unranked::Stopped(stopped)) => return Err(stopped),
        Err(Unranked::Vectors(_)) => Finding::unchecked(UNAVAILABLE.to_owned()),
    };
    let span = reading.page.span(paraphrase.passage, &claim.range);
    let named_at =
        claim.named_at.as_ref().map(|range| reading.page.span(paraphrase.passage, range));
    let item = TextItem {
        kind: ItemKind::Paraphrase,
        verdict: finding.verdict,
        span,
        words: reading.page.slice(span).to_owned(),
        attribution: Some(Attribution {
            documents,
            clause: claim.clause,
            clauses: claim.clauses.clone(),
            named_at,
        }),
        quote: None,
        support: finding.near.map(|near| Support {
            span: finder.words(topic, near.clause),
            score: near.score,
            claimed: claim.verb.clone(),
            actual: finding.actual,
        }),
        message: finding.message,
    };
    Ok(item)
}
