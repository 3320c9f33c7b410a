//! A row for each document: whether it speaks of the topic, how strongly, and where.

use std::collections::{BTreeMap, BTreeSet};

use super::verbs::{Topic, strongest};
use crate::answering::answerable::answerable;
use crate::answering::cite::cite;
use crate::answering::engine::Engine;
use crate::answering::ranking::Ranked;
use crate::answering::respond::{ANSWERED_MIN, touches, trimmed};
use crate::answering::select::bears;
use crate::answering::span::decisive;
use crate::domain::{
    Bearing, COMPARED_MAX, Change, Citation, ComparisonCounts, ComparisonRow, Document, Query,
    QuestionType, ROW_CLAUSES_MAX, Speaks, Timeline,
};

/// The rows, and what is known of all documents, those without a row included.
pub(super) struct Found {
    pub(super) rows: Vec<ComparisonRow>,
    pub(super) counts: ComparisonCounts,
    pub(super) timeline: Timed,
}

/// The timeline, with all dated documents that speak.
pub(super) struct Timed {
    pub(super) timeline: Timeline,
    pub(super) speaking: Vec<usize>,
}

/// What the ranking says of one document.
#[derive(Debug, Clone, Default)]
struct Heard {
    /// Clauses that bear on the topic, the surest first.
    bearing: Vec<Bearing>,
    touching: bool,
    nearest: Option<Bearing>,
}

impl Heard {
    fn speaks(&self) -> Speaks {
        match (self.bearing.is_empty(), self.touching) {
            (false, _) => Speaks::Yes,
            (true, true) => Speaks::Perhaps,
            (true, false) => Speaks::No,
        }
    }
}

/// Whether a document has a place in time as one that was adopted.
pub(super) fn is_dated(document: &Document) -> bool {
    !document.kind.is_report() && document.date().is_some()
}

/// The rows of the documents at `compared`, which are in order of date.
pub(super) fn find(engine: &Engine, asked: &Query, ranked: &Ranked, compared: &[usize]) -> Found {
    let heard = heard(engine, asked, ranked);
    let of = |document: usize| heard.get(&document).cloned().unwrap_or_default();
    let all: Vec<(usize, Heard)> = compared.iter().map(|&index| (index, of(index))).collect();
    let count = |speaks: Speaks| all.iter().filter(|(_, heard)| heard.speaks() == speaks).count();
    let counts = ComparisonCounts {
        documents: all.len(),
        speaking: count(Speaks::Yes),
        touching: count(Speaks::Perhaps),
        silent: count(Speaks::No),
    };
    let timeline = timeline(engine, ranked, &all);
    let rows = shown(all).into_iter().map(|(index, heard)| row(engine, ranked, index, heard));
    let mut rows: Vec<ComparisonRow> = rows.collect();
    let quotations = rows.iter_mut().filter_map(|row| row.quotation.as_mut());
    for (at, quotation) in quotations.enumerate() {
        quotation.marker = at as u32 + 1;
    }
    Found { rows, counts, timeline }
}

/// What the ranking says of each document. A document speaks where a clause bears on the topic as
/// it would for the question which document speaks of it: a topic does not presuppose that several do,
/// and a row that is not sure says `PERHAPS`.
fn heard(engine: &Engine, asked: &Query, ranked: &Ranked) -> BTreeMap<usize, Heard> {
    let corpus = &*engine.corpus;
    let answered = answerable(engine, asked, ranked) >= ANSWERED_MIN;
    let mut heard: BTreeMap<usize, Heard> = BTreeMap::new();
    let mut first = true;
    for entry in &ranked.hits {
        let (hit, relevance) = entry;
        let clause = &corpus.clauses()[hit.clause];
        let report = corpus.document_of(clause).kind.is_report();
        let own = heard.entry(clause.document).or_default();
        let bearing = Bearing { clause: hit.clause, relevance: *relevance };
        own.nearest.get_or_insert(bearing);
        own.touching |= touches(entry);
        if answered && bears(QuestionType::WhichDocument, *relevance, first && !report) {
            own.bearing.push(bearing);
            first &= report;
        }
    }
    for own in heard.values_mut() {
        // The ranking breaks ties, since this order is stable.
        own.bearing.sort_by(|a, b| b.relevance.total_cmp(&a.relevance));
    }
    heard
}

/// Those that get a row: where there are too many, first those that speak, then those that may,
/// each the surest first. In order of date again.
fn shown(mut all: Vec<(usize, Heard)>) -> Vec<(usize, Heard)> {
    if all.len() > COMPARED_MAX {
        let relevance = |heard: &Heard| {
            let best = heard.bearing.first().or(heard.nearest.as_ref());
            best.map_or(0.0, |best| best.relevance)
        };
        all.sort_by(|(a, own), (b, other)| {
            let order = own.speaks().cmp(&other.speaks());
            order.then(relevance(other).total_cmp(&relevance(own))).then(a.cmp(b))
        });
        all.truncate(COMPARED_MAX);
        all.sort_by_key(|(index, _)| *index);
    }
    all
}

fn row(engine: &Engine, ranked: &Ranked, index: usize, heard: Heard) -> ComparisonRow {
    let corpus = &*engine.corpus;
    let document = &corpus.documents()[index];
    let topic = Topic::of(engine, ranked);
    let clauses: Vec<usize> = heard.bearing.iter().map(|one| one.clause).collect();
    let verb = if document.kind.is_report() { None } else { strongest(&topic, &clauses) };
    let quotation = heard.bearing.first().map(|one| quotation(engine, ranked, *one));
    ComparisonRow {
        document: index,
        speaks: heard.speaks(),
        verb,
        quotation,
        clause_count: clauses.len(),
        clauses: heard.bearing.into_iter().take(ROW_CLAUSES_MAX).collect(),
        searched: document.clauses.len(),
        nearest: heard.nearest,
    }
}

/// The words of a clause that decide.
fn quotation(engine: &Engine, ranked: &Ranked, bearing: Bearing) -> Citation {
    let corpus = &*engine.corpus;
    let vector = &ranked.embedding.vector;
    let span = decisive(corpus, &engine.index, bearing.clause, &ranked.terms, vector);
    cite(corpus, bearing.clause, trimmed(corpus, bearing.clause, span), bearing.relevance)
}

/// Who spoke first, last and most strongly.
fn timeline(engine: &Engine, ranked: &Ranked, all: &[(usize, Heard)]) -> Timed {
    let corpus = &*engine.corpus;
    let date = |index: usize| corpus.documents()[index].date();
    let dated = || all.iter().filter(|(index, _)| is_dated(&corpus.documents()[*index]));
    let speaks = |(_, heard): &&(usize, Heard)| heard.speaks() == Speaks::Yes;
    let speaking: Vec<usize> = dated().filter(speaks).map(|(index, _)| *index).collect();
    let (Some(&first), Some(&last)) = (speaking.first(), speaking.last()) else {
        return Timed { timeline: Timeline::default(), speaking };
    };
    let on = |day: usize| {
        let same = speaking.iter().copied().filter(|&index| date(index) == date(day));
        same.take(COMPARED_MAX).collect()
    };
    let earlier = dated()
        .filter(|(index, heard)| heard.speaks() == Speaks::Perhaps && date(*index) < date(first));
    let earlier_touching = earlier.map(|(index, _)| *index).take(COMPARED_MAX).collect();
    let topic = Topic::of(engine, ranked);
    let forces: Vec<_> = dated()
        .filter_map(|(index, heard)| {
            let clauses: Vec<usize> = heard.bearing.iter().map(|one| one.clause).collect();
            Some((*index, strongest(&topic, &clauses)?.of(corpus).force()))
        })
        .collect();
    let most = forces.iter().map(|(_, force)| *force).max();
    let strongest = forces.iter().filter(|(_, force)| Some(*force) == most);
    let strongest = strongest.map(|(index, _)| *index).take(COMPARED_MAX).collect();
    let timeline = Timeline { first: on(first), last: on(last), strongest, earlier_touching };
    Timed { timeline, speaking }
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
