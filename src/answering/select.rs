//! Which clauses of a ranking are cited.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::ranking::Ranked;
use crate::domain::{Corpus, Part, QuestionType, RankedClause};
use crate::reading::{DocumentSelection, Order, Reading};
use crate::retrieval::Hit;

/// A clause is cited from this relevance on.
const CITED_MIN: f64 = 0.5;
/// Below this, a clause is not even cited as the best of all.
const LEAST: f64 = CITED_MIN / 3.0;
/// Where no clause is surely relevant, clauses are cited until one of them answers with this
/// probability,
const ONE_ANSWERS_MIN: f64 = 0.9;
/// or until so many are.
const DOUBTFUL_MAX: usize = 3;
/// The same of a document that is compared with few others, from this relevance on.
const DOUBTFUL_LEAST: f64 = 0.05;
const FEW_COMPARED: usize = 3;
/// The most citations of one document,
const PER_DOCUMENT_MAX: usize = 3;
/// and of one that is asked about alone.
const OF_THE_ONE_MAX: usize = 5;
/// What is compared, where it is not named, is so many documents at least.
const COMPARED_MIN: usize = 2;

/// The clauses to cite, best first. The answer is known to be there, so the first in scope is always
/// cited.
pub(super) fn cited(corpus: &Corpus, ranked: &Ranked) -> Vec<RankedClause> {
    let reading = &ranked.reading;
    let chosen = match reading.asks {
        QuestionType::WhichDocument => of_each(corpus, reading, &said(corpus, ranked)),
        QuestionType::Comparison => of_each(corpus, reading, &compared(corpus, ranked)),
        _ => Vec::new(),
    };
    if chosen.is_empty() { choose(corpus, reading, &ranked.hits) } else { chosen }
}

/// Documents with clauses of theirs.
type ByDocument = BTreeMap<usize, Vec<RankedClause>>;

/// The documents asked about that speak of it, with what they say. A report says no more than that a
/// declaration is said to say so: it counts only where reports are asked for.
pub(super) fn said(corpus: &Corpus, ranked: &Ranked) -> ByDocument {
    let reading = &ranked.reading;
    let speaks = |document: &usize| asked_about(corpus, reading, *document);
    let speaking = ranked.found.iter().filter(|(document, _)| speaks(document));
    let mut said: ByDocument = speaking
        .map(|(document, own)| (*document, own.clauses.clone()))
        .map(|(document, mut clauses)| {
            let is_text = |one: &RankedClause| !corpus.clauses()[one.clause].is_note();
            let has_text = clauses.iter().any(is_text);
            clauses.retain(|one| {
                (!has_text || is_text(one)) && gives_detail(corpus, reading, one.clause)
            });
            (document, clauses)
        })
        .filter(|(_, clauses)| !clauses.is_empty())
        .collect();
    if let Some(wanted) = in_order(corpus, reading, &said) {
        said.retain(|document, _| *document == wanted);
    }
    said
}

/// What is compared: the documents that are named or else those that speak, each with what it says on
/// the topic, or else with what comes nearest to that.
fn compared(corpus: &Corpus, ranked: &Ranked) -> ByDocument {
    let named = !ranked.reading.scope.named.is_empty();
    let mut compared = said(corpus, ranked);
    let mut near: Vec<(usize, RankedClause)> = ranked
        .found
        .iter()
        .filter(|(document, _)| asked_about(corpus, &ranked.reading, **document))
        .filter(|(document, _)| !compared.contains_key(document))
        .filter_map(|(document, own)| Some((*document, own.touching?)))
        .collect();
    near.sort_by(|a, b| b.1.relevance.total_cmp(&a.1.relevance).then(a.0.cmp(&b.0)));
    let wanted = COMPARED_MIN.saturating_sub(compared.len());
    let more = near.into_iter().take(if named { usize::MAX } else { wanted });
    compared.extend(more.map(|(document, nearest)| (document, vec![nearest])));
    if named && compared.len() <= FEW_COMPARED {
        for (document, clauses) in &mut compared {
            add_doubtful(corpus, ranked, *document, clauses);
        }
    }
    compared
}

/// Adds to the clauses of `document` those that come next, while none of them surely answers.
fn add_doubtful(
    corpus: &Corpus,
    ranked: &Ranked,
    document: usize,
    clauses: &mut Vec<RankedClause>,
) {
    let own = |hit: &Hit| {
        let clause = &corpus.clauses()[hit.clause];
        clause.document == document && clause.part != Part::Frame && !clause.is_note()
    };
    for (hit, relevance) in ranked.hits.iter().filter(|(hit, _)| own(hit)) {
        let none_answers: f64 = clauses.iter().map(|one| 1.0 - one.relevance).product();
        let doubtful = clauses.len() < DOUBTFUL_MAX && none_answers > 1.0 - ONE_ANSWERS_MIN;
        if !doubtful || *relevance < DOUBTFUL_LEAST {
            break;
        }
        let known = clauses.iter().any(|one| one.clause == hit.clause);
        if !known && gives_detail(corpus, &ranked.reading, hit.clause) {
            clauses.push(RankedClause { clause: hit.clause, relevance: *relevance });
        }
    }
}

/// Whether the question asks about what this document says.
fn asked_about(corpus: &Corpus, reading: &Reading, document: usize) -> bool {
    let named = &reading.scope.named;
    (named.is_empty() || named.contains(&document))
        && (reading.scope.wants_reports || !corpus.documents()[document].kind.is_report())
}

/// Whether the clause gives the detail that is asked for, where one is.
fn gives_detail(corpus: &Corpus, reading: &Reading, position: usize) -> bool {
    let detail = reading.answer_type.as_ref().filter(|detail| detail.required().is_some());
    let clause = &corpus.clauses()[position];
    detail.is_none_or(|detail| detail.given_by(corpus.text_of(clause), clause.part))
}

/// The best of each document, the surest first, then what else each says: no document is left out for
/// another's second clause.
fn of_each(corpus: &Corpus, reading: &Reading, documents: &ByDocument) -> Vec<RankedClause> {
    let repeats = reading.scope.wants_reports;
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    // A caption that two pages share is cited once; but where documents are gone through, one that
    // repeats another's clause says it as well.
    let mut once = |one: &RankedClause| {
        let clause = &corpus.clauses()[one.clause];
        !(repeats && corpus.document_of(clause).kind.is_report())
            || seen.insert(corpus.text_of(clause))
    };
    let mut chosen: Vec<(bool, RankedClause)> = Vec::new();
    for clauses in documents.values() {
        let own = clauses.iter().filter(|one| once(one)).take(PER_DOCUMENT_MAX);
        chosen.extend(own.enumerate().map(|(at, one)| (at > 0, *one)));
    }
    chosen.sort_by(|(a_later, a), (b_later, b)| {
        let surest = b.relevance.total_cmp(&a.relevance);
        // How something has changed is told from the first to the last.
        let surest = if reading.sequence.is_by_date() { Ordering::Equal } else { surest };
        a_later.cmp(b_later).then(surest).then(a.clause.cmp(&b.clause))
    });
    chosen.into_iter().map(|(_, one)| one).collect()
}

/// Where the question asks for the first or the last: of the documents that speak of the topic, the
/// first or the last by date. `None` where no dated one does.
pub(super) fn in_order(corpus: &Corpus, reading: &Reading, said: &ByDocument) -> Option<usize> {
    let DocumentSelection::ByDate(order) = reading.selection else { return None };
    let dated = |index: &usize| {
        let document = &corpus.documents()[*index];
        !document.kind.is_report() && document.date().is_some()
    };
    let mut documents = said.keys().copied().filter(dated);
    // Documents stand in order of date.
    match order {
        Order::First => documents.next(),
        Order::Last => documents.next_back(),
    }
}

/// Whether all documents are gone through for what is asked.
pub(super) const fn gathers(asks: QuestionType) -> bool {
    matches!(asks, QuestionType::Comparison | QuestionType::WhichDocument)
}

/// The best clauses of a ranking, whatever documents they are of.
fn choose(corpus: &Corpus, reading: &Reading, hits: &[(Hit, f64)]) -> Vec<RankedClause> {
    let named = &reading.scope.named;
    let document_of = |hit: &Hit| corpus.clauses()[hit.clause].document;
    let most = if named.len() == 1 { OF_THE_ONE_MAX } else { PER_DOCUMENT_MAX };
    // A note tells where something stands: it answers where nothing else does.
    let is_text = |hit: &Hit| !corpus.clauses()[hit.clause].is_note();
    let has_text = hits.iter().any(|(hit, relevance)| is_text(hit) && *relevance >= LEAST);
    let eligible = |(hit, _): &&(Hit, f64)| {
        (named.is_empty() || named.contains(&document_of(hit)))
            && (!has_text || is_text(hit))
            && gives_detail(corpus, reading, hit.clause)
    };
    let mut none_answers = 1.0;
    let mut per_document: BTreeMap<usize, usize> = BTreeMap::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut chosen: Vec<RankedClause> = Vec::new();
    for (hit, relevance) in hits.iter().filter(eligible) {
        let clause = &corpus.clauses()[hit.clause];
        let doubtful = !gathers(reading.asks)
            && chosen.len() < DOUBTFUL_MAX
            && none_answers > 1.0 - ONE_ANSWERS_MIN
            && *relevance >= LEAST;
        if *relevance < CITED_MIN && !chosen.is_empty() && !doubtful {
            continue;
        }
        let count = per_document.entry(clause.document).or_default();
        if *count >= most || !seen.insert(corpus.text_of(clause)) {
            continue;
        }
        *count += 1;
        none_answers *= 1.0 - relevance;
        chosen.push(RankedClause { clause: hit.clause, relevance: *relevance });
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{QueryReading, Stop, sample};
    use crate::reading::Phrasebook;
    use crate::retrieval::{Embedding, Signals, TokenVectors, ToldBy, findings};

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
        let several = reading.selection == DocumentSelection::Several;
        let found = findings(&corpus, &hits, several);
        let ranked = Ranked {
            question: question.to_owned(),
            terms: Vec::new(),
            embedding: Embedding { vector: Vec::new(), tokens: TokenVectors::default() },
            hits,
            found,
            quoted: None,
            scope: (0..corpus.documents().len()).collect(),
            understood: QueryReading::default(),
            language: None,
            told: ToldBy::Words,
            reading,
            left_out: None,
            markers_before: 0,
            stop: Stop::never(),
        };
        let chosen = cited(&corpus, &ranked);
        chosen.iter().take(most).map(|one| corpus.id_of(&corpus.clauses()[one.clause])).collect()
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
        let ranked = [("monaco-2014/P3A", 0.9), ("rome-2012/P3A", 0.2), ("rome-2012/P2A", 0.04)];
        let cited = cited_of("Compare Rome and Monaco on extradition", &ranked, 8);
        assert_eq!(cited, ["monaco-2014/P3A", "rome-2012/P3A"]);
        // While none of a document surely answers, what comes next is cited as well.
        let ranked = [("monaco-2014/P3A", 0.9), ("rome-2012/P3A", 0.2), ("rome-2012/P2A", 0.1)];
        let cited = cited_of("Compare Rome and Monaco on extradition", &ranked, 8);
        assert_eq!(cited, ["monaco-2014/P3A", "rome-2012/P3A", "rome-2012/P2A"]);
    }
}
