//! What a question asks for: the sort of answer, the part of a document, the verb.

use super::answer_type::AnswerType;
use super::force::asks_for_duty;
use super::names::Names;
use super::scope::Scope;
use super::selection::{all_gone_through, counted, goes_on_to_say, is_document_noun, order_of};
use super::words::{Role, Words};
use crate::domain::{Corpus, Part, QuestionType, Strength};
use crate::language::dates::is_month_name;
use crate::language::lexicon::english;

/// The sort of answer that is asked for.
pub(super) fn asks(
    words: &Words<'_>,
    names: &Names,
    quoted: bool,
    labelled: bool,
    scope: &Scope,
    answer_type: Option<&AnswerType>,
) -> QuestionType {
    let named = scope.named.len();
    if quoted {
        return QuestionType::Quotation;
    }
    if labelled {
        return QuestionType::Clause;
    }
    if lists_all(words, names) {
        return QuestionType::Listing;
    }
    if named == 0 && all_gone_through(words, names).is_some() {
        return QuestionType::WhichDocument;
    }
    if lists(words) {
        return QuestionType::Listing;
    }
    let comparing = &english().questions.comparing;
    let changes = words.any(&comparing.of_several);
    if changes && named == 0 && words.has_phrase(&comparing.what) {
        return QuestionType::WhichDocument;
    }
    let each = words.any(&comparing.of_each);
    if words.any(&comparing.always) || named > 1 && (changes || each) {
        return QuestionType::Comparison;
    }
    // "Which declaration is the oldest?" has been understood as a name: its date is the answer.
    if named == 1 && by_date_alone(words, names) {
        return QuestionType::When;
    }
    if which_document(words, names)
        || superlative(words, names).is_some_and(|at| goes_on_to_say(words, at + 2))
    {
        return QuestionType::WhichDocument;
    }
    if words.any(&english().questions.parts.binding) || asks_for_duty(words) {
        return QuestionType::Strength;
    }
    match event(words, names, answer_type) {
        QuestionType::When | QuestionType::Where => event(words, names, answer_type),
        _ if named_apart(scope) => QuestionType::Comparison,
        other => other,
    }
}

/// Whether several names name a few documents, of which none is another's: each of them is asked.
fn named_apart(scope: &Scope) -> bool {
    const NAMED_MAX: usize = 6;
    let groups = &scope.groups;
    let apart = |at: usize| {
        groups[..at].iter().all(|before| groups[at].iter().all(|own| !before.contains(own)))
    };
    scope.named.len() <= NAMED_MAX && groups.len() > 1 && (1..groups.len()).all(apart)
}

/// Whether something is asked of each of several.
pub(super) fn of_each(words: &Words<'_>) -> bool {
    let comparing = &english().questions.comparing;
    words.any(&comparing.always)
        || words.any(&comparing.of_several)
        || words.any(&comparing.of_each)
}

/// "what declarations can I search here".
fn lists(words: &Words<'_>) -> bool {
    let known = &english().questions.documents;
    let asked = words.any(&known.collections) || words.has_phrase(&known.listing);
    let noun = (0..words.len()).find(|&at| known.all_nouns.has(words.word(at)));
    asked && noun.is_some_and(|at| at <= 4)
}

/// "list all declarations", "show me the resolutions of 2012": documents are asked for and nothing else.
fn lists_all(words: &Words<'_>, names: &Names) -> bool {
    let asking = &english().questions;
    let known = &asking.documents;
    let asks = |at: usize| known.listed.has(words.word(at)) || known.every.has(words.word(at));
    let noun = |at: usize| {
        let word = words.word(at);
        word.ends_with('s') && is_document_noun(word, names)
    };
    let idle = |at: usize| {
        words.role(at) != Role::Topic
            || words.term(at).is_stopword()
            || known.between.has(words.word(at))
            || asking.fillers.has(words.word(at))
    };
    (0..words.len()).any(asks)
        && (0..words.len()).any(noun)
        && (0..words.len()).all(|at| asks(at) || noun(at) || idle(at))
}

/// "which declaration", "in which of the texts", "which one", "what document", "... in which texts?".
fn which_document(words: &Words<'_>, names: &Names) -> bool {
    let known = &english().questions.documents;
    (0..words.len()).any(|at| {
        let asking = english().questions.which.has(words.word(at)) || words.word(at) == "whose";
        let noun = |ahead: usize| {
            let word = words.word(at + ahead);
            is_document_noun(word, names)
                || word != "them" && known.stand_ins.has(word)
                || known.meetings.has(word)
        };
        // "What does resolution 80/4 say?" names the one that it asks about.
        let auxiliaries = &english().questions.several.auxiliaries;
        let between = |word: &str| word != "the" && !auxiliaries.has(word);
        let direct = noun(1) || (noun(2) && between(words.word(at + 1)));
        let them = words.word(at + 2) == "them";
        let of_the = words.word(at + 1) == "of" && (them || noun(3) || noun(4) || noun(2));
        // "What reports does resolution 80/4 ask for?" asks of the one that it names.
        if is_asked_of_named(words, at) {
            return false;
        }
        // Farther on it may be part of what is said: "crimes for which declarations were made".
        let behind = at + if noun(1) { 2 } else { 3 };
        let ends = behind >= words.len() || says(words.word(behind));
        asking && (of_the || (direct && (at <= 6 || ends)))
    }) || counted(words, names).is_some()
}

/// Whether documents behind "which" at `at` are what one that is named asks for or speaks of.
pub(super) fn is_asked_of_named(words: &Words<'_>, at: usize) -> bool {
    let asking = &english().questions;
    let auxiliary = asking.several.auxiliaries.has(words.word(at + 2));
    let named = at + 3 < words.len() && words.role(at + 3) == Role::Scope;
    asking.which.has(words.word(at)) && auxiliary && named
}

/// Whether a document is said to say something by this word.
fn says(word: &str) -> bool {
    english().questions.saying.words.has(word) || matches!(word, "name" | "names")
}

/// Whether the question asks for nothing but the first or the last of all documents.
fn by_date_alone(words: &Words<'_>, names: &Names) -> bool {
    let ordered = (0..words.len())
        .any(|at| words.role(at) != Role::Topic && order_of(words.word(at)).is_some());
    let asking = &english().questions;
    let frame = [&asking.fillers, &asking.pronouns];
    let said =
        |word: &str| is_document_noun(word, names) || frame.iter().any(|list| list.has(word));
    let asked = asking.which.has(words.word(0)) || words.word(0) == "whats";
    let about = words.any(&asking.introducing);
    asked && ordered && !about && words.topic().all(|term| term.is_stopword() || said(&term.word))
}

/// Where "first declaration", "latest text" and the like begin.
fn superlative(words: &Words<'_>, names: &Names) -> Option<usize> {
    (0..words.len()).find(|&at| {
        order_of(words.word(at)).is_some() && is_document_noun(words.word(at + 1), names)
    })
}

/// When, where, who and how many; else what is said about a topic.
fn event(words: &Words<'_>, names: &Names, answer_type: Option<&AnswerType>) -> QuestionType {
    let event = of_meeting(words, names);
    let events = &english().questions.events;
    let starts = |word: &str| (0..words.len().min(4)).any(|at| words.word(at) == word);
    let date = words.has_phrase(&events.dates) || words.has_phrase(&events.on_dates);
    if event && (starts("when") || date) {
        return QuestionType::When;
    }
    if event && (starts("where") || words.has_phrase(&events.places)) {
        return QuestionType::Where;
    }
    let counted =
        (1..words.len()).any(|at| words.word(at - 1) == "number" && words.word(at) == "of");
    if matches!(answer_type, Some(AnswerType::Number { .. })) || counted {
        return QuestionType::HowMany;
    }
    // Behind a noun, "who" tells of whom is spoken: "officers who know the area".
    let asking = |at: &usize| {
        matches!(words.word(*at), "who" | "whom")
            && (*at == 0 || words.term(at - 1).is_stopword() || words.role(at - 1) != Role::Topic)
    };
    if (0..words.len().min(4)).any(|at| asking(&at)) {
        return QuestionType::Who;
    }
    QuestionType::Topic
}

/// The stem of what is done by whom the question asks for: "who appoints the judges?", "who may convene
/// it?".
pub(super) fn deed(words: &Words<'_>) -> Option<String> {
    let known = &english().questions.answer_types;
    let asks = words.word(0) == "who"
        || english().questions.which.has(words.word(0)) && known.bodies.has(words.word(1));
    let start = if words.word(0) == "who" { 1 } else { 2 };
    let at = (start..words.len()).find(|&at| !words.term(at).is_stopword())?;
    let verb = words.role(at) == Role::Topic && at <= start + 1;
    let own = asks && verb && !known.being.has(words.word(start));
    own.then(|| words.stem(at).to_owned())
}

/// Whether a question is about the document or its meeting: "when was it adopted?", but not "when
/// do police intervene?".
pub(super) fn of_meeting(words: &Words<'_>, names: &Names) -> bool {
    let asking = &english().questions;
    let frame = [
        &asking.events.words,
        &asking.events.beside,
        &english().documents.kinds.nouns,
        &asking.fillers,
        &asking.pronouns,
    ];
    let known = |word: &str| {
        frame.iter().any(|list| list.has(word))
            || is_month_name(word)
            || names.is_speaker(word)
            || names.in_occasion(word)
    };
    let numbered = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    words.any(&asking.events.words)
        && words.word(0) != "since"
        && words.topic().all(|term| term.is_stopword() || known(&term.word) || numbered(&term.word))
}

/// Whether it asks how what documents say has changed.
pub(super) fn asks_for_changes(words: &Words<'_>) -> bool {
    let comparing = &english().questions.comparing;
    words.any(&comparing.of_several) && words.has_phrase(&comparing.what)
}

/// The parts that the question asks for: the lines that frame a document, commitments, or recitals;
/// empty where it tells none of them.
pub(super) fn parts(words: &Words<'_>) -> Vec<Part> {
    let parts = &english().questions.parts;
    if words.any(&parts.structure) {
        return vec![Part::Frame];
    }
    match (words.any(&parts.operative), words.any(&parts.preambular)) {
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
