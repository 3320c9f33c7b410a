//! What we say when nothing answers.

use super::phrase::{capitalised, list, short_name};
use crate::domain::{Corpus, QueryReading};

/// How many words that occur nowhere are named.
const WORDS_MAX: usize = 5;

/// "Not found. ..." with what was searched, what occurs nowhere, and what came nearest.
pub(super) fn not_found(
    corpus: &Corpus,
    understood: &QueryReading,
    clauses_searched: usize,
    missing_years: &[i16],
    nearest: Option<usize>,
) -> String {
    let mut sentences = vec!["Not found.".to_owned()];
    for year in missing_years {
        sentences.push(format!("The corpus has no document of {year}."));
    }
    if understood.quotation.is_some() {
        sentences.push("No document searched has these words, or any close to them.".to_owned());
    }
    let unknown: Vec<String> =
        understood.unknown_terms.iter().take(WORDS_MAX).map(|term| format!("'{term}'")).collect();
    if !unknown.is_empty() && understood.quotation.is_none() {
        let verb = if unknown.len() == 1 { "occurs" } else { "occur" };
        sentences.push(format!("{} {verb} nowhere in what was searched.", list(&unknown)));
    }
    let names: Vec<String> = understood
        .searched
        .iter()
        .filter_map(|id| corpus.document_index(id))
        .map(|index| short_name(corpus, index))
        .collect();
    let shown = match names.len() {
        0 => "no document".to_owned(),
        1..=6 => list(&names),
        count => format!("{count} documents"),
    };
    let clauses = if clauses_searched == 1 { "clause" } else { "clauses" };
    sentences.push(format!("Searched: {clauses_searched} {clauses} of {shown}."));
    if let Some(position) = nearest {
        let clause = &corpus.clauses()[position];
        let document = capitalised(&short_name(corpus, clause.document));
        let label = &clause.label;
        sentences
            .push(format!("{document}, {label}, comes nearest but does not answer the question."));
    }
    sentences.join(" ")
}
