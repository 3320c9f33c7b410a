//! What the strength of a verb means, and by which words texts oblige.

use crate::domain::Strength;
use crate::language::analysis::folded_words;
use crate::language::lexicon::english;

/// What those do who adopt a clause by a verb of this strength.
pub(super) const fn meaning(strength: Strength) -> &'static str {
    match strength {
        Strength::Note => "states that something exists",
        Strength::Recognize => "takes a position and asks for nothing",
        Strength::Encourage => "asks gently",
        Strength::Urge => "asks firmly",
        Strength::Commit => "binds those who adopt the text to an effort, not to a result",
        Strength::Decide => "settles a matter",
    }
}

/// Whether `text` has a word by which texts oblige.
pub(super) fn obliges(text: &str) -> bool {
    let words = &english().questions.parts.obliging;
    folded_words(text).any(|(word, _)| words.has(&word))
}
