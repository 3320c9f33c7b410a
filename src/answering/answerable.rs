//! Whether anything in scope answers a question, and how surely.

use super::engine::Engine;
use super::meta;
use super::quotation::speaker;
use super::ranking::{Ranked, yardstick};
use crate::domain::{Corpus, Part, Query, QuestionType};
use crate::language::analysis::{Term, terms};
use crate::language::dates::{CENTURY, centuries};
use crate::reading::AnswerType;
use crate::retrieval::{
    Embedder, Hit, RankError, clause_features, probability, question_features, unknown_share,
};

/// What is known from front matter, or stands there word for word, is as sure as anything here.
pub(super) const CERTAIN: f64 = 0.99;
/// What cannot be answered from this corpus.
const HOPELESS: f64 = 0.01;
/// One of so many clauses, best first, has to give the detail that is asked for.
const DETAIL_DEPTH: usize = 5;
/// And it has to have this relevance.
const DETAIL_RELEVANCE_MIN: f64 = 0.15;
/// An outcome has to be told by a clause of this share of the best one's relevance.
const OUTCOME_SHARE: f64 = 0.5;
/// A clause of a document that is not in scope is pointed at from this relevance on.
const ELSEWHERE_MIN: f64 = 0.5;

/// What the calibration sees of a query.
#[derive(Debug, Clone)]
pub struct Measured {
    /// Position and features of each clause, best first.
    pub clauses: Vec<(usize, [f64; 7])>,
    /// Features of the question; `None` where rules alone decide whether it is answered.
    pub question: Option<[f64; 6]>,
}

impl Engine {
    /// What the calibration sees of `query`.
    ///
    /// # Errors
    /// When a model fails.
    pub fn measure(&self, query: &Query, embedder: &dyn Embedder) -> Result<Measured, RankError> {
        let ranked = self.rank(query, embedder)?;
        let hits = ranked.hits.iter().map(|(hit, _)| hit);
        let best = yardstick(&self.corpus, &ranked.reading, hits.clone());
        let features = |hit: &Hit| best.map(|best| (hit.clause, clause_features(hit, best)));
        Ok(Measured {
            clauses: hits.filter_map(features).collect(),
            question: decided(self, query, &ranked)
                .is_none()
                .then(|| evidence_features(self, query, &ranked)),
        })
    }
}

/// Probability that something in scope answers the question.
pub(super) fn answerable(engine: &Engine, query: &Query, ranked: &Ranked) -> f64 {
    decided(engine, query, ranked).unwrap_or_else(|| {
        let model = &engine.calibration_for(ranked.understood.words_alone).question;
        probability(model, &evidence_features(engine, query, ranked))
    })
}

/// The same where rules alone decide.
pub(super) fn decided(engine: &Engine, query: &Query, ranked: &Ranked) -> Option<f64> {
    let corpus = &*engine.corpus;
    let reading = &ranked.reading;
    if reading.asks == QuestionType::Quotation {
        let similarities = ranked.found.iter().map(|found| found.similarity);
        return Some(similarities.fold(HOPELESS, f64::max).min(CERTAIN));
    }
    let scope = &reading.scope;
    let missing = !scope.missing_years.is_empty() || !scope.missing_names.is_empty();
    if scope.named.is_empty() && missing || ranked.scope.is_empty() || wordless(query, ranked) {
        return Some(HOPELESS);
    }
    let known_by_front_matter = reading.asks == QuestionType::Listing
        || matches!(reading.asks, QuestionType::When | QuestionType::Where)
            && meta::lead(corpus, reading, &ranked.scope).is_some()
        || !reading.clauses.is_empty();
    if known_by_front_matter || ranked.found.iter().any(|found| found.verbatim) {
        return Some(CERTAIN);
    }
    missing_detail(engine, query, ranked).map(|_| HOPELESS)
}

/// Whether the question, with what it carries over from earlier ones, has function words and
/// marks only. Its embedding would still be near some clause.
pub(super) fn wordless(query: &Query, ranked: &Ranked) -> bool {
    let reading = &ranked.reading;
    reading.earlier_terms.is_empty()
        && reading.scope.named.is_empty()
        && terms(&query.question).iter().all(Term::is_stopword)
}

/// What no clause near the question gives, though it is asked for: completes "no clause near the
/// question gives".
pub(super) fn missing_detail(engine: &Engine, query: &Query, ranked: &Ranked) -> Option<String> {
    let corpus = &*engine.corpus;
    if let Some(name) = &ranked.reading.asked_speaker
        && !speaks(engine, query, ranked, name)
    {
        return Some(format!("any words of {name}"));
    }
    if let Some(century) = unspoken_century(engine, query, ranked) {
        return Some(century);
    }
    let detail = ranked.reading.answer_type.as_ref()?;
    let missing = detail.required()?;
    let near: Vec<&(Hit, f64)> = ranked
        .hits
        .iter()
        .filter(|(hit, _)| admits(corpus, query, ranked, hit.clause))
        .take(DETAIL_DEPTH)
        .collect();
    // A commitment is no outcome, nor does the next best clause, on something else, make it one.
    let best = near.iter().map(|(_, relevance)| *relevance).fold(0.0, f64::max);
    let least =
        if *detail == AnswerType::Outcome { OUTCOME_SHARE * best } else { DETAIL_RELEVANCE_MIN };
    let given = |(hit, relevance): &&(Hit, f64)| {
        let clause = &corpus.clauses()[hit.clause];
        // What merely describes is an outcome where it comes nearest; what is farther off has to say
        // in so many words that something was done, as a commitment has to.
        let strict = *detail == AnswerType::Outcome && *relevance < best;
        let part = if strict { Part::Operative } else { clause.part };
        *relevance >= least && detail.given_by(corpus.text_of(clause), part)
    };
    (!near.iter().any(given)).then(|| missing.to_owned())
}

/// A century that is asked about and that no clause in scope names: what is said of another, however
/// near, does not answer.
fn unspoken_century(engine: &Engine, query: &Query, ranked: &Ranked) -> Option<String> {
    let corpus = &*engine.corpus;
    let asked = terms(&query.question);
    let spoken = |century: u16| {
        engine.index.lexical().occurs(CENTURY, &|position| {
            let own = || terms(corpus.text_of(&corpus.clauses()[position]));
            admits(corpus, query, ranked, position) && centuries(&own()).any(|own| own == century)
        })
    };
    let century = centuries(&asked).find(|&century| !spoken(century))?;
    Some(format!("anything of the {}", ordinal_century(century)))
}

/// "19th century".
fn ordinal_century(number: u16) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending} century")
}

/// Whether `name` speaks in a clause near the question, or may: only those whom reports alone name
/// are persons for sure, and no party to a declaration.
fn speaks(engine: &Engine, query: &Query, ranked: &Ranked, name: &str) -> bool {
    let corpus = &*engine.corpus;
    let Some(surname) = terms(name).pop() else { return true };
    let report = |position: usize| corpus.document_of(&corpus.clauses()[position]).kind.is_report();
    let lexical = engine.index.lexical();
    let in_reports_alone = lexical.occurs(&surname.stem, &report)
        && !lexical.occurs(&surname.stem, &|position| !report(position));
    if !in_reports_alone {
        return true;
    }
    let said_by = |position: usize| {
        speaker(corpus, position).and_then(|name| terms(&name).pop()).map(|term| term.word)
    };
    in_scope(corpus, query, ranked)
        .take(DETAIL_DEPTH)
        .any(|hit| said_by(hit.clause).as_deref() == Some(&surname.word))
}

/// The clause of another document than those in scope that answers instead, if one seems to.
pub(super) fn elsewhere(corpus: &Corpus, query: &Query, ranked: &Ranked) -> Option<usize> {
    let (first, _) = ranked.hits.first()?;
    if admits(corpus, query, ranked, first.clause) {
        return None;
    }
    let report = |position: usize| corpus.document_of(&corpus.clauses()[position]).kind.is_report();
    let relevant: Vec<usize> = ranked
        .hits
        .iter()
        .filter(|(_, relevance)| *relevance >= ELSEWHERE_MIN)
        .map(|(hit, _)| hit.clause)
        .filter(|&position| !admits(corpus, query, ranked, position))
        .collect();
    // What a declaration says itself goes before what is reported of it.
    relevant.iter().copied().find(|&position| !report(position)).or(relevant.first().copied())
}

/// The hits in scope, best first: another document's clause does not vouch for the one named.
fn in_scope<'r>(
    corpus: &'r Corpus,
    query: &'r Query,
    ranked: &'r Ranked,
) -> impl Iterator<Item = &'r Hit> {
    ranked.hits.iter().map(|(hit, _)| hit).filter(|hit| admits(corpus, query, ranked, hit.clause))
}

fn admits(corpus: &Corpus, query: &Query, ranked: &Ranked, position: usize) -> bool {
    let clause = &corpus.clauses()[position];
    ranked.scope.binary_search(&clause.document).is_ok() && query.filter.admits(corpus, clause)
}

/// What the question model sees of a ranking.
pub(super) fn evidence_features(engine: &Engine, query: &Query, ranked: &Ranked) -> [f64; 6] {
    let corpus = &*engine.corpus;
    let near: Vec<&Hit> = in_scope(corpus, query, ranked).collect();
    // A topic that is carried over was worded for another document: that this comes nearer says
    // nothing.
    let carried = !ranked.reading.earlier_topic.is_empty();
    let all: Vec<&Hit> =
        if carried { near.clone() } else { ranked.hits.iter().map(|(hit, _)| hit).collect() };
    let admits = |position: usize| admits(corpus, query, ranked, position);
    let occurs = |stem: &str| engine.index.lexical().occurs(stem, &admits);
    let unknown = unknown_share(&engine.index, &ranked.terms, &occurs);
    question_features(&near, &all, unknown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    use crate::domain::{QueryReading, sample};
    use crate::reading::Phrasebook;
    use crate::retrieval::{Embedding, Index, Signals, TokenVectors};

    fn embedding() -> Embedding {
        Embedding { vector: Vec::new(), tokens: TokenVectors::default() }
    }

    /// What is missing where `question` is asked and the ranking is `ranked`, all relevant, the
    /// first the most.
    fn missing(question: &str, ranked: &[&str]) -> Option<String> {
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
            terms: Vec::new(),
            embedding: embedding(),
            hits: hits.collect(),
            found: Vec::new(),
            scope,
            understood: QueryReading::default(),
            reading,
        };
        let query = Query { question: question.to_owned(), ..Query::default() };
        missing_detail(&engine, &query, &ranked)
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
        let such = Some("such a number".to_owned());
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
        let none = Some("an outcome, only what is to be done".to_owned());
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
            ("What was policing in the 19th century?", Some("anything of the 19th century")),
            ("What was policing in the nineteenth century?", Some("anything of the 19th century")),
            ("What was policing in the past century?", None),
            ("What was policing over two centuries?", None),
        ];
        for (question, expected) in cases {
            assert_eq!(missing(question, &["rome-2012/P3A"]).as_deref(), expected, "{question}");
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
