//! The words that only frame a question.

use super::intent::is_asked_of_named;
use super::names::Names;
use super::words::{Role, Words};
use crate::domain::QuestionType;
use crate::language::lexicon::english;

/// Marks the words that only frame the question. What is left is its topic, which may be nothing.
pub(super) fn mark_frame(words: &mut Words<'_>, names: &Names, asks: QuestionType) {
    let asking = &english().questions;
    let mut lists = vec![
        &english().documents.kinds.nouns,
        &asking.saying.words,
        &asking.fillers,
        &asking.pronouns,
    ];
    match asks {
        QuestionType::Comparison => {
            let own = &asking.comparing;
            lists.extend([&own.always, &own.of_several, &own.treating]);
        }
        QuestionType::Strength => lists.extend([&asking.parts.binding, &asking.parts.force]),
        _ => {}
    }
    if words.len() > 0 && words.word(0) == "why" {
        lists.push(&asking.worth);
    }
    // Who met, and how many, is asked of ministers; what they said, of their documents.
    let speakers = !matches!(asks, QuestionType::Who | QuestionType::HowMany);
    if asks == QuestionType::Comparison
        && let Some(range) = words.find(&asking.comparing.what)
    {
        words.mark(range, Role::Frame);
    }
    for at in 0..words.len() {
        let word = words.word(at);
        let frames = lists.iter().any(|list| list.has(word)) || speakers && names.is_speaker(word);
        // "What reports does resolution 80/4 ask for?"
        let asked_for = at > 0 && is_asked_of_named(words, at - 1);
        if frames && !asked_for && words.role(at) == Role::Topic {
            words.mark(at..at + 1, Role::Frame);
        }
    }
    // Function words at the start of the question, or beside a word that is no topic, are frame
    // too: "what did ... about", "in ...".
    for at in 0..words.len() {
        let framed = at == 0 || words.role(at - 1) != Role::Topic;
        if framed && words.role(at) == Role::Topic && words.term(at).is_stopword() {
            words.mark(at..at + 1, Role::Frame);
        }
    }
}
