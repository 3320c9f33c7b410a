//! How well quotations are checked.
//!
//! Makes quotations out of documents, always the same ones: as they stand, in other formatting, with
//! one to five words changed, ascribed to another document, and out of documents that were left
//! out. What is true of each is found by brute force, without the quote index.

mod generate;
mod mangle;
mod random;
mod source;
mod truth;

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fmt::Write as _;
use std::sync::Arc;

use serde::Serialize;

pub use generate::QuoteCounts;
pub use source::{QuoteSources, document};

use super::parallel;
use crate::domain::{DifferenceKind, QuoteMatch, QuoteVerdict, Text, Verdict};
use crate::quoting::{QuoteIndex, verify};
use generate::{Case, Generator, VARIANT};
use truth::{distance, plain_words};

/// What quotations of one kind came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct QuoteScore {
    /// Quotations.
    pub of: usize,
    /// With the verdict that is due.
    pub verdict: usize,
    /// With the verdict and the place that are due, and for altered ones the differences.
    pub right: usize,
    /// Said to stand as they are, and do not.
    pub false_exact: usize,
    /// Said to be altered, and are not.
    pub false_altered: usize,
}

/// What all quotations came to.
#[derive(Debug, Clone, Serialize)]
pub struct QuotesReport {
    /// Documents that were searched.
    pub documents: usize,
    /// Words of these.
    pub words: usize,
    /// Sentences of documents left out that were not asked about, since they stand in the others.
    pub repeated: usize,
    /// By the verdict that is due.
    pub by_verdict: BTreeMap<&'static str, QuoteScore>,
    /// By what was done to the quotation.
    pub by_making: BTreeMap<String, QuoteScore>,
    /// Quotations with another verdict, place or difference than is due: what was done, what was
    /// said, and the text.
    pub wrong: Vec<String>,
}

/// Makes quotations out of `sources` and checks them. `progress` hears how many are done.
pub fn run_quotes(
    sources: &QuoteSources,
    counts: QuoteCounts,
    progress: &mut dyn FnMut(usize, usize),
) -> QuotesReport {
    let mut generator = Generator::new(sources);
    let cases = generator.cases(counts);
    let corpus = Arc::clone(&sources.corpus);
    let index = QuoteIndex::build(&corpus);
    let check = |case: &Case| -> Result<QuoteVerdict, Infallible> {
        Ok(verify(&corpus, &index, &case.claim))
    };
    let Ok(verdicts) = parallel::map(&cases, &check, progress);
    let mut report = QuotesReport {
        documents: corpus.documents().len(),
        words: index.words(),
        repeated: generator.repeated,
        by_verdict: BTreeMap::new(),
        by_making: BTreeMap::new(),
        wrong: Vec::new(),
    };
    for (case, verdict) in cases.iter().zip(&verdicts) {
        let due = verdict.verdict == case.verdict;
        let fault = if due { fault(case, verdict) } else { Some("verdict") };
        // That a variant is an alteration is a matter of opinion: it is told apart.
        let judged = if case.made_by == VARIANT { VARIANT } else { name(case.verdict) };
        let own = report.by_verdict.entry(judged).or_default();
        let made = report.by_making.entry(case.made_by.clone()).or_default();
        for score in [own, made] {
            score.of += 1;
            score.verdict += usize::from(due);
            score.right += usize::from(fault.is_none());
            score.false_exact += usize::from(!due && verdict.verdict == Verdict::Exact);
            score.false_altered += usize::from(!due && verdict.verdict == Verdict::Altered);
        }
        if let Some(fault) = fault {
            let (said, text) = (name(verdict.verdict), &case.claim.text);
            let like = verdict.matches.first().map_or(0.0, |place| place.similarity);
            let made_by = &case.made_by;
            report.wrong.push(format!("{made_by} ({fault}): {said} ({like:.2}): {text}"));
        }
    }
    report
}

/// What is wrong with a verdict that is the due one; none where nothing is.
fn fault(case: &Case, verdict: &QuoteVerdict) -> Option<&'static str> {
    let (document, span) = case.from?;
    let at_source = |place: &&QuoteMatch| {
        place.document == document && place.spans.iter().any(|own| own.span.overlaps(span))
    };
    let here = verdict.matches.iter().find(at_source);
    match case.verdict {
        Verdict::Exact => {
            let whole = |place: &QuoteMatch| place.spans.iter().any(|own| own.span == span);
            // Of what stands in more places than are named, this need not be one.
            let many = verdict.matches.len() == crate::domain::QUOTE_MATCHES_MAX;
            (!many && !here.is_some_and(whole)).then_some("place")
        }
        Verdict::Altered => {
            // Another place may be as near, or nearer.
            let near = |place: &&QuoteMatch| edits(place, &case.claim.text) <= case.edits;
            let Some(place) = here.or_else(|| verdict.matches.iter().find(near)) else {
                return Some("place");
            };
            (!told(case, verdict, place)).then_some("difference")
        }
        _ => {
            let many = verdict.matches.len() == crate::domain::QUOTE_MATCHES_MAX;
            (!many && here.is_none()).then_some("place")
        }
    }
}

/// Words by which the quotation is another than the words of a place.
fn edits(place: &QuoteMatch, text: &str) -> usize {
    let source: Vec<&str> = place.spans.iter().map(|span| span.quote.as_str()).collect();
    distance(&plain_words(&source.join(" ")), &plain_words(text))
}

/// Whether the differences tell all words of both sides, say that the same are the same, and come
/// to no more words than were edited.
fn told(case: &Case, verdict: &QuoteVerdict, place: &QuoteMatch) -> bool {
    let source = &verdict.corpus.documents()[place.document].text;
    let quoted: &Text = &verdict.text;
    let (mut left, mut right, mut changed) = (Vec::new(), Vec::new(), 0);
    for run in &place.differences {
        let own = plain_words(source.slice(run.left));
        let other = plain_words(quoted.slice(run.right));
        if run.kind == DifferenceKind::Equal {
            if own.len() == other.len() && own != other && distance(&own, &other) > own.len() / 2 {
                return false;
            }
        } else {
            changed += own.len().max(other.len());
        }
        left.extend(own);
        right.extend(other);
    }
    let spans: Vec<&str> = place.spans.iter().map(|span| span.quote.as_str()).collect();
    left == plain_words(&spans.join(" "))
        && right == plain_words(&case.claim.text)
        && changed <= case.edits
}

const fn name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Exact => "exact",
        Verdict::Normalised => "normalised",
        Verdict::Altered => "altered",
        Verdict::Misattributed => "misattributed",
        Verdict::NotFound => "absent",
    }
}

/// The report as a table; with the quotations that went wrong if `each`.
pub fn render_quotes(report: &QuotesReport, each: bool) -> String {
    let mut out = format!(
        "{} documents, {} words; {} sentences left out stand in them\n\n",
        report.documents, report.words, report.repeated
    );
    out.push_str("quotations           of  verdict   right  false exact  false altered\n");
    let by_verdict = report.by_verdict.iter().map(|(name, score)| (*name, score));
    let by_making = report.by_making.iter().map(|(name, score)| (name.as_str(), score));
    for (name, score) in
        by_verdict.chain(std::iter::once(("", &QuoteScore::default()))).chain(by_making)
    {
        if score.of == 0 {
            out.push('\n');
            continue;
        }
        let share = |count: usize| count as f64 / score.of as f64;
        let _ = writeln!(
            out,
            "{name:<18} {:>4}   {:.3}   {:.3}  {:>11}  {:>13}",
            score.of,
            share(score.verdict),
            share(score.right),
            score.false_exact,
            score.false_altered
        );
    }
    if each {
        out.push('\n');
        for wrong in &report.wrong {
            let _ = writeln!(out, "{wrong}");
        }
    }
    out
}
