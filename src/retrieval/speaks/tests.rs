//! Which documents speak of a topic, over made-up rankings.

use super::*;
use crate::domain::DocumentKind;
use crate::domain::sample::{self, Made, corpus_of};
use crate::retrieval::Signals;

/// A clause in a ranking: its id, its relevance, and what it holds of the topic.
type Row = (&'static str, f64, f32);

/// Seven documents of two clauses each, `d0` to `d6`, of which the last is a report.
fn seven() -> Corpus {
    corpus_of((0..7).map(|at| {
        let mut made = Made::new(&format!("d{at}"), "A treaty", 1990 + at)
            .clause("The parties agree.")
            .clause("The parties keep peace.");
        if at == 6 {
            made.document.kind = DocumentKind::Page;
        }
        made
    }))
}

fn found_in(corpus: &Corpus, ranked: &[Row], several: bool) -> BTreeMap<String, Found> {
    let hits: Vec<(Hit, f64)> = ranked
        .iter()
        .map(|&(id, relevance, held)| {
            let clause = corpus.clause_position(id).expect("a clause");
            let signals = Signals { held, ..Signals::default() };
            (Hit { clause, score: 0.0, signals, contributions: Vec::new() }, relevance)
        })
        .collect();
    let found = findings(corpus, &hits, several).into_iter();
    found.map(|(document, own)| (corpus.documents()[document].id.clone(), own)).collect()
}

/// The documents that speak.
fn speaking(ranked: &[Row]) -> Vec<String> {
    let found = found_in(&seven(), ranked, true).into_iter();
    found.filter(|(_, own)| own.speaks() == Speaks::Yes).map(|(id, _)| id).collect()
}

#[test]
fn who_uses_the_words_of_the_topic_speaks_of_it() {
    // However low it ranks.
    assert_eq!(speaking(&[("d0/1", 0.9, 0.0), ("d1/1", 0.02, 0.8)]), ["d0", "d1"]);
    assert_eq!(speaking(&[("d0/1", 0.9, 0.0), ("d1/1", 0.02, 0.69)]), ["d0"]);
    // Where one holds clearly more, the others have to hold nearly as much.
    assert_eq!(
        speaking(&[("d0/1", 0.3, 1.0), ("d1/1", 0.3, 0.86), ("d2/1", 0.3, 0.84)]),
        ["d0", "d1"]
    );
}

#[test]
fn what_is_put_otherwise_has_to_be_surer_beside_words() {
    assert_eq!(
        speaking(&[("d0/1", 0.5, 0.0), ("d1/1", 0.41, 0.0), ("d2/1", 0.39, 0.0)]),
        ["d0", "d1"]
    );
    let beside = [("d0/1", 0.85, 0.0), ("d1/1", 0.7, 0.0), ("d2/1", 0.3, 1.0)];
    assert_eq!(speaking(&beside), ["d0", "d2"]);
}

#[test]
fn where_none_holds_enough_the_surest_tells_how_much_is() {
    let sure = [("d0/1", 0.95, 0.65), ("d1/1", 0.1, 0.6), ("d2/1", 0.1, 0.55)];
    assert_eq!(speaking(&sure), ["d0", "d1"]);
    let unsure = [("d0/1", 0.85, 0.65), ("d1/1", 0.1, 0.6)];
    assert_eq!(speaking(&unsure), ["d0"]);
    let little = [("d0/1", 0.95, 0.55), ("d1/1", 0.1, 0.55)];
    assert_eq!(speaking(&little), ["d0"]);
}

#[test]
fn where_none_speaks_the_best_that_was_adopted_does() {
    assert_eq!(
        speaking(&[("d6/1", 0.9, 0.0), ("d1/1", 0.2, 0.0), ("d2/1", 0.19, 0.0)]),
        ["d1", "d6"]
    );
    assert_eq!(speaking(&[("d6/1", 0.9, 0.0), ("d1/1", 0.1, 0.0)]), ["d6"]);
}

#[test]
fn among_few_documents_the_likely_ones_speak_too_where_several_are_expected() {
    let ranked: [Row; 3] = [
        ("rome-2012/P2A", 0.9, 0.0),
        ("monaco-2014/P3A", 0.2, 0.0),
        ("singapore-2009/INTRO", 0.3, 0.0),
    ];
    let speaking = |corpus: &Corpus, ranked: &[Row], several| {
        let found = found_in(corpus, ranked, several).into_iter();
        let speaking = found.filter(|(_, own)| own.speaks() == Speaks::Yes);
        speaking.map(|(id, _)| id).collect::<Vec<_>>()
    };
    let five = sample::corpus();
    // An opening that comes near says nothing.
    assert_eq!(speaking(&five, &ranked, true), ["monaco-2014", "rome-2012"]);
    assert_eq!(speaking(&five, &ranked, false), ["rome-2012"]);
    let unsure = [("rome-2012/P2A", 0.45, 0.0), ("monaco-2014/P3A", 0.2, 0.0)];
    assert_eq!(speaking(&five, &unsure, true), ["rome-2012"]);
    let ranked = [("d0/1", 0.9, 0.0), ("d1/1", 0.2, 0.0)];
    assert_eq!(speaking(&seven(), &ranked, true), ["d0"], "of many, each has to be surer");
}

#[test]
fn what_comes_near_is_told_from_silence() {
    let ranked = [
        ("d0/1", 0.95, 0.0),
        ("d1/2", 0.02, 0.0),
        ("d1/1", 0.015, 0.0),
        ("d2/1", 0.001, 0.5),
        ("d3/1", 0.009, 0.49),
    ];
    let found = found_in(&seven(), &ranked, true);
    let speaks: Vec<Speaks> = found.values().map(Found::speaks).collect();
    assert_eq!(speaks, [Speaks::Yes, Speaks::Perhaps, Speaks::Perhaps, Speaks::Silent]);
    let corpus = seven();
    let first = found["d1"].touching.map(|one| one.clause);
    assert_eq!(first, corpus.clause_position("d1/2"));
    assert_eq!(found["d1"].nearest, found["d1"].touching);
    assert!(found["d3"].nearest.is_some() && (found["d3"].relevance() - 0.009).abs() < 1e-9);
}

#[test]
fn a_clause_that_holds_the_topic_is_worth_something_wherever_it_ranks() {
    let corpus = seven();
    let found = found_in(&corpus, &[("d0/1", 0.85, 0.0), ("d0/2", 0.05, 1.0)], true);
    let clauses: Vec<(usize, f64)> =
        found["d0"].clauses.iter().map(|one| (one.clause, one.relevance)).collect();
    let at = |id| corpus.clause_position(id).expect("a clause");
    assert_eq!(clauses, [(at("d0/2"), HELD_RELEVANCE), (at("d0/1"), 0.85)]);
    assert!((found["d0"].relevance() - HELD_RELEVANCE).abs() < 1e-9);
}

#[test]
fn what_nothing_answers_is_doubted() {
    let found = found_in(&seven(), &[("d0/2", 0.95, 0.0), ("d0/1", 0.94, 0.0)], true);
    let doubted = found["d0"].clone().doubted();
    assert_eq!((doubted.speaks(), doubted.clauses.len()), (Speaks::Perhaps, 0));
    assert_eq!(doubted.touching.map(|one| one.clause), Some(1));
    let untouched = Found { touching: None, ..found["d0"].clone() };
    assert_eq!(untouched.doubted().touching.map(|one| one.clause), Some(1));
    assert_eq!(Found::default().doubted().speaks(), Speaks::Silent);
}
