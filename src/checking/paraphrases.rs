//! Checks what documents are said to say in other words.

use std::ops::Range;

use super::claim::Claim;
use super::contradiction::{
    binds, denies, differs_in_strength, opposes, opposite, other_figure, verbs_of,
};
use super::labels::paragraph_word;
use super::numbered::{designations, other_designation};
use super::page::Passage;
use super::paraphrase::{Finding, Paraphrase};
use super::ranges::overlapping;
use super::reading::Reading;
use super::spoken::{mentioned, silence};
use super::support::{Finder, Near, SUPPORTED_MIN, Topic};
use super::wording::{all_called, place, short};
use crate::domain::{
    Attribution, Corpus, DocumentKind, ItemKind, ItemVerdict, Stopped, Strength, Support, TextItem,
    VerbUse,
};
use crate::language::analysis::{is_stopword, terms};
use crate::language::figures::figures;
use crate::language::lexicon::english;
use crate::language::numbers::small_count;
use crate::retrieval::Unranked;

/// What is said of a claim where meanings cannot be compared.
const UNAVAILABLE: &str = "Claims cannot be checked at the moment; try again later.";

/// What of a claim is looked for, from its start: more the model does not read.
const CLAIM_CHARS_MAX: usize = 1_200;
/// The most documents, or groups of them, that are said to say the same.
const SUBJECTS_MAX: usize = 8;
/// Words of weight that a claim needs beside a quotation, which is checked on its own.
const BESIDE_QUOTE_MIN: usize = 6;
/// Clauses that score this much less than the best say about the same.
const ALIKE: f64 = 0.15;
/// How many of the nearest clauses may hold a claim's figure.
const FIGURE_CLAUSES: usize = 3;

/// The claims of a text that can be checked, in order.
pub(super) fn paraphrases(reading: &Reading) -> Vec<Paraphrase<'_>> {
    let mut found = Vec::new();
    for (at, claims) in reading.claims.iter().enumerate() {
        let passage = &reading.page.passages[at];
        for claim in claims {
            let quoted = overlapping(&passage.marked, &claim.content, |marked| &marked.outer);
            let quoted = !quoted.is_empty();
            let topic = topic(reading, at, claim);
            let words = terms(&topic);
            let words = words.iter().filter(|term| is_content(&term.word));
            let content = if tells_form(&topic) { 0 } else { words.count() };
            let needed = if quoted { BESIDE_QUOTE_MIN } else { 1 };
            let introduces = passage.introduces() && claim.range.end + 2 >= passage.text().len();
            if content >= needed && !introduces && !passage.asks(&claim.range) {
                let wording = &passage.text()[claim.range.clone()];
                found.push(Paraphrase { passage: at, claim, topic, wording });
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

/// What is claimed, without what stands in marks and without references at its end.
fn topic(reading: &Reading, at: usize, claim: &Claim) -> String {
    let passage: &Passage = &reading.page.passages[at];
    let content = &claim.content;
    let quoted = overlapping(&passage.marked, content, |marked| &marked.outer);
    let references = &reading.references[at];
    let first = references.covering(passage.terms_in(content).start);
    let named = references.beginning(content).iter().chain(first);
    let named = named.filter(|reference| !reference.is_foreign());
    let mut left_out: Vec<&Range<usize>> = quoted.iter().map(|marked| &marked.outer).collect();
    left_out.extend(named.map(|reference| &reference.range));
    left_out.extend(passage.asides_in(content).iter().filter(|aside| aside.start > content.start));
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

/// Whether `documents` say what is claimed.
fn finding(
    finder: &Finder<'_>,
    paraphrase: &Paraphrase<'_>,
    topic: &Topic,
    documents: &[usize],
) -> Result<Finding, Unranked> {
    if paraphrase.claim.silent {
        return silence(finder, paraphrase, topic, documents);
    }
    if paraphrase.claim.mentions
        && let Some(finding) = mentioned(finder, paraphrase, topic, documents)?
    {
        return Ok(finding);
    }
    // The same ones may be named twice.
    let mut subjects: Vec<&[usize]> = Vec::new();
    for subject in paraphrase.claim.subjects.iter().rev() {
        if !subjects.contains(&&**subject) {
            subjects.push(subject);
        }
        if subjects.len() > SUBJECTS_MAX {
            return Ok(Finding::unchecked(format!(
                "More than {SUBJECTS_MAX} documents are said to say so; check it in parts."
            )));
        }
    }
    // Of several documents that are said to say it, the one that does so least decides.
    let findings = subjects.into_iter().rev().map(|own| said(finder, paraphrase, topic, own));
    let findings = findings.collect::<Result<Vec<_>, _>>()?.into_iter();
    Ok(findings.max_by_key(|finding| finding.verdict).expect("a claim has a subject"))
}

/// Whether one of `documents` says what is claimed.
fn said(
    finder: &Finder<'_>,
    paraphrase: &Paraphrase<'_>,
    topic: &Topic,
    documents: &[usize],
) -> Result<Finding, Unranked> {
    let corpus = finder.corpus;
    let claim = paraphrase.claim;
    let near = finder.near(topic, documents)?;
    let Some(best) = near.first().cloned() else {
        let message = format!("Not supported by {}.", all_called(corpus, documents));
        return Ok(Finding {
            verdict: ItemVerdict::NotSupported,
            message,
            near: None,
            actual: None,
        });
    };
    let named = near.iter().find(|near| claim.clauses.contains(&near.clause)).cloned();
    let best = named.filter(|named| named.score >= SUPPORTED_MIN).unwrap_or(best);
    if let Some((clause, message)) = figure(corpus, paraphrase, &near) {
        let score = near.iter().find(|near| near.clause == clause).map_or(0.0, |near| near.score);
        let near = Some(Near { clause, score });
        return Ok(Finding { verdict: ItemVerdict::Contradicted, message, near, actual: None });
    }
    if let Some((clause, message)) = number(corpus, paraphrase, &near) {
        let score = near.iter().find(|near| near.clause == clause).map_or(0.0, |near| near.score);
        let near = Some(Near { clause, score });
        return Ok(Finding { verdict: ItemVerdict::Contradicted, message, near, actual: None });
    }
    if best.score < SUPPORTED_MIN {
        let message = unsupported(finder, topic, documents, &best);
        let verdict = ItemVerdict::NotSupported;
        return Ok(Finding { verdict, message, near: Some(best), actual: None });
    }
    if let Some(missing) = finder.missing(&paraphrase.topic, documents) {
        let own = all_called(corpus, documents);
        return Ok(Finding {
            verdict: ItemVerdict::NotSupported,
            message: format!("\u{201c}{missing}\u{201d} does not occur in {own}."),
            near: Some(best),
            actual: None,
        });
    }
    let text = corpus.text_of(&corpus.clauses()[best.clause]);
    if denies(&paraphrase.topic) && !denies(text) || opposes(paraphrase.wording, text) {
        let place = place(corpus, best.clause);
        let message = format!("Denies something that {place} speaks of; compare the two.");
        return Ok(Finding {
            verdict: ItemVerdict::Unchecked,
            message,
            near: Some(best),
            actual: None,
        });
    }
    let segment = finder.words(topic, best.clause).quote;
    if let Some(message) = reversed(corpus, paraphrase, best.clause, &segment) {
        let verdict = ItemVerdict::Contradicted;
        return Ok(Finding { verdict, message, near: Some(best), actual: None });
    }
    let alike = near.iter().filter(|near| near.score + ALIKE >= best.score);
    let verbs: Vec<VerbUse> = alike.flat_map(|near| verbs_of(corpus, near.clause)).collect();
    let actual = verbs_of(corpus, best.clause).into_iter().next();
    if let (Some(claimed), Some(own)) = (&claim.verb, &actual)
        && differs_in_strength(claimed, &verbs)
    {
        let message = format!(
            "The verb is \u{201c}{}\u{201d}, not \u{201c}{}\u{201d}, in {}.",
            own.lemma,
            claimed.lemma,
            place(corpus, best.clause)
        );
        let verdict = ItemVerdict::Contradicted;
        return Ok(Finding { verdict, message, near: Some(best), actual });
    }
    if let Some(message) = permitted(corpus, paraphrase, &best, &segment) {
        let verdict = ItemVerdict::Contradicted;
        return Ok(Finding { verdict, message, near: Some(best), actual });
    }
    if let Some(message) = unbound(corpus, paraphrase, &best, &verbs) {
        let verdict = ItemVerdict::Contradicted;
        return Ok(Finding { verdict, message, near: Some(best), actual });
    }
    let message = format!("Supported by {}.", place(corpus, best.clause));
    Ok(Finding { verdict: ItemVerdict::Supported, message, near: Some(best), actual })
}

/// That the `segment` that comes nearest only permits something, where the text says that somebody has to
/// do it.
fn permitted(
    corpus: &Corpus,
    paraphrase: &Paraphrase<'_>,
    best: &Near,
    segment: &str,
) -> Option<String> {
    let claimed = paraphrase.claim.obliges || binds(&paraphrase.topic);
    let permitting = &english().claims.contradiction.permitting;
    let permits = terms(segment).into_iter().find(|term| permitting.has(&term.word))?;
    (claimed && !binds(segment)).then(|| {
        let place = place(corpus, best.clause);
        format!("Nothing obliges anybody in {place}: it says \u{201c}{}\u{201d}.", permits.word)
    })
}

/// That nothing obliges anybody in the clause that comes nearest, where the text says so.
fn unbound(
    corpus: &Corpus,
    paraphrase: &Paraphrase<'_>,
    best: &Near,
    verbs: &[VerbUse],
) -> Option<String> {
    let clause = &corpus.clauses()[best.clause];
    let claimed = paraphrase.claim.obliges || binds(&paraphrase.topic);
    let actual = verbs.iter().any(|verb| verb.strength == Strength::Decide)
        || binds(corpus.text_of(clause))
        || corpus.document_of(clause).kind == DocumentKind::Treaty;
    let own = verbs.first().filter(|_| claimed && !actual)?;
    Some(format!(
        "Nothing obliges anybody in {}: the verb is \u{201c}{}\u{201d}.",
        place(corpus, best.clause),
        own.lemma
    ))
}

/// The nearest clause that has another number for the same thing: "Resolution 2178".
fn number(corpus: &Corpus, paraphrase: &Paraphrase<'_>, near: &[Near]) -> Option<(usize, String)> {
    const NEAR_MIN: f64 = 0.1;
    let claimed = designations(&paraphrase.topic);
    if claimed.is_empty() {
        return None;
    }
    let nearest = near.iter().take(FIGURE_CLAUSES).filter(|near| near.score >= NEAR_MIN);
    let read = |near: &Near| designations(corpus.text_of(&corpus.clauses()[near.clause]));
    let all: Vec<_> = nearest.clone().flat_map(read).collect();
    let (said, actual) = other_designation(&claimed, &all)?;
    let clause = nearest.map(|near| near.clause).find(|&clause| {
        let text = corpus.text_of(&corpus.clauses()[clause]);
        text.contains(&actual.wording)
    })?;
    let message = format!(
        "The number is \u{201c}{}\u{201d}, not \u{201c}{}\u{201d}, in {}.",
        actual.wording,
        said.wording,
        place(corpus, clause)
    );
    Some((clause, message))
}

/// The nearest clause that counts the same thing otherwise.
fn figure(corpus: &Corpus, paraphrase: &Paraphrase<'_>, near: &[Near]) -> Option<(usize, String)> {
    let claimed = figures(&paraphrase.topic);
    if claimed.is_empty() {
        return None;
    }
    let text = |near: &Near| corpus.text_of(&corpus.clauses()[near.clause]);
    let nearest = &near[..near.len().min(FIGURE_CLAUSES)];
    let all: Vec<_> = nearest.iter().flat_map(|near| figures(text(near))).collect();
    let (said, _) = other_figure(&claimed, &all)?;
    let (clause, actual) = nearest
        .iter()
        .filter(|near| near.score >= SUPPORTED_MIN / 2.0)
        .find_map(|near| Some((near.clause, other_figure(&claimed, &figures(text(near)))?.1)))?;
    let message = format!(
        "The figure is \u{201c}{}\u{201d}, not \u{201c}{}\u{201d}, in {}.",
        actual.wording,
        said.wording,
        place(corpus, clause)
    );
    Some((clause, message))
}

/// What stands in the clause, or the `segment` of it that comes nearest, instead of its opposite.
fn reversed(
    corpus: &Corpus,
    paraphrase: &Paraphrase<'_>,
    clause: usize,
    segment: &str,
) -> Option<String> {
    let text = corpus.text_of(&corpus.clauses()[clause]);
    let near = || opposite(&paraphrase.topic, segment);
    let (said, actual) = opposite(&paraphrase.topic, text).or_else(near)?;
    Some(format!(
        "The source speaks of \u{201c}{actual}\u{201d}, not of \u{201c}{said}\u{201d}: {}.",
        place(corpus, clause)
    ))
}

/// That nothing supports it, what comes nearest, and what supports it elsewhere.
fn unsupported(finder: &Finder<'_>, topic: &Topic, documents: &[usize], best: &Near) -> String {
    let corpus = finder.corpus;
    let own = all_called(corpus, documents);
    let elsewhere = finder
        .elsewhere(topic)
        .into_iter()
        .find(|near| !documents.contains(&corpus.clauses()[near.clause].document));
    match elsewhere.filter(|near| near.score >= SUPPORTED_MIN) {
        Some(other) => {
            format!("Not supported by {own}, but by {}.", place(corpus, other.clause))
        }
        None => format!(
            "Not supported by {own}; the nearest is {}: \u{201c}{}\u{201d}",
            corpus.clauses()[best.clause].label,
            short(&finder.words(topic, best.clause).quote)
        ),
    }
}
