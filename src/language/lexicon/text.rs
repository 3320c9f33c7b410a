//! Words of any text.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::WordList;

/// Words of any text.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TextWords {
    /// Function words.
    pub(crate) stop_words: WordList,
    /// What ends in a full stop without ending a sentence.
    pub(crate) abbreviations: WordList,
    /// Words that turn a sentence into its opposite.
    pub(crate) negations: WordList,
    /// What compounds begin with.
    pub(crate) combining_forms: WordList,
    /// Endings that bend a word.
    pub(crate) inflections: WordList,
    /// Words that titles do not capitalise inside.
    pub(crate) small_in_titles: WordList,
    /// Words such as "shall" and "may".
    pub(crate) modals: WordList,
    /// What behind a negation leaves a sentence as it is.
    pub(crate) softeners: WordList,
    /// What begins a clause that no negation before it is about.
    pub(crate) clause_openers: WordList,
    /// What joins a clause to another.
    pub(crate) joints: WordList,
    /// What stands between a negation and the verb that it is about.
    pub(crate) linking_verbs: WordList,
    /// Negations of nouns and names.
    pub(crate) noun_negations: WordList,
    /// What no verb begins with, nor what stands before one.
    pub(crate) before_nouns: WordList,
    /// Forms of auxiliary verbs, such as "has".
    pub(crate) auxiliaries: WordList,
    /// Words such as "all" and "some".
    pub(crate) quantifiers: WordList,
    pub(crate) times: Times,
    pub(crate) numbers: Numbers,
    pub(crate) persons: Persons,
    pub(crate) spelling: Spelling,
}

/// Words of dates and lengths of time.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Times {
    /// From January on, as they are written.
    pub(crate) months: Vec<String>,
    /// The same, cut.
    pub(crate) short_months: WordList,
    /// Lengths of time.
    pub(crate) periods: WordList,
    /// How often something happens: once in so many of a length of time.
    pub(crate) rhythms: BTreeMap<String, (u32, String)>,
    /// What goes before a length of time that comes again and again,
    pub(crate) each: WordList,
    /// and behind what comes so often.
    pub(crate) per: WordList,
    /// What goes before the name of a place where something happens.
    pub(crate) sites: WordList,
    /// What says that a time lies behind us.
    pub(crate) behind_us: WordList,
    /// What goes before a year.
    pub(crate) before_years: WordList,
    /// What stands between a decade and the word before it.
    pub(crate) before_decades: WordList,
    /// What goes before the last of a range of years.
    pub(crate) until: WordList,
    /// What goes before the first of two ends.
    pub(crate) opening_ranges: WordList,
    /// What goes before a last day.
    pub(crate) up_to: WordList,
    /// What goes before a first day.
    pub(crate) from_on: WordList,
}

/// What counts without being a number.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Numbers {
    /// Parts of one.
    pub(crate) fractions: WordList,
    /// Others.
    pub(crate) collectives: WordList,
    /// What a number in digits ends in that tells which one.
    pub(crate) ordinal_endings: WordList,
}

/// Words around the names of persons.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Persons {
    /// What is written right before a name.
    pub(crate) titles: WordList,
    /// What is no part of the name that follows.
    pub(crate) honorifics: WordList,
    /// What bodies are called.
    pub(crate) bodies: WordList,
    /// Words in small letters within a name.
    pub(crate) particles: WordList,
    /// By which words for peoples, and for what is of a place, end.
    pub(crate) of_places: WordList,
    /// Small words within the name of a body.
    pub(crate) small_words: WordList,
    /// Verbs by which persons speak.
    pub(crate) speech: WordList,
}

/// How one spelling becomes another.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Spelling {
    /// Whole words, with the spelling that is searched by.
    pub(crate) words: BTreeMap<String, String>,
    /// How words begin, with how they begin in the other spelling.
    pub(crate) beginnings: BTreeMap<String, String>,
    /// The same of their ends.
    pub(crate) endings: BTreeMap<String, String>,
    /// Roots that have "ise" in either spelling.
    pub(crate) keeps_ise: WordList,
    /// Words that have "our" in either spelling.
    pub(crate) keeps_our: WordList,
    /// Words whose last letter is doubled in one spelling.
    pub(crate) doubled: WordList,
    /// Those of which it is doubled before "or" and "ous".
    pub(crate) doubled_or: WordList,
}
