//! Which of all votes was the closest, or had the most or the fewest on a side.

use std::collections::BTreeMap;

use super::super::super::phrase::{capitalised, list, short_name};
use super::super::{Said, Told, names};
use super::asked::{Asked, Extreme};
use super::how::{how_adopted_at, tally};
use super::member::spelt;
use super::side::Side;
use crate::domain::{Adoption, AdoptionMethod, Corpus, RefusalReason};

/// Of so many that are equal the votes are told; of more, their names.
const TALLIED_MAX: usize = 6;

/// What is told of the votes in `searched`.
pub(super) fn told(corpus: &Corpus, asked: &Asked, searched: Vec<usize>, extreme: Extreme) -> Told {
    let adoption = |index: usize| corpus.documents()[index].catalogue.adoption.as_ref();
    let voted: Vec<(usize, &Adoption)> = searched
        .iter()
        .filter_map(|&index| Some((index, adoption(index)?)))
        .filter(|(_, own)| own.method != AdoptionMethod::WithoutVote)
        .collect();
    if voted.is_empty() {
        let said = "No document searched was adopted by a vote.".to_owned();
        return Told { searched, said: Err(RefusalReason::FactNotKnown { said }) };
    }
    let side = asked.side().unwrap_or(Side::InFavour);
    if asked.who && extreme != Extreme::Closest {
        let fact = of_members(&voted, side, extreme);
        return Told { searched, said: Ok(Said { fact, ..Said::default() }) };
    }
    let measure = |own: &Adoption| match extreme {
        Extreme::Closest => Side::InFavour.count(own).abs_diff(Side::Against.count(own)),
        Extreme::Most | Extreme::Fewest => side.count(own),
    };
    let measured = voted.iter().map(|(_, own)| measure(own));
    let found = if extreme == Extreme::Most { measured.max() } else { measured.min() };
    let best = found.unwrap_or(0);
    let of: Vec<(usize, &Adoption)> =
        voted.iter().copied().filter(|(_, own)| measure(own) == best).collect();
    let indexes: Vec<usize> = of.iter().map(|(index, _)| *index).collect();
    let own_names = match of.len() {
        2..=TALLIED_MAX => {
            let told = of
                .iter()
                .map(|(index, own)| format!("{} ({})", short_name(corpus, *index), tally(own)));
            list(&told.collect::<Vec<_>>())
        }
        _ => names(corpus, &indexes),
    };
    let all = match voted.len() {
        1 => "the 1 document with a recorded vote".to_owned(),
        count => format!("the {count} documents with a recorded vote"),
    };
    let fact = match extreme {
        Extreme::Closest => {
            let noun = if of.len() == 1 { "vote" } else { "votes" };
            let was = if of.len() == 1 { "was" } else { "were" };
            format!("The closest {noun} of {all} {was} on {own_names}.")
        }
        Extreme::Most | Extreme::Fewest => {
            let which = if extreme == Extreme::Most { "most" } else { "fewest" };
            let own_names = capitalised(&own_names);
            format!("{own_names} had the {which} {} of {all}: {best}.", side.counted())
        }
    };
    let how = match of[..] {
        [(index, own)] => format!(" {}", how_adopted_at(corpus, index, own)),
        _ => String::new(),
    };
    let fact = format!("{fact}{how} This is from the records of adoption.");
    Told { searched, said: Ok(Said { fact, of: indexes, ..Said::default() }) }
}

/// "Fiji voted against most often: 3 of the 7 documents with a recorded vote."
fn of_members(voted: &[(usize, &Adoption)], side: Side, extreme: Extreme) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, own) in voted {
        for member in Side::ALL.into_iter().flat_map(|side| side.members(own)) {
            counts.entry(member).or_default();
        }
        for member in side.members(own) {
            *counts.entry(member).or_default() += 1;
        }
    }
    let values = counts.values().copied();
    let found = if extreme == Extreme::Most { values.max() } else { values.min() };
    let best = found.unwrap_or(0);
    let mut members: Vec<String> =
        counts.iter().filter(|(_, count)| **count == best).map(|(own, _)| spelt(own)).collect();
    let left = members.len().saturating_sub(MEMBERS_MAX);
    if left > 0 {
        members.truncate(MEMBERS_MAX);
        members.push(format!("{left} more"));
    }
    let often = if extreme == Extreme::Most { "most" } else { "least" };
    format!(
        "{} {} {often} often: in {best} of {} recorded votes. This is from the records of adoption.",
        list(&members),
        side.verb(),
        voted.len()
    )
}

/// So many members are named.
const MEMBERS_MAX: usize = 20;
