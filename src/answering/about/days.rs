//! On which day that is which a document proclaims.

use super::super::phrase::{capitalised, place_in, short_name};
use super::acts::does;
use super::clauses::whole;
use super::references::own_documents;
use super::{Said, Told};
use crate::domain::Corpus;
use crate::language::analysis::{Term, terms};
use crate::language::dates::is_month_name;
use crate::language::lexicon::english;
use crate::reading::Target;

/// What the clauses that proclaim a day, a week or a year tell of it; `None` where the documents proclaim none, or
/// their titles name none.
pub(super) fn told(corpus: &Corpus, question: &str, target: &Target) -> Option<Told> {
    let asking = &english().questions;
    let named: Vec<usize> = own_documents(corpus, target).into_iter().collect();
    let searched = if named.is_empty() { titled(corpus, question) } else { named };
    let lemmas: Vec<String> =
        asking.about_documents.acts.proclaiming.iter().map(str::to_owned).collect();
    let is_of_days = |text: &str| terms(text).iter().any(|term| asking.events.days.has(&term.word));
    let mut all = Said::default();
    for &index in &searched {
        let document = &corpus.documents()[index];
        if !is_of_days(&document.title) {
            continue;
        }
        let proclaims = |&at: &usize| {
            let clause = &corpus.clauses()[at];
            does(corpus, clause, &lemmas) && is_of_days(corpus.text_of(clause))
        };
        let Some(at) = document.clauses.clone().find(proclaims) else { continue };
        let clause = &corpus.clauses()[at];
        let name = short_name(corpus, index);
        let place = place_in(document, clause);
        let fact = match &days(corpus.text_of(clause))[..] {
            [day] => format!("It is on {day}: {name} says so in {place}."),
            _ => format!("{} proclaims it in {place}.", capitalised(&name)),
        };
        let gap = if all.fact.is_empty() { "" } else { " " };
        all.fact.push_str(&format!("{gap}{fact}"));
        all.holding.push((at, whole(corpus, at)));
        all.of.push(index);
    }
    (!all.fact.is_empty()).then_some(Told { searched, said: Ok(all) })
}

/// The documents all of whose titles the question has.
fn titled(corpus: &Corpus, question: &str) -> Vec<usize> {
    const WORDS_MIN: usize = 2;
    let asked = terms(question);
    let has = |title: &str| {
        let own: Vec<Term> = terms(title).into_iter().filter(|term| !term.is_stopword()).collect();
        let known = |term: &Term| asked.iter().any(|asked| asked.stem == term.stem);
        own.len() >= WORDS_MIN && own.iter().all(known)
    };
    let documents = corpus.documents().iter().enumerate();
    documents.filter(|(_, document)| has(&document.title)).map(|(index, _)| index).collect()
}

/// The days without a year that `text` names: "16 November", "November 16".
fn days(text: &str) -> Vec<String> {
    let words = terms(text);
    let number = |term: &Term| {
        let digits = term.word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        digits.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day))
    };
    let year = |at: usize| {
        words.get(at).is_some_and(|term| {
            term.word.len() == 4 && term.word.bytes().all(|c| c.is_ascii_digit())
        })
    };
    let mut found: Vec<String> = Vec::new();
    for at in 0..words.len() {
        let month = is_month_name(&words[at].word);
        let before = at > 0 && number(&words[at - 1]);
        let range = if month && before && !year(at + 1) {
            words[at - 1].bytes.start..words[at].bytes.end
        } else if month && !before && words.get(at + 1).is_some_and(number) && !year(at + 2) {
            words[at].bytes.start..words[at + 1].bytes.end
        } else {
            continue;
        };
        let day = text[range].to_owned();
        if !found.contains(&day) {
            found.push(day);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::days;

    #[test]
    fn days_of_every_year_are_told_from_dates() {
        for (text, expected) in [
            ("Decides to proclaim 16 November as Wolf Day;", &["16 November"][..]),
            ("Proclaims November 16 Wolf Day, by its resolution of 3 May 2020;", &["November 16"]),
            ("Proclaims the week from 3 to 9 May of each year;", &["9 May"]),
            ("Proclaims 2027 the Year of Wolves;", &[]),
        ] {
            assert_eq!(days(text), expected, "{text}");
        }
    }
}
