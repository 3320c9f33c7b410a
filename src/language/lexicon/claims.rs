//! Words by which texts ascribe things to documents.

use serde::Deserialize;

use super::{PhraseList, WordList};

/// Words by which texts ascribe things to documents.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClaimWords {
    pub(crate) documents: ClaimedDocuments,
    pub(crate) sources: ClaimSources,
    pub(crate) saying: ClaimSaying,
    pub(crate) facts: ClaimFacts,
    pub(crate) contradiction: Contradiction,
    pub(crate) force: ForceWords,
    /// Words that tell of the form of a document.
    pub(crate) form: WordList,
    /// Words that say nothing of a topic.
    pub(crate) generic: WordList,
}

/// How a document is named.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClaimedDocuments {
    /// What a document is called.
    pub(crate) nouns: WordList,
    /// What may stand between a place and the noun.
    pub(crate) adjectives: WordList,
    /// What may stand between the noun, the place and the year.
    pub(crate) links: WordList,
    /// What binds a year to a document.
    pub(crate) adoption: WordList,
    /// What says that a place stands for what was adopted there.
    pub(crate) meetings: WordList,
    /// What stands for a document that was named before.
    pub(crate) pronouns: WordList,
    /// What stands for one before what belongs to it.
    pub(crate) possessives: WordList,
    /// What stands for one behind an article.
    pub(crate) meant: WordList,
    pub(crate) articles: WordList,
    /// The same in the plural.
    pub(crate) several: WordList,
    /// What goes before it where each of them is meant.
    pub(crate) all: WordList,
    /// What goes before it where none of them is meant.
    pub(crate) none: WordList,
    /// What may stand between the two.
    pub(crate) same: WordList,
    /// What joins two documents.
    pub(crate) joining: WordList,
    /// What joins those that say the same.
    pub(crate) coordinating: WordList,
    /// Names of countries that end like those who speak in documents.
    pub(crate) countries: PhraseList,
    /// What goes before those who speak, where the text speaks of its own.
    pub(crate) both: WordList,
    /// What goes before a name that is no subject.
    pub(crate) governing: WordList,
    /// What goes before one that is.
    pub(crate) opening: WordList,
    /// What stands between those who speak and their place.
    pub(crate) places: WordList,
}

/// How texts name their sources.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClaimSources {
    /// What a citation has beside names, numbers and dates.
    pub(crate) citing: WordList,
    /// What stands for the source that was named last.
    pub(crate) same: WordList,
    /// Parts of documents with numbers, beside clauses.
    pub(crate) divisions: WordList,
    /// Parts of these.
    pub(crate) subdivisions: WordList,
    /// What joins the labels of a list.
    pub(crate) listing: WordList,
    /// What goes before a document that another is compared with.
    pub(crate) comparing: PhraseList,
    /// What begins a relative clause.
    pub(crate) relative: WordList,
    /// Small words within the name of a document.
    pub(crate) within: WordList,
    /// Nouns of documents that report on others.
    pub(crate) reports: WordList,
    /// What goes before a part of a text that nobody has adopted.
    pub(crate) drafts: WordList,
    /// Lines at the head of an e-mail.
    pub(crate) mail: WordList,
    /// What ends the line above an e-mail that is answered.
    pub(crate) replying: WordList,
}

/// How something is said of a document.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClaimSaying {
    /// Verbs that tell nothing of its strength.
    pub(crate) verbs: WordList,
    /// What says so in several words.
    pub(crate) phrases: PhraseList,
    /// Of these, verbs that say no more than that something is spoken of.
    pub(crate) mentioning: WordList,
    /// Of these, verbs that say that somebody is obliged.
    pub(crate) obliging: WordList,
    /// Verbs whose own strength proves nothing.
    pub(crate) loose: WordList,
    /// Words that may stand between a subject and its verb.
    pub(crate) between: WordList,
    /// Of these, words that deny.
    pub(crate) denying: WordList,
    /// What makes of what follows a question.
    pub(crate) asking: WordList,
    /// Ways to say that a document is silent.
    pub(crate) silences: PhraseList,
    /// What goes before a document that says what the sentence says.
    pub(crate) attributing: PhraseList,
    /// What owns that the words in marks are the writer's.
    pub(crate) own_words: PhraseList,
    /// What begins a subordinate clause behind a comma.
    pub(crate) asides: WordList,
    /// Who acts in another part of the sentence, behind a comma and "and".
    pub(crate) subjects: WordList,
    /// Verbs by which words are said to be of a document: "gives them to".
    pub(crate) giving: WordList,
    /// What stands between a document and words that it is cited for.
    pub(crate) wordings: WordList,
    /// What joins a claim to the next one.
    pub(crate) joining: WordList,
}

/// What is said of a document itself.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClaimFacts {
    /// What says that it came about.
    pub(crate) happened: PhraseList,
    /// Which of its words tell when it was adopted.
    pub(crate) adopting: WordList,
    /// Which of its words tell when it was published.
    pub(crate) publishing: WordList,
    /// What says that no vote was taken.
    pub(crate) unvoted: PhraseList,
    /// What is counted,
    pub(crate) votes: WordList,
    /// what may stand behind it,
    pub(crate) counted: WordList,
    /// those in favour,
    pub(crate) favour: WordList,
    /// those against,
    pub(crate) against: WordList,
    /// and those who abstained.
    pub(crate) abstaining: WordList,
}

/// Where a clause says otherwise than a claim.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Contradiction {
    /// Words that deny, beside negations.
    pub(crate) denials: WordList,
    /// What says that somebody has to do something.
    pub(crate) duties: PhraseList,
    /// What says that somebody may do something.
    pub(crate) permitting: WordList,
    /// Words that are against something.
    pub(crate) against: WordList,
    /// Words that fight something.
    pub(crate) fighting: WordList,
    /// What begins a part of a sentence that tells when something is so.
    pub(crate) conditions: WordList,
    /// Verbs that name whom they ask.
    pub(crate) addressing: WordList,
    /// What states and their governments are called.
    pub(crate) peoples: WordList,
    /// Words before a noun that mean none of it: "no".
    pub(crate) no: WordList,
    /// Words before a noun that mean some of it.
    pub(crate) some: WordList,
    /// Words before a noun that mean all of it.
    pub(crate) every: WordList,
    /// Articles: the word between one and a noun tells the noun's sort.
    pub(crate) articles: WordList,
    /// Words that name who acts, after what is done: "by".
    pub(crate) agents: WordList,
    /// What may go before the end of a way.
    pub(crate) again: WordList,
    /// Opposites.
    pub(crate) opposites: Vec<(String, String)>,
}

/// How sentences bind what is done.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ForceWords {
    /// Modal verbs of duties,
    pub(crate) modals_of_duty: PhraseList,
    /// and of permissions.
    pub(crate) modals_of_permission: PhraseList,
    /// What else says that somebody is obliged,
    pub(crate) obliging: PhraseList,
    /// allowed,
    pub(crate) permitting: PhraseList,
    /// forbidden,
    pub(crate) banning: PhraseList,
    /// not obliged,
    pub(crate) freeing: PhraseList,
    /// or leaves something undone.
    pub(crate) refraining: PhraseList,
    /// Words that bind only behind another verb.
    pub(crate) participles: WordList,
    /// What goes on behind them and is not bound.
    pub(crate) behind: WordList,
    /// Phrases that deny between the verbs.
    pub(crate) never: PhraseList,
    /// What a negation before it denies nothing by.
    pub(crate) measuring: WordList,
    /// Subjects that are none.
    pub(crate) none: WordList,
    /// What may go before these.
    pub(crate) opening: WordList,
    /// Verbs between the one that binds and the deed.
    pub(crate) helping: WordList,
    /// Verbs that end as adverbs do.
    pub(crate) verbs_in_ly: WordList,
    /// Adverbs there that have no ending of adverbs.
    pub(crate) adverbs: WordList,
    /// What makes it true of some cases alone.
    pub(crate) excepting: WordList,
    /// Deeds that come to less than what they are about.
    pub(crate) softening: WordList,
    /// What whoever acts in documents is called, where its name tells no more.
    pub(crate) roles: WordList,
}
