//! Questions for what was done by a verb: "which international days did the Assembly proclaim?".

use super::names::Names;
use super::referring::frames;
use super::selection::is_document_noun;
use super::words::{Role, Words};
use crate::domain::QuestionType;
use crate::language::lexicon::english;
use crate::language::verbs::entries;

/// What is asked for by a word that no text does it by: "which days were created?".
const CREATE: &str = "create";

/// An act that clauses do, as a question asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// Lemmas of the verbs that do it.
    pub lemmas: Vec<String>,
    /// Stems of what it is done to: those that stand together in the question by themselves.
    pub objects: Vec<Vec<String>>,
}

/// The act that a question asks for all objects or documents of: "which days were proclaimed?", "which
/// resolutions appoint an envoy?".
pub(super) fn act(words: &Words<'_>, names: &Names, asks: QuestionType) -> Option<Act> {
    if !matches!(asks, QuestionType::Topic | QuestionType::WhichDocument) {
        return None;
    }
    let asking = &english().questions;
    let known = &asking.about_documents.acts;
    let which = (0..words.len()).find(|&at| !asking.opening.has(words.word(at)))?;
    if !asking.which.has(words.word(which)) {
        return None;
    }
    let small = |at: usize| {
        let word = words.word(at);
        asking.several.auxiliaries.has(word) || asking.saying.auxiliaries.has(word)
    };
    let lemma_at = |at: usize| {
        let word = words.word(at);
        let creates = known.creating.has(word).then_some(CREATE);
        entries(word).iter().map(|entry| entry.lemma).find(|own| known.verbs.has(own)).or(creates)
    };
    let verb = (which + 2..words.len()).find(|&at| lemma_at(at).is_some())?;
    let lemma = lemma_at(verb)?;
    let document = is_document_noun(words.word(which + 1), names);
    let object: Vec<usize> = if document {
        // What is done to something stands behind the verb, which stands behind the documents.
        let direct = (which + 2..verb).all(small);
        if !direct {
            return None;
        }
        (verb + 1..words.len()).collect()
    } else {
        let end = (which + 1..verb).find(|&at| small(at))?;
        let plural = end > which + 1 && words.word(end - 1).ends_with('s');
        let whose = (end..verb).all(|at| small(at) || is_actor(words, names, at));
        if !plural || !whose {
            return None;
        }
        (which + 1..end).chain(verb + 1..words.len()).collect()
    };
    let beside = |at: usize| {
        let word = words.word(at);
        words.role(at) == Role::Scope
            || asking.documents.sessions.has(word)
            || asking.documents.own.has(word)
            || asking.comparing.new.has(word)
            || asking.events.words.has(word) && asking.pronouns.has(words.word(at - 1))
            || frames(words, at)
            || word.starts_with(|c: char| c.is_ascii_digit())
    };
    let mut objects: Vec<Vec<String>> = Vec::new();
    let mut last = None;
    for at in object.into_iter().filter(|&at| !beside(at)) {
        let stem = words.stem(at).to_owned();
        match objects.last_mut().filter(|_| last == Some(at.wrapping_sub(1))) {
            Some(object) => object.push(stem),
            None => objects.push(vec![stem]),
        }
        last = Some(at);
    }
    let alike = known.proclaiming.has(lemma);
    let lemmas = match lemma {
        CREATE => known.proclaiming.iter().chain(known.establishing.iter()).collect(),
        _ if alike => known.proclaiming.iter().collect(),
        lemma => vec![lemma],
    };
    let lemmas = lemmas.into_iter().map(str::to_owned).collect();
    (!objects.is_empty()).then_some(Act { lemmas, objects })
}

/// Whether the word at `at` names those who act.
fn is_actor(words: &Words<'_>, names: &Names, at: usize) -> bool {
    let asking = &english().questions;
    let word = words.word(at);
    names.is_speaker(word)
        || names.in_occasion(word)
        || asking.outcomes.adopting.has(word)
        || asking.about_documents.facts.beside.has(word)
        || frames(words, at)
}
