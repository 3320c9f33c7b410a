//! How documents were adopted, and who voted how: from their records.

mod member;

use std::collections::BTreeSet;

use super::super::phrase::{capitalised, date, list, short_name};
use super::super::ranking::Ranked;
use super::references::{name_of, own_documents};
use super::{Beyond, Said, Told};
use crate::domain::{Adoption, AdoptionMethod, Corpus, Query, RefusalReason};
use crate::language::analysis::{fold, terms};
use crate::language::lexicon::{PhraseList, english};
use crate::reading::Target;
use member::spelt;

/// A side of a vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    InFavour,
    Against,
    Abstaining,
}

impl Side {
    const ALL: [Self; 3] = [Self::Against, Self::Abstaining, Self::InFavour];

    fn members(self, adoption: &Adoption) -> &[String] {
        match self {
            Self::InFavour => &adoption.in_favour,
            Self::Against => &adoption.against,
            Self::Abstaining => &adoption.abstaining,
        }
    }

    fn count(self, adoption: &Adoption) -> usize {
        let printed = adoption.counts.map(|counts| match self {
            Self::InFavour => counts[0],
            Self::Against => counts[1],
            Self::Abstaining => counts[2],
        });
        printed.map_or_else(|| self.members(adoption).len(), |count| count as usize)
    }

    /// "votes against".
    const fn counted(self) -> &'static str {
        match self {
            Self::InFavour => "votes in favour",
            Self::Against => "votes against",
            Self::Abstaining => "abstentions",
        }
    }

    /// "voted against resolution 80/4".
    fn done(self, target: &str) -> String {
        match self {
            Self::InFavour => format!("voted in favour of {target}"),
            Self::Against => format!("voted against {target}"),
            Self::Abstaining => format!("abstained on {target}"),
        }
    }
}

/// What a question about votes asks for.
struct Asked {
    side: Option<Side>,
    method: Option<AdoptionMethod>,
    most: bool,
    /// The members that it names, and no others.
    only: bool,
    /// Members that it names, in folded capitals of the records.
    members: Vec<String>,
    /// Stems of what else it speaks of.
    topic: Vec<String>,
}

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
    let own = asked(corpus, &query.question, &all);
    let mut asked =
        if ranked.reading.follow_up { going_on(corpus, query, own, &all)? } else { own };
    if let Some(target) = target {
        // "Did only Fiji vote against it?" is told by all who did.
        if asked.only {
            asked.members.clear();
        }
        let own = own_documents(corpus, target);
        if own.is_empty() {
            let names = vec![name_of(corpus, target)];
            let said = Err(RefusalReason::DocumentNotInCorpus { names });
            return Some(Told { searched: Vec::new(), said });
        }
        return Some(of_documents(corpus, &asked, own.into_iter().collect()));
    }
    if !asked.topic.is_empty() {
        const MEANT_MAX: usize = 3;
        let named = by_title(corpus, &all, &asked.topic);
        let meant = !named.is_empty() && named.len() <= MEANT_MAX;
        return meant.then(|| of_documents(corpus, &asked, named));
    }
    let years = &ranked.reading.scope.years;
    let searched: Vec<usize> = all
        .into_iter()
        .filter(|&index| {
            years.is_empty() || corpus.documents()[index].year().is_some_and(|y| years.contains(&y))
        })
        .collect();
    Some(of_all(corpus, &asked, searched))
}

/// The same where the question goes on with one on votes, and names a member or a side: "and France?". Any other is
/// none on votes.
fn going_on(corpus: &Corpus, query: &Query, own: Asked, all: &[usize]) -> Option<Asked> {
    let known = &english().questions.about_documents.votes;
    let asks = terms(&query.question)
        .iter()
        .any(|term| known.asking.at(|ahead| if ahead == 0 { &term.word } else { "" }).is_some());
    if own.members.is_empty() && own.side.is_none() && !asks && !own.topic.is_empty() {
        return None;
    }
    let before = query.history.last().map(|before| asked(corpus, before, all));
    let topic = if own.topic.is_empty() {
        before.map_or_else(Vec::new, |one| one.topic)
    } else {
        own.topic
    };
    Some(Asked { topic, ..own })
}

/// Documents whose titles have all of these stems.
fn by_title(corpus: &Corpus, all: &[usize], topic: &[String]) -> Vec<usize> {
    let titled = |index: &usize| {
        let title = terms(&corpus.documents()[*index].title);
        topic.iter().all(|own| title.iter().any(|term| term.stem == *own))
    };
    all.iter().copied().filter(titled).collect()
}

fn asked(corpus: &Corpus, question: &str, all: &[usize]) -> Asked {
    let known = &english().questions.about_documents.votes;
    let asking = &english().questions;
    let words = terms(question);
    let word = |at: usize| words.get(at).map_or("", |term| term.word.as_str());
    let phrase =
        |list: &PhraseList| (0..words.len()).any(|at| list.at(|ahead| word(at + ahead)).is_some());
    let any =
        |list: &crate::language::lexicon::WordList| words.iter().any(|term| list.has(&term.word));
    let side = if any(&known.abstaining) {
        Some(Side::Abstaining)
    } else if any(&known.against) {
        Some(Side::Against)
    } else {
        any(&known.in_favour).then_some(Side::InFavour)
    };
    let method = if phrase(&known.without) {
        Some(AdoptionMethod::WithoutVote)
    } else if any(&known.unanimous) {
        Some(AdoptionMethod::Unanimous)
    } else {
        side.is_none().then_some(AdoptionMethod::Vote)
    };
    let mut taken = vec![false; words.len()];
    for at in 0..words.len() {
        let lengths = [&known.without, &known.asking, &known.how]
            .map(|list| list.at(|ahead| word(at + ahead)));
        let end = at + lengths.into_iter().flatten().max().unwrap_or(0);
        taken[at..end.min(words.len())].fill(true);
    }
    let members = members(corpus, question, all, &mut taken);
    let topic = words.iter().zip(&taken).filter(|(term, taken)| {
        let lists = [
            &known.beside,
            &asking.which,
            &asking.interrogatives,
            &asking.fillers,
            &asking.pronouns,
            &english().documents.kinds.nouns,
            &asking.about_documents.beside,
            &asking.about_documents.singling,
        ];
        let numbered = term.word.starts_with(|c: char| c.is_ascii_digit());
        let framing = term.is_stopword()
            || numbered
            || lists.iter().any(|list| list.has(&term.word))
            || known.asking.at(|ahead| if ahead == 0 { &term.word } else { "" }).is_some();
        !**taken && !framing
    });
    let topic = topic.map(|(term, _)| term.stem.clone()).collect();
    let only = any(&asking.about_documents.singling) && !members.is_empty();
    let most = any(&known.most);
    Asked { side, method, most, only, members, topic }
}

/// Members of any vote that the question names; marks their words.
fn members(corpus: &Corpus, question: &str, all: &[usize], taken: &mut [bool]) -> Vec<String> {
    let known = &english().questions.about_documents.votes.members;
    let known_asking = &english().questions.about_documents.votes.asking;
    let mut names: BTreeSet<(String, String)> = BTreeSet::new();
    for &index in all {
        let adoption = corpus.documents()[index].catalogue.adoption.iter();
        for member in adoption.flat_map(|own| Side::ALL.into_iter().flat_map(|s| s.members(own))) {
            let base = member.split(" (").next().unwrap_or(member);
            let (name, folded) = (base.to_lowercase(), fold(base));
            for (short, _) in known.iter().filter(|(_, long)| **long == folded) {
                names.insert((short.clone(), member.clone()));
            }
            names.insert((name, member.clone()));
        }
    }
    let words = terms(question);
    let mut found: Vec<(usize, usize, String)> = Vec::new();
    for (name, member) in names {
        let own: Vec<String> = terms(&name).into_iter().map(|term| term.word).collect();
        let starts = (0..words.len().saturating_sub(own.len().saturating_sub(1))).find(|&at| {
            let same = own.iter().enumerate().all(|(ahead, word)| words[at + ahead].word == *word);
            let typed = &question[words[at].bytes.clone()];
            // "us" is a pronoun; "US" and "the us" are a country.
            let behind_article = at > 0 && words[at - 1].word == "the";
            let is_name =
                typed.len() > 2 || behind_article || typed.chars().all(char::is_uppercase);
            !own.is_empty() && same && is_name
        });
        if let Some(at) = starts {
            found.push((at, own.len(), member));
        }
    }
    // "Guinea" in "Papua New Guinea" is no name of its own.
    let whole: Vec<&(usize, usize, String)> = found
        .iter()
        .filter(|(at, length, _)| {
            !found
                .iter()
                .any(|(other, more, _)| more > length && other <= at && at + length <= other + more)
        })
        .collect();
    // Who votes is named before the vote, and what is voted on behind it.
    let vote = |at: usize| {
        words[..at]
            .iter()
            .any(|term| known_asking.at(|ahead| if ahead == 0 { &term.word } else { "" }).is_some())
    };
    let before = whole.iter().any(|(at, _, _)| !vote(*at));
    let whole: Vec<_> = whole.into_iter().filter(|(at, _, _)| !before || !vote(*at)).collect();
    for (at, length, _) in &whole {
        taken[*at..at + length].fill(true);
    }
    whole.into_iter().map(|(_, _, member)| member.clone()).collect()
}

fn of_documents(corpus: &Corpus, asked: &Asked, searched: Vec<usize>) -> Told {
    let sentences: Vec<Result<String, String>> =
        searched.iter().map(|&index| of_document(corpus, asked, index)).collect();
    let told: Vec<String> = sentences.iter().filter_map(|one| one.clone().ok()).collect();
    let said = if told.is_empty() {
        let said = sentences.into_iter().filter_map(Result::err).collect::<Vec<_>>().join(" ");
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
    let how = how_adopted(adoption, &capitalised(&name), document.adopted_on.map(date));
    if adoption.method == AdoptionMethod::WithoutVote {
        return Ok(how);
    }
    if !asked.members.is_empty() {
        return of_members(asked, adoption, &name);
    }
    let Some(side) = asked.side else { return Ok(how) };
    let members = side.members(adoption);
    let count = side.count(adoption);
    let noun = if count == 1 { "member" } else { "members" };
    let named = match members.len() {
        0 => String::new(),
        _ => format!(": {}", list(&members.iter().map(|one| spelt(one)).collect::<Vec<_>>())),
    };
    Ok(format!("{count} {noun} {}{named}. {how}", side.done(&name)))
}

/// How the members that are named voted.
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
        let answer = match asked.side {
            Some(side) if side == voted => "Yes: ",
            Some(_) => "No: ",
            None => "",
        };
        sentences.push(format!("{answer}{} {}.", spelt(member), voted.done(name)));
    }
    Ok(sentences.join(" "))
}

/// "Resolution 80/4 was adopted on 29 October 2025 by a recorded vote: 165 in favour, ..."
fn how_adopted(adoption: &Adoption, name: &str, day: Option<String>) -> String {
    let on = day.map(|day| format!(" on {day}")).unwrap_or_default();
    if adoption.method == AdoptionMethod::WithoutVote {
        return format!("{name} was adopted{on} without a vote.");
    }
    let [favour, against, abstaining] =
        [Side::InFavour, Side::Against, Side::Abstaining].map(|side| side.count(adoption));
    let how = match adoption.method {
        AdoptionMethod::Unanimous => "unanimously",
        _ => "by a vote",
    };
    format!(
        "{name} was adopted{on} {how}: {favour} in favour, {against} against, {abstaining} \
         abstaining."
    )
}

/// "Which resolutions did Israel vote against?", "which were adopted without a vote?"
fn of_all(corpus: &Corpus, asked: &Asked, searched: Vec<usize>) -> Told {
    let adoption =
        |index: usize| corpus.documents()[index].catalogue.adoption.as_ref().expect("it has one");
    if asked.most {
        let side = asked.side.unwrap_or(Side::InFavour);
        let count = |index: usize| side.count(adoption(index));
        let most = searched.iter().map(|&index| count(index)).max().unwrap_or(0);
        let of: Vec<usize> =
            searched.iter().copied().filter(|&index| count(index) == most).collect();
        let had = capitalised(&super::names(corpus, &of));
        let fact = format!(
            "{had} had the most {}: {most}. This is from the records of adoption.",
            side.counted()
        );
        return Told { searched, said: Ok(Said { fact, of, ..Said::default() }) };
    }
    let counts = |&index: &usize| {
        let own = adoption(index);
        let method = match asked.method.filter(|_| asked.members.is_empty()) {
            Some(AdoptionMethod::Vote) => own.method != AdoptionMethod::WithoutVote,
            Some(method) => own.method == method,
            None => true,
        };
        let side = asked.side.unwrap_or(Side::InFavour);
        let voted = asked.members.iter().all(|member| side.members(own).contains(member))
            && (!asked.only || side.count(own) == asked.members.len());
        let any = asked.members.is_empty() && asked.side.is_some() && asked.method.is_none();
        method && voted && (!any || side.count(own) > 0)
    };
    let of: Vec<usize> = searched.iter().copied().filter(counts).collect();
    let names: Vec<String> = asked.members.iter().map(|one| spelt(one)).collect();
    let what = match (names.is_empty(), asked.side, asked.method) {
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
    let fact = if names.is_empty() && asked.side.is_none()
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

#[cfg(test)]
mod tests;
