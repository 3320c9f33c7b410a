//! Scores over labelled questions.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::documents::{DocumentsScore, documents};
use super::links::{LinksScore, links};
use super::metrics::{auroc, mean, ndcg, recall};
use super::questions::{LabelledQuestion, plain};
use super::rows::{RowsScore, rows};
use crate::answering::Engine;
use crate::domain::{Answer, AnswerStatus, Corpus};
use crate::retrieval::{Embedder, RankError};

/// Ranks that count.
const DEPTH: usize = 5;

/// What one question scored.
#[derive(Debug, Clone, Serialize)]
pub struct QuestionScore {
    /// Its id.
    pub id: String,
    /// Its type.
    pub kind: String,
    /// The question.
    pub question: String,
    /// Whether the corpus answers it.
    pub answerable: bool,
    /// Whether it was answered.
    pub answered: bool,
    /// The same, and whether what comes near was cited.
    #[serde(skip)]
    pub status: AnswerStatus,
    /// Why nothing answers it, where nothing does.
    pub why: Option<String>,
    /// nDCG at 5; of answerable questions.
    pub ndcg: Option<f64>,
    /// Recall of grade 2 at 5; of answerable questions.
    pub recall: Option<f64>,
    /// Grade of the first citation; of answered, answerable questions.
    pub first_citation: Option<u8>,
    /// Whether the documents cited are exactly those with grade-2 gold; of which-questions.
    pub which: Option<bool>,
    /// The same for the first documents of the ranking.
    pub which_ranking: Option<bool>,
    /// Whether the first clause of the ranking answers; of answerable look-ups and quotations.
    pub first_ranked: Option<bool>,
    /// Whether one of the first five does.
    pub in_five: Option<bool>,
    /// The documents cited; of questions that ask which documents, or how they differ.
    pub documents: Option<DocumentsScore>,
    /// The documents that it was read to name; of answerable questions.
    pub links: Option<LinksScore>,
    /// The rows of a comparison; of questions that ask which documents, or how they differ.
    pub rows: Option<RowsScore>,
    /// Whether a quotation was attributed rightly.
    pub attribution: Option<bool>,
    /// Whether the answer has the wording that it must quote.
    pub must_quote: Option<bool>,
    /// Confidence of the answer.
    pub confidence: f64,
    /// First clauses of the ranking with their grades.
    pub ranking: Vec<(String, u8)>,
    /// Clauses cited with their grades.
    pub cited: Vec<(String, u8)>,
    /// The answer's text.
    pub text: String,
}

impl QuestionScore {
    /// How surely the engine takes the corpus to answer it.
    pub(super) fn answerability(&self) -> f64 {
        answerability(self.status, self.confidence)
    }
}

/// How surely there is an answer: the confidence of one, and what that of an abstention leaves.
pub(super) fn answerability(status: AnswerStatus, confidence: f64) -> f64 {
    if status == AnswerStatus::NotFound { 1.0 - confidence } else { confidence }
}

/// Means over one type of question.
#[derive(Debug, Clone, Serialize)]
pub struct TypeScore {
    /// How many questions.
    pub questions: usize,
    /// How many are answerable.
    pub answerable: usize,
    /// Mean nDCG at 5.
    pub ndcg: f64,
    /// Mean recall at 5.
    pub recall: f64,
}

/// A share, with what it counts.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Share {
    /// How many hold.
    pub right: usize,
    /// Of how many.
    pub of: usize,
}

/// All metrics of a set of questions.
#[derive(Debug, Clone, Serialize)]
pub struct QuestionsReport {
    /// All questions together.
    pub all: TypeScore,
    /// By type.
    pub by_type: BTreeMap<String, TypeScore>,
    /// First citation of grade 2.
    pub citation_precision: Share,
    /// First citation of grade 1 or 2.
    pub citation_precision_lenient: Share,
    /// Which-questions whose answer names exactly the right documents.
    pub which: Share,
    /// The same from the ranking.
    pub which_ranking: Share,
    /// Comparisons in which exactly the right documents speak.
    pub rows_exact: Share,
    /// Of the rows that speak, those of the right documents.
    pub row_precision: Share,
    /// Of the right documents, those whose row speaks.
    pub row_recall: Share,
    /// Look-ups and quotations whose first clause answers.
    pub first_ranked: Share,
    /// Those with one of the first five.
    pub in_five: Share,
    /// Of the documents that which-questions ask for, those cited.
    pub which_recall: Share,
    /// Of the documents cited there, those asked for.
    pub which_precision: Share,
    /// Of the documents that are compared, those cited by a clause that answers.
    pub compared: Share,
    /// Comparisons that are linked with exactly the documents that they are about.
    pub linked_exact: Share,
    /// Of the documents that are compared, those linked.
    pub linked_recall: Share,
    /// Of the documents linked there, those that are compared.
    pub linked_precision: Share,
    /// Look-ups and quotations for which no document that answers was searched.
    pub shut_out: Share,
    /// Which-questions and comparisons for which one of those that answer was not.
    pub partly_shut_out: Share,
    /// Area under the curve of confidence for answerable against unanswerable questions.
    pub auroc: Option<f64>,
    /// Mean of how surely unanswerable questions are taken to have an answer.
    pub unanswerable_confidence: Option<f64>,
    /// Quotations attributed rightly.
    pub attribution: Share,
    /// Answers that quote what they must.
    pub must_quote: Share,
    /// Of the abstentions, those on questions that nothing answers.
    pub abstention_precision: Share,
    /// Of the questions that nothing answers, those abstained on.
    pub abstention_recall: Share,
    /// Of the questions that something answers, those that are answered.
    pub answered: Share,
    /// Of the questions that nothing answers, those that are not answered, by why nothing does.
    pub refused: BTreeMap<String, Share>,
    /// Each question.
    pub questions: Vec<QuestionScore>,
}

/// Asks every question and scores the answers.
///
/// # Errors
/// When a model fails.
pub fn run(
    engine: &Engine,
    embedder: &dyn Embedder,
    questions: &[LabelledQuestion],
) -> Result<QuestionsReport, RankError> {
    let scores = questions
        .iter()
        .map(|question| {
            let answer = engine.ask(&question.query(), embedder)?;
            let rows = rows(engine, embedder, question)?;
            Ok(QuestionScore { rows, ..score(question, &answer) })
        })
        .collect::<Result<Vec<_>, RankError>>()?;
    Ok(report(scores))
}

fn score(question: &LabelledQuestion, answer: &Answer) -> QuestionScore {
    let corpus = &*answer.corpus;
    let positions: Vec<usize> = answer.evidence.iter().map(|evidence| evidence.clause).collect();
    let grades = question.grades(corpus, positions.iter().copied());
    let judged: Vec<u8> = question.gold.iter().map(|gold| gold.grade).collect();
    let answered = answer.status == AnswerStatus::Answered;
    let counts = question.answerable && answered;
    let first = answer.citations.first().map(|citation| question.grade(corpus, citation.clause));
    let quoted = question.must_quote.as_ref().map(|wanted| {
        let quotes = answer.citations.iter().map(|citation| citation.quote.as_str());
        let whole =
            std::iter::once(answer.text.as_str()).chain(quotes).collect::<Vec<_>>().join("\n");
        answered && plain(&whole).contains(&plain(wanted))
    });
    let is = |kind: &str| question.kind == kind;
    let within = |depth: usize| {
        let one = question.answerable && (is("lookup") || is("quote"));
        one.then(|| grades.iter().take(depth).any(|&grade| grade == 2))
    };
    QuestionScore {
        id: question.id.clone(),
        kind: question.kind.clone(),
        question: question.question.clone(),
        answerable: question.answerable,
        answered,
        status: answer.status,
        why: question.why.clone(),
        ndcg: question.answerable.then(|| ndcg(&grades, &judged, DEPTH)),
        recall: question.answerable.then(|| recall(&grades, &judged, DEPTH, 2)),
        first_citation: counts.then(|| first.unwrap_or(0)),
        which: is("which").then(|| answered && cited(answer) == wanted(question)),
        which_ranking: is("which")
            .then(|| ranked(corpus, question, &positions) == wanted(question)),
        first_ranked: within(1),
        in_five: within(DEPTH),
        documents: documents(question, answer),
        links: links(question, answer),
        rows: None,
        attribution: is("quote").then(|| attributed(question, answer, first)),
        must_quote: quoted,
        confidence: answer.confidence,
        ranking: positions
            .iter()
            .take(DEPTH + 1)
            .map(|&at| (corpus.id_of(&corpus.clauses()[at]), question.grade(corpus, at)))
            .collect(),
        cited: answer
            .citations
            .iter()
            .map(|one| {
                let clause = &corpus.clauses()[one.clause];
                (corpus.id_of(clause), question.grade(corpus, one.clause))
            })
            .collect(),
        text: answer.text.clone(),
    }
}

fn wanted(question: &LabelledQuestion) -> BTreeSet<String> {
    let gold = question.gold.iter().filter(|gold| gold.grade == 2);
    gold.map(|gold| gold.document().to_owned()).collect()
}

fn cited(answer: &Answer) -> BTreeSet<String> {
    let clauses = answer.citations.iter().map(|c| &answer.corpus.clauses()[c.clause]);
    clauses
        .map(|clause| answer.corpus.document_of(clause))
        .filter(|document| !document.kind.is_report())
        .map(|document| document.id.clone())
        .collect()
}

fn ranked(corpus: &Corpus, question: &LabelledQuestion, positions: &[usize]) -> BTreeSet<String> {
    let many = wanted(question).len();
    let mut first = BTreeSet::new();
    for &position in positions {
        if first.len() < many {
            first.insert(corpus.document_of(&corpus.clauses()[position]).id.clone());
        }
    }
    first
}

fn attributed(question: &LabelledQuestion, answer: &Answer, first: Option<u8>) -> bool {
    if !question.answerable {
        return answer.citations.is_empty();
    }
    let verbatim = answer.text.contains("verbatim") && !answer.text.contains("not verbatim");
    let named = question.speaker.as_ref().is_none_or(|name| answer.text.contains(name));
    first == Some(2) && named && question.quote_exact.is_none_or(|exact| exact == verbatim)
}

/// Of the questions that nothing answers, those that are not answered, by the first words of why.
fn refused(questions: &[QuestionScore]) -> BTreeMap<String, Share> {
    let mut refused: BTreeMap<String, Share> = BTreeMap::new();
    for score in questions.iter().filter(|score| !score.answerable) {
        // A reason in one word is one of a kind; others are remarks for people.
        let why = score.why.as_ref().filter(|why| !why.contains(' '));
        let Some(why) = why else { continue };
        let share = refused.entry(why.clone()).or_insert(Share { right: 0, of: 0 });
        share.of += 1;
        share.right += usize::from(!score.answered);
    }
    refused
}

fn report(questions: Vec<QuestionScore>) -> QuestionsReport {
    let mut types: BTreeMap<String, Vec<&QuestionScore>> = BTreeMap::new();
    for score in &questions {
        types.entry(score.kind.clone()).or_default().push(score);
    }
    let share = |pick: &dyn Fn(&QuestionScore) -> Option<bool>| {
        let values: Vec<bool> = questions.iter().filter_map(pick).collect();
        Share { right: values.iter().filter(|&&right| right).count(), of: values.len() }
    };
    let rows = || questions.iter().filter_map(|score| score.rows);
    let right = rows().map(|rows| rows.right).sum();
    let documents = |kind: &'static str| {
        let own = questions.iter().filter(move |score| score.kind == kind);
        own.filter_map(|score| score.documents)
    };
    let share_of = |kind: &'static str, of: fn(DocumentsScore) -> usize| Share {
        right: documents(kind).map(|score| score.right).sum(),
        of: documents(kind).map(of).sum(),
    };
    let links = |kinds: &'static [&'static str]| {
        let own = questions.iter().filter(move |score| kinds.contains(&score.kind.as_str()));
        own.filter_map(|score| score.links.as_ref())
    };
    let links_that = |kinds: &'static [&'static str], hold: fn(&LinksScore) -> bool| Share {
        right: links(kinds).filter(|score| hold(score)).count(),
        of: links(kinds).count(),
    };
    let compared_and = |of: fn(&LinksScore) -> usize| Share {
        right: links(&["compare"]).map(|score| score.right).sum(),
        of: links(&["compare"]).map(of).sum(),
    };
    let surely: Vec<(f64, bool)> =
        questions.iter().map(|score| (score.answerability(), score.answerable)).collect();
    let unanswerable = || surely.iter().filter(|(_, answerable)| !answerable);
    QuestionsReport {
        first_ranked: share(&|score| score.first_ranked),
        in_five: share(&|score| score.in_five),
        which_recall: share_of("which", |score| score.wanted),
        which_precision: share_of("which", |score| score.cited),
        compared: share_of("compare", |score| score.wanted),
        linked_exact: links_that(&["compare"], LinksScore::is_exact),
        linked_recall: compared_and(|score| score.wanted),
        linked_precision: compared_and(|score| score.linked.len()),
        shut_out: links_that(&["lookup", "quote"], |score| score.shut_out),
        partly_shut_out: links_that(&["which", "compare"], |score| score.shut_out),
        auroc: auroc(&surely),
        unanswerable_confidence: (unanswerable().count() > 0)
            .then(|| mean(unanswerable().map(|(confidence, _)| *confidence))),
        rows_exact: Share {
            right: rows().filter(|rows| rows.is_exact()).count(),
            of: rows().count(),
        },
        row_precision: Share { right, of: rows().map(|rows| rows.speaking).sum() },
        row_recall: Share { right, of: rows().map(|rows| rows.wanted).sum() },
        all: means(&questions.iter().collect::<Vec<_>>()),
        by_type: types.iter().map(|(kind, scores)| (kind.clone(), means(scores))).collect(),
        citation_precision: share(&|score| score.first_citation.map(|grade| grade == 2)),
        citation_precision_lenient: share(&|score| score.first_citation.map(|grade| grade > 0)),
        which: share(&|score| score.which),
        which_ranking: share(&|score| score.which_ranking),
        attribution: share(&|score| score.attribution),
        must_quote: share(&|score| score.must_quote),
        abstention_precision: share(&|score| (!score.answered).then_some(!score.answerable)),
        answered: share(&|score| score.answerable.then_some(score.answered)),
        refused: refused(&questions),
        abstention_recall: share(&|score| (!score.answerable).then_some(!score.answered)),
        questions,
    }
}

fn means(scores: &[&QuestionScore]) -> TypeScore {
    TypeScore {
        questions: scores.len(),
        answerable: scores.iter().filter(|score| score.answerable).count(),
        ndcg: mean(scores.iter().filter_map(|score| score.ndcg)),
        recall: mean(scores.iter().filter_map(|score| score.recall)),
    }
}

#[cfg(test)]
mod tests;
