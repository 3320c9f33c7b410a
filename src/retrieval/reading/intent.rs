//! What a question asks for: the sort of answer, the part of a document, the verb.

use std::ops::Range;

use super::detail::Detail;
use super::lexicon::{
    BINDING_WORDS, COMPARING, DOCUMENT_NOUNS, EVENT_WORDS, FILLERS, FIRST_OF_ALL, LAST_OF_ALL,
    MEETING_WORDS, OPERATIVE_WORDS, PREAMBULAR_WORDS, PRONOUNS, SAYING, SPEAKER_NOUNS,
    STRUCTURE_WORDS,
};
use super::words::{Role, Words};
use crate::domain::{Asks, Corpus, Part, Strength};

/// The sort of answer that is asked for. `named` is how many documents the question names.
pub(super) fn asks(
    words: &Words<'_>,
    quoted: bool,
    labelled: bool,
    named: usize,
    detail: Option<&Detail>,
) -> Asks {
    if quoted {
        return Asks::Quotation;
    }
    if labelled {
        return Asks::Clause;
    }
    if lists(words) {
        return Asks::Listing;
    }
    if words.any(&["compare", "compared", "comparing", "comparison", "versus", "vs"])
        || words.any(&["differ", "differs", "differed", "difference", "differences", "contrast"])
        || (named > 1 && (words.any(COMPARING) || words.any(&["than"])))
    {
        return Asks::Comparison;
    }
    // "Which declaration is the oldest?" has been understood as a name: its date is the answer.
    if named == 1 && by_date_alone(words) {
        return Asks::When;
    }
    if which_document(words) || superlative(words).is_some_and(|at| goes_on_to_say(words, at + 2)) {
        return Asks::WhichDocument;
    }
    if words.any(BINDING_WORDS) {
        return Asks::Strength;
    }
    event(words, detail)
}

/// "what declarations can I search here", "list all documents".
fn lists(words: &Words<'_>) -> bool {
    let nouns = ["declarations", "documents", "texts", "resolutions", "treaties", "sources"];
    let asked = words.word(0) == "list"
        || words.any(&["available", "corpus", "collection", "database", "indexed"])
        || words.has_phrase(&[
            "can i search", "can i ask", "do you have", "do you know", "are there", "are here",
            "do you cover", "are covered", "are included", "have you got",
        ]);
    let noun = (0..words.len()).find(|&at| nouns.contains(&words.word(at)));
    asked && noun.is_some_and(|at| at <= 4)
}

/// "which declaration", "in which of the texts", "which one", "what document".
fn which_document(words: &Words<'_>) -> bool {
    (0..words.len()).any(|at| {
        let asking = matches!(words.word(at), "which" | "wich" | "what" | "whose");
        let noun = |ahead: usize| {
            let word = words.word(at + ahead);
            DOCUMENT_NOUNS.contains(&word)
                || matches!(word, "one" | "ones" | "meeting" | "meetings" | "summit" | "summits")
        };
        let direct = noun(1) || (noun(2) && words.word(at + 1) != "the");
        let of_the = words.word(at + 1) == "of" && (noun(3) || noun(4) || noun(2));
        asking && (of_the || (direct && at <= 6))
    }) || counted(words).is_some()
}

/// Where "how many" stands that counts documents: "how many declarations", "how many of the texts".
fn counted(words: &Words<'_>) -> Option<usize> {
    let noun = |at: usize| DOCUMENT_NOUNS.contains(&words.word(at));
    (0..words.len()).find(|&at| {
        let of_the = words.word(at + 2) == "of" && words.word(at + 3) == "the" && noun(at + 4);
        words.word(at) == "how" && words.word(at + 1) == "many" && (noun(at + 2) || of_the)
    })
}

/// Which of the documents that say it a question asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Wanted {
    /// Whichever.
    #[default]
    Any,
    /// Several: more than one is expected to say it.
    Several,
    /// How many they are.
    Count,
    /// One of them by its date.
    ByDate(Order),
    /// Those that do not say it.
    Silent,
}

/// "which declaration first mentioned", "which declarations mention", "which do not mention". Marks
/// the words that say so.
pub(super) fn wanted(words: &mut Words<'_>) -> Wanted {
    if let Some(at) = counted(words) {
        words.mark(at..at + 2, Role::Frame);
        return Wanted::Count;
    }
    if let Some(range) = denial(words) {
        words.mark(range, Role::Frame);
        return Wanted::Silent;
    }
    match order(words) {
        Some(order) => Wanted::ByDate(order),
        None if several(words) => Wanted::Several,
        None => Wanted::Any,
    }
}

/// Whether a question that asks for documents expects several: "which declarations mention", but not "which one of the texts" or "which of the texts mentions".
fn several(words: &Words<'_>) -> bool {
    let plural = |word: &str| word.ends_with('s') && DOCUMENT_NOUNS.contains(&word);
    (0..words.len()).any(|at| {
        let asked = matches!(words.word(at), "which" | "wich" | "what");
        let of_them = words.word(at + 1) == "of";
        let nouns = at + 1..(at + 5).min(words.len());
        asked
            && words.word(at + 1) != "one"
            && nouns.into_iter().any(|noun| {
                let one_does = of_them && words.word(noun + 1).ends_with('s');
                (plural(words.word(noun)) || words.word(noun) == "ones") && !one_does
            })
    })
}

/// Where a question that asks for documents denies that they say it: "which declarations do not
/// mention", "which of them never speaks of", "which say nothing about", "which are silent on".
fn denial(words: &Words<'_>) -> Option<Range<usize>> {
    let asked = |at: usize| matches!(words.word(at), "which" | "wich" | "what");
    let first = (0..words.len()).find(|&at| asked(at))?;
    let word = |at: usize| words.word(at);
    let said = |at: usize| SAYING.contains(&word(at));
    let at = (first + 1..words.len().min(first + DENIAL_WORDS_MAX)).find(|&at| {
        let of_verb = DENYING.contains(&word(at))
            && (said(at + 1) || matches!(word(at + 1), "to" | "even") && said(at + 2));
        // "Says no state may" denies something else.
        let of_object = word(at) == "nothing" && said(at - 1)
            || word(at) == "no" && NAMING.contains(&word(at - 1));
        let subject = || {
            DOCUMENT_NOUNS.contains(&word(at - 1))
                || matches!(word(at - 1), "is" | "are" | "was" | "were" | "them" | "ones")
        };
        of_verb || of_object || SILENT.contains(&word(at)) && subject()
    })?;
    Some(at..at + 1)
}

/// So far behind "which" the word stands by which saying is denied.
const DENIAL_WORDS_MAX: usize = 8;

/// Verbs of saying whose object is named: "mentions no gangs".
const NAMING: &[&str] = &[
    "mention", "mentions", "contain", "contains", "make", "makes", "give", "gives", "have", "has",
];

/// What a document is or does that does not say it.
const SILENT: &[&str] = &["silent", "omit", "omits", "lack", "lacks", "ignore", "ignores"];

/// What is put before a verb of saying to deny it.
const DENYING: &[&str] = &[
    "not", "never", "fail", "fails", "failed", "don't", "doesn't", "didn't", "dont", "doesnt",
    "didnt", "without",
];

/// Which of several documents is asked for, by date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The first that says it.
    First,
    /// The last.
    Last,
}

/// "which declaration first mentioned ...", "... was the last to speak of", "... says it first",
/// "the first declaration to mention ...". Marks the word that says so.
fn order(words: &mut Words<'_>) -> Option<Order> {
    let (at, order) = (0..words.len()).find_map(|at| {
        let order = match words.word(at) {
            "first" | "earliest" => Order::First,
            "last" | "latest" => Order::Last,
            _ => return None,
        };
        let next = words.word(at + 1);
        let of_saying = next.is_empty()
            || next == "to"
            || SAYING.contains(&next)
            || DOCUMENT_NOUNS.contains(&next) && goes_on_to_say(words, at + 2);
        (words.role(at) == Role::Topic && of_saying).then_some((at, order))
    })?;
    words.mark(at..at + 1, Role::Frame);
    Some(order)
}

/// Whether the question asks for nothing but the first or the last of all documents.
fn by_date_alone(words: &Words<'_>) -> bool {
    let ordered = (0..words.len()).any(|at| {
        words.role(at) != Role::Topic
            && [FIRST_OF_ALL, LAST_OF_ALL].iter().any(|list| list.contains(&words.word(at)))
    });
    let said =
        |word: &str| [DOCUMENT_NOUNS, FILLERS, PRONOUNS].iter().any(|list| list.contains(&word));
    let asked = matches!(words.word(0), "which" | "wich" | "what" | "whats");
    asked && ordered && words.topic().all(|term| term.is_stopword() || said(&term.word))
}

/// Where "first declaration", "latest text" and the like begin.
fn superlative(words: &Words<'_>) -> Option<usize> {
    (0..words.len()).find(|&at| {
        matches!(words.word(at), "first" | "earliest" | "last" | "latest")
            && DOCUMENT_NOUNS.contains(&words.word(at + 1))
    })
}

/// Whether the words from `at` on tell a document by what it says: "to mention ...", "that speaks
/// of ...", "mentioning ...".
pub(super) fn goes_on_to_say(words: &Words<'_>, at: usize) -> bool {
    matches!(words.word(at), "to" | "that" | "which") && SAYING.contains(&words.word(at + 1))
        || words.word(at) == "mentioning"
}

/// When, where, who and how many; else what is said about a topic.
fn event(words: &Words<'_>, detail: Option<&Detail>) -> Asks {
    let event = of_meeting(words);
    let starts = |word: &str| (0..words.len().min(4)).any(|at| words.word(at) == word);
    let date = words.has_phrase(&[
        "what date", "which date", "what day", "which day", "what year", "which year",
    ]);
    if event && (starts("when") || date || words.has_phrase(&["adopted on", "held on", "date of"]))
    {
        return Asks::When;
    }
    if event && (starts("where") || words.has_phrase(&["which city", "what city", "which country"]))
    {
        return Asks::Where;
    }
    if matches!(detail, Some(Detail::Number { .. })) || words.has_phrase(&["number of"]) {
        return Asks::HowMany;
    }
    // Behind a noun, "who" tells of whom is spoken: "officers who know the area".
    let asking = |at: &usize| {
        matches!(words.word(*at), "who" | "whom")
            && (*at == 0 || words.term(at - 1).is_stopword() || words.role(at - 1) != Role::Topic)
    };
    if (0..words.len().min(4)).any(|at| asking(&at)) {
        return Asks::Who;
    }
    Asks::Topic
}

/// Whether a question is about the document or its meeting: "when was it adopted?", but not "when
/// do police intervene?".
pub(super) fn of_meeting(words: &Words<'_>) -> bool {
    let known = |word: &str| {
        [EVENT_WORDS, MEETING_WORDS, DOCUMENT_NOUNS, SPEAKER_NOUNS, FILLERS, PRONOUNS]
            .iter()
            .any(|list| list.contains(&word))
    };
    let numbered = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    words.any(EVENT_WORDS)
        && words.word(0) != "since"
        && words.topic().all(|term| term.is_stopword() || known(&term.word) || numbered(&term.word))
}

/// The parts that the question asks for: the lines that frame a document, commitments, or recitals;
/// empty where it tells none of them.
pub(super) fn parts(words: &Words<'_>) -> Vec<Part> {
    if words.any(STRUCTURE_WORDS) {
        return vec![Part::Frame];
    }
    match (words.any(OPERATIVE_WORDS), words.any(PREAMBULAR_WORDS)) {
        (true, false) => vec![Part::Operative],
        (false, true) => vec![Part::Preambular],
        _ => Vec::new(),
    }
}

/// Lemmas of lead-in verbs of the corpus that the question uses, with the strongest's strength.
pub(super) fn verbs(words: &Words<'_>, known: &[KnownVerb]) -> (Vec<String>, Option<Strength>) {
    let used = |verb: &&KnownVerb| {
        (0..words.len()).any(|at| {
            verb.stems.iter().enumerate().all(|(ahead, stem)| words.stem(at + ahead) == stem)
        })
    };
    let found: Vec<&KnownVerb> = known.iter().filter(used).collect();
    let strength = found.iter().map(|verb| verb.strength).max();
    (found.iter().map(|verb| verb.lemma.clone()).collect(), strength)
}

/// A lead-in verb that occurs in the corpus.
#[derive(Debug, Clone)]
pub(super) struct KnownVerb {
    lemma: String,
    stems: Vec<String>,
    strength: Strength,
}

/// Every lead-in verb of `corpus`, in alphabetical order.
pub(super) fn known_verbs(corpus: &Corpus) -> Vec<KnownVerb> {
    let mut verbs: Vec<KnownVerb> = Vec::new();
    for verb in corpus.clauses().iter().flat_map(|clause| &clause.verbs) {
        if let Err(at) = verbs.binary_search_by(|known| known.lemma.cmp(&verb.lemma)) {
            let stems = verb.lemma.split(' ').map(crate::retrieval::analysis::stem).collect();
            let known = KnownVerb { lemma: verb.lemma.clone(), stems, strength: verb.strength };
            verbs.insert(at, known);
        }
    }
    verbs
}
