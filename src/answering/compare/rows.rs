//! A row for each document: whether it speaks of the topic, how strongly, and where.

use std::collections::BTreeSet;

use super::verbs::{Topic, strongest};
use crate::answering::cite::cite;
use crate::answering::decide::decide;
use crate::answering::ranking::Ranked;
use crate::answering::sources::{Scoring, Sources};
use crate::answering::span::{NO_DETAIL, Sought, quoted, trimmed};
use crate::domain::{
    COMPARED_MAX, Change, Citation, ComparisonCounts, ComparisonRow, Corpus, Document, Query,
    ROW_CLAUSES_MAX, RankedClause, Speaks, Timeline,
};
use crate::retrieval::Found;

/// The rows, and what is known of all documents, those without a row included.
pub(super) struct Findings {
    pub(super) rows: Vec<ComparisonRow>,
    pub(super) counts: ComparisonCounts,
    pub(super) timeline: Timeline,
    /// Dated documents that speak, in order.
    pub(super) speaking: Vec<usize>,
}

/// Whether a document has a place in time as one that was adopted.
pub(super) fn is_dated(document: &Document) -> bool {
    !document.kind.is_report() && document.date().is_some()
}

/// The rows of the documents at `compared`, which are in order of date.
pub(super) fn find(
    sources: &Sources,
    scoring: &Scoring,
    asked: &Query,
    ranked: &Ranked,
    compared: &[usize],
) -> Findings {
    let answered = decide(sources, scoring, asked, ranked).answers();
    let own = |&index: &usize| {
        let found = ranked.found.get(&index).cloned().unwrap_or_default();
        (index, if answered { found } else { found.doubted() })
    };
    let all: Vec<(usize, Found)> = compared.iter().map(own).collect();
    let count = |speaks: Speaks| all.iter().filter(|(_, own)| own.speaks() == speaks).count();
    let counts = ComparisonCounts {
        compared: all.len(),
        speaking: count(Speaks::Yes),
        touching: count(Speaks::Perhaps),
        silent: count(Speaks::Silent),
    };
    let speaking = speaking(&sources.corpus, &all);
    let timeline = timeline(sources, ranked, &all, &speaking);
    let shown = shown(all).into_iter().take_while(|_| !ranked.stop.is_set());
    let rows = shown.map(|(index, own)| row(sources, ranked, index, own));
    let mut rows: Vec<ComparisonRow> = rows.collect();
    let quotations = rows.iter_mut().filter_map(|row| row.quotation.as_mut());
    for (at, quotation) in quotations.enumerate() {
        quotation.marker = at as u32 + 1;
    }
    Findings { rows, counts, timeline, speaking }
}

/// Those that get a row: where there are too many, first those that speak, then those that may,
/// each the surest first. In order of date again.
fn shown(mut all: Vec<(usize, Found)>) -> Vec<(usize, Found)> {
    if all.len() > COMPARED_MAX {
        all.sort_by(|(a, own), (b, other)| {
            let order = own.speaks().cmp(&other.speaks());
            order.then(other.relevance().total_cmp(&own.relevance())).then(a.cmp(b))
        });
        all.truncate(COMPARED_MAX);
        all.sort_by_key(|(index, _)| *index);
    }
    all
}

fn row(sources: &Sources, ranked: &Ranked, index: usize, own: Found) -> ComparisonRow {
    let corpus = &*sources.corpus;
    let document = &corpus.documents()[index];
    let topic = Topic::new(sources, ranked);
    let clauses: Vec<usize> = own.clauses.iter().map(|one| one.clause).collect();
    let verb = if document.kind.is_report() { None } else { strongest(&topic, &clauses) };
    let quotation = own.clauses.first().map(|one| quotation(sources, ranked, *one));
    ComparisonRow {
        document: index,
        speaks: own.speaks(),
        verb,
        quotation,
        clause_count: clauses.len(),
        clauses: own.clauses.into_iter().take(ROW_CLAUSES_MAX).collect(),
        clauses_searched: document.clauses.len(),
        nearest: own.nearest,
    }
}

/// The words of a clause that decide.
fn quotation(sources: &Sources, ranked: &Ranked, bearing: RankedClause) -> Citation {
    let corpus = &*sources.corpus;
    let vector = &ranked.embedding.vector;
    let (terms, index) = (&ranked.terms, &sources.index);
    let span =
        quoted(corpus, index, bearing.clause, false, Sought { terms, vector, tells: NO_DETAIL });
    cite(corpus, bearing.clause, trimmed(corpus, bearing.clause, span), bearing.relevance)
}

/// The dated documents that speak, in order.
fn speaking(corpus: &Corpus, all: &[(usize, Found)]) -> Vec<usize> {
    let speaks = |(index, own): &&(usize, Found)| {
        is_dated(&corpus.documents()[*index]) && own.speaks() == Speaks::Yes
    };
    all.iter().filter(speaks).map(|(index, _)| *index).collect()
}

/// Who spoke first, last and most strongly; `speaking` are the dated documents that speak.
fn timeline(
    sources: &Sources,
    ranked: &Ranked,
    all: &[(usize, Found)],
    speaking: &[usize],
) -> Timeline {
    let corpus = &*sources.corpus;
    let date = |index: usize| corpus.documents()[index].date();
    let (Some(&first), Some(&last)) = (speaking.first(), speaking.last()) else {
        return Timeline::default();
    };
    let on = |day: usize| {
        let same = speaking.iter().copied().filter(|&index| date(index) == date(day));
        same.take(COMPARED_MAX).collect()
    };
    let dated = || all.iter().filter(|(index, _)| is_dated(&corpus.documents()[*index]));
    let earlier = dated()
        .filter(|(index, own)| own.speaks() == Speaks::Perhaps && date(*index) < date(first));
    let earlier_touching = earlier.map(|(index, _)| *index).take(COMPARED_MAX).collect();
    let topic = Topic::new(sources, ranked);
    let forces: Vec<_> = dated()
        .filter_map(|(index, own)| {
            let clauses: Vec<usize> = own.clauses.iter().map(|one| one.clause).collect();
            Some((*index, strongest(&topic, &clauses)?.in_corpus(corpus).force()))
        })
        .collect();
    let most = forces.iter().map(|(_, force)| *force).max();
    let strongest = forces.iter().filter(|(_, force)| Some(*force) == most);
    let strongest = strongest.map(|(index, _)| *index).take(COMPARED_MAX).collect();
    Timeline { first: on(first), last: on(last), strongest, earlier_touching }
}

/// Says of each change how many of the documents that speak it passes over.
pub(super) fn count_between(changes: &mut [Change], speaking: &[usize]) {
    let listed: BTreeSet<usize> = changes.iter().flat_map(|one| [one.from, one.to]).collect();
    for change in changes {
        let between = change.from + 1..change.to;
        let passed = speaking.iter().filter(|index| between.contains(*index));
        change.between = passed.filter(|index| !listed.contains(*index)).count();
    }
}
