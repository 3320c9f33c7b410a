//! Persons whose words a question asks about.

use super::words::{Role, Words};
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

/// The name between "did" and a word of saying.
pub(super) fn asked_speaker(words: &Words<'_>) -> Option<String> {
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
