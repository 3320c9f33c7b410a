//! Questions for which of several verbs is the stronger: "which is stronger, encourage or urge?".

use super::referring::frames;
use super::words::Words;
use crate::domain::Strength;
use crate::language::lexicon::english;
use crate::language::verbs::{entries, intensifies};

/// Verbs that are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scale {
    /// In the order of the question.
    pub verbs: Vec<ScaledVerb>,
    /// Whether the weaker is asked for.
    pub weaker: bool,
    /// Whether "yes" or "no" answers it.
    pub whether: bool,
}

/// A verb in a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScaledVerb {
    /// As it is spoken of: "strongly encourage".
    pub wording: String,
    /// How strongly it binds, and whether an adverb adds to it.
    pub force: (Strength, bool),
}

/// The verbs that a question compares by their strength, if it asks for nothing else.
pub(super) fn scale(words: &Words<'_>) -> Option<Scale> {
    let asking = &english().questions;
    let known = &asking.parts;
    let weaker = words.any(&known.weaker);
    if !weaker && !words.any(&known.stronger) {
        return None;
    }
    let mut verbs: Vec<ScaledVerb> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let word = words.word(at);
        let asks = known.stronger.has(word) || known.weaker.has(word);
        let follows = |particles: &[&str]| {
            particles.iter().enumerate().all(|(ahead, own)| words.word(at + 1 + ahead) == *own)
        };
        let entry = entries(word).iter().find(|entry| follows(&entry.particles));
        match entry.filter(|_| !asks) {
            Some(entry) => {
                let adverb = at.checked_sub(1).map(|at| words.word(at));
                let adverb = adverb.filter(|word| intensifies(word));
                let wording = match adverb {
                    Some(adverb) => format!("{adverb} {}", entry.lemma),
                    None => entry.lemma.to_owned(),
                };
                verbs.push(ScaledVerb { wording, force: (entry.strength, adverb.is_some()) });
                at += 1 + entry.particles.len();
            }
            None if asks || intensifies(word) || known.verbs.has(word) || frames(words, at) => {
                at += 1;
            }
            None => return None,
        }
    }
    let whether = asking.several.auxiliaries.has(words.word(0));
    (verbs.len() > 1).then_some(Scale { verbs, weaker, whether })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_are_compared_where_nothing_else_is_asked() {
        let read = |question: &str| {
            let found = scale(&Words::new(question))?;
            let wordings: Vec<String> = found.verbs.into_iter().map(|one| one.wording).collect();
            Some((wordings.join(", "), found.weaker, found.whether))
        };
        let told = |verbs: &str, weaker, whether| Some((verbs.to_owned(), weaker, whether));
        for (question, expected) in [
            ("which is stronger, encourage or urge?", told("encourage, urge", false, false)),
            ("Is 'calls upon' stronger than 'requests'?", told("call upon, request", false, true)),
            (
                "What is weaker: strongly encourage, or invite?",
                told("strongly encourage, invite", true, false),
            ),
            ("Which declaration is stronger on trade?", None),
            ("What does urge mean?", None),
            ("Is the stronger wording on trade to urge or to invite?", None),
        ] {
            assert_eq!(read(question), expected, "{question}");
        }
    }
}
