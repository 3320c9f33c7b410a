//! What a document says on the whole: its operative clauses by their verbs, or how it is built.

use std::cmp::Reverse;

use super::super::phrase::{capitalised, list, short_name};
use super::Said;
use super::clauses::{of_part, verb_of, whole};
use crate::domain::{Corpus, OperativeVerb, Part};

/// If fewer than one in so many clauses lead in with a verb, a document is told by its headings.
const LEADING_EACH: usize = 4;
/// How many headings are named.
const HEADINGS_MAX: usize = 12;
/// How many clauses are cited where headings tell what a document is about,
const OPENING_MAX: usize = 3;
/// of at least so many words each.
const OPENING_WORDS_MIN: usize = 8;

/// The operative clauses that do something by a verb of their own, with how many do what; the headings
/// and the opening, where few do.
pub(super) fn gist(corpus: &Corpus, index: usize) -> Said {
    let operative = of_part(corpus, index, Part::Operative);
    let leading: Vec<(usize, &OperativeVerb)> = operative
        .iter()
        .filter_map(|&at| Some((at, verb_of(&corpus.clauses()[at])?)))
        .filter(|(at, _)| !corpus.text_of(&corpus.clauses()[*at]).trim_end().ends_with(':'))
        .collect();
    let all = operative.len() + of_part(corpus, index, Part::Body).len();
    if !are_many(leading.len(), all) {
        return outline(corpus, index);
    }
    let mut verbs: Vec<(&str, usize)> = Vec::new();
    for (_, verb) in &leading {
        match verbs.iter_mut().find(|(lemma, _)| *lemma == verb.lemma) {
            Some((_, count)) => *count += 1,
            None => verbs.push((&verb.lemma, 1)),
        }
    }
    verbs.sort_by_key(|&(_, count)| Reverse(count));
    let by: Vec<String> = verbs.iter().map(|(lemma, count)| format!("{lemma} ({count})")).collect();
    let noun = if leading.len() == 1 { "clause" } else { "clauses" };
    let fact = format!(
        "{} has {} operative {noun}, by their verbs: {}.",
        capitalised(&short_name(corpus, index)),
        leading.len(),
        list(&by)
    );
    let holding = leading.into_iter().map(|(at, _)| (at, whole(corpus, at))).collect();
    Said { fact, holding, of: vec![index], ..Said::default() }
}

/// Whether the verbs of so many clauses tell what `all` of them do.
const fn are_many(leading: usize, all: usize) -> bool {
    leading > 0 && leading * LEADING_EACH >= all
}

/// "... has 71 clauses, under these headings: A, B and 3 more."
fn outline(corpus: &Corpus, index: usize) -> Said {
    let document = &corpus.documents()[index];
    let clauses = corpus.clauses_of(document);
    let mut headings: Vec<&str> = Vec::new();
    for span in clauses.iter().filter_map(|clause| clause.heading) {
        let words = document.text.slice(span);
        if !headings.contains(&words) {
            headings.push(words);
        }
    }
    let left = headings.len().saturating_sub(HEADINGS_MAX);
    let mut named: Vec<String> = headings
        .iter()
        .take(HEADINGS_MAX)
        .map(|heading| format!("\u{2018}{}\u{2019}", heading.trim()))
        .collect();
    if left > 0 {
        named.push(format!("{left} more"));
    }
    let noun = if clauses.len() == 1 { "clause" } else { "clauses" };
    let under = match named.len() {
        0 | 1 => String::new(),
        _ => format!(", under the headings {}", list(&named)),
    };
    let subject = capitalised(&short_name(corpus, index));
    let fact = format!("{subject} has {} {noun}{under}.", clauses.len());
    let opens = |at: &usize| {
        let clause = &corpus.clauses()[*at];
        let words = corpus.text_of(clause).split_whitespace().count();
        clause.part != Part::Frame && words >= OPENING_WORDS_MIN
    };
    // Recitals are left for where there is nothing else.
    let recital = |at: &usize| corpus.clauses()[*at].part == Part::Preambular;
    let all = document.clauses.clone().filter(opens);
    let (recitals, body): (Vec<usize>, Vec<usize>) = all.partition(recital);
    let first = body.into_iter().chain(recitals).take(OPENING_MAX);
    let holding = first.map(|at| (at, whole(corpus, at))).collect();
    Said { fact, holding, of: vec![index], ..Said::default() }
}

#[cfg(test)]
mod tests {
    use super::are_many;

    #[test]
    fn a_verb_in_one_clause_of_many_tells_no_document() {
        for (leading, all, expected) in [(0, 0, false), (0, 9, false), (1, 4, true), (1, 5, false)]
        {
            assert_eq!(are_many(leading, all), expected, "{leading} of {all}");
        }
    }
}
