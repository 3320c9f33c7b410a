//! What came of something: whether it was done, finished, kept.
//!
//! A declaration says what is to be done. "Was the plan finished in time?" is not answered by the
//! clause that calls for the plan, however near it comes, but by one that tells what has happened.

use super::names::Names;
use super::words::{Role, Words};
use crate::domain::Part;
use crate::language::analysis::{Term, has_stem};
use crate::language::lexicon::english;

/// Words from the start in which "has" and "have" belong to the question word: "which procedures
/// have been reformed".
const OPENING_WORDS: usize = 6;
/// Words between "have" and its participle, or between "welcome" and what is welcomed.
const BETWEEN_MAX: usize = 4;
/// How far behind "that" a verb may stand which only describes: "the forces that Rome speaks of".
const RELATIVE_WORDS: usize = 3;

/// Whether the question asks what came of something.
pub(super) fn asked(words: &Words<'_>, names: &Names) -> bool {
    let known = &english().questions.outcomes;
    if words.has_phrase(&known.phrases) {
        return true;
    }
    let opens = usize::from(known.opening.has(words.word(0)));
    let auxiliary = if known.auxiliaries.has(words.word(opens)) {
        Some(opens)
    } else if known.interrogatives.has(words.word(opens)) {
        (opens + 1..words.len().min(opens + OPENING_WORDS))
            .find(|&at| matches!(words.word(at), "has" | "have"))
    } else {
        None
    };
    // "What has to be done" asks for a duty.
    let auxiliary = auxiliary.filter(|&at| words.word(at + 1) != "to");
    let Some(auxiliary) = auxiliary else { return false };
    // What describes the world tells how it has changed: "did conflict become less frequent?"
    let changes = (auxiliary..words.len()).any(|at| has_stem(&known.changes, words.stem(at)));
    if changes || spoken(words, names, auxiliary) {
        return false;
    }
    // "Did" goes with any verb; the others may stand alone: "was corruption a concern?".
    words.word(auxiliary) == "did" || participle_follows(words, auxiliary)
}

/// Whether the question is what a document or its authors say, which is no outcome: they are its
/// subject, or its verb is one of saying, of committing or of recognising.
fn spoken(words: &Words<'_>, names: &Names, auxiliary: usize) -> bool {
    let asking = &english().questions;
    let known = &asking.outcomes;
    let subject =
        (auxiliary + 1..words.len()).find(|&at| !known.before_subjects.has(words.word(at)));
    let Some(subject) = subject else { return true };
    let speaks = |at: usize| {
        let word = words.word(at);
        at < words.len() && words.role(at) != Role::Topic
            || names.is_speaker(word)
            || english().documents.kinds.nouns.has(word)
    };
    // "Participating ministers", but not "country refuse".
    let alone = names.is_speaker(words.word(subject + 1)) || words.typed(subject).ends_with("'s");
    let named = speaks(subject) || words.word(subject + 1) != "of" && speaks(subject + 1) && alone;
    let authors = words.word(auxiliary) == "did" && known.adopting.has(words.word(subject));
    let anyone = known.anyone.has(words.word(subject)) || authors;
    let it = known.it.has(words.word(subject));
    let tells = [
        &asking.saying.words,
        &asking.parts.operative,
        &asking.parts.preambular,
        &asking.saying.treating,
    ];
    let told = (auxiliary..words.len()).any(|at| {
        let word = words.word(at);
        let describes = (at.saturating_sub(RELATIVE_WORDS)..at)
            .any(|before| known.relative.has(words.word(before)));
        let tells = tells.iter().any(|list| list.has(word)) && !asking.saying.nouns.has(word);
        tells && !describes || it && asking.events.words.has(word)
    });
    named || anyone || told
}

/// Whether a participle behind `auxiliary` ends what is said: "have been reformed since", but not
/// "was organised crime a concern".
fn participle_follows(words: &Words<'_>, auxiliary: usize) -> bool {
    let known = &english().questions.outcomes;
    (auxiliary + 1..words.len()).any(|at| {
        let next = words.word(at + 1);
        let ends = at + 1 == words.len()
            || words.term(at + 1).is_stopword()
            || words.role(at + 1) != Role::Topic
            || next.ends_with("ly")
            || known.following.has(next)
            // What "have" has done takes an object: "have databases improved police work".
            || known.perfect.has(words.word(auxiliary));
        is_participle(words.word(at)) && ends
    })
}

/// Whether `words`, of a clause of `part`, may tell what came of something. A commitment or a call does
/// not, unless it says so; what describes the world does.
pub(super) fn gives_outcome(words: &[Term], part: Part) -> bool {
    let directing = &english().questions.outcomes.directing;
    let directs = part == Part::Operative
        || part == Part::Body && words.iter().any(|term| directing.has(&term.word));
    !directs || accomplished(words)
}

/// Whether `words` have a form of what is done: "has resulted", "was adopted", "attended the
/// meeting", "welcome the conclusion".
fn accomplished(words: &[Term]) -> bool {
    let known = &english().questions.outcomes;
    let word = |at: usize| words.get(at).map_or("", |term| term.word.as_str());
    (0..words.len()).any(|at| match word(at) {
        "was" | "were" => true,
        have if known.perfect.has(have) => {
            let ahead = (at + 1..words.len()).take(BETWEEN_MAX);
            let between = ahead.take_while(|&next| word(next) != "to");
            between.map(word).any(is_participle)
        }
        past if known.past.has(past) || known.accomplishments.has(past) => true,
        event if known.events.has(event) => (at.saturating_sub(BETWEEN_MAX)..at)
            .any(|before| word(before) == "not" || has_stem(&known.factive, &words[before].stem)),
        past if past.ends_with("ed") => known.determiners.has(word(at + 1)),
        _ => false,
    })
}

fn is_participle(word: &str) -> bool {
    word.ends_with("ed") && word.len() > "need".len()
        || english().questions.outcomes.irregular.has(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;
    use crate::language::analysis::terms;

    fn gives_outcome(text: &str, part: Part) -> bool {
        super::gives_outcome(&terms(text), part)
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
        let names = Names::new(&sample::corpus());
        for (question, expected) in cases {
            assert_eq!(asked(&Words::new(question), &names), expected, "{question}");
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
            assert_eq!(gives_outcome(text, Part::Operative), expected, "{text}");
            assert!(gives_outcome(text, Part::Preambular), "recitals describe: {text}");
        }
        assert!(!gives_outcome("Each Party shall adopt a plan", Part::Body));
        assert!(gives_outcome("Each Party shall go on with what has been begun", Part::Body));
        assert!(gives_outcome("Guests from the host country", Part::Body));
    }
}
