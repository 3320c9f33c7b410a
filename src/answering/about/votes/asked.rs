//! What a question about votes asks for.

use super::side::Side;
use super::voters::{Voters, voters};
use super::words::{begins, is_vote};
use crate::domain::{AdoptionMethod, Corpus};
use crate::language::analysis::{Term, terms};
use crate::language::calendar::month_number;
use crate::language::lexicon::{PhraseList, WordList, english};

/// What of all votes is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extreme {
    /// The most on a side.
    Most,
    /// The fewest on a side.
    Fewest,
    /// The least between those in favour and those against.
    Closest,
}

/// What a question about votes asks for.
#[expect(clippy::struct_excessive_bools, reason = "each is found out by itself")]
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// The sides that it names: "for or against" are two.
    pub(super) sides: Vec<Side>,
    pub(super) method: Option<AdoptionMethod>,
    pub(super) extreme: Option<Extreme>,
    /// The members that it names, and no others.
    pub(super) only: bool,
    /// Whether "yes" or "no" answers it.
    pub(super) whether: bool,
    /// Whether it asks for votes on single parts of a text.
    pub(super) separate: bool,
    /// Whether it names a vote, and no more than a side.
    pub(super) votes: bool,
    /// The month of the vote.
    pub(super) month: Option<i8>,
    /// Whether it asks for the reasons of a vote.
    pub(super) why: bool,
    /// Whether it asks which members did something.
    pub(super) who: bool,
    /// Members that it names, in folded capitals of the records.
    pub(super) members: Vec<String>,
    /// Stems of words that may be names of these, or of what was voted on.
    pub(super) doubtful: Vec<String>,
    /// Stems of what else it speaks of.
    pub(super) topic: Vec<String>,
}

impl Asked {
    /// The side that it asks about, where it is one.
    pub(super) fn side(&self) -> Option<Side> {
        match self.sides[..] {
            [side] => Some(side),
            _ => None,
        }
    }

    /// The documents of `all` whose titles have what the question speaks of. What may be a member's name is
    /// the title's, if that has it.
    pub(super) fn find(&mut self, corpus: &Corpus, all: &[usize]) -> Vec<usize> {
        if !self.doubtful.is_empty() {
            let with: Vec<String> = self.topic.iter().chain(&self.doubtful).cloned().collect();
            let found = by_title(corpus, all, &with);
            if !found.is_empty() {
                self.forget_members();
                return found;
            }
        }
        if self.topic.is_empty() { Vec::new() } else { by_title(corpus, all, &self.topic) }
    }

    /// The same where the documents are known: what is in their titles is no member that is asked about.
    pub(super) fn read_titles(&mut self, corpus: &Corpus, documents: &[usize]) {
        let titled = by_title(corpus, documents, &self.doubtful);
        if !self.doubtful.is_empty() && !titled.is_empty() {
            self.forget_members();
        }
    }

    /// Whether it names no vote and nobody who took part: "did they support the resolution?".
    pub(super) fn is_of_nobody(&self) -> bool {
        !self.votes && !self.who && self.members.is_empty()
    }

    /// What may be a member's name is part of what was voted on.
    pub(super) fn forget_members(&mut self) {
        self.members.clear();
        self.doubtful.clear();
    }
}

/// Documents of `all` whose titles have all of these stems.
pub(super) fn by_title(corpus: &Corpus, all: &[usize], topic: &[String]) -> Vec<usize> {
    let titled = |index: &usize| {
        let title = terms(&corpus.documents()[*index].title);
        topic.iter().all(|own| title.iter().any(|term| term.stem == *own))
    };
    all.iter().copied().filter(titled).collect()
}

/// The documents of `all` whose titles have all of these stems but one, of three or more.
pub(super) fn nearly_by_title(corpus: &Corpus, all: &[usize], topic: &[String]) -> Vec<usize> {
    const WORDS_MIN: usize = 3;
    if topic.len() < WORDS_MIN {
        return Vec::new();
    }
    let without = |left: usize| -> Vec<String> {
        let mut rest = topic.to_vec();
        rest.remove(left);
        rest
    };
    let mut found: Vec<usize> =
        (0..topic.len()).flat_map(|left| by_title(corpus, all, &without(left))).collect();
    found.sort_unstable();
    found.dedup();
    // The less else a title has, the nearer it comes.
    let length = |index: usize| {
        let title = terms(&corpus.documents()[index].title);
        title.iter().filter(|term| !term.is_stopword()).count()
    };
    let least = found.iter().map(|&index| length(index)).min();
    found.retain(|&index| Some(length(index)) == least);
    found
}

/// Reads `question`; `all` are the documents with a record.
pub(super) fn asked(corpus: &Corpus, question: &str, all: &[usize]) -> Asked {
    let known = &english().questions.about_documents.votes;
    let asking = &english().questions;
    let words = terms(question);
    let phrase = |list: &PhraseList| (0..words.len()).any(|at| begins(&words, at, list).is_some());
    let any = |list: &WordList| words.iter().any(|term| list.has(&term.word));
    let mut taken = vec![false; words.len()];
    for at in 0..words.len() {
        let lists = [&known.without, &known.asking, &known.how, &known.same, &known.reasons];
        let lengths = lists.map(|list| begins(&words, at, list));
        let end = at + lengths.into_iter().flatten().max().unwrap_or(0);
        taken[at..end.min(words.len())].fill(true);
    }
    let Voters { members, doubtful, asked: who, behind } =
        voters(corpus, question, &words, all, &mut taken);
    let sides = sides(&words, behind);
    let method = if phrase(&known.without) {
        Some(AdoptionMethod::WithoutVote)
    } else if any(&known.unanimous) {
        Some(AdoptionMethod::Unanimous)
    } else {
        sides.is_empty().then_some(AdoptionMethod::Vote)
    };
    let month = month(&words, &mut taken);
    let topic = topic(&words, &taken);
    let only = any(&asking.about_documents.singling) && !members.is_empty();
    let opening = words.iter().take_while(|term| asking.opening.has(&term.word)).count();
    let first = words.get(opening).map_or("", |term| term.word.as_str());
    let mut reasons = (opening..words.len()).take(REASON_WORDS_MAX);
    Asked {
        sides,
        method,
        extreme: extreme(&words),
        only,
        whether: asking.several.auxiliaries.has(first),
        separate: any(&known.separate) && any(&known.parts),
        votes: (0..words.len()).any(|at| is_vote(&words, at)) || phrase(&known.how),
        month,
        why: reasons.any(|at| begins(&words, at, &known.reasons).is_some()),
        who,
        members,
        doubtful,
        topic,
    }
}

/// The month behind "in"; marks it.
fn month(words: &[Term], taken: &mut [bool]) -> Option<i8> {
    let at = (1..words.len())
        .find(|&at| words[at - 1].word == "in" && month_number(&words[at].word).is_some())?;
    taken[at] = true;
    month_number(&words[at].word)
}

/// Among so many words at the start of a question reasons are asked for.
const REASON_WORDS_MAX: usize = 5;

/// Stems of what is spoken of beside the vote, where `taken` is understood.
pub(super) fn topic(words: &[Term], taken: &[bool]) -> Vec<String> {
    let asking = &english().questions;
    let known = &asking.about_documents.votes;
    let lists = [
        &known.beside,
        &known.voters,
        &known.most,
        &known.fewest,
        &known.closest,
        &asking.which,
        &asking.interrogatives,
        &asking.fillers,
        &asking.pronouns,
        &english().documents.kinds.nouns,
        &asking.about_documents.beside,
        &asking.about_documents.singling,
    ];
    let names = |at: &usize| {
        let term = &words[*at];
        let numbered = term.word.starts_with(|c: char| c.is_ascii_digit());
        let framing = term.is_stopword()
            || numbered
            || lists.iter().any(|list| list.has(&term.word))
            || is_vote(words, *at);
        !taken[*at] && !framing
    };
    (0..words.len()).filter(names).map(|at| words[at].stem.clone()).collect()
}

/// The sides that are asked about: beside a vote, `behind` who votes, at the end, or anywhere where no vote is
/// named. Farther from it "against" and "for" stand in what was voted on.
fn sides(words: &[Term], behind: Vec<usize>) -> Vec<Side> {
    let known = &english().questions.about_documents.votes;
    let word = |at: usize| words.get(at).map_or("", |term| term.word.as_str());
    let side_at = |at: usize| {
        if known.abstaining.has(word(at)) {
            Some(Side::Abstaining)
        } else if known.against.has(word(at))
            || known.nays.has(word(at)) && at > 0 && is_vote(words, at - 1)
        {
            Some(Side::Against)
        } else {
            known.in_favour.has(word(at)).then_some(Side::InFavour)
        }
    };
    let votes: Vec<usize> = (0..words.len()).filter(|&at| is_vote(words, at)).collect();
    let mut places = behind;
    for &vote in &votes {
        places.push(vote);
        let between = |at: &usize| side_at(*at).is_some() || known.between.has(word(*at));
        // "The vote for resolution 80/4" is the vote on it.
        let noun = vote > 0 && word(vote) == "vote" && known.determiners.has(word(vote - 1));
        places.extend((vote + 1..words.len()).take_while(between).filter(|_| !noun));
        places.extend(vote.checked_sub(1).filter(|&at| word(at) != "for"));
    }
    let got = |at: &usize| {
        let before = at.checked_sub(1).map_or("", word);
        known.getting.has(before) || known.voters.has(before) || at + 1 == words.len()
    };
    places.extend((0..words.len()).filter(got));
    if votes.is_empty() {
        let parts: Vec<usize> =
            (0..words.len()).filter(|&at| known.taking_part.has(word(at))).collect();
        places = if parts.is_empty() { (0..words.len()).collect() } else { parts };
    }
    places.sort_unstable();
    let mut sides: Vec<Side> = Vec::new();
    for side in places.into_iter().filter_map(side_at) {
        if !sides.contains(&side) {
            sides.push(side);
        }
    }
    sides
}

fn extreme(words: &[Term]) -> Option<Extreme> {
    let known = &english().questions.about_documents.votes;
    let word = |at: usize| words.get(at).map_or("", |term| term.word.as_str());
    (0..words.len()).find_map(|at| {
        // "Most countries", "at least".
        let other = known.voters.has(word(at + 1)) || at > 0 && word(at - 1) == "at";
        if known.most.has(word(at)) && !other {
            Some(Extreme::Most)
        } else if known.fewest.has(word(at)) && !other {
            Some(Extreme::Fewest)
        } else {
            known.closest.has(word(at)).then_some(Extreme::Closest)
        }
    })
}
