//! How often documents mention something, counted in their words.

use super::super::phrase::{capitalised, list, short_name};
use super::super::ranking::Ranked;
use super::clauses::whole;
use super::{Said, Told};
use crate::domain::{Corpus, Query};
use crate::language::analysis::{Term, TextLanguage, terms_in};
use crate::language::lexicon::english;
use crate::reading::Counted;

/// So many documents are told with their numbers.
const DOCUMENTS_MAX: usize = 6;

/// What one document has of it.
struct Count {
    document: usize,
    places: usize,
    /// Positions of the clauses that have it.
    clauses: Vec<usize>,
}

/// What is told of a count; `None` where no clause has the words, which is for others to explain.
pub(super) fn told(
    corpus: &Corpus,
    query: &Query,
    ranked: &Ranked,
    counted: Counted,
) -> Option<Told> {
    let reading = &ranked.reading;
    // "The Lima Convention" is no topic, whatever its title.
    let nouns = &english().questions.documents.others;
    let terms: Vec<&Term> = reading.terms.iter().filter(|term| !nouns.has(&term.word)).collect();
    let stems: Vec<&str> = terms.iter().map(|term| term.stem.as_str()).collect();
    let topic: Vec<&str> = terms.iter().map(|term| term.word.as_str()).collect();
    let searched = ranked.scope.clone();
    let counts: Vec<Count> = searched
        .iter()
        .map(|&document| count(corpus, query, document, &stems))
        .filter(|count| count.places > 0)
        .collect();
    if stems.is_empty() || counts.is_empty() {
        return None;
    }
    let holding = counts.iter().flat_map(|count| &count.clauses);
    let said = Said {
        fact: sentence(corpus, &topic.join(" "), &counts, counted),
        holding: holding.map(|&at| (at, whole(corpus, at))).collect(),
        ..Said::default()
    };
    Some(Told { searched, said: Ok(said) })
}

fn count(corpus: &Corpus, query: &Query, document: usize, stems: &[&str]) -> Count {
    let own = &corpus.documents()[document];
    let language = TextLanguage::of_document(own);
    let mut count = Count { document, places: 0, clauses: Vec::new() };
    for at in own.clauses.clone() {
        let clause = &corpus.clauses()[at];
        if !query.filter.admits(corpus, clause) {
            continue;
        }
        let text = corpus.text_of(clause);
        let mut words = terms_in(language, text);
        words.retain(|term| !term.is_stopword());
        let runs = words.windows(stems.len().max(1));
        let same =
            |run: &&[Term]| run.iter().map(|term| term.stem.as_str()).eq(stems.iter().copied());
        let places = runs.filter(same).filter(|run| stand_together(text, run)).count();
        if places > 0 {
            count.places += places;
            count.clauses.push(at);
        }
    }
    count
}

/// Whether no mark parts the words: "freedom of expression" is one thing, and "honey, and bees" are two.
fn stand_together(text: &str, run: &[Term]) -> bool {
    let (Some(first), Some(last)) = (run.first(), run.last()) else { return false };
    let between = text.get(first.bytes.end..last.bytes.start).unwrap_or_default();
    !between.contains([',', ';', ':', '.', '('])
}

/// "The Monaco declaration has ‘terrorism’ 7 times, in 5 clauses."
fn sentence(corpus: &Corpus, topic: &str, counts: &[Count], counted: Counted) -> String {
    let times = |number: usize| match number {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        number => format!("{number} times"),
    };
    let clauses = |number: usize| match number {
        1 => "1 clause".to_owned(),
        number => format!("{number} clauses"),
    };
    let topic = format!("\u{2018}{topic}\u{2019}");
    if let [one] = counts {
        let name = capitalised(&short_name(corpus, one.document));
        let (places, clauses) = (times(one.places), clauses(one.clauses.len()));
        return match counted {
            Counted::Places => format!("{name} has {topic} {places}, in {clauses}."),
            Counted::Clauses => format!("{name} has {topic} in {clauses}, {places} in all."),
        };
    }
    let mut each: Vec<String> = counts
        .iter()
        .take(DOCUMENTS_MAX)
        .map(|count| {
            let told = match counted {
                Counted::Places => times(count.places),
                Counted::Clauses => clauses(count.clauses.len()),
            };
            format!("{} ({told})", short_name(corpus, count.document))
        })
        .collect();
    if counts.len() > DOCUMENTS_MAX {
        each.push(format!("{} others", counts.len() - DOCUMENTS_MAX));
    }
    let total: usize = counts.iter().map(|count| count.places).sum();
    let of = counts.iter().map(|count| count.clauses.len()).sum();
    format!("{topic} stands {} in {}: {}.", times(total), clauses(of), list(&each))
}
