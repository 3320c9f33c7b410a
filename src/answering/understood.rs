//! What was read out of a query, and which documents it is answered from.

use crate::domain::{
    AmbiguousName, Corpus, Correction, Filter, QueryReading, QuestionType, Quotation,
};
use crate::reading::Reading;
use crate::retrieval::{Index, WeightedTerm};

/// Documents that may answer: admitted by the filter, named if any is named, and not excluded.
pub(super) fn scope(corpus: &Corpus, reading: &Reading, filter: &Filter) -> Vec<usize> {
    let named = &reading.scope.named;
    (0..corpus.documents().len())
        .filter(|index| filter.admits_document(&corpus.documents()[*index]))
        .filter(|index| named.is_empty() || named.contains(index))
        .filter(|index| !reading.scope.excluded.contains(index))
        .collect()
}

/// What was read out of a query, to be shown.
pub(super) fn understood(
    corpus: &Corpus,
    index: &Index,
    reading: &Reading,
    terms: &[WeightedTerm],
    scope: &[usize],
    corrections: Vec<Correction>,
) -> QueryReading {
    let id = |&index: &usize| corpus.documents()[index].id.clone();
    let in_scope =
        |position: usize| scope.binary_search(&corpus.clauses()[position].document).is_ok();
    let own = reading.terms.iter().filter(|term| {
        // "How many" says what is asked for, and is not searched for.
        !matches!(term.word.as_str(), "many" | "much")
            && terms.iter().any(|known| known.stem == term.stem)
            && !index.occurs(&term.stem, &in_scope)
    });
    let mut unknown_terms: Vec<String> = own.map(|term| term.word.clone()).collect();
    unknown_terms.dedup();
    let ambiguous = reading.scope.ambiguous.iter().map(|(name, documents)| AmbiguousName {
        name: name.clone(),
        documents: documents.iter().map(id).collect(),
    });
    QueryReading {
        asks: reading.asks,
        questions: Vec::new(),
        topic: reading.search_text(),
        documents: reading.scope.named.iter().map(id).collect(),
        ambiguous: ambiguous.collect(),
        excluded: reading.scope.excluded.iter().map(id).collect(),
        years: reading.scope.years.clone(),
        parts: reading.parts.clone(),
        verbs: reading.verbs.clone(),
        strength: reading.strength,
        clauses: reading.clauses.iter().map(|&at| corpus.id_of(&corpus.clauses()[at])).collect(),
        quotation: reading.quotation.as_ref().map(|text| Quotation {
            text: text.clone(),
            marked: reading.asks == QuestionType::Quotation,
            speaker: reading.speaker.clone(),
        }),
        follow_up: reading.follow_up,
        corrections,
        unknown_terms,
        searched: scope.iter().map(id).collect(),
        words_alone: false,
    }
}
