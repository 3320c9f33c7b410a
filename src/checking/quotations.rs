//! Checks what stands in quotation marks.
//!
//! Marks do not make a quotation of everything: one or two words are a term or a scare quote, and
//! titles and references may stand in marks, too. Such are right where they stand in what they are
//! ascribed to, and are not judged otherwise. Three or four words count as a quotation where a
//! verb or the place behind them ascribes them. Words that nothing ascribes to a document are
//! judged only where they are plainly of one, changed.

use std::ops::Range;
use std::sync::Arc;

use super::ascribed::altered;
use super::attribution::{Source, attribute};
use super::reading::Reading;
use super::wording::of_quotation;
use crate::domain::{
    Attribution, Corpus, DifferenceKind, ItemKind, ItemVerdict, QUOTE_CHARS_MAX, QuoteClaim,
    QuoteMatch, QuoteVerdict, Span, TextItem, Verdict,
};
use crate::language::analysis::terms;
use crate::quoting::{negates, words};

/// The most words of a term.
const TERM_WORDS_MAX: usize = 2;
/// The most words of what may be a term.
const SHORT_WORDS_MAX: usize = 4;
/// How like a document's words those must be that are ascribed to none, to count as changed: one
/// word in seven may differ.
const UNSAID_SIMILARITY_MIN: f64 = 0.85;
/// How many words they must have.
const UNSAID_WORDS_MIN: usize = 6;

/// Words in quotation marks, over one passage or several.
#[derive(Debug, Clone)]
pub(super) struct Quoted {
    /// The passage in which it begins.
    pub passage: usize,
    /// Where it stands there, with its marks.
    pub outer: Range<usize>,
    /// Where it stands in the pasted text, without its marks.
    pub span: Span,
    /// Its words.
    pub text: String,
}

/// Checks one quotation.
pub(super) type Verify<'a> = dyn Fn(&QuoteClaim) -> QuoteVerdict + 'a;

/// The quotations of a text, in order. One that is not closed in its paragraph goes on in the
/// next, where that opens with a mark again.
pub(super) fn quoted(reading: &Reading) -> Vec<Quoted> {
    let page = &reading.page;
    let mut found: Vec<Quoted> = Vec::new();
    let mut open = false;
    for (at, passage) in page.passages.iter().enumerate() {
        let goes_on = std::mem::take(&mut open);
        for marked in &passage.marked {
            let words = passage.text()[marked.inner.clone()].trim();
            let span = page.span(at, &marked.inner);
            let first = marked.outer.start == 0;
            open = marked.open;
            match found.last_mut().filter(|_| goes_on && first) {
                Some(before) => {
                    before.span.end = span.end;
                    before.text.push(' ');
                    before.text.push_str(words);
                }
                None => found.push(Quoted {
                    passage: at,
                    outer: marked.outer.clone(),
                    span,
                    text: words.to_owned(),
                }),
            }
        }
    }
    found.retain(|quoted| quoted.text.chars().any(char::is_alphanumeric));
    found
}

/// Checks `quoted`; nothing where it is a reference in marks.
pub(super) fn check(
    corpus: &Arc<Corpus>,
    reading: &Reading,
    quoted: &Quoted,
    verify: &Verify<'_>,
) -> TextItem {
    let source = attribute(reading, quoted.passage, &quoted.outer);
    let (attribution, direct) = match &source {
        Source::Documents { attribution, direct } => (Some(attribution), *direct),
        Source::Other | Source::Unsaid | Source::Writer => (None, false),
    };
    let item = |verdict, quote, message| TextItem {
        kind: ItemKind::Quotation,
        verdict,
        span: quoted.span,
        words: reading.page.slice(quoted.span).to_owned(),
        attribution: attribution.cloned(),
        quote,
        support: None,
        message,
    };
    if quoted.text.chars().count() > QUOTE_CHARS_MAX {
        let message = format!("It is longer than {QUOTE_CHARS_MAX} characters; check it in parts.");
        return item(ItemVerdict::Unchecked, None, message);
    }
    let mut found = best(corpus, attribution, &quoted.text, verify);
    if let Some(attribution) = attribution.filter(|_| found.verdict == Verdict::NotFound) {
        found = altered(corpus, attribution, &found).unwrap_or(found);
    }
    if found.verdict == Verdict::Altered && denies(reading, quoted) {
        found = supplied(found);
    }
    let mut verdict = judge(&found, attribution.is_some(), direct, &quoted.text);
    if source == Source::Writer && verdict == ItemVerdict::Altered {
        verdict = ItemVerdict::Unchecked;
    }
    let message = of_quotation(corpus, verdict, &found, attribution);
    item(verdict, Some(Arc::new(found)), message)
}

/// The best that the documents of `attribution` say to `text`, or that all of them say.
fn best(
    corpus: &Corpus,
    attribution: Option<&Attribution>,
    text: &str,
    verify: &Verify<'_>,
) -> QuoteVerdict {
    let claim = |document: Option<usize>, clause: Option<usize>| QuoteClaim {
        text: text.to_owned(),
        document: document.map(|index| corpus.documents()[index].id.clone()),
        clause: clause.map(|position| corpus.id_of(&corpus.clauses()[position])),
    };
    let Some(attribution) = attribution else { return verify(&claim(None, None)) };
    if attribution.clause.is_some() {
        return verify(&claim(None, attribution.clause));
    }
    let verdicts = attribution.documents.iter().map(|&index| verify(&claim(Some(index), None)));
    // The first of the best: documents stand in order of date.
    verdicts.min_by_key(|found| found.verdict).unwrap_or_else(|| verify(&claim(None, None)))
}

/// Whether the writer's last words before `quoted` deny what it says: may not "be prevented".
fn denies(reading: &Reading, quoted: &Quoted) -> bool {
    const NEAR: usize = 2;
    let passage = &reading.page.passages[quoted.passage];
    let start = passage.sentence_at(quoted.outer.start).start;
    let before = words(&passage.text()[start..quoted.outer.start], 0);
    before.iter().rev().take(NEAR).any(|word| negates(&word.key))
}

/// `found` with the negation that the writer put before the quotation, where it lacks nothing
/// else.
fn supplied(found: QuoteVerdict) -> QuoteVerdict {
    let whole = |place: &QuoteMatch| {
        let (first, rest) = place.differences.split_first()?;
        let source = &found.corpus.documents()[place.document].text;
        let lost = words(source.slice(first.left), 0).iter().any(|word| negates(&word.key));
        let only = rest.iter().all(|run| run.kind == DifferenceKind::Equal);
        (first.kind == DifferenceKind::Deleted && lost && only).then(|| QuoteMatch {
            differences: rest.to_vec(),
            similarity: 1.0,
            ..place.clone()
        })
    };
    let Some(place) = found.matches.first().and_then(whole) else { return found };
    let verdict = if place.is_exact() { Verdict::Exact } else { Verdict::Normalised };
    QuoteVerdict { verdict, matches: vec![place], ..found }
}

fn judge(found: &QuoteVerdict, ascribed: bool, direct: bool, text: &str) -> ItemVerdict {
    let words = terms(text).len();
    let verdict = match found.verdict {
        Verdict::Exact => return ItemVerdict::Exact,
        Verdict::Normalised => return ItemVerdict::Normalised,
        Verdict::Altered => ItemVerdict::Altered,
        Verdict::Misattributed => ItemVerdict::Misattributed,
        Verdict::NotFound => ItemVerdict::NotFound,
    };
    let counts = match (ascribed, words) {
        (_, 0..=TERM_WORDS_MAX) => false,
        (true, ..=SHORT_WORDS_MAX) => direct,
        (true, _) => true,
        (false, words) => {
            let like = found.matches.first().map_or(0.0, |best| best.similarity);
            verdict == ItemVerdict::Altered
                && words >= UNSAID_WORDS_MIN
                && like >= UNSAID_SIMILARITY_MIN
        }
    };
    if counts { verdict } else { ItemVerdict::Unchecked }
}
