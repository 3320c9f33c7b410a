//! The tools `verify_quote` and `verify_text`.

use std::fmt::Write;

use rmcp::schemars::{self, JsonSchema};
use serde::Serialize;

use super::arguments::{VerifyQuote, VerifyText};
use super::bounds::{ITEMS_MAX, PLACES_MAX, QUOTE_CHARS, cut};
use super::outcome::{Outcome, told};
use crate::api::places::Places;
use crate::api::plain;
use crate::api::wire::Wire;
use crate::domain::{QuoteClaim, QuoteMatch, QuoteVerdict, TextItem, TextVerdict};
use crate::service::Service;

/// Whether and where a quotation is in the documents.
#[derive(Serialize, JsonSchema)]
pub(super) struct QuoteChecked {
    /// `EXACT`, `NORMALISED` (only formatting differs), `ALTERED` (words differ), `MISATTRIBUTED` (found elsewhere
    /// than claimed) or `NOT_FOUND`.
    verdict: String,
    /// The verdict in a sentence.
    message: String,
    /// For an altered quotation, the same with the words of its source.
    corrected: Option<String>,
    /// Where it is, or for an altered one where it comes from: the best first, at most 5.
    places: Vec<Place>,
    /// At how many places it is.
    place_count: usize,
    /// The place that comes nearest, if it was not found or not where it was claimed to be.
    nearest: Option<Place>,
}

/// A place of a quotation.
#[derive(Serialize, JsonSchema)]
struct Place {
    /// Ids of the clauses, in order.
    clauses: Vec<String>,
    /// The exact words of the document.
    quote: String,
    /// Title, place and date of the document, and the label of the first clause.
    title: String,
    /// Address of the first clause.
    url: String,
    /// How alike the two are, from 0 to 1.
    similarity: f64,
    /// What differs without changing a word, such as `CASE` or `QUOTATION_MARKS`.
    formatting: Vec<String>,
}

impl Place {
    fn new(verdict: &QuoteVerdict, found: &QuoteMatch, places: &Places) -> Self {
        let corpus = &*verdict.corpus;
        let clause = |position: usize| &corpus.clauses()[position];
        let first = found.spans.first().map(|span| clause(span.clause));
        let document = &corpus.documents()[found.document];
        let quotes: Vec<&str> = found.spans.iter().map(|span| span.quote.as_str()).collect();
        Self {
            clauses: found.spans.iter().map(|span| corpus.id_of(clause(span.clause))).collect(),
            quote: cut(&quotes.join(" \u{2026} "), QUOTE_CHARS).to_owned(),
            title: first.map_or_else(|| plain::about(document), |one| plain::source(corpus, one)),
            url: first.map_or_else(|| places.document(document), |one| places.clause(corpus, one)),
            similarity: found.similarity,
            formatting: found.normalised.iter().map(|&kind| Wire(kind).name()).collect(),
        }
    }

    /// In a line.
    fn in_words(&self) -> String {
        format!("\u{201c}{}\u{201d} ({}): {}", self.quote, self.clauses.join(", "), self.url)
    }
}

/// Checks a quotation.
pub(super) async fn quote(service: &Service, places: &Places, given: VerifyQuote) -> Outcome {
    let VerifyQuote { text, document, clause } = given;
    let (verdict, _) = service.verify_quote(QuoteClaim { text, document, clause }).await?;
    let body = QuoteChecked::new(&verdict, places);
    let mut text = body.message.clone();
    if let Some(corrected) = &body.corrected {
        let _ = write!(text, "\nCorrected: {corrected}");
    }
    for place in &body.places {
        let _ = write!(text, "\n{}", place.in_words());
    }
    if let Some(nearest) = &body.nearest {
        let _ = write!(text, "\nNearest: {}", nearest.in_words());
    }
    Ok(told(&body, text))
}

impl QuoteChecked {
    fn new(verdict: &QuoteVerdict, places: &Places) -> Self {
        let place = |found: &QuoteMatch| Place::new(verdict, found, places);
        Self {
            verdict: Wire(verdict.verdict).name(),
            message: format!("{}.", plain::judgement(verdict)),
            corrected: verdict.corrected(),
            places: verdict.matches.iter().take(PLACES_MAX).map(place).collect(),
            place_count: verdict.matches.len(),
            nearest: verdict.nearest.as_ref().map(place),
        }
    }
}

/// What a text quotes, names and claims, checked.
#[derive(Serialize, JsonSchema)]
pub(super) struct TextChecked {
    /// Whether everything was checked and nothing is wrong; null if nothing was judged.
    all_right: Option<bool>,
    /// How many items are wrong, right, and not judged.
    counts: Counts,
    /// What was checked, in order of the text: at most 100 items, those that are wrong before all others if there
    /// are more.
    items: Vec<Item>,
    /// How many further items were found and are not listed.
    left_out_count: usize,
}

/// How many items of a text stand how.
#[derive(Serialize, JsonSchema)]
struct Counts {
    /// Items that have to be corrected.
    wrong: usize,
    /// Items that can stay.
    right: usize,
    /// Items that were not judged.
    open: usize,
}

/// One thing in a text that was checked.
#[derive(Serialize, JsonSchema)]
struct Item {
    /// `QUOTATION`, `REFERENCE` or `PARAPHRASE`.
    kind: String,
    /// The verdict, such as `EXACT`, `ALTERED`, `NO_SUCH_CLAUSE` or `NOT_SUPPORTED`.
    verdict: String,
    /// `RIGHT`, `WRONG` or `OPEN`.
    standing: String,
    /// The words of the text that were checked.
    words: String,
    /// The finding in a sentence.
    message: String,
    /// For a quotation with changed words, the same with the words of its source.
    corrected: Option<String>,
    /// Id of the clause that decided.
    clause: Option<String>,
    /// Address of that clause.
    url: Option<String>,
}

impl Item {
    fn new(verdict: &TextVerdict, item: &TextItem, places: &Places) -> Self {
        let corpus = &*verdict.corpus;
        let quoted = item.quote.as_ref().and_then(|quote| {
            let found = quote.matches.first().or(quote.nearest.as_ref());
            Some(found?.spans.first()?.clause)
        });
        let supported = item.support.as_ref().map(|support| support.span.clause);
        let named = item.attribution.as_ref().and_then(|named| named.clause);
        let clause = quoted.or(supported).or(named).map(|position| &corpus.clauses()[position]);
        Self {
            kind: Wire(item.kind).name(),
            verdict: Wire(item.verdict).name(),
            standing: Wire(item.verdict.standing()).name(),
            words: cut(&item.words, QUOTE_CHARS).to_owned(),
            message: item.message.clone(),
            corrected: item.corrected(),
            clause: clause.map(|clause| corpus.id_of(clause)),
            url: clause.map(|clause| places.clause(corpus, clause)),
        }
    }
}

/// Checks a text.
pub(super) async fn text(service: &Service, places: &Places, given: VerifyText) -> Outcome {
    let verdict = service.verify_text(given.text).await?;
    let body = TextChecked::new(&verdict, places);
    let Counts { wrong, right, open } = body.counts;
    let mut text = format!("{wrong} wrong, {right} right, {open} not judged.");
    for item in body.items.iter().filter(|item| item.standing != "RIGHT") {
        let _ =
            write!(text, "\n{}: \u{201c}{}\u{201d}: {}", item.verdict, item.words, item.message);
        if let Some(corrected) = &item.corrected {
            let _ = write!(text, " Corrected: {corrected}");
        }
    }
    if body.left_out_count > 0 {
        let more = body.left_out_count;
        let _ = write!(text, "\n{more} more items are not listed; check the text in parts.");
    }
    Ok(told(&body, text))
}

impl TextChecked {
    fn new(verdict: &TextVerdict, places: &Places) -> Self {
        use crate::domain::Standing::{Open, Right, Wrong};
        let mut items: Vec<&TextItem> = verdict.items.iter().collect();
        if items.len() > ITEMS_MAX {
            items.sort_by_key(|item| item.verdict.standing() != Wrong);
        }
        let listed = items.len().min(ITEMS_MAX);
        let count = |standing| verdict.count(standing);
        Self {
            all_right: verdict.all_right(),
            counts: Counts { wrong: count(Wrong), right: count(Right), open: count(Open) },
            items: items[..listed].iter().map(|item| Item::new(verdict, item, places)).collect(),
            left_out_count: verdict.left_out + items.len() - listed,
        }
    }
}
