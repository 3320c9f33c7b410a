//! A verb with what belongs to it: "Further recognizing", "Expressing particular concern".

use crate::corpus::words::Word;
use crate::domain::Strength;
use crate::language::lexicon::{PhraseList, WordList, english};
use crate::language::verbs::{self, Form};

/// A verb at a place of the text, before it is decided whether it leads in.
pub(super) struct Candidate {
    pub(super) lemma: String,
    pub(super) strength: Strength,
    pub(super) form: Form,
    pub(super) also_noun: bool,
    pub(super) has_adverb: bool,
    /// Words: the first one (adverbs included), the verb itself, and one past the last.
    pub(super) first: usize,
    pub(super) verb: usize,
    pub(super) end: usize,
}

/// The words of a clause, in which verbs are looked for.
pub(super) struct Phrases<'t>(pub(super) &'t [Word<'t>]);

impl Phrases<'_> {
    /// Whether word `at` is this one.
    pub(super) fn is(&self, at: usize, word: &str) -> bool {
        self.0.get(at).is_some_and(|own| own.is(word))
    }

    /// Whether word `at` is one of these.
    pub(super) fn word(&self, at: usize, any_of: &WordList) -> bool {
        self.0.get(at).is_some_and(|word| word.is_one_of(any_of))
    }

    /// How many words one of `phrases` has that begins at word `at`.
    pub(super) fn phrase(&self, at: usize, phrases: &PhraseList) -> Option<usize> {
        phrases.at(|ahead| self.0.get(at + ahead).map_or("", |word| &word.lower))
    }

    /// Whether the words from `at` on are these.
    pub(super) fn all(&self, at: usize, words: &[impl AsRef<str>]) -> bool {
        words.iter().enumerate().all(|(ahead, word)| self.is(at + ahead, word.as_ref()))
    }

    /// The verb, with its adverbs, that begins at word `first`.
    pub(super) fn candidate(&self, first: usize) -> Option<Candidate> {
        let known = &english().documents.lead_ins;
        let (mut verb, mut has_adverb, mut continues) = (first, false, None);
        while let Some(word) = self.0.get(verb) {
            if is_adverb(word) {
                verb += 1;
            } else if word.is_one_of(&known.continuing) && self.is(verb + 1, "to") {
                continues = Some(if word.is("continuing") { Form::Participle } else { Form::Base });
                verb += 2;
            } else {
                break;
            }
            has_adverb = true;
        }
        let having = self.is(verb, "having")
            && self.0.get(verb + 1).is_some_and(|next| {
                verbs::entries(next.text).iter().any(|entry| entry.form == Form::Past)
            });
        let head = verb + usize::from(having);
        let entry = verbs::entries(self.0.get(head)?.text).iter().find(|entry| {
            (!having || entry.form == Form::Past) && self.all(head + 1, &entry.particles)
        })?;
        let mut candidate = Candidate {
            lemma: entry.lemma.to_owned(),
            strength: entry.strength,
            form: if having { Form::Participle } else { continues.unwrap_or(entry.form) },
            // "continue to support" can only be a verb.
            also_noun: entry.also_noun && continues.is_none(),
            has_adverb,
            first,
            verb,
            end: head + 1 + entry.particles.len(),
        };
        if entry.lemma == "express" {
            self.express(&mut candidate);
        }
        candidate.end = self.trailing(candidate.end);
        Some(candidate)
    }

    /// Completes "express" by what is expressed: "its deep appreciation", "particular concern".
    fn express(&self, candidate: &mut Candidate) {
        const MODIFIERS_MAX: usize = 4;
        for at in candidate.end..=candidate.end + MODIFIERS_MAX {
            let Some(word) = self.0.get(at).filter(|word| !word.is_mark()) else { return };
            if let Some((noun, strength)) = verbs::expression(word.text) {
                candidate.lemma = format!("express {noun}");
                candidate.strength = strength;
                candidate.end = at + 1;
                return;
            }
        }
    }

    /// Steps over what follows a verb and belongs to it: "further", "in particular", "with deep
    /// concern".
    fn trailing(&self, end: usize) -> usize {
        let known = &english().documents.lead_ins;
        if self.word(end, &known.trailing) {
            return end + 1;
        }
        if self.all(end, &["in", "particular"]) {
            return end + 2;
        }
        if self.all(end, &["as", "well"]) && !self.is(end + 2, "as") {
            return end + 2;
        }
        if self.is(end, "with") {
            let feeling = (end + 1..end + 4).find(|&at| self.word(at, &known.feelings));
            return feeling.map_or(end, |at| at + 1);
        }
        end
    }
}

/// Adverbs that may go before a lead-in verb.
fn is_adverb(word: &Word<'_>) -> bool {
    const ADVERB_BYTES_MIN: usize = 5;
    let manner = word.text.len() >= ADVERB_BYTES_MIN && word.text.ends_with("ly");
    manner || word.is_one_of(&english().documents.lead_ins.adverbs)
}
