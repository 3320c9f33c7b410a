//! Roughly how many bytes a cached value takes.

use crate::domain::{
    Answer, AnswerPart, Change, Citation, Comparison, ComparisonRow, Difference, DocumentCoverage,
    Evidence, LeftOut, QueryReading, QuoteMatch, QuoteVerdict, QuotedSpan, RankedClause, Signal,
    WordingChange,
};
use crate::retrieval::Embedding;
use crate::service::Ranking;

use super::key::{ComparisonKey, Key, QuoteKey};

/// Weight of a cached answer with its key.
pub(super) fn of_answer(key: &Key, answer: &Answer) -> u32 {
    let citations: usize = answer.citations.iter().map(of_citation).sum();
    let coverage: usize = answer
        .coverage
        .iter()
        .map(|row| size_of::<DocumentCoverage>() + size_of_val(row.markers.as_slice()))
        .sum();
    let refusal = answer.refusal.as_ref().map_or(0, |refusal| 2 * refusal.text.len());
    let text = answer.text.len() + answer.parts.iter().map(of_part).sum::<usize>() + refusal;
    let own = size_of::<Answer>() + text + of_reading(&answer.understood);
    let quotation = answer.quotation.as_deref().map_or(0, of_found);
    clamp(key.bytes() + own + citations + coverage + of_evidence(&answer.evidence) + quotation)
}

fn of_part(part: &AnswerPart) -> usize {
    let doing = part.quoting.as_ref().map_or(0, |quoting| quoting.doing.len());
    size_of::<AnswerPart>() + size_of_val(part.markers.as_slice()) + doing
}

/// Weight of a cached ranking with its key.
pub(super) fn of_ranking(key: &Key, ranking: &Ranking) -> u32 {
    let own = size_of::<Ranking>() + of_reading(&ranking.understood);
    clamp(key.bytes() + own + of_evidence(&ranking.evidence))
}

/// Weight of a cached comparison with its key.
pub(super) fn of_comparison(key: &ComparisonKey, comparison: &Comparison) -> u32 {
    let row = |row: &ComparisonRow| {
        size_of::<ComparisonRow>()
            + row.quotation.as_ref().map_or(0, of_citation)
            + row.clauses.len() * size_of::<RankedClause>()
    };
    let clause = |one: &WordingChange| {
        size_of::<WordingChange>() + one.differences.len() * size_of::<Difference>()
    };
    let change = |one: &Change| size_of::<Change>() + one.clauses.iter().map(clause).sum::<usize>();
    let rows: usize = comparison.rows.iter().map(row).sum();
    let changes: usize = comparison.changes.iter().map(change).sum();
    let texts = comparison.topic.len() + comparison.text.len() + of_reading(&comparison.understood);
    let left_out = comparison.left_out.len() * size_of::<LeftOut>();
    clamp(key.bytes() + size_of::<Comparison>() + texts + rows + changes + left_out)
}

/// Weight of a cached verdict with its key.
pub(super) fn of_verdict(key: &QuoteKey, verdict: &QuoteVerdict) -> u32 {
    clamp(key.bytes() + of_found(verdict))
}

/// Of a verdict with its places.
fn of_found(verdict: &QuoteVerdict) -> usize {
    let span = |span: &QuotedSpan| {
        size_of::<QuotedSpan>() + span.quote.len() + span.prefix.len() + span.suffix.len()
    };
    let place = |place: &QuoteMatch| {
        let runs = place.differences.len() * size_of::<Difference>();
        let spans: usize = place.spans.iter().map(span).sum();
        size_of::<QuoteMatch>() + place.normalised.len() + runs + spans
    };
    let places: usize = verdict.matches.iter().chain(&verdict.nearest).map(place).sum();
    size_of::<QuoteVerdict>() + verdict.text.as_str().len() + places
}

/// Weight of a text's cached embedding.
pub(super) fn of_embedding(text: &str, embedding: &Embedding) -> u32 {
    let tokens = &embedding.tokens;
    let vectors = size_of_val(embedding.vector.as_slice())
        + size_of_val(tokens.ids.as_slice())
        + size_of_val(tokens.scales.as_slice())
        + tokens.rows.len();
    clamp(text.len() + size_of::<Embedding>() + vectors)
}

fn of_citation(citation: &Citation) -> usize {
    size_of::<Citation>() + citation.quote.len() + citation.prefix.len() + citation.suffix.len()
}

fn of_evidence(evidence: &[Evidence]) -> usize {
    let one =
        |e: &Evidence| size_of::<Evidence>() + e.explanation.signals.len() * size_of::<Signal>();
    evidence.iter().map(one).sum()
}

fn of_reading(reading: &QueryReading) -> usize {
    let QueryReading { documents, excluded, verbs, clauses, unknown_terms, searched, .. } = reading;
    let lists = [documents, excluded, verbs, clauses, unknown_terms, searched];
    let texts: usize = lists.into_iter().flatten().map(|text| text.len() + 24).sum();
    let corrections: usize =
        reading.corrections.iter().map(|c| c.from.len() + c.to.len() + 48).sum();
    let quotation = reading.quotation.as_ref().map_or(0, |quotation| quotation.text.len());
    texts + corrections + quotation + reading.topic.len()
}

fn clamp(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}
