//! What a question asks for: the sort of answer, the part of a document, the verb.

use super::detail::Detail;
use super::wanted::{counted, goes_on_to_say};
use super::words::{Role, Words};
use crate::domain::{Asks, Corpus, Part, Strength};
use crate::language::question_words::{
    BINDING_WORDS, COMPARING, DOCUMENT_NOUNS, EVENT_WORDS, FILLERS, FIRST_OF_ALL, LAST_OF_ALL,
    MEETING_WORDS, OPERATIVE_WORDS, PREAMBULAR_WORDS, PRONOUNS, SPEAKER_NOUNS, STRUCTURE_WORDS,
};

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
            let stems = verb.lemma.split(' ').map(crate::language::analysis::stem).collect();
            let known = KnownVerb { lemma: verb.lemma.clone(), stems, strength: verb.strength };
            verbs.insert(at, known);
        }
    }
    verbs
}
