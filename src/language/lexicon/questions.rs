//! Words by which questions are asked.

use serde::Deserialize;

use super::about_documents::AboutDocuments;
use super::conversation::{LabelWords, SeveralQuestions, SmallTalkWords, Without};
use super::{PhraseList, WordList};

/// Words by which questions are asked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct QuestionWords {
    pub(crate) which: WordList,
    /// Words that ask.
    pub(crate) interrogatives: WordList,
    /// Greetings and fillers.
    pub(crate) fillers: WordList,
    /// What a question that asks why says of its topic.
    pub(crate) worth: WordList,
    /// Words that stand for what an earlier question named.
    pub(crate) pronouns: WordList,
    /// Those that stand for one.
    pub(crate) pronouns_of_one: WordList,
    /// What stands for all documents that were not asked before: alone,
    pub(crate) others: WordList,
    /// or before a noun for documents.
    pub(crate) other: WordList,
    /// With what a question opens that goes on with an earlier one.
    pub(crate) opening: WordList,
    /// "What about".
    pub(crate) about: PhraseList,
    /// What stands before the topic of a short question.
    pub(crate) introducing: WordList,
    /// What goes on with an earlier question, in a short one.
    pub(crate) continuing: WordList,
    pub(crate) several: SeveralQuestions,
    pub(crate) without: Without,
    pub(crate) labels: LabelWords,
    pub(crate) small_talk: SmallTalkWords,
    pub(crate) saying: QuestionSaying,
    pub(crate) documents: AskedDocuments,
    pub(crate) reports: Reports,
    pub(crate) events: Events,
    pub(crate) comparing: Comparing,
    pub(crate) parts: AskedParts,
    pub(crate) about_documents: AboutDocuments,
    pub(crate) answer_types: AnswerTypes,
    pub(crate) outcomes: Outcomes,
}

/// Words of saying.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct QuestionSaying {
    /// Words of saying, which frame a question.
    pub(crate) words: WordList,
    /// Those that are nouns as well.
    pub(crate) nouns: WordList,
    /// Verbs of saying whose object is named.
    pub(crate) naming: WordList,
    /// What stands before somebody whose words are wanted,
    pub(crate) quoting: WordList,
    /// with one of these between.
    pub(crate) from: WordList,
    /// What stands for a person that was spoken of before.
    pub(crate) persons: WordList,
    /// What stands between such a verb and its object.
    pub(crate) objects: WordList,
    /// What a question begins with that "yes" or "no" answers.
    pub(crate) whether: WordList,
    /// The verbs of it that ask for no more than a mention.
    pub(crate) of_mention: PhraseList,
    /// What a document is or does that does not say it.
    pub(crate) silent: WordList,
    /// What is put before a verb of saying to deny it.
    pub(crate) denying: WordList,
    /// What may stand between the two.
    pub(crate) between: WordList,
    /// What stands between documents and what they do.
    pub(crate) auxiliaries: WordList,
    /// What stands before the name of somebody who says something.
    pub(crate) before_names: WordList,
    /// What else a text does with its topics.
    pub(crate) treating: WordList,
}

/// Which documents are meant.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskedDocuments {
    /// What may stand for a document behind "which".
    pub(crate) stand_ins: WordList,
    pub(crate) meetings: WordList,
    /// What documents are called there where titles of the corpus go by it.
    pub(crate) others: WordList,
    /// What goes through all of them.
    pub(crate) every: WordList,
    /// Those of them that ask for each.
    pub(crate) every_one: WordList,
    /// What asks for a list of those that say something,
    pub(crate) listed: WordList,
    /// and what may stand between it and their noun.
    pub(crate) between: WordList,
    /// What asks for the places where something is said, at the end of a question,
    pub(crate) places: WordList,
    /// and behind "where do".
    pub(crate) placed: WordList,
    /// Nouns for several documents.
    pub(crate) all_nouns: WordList,
    /// What all documents together are called.
    pub(crate) collections: WordList,
    /// What asks for a list of them.
    pub(crate) listing: PhraseList,
    /// What tells the first of all by date,
    pub(crate) first: WordList,
    /// and the last.
    pub(crate) last: WordList,
    /// What stands between a document and its place in the order of all.
    pub(crate) copula: WordList,
    /// What counts on from the document that was spoken of,
    pub(crate) later: WordList,
    /// and back.
    pub(crate) earlier: WordList,
    /// What is counted so.
    pub(crate) counted_on: WordList,
    pub(crate) years: WordList,
    /// What excludes the documents named behind it.
    pub(crate) excluding: PhraseList,
    /// What joins documents.
    pub(crate) joining: WordList,
    /// What stands before a document that is asked.
    pub(crate) asked_by: PhraseList,
    /// What stands before what documents are asked about.
    pub(crate) asked_about: PhraseList,
    /// What asks how often something is mentioned,
    pub(crate) how_often: PhraseList,
    /// and in how many clauses.
    pub(crate) in_how_many: PhraseList,
    /// What stands between the parts of a document's name.
    pub(crate) in_names: WordList,
    /// Of these those behind which a name still tells a document that is not there.
    pub(crate) in_names_of: WordList,
    /// What stands before what a document calls itself.
    pub(crate) own: WordList,
    /// What a session is called behind its number.
    pub(crate) sessions: WordList,
}

/// What reports about documents are called.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reports {
    /// The first word of two.
    pub(crate) first: WordList,
    /// The second.
    pub(crate) second: WordList,
    /// The same in one word, or behind an article.
    pub(crate) phrases: PhraseList,
}

/// What asks about the meeting or the adoption itself.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Events {
    /// What asks about it.
    pub(crate) words: WordList,
    /// What may stand beside these.
    pub(crate) beside: WordList,
    /// What asks for its date,
    pub(crate) dates: PhraseList,
    /// and says that it comes again,
    pub(crate) present: WordList,
    /// as days and years do;
    pub(crate) days: WordList,
    /// what asks when a text was published;
    pub(crate) publishing: WordList,
    /// also in another order of words,
    pub(crate) on_dates: PhraseList,
    /// and what for its place.
    pub(crate) places: PhraseList,
}

/// What compares.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Comparing {
    /// Always.
    pub(crate) always: WordList,
    /// Where several documents are named.
    pub(crate) of_several: WordList,
    /// What several do with a topic that is compared.
    pub(crate) treating: WordList,
    /// What is asked of each of several.
    pub(crate) of_each: WordList,
    /// What asks for what the one has and the other has not,
    pub(crate) new: WordList,
    /// and what may stand beside it.
    pub(crate) beside_new: WordList,
    /// What stands between the two that are compared.
    pub(crate) joints: WordList,
    /// The same between two names.
    pub(crate) opposing: WordList,
    /// What is compared of what documents say, before the topic.
    pub(crate) what: PhraseList,
}

/// The part of a document, and the force of its words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskedParts {
    /// What asks how a document is built.
    pub(crate) structure: WordList,
    /// What asks for commitments and calls.
    pub(crate) operative: WordList,
    /// What asks for recitals.
    pub(crate) preambular: WordList,
    /// What asks how strongly a text binds.
    pub(crate) binding: WordList,
    /// What asks for a duty, at the start of a question,
    pub(crate) must: WordList,
    /// or behind an auxiliary there.
    pub(crate) duties: PhraseList,
    /// Words by which a text tells its own force,
    pub(crate) own_force: WordList,
    /// and by which it obliges.
    pub(crate) obliging: WordList,
    /// What asks which of several verbs binds more,
    pub(crate) stronger: WordList,
    /// or less,
    pub(crate) weaker: WordList,
    /// and what these are called.
    pub(crate) verbs: WordList,
    /// What tells how strongly it binds, beside these.
    pub(crate) force: WordList,
}

/// What an answer has to give.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AnswerTypes {
    /// What asks for a number.
    pub(crate) number: PhraseList,
    /// Words for a share,
    pub(crate) shares: WordList,
    /// for a sum,
    pub(crate) sums: WordList,
    /// and for money.
    pub(crate) money: WordList,
    /// What asks for a date.
    pub(crate) date: PhraseList,
    /// What asks for a date or a length of time.
    pub(crate) time: PhraseList,
    /// What asks for what a word means.
    pub(crate) definition: PhraseList,
    /// Words that tell a meaning wherever they stand.
    pub(crate) meaning: WordList,
    /// Words of saying what a word means.
    pub(crate) defining: WordList,
    /// Verbs behind "when" in a question for a date.
    pub(crate) dated: WordList,
    /// Those of them after which something has been done.
    pub(crate) past: WordList,
    /// What is counted in questions about documents, not in them.
    pub(crate) about_documents: WordList,
    /// What goes before those who are counted out of others.
    pub(crate) partitive: WordList,
    /// What shares are counted in.
    pub(crate) fractions: WordList,
    /// What money is counted in.
    pub(crate) currencies: WordList,
    /// What is told by a sum of money.
    pub(crate) budgets: WordList,
    /// Verbs behind "how much" by which money is meant.
    pub(crate) paying: WordList,
    /// Forms of "be".
    pub(crate) being: WordList,
    /// Words for those who act together.
    pub(crate) bodies: WordList,
    /// Offices that one person holds.
    pub(crate) offices: WordList,
    /// What ends the name of an office in a question.
    pub(crate) ending_offices: WordList,
    /// General words for persons.
    pub(crate) persons: WordList,
    /// What says of persons that they took part in something.
    pub(crate) attendance: WordList,
    /// Words for those who did.
    pub(crate) attenders: WordList,
    /// Under which others they may be counted.
    pub(crate) attending: WordList,
    /// What asks for a cost.
    pub(crate) cost: PhraseList,
    /// By what a cost is told.
    pub(crate) costs: WordList,
    /// Behind these no cost is told.
    pub(crate) behind_costs: WordList,
}

/// What came of something.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Outcomes {
    /// What asks for it in so many words.
    pub(crate) phrases: PhraseList,
    /// What may stand before all else in a question.
    pub(crate) opening: WordList,
    /// Verbs that ask for it.
    pub(crate) auxiliaries: WordList,
    /// Forms of "have".
    pub(crate) perfect: WordList,
    /// What a question opens with that "have" may follow.
    pub(crate) interrogatives: WordList,
    /// What stands before a subject.
    pub(crate) before_subjects: WordList,
    /// Verbs of change.
    pub(crate) changes: WordList,
    /// Subjects that stand for those who speak.
    pub(crate) anyone: WordList,
    /// Subjects that stand for a thing.
    pub(crate) it: WordList,
    /// Subjects of "did" that adopt what is asked about.
    pub(crate) adopting: WordList,
    /// What begins a relative clause.
    pub(crate) relative: WordList,
    /// What may stand behind a participle that ends what is said.
    pub(crate) following: WordList,
    /// What tells what is to be done.
    pub(crate) directing: WordList,
    /// Forms of the past that are nothing else.
    pub(crate) past: WordList,
    /// What has been accomplished by its very name.
    pub(crate) accomplishments: WordList,
    /// What has happened if it is welcomed.
    pub(crate) events: WordList,
    /// Words that welcome or recognise.
    pub(crate) factive: WordList,
    /// What follows a verb, and no participle that describes.
    pub(crate) determiners: WordList,
    /// Participles that do not end in "ed".
    pub(crate) irregular: WordList,
}
