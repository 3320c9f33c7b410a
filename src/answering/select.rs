//! Which clauses of a ranking are cited.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Corpus, Part, QuestionType};
use crate::reading::{DocumentSelection, Order, Reading};
use crate::retrieval::Hit;

/// A clause is cited from this relevance on.
const CITED_MIN: f64 = 0.5;
/// The same where documents are asked for: one that is left out misleads more than one too many.
const CITED_FOR_DOCUMENT_MIN: f64 = 0.4;
/// Below this, a clause is not even cited as the best of its document. Where several documents are
/// expected, and one surely says it, the best of each other is cited from here on: the question
/// presupposes that more than one does.
const LEAST: f64 = CITED_MIN / 3.0;
/// Where no clause is surely relevant, clauses are cited until one of them answers with this
/// probability,
const ONE_ANSWERS_MIN: f64 = 0.9;
/// or until so many are.
const DOUBTFUL_MAX: usize = 3;
/// A clause that holds this share of the question's terms, weighted by rarity, speaks of its topic.
const SPOKEN_MIN: f32 = 0.9;
/// A clause that holds this share touches it,
const TOUCHED_MIN: f32 = 0.5;
/// as does one of this relevance. It is low since silence is told as a fact: to call a document
/// silent that is not misleads more than to point at a clause for nothing.
const TOUCHING_MIN: f64 = 0.01;
/// The most citations of one document.
const PER_DOCUMENT_MAX: usize = 3;

/// The hits to cite, best first. `hits` come with their relevance; the answer is known to be
/// there, so the first in scope is always cited.
pub(super) fn cited<'h>(
    corpus: &Corpus,
    reading: &Reading,
    hits: &'h [(Hit, f64)],
    most: usize,
) -> Vec<&'h (Hit, f64)> {
    // A report says no more than that a declaration is said to say so: where declarations are
    // asked for it is cited only if none of them can be.
    let reports = reading.asks != QuestionType::WhichDocument || reading.scope.wants_reports;
    let mut chosen = choose(corpus, reading, hits, reports);
    if chosen.is_empty() {
        chosen = choose(corpus, reading, hits, true);
    }
    if gathers(reading.asks) {
        best_of_each_first(corpus, &mut chosen);
    }
    chosen.truncate(most);
    let Some(wanted) = in_order(corpus, reading, hits) else { return chosen };
    let of_wanted = |entry: &&(Hit, f64)| corpus.clauses()[entry.0.clause].document == wanted;
    let own: Vec<_> = chosen.into_iter().filter(of_wanted).collect();
    if !own.is_empty() {
        return own;
    }
    hits.iter().filter(of_wanted).find(|entry| clearly_speaks(entry)).into_iter().collect()
}

/// Where the question asks for the first or the last: of the documents asked about that clearly
/// speak of the topic, the first or the last by date. `None` where no dated one does.
pub(super) fn in_order(corpus: &Corpus, reading: &Reading, hits: &[(Hit, f64)]) -> Option<usize> {
    let DocumentSelection::ByDate(order) = reading.selection else { return None };
    let named = &reading.scope.named;
    let asked = |index: &usize| {
        let document = &corpus.documents()[*index];
        (named.is_empty() || named.contains(index))
            && !document.kind.is_report()
            && document.date().is_some()
    };
    let documents = hits.iter().filter(|entry| clearly_speaks(entry));
    let documents = documents.map(|(hit, _)| corpus.clauses()[hit.clause].document).filter(asked);
    // Documents stand in order of date.
    match order {
        Order::First => documents.min(),
        Order::Last => documents.max(),
    }
}

/// Whether a clause bears on what is asked, so that it may be cited. The `best` of a ranking does
/// from a lower line on: it is looked at where the question as a whole has been found answered.
pub(super) fn bears(asks: QuestionType, relevance: f64, best: bool) -> bool {
    let line = if asks == QuestionType::WhichDocument { CITED_FOR_DOCUMENT_MIN } else { CITED_MIN };
    relevance >= if best { LEAST } else { line }
}

/// Whether a clause clearly speaks of the topic.
fn clearly_speaks((hit, relevance): &(Hit, f64)) -> bool {
    *relevance >= CITED_FOR_DOCUMENT_MIN || hit.signals.coverage >= SPOKEN_MIN
}

/// Whether a clause comes so near the topic that its document must not be called silent.
pub(super) fn touches((hit, relevance): &(Hit, f64)) -> bool {
    *relevance >= TOUCHING_MIN || hit.signals.coverage >= TOUCHED_MIN
}

/// Whether all documents are gone through for what is asked.
fn gathers(asks: QuestionType) -> bool {
    matches!(asks, QuestionType::Comparison | QuestionType::WhichDocument)
}

/// Puts the best of each document before what else it says: no document is left out for another's
/// second clause.
fn best_of_each_first(corpus: &Corpus, chosen: &mut [&(Hit, f64)]) {
    let mut seen: BTreeSet<usize> = BTreeSet::new();
    let mut first = |entry: &(Hit, f64)| seen.insert(corpus.clauses()[entry.0.clause].document);
    let firsts: BTreeSet<usize> =
        chosen.iter().filter(|entry| first(entry)).map(|entry| entry.0.clause).collect();
    chosen.sort_by_key(|entry| !firsts.contains(&entry.0.clause));
}

fn choose<'h>(
    corpus: &Corpus,
    reading: &Reading,
    hits: &'h [(Hit, f64)],
    reports: bool,
) -> Vec<&'h (Hit, f64)> {
    let named = &reading.scope.named;
    let document_of = |hit: &Hit| corpus.clauses()[hit.clause].document;
    let eligible = |(hit, _): &&(Hit, f64)| {
        let document = document_of(hit);
        (named.is_empty() || named.contains(&document))
            && (reports || !corpus.documents()[document].kind.is_report())
            && (reading.answer_type.as_ref().filter(|detail| detail.required().is_some()))
                .is_none_or(|detail| {
                    let clause = &corpus.clauses()[hit.clause];
                    detail.given_by(corpus.text_of(clause), clause.part)
                })
    };
    let gathers = gathers(reading.asks);
    let mut none_answers = 1.0;
    let mut per_document: BTreeMap<usize, usize> = BTreeMap::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut chosen: Vec<&(Hit, f64)> = Vec::new();
    for entry in hits.iter().filter(eligible) {
        let clause = &corpus.clauses()[entry.0.clause];
        let document = clause.document;
        let best = chosen.is_empty();
        let each_speaks = reading.asks == QuestionType::Comparison
            || matches!(reading.selection, DocumentSelection::Several | DocumentSelection::Count)
                && clause.part != Part::Frame
                && chosen.iter().any(|(_, relevance)| *relevance >= CITED_MIN);
        let best_of_each = each_speaks && !per_document.contains_key(&document) && entry.1 >= LEAST;
        let doubtful = !gathers
            && chosen.len() < DOUBTFUL_MAX
            && none_answers > 1.0 - ONE_ANSWERS_MIN
            && entry.1 >= LEAST;
        let bears = bears(reading.asks, entry.1, best) || best && reports;
        if !bears && !best_of_each && !doubtful {
            continue;
        }
        let count = per_document.entry(document).or_default();
        // A caption that two pages share is cited once; but where documents are gone through, one
        // that repeats another's clause says it as well.
        let report = corpus.document_of(clause).kind.is_report();
        let once = report || !gathers;
        if *count >= PER_DOCUMENT_MAX || once && !seen.insert(corpus.text_of(clause)) {
            continue;
        }
        *count += 1;
        none_answers *= 1.0 - entry.1;
        chosen.push(entry);
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;
    use crate::reading::Phrasebook;
    use crate::retrieval::Signals;

    /// Ids of what is cited for `question`, where the ranking is `ranked`.
    fn cited_of(question: &str, ranked: &[(&str, f64)], most: usize) -> Vec<String> {
        let corpus = sample::corpus();
        let reading = Phrasebook::new(&corpus).read_question(&corpus, question, &[], &|_| true);
        let hits: Vec<(Hit, f64)> = ranked
            .iter()
            .map(|(id, relevance)| {
                let clause = corpus.clause_position(id).expect("a clause of the sample");
                let signals = Signals::default();
                (Hit { clause, score: 0.0, signals, contributions: Vec::new() }, *relevance)
            })
            .collect();
        let chosen = cited(&corpus, &reading, &hits, most);
        chosen.iter().map(|(hit, _)| corpus.id_of(&corpus.clauses()[hit.clause])).collect()
    }

    #[test]
    fn the_best_and_all_above_the_line_are_cited() {
        let ranked = [("rome-2012/P2A", 0.3), ("monaco-2014/P3A", 0.9), ("rome-2012/P3A", 0.4)];
        assert_eq!(cited_of("violence", &ranked, 8), ["rome-2012/P2A", "monaco-2014/P3A"]);
        assert_eq!(cited_of("violence", &ranked, 1), ["rome-2012/P2A"]);
    }

    #[test]
    fn in_doubt_more_are_cited() {
        let ranked = ["rome-2012/P2A", "monaco-2014/P3A", "rome-2012/P3A", "rome-2012/P3B"];
        let of = |relevance: f64| ranked.map(|id| (id, relevance));
        assert_eq!(cited_of("violence", &of(0.3), 8).len(), DOUBTFUL_MAX);
        assert_eq!(
            cited_of("violence", &of(0.1), 8).len(),
            1,
            "what is hardly relevant is no help"
        );
        let which = "Which declaration mentions violence?";
        assert_eq!(cited_of(which, &of(0.3), 8).len(), 1, "to name a document takes more");
    }

    #[test]
    fn what_does_not_give_the_detail_is_not_cited() {
        let ranked = [("rome-2012/P2A", 0.9), ("event-2014/1", 0.4)];
        assert_eq!(cited_of("How many countries came?", &ranked, 8), ["event-2014/1"]);
    }

    #[test]
    fn no_document_takes_more_than_its_share() {
        let ranked = ["INTRO", "P2A", "P3A", "P3B"].map(|label| format!("rome-2012/{label}"));
        let ranked: Vec<(&str, f64)> = ranked.iter().map(|id| (id.as_str(), 0.9)).collect();
        assert_eq!(cited_of("violence", &ranked, 8).len(), PER_DOCUMENT_MAX);
    }

    #[test]
    fn no_document_is_left_out_for_a_second_clause_of_another() {
        let ranked = [("rome-2012/P2A", 0.9), ("rome-2012/P3A", 0.8), ("monaco-2014/P3A", 0.7)];
        let which = "Which declarations mention violence?";
        assert_eq!(cited_of(which, &ranked, 2), ["rome-2012/P2A", "monaco-2014/P3A"]);
        assert_eq!(cited_of("violence", &ranked, 2), ["rome-2012/P2A", "rome-2012/P3A"]);
    }

    #[test]
    fn another_document_does_not_answer_for_the_one_that_is_named() {
        let ranked = [("monaco-2014/P3A", 0.9), ("rome-2012/P3A", 0.2)];
        assert_eq!(cited_of("the Rome declaration on trafficking", &ranked, 8), ["rome-2012/P3A"]);
    }

    #[test]
    fn the_first_that_speaks_of_it_is_the_earliest() {
        let ranked =
            [("monaco-2014/P3A", 0.9), ("rome-2012/P3A", 0.5), ("singapore-2009/P2A", 0.1)];
        let first = "Which declaration first mentioned violence?";
        assert_eq!(cited_of(first, &ranked, 8), ["rome-2012/P3A"]);
        let last = "Which declaration was the last to speak of violence?";
        assert_eq!(cited_of(last, &ranked, 8), ["monaco-2014/P3A"]);
        let ranked =
            [("singapore-2009/P2A", 0.9), ("monaco-2014/P3A", 0.8), ("rome-2012/P3A", 0.7)];
        let of_two = "Which declaration, Rome or Monaco, first mentioned violence?";
        assert_eq!(cited_of(of_two, &ranked, 8), ["rome-2012/P3A"], "of those that are named");
    }

    #[test]
    fn where_several_are_expected_the_best_of_each_is_cited() {
        let ranked = [
            ("rome-2012/P2A", 0.9),
            ("rome-2012/P3A", 0.3),
            ("monaco-2014/INTRO", 0.3),
            ("monaco-2014/P3A", 0.2),
            ("singapore-2009/P2A", 0.1),
        ];
        let several = cited_of("Which declarations mention violence?", &ranked, 8);
        assert_eq!(several, ["rome-2012/P2A", "monaco-2014/P3A"]);
        let one = cited_of("Which declaration mentions violence?", &ranked, 8);
        assert_eq!(one, ["rome-2012/P2A"]);
        let unsure = [("rome-2012/P2A", 0.45), ("monaco-2014/P3A", 0.3)];
        let several = cited_of("Which declarations mention violence?", &unsure, 8);
        assert_eq!(several, ["rome-2012/P2A"]);
    }

    #[test]
    fn a_report_is_cited_for_declarations_only_where_none_of_them_can_be() {
        let question = "Which declarations mention delegates?";
        let ranked = [("event-2014/1", 0.9), ("rome-2012/P3A", 0.3)];
        assert_eq!(cited_of(question, &ranked, 8), ["rome-2012/P3A"]);
        let ranked = [("event-2014/1", 0.9), ("rome-2012/P3A", 0.01)];
        assert_eq!(cited_of(question, &ranked, 8), ["event-2014/1"]);
    }

    #[test]
    fn a_comparison_cites_the_best_of_each_document() {
        let ranked = [("monaco-2014/P3A", 0.9), ("rome-2012/P3A", 0.2), ("rome-2012/P2A", 0.2)];
        let cited = cited_of("Compare Rome and Monaco on extradition", &ranked, 8);
        assert_eq!(cited, ["monaco-2014/P3A", "rome-2012/P3A"]);
    }
}
