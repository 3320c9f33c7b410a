//! How documents were adopted, and who voted how: from their records.

mod all;
mod asked;
mod extremes;
mod how;
mod member;
mod same;
mod side;
mod voters;
mod words;

use super::super::phrase::{list, short_name};
use super::super::ranking::Ranked;
use super::references::{name_of, own_documents};
use super::{Said, Told};
use crate::domain::{Adoption, AdoptionMethod, Corpus, Query, RefusalReason};
use crate::language::analysis::terms;
use crate::reading::Target;
use asked::{Asked, asked};
use how::how_adopted_at;
use member::spelt;
use side::Side;
use words::is_vote;

/// What is told of votes; `None` where no record tells of any, or something else is asked.
pub(super) fn told(
    corpus: &Corpus,
    query: &Query,
    ranked: &Ranked,
    target: Option<&Target>,
) -> Option<Told> {
    let all: Vec<usize> = (0..corpus.documents().len())
        .filter(|&index| query.filter.admits_document(&corpus.documents()[index]))
        .filter(|&index| corpus.documents()[index].catalogue.adoption.is_some())
        .collect();
    if all.is_empty() {
        return None;
    }
    if let Some(told) = same::told(corpus, &ranked.question, &all, target) {
        return Some(told);
    }
    let own = asked(corpus, &ranked.question, &all);
    let mut asked =
        if ranked.reading.follow_up { going_on(corpus, query, ranked, own, &all)? } else { own };
    if let Some(target) = target {
        // "Did only Fiji vote against it?" is told by all who did.
        if asked.only {
            asked.members.clear();
        }
        let own: Vec<usize> = own_documents(corpus, target).into_iter().collect();
        if own.is_empty() {
            if *target == Target::Meant {
                return None;
            }
            let names = vec![name_of(corpus, target)];
            let said = Err(RefusalReason::DocumentNotInCorpus { names });
            return Some(Told { searched: Vec::new(), said });
        }
        asked.read_titles(corpus, &own);
        return Some(of_documents(corpus, &asked, own));
    }
    let years = &ranked.reading.scope.years;
    let of_years = |&index: &usize| {
        years.is_empty() || corpus.documents()[index].year().is_some_and(|y| years.contains(&y))
    };
    let searched: Vec<usize> = all.into_iter().filter(of_years).collect();
    let named = asked.find(corpus, &searched);
    if let Some(extreme) = asked.extreme {
        let known = asked.topic.is_empty() || !named.is_empty();
        let of = if named.is_empty() { searched } else { named };
        return known.then(|| extremes::told(corpus, &asked, of, extreme));
    }
    if !named.is_empty() || !asked.topic.is_empty() {
        const MEANT_MAX: usize = 3;
        let meant = !named.is_empty() && named.len() <= MEANT_MAX;
        return meant.then(|| of_documents(corpus, &asked, named));
    }
    Some(all::told(corpus, &asked, searched))
}

/// The same where the question goes on with one on votes, and names a member or a side: "and France?". Any other is
/// none on votes.
fn going_on(
    corpus: &Corpus,
    query: &Query,
    ranked: &Ranked,
    own: Asked,
    all: &[usize],
) -> Option<Asked> {
    let words = terms(&ranked.question);
    let asks = (0..words.len()).any(|at| is_vote(&words, at));
    if own.members.is_empty() && own.sides.is_empty() && !asks && !own.topic.is_empty() {
        return None;
    }
    if !own.topic.is_empty() || !own.doubtful.is_empty() && asks {
        return Some(own);
    }
    let before = query.history.last().map(|before| asked(corpus, before, all));
    let before = before.unwrap_or_default();
    let topic = before.topic.into_iter().chain(before.doubtful).collect();
    // "And France?" asks of a member, whatever was spoken of.
    Some(Asked { topic, doubtful: Vec::new(), ..own })
}

fn of_documents(corpus: &Corpus, asked: &Asked, searched: Vec<usize>) -> Told {
    let sentences: Vec<Result<String, String>> =
        searched.iter().map(|&index| of_document(corpus, asked, index)).collect();
    let told: Vec<String> = sentences.iter().filter_map(|one| one.clone().ok()).collect();
    let said = if told.is_empty() {
        let said = sentences.into_iter().filter_map(Result::err).collect::<Vec<_>>().join(" ");
        Err(RefusalReason::FactNotKnown { said })
    } else if asked.why {
        // What is asked is not there; how the vote went is.
        let said = format!("The record of a vote gives no reasons. {}", told.join(" "));
        Err(RefusalReason::FactNotKnown { said })
    } else {
        let fact = format!("{} This is from the record of adoption.", told.join(" "));
        Ok(Said { fact, of: searched.clone(), ..Said::default() })
    };
    Told { searched, said }
}

/// What the record of one document tells, or that it does not.
fn of_document(corpus: &Corpus, asked: &Asked, index: usize) -> Result<String, String> {
    let name = short_name(corpus, index);
    let document = &corpus.documents()[index];
    let Some(adoption) = &document.catalogue.adoption else {
        return Err(format!("No record tells how {name} was adopted."));
    };
    let how = how_adopted_at(corpus, index, adoption);
    if adoption.method == AdoptionMethod::WithoutVote {
        return Ok(how);
    }
    if !asked.members.is_empty() {
        return of_members(asked, adoption, &name).map(|told| format!("{told} {how}"));
    }
    if asked.sides.is_empty() {
        return Ok(how);
    }
    let told = asked.sides.iter().map(|side| {
        let members = side.members(adoption);
        let count = side.count(adoption);
        let noun = if count == 1 { "member" } else { "members" };
        let named = match members.len() {
            0 => String::new(),
            _ => format!(": {}", list(&members.iter().map(|one| spelt(one)).collect::<Vec<_>>())),
        };
        format!("{count} {noun} {}{named}.", side.done(&name))
    });
    Ok(format!("{} {how}", told.collect::<Vec<_>>().join(" ")))
}

/// How the members that are named voted; with "yes" or "no" where that answers the question.
fn of_members(asked: &Asked, adoption: &Adoption, name: &str) -> Result<String, String> {
    let mut sentences = Vec::new();
    for member in &asked.members {
        let voted = Side::ALL.into_iter().find(|side| side.members(adoption).contains(member));
        let Some(voted) = voted else {
            return Err(format!(
                "The record of {name} does not name {} in any column.",
                spelt(member)
            ));
        };
        let answer = match asked.side().filter(|_| asked.whether) {
            Some(side) if side == voted => "Yes: ",
            Some(_) => "No: ",
            None => "",
        };
        sentences.push(format!("{answer}{} {}.", spelt(member), voted.done(name)));
    }
    Ok(sentences.join(" "))
}

#[cfg(test)]
mod tests;
