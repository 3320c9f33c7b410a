//! Words of questions about documents themselves: facts, references, votes.

use std::collections::HashMap;

use serde::Deserialize;

use super::{PhraseList, WordList};

/// What is asked about documents themselves.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AboutDocuments {
    /// What singles out one of several.
    pub(crate) singling: WordList,
    /// What may stand beside it and names no topic.
    pub(crate) beside: WordList,
    pub(crate) referring: ReferringWords,
    pub(crate) acts: Acts,
    pub(crate) votes: Votes,
    pub(crate) facts: Facts,
}

/// What is done by a verb.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Acts {
    /// Lemmas of verbs that do it by being said.
    pub(crate) verbs: WordList,
    /// Of these, those that do the same.
    pub(crate) proclaiming: WordList,
    /// Words that ask for any of these,
    pub(crate) creating: WordList,
    /// and for what is done by these.
    pub(crate) establishing: WordList,
    /// Verbs behind which one of these may do it.
    pub(crate) deciding: WordList,
}

/// How documents were adopted.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Votes {
    /// Words that are read where one letter is mistyped.
    pub(crate) mended: WordList,
    /// What asks for it,
    pub(crate) asking: PhraseList,
    /// or does so beside a word for adoption,
    pub(crate) how: PhraseList,
    pub(crate) adopting: WordList,
    /// for two that are compared by it, with what stands between them,
    pub(crate) same: PhraseList,
    pub(crate) joints: WordList,
    /// for those against,
    pub(crate) against: WordList,
    /// those that abstained,
    pub(crate) abstaining: WordList,
    /// those in favour,
    pub(crate) in_favour: WordList,
    /// which may stand between the vote and its side,
    pub(crate) between: WordList,
    /// or before the side,
    pub(crate) getting: WordList,
    /// unless one of these stands before the vote;
    pub(crate) determiners: WordList,
    /// against, behind the vote alone,
    pub(crate) nays: WordList,
    /// for votes on single parts,
    pub(crate) separate: WordList,
    /// which are called so,
    pub(crate) parts: WordList,
    /// for its reasons,
    pub(crate) reasons: PhraseList,
    /// documents adopted without a vote,
    pub(crate) without: PhraseList,
    /// or with all votes,
    pub(crate) unanimous: WordList,
    /// for the most on a side,
    pub(crate) most: WordList,
    /// for the fewest,
    pub(crate) fewest: WordList,
    /// and for the least between two sides.
    pub(crate) closest: WordList,
    /// Who votes, where they are asked for.
    pub(crate) voters: WordList,
    /// What stands before the name of a voter,
    pub(crate) before_voters: WordList,
    /// or tells whose vote it is.
    pub(crate) agents: WordList,
    /// What stands beside the name of a voter,
    pub(crate) beside_voters: WordList,
    /// and what else it does than to vote.
    pub(crate) taking_part: WordList,
    /// What else names no topic.
    pub(crate) beside: WordList,
    /// What members are called for short, to their names.
    pub(crate) members: HashMap<String, String>,
}

/// What asks for facts about documents.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Facts {
    /// What asks how many articles there are.
    pub(crate) articles: PhraseList,
    /// What may stand beside it.
    pub(crate) beside: WordList,
    pub(crate) date: PhraseList,
    pub(crate) title: PhraseList,
    pub(crate) issuer: PhraseList,
    pub(crate) symbol: PhraseList,
    pub(crate) clauses: PhraseList,
    pub(crate) which_clauses: PhraseList,
    pub(crate) operative: WordList,
    pub(crate) preambular: WordList,
    pub(crate) commitments: PhraseList,
    /// What asks what there was on a day.
    pub(crate) happening: WordList,
    pub(crate) binding: PhraseList,
    pub(crate) strongest: PhraseList,
    /// What may stand behind that.
    pub(crate) using: WordList,
    pub(crate) source: PhraseList,
    pub(crate) subjects: PhraseList,
    pub(crate) agenda: PhraseList,
    pub(crate) sponsors: PhraseList,
    /// What asks how much is agreed,
    pub(crate) undertakings: PhraseList,
    /// and what may stand beside it.
    pub(crate) undertaking: WordList,
    pub(crate) longest: PhraseList,
    pub(crate) shortest: PhraseList,
}

/// Which document refers to which.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReferringWords {
    /// Verbs of references,
    pub(crate) verbs: WordList,
    /// those of them that tell any reference,
    pub(crate) general: WordList,
    /// those that speak of topics as well,
    pub(crate) speaking: WordList,
    /// and participles of these and of others.
    pub(crate) participles: WordList,
    pub(crate) copula: WordList,
    /// What stands between a participle and the document that refers.
    pub(crate) agents: WordList,
    /// What stands before the name of an instrument,
    pub(crate) before_names: WordList,
    /// and the nouns of such names.
    pub(crate) instruments: WordList,
}
