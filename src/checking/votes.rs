//! How a text says that a document was adopted: without a vote, or by how many votes.

use crate::domain::{Adoption, AdoptionMethod};
use crate::language::analysis::{Term, terms};
use crate::language::lexicon::english;
use crate::language::numbers::small_count;

/// What is told of a vote.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    /// That there was none.
    unvoted: bool,
    /// How many were in favour, against, abstained.
    counts: [Option<u32>; 3],
}

/// What `text` tells of a vote; nothing where it tells nothing.
pub(super) fn told(text: &str) -> Option<Told> {
    let known = &english().claims.facts;
    let words = terms(text);
    let word = |at: usize| words.get(at).map_or("", |term| term.word.as_str());
    let unvoted = (0..words.len()).any(|at| known.unvoted.at(|ahead| word(at + ahead)).is_some());
    let mut counts = [None; 3];
    for (at, term) in words.iter().enumerate() {
        let Some(number) = count(term) else { continue };
        let next = at + 1 + usize::from(known.votes.has(word(at + 1)));
        let voted = next > at + 1;
        let behind = next + usize::from(known.counted.has(word(next)));
        let before = word(at.wrapping_sub(1));
        if known.abstaining.has(word(behind)) {
            counts[2].get_or_insert(number);
        } else if word(behind) == "against" || counts[0].is_some() && known.against.has(before) {
            counts[1].get_or_insert(number);
        } else if voted || known.favour.has(word(behind)) {
            counts[0].get_or_insert(number);
        }
    }
    (unvoted || counts[0].is_some()).then_some(Told { unvoted, counts })
}

/// Whether what is told agrees with how a document was adopted.
pub(super) fn agrees(told: &Told, adoption: &Adoption) -> bool {
    if told.unvoted || adoption.method == AdoptionMethod::WithoutVote {
        return told.unvoted == (adoption.method == AdoptionMethod::WithoutVote);
    }
    let own = counts(adoption);
    told.counts.iter().zip(own).all(|(told, own)| told.is_none_or(|told| told == own))
}

/// How `adoption` is told: "by 146 votes to 2, with 1 abstention".
pub(super) fn describe(adoption: &Adoption) -> String {
    if adoption.method == AdoptionMethod::WithoutVote {
        return "without a vote".to_owned();
    }
    let [favour, against, abstaining] = counts(adoption);
    let plural = if abstaining == 1 { "" } else { "s" };
    format!("by {favour} votes to {against}, with {abstaining} abstention{plural}")
}

fn counts(adoption: &Adoption) -> [u32; 3] {
    let listed = [&adoption.in_favour, &adoption.against, &adoption.abstaining];
    adoption.counts.unwrap_or_else(|| listed.map(|own| u32::try_from(own.len()).unwrap_or(0)))
}

/// The number that `term` is: "146", "two", "no".
fn count(term: &Term) -> Option<u32> {
    if term.word == "no" || term.word == "none" {
        return Some(0);
    }
    let digits = term.word.parse().ok();
    digits.or_else(|| small_count(&term.word).and_then(|count| u32::try_from(count).ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn votes_are_read_and_compared() {
        let cases = [
            ("by 146 votes to 2, with 11 abstentions", Some([Some(146), Some(2), Some(11)])),
            ("by a vote of 146 to two with no abstentions", None),
            (
                "with 146 votes in favour, 2 against and 1 abstaining",
                Some([Some(146), Some(2), Some(1)]),
            ),
            ("by 146 votes", Some([Some(146), None, None])),
            ("on 14 November 2025", None),
        ];
        for (text, expected) in cases {
            let found = told(text).map(|told| told.counts);
            assert_eq!(found, expected, "{text}");
        }
        let adoption = |method, counts| Adoption {
            method,
            in_favour: Vec::new(),
            against: Vec::new(),
            abstaining: Vec::new(),
            counts,
        };
        let voted = adoption(AdoptionMethod::Vote, Some([146, 2, 1]));
        let unvoted = adoption(AdoptionMethod::WithoutVote, None);
        for (text, by_vote, without) in [
            ("by 146 votes to 2, with 11 abstentions", false, false),
            ("by 146 votes to 2", true, false),
            ("without a vote on 1 December", false, true),
        ] {
            let told = told(text).expect("it tells of a vote");
            assert_eq!(
                (agrees(&told, &voted), agrees(&told, &unvoted)),
                (by_vote, without),
                "{text}"
            );
        }
    }
}
