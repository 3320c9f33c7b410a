//! What we say when nothing answers.

use super::phrase::{capitalised, list, place_in, short_name};
use crate::domain::{Corpus, QueryReading};

/// How many words that occur nowhere are named.
const WORDS_MAX: usize = 5;
/// A word is shown up to this many characters.
const WORD_CHARS_MAX: usize = 40;
/// How many documents are named as searched; of more, their number is given.
const DOCUMENTS_MAX: usize = 6;

/// Why nothing answers.
#[derive(Debug, Clone, Default)]
pub(super) struct Shortfall<'a> {
    /// How many clauses were searched.
    pub clauses_searched: usize,
    /// Years that the question names and no document has.
    pub missing_years: &'a [i16],
    /// What documents are called that the question names and the corpus does not have.
    pub missing_names: &'a [String],
    /// What is asked for and no clause near the question gives.
    pub missing_detail: Option<String>,
    /// The clause that comes nearest.
    pub nearest: Option<usize>,
    /// The clause that comes nearer, in a document that was not asked.
    pub elsewhere: Option<usize>,
}

/// "Not found. ..." with what was searched, what occurs nowhere, and what came nearest.
pub(super) fn not_found(
    corpus: &Corpus,
    understood: &QueryReading,
    shortfall: &Shortfall<'_>,
) -> String {
    let &Shortfall { clauses_searched, missing_years, .. } = shortfall;
    let mut sentences = vec!["Not found.".to_owned()];
    for year in missing_years {
        sentences.push(format!("The corpus has no document of {year}."));
    }
    for name in shortfall.missing_names {
        sentences.push(format!("The corpus has no {}.", shortened(name)));
    }
    if understood.quotation.is_some() {
        sentences.push("No document searched has these words, or any close to them.".to_owned());
    }
    if let Some(detail) = shortfall.missing_detail.as_ref().filter(|_| clauses_searched > 0) {
        sentences.push(format!("No clause near the question gives {detail}."));
    }
    sentences.extend(unknown_words(understood, shortfall));
    sentences.push(searched(corpus, understood, clauses_searched));
    let place = |position: usize| {
        let clause = &corpus.clauses()[position];
        let document = capitalised(&short_name(corpus, clause.document));
        format!("{document}, {},", place_in(corpus.document_of(clause), clause))
    };
    if let Some(nearest) = shortfall.nearest.map(place) {
        sentences.push(format!("{nearest} comes nearest but does not answer the question."));
    }
    if let Some(elsewhere) = shortfall.elsewhere.map(place) {
        sentences.push(format!("{elsewhere} speaks of it, but is not what was asked about."));
    }
    sentences.join(" ")
}

/// "'climate' and 'change' occur nowhere in what was searched."
pub(super) fn unknown_words(
    understood: &QueryReading,
    shortfall: &Shortfall<'_>,
) -> Option<String> {
    // A missing year or name has had its own sentence; where nothing was searched, nothing can occur.
    let stated = |term: &&String| {
        let named = shortfall.missing_names.iter().any(|name| name.ends_with(term.as_str()));
        named || shortfall.missing_years.iter().any(|year| year.to_string() == **term)
    };
    let unknown: Vec<String> = understood
        .unknown_terms
        .iter()
        .filter(|term| shortfall.clauses_searched > 0 && !stated(term))
        .take(WORDS_MAX)
        .map(|term| format!("'{}'", shortened(term)))
        .collect();
    let verb = if unknown.len() == 1 { "occurs" } else { "occur" };
    (!unknown.is_empty() && understood.quotation.is_none())
        .then(|| format!("{} {verb} nowhere in what was searched.", list(&unknown)))
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
        let shortfall = Shortfall {
            clauses_searched: clauses,
            missing_years: years,
            nearest,
            ..Shortfall::default()
        };
        not_found(&corpus, &understood, &shortfall)
    }

    #[test]
    fn it_says_which_detail_is_missing_and_where_else_to_look() {
        let corpus = sample::corpus();
        let shortfall = Shortfall {
            clauses_searched: 2,
            missing_detail: Some("such a number".to_owned()),
            elsewhere: corpus.clause_position("rome-2012/P3A"),
            ..Shortfall::default()
        };
        let understood =
            QueryReading { searched: vec!["monaco-2014".to_owned()], ..QueryReading::default() };
        assert_eq!(
            not_found(&corpus, &understood, &shortfall),
            "Not found. No clause near the question gives such a number. Searched: 2 clauses of \
             the Monaco declaration. The Rome declaration, P3A, speaks of it, but is not what was \
             asked about."
        );
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
