//! Words of conversations: several questions in one text, what is excluded, small talk.

use serde::Deserialize;

use super::{PhraseList, WordList};

/// Words that open a question, by which several in one text are told apart.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SeveralQuestions {
    pub(crate) interrogatives: WordList,
    pub(crate) auxiliaries: WordList,
    /// What opens a request.
    pub(crate) requests: WordList,
    /// What stands for each of several.
    pub(crate) each: WordList,
}

/// Words by which a question tells what documents may not speak of.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Without {
    /// What joins a denial to what is asked.
    pub(crate) joints: WordList,
    /// What denies by itself.
    pub(crate) lacking: WordList,
    /// What may stand before that which is denied.
    pub(crate) about: WordList,
}

/// What is said to a service and is not about its documents.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SmallTalkWords {
    pub(crate) greetings: PhraseList,
    pub(crate) farewells: PhraseList,
    pub(crate) thanks: PhraseList,
    pub(crate) assent: PhraseList,
    /// What asks what the service can do,
    pub(crate) help: PhraseList,
    /// and what it is.
    pub(crate) about: PhraseList,
    pub(crate) insults: PhraseList,
    /// What asks for the answer before in other words.
    pub(crate) rewording: PhraseList,
    /// What asks for more of it.
    pub(crate) more: PhraseList,
    /// What asks for the words behind the answer before.
    pub(crate) words_of_it: PhraseList,
    /// What may stand beside these.
    pub(crate) beside: PhraseList,
    /// What opens a request for something else than an answer,
    pub(crate) instructing: PhraseList,
    /// and what gives it away anywhere.
    pub(crate) overriding: PhraseList,
    /// Words of a database.
    pub(crate) commands: WordList,
    /// Words of sums,
    pub(crate) operators: WordList,
    /// and what goes before them.
    pub(crate) before_sums: WordList,
}

/// Nouns before the numbers of clauses.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LabelWords {
    pub(crate) paragraphs: WordList,
    /// What may stand before them, and says of which part they are.
    pub(crate) parts: WordList,
    pub(crate) articles: WordList,
    /// What stands between numbers: "articles 1, 2 and 3".
    pub(crate) joints: WordList,
}
