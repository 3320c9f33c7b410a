//! Which documents a comparison is about that names none, or one: for each of its sides the one that says most
//! of it.

use super::ranking::rank;
use super::read_query::ReadQuery;
use super::sources::{Scoring, Sources};
use crate::domain::{Filter, QuestionType, Stop};
use crate::reading::{Pool, sides};
use crate::retrieval::{Embedder, RankError};

/// Puts into `read` the documents that the question compares, where it names fewer than two and its sides lead
/// to two.
pub(super) fn find_compared(
    sources: &Sources,
    scoring: &Scoring,
    filter: &Filter,
    read: &mut ReadQuery,
    embedder: &dyn Embedder,
    stop: &Stop,
) -> Result<(), RankError> {
    let ReadQuery { question, reading, .. } = read;
    let scope = &reading.scope;
    let open = reading.asks == QuestionType::Comparison
        && reading.earlier_topic.is_empty()
        && scope.named.len() < 2
        && scope.missing_names.is_empty()
        && scope.missing_years.is_empty();
    let Some(sides) = sides(question).filter(|_| open) else { return Ok(()) };
    let mut found: Vec<usize> = Vec::new();
    for side in sides {
        if let Some(document) = document_of(sources, scoring, filter, side, embedder, stop)? {
            found.push(document);
        }
    }
    found.sort_unstable();
    found.dedup();
    let kept = reading.scope.named.iter().all(|named| found.contains(named));
    if found.len() > 1 && kept {
        reading.scope.named = found;
    }
    Ok(())
}

/// The document that answers best what one side asks.
fn document_of(
    sources: &Sources,
    scoring: &Scoring,
    filter: &Filter,
    side: String,
    embedder: &dyn Embedder,
    stop: &Stop,
) -> Result<Option<usize>, RankError> {
    let mut reading = sources.index.read(&sources.corpus, &side, &[]);
    if let &[named] = &*reading.scope.named {
        return Ok(Some(named));
    }
    // What it asks is settled: one clause is looked for.
    reading.asks = QuestionType::Topic;
    reading.pool = Pool::Corpus;
    let read = ReadQuery {
        question: side,
        corrections: Vec::new(),
        reading,
        may_quote: false,
        language: None,
    };
    let ranked = rank(sources, scoring, filter, read, embedder, stop)?;
    let admitted = |document: &usize| ranked.scope.contains(document);
    let documents =
        ranked.hits.iter().map(|(hit, _)| sources.corpus.clauses()[hit.clause].document);
    Ok(documents
        .filter(admitted)
        .find(|&document| !sources.corpus.documents()[document].kind.is_report()))
}

#[cfg(test)]
mod tests {
    use crate::answering::asked_of;
    use crate::domain::sample::{Made, corpus_of};
    use crate::domain::{Corpus, QuestionType};

    fn corpus() -> Corpus {
        corpus_of([
            Made::new("bread", "Decree on Loaves", 1990)
                .clause("Bakers write nine letters in each month.")
                .clause("Ovens are lit at dawn."),
            Made::new("flour", "Decree on Sacks", 1991)
                .clause("Millers write four letters in each month.")
                .clause("Wheels turn by day."),
            Made::new("wine", "Decree on Casks", 1992).clause("Casks are sealed in spring."),
        ])
    }

    #[test]
    fn the_documents_of_both_sides_are_compared() {
        let answer = asked_of(corpus(), "letters in each month: bakers vs millers?");
        assert_eq!(answer.understood.asks, QuestionType::Comparison);
        assert_eq!(answer.understood.documents, ["bread", "flour"]);
    }

    #[test]
    fn one_thing_is_compared_with_nothing() {
        let answer = asked_of(corpus(), "Compare what is said of the seals of casks");
        assert!(answer.understood.documents.is_empty());
    }
}
