//! Words of documents: what they are called, how their clauses begin, what stands around them.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{PhraseList, WordList};

/// Words of documents.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DocumentWords {
    /// With what a title may begin that needs no other article before it.
    pub(crate) articles: WordList,
    /// What says in a line that its date is the one of the adoption.
    pub(crate) adoption: WordList,
    pub(crate) kinds: Kinds,
    pub(crate) boilerplate: Boilerplate,
    pub(crate) connectors: Connectors,
    /// By kind of document: the words of a title that say so.
    pub(crate) titles: BTreeMap<String, PhraseList>,
    pub(crate) titles_end: TitlesEnd,
    pub(crate) lead_ins: LeadIns,
    pub(crate) verbs: VerbWords,
}

/// What documents, their clauses and their authors are called.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Kinds {
    /// What documents are called.
    pub(crate) nouns: WordList,
    /// What is called so was adopted.
    pub(crate) adopted: WordList,
    /// By these even a document that does not exist is known.
    pub(crate) declaring: WordList,
    /// Texts of others.
    pub(crate) instruments: WordList,
    /// Those who speak in any document.
    pub(crate) authors: WordList,
    /// What a document is called behind or before its own name.
    pub(crate) named: WordList,
    /// Of these those that stand in the titles of documents that are called so.
    pub(crate) titled: WordList,
    /// What stands before them to say which kind it is, and tells no document.
    pub(crate) qualifying: WordList,
    /// Those that documents of any kind are called by, where several are meant.
    pub(crate) any_kind: WordList,
    /// Short forms before the number of a resolution.
    pub(crate) abbreviated: WordList,
    /// Those of them that are verbs as well, and what stands behind these.
    pub(crate) also_verbs: WordList,
    pub(crate) behind_verbs: WordList,
    /// And those by which even one that does not exist is known.
    pub(crate) telling: WordList,
    /// What a clause is called where its number follows.
    pub(crate) clauses: WordList,
}

/// What stands on a page without being said by it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Boilerplate {
    /// Headings of link lists.
    pub(crate) navigation: WordList,
    /// Words after which a Roman numeral is an ordinal.
    pub(crate) numbered: WordList,
}

/// Where long sentences may be cut.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Connectors {
    /// What opens a part of a sentence after a comma.
    pub(crate) after_comma: PhraseList,
    /// What opens an aside of a few words.
    pub(crate) asides: WordList,
    /// What opens a part of a sentence without a comma.
    pub(crate) purposes: PhraseList,
    /// Where a sentence may be cut if there is nothing better.
    pub(crate) last_resort: PhraseList,
    /// "And", "or", "but".
    pub(crate) conjunctions: WordList,
}

/// Before which words a long title is cut.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TitlesEnd {
    /// Before what the document is about.
    pub(crate) about: WordList,
    /// Before who speaks.
    pub(crate) speakers: WordList,
}

/// How verbs lead in clauses.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LeadIns {
    /// What joins two verbs without a comma.
    pub(crate) joining: PhraseList,
    /// What may stand between the start of a quotation and the verb that governs it.
    pub(crate) before_governing: WordList,
    /// What may stand before the verb that a clause begins with.
    pub(crate) concessive: WordList,
    /// What may follow the last verb of a line that leads in others.
    pub(crate) after_last: WordList,
    /// What says at the end of such a line that commitments follow.
    pub(crate) concluding: WordList,
    /// Phrases between a comma and a main clause.
    pub(crate) transitions: PhraseList,
    /// Words by which what looks like a verb is a noun.
    pub(crate) after_noun: WordList,
    pub(crate) prepositions: WordList,
    /// What stands before a part of what is spoken of.
    pub(crate) including: WordList,
    /// With what an object begins.
    pub(crate) before_objects: WordList,
    /// What opens an aside between a verb and its object.
    pub(crate) before_asides: WordList,
    /// What shows that a "to" begins no infinitive.
    pub(crate) after_preposition: WordList,
    /// Before a past participle.
    pub(crate) auxiliaries: WordList,
    /// Forms of "continue".
    pub(crate) continuing: WordList,
    /// Adverbs before a verb that do not end in "ly".
    pub(crate) adverbs: WordList,
    /// Words in "ly" that are no adverbs.
    pub(crate) no_adverbs: WordList,
    /// Those of them, and phrases, that only link a clause to the one before it.
    pub(crate) linking: PhraseList,
    /// Adverbs behind a verb.
    pub(crate) trailing: WordList,
    /// What follows a verb and "with".
    pub(crate) feelings: WordList,
    /// Nouns that look like gerunds.
    pub(crate) ing_nouns: WordList,
}

/// Lists by the name of a strength.
pub(crate) type ByStrength<T> = BTreeMap<String, T>;

/// The verbs that lead in, and how strongly they bind.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct VerbWords {
    /// Base forms, with the particles that belong to them.
    pub(crate) lemmas: ByStrength<WordList>,
    /// What can be expressed.
    pub(crate) expressions: ByStrength<WordList>,
    /// Adjectives that lead in a recital, with their lemmas.
    pub(crate) adjectives: ByStrength<BTreeMap<String, String>>,
    /// Other wordings of a lemma.
    pub(crate) aliases: BTreeMap<String, String>,
    /// Past participles that are irregular.
    pub(crate) past: BTreeMap<String, String>,
    /// Whose something is, where the documents themselves speak.
    pub(crate) own: WordList,
    /// Verbs of which a form is a noun as well.
    pub(crate) also_nouns: WordList,
    /// Verbs that double their last consonant.
    pub(crate) doubling: WordList,
    /// Adverbs that make a verb stronger.
    pub(crate) intensifiers: WordList,
}
