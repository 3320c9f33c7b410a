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
use crate::language::lexicon::english;
use crate::reading::Target;
use crate::retrieval::Hit;
use asked::{Asked, asked, nearly_by_title};
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
    if asked.votes && !matches!(target, Some(Target::Symbols(_))) {
        let each = of_each(corpus, &ranked.question, &all);
        if each.len() > 1 {
            asked.forget_members();
            return Some(of_documents(corpus, &asked, each));
        }
    }
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
        if asked.is_of_nobody() {
            return None;
        }
        return Some(of_documents(corpus, &asked, own));
    }
    let years = &ranked.reading.scope.years;
    let of_years = |&index: &usize| {
        years.is_empty() || corpus.documents()[index].year().is_some_and(|y| years.contains(&y))
    };
    let of_month = |&index: &usize| {
        let day = corpus.documents()[index].adopted_on;
        asked.month.is_none_or(|month| day.is_some_and(|day| day.month() == month))
    };
    let searched: Vec<usize> = all.into_iter().filter(of_years).filter(of_month).collect();
    let named = named(corpus, &mut asked, &searched);
    if let Some(extreme) = asked.extreme {
        let known = asked.topic.is_empty() || !named.is_empty();
        let of = if named.is_empty() { searched } else { named };
        return known.then(|| extremes::told(corpus, &asked, of, extreme));
    }
    if !named.is_empty() || !asked.topic.is_empty() {
        let meant = !named.is_empty() && named.len() <= MEANT_MAX && !asked.is_of_nobody();
        if meant {
            return Some(of_documents(corpus, &asked, named));
        }
        return nearest(corpus, ranked, &asked, &searched);
    }
    if !asked.votes {
        return None;
    }
    Some(all::told(corpus, &asked, searched))
}

/// So many documents are told of, where a question tells them by their titles.
const MEANT_MAX: usize = 3;

/// The documents that the question names by their titles, or whose titles lack a single word of it.
fn named(corpus: &Corpus, asked: &mut Asked, searched: &[usize]) -> Vec<usize> {
    let named = asked.find(corpus, searched);
    if !named.is_empty() || asked.topic.is_empty() {
        return named;
    }
    nearly_by_title(corpus, searched, &asked.topic)
}

/// The documents that each part of a question names by its title: "the votes on bees and on honey".
fn of_each(corpus: &Corpus, question: &str, searched: &[usize]) -> Vec<usize> {
    let words = terms(question);
    let joints = &english().documents.connectors.conjunctions;
    let mut found = Vec::new();
    let mut from = 0;
    for at in 0..=words.len() {
        if words.get(at).is_some_and(|term| !joints.has(&term.word)) {
            continue;
        }
        if let (Some(first), Some(last)) = (words.get(from), words[..at].last())
            && from < at
        {
            let part = &question[first.bytes.start..last.bytes.end];
            let own = asked(corpus, part, searched).find(corpus, searched);
            if own.len() != 1 {
                return Vec::new();
            }
            found.extend(own);
        }
        from = at + 1;
    }
    found.sort_unstable();
    found.dedup();
    if found.len() > 1 { found } else { Vec::new() }
}

/// What is told of the document that comes nearest, where the question asks of a vote and two of the first clauses are
/// of one document; it is told which that is.
fn nearest(corpus: &Corpus, ranked: &Ranked, asked: &Asked, searched: &[usize]) -> Option<Told> {
    const FIRST: usize = 3;
    let single = asked.who || !asked.members.is_empty();
    if !asked.votes || !single || asked.extreme.is_some() {
        return None;
    }
    let of = |(hit, _): &(Hit, f64)| corpus.clauses()[hit.clause].document;
    let first: Vec<usize> = ranked.hits.iter().take(FIRST).map(of).collect();
    let best = *first.first().filter(|best| searched.contains(best))?;
    if first.iter().filter(|&&own| own == best).count() < 2 {
        return None;
    }
    let mut told = of_documents(corpus, asked, vec![best]);
    if let Ok(said) = &mut told.said {
        let title = &corpus.documents()[best].title;
        let name = short_name(corpus, best);
        said.fact = format!(
            "No title has all these words; nearest is {name}, \u{2018}{title}\u{2019}. {}",
            said.fact
        );
    }
    Some(told)
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
    let said = if asked.separate && !told.is_empty() {
        let said =
            format!("The record tells of no vote on single parts of the text. {}", told.join(" "));
        Err(RefusalReason::FactNotKnown { said })
    } else if told.is_empty() {
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
mod asked_tests;
#[cfg(test)]
mod tests;
