//! A query that asks several questions: each is ranked and answered by itself, and the answers are
//! put together.

use std::collections::BTreeSet;

use super::answer::answer;
use super::ranking::{Ranked, rank};
use super::read_query::{ReadQuery, read_query};
use super::sides::find_compared;
use super::sources::{Scoring, Sources};
use crate::domain::{
    Answer, AnswerPart, AnswerStatus, DocumentCoverage, Query, QueryReading, QuestionType, Speaks,
    Stop, Stopped,
};
use crate::reading::{names_several, questions};
use crate::retrieval::{Component, Embedder, RankError};

/// What was ranked for a query. Of several questions, all but the last are answered already, since each
/// may go on with the one before.
pub struct RankedQuestions {
    answered: Vec<Answer>,
    /// The last question, or the only one.
    query: Query,
    pub(super) ranked: Ranked,
}

/// Ranks clauses for each question of `query`.
pub(super) fn rank_all(
    sources: &Sources,
    scoring: &Scoring,
    query: &Query,
    embedder: &dyn Embedder,
    stop: &Stop,
) -> Result<RankedQuestions, RankError> {
    let ranked = |query: &Query, before: Option<&Answer>| {
        let mut read = read_query(sources, &scoring.weights, query, embedder);
        let found = found_before(&query.question, before);
        // "Which forbid them?" asks of all documents.
        let which = read.reading.asks == QuestionType::WhichDocument;
        if read.reading.scope.named.is_empty() && !found.is_empty() && !which {
            read.reading.scope.named = found;
            // It is what they were found by.
            read.reading.earlier_topic.clear();
            read.reading.earlier_terms.clear();
        }
        rank_without(sources, scoring, query, read, embedder, stop)
    };
    let reads = scoring.weights.has(Component::Reading);
    let questions = if reads { questions(&query.question) } else { vec![&*query.question] };
    let Some((&last, before)) = questions.split_last().filter(|(_, before)| !before.is_empty())
    else {
        let ranked = ranked(query, None)?;
        return Ok(RankedQuestions { answered: Vec::new(), query: query.clone(), ranked });
    };
    let mut asked = Query { question: String::new(), ..query.clone() };
    asked.options.max_citations = query.options.max_citations.div_ceil(questions.len());
    let mut answered: Vec<Answer> = Vec::new();
    for &question in before {
        question.clone_into(&mut asked.question);
        let mut ranked = ranked(&asked, answered.last())?;
        ranked.markers_before = markers(&answered);
        ranked.understood.questions.push(question.to_owned());
        answered.push(answer(sources, scoring, &asked, ranked)?);
        asked.history.push(question.to_owned());
    }
    last.clone_into(&mut asked.question);
    let mut ranked = ranked(&asked, answered.last())?;
    ranked.markers_before = markers(&answered);
    ranked.understood.questions.push(last.to_owned());
    Ok(RankedQuestions { answered, query: asked, ranked })
}

/// Ranks for one question, and leaves out the documents that speak of what it excludes: these are found as
/// those of any question for documents are.
fn rank_without(
    sources: &Sources,
    scoring: &Scoring,
    query: &Query,
    mut read: ReadQuery,
    embedder: &dyn Embedder,
    stop: &Stop,
) -> Result<Ranked, RankError> {
    find_compared(sources, scoring, &query.filter, &mut read, embedder, stop)?;
    let excluded = read.reading.without.clone();
    let mut ranked = rank(sources, scoring, &query.filter, read, embedder, stop)?;
    let Some(excluded) = excluded else { return Ok(ranked) };
    let asked = Query {
        question: format!("Which documents mention {excluded}?"),
        history: Vec::new(),
        ..query.clone()
    };
    let read = read_query(sources, &scoring.weights, &asked, embedder);
    let speaking = rank(sources, scoring, &query.filter, read, embedder, stop)?;
    let speaking = answer(sources, scoring, &asked, speaking)?;
    let rows = speaking.coverage.iter().filter(|row| row.speaks == Speaks::Yes);
    let speaking: BTreeSet<usize> = rows.map(|row| row.document).collect();
    ranked.leave_out(&sources.corpus, &speaking, excluded);
    Ok(ranked)
}

/// The documents that a question for documents was answered with: "when were they adopted?" asks of those.
fn found_before(question: &str, before: Option<&Answer>) -> Vec<usize> {
    let asked = before.filter(|answer| {
        names_several(question)
            && answer.status == AnswerStatus::Answered
            && answer.understood.asks == QuestionType::WhichDocument
    });
    let cited = asked.map(|answer| answer.coverage.iter().filter(|row| !row.markers.is_empty()));
    cited.into_iter().flatten().map(|row| row.document).collect()
}

fn markers(answered: &[Answer]) -> usize {
    answered.iter().map(|answer| answer.citations.len()).sum()
}

impl RankedQuestions {
    /// What was read out of all questions.
    pub(super) fn understood(&self) -> QueryReading {
        let mut all = self.answered.iter().map(|answer| &answer.understood);
        let Some(first) = all.next() else { return self.ranked.understood.clone() };
        let rest = all.chain([&self.ranked.understood]);
        rest.fold(first.clone(), |joint, next| joint_reading(joint, next.clone()))
    }
}

/// Answers what was ranked, one question after the other.
pub(super) fn answer_all(
    sources: &Sources,
    scoring: &Scoring,
    asked: RankedQuestions,
) -> Result<Answer, Stopped> {
    let RankedQuestions { answered, query, ranked } = asked;
    let last = answer(sources, scoring, &query, ranked)?;
    let mut all = answered.into_iter().chain([last]);
    let first = all.next().expect("there is one");
    let mut joint = all.fold(first, joined);
    joint.evidence.truncate(query.options.max_evidence);
    Ok(joint)
}

/// `first` and behind it `next`.
fn joined(mut first: Answer, next: Answer) -> Answer {
    const GAP: &str = "\n\n";
    let from = first.text.len() + GAP.len();
    first.text = format!("{}{GAP}{}", first.text, next.text);
    first.parts.extend(
        next.parts.into_iter().map(|part| AnswerPart {
            place: from + part.place.start..from + part.place.end,
            ..part
        }),
    );
    // What one of them does not say, the text tells.
    if rank_of(next.status) < rank_of(first.status) {
        (first.status, first.refusal, first.confidence) =
            (next.status, next.refusal, next.confidence);
    } else if next.status == first.status {
        first.confidence = first.confidence.min(next.confidence);
    }
    first.unmet.extend(next.unmet);
    first.citations.extend(next.citations);
    first.coverage = joint_coverage(first.coverage, next.coverage);
    // The best of each.
    let mut evidence = Vec::with_capacity(first.evidence.len() + next.evidence.len());
    let (mut one, mut other) = (first.evidence.into_iter(), next.evidence.into_iter());
    loop {
        let pair = (one.next(), other.next());
        if pair == (None, None) {
            break;
        }
        evidence.extend(pair.0.into_iter().chain(pair.1));
    }
    let mut seen = std::collections::HashSet::new();
    evidence.retain(|piece| seen.insert(piece.clause));
    first.evidence = evidence;
    first.quotation = first.quotation.or(next.quotation);
    first.understood = joint_reading(first.understood, next.understood);
    first
}

const fn rank_of(status: AnswerStatus) -> u8 {
    match status {
        AnswerStatus::Answered => 0,
        AnswerStatus::Nearest => 1,
        AnswerStatus::NotFound => 2,
    }
}

/// A row for each document of either, in order of date.
fn joint_coverage(
    mut first: Vec<DocumentCoverage>,
    next: Vec<DocumentCoverage>,
) -> Vec<DocumentCoverage> {
    for row in next {
        match first.binary_search_by_key(&row.document, |known| known.document) {
            Ok(at) => {
                let known = &mut first[at];
                known.speaks = known.speaks.min(row.speaks);
                known.markers.extend(row.markers);
                known.clauses_searched = known.clauses_searched.max(row.clauses_searched);
                known.nearest = known.nearest.or(row.nearest);
            }
            Err(at) => first.insert(at, row),
        }
    }
    first
}

fn joint_reading(mut first: QueryReading, next: QueryReading) -> QueryReading {
    fn add<T: PartialEq>(to: &mut Vec<T>, more: Vec<T>) {
        for one in more {
            if !to.contains(&one) {
                to.push(one);
            }
        }
    }
    if !next.topic.is_empty() && next.topic != first.topic {
        let gap = if first.topic.is_empty() { "" } else { "; " };
        first.topic = format!("{}{gap}{}", first.topic, next.topic);
    }
    add(&mut first.questions, next.questions);
    add(&mut first.documents, next.documents);
    add(&mut first.ambiguous, next.ambiguous);
    first.excluded.retain(|id| next.excluded.contains(id));
    add(&mut first.years, next.years);
    first.years.sort_unstable();
    add(&mut first.parts, next.parts);
    add(&mut first.verbs, next.verbs);
    first.strength = first.strength.or(next.strength);
    add(&mut first.clauses, next.clauses);
    first.quotation = first.quotation.or(next.quotation);
    add(&mut first.corrections, next.corrections);
    add(&mut first.unknown_terms, next.unknown_terms);
    add(&mut first.searched, next.searched);
    first.words_alone |= next.words_alone;
    first
}

#[cfg(test)]
mod tests;
