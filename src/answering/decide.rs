//! Whether anything in scope answers a question, how surely, and if not, why.

use super::features::{account, evidence_features};
use super::in_scope::{admits, hits_in_scope, searched};
use super::meta;
use super::not_given::not_given;
use super::phrase::{capitalised, short_name};
use super::ranking::{AskedIn, Ranked, yardstick};
use super::sentences::unstated_terms;
use super::sources::{Scoring, Sources};
use crate::domain::{Corpus, Part, Query, QuestionType, RefusalReason};
use crate::language::analysis::{Term, terms};
use crate::language::lexicon::english;
use crate::reading::{AnswerType, Reading, small_talk, without_mentions};
use crate::retrieval::{AskedTerm, Calibration, Hit, clause_features, probability};

/// A question is answered from this probability on that something answers it.
const ANSWERED_MIN: f64 = 0.5;
/// What is known from front matter, or stands there word for word, is as sure as anything here.
pub(super) const CERTAIN: f64 = 0.99;
/// What cannot be answered from this corpus.
const HOPELESS: f64 = 0.01;

/// What is done with a question. `answerable` is the probability that something in scope answers it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Decision {
    Answer {
        answerable: f64,
    },
    /// What comes near is shown, and what it lacks is said.
    Nearest {
        answerable: f64,
        reason: RefusalReason,
        unmet: Vec<String>,
    },
    Refuse {
        answerable: f64,
        reason: RefusalReason,
    },
}

impl Decision {
    pub(super) const fn answers(&self) -> bool {
        matches!(self, Self::Answer { .. })
    }

    /// How surely the decision is right.
    pub(super) fn confidence(&self) -> f64 {
        match self {
            Self::Answer { answerable } | Self::Nearest { answerable, .. } => *answerable,
            Self::Refuse { answerable, .. } => 1.0 - answerable,
        }
    }
}

impl Decision {
    /// What the question is about and nothing near it meets.
    pub(super) fn unmet(&self) -> &[String] {
        match self {
            Self::Nearest { unmet, .. } => unmet,
            _ => &[],
        }
    }
}

const fn refuse(reason: RefusalReason) -> Decision {
    Decision::Refuse { answerable: HOPELESS, reason }
}

/// Decides on `query`.
pub(super) fn decide(
    sources: &Sources,
    scoring: &Scoring,
    query: &Query,
    ranked: &Ranked,
) -> Decision {
    let decision = by_rules(sources, query, ranked).unwrap_or_else(|| {
        let calibration = scoring.calibrations.of(ranked.told);
        let decision = by_evidence(sources, calibration, query, ranked);
        match unknown(sources, query, ranked) {
            terms if terms.is_empty() || !decision.answers() => decision,
            terms => {
                let answerable = decision.confidence().min(ANSWERED_MIN / 2.0);
                Decision::Refuse { answerable, reason: RefusalReason::TermNowhere { terms } }
            }
        }
    });
    if decision.answers() && ranked.hits.is_empty() {
        return refuse(RefusalReason::NothingInScope);
    }
    match decision {
        Decision::Refuse { answerable, reason } => near(sources, query, ranked, answerable, reason),
        decision => decision,
    }
}

/// What the question is about and that stands nowhere, where English documents are asked in English: names, and where
/// a date is asked for, the words that tell of what.
fn unknown(sources: &Sources, query: &Query, ranked: &Ranked) -> Vec<String> {
    let reading = &ranked.reading;
    if ranked.language.is_some() || reading.asks == QuestionType::Comparison {
        return Vec::new();
    }
    let admits = |position: usize| admits(&sources.corpus, query, ranked, position);
    let account = account(sources, ranked);
    let names = account.names_nowhere(&sources.corpus, &sources.index, &ranked.scope, &admits);
    let dated = matches!(reading.answer_type, Some(AnswerType::Date));
    if !names.is_empty() || !dated {
        return names;
    }
    // That something was held or adopted is told in many words.
    let known = [&english().questions.events.words, &english().documents.adoption];
    let tells = |term: &&&AskedTerm| {
        let word = term.typed.to_lowercase();
        known.iter().all(|list| !list.has(&word))
    };
    let nowhere = account.nowhere(&sources.index, &admits);
    nowhere.iter().filter(tells).map(|term| term.typed.clone()).collect()
}

/// Clauses that are looked at for what is not met.
const NEAR: usize = 5;
/// Below this relevance the best clause has nothing to do with the question.
const NEAR_MIN: f64 = 0.1;

/// What is done with a question that is not answered: what comes near is shown if it is on the topic and
/// can be said to lack something.
fn near(
    sources: &Sources,
    query: &Query,
    ranked: &Ranked,
    answerable: f64,
    reason: RefusalReason,
) -> Decision {
    let Sources { corpus, index, .. } = sources;
    let told = matches!(
        reason,
        RefusalReason::TermNowhere { .. }
            | RefusalReason::NothingNear
            | RefusalReason::DetailNotGiven { .. }
    );
    let hits: Vec<&(Hit, f64)> = hits_in_scope(corpus, query, ranked).take(NEAR).collect();
    let best = hits.first().map_or(0.0, |(_, relevance)| *relevance);
    if !told || best < NEAR_MIN {
        return Decision::Refuse { answerable, reason };
    }
    let clauses: Vec<usize> = hits.iter().map(|(hit, _)| hit.clause).collect();
    let account = account(sources, ranked);
    let unmet = account.unmet(corpus, index, &clauses);
    let met = clauses.iter().flat_map(|&clause| account.met_by(corpus, clause));
    let named = ranked.reading.scope.named.len() == 1;
    let on_topic = named || met.into_iter().any(|term| term.how.is_met());
    let lacks = !unmet.is_empty() || matches!(reason, RefusalReason::DetailNotGiven { .. });
    if !on_topic || !lacks {
        return Decision::Refuse { answerable, reason };
    }
    let reason = if matches!(reason, RefusalReason::DetailNotGiven { .. }) {
        reason
    } else {
        let admits = |position: usize| admits(corpus, query, ranked, position);
        let nowhere = account.nowhere(index, &admits);
        let is_nowhere = |unmet: &&String| {
            let typed = |word: &str| nowhere.iter().any(|term| term.typed == word);
            typed(unmet) || unmet.split(' ').any(typed)
        };
        let nowhere = unmet.first().as_ref().is_some_and(is_nowhere);
        // What stands somewhere is not told with what stands nowhere.
        let told = unmet.iter().filter(|unmet| !nowhere || is_nowhere(unmet));
        let terms = told.cloned().collect();
        let document = ranked.scope.first().copied().filter(|_| ranked.scope.len() == 1);
        RefusalReason::TermsNotMet { terms, document, nowhere }
    };
    let answerable = answerable.min(ANSWERED_MIN);
    Decision::Nearest { answerable, reason, unmet }
}

/// What is decided by rules alone; `None` where the evidence has to tell.
fn by_rules(sources: &Sources, query: &Query, ranked: &Ranked) -> Option<Decision> {
    let reading = &ranked.reading;
    let question = without_mentions(&query.question);
    if let Some(kind) = small_talk(&question, !query.history.is_empty()) {
        return Some(refuse(RefusalReason::SmallTalk { kind }));
    }
    if reading.asks == QuestionType::Quotation {
        return Some(by_quotation(&question, ranked));
    }
    if names_nothing_known(ranked) {
        let scope = &reading.scope;
        let (names, years) = (scope.missing_names.clone(), scope.missing_years.clone());
        return Some(refuse(if names.is_empty() {
            RefusalReason::YearWithoutDocument { years }
        } else {
            RefusalReason::DocumentNotInCorpus { names }
        }));
    }
    if wordless(&question, ranked) {
        return Some(refuse(RefusalReason::AsksNothing));
    }
    if ranked.scope.is_empty() {
        return Some(refuse(RefusalReason::NothingInScope));
    }
    if reading.clauses.is_empty()
        && let (Some(label), &[document]) = (reading.missing_labels.first(), &*reading.scope.named)
    {
        let name = capitalised(&short_name(&sources.corpus, document));
        return Some(refuse(RefusalReason::FactNotKnown {
            said: format!("{name} has no {label}."),
        }));
    }
    if let Some(said) = undated(&sources.corpus, ranked) {
        return Some(refuse(RefusalReason::FactNotKnown { said }));
    }
    let known_by_front_matter = reading.asks == QuestionType::Listing
        || matches!(reading.asks, QuestionType::When | QuestionType::Where)
            && meta::lead(&sources.corpus, ranked).is_some()
        || !reading.clauses.is_empty() && reading.terms.is_empty();
    if known_by_front_matter {
        return Some(Decision::Answer { answerable: CERTAIN });
    }
    if without_topic(reading) {
        return Some(refuse(RefusalReason::AsksNothing));
    }
    // A name out of a clause may be as long as a quotation: that it stands there answers nothing
    // where a detail is asked for.
    let verbatim = || ranked.quoted_places().iter().any(|place| place.verbatim);
    let missing = not_given(sources, query, ranked).map(refuse);
    missing.or_else(|| verbatim().then_some(Decision::Answer { answerable: CERTAIN }))
}

/// That no date is known of the documents whose adoption is asked about: a date that a clause gives is
/// seldom theirs.
fn undated(corpus: &Corpus, ranked: &Ranked) -> Option<String> {
    let reading = &ranked.reading;
    let asks = reading.asks == QuestionType::When || reading.sequence.is_by_date();
    if !asks || !reading.of_meeting {
        return None;
    }
    let named = &reading.scope.named;
    let asked = if named.is_empty() { &ranked.scope } else { named };
    let tells = |&index: &usize| {
        let document = &corpus.documents()[index];
        document.date().is_some()
            || corpus
                .clauses_of(document)
                .iter()
                .any(|clause| clause.part == Part::Frame && tells_day(corpus.text_of(clause)))
    };
    if asked.iter().any(tells) {
        return None;
    }
    Some(match **asked {
        [document] => {
            format!("Not known of {}: when it was adopted.", short_name(corpus, document))
        }
        _ => "No date is known of any of these documents.".to_owned(),
    })
}

/// Whether `text` gives a day, a month or a year.
fn tells_day(text: &str) -> bool {
    AnswerType::Date.given_by(text, Part::Frame)
}

/// Where the question asks about a quotation: whether it comes from anywhere.
fn by_quotation(question: &str, ranked: &Ranked) -> Decision {
    let likenesses = ranked.quoted_places().iter().map(|place| place.likeness);
    match likenesses.reduce(f64::max) {
        Some(likeness) => Decision::Answer { answerable: likeness.min(CERTAIN) },
        None if wordless(question, ranked) => refuse(RefusalReason::AsksNothing),
        None if ranked.scope.is_empty() => refuse(RefusalReason::NothingInScope),
        None => refuse(RefusalReason::QuotationNotFound),
    }
}

/// What the model makes of the ranking.
fn by_evidence(
    sources: &Sources,
    calibration: &Calibration,
    query: &Query,
    ranked: &Ranked,
) -> Decision {
    let features = evidence_features(sources, query, ranked, &account(sources, ranked));
    let answerable = probability(&calibration.question, &features);
    if answerable >= ANSWERED_MIN {
        return Decision::Answer { answerable };
    }
    let scope = &ranked.reading.scope;
    let terms = unstated_terms(&ranked.understood, &scope.missing_years, &scope.missing_names);
    let reason = if searched(&sources.corpus, query, ranked) == 0 {
        RefusalReason::NothingInScope
    } else if let Some(reason) = language_not_known(ranked) {
        reason
    } else if terms.is_empty() {
        RefusalReason::NothingNear
    } else {
        RefusalReason::TermNowhere { terms }
    };
    Decision::Refuse { answerable, reason }
}

/// That the model does not know the language of the question, where that is so.
fn language_not_known(ranked: &Ranked) -> Option<RefusalReason> {
    let asked_in = ranked.language.as_ref().filter(|asked_in| !asked_in.is_of_documents)?;
    let AskedIn { language, known_instead, .. } = asked_in;
    let known = known_instead.clone()?;
    Some(RefusalReason::LanguageNotKnown { language, known })
}

/// Whether the question names documents or years, of which the corpus has none.
fn names_nothing_known(ranked: &Ranked) -> bool {
    let scope = &ranked.reading.scope;
    let missing = !scope.missing_years.is_empty() || !scope.missing_names.is_empty();
    scope.named.is_empty() && missing
}

/// Whether the question, with what it carries over from earlier ones, has function words and
/// marks only. Its embedding would still be near some clause.
fn wordless(question: &str, ranked: &Ranked) -> bool {
    let reading = &ranked.reading;
    reading.earlier_terms.is_empty()
        && reading.scope.named.is_empty()
        && terms(question).iter().all(Term::is_stopword)
}

/// Whether nothing is left to search for: no topic, part, verb, speaker or document.
fn without_topic(reading: &Reading) -> bool {
    reading.asks == QuestionType::Topic
        && reading.terms.is_empty()
        && reading.earlier_terms.is_empty()
        && reading.scope.named.is_empty()
        && reading.parts.is_empty()
        && reading.verbs.is_empty()
        && reading.answer_type.is_none()
        && reading.asked_speaker.is_none()
}

/// What the calibration sees of a query.
#[derive(Debug, Clone)]
pub struct Measured {
    /// Position and features of each clause, best first.
    pub clauses: Vec<(usize, [f64; 7])>,
    /// Features of the question; `None` where rules alone decide whether it is answered.
    pub question: Option<[f64; 6]>,
    /// How surely something answers it, where rules decide.
    pub by_rules: f64,
}

/// What the calibration sees of `query`.
pub(super) fn measure(sources: &Sources, query: &Query, ranked: &Ranked) -> Measured {
    let hits = ranked.hits.iter().map(|(hit, _)| hit);
    let best = yardstick(&sources.corpus, &ranked.reading, hits.clone());
    let features = |hit: &Hit| best.map(|best| (hit.clause, clause_features(hit, best)));
    let by_rules = by_rules(sources, query, ranked);
    let ruled = by_rules.as_ref().map_or(HOPELESS, |decision| match decision {
        Decision::Answer { answerable }
        | Decision::Nearest { answerable, .. }
        | Decision::Refuse { answerable, .. } => *answerable,
    });
    Measured {
        clauses: hits.filter_map(features).collect(),
        by_rules: ruled,
        question: by_rules
            .is_none()
            .then(|| evidence_features(sources, query, ranked, &account(sources, ranked))),
    }
}
