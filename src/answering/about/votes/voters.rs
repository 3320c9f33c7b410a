//! Which members a question on votes asks about, and which are part of what was voted on.

use std::collections::BTreeSet;

use super::side::Side;
use super::words::is_vote;
use crate::domain::Corpus;
use crate::language::analysis::{Term, fold, terms};
use crate::language::lexicon::english;

/// The members that a question asks about.
pub(super) struct Voters {
    /// As the records have them.
    pub(super) members: Vec<String>,
    /// Stems of their names, where these may be of what was voted on.
    pub(super) doubtful: Vec<String>,
    /// Whether it asks who voted: "which countries".
    pub(super) asked: bool,
    /// Where what they did is told: behind their names.
    pub(super) behind: Vec<usize>,
}

/// A name of a member in a question.
struct Named {
    at: usize,
    length: usize,
    member: String,
}

/// The members of any vote that the question names as voters; marks their words.
pub(super) fn voters(
    corpus: &Corpus,
    question: &str,
    words: &[Term],
    all: &[usize],
    taken: &mut [bool],
) -> Voters {
    let known = &english().questions.about_documents.votes;
    let (beside, named): (Vec<Named>, Vec<Named>) = named(corpus, question, words, all)
        .into_iter()
        .partition(|one| one.at > 0 && words[one.at - 1].word == "with");
    // "Who voted with Israel against it?" asks of the others.
    for one in &beside {
        taken[one.at..one.at + one.length].fill(true);
    }
    let first_vote = (0..words.len()).find(|&at| is_vote(words, at)).unwrap_or(words.len());
    let asked = words[..first_vote].iter().any(|term| known.voters.has(&term.word));
    let documents = &english().documents;
    let (joints, articles) = (&documents.connectors.conjunctions, &documents.articles);
    let mut sure: Vec<&Named> = Vec::new();
    for one in &named {
        let joined = sure.last().is_some_and(|before| {
            let between = before.at + before.length..one.at;
            let joins = |word: &str| joints.has(word) || articles.has(word);
            between.clone().all(|at| joins(&words[at].word))
        });
        if joined || is_voter(words, one) {
            sure.push(one);
        }
    }
    let doubtful = sure.is_empty();
    let meant: Vec<&Named> = if !doubtful {
        sure
    } else if asked {
        Vec::new()
    } else {
        // Who votes is named before the vote, and what is voted on behind it.
        let before = named.iter().any(|one| one.at < first_vote);
        named.iter().filter(|one| !before || one.at < first_vote).collect()
    };
    let mut stems = Vec::new();
    for one in &meant {
        let own = one.at..one.at + one.length;
        taken[own.clone()].fill(true);
        let telling = own.filter(|&at| !words[at].is_stopword());
        stems.extend(telling.map(|at| words[at].stem.clone()).filter(|_| doubtful));
    }
    let told = meant.iter().copied().chain(&beside);
    let behind = told.filter_map(|one| behind(words, one)).collect();
    let members = meant.into_iter().map(|one| one.member.clone()).collect();
    Voters { members, doubtful: stems, asked, behind }
}

/// Whether the place of a name tells that it votes: "did Fiji", "Fiji voted", "the vote of Fiji", "by Fiji".
fn is_voter(words: &[Term], named: &Named) -> bool {
    let known = &english().questions.about_documents.votes;
    let word = |at: usize| words.get(at).map_or("", |term| term.word.as_str());
    let small = |at: usize| word(at) == "the" || known.beside_voters.has(word(at));
    let before = (0..named.at).rfind(|&at| !small(at));
    let behind = behind(words, named);
    let votes = behind.is_some_and(|at| is_vote(words, at) || known.taking_part.has(word(at)));
    let Some(before) = before else { return votes };
    let vote_at = |at: usize| {
        let sides = [&known.against, &known.in_favour, &known.abstaining];
        is_vote(words, at) || sides.iter().any(|side| side.has(word(at)))
    };
    let behind_vote = before > 0 && vote_at(before - 1);
    votes || known.before_voters.has(word(before)) || known.agents.has(word(before)) && behind_vote
}

/// Where the verb stands of what is named.
fn behind(words: &[Term], named: &Named) -> Option<usize> {
    let known = &english().questions.about_documents.votes;
    let auxiliaries = &english().questions.several.auxiliaries;
    let small = |at: usize| {
        let word = words[at].word.as_str();
        word == "the" || known.beside_voters.has(word) || auxiliaries.has(word)
    };
    (named.at + named.length..words.len()).find(|&at| !small(at))
}

/// The names of members in a question, in its order: "Guinea" in "Papua New Guinea" does not count.
fn named(corpus: &Corpus, question: &str, words: &[Term], all: &[usize]) -> Vec<Named> {
    let known = &english().questions.about_documents.votes.members;
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
    let mut found: Vec<Named> = Vec::new();
    for (name, member) in names {
        let own: Vec<String> = terms(&name).into_iter().map(|term| term.word).collect();
        let starts = (0..words.len().saturating_sub(own.len().saturating_sub(1))).find(|&at| {
            // A word like "US" keeps its capitals.
            let is = |at: usize, word: &str| words[at].word.eq_ignore_ascii_case(word);
            let same = own.iter().enumerate().all(|(ahead, word)| is(at + ahead, word));
            let typed = &question[words[at].bytes.clone()];
            // "us" is a pronoun; "US" and "the us" are a country.
            let behind_article = at > 0 && words[at - 1].word == "the";
            let is_name =
                typed.len() > 2 || behind_article || typed.chars().all(char::is_uppercase);
            !own.is_empty() && same && is_name
        });
        found.extend(starts.map(|at| Named { at, length: own.len(), member }));
    }
    let within = |one: &Named, other: &Named| {
        other.length > one.length
            && other.at <= one.at
            && one.at + one.length <= other.at + other.length
    };
    let parts: Vec<bool> =
        found.iter().map(|one| found.iter().any(|other| within(one, other))).collect();
    let mut parts = parts.into_iter();
    found.retain(|_| !parts.next().unwrap_or(false));
    found.sort_by_key(|one| one.at);
    found
}
