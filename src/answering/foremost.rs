//! Clauses that come first though others rank before them, since they tell what is asked for in so many words.

use crate::domain::{Corpus, Part};
use crate::language::analysis::{Term, terms};
use crate::language::lexicon::english;
use crate::language::values::{Value, values};
use crate::quoting::speaker;
use crate::reading::{AnswerType, Reading};
use crate::retrieval::Hit;

/// Among so many clauses another is looked for that tells it.
const DEPTH: usize = 5;
/// The same, where a person speaks.
const SPEAKER_DEPTH: usize = 20;
/// So near the best clause stands one that tells a sum on the same matter.
const BESIDE: usize = 2;
/// From this relevance on a clause is near the question.
const NEAR: f64 = 0.15;
/// And so many words of the question it has.
const SHARED_MIN: usize = 2;
/// A clause that is put before the best is surer by this share of what the best one lacks.
const SURER: f64 = 0.01;

/// `hits`, best first, with a clause before the others that tells what they do not: words of the person who is asked
/// for, the day on which something is to be, or the sum that stands beside the best clause.
pub(super) fn foremost(
    corpus: &Corpus,
    reading: &Reading,
    question: &str,
    mut hits: Vec<(Hit, f64)>,
) -> Vec<(Hit, f64)> {
    let found = of_speaker(corpus, reading, question, &hits)
        .or_else(|| day_to_come(corpus, reading, &hits))
        .or_else(|| sum_beside(corpus, reading, question, &hits));
    if let Some(at) = found.filter(|&at| at > 0) {
        let best = hits.iter().map(|(_, relevance)| *relevance).fold(0.0, f64::max);
        let (hit, _) = hits.remove(at);
        hits.insert(0, (hit, best + (1.0 - best) * SURER));
    }
    hits
}

/// Where the clause stands that quotes who is asked for; of several one that speaks of the text that the question
/// speaks of.
fn of_speaker(
    corpus: &Corpus,
    reading: &Reading,
    question: &str,
    hits: &[(Hit, f64)],
) -> Option<usize> {
    let name = reading.asked_speaker.as_ref().filter(|_| reading.person.is_none())?;
    let surname = terms(name).pop()?;
    let nouns = &english().documents.kinds.nouns;
    let spoken_of: Vec<String> = terms(question)
        .into_iter()
        .filter(|term| nouns.has(&term.word))
        .map(|term| term.stem)
        .collect();
    let speaks = |at: &usize| {
        let clause = hits[*at].0.clause;
        let text = corpus.text_of(&corpus.clauses()[clause]);
        let named = || terms(text).iter().any(|term| term.stem == surname.stem);
        let by = || speaker(corpus, clause).and_then(|own| terms(&own).pop());
        (quotes(text) || named()) && by().is_some_and(|own| own.stem == surname.stem)
    };
    let own: Vec<usize> = (0..hits.len().min(SPEAKER_DEPTH)).filter(speaks).collect();
    let on_it = |at: &&usize| {
        let text = corpus.text_of(&corpus.clauses()[hits[**at].0.clause]);
        terms(text).iter().any(|term| spoken_of.contains(&term.stem))
    };
    own.iter().find(on_it).or(own.first()).copied()
}

/// Whether `text` has marks of quotation.
pub(super) fn quotes(text: &str) -> bool {
    text.contains(['\u{201c}', '\u{201d}', '"'])
}

/// Where the clause stands that decides on which day something is to be, if the best is a recital of the same document.
fn day_to_come(corpus: &Corpus, reading: &Reading, hits: &[(Hit, f64)]) -> Option<usize> {
    let clause = |at: usize| &corpus.clauses()[hits[at].0.clause];
    let asked = reading.answer_type == Some(AnswerType::Time) && !hits.is_empty();
    if !asked || clause(0).part != Part::Preambular {
        return None;
    }
    (1..hits.len().min(DEPTH)).find(|&at| {
        let own = clause(at);
        own.document == clause(0).document
            && own.part == Part::Operative
            && names_day(corpus.text_of(own))
    })
}

/// Whether `text` names a day: "20 July", "July 20".
fn names_day(text: &str) -> bool {
    values(text).iter().any(Value::names_day)
}

/// Where the clause stands that tells the number or the cost which is asked for, right beside the best one, if none of
/// the first does. It has all names of the question: "how many Condor systems" is not told by those of another name.
fn sum_beside(
    corpus: &Corpus,
    reading: &Reading,
    question: &str,
    hits: &[(Hit, f64)],
) -> Option<usize> {
    let wanted = reading.answer_type.as_ref()?;
    if !matches!(wanted, AnswerType::Number { .. } | AnswerType::Cost) {
        return None;
    }
    let clause = |at: usize| &corpus.clauses()[hits[at].0.clause];
    let gives = |at: usize| wanted.given_by(corpus.text_of(clause(at)), clause(at).part);
    if hits.is_empty() || (0..hits.len().min(DEPTH)).any(|at| hits[at].1 >= NEAR && gives(at)) {
        return None;
    }
    let best = hits[0].0.clause;
    let is_name = |term: &&Term| {
        let typed = question.get(term.bytes.clone()).unwrap_or_default();
        term.bytes.start > 0 && typed.starts_with(char::is_uppercase)
    };
    let names: Vec<&Term> = reading.terms.iter().filter(is_name).collect();
    (1..hits.len()).find(|&at| {
        let own = clause(at);
        let words = terms(corpus.text_of(own));
        let has = |term: &Term| words.iter().any(|own| own.stem == term.stem);
        let shares = reading.terms.iter().filter(|term| has(term));
        hits[at].0.clause.abs_diff(best) <= BESIDE
            && own.document == clause(0).document
            && own.part == clause(0).part
            && shares.count() >= reading.terms.len().min(SHARED_MIN)
            && names.iter().all(|name| has(name))
            && gives(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answering::asked_of;
    use crate::domain::sample::{Made, corpus_of};

    #[test]
    fn what_tells_the_sum_beside_the_best_clause_comes_first() {
        let corpus = || {
            corpus_of([Made::new("oil", "Oil Convention", 1990)
                .clause("The oil slick has polluted the shores of Fiji and harmed its fishers.")
                .clause("Studies show that the damage to Fiji amounted to 856 million dollars.")])
        };
        let answer = asked_of(corpus(), "How much damage did the oil slick do to Fiji?");
        let first = &answer.citations[0];
        assert_eq!(&*answer.corpus.clauses()[first.clause].label, "2", "{}", answer.text);
    }

    #[test]
    fn a_sum_of_another_name_is_not_put_first() {
        let corpus = || {
            corpus_of([Made::new("air", "Air Statement", 2024)
                .clause("Peru will deliver Condor systems to Fiji.")
                .clause("These five air systems will help to protect Fiji and its cities.")])
        };
        let answer = asked_of(corpus(), "How many Condor systems will Fiji get?");
        let first = answer.citations.first().map(|one| &*answer.corpus.clauses()[one.clause].label);
        assert_ne!(first, Some("2"), "{}", answer.text);
    }

    #[test]
    fn days_are_named_by_a_number_beside_a_month() {
        for (text, expected) in [
            ("shall be held on 20 and 21 July 2026", true),
            ("held on July 20", true),
            ("held in July 2026", false),
            ("for 20 days", false),
        ] {
            assert_eq!(names_day(text), expected, "{text}");
        }
    }
}
