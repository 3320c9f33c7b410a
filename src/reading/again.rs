//! Questions that ask again what the one before asked: of another document, or of another member of a vote.

use super::Reading;
use super::about::{self, About, Asking};
use super::referring::{Referring, Target, frames, symbols};
use super::scope::Scope;
use super::words::Words;
use crate::domain::QuestionType;
use crate::language::lexicon::english;

/// What the question asks about documents themselves, if it does; where it does not say, what the one before it asked:
/// "And of Rome?", "and France?".
pub(super) fn about(asking: &Asking<'_>) -> Option<About> {
    let own = about::about(asking);
    if own.is_some() || asking.quoted {
        return own;
    }
    same(asking, asking.earlier?)
}

fn same(asking: &Asking<'_>, earlier: &Reading) -> Option<About> {
    let Asking { question, words, scope, .. } = *asking;
    let symbols = symbols(question, words);
    let named = |at: usize| symbols.iter().any(|(range, _)| range.contains(&at));
    let bare = (0..words.len()).all(|at| frames(words, at) || named(at));
    let target = if symbols.is_empty() {
        let named = (!scope.named.is_empty()).then(|| scope.named.clone());
        named.map(Target::Documents)
    } else {
        Some(Target::Symbols(symbols.iter().map(|(_, one)| one.clone()).collect()))
    };
    match &earlier.about {
        Some(About::Fact(fact, _)) if bare => Some(About::Fact(*fact, target?)),
        Some(About::References(before)) if bare && before.to.is_some() => {
            let to = Some(target?);
            Some(About::References(Referring { to, ..before.clone() }))
        }
        Some(About::Votes(before)) if target.is_none() && goes_on_with_votes(words) => {
            Some(About::Votes(before.clone()))
        }
        _ => None,
    }
}

/// When or where a document was adopted, if that was asked of another: "And the Singapore one?", "Where was that?".
pub(super) fn asks(words: &Words<'_>, scope: &Scope, earlier: &Reading) -> Option<QuestionType> {
    let of_adoption = matches!(earlier.asks, QuestionType::When | QuestionType::Where);
    let bare = (0..words.len()).all(|at| frames(words, at));
    if !of_adoption || !earlier.of_meeting || !bare {
        return None;
    }
    match words.word(0) {
        "when" => Some(QuestionType::When),
        "where" => Some(QuestionType::Where),
        _ => (!scope.named.is_empty()).then_some(earlier.asks),
    }
}

/// Whether a question names members, or a side, and nothing else that it asks: "and France?", "who was against?".
fn goes_on_with_votes(words: &Words<'_>) -> bool {
    let asking = &english().questions;
    let votes = &asking.about_documents.votes;
    let opens = asking.opening.has(words.word(0)) || words.phrase_at(0, &asking.about).is_some();
    let sides = [&votes.against, &votes.abstaining].into_iter().any(|side| words.any(side));
    let who = asking.which.has(words.word(0)) || words.word(0) == "who";
    let verb = (1..words.len()).any(|at| asking.several.auxiliaries.has(words.word(at)));
    sides && who || opens && !verb
}
