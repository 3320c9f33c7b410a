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
