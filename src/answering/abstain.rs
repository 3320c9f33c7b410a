//! What we say when nothing answers.

use super::phrase::{capitalised, list, place_in, short_name};
use crate::domain::{Corpus, QueryReading};

/// How many words that occur nowhere are named.
const WORDS_MAX: usize = 5;
/// A word is shown up to this many characters.
const WORD_CHARS_MAX: usize = 40;
/// How many documents are named as searched; of more, their number is given.
const DOCUMENTS_MAX: usize = 6;

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
    // A missing year has had its own sentence; where nothing was searched, nothing can occur.
    let stated = |term: &&String| missing_years.iter().any(|year| year.to_string() == **term);
    let unknown: Vec<String> = understood
        .unknown_terms
        .iter()
        .filter(|term| clauses_searched > 0 && !stated(term))
        .take(WORDS_MAX)
        .map(|term| format!("'{}'", shortened(term)))
        .collect();
    if !unknown.is_empty() && understood.quotation.is_none() {
        let verb = if unknown.len() == 1 { "occurs" } else { "occur" };
        sentences.push(format!("{} {verb} nowhere in what was searched.", list(&unknown)));
    }
    sentences.push(searched(corpus, understood, clauses_searched));
    if let Some(position) = nearest {
        let clause = &corpus.clauses()[position];
        let document = capitalised(&short_name(corpus, clause.document));
        let label = place_in(corpus.document_of(clause), clause);
        sentences
            .push(format!("{document}, {label}, comes nearest but does not answer the question."));
    }
    sentences.join(" ")
}

/// "Searched: 25 clauses of the Monaco declaration."
fn searched(corpus: &Corpus, understood: &QueryReading, clauses: usize) -> String {
    let documents = &understood.searched;
    if clauses == 0 {
        return "Nothing was in scope; widen the filter or the question.".to_owned();
    }
    let shown = if documents.len() > DOCUMENTS_MAX {
        format!("{} documents", documents.len())
    } else {
        let indexes = documents.iter().filter_map(|id| corpus.document_index(id));
        list(&indexes.map(|index| short_name(corpus, index)).collect::<Vec<_>>())
    };
    let noun = if clauses == 1 { "clause" } else { "clauses" };
    format!("Searched: {clauses} {noun} of {shown}.")
}

fn shortened(word: &str) -> String {
    match word.char_indices().nth(WORD_CHARS_MAX) {
        Some((end, _)) => format!("{}...", &word[..end]),
        None => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;

    fn said(unknown: &[&str], searched: &[&str], clauses: usize, years: &[i16]) -> String {
        let strings = |list: &[&str]| list.iter().map(|&s| s.to_owned()).collect();
        let understood = QueryReading {
            unknown_terms: strings(unknown),
            searched: strings(searched),
            ..QueryReading::default()
        };
        let corpus = sample::corpus();
        let page = corpus.clause_position("event-2014/1").expect("a clause");
        let nearest = (clauses > 0).then_some(page);
        not_found(&corpus, &understood, clauses, years, nearest)
    }

    #[test]
    fn it_says_what_is_missing_what_was_searched_and_what_is_near() {
        assert_eq!(
            said(&["climate", "change"], &["rome-2012"], 3, &[]),
            "Not found. 'climate' and 'change' occur nowhere in what was searched. Searched: 3 \
             clauses of the Rome declaration. The web page Ministerial Meeting, paragraph 1, comes \
             nearest but does not answer the question."
        );
        let year = said(&["2016"], &["rome-2012"], 3, &[2016]);
        assert!(year.contains("no document of 2016") && !year.contains("'2016'"), "{year}");
        let nothing = said(&["police"], &[], 0, &[]);
        assert_eq!(nothing, "Not found. Nothing was in scope; widen the filter or the question.");
        let long = said(&["a".repeat(2000).as_str()], &["rome-2012"; 7], 9, &[]);
        assert!(long.contains("9 clauses of 7 documents") && long.len() < 300, "{long}");
    }
}
