//! What came of something: whether it was done, finished, kept.
//!
//! A declaration says what is to be done. "Was the plan finished in time?" is not answered by the
//! clause that calls for the plan, however near it comes, but by one that tells what has happened.

use super::words::{Role, Words};
use crate::domain::Part;
use crate::language::analysis::Term;
use crate::language::question_words::{
    DOCUMENT_NOUNS, EVENT_WORDS, OPERATIVE_WORDS, PREAMBULAR_WORDS, SAYING, SPEAKER_NOUNS,
};

/// Words from the start in which "has" and "have" belong to the question word: "which procedures
/// have been reformed".
const OPENING_WORDS: usize = 6;
/// Words between "have" and its participle, or between "welcome" and what is welcomed.
const BETWEEN_MAX: usize = 4;
/// How far behind "that" a verb may stand which only describes: "the forces that Rome speaks of".
const RELATIVE_WORDS: usize = 3;

/// Whether the question asks what came of something.
pub(super) fn asked(words: &Words<'_>) -> bool {
    if words.has_phrase(OUTCOME_PHRASES) {
        return true;
    }
    let opens = usize::from(matches!(words.word(0), "and" | "but" | "so"));
    let questions = |at: usize| QUESTION_WORDS.contains(&words.word(at));
    let auxiliary = match words.word(opens) {
        "did" | "was" | "were" | "has" | "have" | "had" => Some(opens),
        _ if questions(opens) => (opens + 1..words.len().min(opens + OPENING_WORDS))
            .find(|&at| matches!(words.word(at), "has" | "have")),
        _ => None,
    };
    // "What has to be done" asks for a duty.
    let auxiliary = auxiliary.filter(|&at| words.word(at + 1) != "to");
    let Some(auxiliary) = auxiliary else { return false };
    // What describes the world tells how it has changed: "did conflict become less frequent?"
    let changes = (auxiliary..words.len()).any(|at| CHANGES.contains(&words.stem(at)));
    if changes || spoken(words, auxiliary) {
        return false;
    }
    // "Did" goes with any verb; the others may stand alone: "was corruption a concern?".
    words.word(auxiliary) == "did" || participle_follows(words, auxiliary)
}

/// Whether the question is what a document or its authors say, which is no outcome: they are its
/// subject, or its verb is one of saying, of committing or of recognising.
fn spoken(words: &Words<'_>, auxiliary: usize) -> bool {
    let subject = (auxiliary + 1..words.len())
        .find(|&at| !matches!(words.word(at), "the" | "any" | "all" | "these" | "those" | "of"));
    let Some(subject) = subject else { return true };
    let speaks = |at: usize| {
        let word = words.word(at);
        at < words.len() && words.role(at) != Role::Topic
            || SPEAKER_NOUNS.contains(&word)
            || DOCUMENT_NOUNS.contains(&word)
    };
    let named = speaks(subject)
        || words.word(subject + 1) != "of" && speaks(subject + 1) && speaks_alone(words, subject);
    let authors = words.word(auxiliary) == "did" && AUTHORS.contains(&words.word(subject));
    let anyone = PERSONS_OR_THINGS.contains(&words.word(subject)) || authors;
    let it = matches!(words.word(subject), "it" | "this" | "that");
    let told = (auxiliary..words.len()).any(|at| {
        let word = words.word(at);
        let describes = (at.saturating_sub(RELATIVE_WORDS)..at)
            .any(|before| matches!(words.word(before), "that" | "which" | "who"));
        let tells = [SAYING, OPERATIVE_WORDS, PREAMBULAR_WORDS, TEXTUAL]
            .iter()
            .any(|list| list.contains(&word) && !SAYING_NOUNS.contains(&word));
        tells && !describes || it && EVENT_WORDS.contains(&word)
    });
    named || anyone || told
}

/// Whether the word behind the one at `first` is part of the subject: "participating ministers",
/// but not "country refuse".
fn speaks_alone(words: &Words<'_>, first: usize) -> bool {
    SPEAKER_NOUNS.contains(&words.word(first + 1)) || words.typed(first).ends_with("'s")
}

/// Whether a participle behind `auxiliary` ends what is said: "have been reformed since", but not
/// "was organised crime a concern".
fn participle_follows(words: &Words<'_>, auxiliary: usize) -> bool {
    (auxiliary + 1..words.len()).any(|at| {
        let next = words.word(at + 1);
        let ends = at + 1 == words.len()
            || words.term(at + 1).is_stopword()
            || words.role(at + 1) != Role::Topic
            || next.ends_with("ly")
            || FOLLOWING.contains(&next)
            // What "have" has done takes an object: "have databases improved police work".
            || matches!(words.word(auxiliary), "has" | "have" | "had");
        is_participle(words.word(at)) && ends
    })
}

/// Whether `words`, of a clause of `part`, may tell what came of something. A commitment or a call does
/// not, unless it says so; what describes the world does.
pub(super) fn told_in(words: &[Term], part: Part) -> bool {
    let directs = part == Part::Operative
        || part == Part::Body && words.iter().any(|term| DIRECTING.contains(&term.word.as_str()));
    !directs || accomplished(words)
}

/// Whether `words` have a form of what is done: "has resulted", "was adopted", "attended the
/// meeting", "welcome the conclusion".
fn accomplished(words: &[Term]) -> bool {
    let word = |at: usize| words.get(at).map_or("", |term| term.word.as_str());
    (0..words.len()).any(|at| match word(at) {
        "was" | "were" => true,
        "has" | "have" | "had" => {
            let ahead = (at + 1..words.len()).take(BETWEEN_MAX);
            let between = ahead.take_while(|&next| word(next) != "to");
            between.map(word).any(is_participle)
        }
        past if PAST.contains(&past) || ACCOMPLISHMENTS.contains(&past) => true,
        event if EVENTS.contains(&event) => (at.saturating_sub(BETWEEN_MAX)..at)
            .any(|before| FACTIVE.iter().any(|stem| word(before).starts_with(stem))),
        past if past.ends_with("ed") => DETERMINERS.contains(&word(at + 1)),
        _ => false,
    })
}

fn is_participle(word: &str) -> bool {
    word.ends_with("ed") && word.len() > "need".len() || IRREGULAR.contains(&word)
}

/// What asks for an outcome in so many words.
const OUTCOME_PHRASES: &[&str] = &[
    "what became of",
    "what has become of",
    "what came of",
    "what has come of",
    "came of it",
    "what happened to",
    "what has happened to",
    "findings of",
    "results of",
    "result of",
    "came into being",
    "come into being",
];

/// What a question opens with that "have" may follow.
const QUESTION_WORDS: &[&str] = &["what", "which", "who"];

/// Stems of verbs of change, which somebody need not have brought about.
const CHANGES: &[&str] = &[
    "chang", "evolv", "becom", "becam", "grow", "grew", "grown", "increas", "decreas", "declin",
    "spread", "expand", "move", "rise", "rose", "risen", "fall", "fell", "fallen", "worsen",
    "shift", "emerg", "vanish", "disappear",
];

/// Subjects that stand for those who speak.
const PERSONS_OR_THINGS: &[&str] = &["they", "he", "she", "we", "you", "i", "there", "anyone"];

/// Subjects of "did" that adopt what is asked about; "have states complied?" is another matter.
const AUTHORS: &[&str] = &[
    "states", "countries", "governments", "parties", "delegates", "delegations", "participants",
    "members", "meeting", "conference", "summit", "assembly",
];

/// What a text does with its topics, beside to speak of them.
const TEXTUAL: &[&str] = &[
    "include", "included", "consider", "considered", "raise", "raised", "foreseen", "provided",
    "ask", "asked", "call", "called", "propose", "proposed", "suggest", "suggested", "planned",
    "intended", "demand", "demanded", "requested", "recommend", "recommended", "supported",
    "backed", "encourage", "encouraged", "urge", "urged", "welcome", "welcomed", "praise",
    "praised", "thank", "thanked", "require", "required", "omit", "omitted", "ignored", "left",
    "define", "defined", "emphasised", "emphasized", "stressed", "highlighted", "underlined",
    "announced", "expected", "named", "listed", "allowed", "permitted", "banned", "envisaged",
    "applauded", "commended", "deplored", "denounced", "endorsed", "affirmed", "regarded",
];

/// Words of saying that are nouns as well.
const SAYING_NOUNS: &[&str] = &[
    "address", "addresses", "clause", "source", "passage", "statement", "need", "action",
    "actions", "note", "notes", "concern", "concerns",
];

/// What may stand behind a participle that ends what is said.
const FOLLOWING: &[&str] = &[
    "yet", "already", "ever", "since", "today", "together", "anywhere", "within", "without",
    "against", "among", "across", "along", "despite", "toward", "towards", "worldwide",
];

/// What tells what is to be done in texts without parts.
const DIRECTING: &[&str] = &["shall", "should", "must", "will"];

/// Forms of the past that are nothing else.
const PAST: &[&str] = &[
    "became", "began", "came", "fell", "gave", "grew", "rose", "said", "saw", "took", "told",
    "went", "withdrew",
];

/// What has been accomplished by its very name.
const ACCOMPLISHMENTS: &[&str] =
    &["accomplishment", "accomplishments", "achievement", "achievements"];

/// What has happened if it is welcomed or recognised,
const EVENTS: &[&str] = &[
    "adoption", "completion", "conclusion", "contribution", "contributions", "creation",
    "decrease", "establishment", "launch", "opening", "progress", "results", "signing", "success",
    "successes",
];

/// by a word that begins like one of these.
const FACTIVE: &[&str] = &[
    "acknowledg", "applaud", "appreciat", "celebrat", "commend", "congratulat", "despite", "not",
    "prais", "recall", "recogni", "welcom",
];

/// What follows a verb, and no participle that describes.
const DETERMINERS: &[&str] =
    &["the", "a", "an", "all", "this", "these", "its", "their", "more", "some", "that"];

/// Participles that do not end in "ed".
const IRREGULAR: &[&str] = &[
    "become", "begun", "bought", "brought", "built", "chosen", "come", "cut", "done", "drawn",
    "fallen", "found", "given", "gone", "grown", "held", "kept", "led", "lost", "made", "met",
    "paid", "put", "risen", "seen", "sent", "set", "shown", "spent", "taken", "won", "written",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::analysis::terms;

    fn told_in(text: &str, part: Part) -> bool {
        super::told_in(&terms(text), part)
    }

    #[test]
    fn questions_for_what_came_of_something() {
        let cases = [
            ("Was the plan actually finished in time?", true),
            ("Have states complied with Resolution 2178?", true),
            ("Has the doctrine already been put to use by a mission?", true),
            ("Which procedures have been reformed since then?", true),
            ("What has a century of cooperation achieved?", true),
            ("Did working with the media actually bring violence down?", true),
            ("Did any country refuse to sign?", true),
            ("What became of the proposal?", true),
            ("What were the findings of the research?", true),
            ("Did the forces that it speaks of come about?", true),
            ("and was it finished in time?", true),
            // What documents and their authors say is told by them, not an outcome.
            ("Did the ministers condemn terrorism?", false),
            ("Did participating ministers think of prisons?", false),
            ("Did they see it getting worse?", false),
            ("Was extradition mentioned?", false),
            ("Was it adopted in Rome?", false),
            ("Have the declarations got anything on fraud?", false),
            ("Was violence against women included?", false),
            ("Did states ask for more training?", false),
            ("What has to be done about gangs?", false),
            // No verb of doing.
            ("Was organised crime a concern in 2009?", false),
            ("Was there anything on prisons?", false),
            ("Has every state the duty to help?", false),
            // Of the world, which recitals describe.
            ("Did armed conflict become less frequent?", false),
            ("Has terrorism spread to all regions?", false),
            ("How has crime developed?", false),
            // Not about what is past.
            ("Why is violence a danger?", false),
            ("What should have priority?", false),
            ("What is to be done about gangs?", false),
        ];
        for (question, expected) in cases {
            assert_eq!(asked(&Words::new(question)), expected, "{question}");
        }
    }

    #[test]
    fn a_commitment_tells_no_outcome_unless_it_says_so() {
        let cases = [
            ("Support the development of a plan, no later than twelve months", false),
            ("consider the creation of rapid response forces, specialized units", false),
            ("uphold the measures outlined in this resolution", false),
            ("have to reform their procedures", false),
            ("support meetings which have been convened by the organization", true),
            ("welcome the conclusion of the supplementary agreement", true),
            ("applaud the achievements of the police", true),
            ("build on what was agreed", true),
            ("follow the states that adopted the convention", true),
        ];
        for (text, expected) in cases {
            assert_eq!(told_in(text, Part::Operative), expected, "{text}");
            assert!(told_in(text, Part::Preambular), "recitals describe: {text}");
        }
        assert!(!told_in("Each Party shall adopt a plan", Part::Body));
        assert!(told_in("Each Party shall go on with what has been begun", Part::Body));
        assert!(told_in("Guests from the host country", Part::Body));
    }
}
