//! Persons whose words a question asks about.

use super::scope::Scope;
use super::words::{Role, Words};
use crate::domain::Corpus;
use crate::language::analysis::terms;
use crate::language::lexicon::english;

/// The person whom the question names beside its quotation: capitalised words that name no
/// document and do not open the sentence.
pub(super) fn speaker(words: &Words<'_>, quoted: &std::ops::Range<usize>) -> Option<String> {
    let mut name: Vec<&str> = Vec::new();
    for at in 0..words.len() {
        let term = words.term(at);
        let inside = term.bytes.start < quoted.end && quoted.start < term.bytes.end;
        let typed = words.typed(at);
        let capital = typed.chars().next().is_some_and(char::is_uppercase);
        if !inside && at > 0 && capital && !term.is_stopword() && words.role(at) == Role::Topic {
            name.push(typed);
        } else if !name.is_empty() {
            break;
        }
    }
    (!name.is_empty()).then(|| name.join(" "))
}

/// Whose words are asked for: the name between "did" and a word of saying, or behind "a quote from".
pub(super) fn asked_speaker(words: &Words<'_>) -> Option<String> {
    saying_speaker(words).or_else(|| quoted_speaker(words))
}

/// The name behind "a quote from".
fn quoted_speaker(words: &Words<'_>) -> Option<String> {
    const NAME_WORDS_MAX: usize = 4;
    let saying = &english().questions.saying;
    let first = (2..words.len()).find(|&at| {
        saying.quoting.has(words.word(at - 2)) && saying.from.has(words.word(at - 1))
    })?;
    let capital = |at: usize| words.typed(at).chars().next().is_some_and(char::is_uppercase);
    let named = |at: &usize| words.role(*at) == Role::Topic && capital(*at);
    let typed: Vec<&str> = (first..words.len())
        .take(NAME_WORDS_MAX)
        .take_while(named)
        .map(|at| words.typed(at))
        .collect();
    (!typed.is_empty()).then(|| typed.join(" "))
}

/// `scope` without the documents that somebody is asked to have spoken about, where none of them names the person and
/// another does: "a quote from Noble on the Monaco declaration".
pub(super) fn of_what_is_spoken_about(
    words: &mut Words<'_>,
    corpus: &Corpus,
    scope: Scope,
    name: Option<&String>,
    spoken: &dyn Fn(&str) -> bool,
) -> Scope {
    let Some(name) = name else { return scope };
    let asking = &english().questions;
    let articles = &english().documents.articles;
    let about = (1..words.len()).any(|at| {
        let before = (0..at).rfind(|&before| !articles.has(words.word(before)));
        let behind = before.is_some_and(|at| asking.without.about.has(words.word(at)));
        words.role(at) == Role::Scope && words.role(at - 1) != Role::Scope && behind
    });
    let Some(surname) = terms(name).pop().filter(|_| about) else { return scope };
    let named = scope.named.iter().any(|&index| {
        corpus.clauses_of(&corpus.documents()[index]).iter().any(|clause| {
            let text = corpus.text_of(clause);
            terms(text).iter().any(|term| term.stem == surname.stem)
        })
    });
    if named || scope.named.is_empty() || !spoken(&surname.word) {
        return scope;
    }
    for at in 0..words.len() {
        if words.role(at) == Role::Scope {
            words.mark(at..at + 1, Role::Topic);
        }
    }
    Scope { named: Vec::new(), groups: Vec::new(), years: Vec::new(), ..scope }
}

/// A pronoun for a person whom the question before asks for or names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pronoun {
    /// "he".
    pub word: String,
    /// Whether the words of that person are asked for: "what did she say?".
    pub speaks: bool,
}

/// The pronoun of a question for a person whom the one before asks for or names.
pub(super) fn pronoun(words: &Words<'_>) -> Option<Pronoun> {
    let saying = &english().questions.saying;
    let found = (0..words.len()).find(|&at| saying.persons.has(words.word(at)))?;
    let speaks = found > 0
        && saying.before_names.has(words.word(found - 1))
        && saying.words.has(words.word(found + 1));
    Some(Pronoun { word: words.word(found).to_owned(), speaks })
}

/// The name between "did" and a word of saying.
fn saying_speaker(words: &Words<'_>) -> Option<String> {
    const NAME_WORDS_MAX: usize = 4;
    let particles = &english().text.persons.particles;
    let saying = &english().questions.saying;
    let asked = (0..words.len()).find(|&at| saying.before_names.has(words.word(at)))?;
    let capital = |at: usize| words.typed(at).chars().next().is_some_and(char::is_uppercase);
    let first = asked + 1;
    // "Thomas de Maizière": small within a name, not at its start.
    let particle = |at: usize| at > first && particles.has(words.typed(at));
    let named = |at: &usize| words.role(*at) == Role::Topic && (capital(*at) || particle(*at));
    let end = first + (first..words.len()).take(NAME_WORDS_MAX).take_while(named).count();
    let says = saying.words.has(words.word(end));
    let typed: Vec<&str> = (first..end).map(|at| words.typed(at)).collect();
    (says && !typed.is_empty()).then(|| typed.join(" "))
}
