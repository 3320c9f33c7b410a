//! Whether anything in scope answers a question, how surely, and if not, why.

use super::features::{evidence_features, more};
use super::in_scope::searched;
use super::meta;
use super::not_given::not_given;
use super::ranking::{AskedIn, Ranked, yardstick};
use super::sentences::unstated_terms;
use super::sources::{Scoring, Sources};
use crate::domain::{Query, QuestionType, RefusalReason};
use crate::language::analysis::{Term, terms};
use crate::reading::Reading;
use crate::retrieval::{Calibration, Hit, clause_features, probability};

/// A question is answered from this probability on that something answers it.
const ANSWERED_MIN: f64 = 0.5;
/// What is known from front matter, or stands there word for word, is as sure as anything here.
pub(super) const CERTAIN: f64 = 0.99;
/// What cannot be answered from this corpus.
const HOPELESS: f64 = 0.01;

/// What is done with a question. `answerable` is the probability that something in scope answers it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Decision {
    Answer { answerable: f64 },
    Refuse { answerable: f64, reason: RefusalReason },
}

impl Decision {
    pub(super) const fn answers(&self) -> bool {
        matches!(self, Self::Answer { .. })
    }

    /// How surely the decision is right.
    pub(super) fn confidence(&self) -> f64 {
        match self {
            Self::Answer { answerable } => *answerable,
            Self::Refuse { answerable, .. } => 1.0 - answerable,
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
        by_evidence(sources, calibration, query, ranked)
    });
    if decision.answers() && ranked.hits.is_empty() {
        return refuse(RefusalReason::NothingInScope);
    }
    decision
}

/// What is decided by rules alone; `None` where the evidence has to tell.
fn by_rules(sources: &Sources, query: &Query, ranked: &Ranked) -> Option<Decision> {
    let reading = &ranked.reading;
    if reading.asks == QuestionType::Quotation {
        return Some(by_quotation(query, ranked));
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
    if wordless(query, ranked) {
        return Some(refuse(RefusalReason::AsksNothing));
    }
    if ranked.scope.is_empty() {
        return Some(refuse(RefusalReason::NothingInScope));
    }
    let known_by_front_matter = reading.asks == QuestionType::Listing
        || matches!(reading.asks, QuestionType::When | QuestionType::Where)
            && meta::lead(&sources.corpus, reading, &ranked.scope).is_some()
        || !reading.clauses.is_empty();
    if known_by_front_matter {
        return Some(Decision::Answer { answerable: CERTAIN });
    }
    // A name out of a clause may be as long as a quotation: that it stands there answers nothing
    // where a detail is asked for.
    let verbatim = || ranked.quoted_places().iter().any(|place| place.verbatim);
    let missing = not_given(sources, query, ranked).map(refuse);
    missing.or_else(|| verbatim().then_some(Decision::Answer { answerable: CERTAIN }))
}

/// Where the question asks about a quotation: whether it comes from anywhere.
fn by_quotation(query: &Query, ranked: &Ranked) -> Decision {
    let likenesses = ranked.quoted_places().iter().map(|place| place.likeness);
    match likenesses.reduce(f64::max) {
        Some(likeness) => Decision::Answer { answerable: likeness.min(CERTAIN) },
        None if wordless(query, ranked) => refuse(RefusalReason::AsksNothing),
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
    let features = evidence_features(sources, query, ranked);
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
    let AskedIn { language, known_instead } = ranked.language.as_ref()?;
    let known = known_instead.clone()?;
    Some(RefusalReason::LanguageNotKnown { language, known })
}

/// Whether the question names documents or years, of which the corpus has none.
fn names_nothing_known(ranked: &Ranked) -> bool {
    let scope = &ranked.reading.scope;
    let missing = !scope.missing_years.is_empty() || !scope.missing_names.is_empty();
    scope.named.is_empty() && missing
}

/// Whether the question, with what it carries over from earlier ones, asks of nothing: it has function
/// words and marks only, or nothing but a frame ("what do the statements say?"). Its embedding would
/// still be near some clause.
fn wordless(query: &Query, ranked: &Ranked) -> bool {
    let reading = &ranked.reading;
    let bare = terms(&query.question).iter().all(Term::is_stopword);
    reading.earlier_terms.is_empty()
        && reading.scope.named.is_empty()
        && (bare || asks_of_nothing(reading))
}

/// Whether nothing of a question for documents, or for what they say, is left beside its frame.
fn asks_of_nothing(reading: &Reading) -> bool {
    matches!(reading.asks, QuestionType::Topic | QuestionType::WhichDocument)
        && reading.terms.is_empty()
        && reading.answer_type.is_none()
        && !reading.of_meeting
        && reading.verbs.is_empty()
        && reading.parts.is_empty()
        && reading.strength.is_none()
        && reading.clauses.is_empty()
        && reading.quotation.is_none()
        && reading.asked_speaker.is_none()
        && reading.scope.years.is_empty()
        && reading.scope.excluded.is_empty()
}

/// What the calibration sees of a query.
#[derive(Debug, Clone)]
pub struct Measured {
    /// Position and features of each clause, best first.
    pub clauses: Vec<(usize, [f64; 7])>,
    /// Features of the question; `None` where rules alone decide whether it is answered.
    pub question: Option<[f64; 6]>,
    /// More features.
    pub more: Vec<(&'static str, f64)>,
    /// Its topic.
    pub topic: String,
    /// What rules say.
    pub rules: Option<f64>,
}

/// What the calibration sees of `query`.
pub(super) fn measure(sources: &Sources, query: &Query, ranked: &Ranked) -> Measured {
    let hits = ranked.hits.iter().map(|(hit, _)| hit);
    let best = yardstick(&sources.corpus, &ranked.reading, hits.clone());
    let features = |hit: &Hit| best.map(|best| (hit.clause, clause_features(hit, best)));
    let by_rules = by_rules(sources, query, ranked);
    Measured {
        clauses: hits.filter_map(features).collect(),
        question: by_rules.is_none().then(|| evidence_features(sources, query, ranked)),
        more: more(sources, query, ranked),
        topic: ranked.reading.topic.clone(),
        rules: by_rules.as_ref().map(|decision| match decision {
            Decision::Answer { answerable } | Decision::Refuse { answerable, .. } => *answerable,
        }),
    }
}
