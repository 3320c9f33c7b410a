//! What a question asks for and no clause near it gives.

use super::foremost::quotes as quotes_words;
use super::in_scope::{admits, hits_in_scope};
use super::ranking::Ranked;
use super::sources::Sources;
use crate::domain::{Part, Query, QuestionType, RefusalReason};
use crate::language::analysis::terms;
use crate::language::dates::{CENTURY, centuries};
use crate::quoting::speaker;
use crate::reading::AnswerType;
use crate::retrieval::Hit;

/// One of so many clauses, best first, has to give the detail that is asked for.
const DEPTH: usize = 5;
/// And it has to have this relevance.
const RELEVANCE_MIN: f64 = 0.15;
/// An outcome has to be told by a clause of this share of the best one's relevance.
const OUTCOME_SHARE: f64 = 0.5;
/// A detail has to be given by a clause that holds such a share of what the best one holds of the topic.
const HELD_SHARE: f32 = 0.5;

/// What is asked for and not given, if anything is.
pub(super) fn not_given(
    sources: &Sources,
    query: &Query,
    ranked: &Ranked,
) -> Option<RefusalReason> {
    let silent =
        ranked.reading.asked_speaker.as_ref().filter(|name| !speaks(sources, query, ranked, name));
    silent
        .map(|name| RefusalReason::SpeakerSilent { name: name.clone() })
        .or_else(|| unknown_person(sources, query, ranked))
        .or_else(|| unspoken_century(sources, query, ranked))
        .or_else(|| missing_detail(sources, query, ranked))
}

/// A person whom the question before asks for, where no clause in scope has a word of that question: nothing tells
/// that "he" was there.
fn unknown_person(sources: &Sources, query: &Query, ranked: &Ranked) -> Option<RefusalReason> {
    let reading = &ranked.reading;
    let person = reading.person.as_ref().filter(|person| !person.speaks)?;
    let pronoun = &person.word;
    let corpus = &*sources.corpus;
    let lexical = sources.index.lexical();
    let absent = reading.earlier_terms.iter().find(|term| {
        !lexical.occurs(&term.stem, &|position| admits(corpus, query, ranked, position))
    })?;
    let said = format!(
        "No clause searched tells of whoever \u{2018}{pronoun}\u{2019} stands for: none has \u{2018}{}\u{2019}, of the question before.",
        absent.word
    );
    Some(RefusalReason::FactNotKnown { said })
}

fn missing_detail(sources: &Sources, query: &Query, ranked: &Ranked) -> Option<RefusalReason> {
    let corpus = &*sources.corpus;
    let wanted = ranked.reading.answer_type.as_ref()?;
    let detail = wanted.required()?;
    let near: Vec<&(Hit, f64)> = hits_in_scope(corpus, query, ranked).take(DEPTH).collect();
    // A commitment is no outcome, nor does the next best clause, on something else, make it one.
    let best = near.iter().map(|(_, relevance)| *relevance).fold(0.0, f64::max);
    let held = near.iter().map(|(hit, _)| hit.signals.held).fold(0.0, f32::max);
    let outcome = *wanted == AnswerType::Outcome;
    let least = if outcome { OUTCOME_SHARE * best } else { RELEVANCE_MIN };
    let given = |(hit, relevance): &&(Hit, f64)| {
        let clause = &corpus.clauses()[hit.clause];
        // What merely describes is an outcome where it comes nearest; what is farther off has to say
        // in so many words that something was done, as a commitment has to.
        let strict = outcome && *relevance < best;
        let part = if strict { Part::Operative } else { clause.part };
        // Nor is a number that a clause gives on something else.
        let compared = ranked.reading.asks == QuestionType::Comparison;
        let on_topic =
            outcome || compared || *relevance >= best || hit.signals.held >= HELD_SHARE * held;
        *relevance >= least && on_topic && wanted.given_by(corpus.text_of(clause), part)
    };
    (!near.iter().any(given)).then_some(RefusalReason::DetailNotGiven { detail })
}

/// A century that is asked about and that no clause in scope names: what is said of another, however
/// near, does not answer.
fn unspoken_century(sources: &Sources, query: &Query, ranked: &Ranked) -> Option<RefusalReason> {
    let corpus = &*sources.corpus;
    let asked = terms(&query.question);
    let spoken = |century: u16| {
        sources.index.lexical().occurs(CENTURY, &|position| {
            let own = || terms(corpus.text_of(&corpus.clauses()[position]));
            admits(corpus, query, ranked, position) && centuries(&own()).any(|own| own == century)
        })
    };
    let century = centuries(&asked).find(|&century| !spoken(century))?;
    Some(RefusalReason::CenturyNotNamed { century })
}

/// Whether `name` speaks in a clause near the question, or may: only those whom reports alone name
/// are persons for sure, and no party to a declaration.
fn speaks(sources: &Sources, query: &Query, ranked: &Ranked, name: &str) -> bool {
    let corpus = &*sources.corpus;
    let Some(surname) = terms(name).pop() else { return true };
    let report = |position: usize| corpus.document_of(&corpus.clauses()[position]).kind.is_report();
    let said_by = |position: usize| {
        speaker(corpus, position).and_then(|name| terms(&name).pop()).map(|term| term.word)
    };
    if ranked.reading.person.as_ref().is_some_and(|person| person.speaks) {
        // Whoever was spoken of as "she" is one person: somebody has to be quoted, and be her.
        let of_her = |position: usize| {
            let text = terms(corpus.text_of(&corpus.clauses()[position]));
            terms(name).iter().all(|own| text.iter().any(|term| term.stem == own.stem))
        };
        let quotes = |position: usize| {
            quotes_words(corpus.text_of(&corpus.clauses()[position]))
                && said_by(position).is_some_and(|own| own == surname.word || of_her(position))
        };
        return hits_in_scope(corpus, query, ranked).take(DEPTH).any(|(hit, _)| quotes(hit.clause));
    }
    let lexical = sources.index.lexical();
    let in_reports_alone = lexical.occurs(&surname.stem, &report)
        && !lexical.occurs(&surname.stem, &|position| !report(position));
    if !in_reports_alone {
        return true;
    }
    hits_in_scope(corpus, query, ranked)
        .take(DEPTH)
        .any(|(hit, _)| said_by(hit.clause).as_deref() == Some(&surname.word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    use crate::answering::Engine;
    use crate::domain::{QueryReading, Stop, sample};
    use crate::reading::Phrasebook;
    use crate::retrieval::{Embedding, Index, Signals, TokenVectors, ToldBy};

    fn embedding() -> Embedding {
        Embedding { vector: Vec::new(), tokens: TokenVectors::default() }
    }

    /// What is missing where `question` is asked and the ranking is `ranked`, all relevant, the
    /// first the most.
    fn missing(question: &str, ranked: &[&str]) -> Option<RefusalReason> {
        let corpus = Arc::new(sample::corpus());
        let embeddings = Index::passages(&corpus).into_iter().map(|_| embedding());
        let engine = Engine::build(Arc::clone(&corpus), embeddings);
        let reading = Phrasebook::new(&corpus).read_question(&corpus, question, &[], &|_| true);
        let hits = ranked.iter().enumerate().map(|(at, id)| {
            let clause = corpus.clause_position(id).expect("a clause of the sample");
            let signals = Signals::default();
            (Hit { clause, score: 0.0, signals, contributions: Vec::new() }, 0.5 - 0.05 * at as f64)
        });
        let scope = match reading.scope.named.as_slice() {
            [] => (0..corpus.documents().len()).collect(),
            named => named.to_vec(),
        };
        let ranked = Ranked {
            question: question.to_owned(),
            terms: Vec::new(),
            embedding: embedding(),
            hits: hits.collect(),
            found: std::collections::BTreeMap::new(),
            quoted: None,
            scope,
            understood: QueryReading::default(),
            language: None,
            told: ToldBy::Words,
            reading,
            left_out: None,
            markers_before: 0,
            stop: Stop::never(),
        };
        let query = Query { question: question.to_owned(), ..Query::default() };
        not_given(&engine.sources, &query, &ranked)
    }

    #[test]
    fn the_detail_is_looked_for_in_scope_whatever_else_comes_first() {
        let others = [
            "rome-2012/INTRO", "rome-2012/P2A", "rome-2012/P3A", "rome-2012/P3B",
            "singapore-2009/P2A",
        ];
        let with = |last: &'static str| [&others[..], &[last]].concat();
        let asked = "How many delegates came to Monaco?";
        assert_eq!(missing(asked, &with("event-2014/1")), None);
        let such = Some(RefusalReason::DetailNotGiven { detail: "such a number" });
        assert_eq!(missing(asked, &with("monaco-2014/P3A")), such);
        assert_eq!(
            missing("How many delegates came?", &with("event-2014/1")),
            such,
            "too far down"
        );
    }

    #[test]
    fn what_is_to_be_done_is_no_outcome() {
        let asked = "Has police cooperation been reformed?";
        let detail = "an outcome, only what is to be done";
        let none = Some(RefusalReason::DetailNotGiven { detail });
        let cases = [
            (&["monaco-2014/P3A"][..], true),
            // A recital describes what is, where it comes nearest,
            (&["rome-2012/P2A", "monaco-2014/P3A"][..], false),
            // but not behind a commitment, unless it says that something was done.
            (&["monaco-2014/P3A", "rome-2012/P2A"][..], true),
            (&["monaco-2014/P3A", "event-2014/1"][..], false),
        ];
        for (ranked, refused) in cases {
            assert_eq!(missing(asked, ranked), none.clone().filter(|_| refused), "{ranked:?}");
        }
    }

    #[test]
    fn another_century_does_not_answer_for_the_one_that_is_named() {
        let cases = [
            ("What was policing in the 19th century?", Some(19)),
            ("What was policing in the nineteenth century?", Some(19)),
            ("What was policing in the past century?", None),
            ("What was policing over two centuries?", None),
        ];
        for (question, expected) in cases {
            let expected = expected.map(|century| RefusalReason::CenturyNotNamed { century });
            assert_eq!(missing(question, &["rome-2012/P3A"]), expected, "{question}");
        }
    }

    #[test]
    fn only_a_person_whom_reports_name_may_have_said_nothing() {
        let cases = [
            ("What did Ronald Noble say?", &["news-2014/1"][..], true),
            ("What did Ronald Noble say?", &["rome-2012/P3A"][..], false),
            ("What did INTERPOL say?", &["rome-2012/P3A"][..], true),
            ("What did Nobody say?", &["rome-2012/P3A"][..], true),
        ];
        for (question, ranked, speaks) in cases {
            assert_eq!(missing(question, ranked).is_none(), speaks, "{question} {ranked:?}");
        }
    }
}
