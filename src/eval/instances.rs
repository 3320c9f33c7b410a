//! What the models see of questions, to be looked at elsewhere.

use serde_json::{Value, json};

use super::questions::LabelledQuestion;
use crate::answering::Engine;
use crate::domain::Query;
use crate::retrieval::{Embedder, RankError};

/// What is seen of each of `questions`, and of each that is answered once its documents are away.
pub fn instances(
    engine: &Engine,
    embedder: &dyn Embedder,
    questions: &[LabelledQuestion],
) -> Result<Vec<Value>, RankError> {
    let mut found = Vec::new();
    for question in questions {
        found.push(instance(engine, embedder, question, &question.query(), false)?);
        if question.answerable
            && question.filter.doc.is_empty()
            && engine.corpus().documents().len() > 20
        {
            let mut query = question.query();
            let gold: Vec<&str> =
                question.gold.iter().map(super::questions::Gold::document).collect();
            let others = engine.corpus().documents().iter().map(|document| document.id.clone());
            query.filter.documents = others.filter(|id| !gold.contains(&id.as_str())).collect();
            found.push(instance(engine, embedder, question, &query, true)?);
        }
    }
    Ok(found)
}

fn instance(
    engine: &Engine,
    embedder: &dyn Embedder,
    question: &LabelledQuestion,
    query: &Query,
    knocked: bool,
) -> Result<Value, RankError> {
    let measured = engine.measure(query, embedder)?;
    let corpus = engine.corpus();
    let clauses: Vec<Value> = measured
        .clauses
        .iter()
        .take(30)
        .map(|(position, features)| {
            json!([
                corpus.id_of(&corpus.clauses()[*position]),
                question.grade(corpus, *position),
                features
            ])
        })
        .collect();
    Ok(json!({
        "id": question.id, "kind": question.kind, "why": question.why, "question": question.question,
        "holds": question.answerable && !knocked, "knocked": knocked,
        "question_features": measured.question, "more": measured.more.into_iter().collect::<std::collections::BTreeMap<_, _>>(),
        "topic": measured.topic, "rules": measured.rules,
        "clauses": clauses,
    }))
}
