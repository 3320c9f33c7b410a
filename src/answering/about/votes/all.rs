//! Which of all documents were adopted in some way, or how members voted on them.

use super::super::super::phrase::{capitalised, list};
use super::super::{Beyond, Said, Told};
use super::asked::Asked;
use super::member::spelt;
use super::side::Side;
use crate::domain::{AdoptionMethod, Corpus, RefusalReason};

/// "Which resolutions did Israel vote against?", "which were adopted without a vote?"
pub(super) fn told(corpus: &Corpus, asked: &Asked, searched: Vec<usize>) -> Told {
    let adoption =
        |index: usize| corpus.documents()[index].catalogue.adoption.as_ref().expect("it has one");
    if let [member] = &asked.members[..]
        && asked.sides.is_empty()
    {
        return of_member(corpus, member, searched);
    }
    let counts = |&index: &usize| {
        let own = adoption(index);
        let method = match asked.method.filter(|_| asked.members.is_empty()) {
            Some(AdoptionMethod::Vote) => own.method != AdoptionMethod::WithoutVote,
            Some(method) => own.method == method,
            None => true,
        };
        let side = asked.side().unwrap_or(Side::InFavour);
        let voted = asked.members.iter().all(|member| side.members(own).contains(member))
            && (!asked.only || side.count(own) == asked.members.len());
        let any = asked.members.is_empty() && asked.side().is_some() && asked.method.is_none();
        method && voted && (!any || side.count(own) > 0)
    };
    let of: Vec<usize> = searched.iter().copied().filter(counts).collect();
    let names: Vec<String> = asked.members.iter().map(|one| spelt(one)).collect();
    let what = match (names.is_empty(), asked.side(), asked.method) {
        (false, side, _) => {
            let only = if asked.only { "only " } else { "" };
            format!("{only}{} {}", list(&names), side.unwrap_or(Side::InFavour).done(""))
        }
        (true, _, Some(AdoptionMethod::WithoutVote)) => "adopted without a vote".to_owned(),
        (true, _, Some(AdoptionMethod::Unanimous)) => "adopted unanimously".to_owned(),
        (true, None, _) => "adopted by a vote".to_owned(),
        (true, Some(side), _) => format!("members {}", side.done("")),
    };
    let (number, total) = (of.len(), searched.len());
    let fact = if names.is_empty() && asked.side().is_none()
        || asked.method == Some(AdoptionMethod::WithoutVote)
    {
        format!("{number} of {total} documents with a record were {}.", what.trim())
    } else {
        format!("{} {number} of {total} documents with a record.", capitalised(what.trim()))
    };
    let said = if of.is_empty() {
        Err(RefusalReason::FactNotKnown { said: fact })
    } else {
        let beyond = Some(Beyond { before: "They are", behind: "" });
        Ok(Said { fact, beyond, of, ..Said::default() })
    };
    Told { searched, said }
}

/// How one member voted on all of them.
fn of_member(corpus: &Corpus, member: &String, searched: Vec<usize>) -> Told {
    let voted = |side: Side| {
        let own = |&&index: &&usize| {
            let adoption = corpus.documents()[index].catalogue.adoption.as_ref();
            adoption.is_some_and(|own| side.members(own).contains(member))
        };
        searched.iter().filter(own).copied().collect::<Vec<usize>>()
    };
    let sides = [Side::InFavour, Side::Against, Side::Abstaining];
    let of: Vec<Vec<usize>> = sides.iter().map(|&side| voted(side)).collect();
    let told: Vec<String> = sides
        .iter()
        .zip(&of)
        .map(|(side, own)| format!("{} {}", side.done("").trim_end(), own.len()))
        .collect();
    let fact = format!(
        "Of {} documents with a record, {} {}.",
        searched.len(),
        spelt(member),
        list(&told)
    );
    let of = of.concat();
    let said = if of.is_empty() {
        Err(RefusalReason::FactNotKnown { said: fact })
    } else {
        Ok(Said { fact, of, ..Said::default() })
    };
    Told { searched, said }
}
