//! The verbs by which documents are said to say something.

use std::ops::Range;

use super::claim::{Rank, Verb};
use super::claims::Finder;
use super::reference::Reference;
use crate::domain::VerbUse;
use crate::language::analysis::{has_stem, is_stopword, stem};
use crate::language::lexicon::english;
use crate::language::verbs::{self, Form};

/// How many words may stand between a subject and its verb.
const BETWEEN_MAX: usize = 8;

/// Whether the verb `word` says that something has to be done, or may or must not.
fn binds(word: &str) -> bool {
    let known = &english().claims.force;
    let word = |ahead: usize| if ahead == 0 { word } else { "" };
    [&known.obliging, &known.permitting, &known.banning].iter().any(|list| list.at(word).is_some())
}

impl Finder<'_> {
    /// The verb that follows the subject which ends before word `at`.
    pub(super) fn verb(&self, mut at: usize, end: usize) -> Option<Verb> {
        let saying = &english().claims.saying;
        let (mut limit, mut denied) = (at + BETWEEN_MAX, false);
        if let Some(behind) = self.behind_commas(at, end) {
            (at, limit) = (behind, behind + BETWEEN_MAX);
        }
        while at < end.min(limit) {
            let start = self.passage.terms[at].bytes.start;
            if let Some(aside) = self.passage.aside_at(start) {
                let next = self.passage.terms_in(aside).end.max(at + 1);
                limit += next - at;
                at = next;
                continue;
            }
            if let Some(reference) = self.topic_at(at) {
                at = self.passage.terms_in(&reference.range).end.max(at + 1);
                continue;
            }
            if let Some(reference) = self.references.covering(at) {
                at = self.passage.terms_in(&reference.range).end.max(at + 1);
                continue;
            }
            if !self.passage.is_joined(at) || self.passage.is_quoted(start) {
                return None;
            }
            let phrase = saying.phrases.at(|ahead| self.passage.word(at + ahead));
            if let Some(length) = phrase.filter(|length| at + length <= end) {
                return Some(Verb { silent: denied, ..Verb::plain(at + length) });
            }
            let silence = saying.silences.at(|ahead| self.passage.word(at + ahead));
            let silence = silence.map(|length| at + length);
            let silence = silence.map(|end| Verb { silent: true, ..Verb::plain(end) });
            let silence = silence.or_else(|| self.ranked(at));
            if let Some(verb) = silence.or_else(|| self.verb_at(at, denied)) {
                return Some(verb).filter(|verb| verb.end <= end);
            }
            let word = self.passage.word(at);
            let adverb = word.len() > 4 && word.ends_with("ly");
            denied |= saying.denying.has(word);
            if self.introduces_quotation(at) {
                return Some(Verb::plain(at + 1));
            }
            if !(adverb || saying.between.has(word) || saying.denying.has(word)) {
                return None;
            }
            at += 1;
        }
        None
    }

    /// Where the verb stands behind what is said by the way between two commas: ", older by far, wants".
    fn behind_commas(&self, at: usize, end: usize) -> Option<usize> {
        const WORDS_MAX: usize = 10;
        let comma = |at: &usize| self.passage.gap(*at).starts_with(',');
        let to =
            (at + 2..end.min(at + WORDS_MAX)).find(|at| comma(at) || !self.passage.is_joined(*at));
        let to = to.filter(|to| comma(to) && comma(&at))?;
        let plain = |at: usize| {
            let quoted = self.passage.is_quoted(self.passage.terms[at].bytes.start);
            !quoted && self.references.covering(at).is_none()
        };
        let verb = self.verb_at(to, false).is_some();
        (verb && (at..to).all(plain) && self.verb_at(at, false).is_none()).then_some(to)
    }

    /// Whether word `at` has a quotation for its object: "it fears “...”".
    fn introduces_quotation(&self, at: usize) -> bool {
        let word = self.passage.word(at);
        let verb = word.len() > 3 && (word.ends_with('s') || word.ends_with("ed"));
        let next = at + 1 + usize::from(self.passage.word(at + 1) == "that");
        let quoted = self.passage.terms.get(next).is_some_and(|term| {
            self.passage.is_quoted(term.bytes.start) && term.bytes.start < self.sentence.end
        });
        verb && quoted && !is_stopword(word) && self.passage.is_joined(next)
    }

    /// The document of others that a subject is about: "on the Treaty of Pelindaba".
    fn topic_at(&self, at: usize) -> Option<&Reference> {
        let within = english().claims.sources.within.has(self.passage.word(at));
        let next = self.references.first_in(self.passage, &(at + 1..at + 3)).first()?;
        (within && next.is_foreign()).then_some(next)
    }

    pub(super) fn verb_at(&self, at: usize, denied: bool) -> Option<Verb> {
        let entry = verbs::entries(self.passage.word(at)).iter().find(|entry| {
            let particles = entry.particles.iter().enumerate();
            entry.form != Form::Participle
                && particles
                    .into_iter()
                    .all(|(ahead, word)| self.passage.word(at + 1 + ahead) == *word)
        });
        let Some(entry) = entry else {
            let stem = self.passage.terms[at].stem.as_str();
            let saying = &english().claims.saying;
            let says = has_stem(&saying.verbs, stem) && !self.passage.word(at).ends_with("ing");
            let (mentions, obliges) =
                (has_stem(&saying.mentioning, stem), has_stem(&saying.obliging, stem));
            // "Does not permit" says something.
            let silent = denied && !binds(self.passage.word(at));
            let verb = Verb { silent, mentions, obliges, ..Verb::plain(at + 1) };
            return says.then_some(verb);
        };
        let mut end = at + 1 + entry.particles.len();
        let mut verb = VerbUse { lemma: entry.lemma.to_owned(), strength: entry.strength };
        if entry.lemma == "express" {
            const MODIFIERS_MAX: usize = 4;
            let noun = (end..end + MODIFIERS_MAX)
                .find_map(|at| Some((at, verbs::expression(self.passage.word(at))?)));
            if let Some((noun, (name, strength))) = noun {
                verb = VerbUse { lemma: format!("express {name}"), strength };
                end = (noun + 1).min(self.passage.terms.len());
            }
        }
        let obliges = has_stem(&english().claims.saying.obliging, &stem(entry.lemma));
        let binding = (!denied).then_some(verb);
        Some(Verb { binding, silent: denied, obliges, ..Verb::plain(end) })
    }

    /// Whether the subject at word `at` is one of a question within the sentence: "we ask how ministers ...".
    pub(super) fn is_asked(&self, at: usize, first: usize) -> bool {
        const BEFORE_MAX: usize = 3;
        let asking = &english().claims.saying.asking;
        let near = at.saturating_sub(BEFORE_MAX).max(first + 1)..at;
        near.rev()
            .take_while(|&at| self.passage.is_joined(at + 1))
            .any(|at| asking.has(self.passage.word(at)))
    }

    /// "Only the Rome declaration": none but them.
    pub(super) fn is_only(&self, words: &Range<usize>, first: usize) -> bool {
        let article = words.start > first && self.passage.word(words.start - 1) == "the";
        let before = words.start - usize::from(article);
        before > first && self.passage.word(before - 1) == "only"
    }

    /// "was the first declaration to mention", "is the only one to speak of".
    fn ranked(&self, at: usize) -> Option<Verb> {
        const NOUN_WORDS_MAX: usize = 4;
        let saying = &english().claims.saying;
        let word = |at: usize| self.passage.word(at);
        let is = english().text.auxiliaries.has(word(at)) && word(at + 1) == "the";
        let rank = match word(at + 2) {
            "first" | "earliest" => Rank::First,
            "only" | "sole" => Rank::Only,
            _ => return None,
        };
        let to = (at + 3..at + 4 + NOUN_WORDS_MAX).find(|&at| matches!(word(at), "to" | "that"))?;
        let verb = self.passage.terms.get(to + 1)?;
        let mentions = is && has_stem(&saying.mentioning, &verb.stem);
        mentions.then(|| Verb { mentions: true, rank: Some(rank), ..Verb::plain(to + 2) })
    }
}
