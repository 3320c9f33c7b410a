//! What a sentence says of a deed: that it has to be done, may be done, must not or need not be done, or is
//! not done.

use std::ops::Range;

use super::analysis::{Worded, is_stopword};
use super::lexicon::english;

/// How a sentence binds a deed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Force {
    /// It has to be done.
    Duty,
    /// It may be done.
    Permission,
    /// It must not be done.
    Ban,
    /// It need not be done.
    Freedom,
    /// It is not done, or not so.
    Denied,
}

impl Force {
    /// The force of its negation.
    const fn denied(self, strict: bool) -> Self {
        match self {
            // "Shall not", but "does not have to".
            Self::Duty if strict => Self::Ban,
            Self::Duty => Self::Freedom,
            Self::Permission => Self::Ban,
            Self::Ban => Self::Permission,
            Self::Freedom | Self::Denied => Self::Duty,
        }
    }

    /// Whether both cannot be true of the same deed.
    pub(crate) const fn excludes(self, other: Self) -> bool {
        matches!(
            (self, other),
            (Self::Duty | Self::Permission, Self::Ban | Self::Denied)
                | (Self::Ban | Self::Denied, Self::Duty | Self::Permission)
                | (Self::Duty, Self::Permission | Self::Freedom)
                | (Self::Permission | Self::Freedom, Self::Duty)
        )
    }
}

/// A deed, and how it is bound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bound {
    /// How.
    pub force: Force,
    /// Where the words stand that say so.
    pub marker: Range<usize>,
    /// The words of its part of the sentence that tell what is done.
    pub scope: Range<usize>,
    /// The first word of weight of the deed; nothing where it is told before what binds it.
    pub head: Option<usize>,
}

/// What `text` binds, in order.
pub(crate) fn bounds(text: &Worded<'_>) -> Vec<Bound> {
    let mut found: Vec<Bound> = Vec::new();
    let mut at = 0;
    while at < text.words.len() {
        match text.bound_at(at) {
            Some(bound) => {
                at = bound.marker.end.max(at + 1);
                found.push(bound);
            }
            None => at += 1,
        }
    }
    found
}

impl Worded<'_> {
    /// Whether a part of the sentence ends between word `at` and the one before it.
    fn parts(&self, at: usize) -> bool {
        let ends = at == 0 || at >= self.words.len();
        ends || self.gap(at).contains(['.', ';', ':', '!', '?'])
    }

    /// The part of the sentence that word `at` is in.
    fn part(&self, at: usize) -> Range<usize> {
        let start = (0..=at).rev().find(|&word| self.parts(word)).unwrap_or(0);
        let end = (at + 1..self.words.len()).find(|&word| self.parts(word));
        start..end.unwrap_or(self.words.len())
    }

    /// What is bound by the words that begin at word `at`.
    fn bound_at(&self, at: usize) -> Option<Bound> {
        let (force, to) = self.group(at)?;
        let part = self.part(at);
        let behind = to..part.end.max(to);
        let weighs = |&word: &usize| !is_stopword(self.word(word)) && !self.is_adverb(word);
        let head = behind.clone().find(weighs);
        // "The use of force is prohibited".
        let known = &english().claims.force;
        let participle = known.participles.has(self.word(to - 1));
        let ends = head.is_none() || self.parts(to) || known.behind.has(self.word(to));
        Some(if head.is_none() || participle && ends {
            Bound { force, marker: at..to, scope: part.start..at.max(part.start), head: None }
        } else {
            Bound { force, marker: at..to, scope: behind, head }
        })
    }

    /// What the verbs from word `start` on say, and where the deed behind them begins.
    fn group(&self, start: usize) -> Option<(Force, usize)> {
        let known = &english().claims.force;
        let ahead = |ahead: usize| self.word(start + ahead);
        let modal = self.modal_at(start);
        let length = known.modals_of_duty.at(ahead).or(known.modals_of_permission.at(ahead));
        let mut at = start + modal.and(length).unwrap_or(0);
        // "No State shall".
        let mut denied = modal.is_some() && self.is_none(start);
        let mut strict = modal == Some(Force::Duty);
        let (mut force, mut end) = (modal, at);
        while at < self.words.len() && (at == start || !self.parts(at)) {
            if let Some((own, length)) = self.verb_at(at, start) {
                let own = if denied { own.denied(false) } else { own };
                force = Some(if force == Some(Force::Duty) && own == Force::Denied {
                    Force::Ban
                } else {
                    own
                });
                (strict, denied) = (false, false);
                at += length;
                end = at;
            } else if let Some(length) = self.denial_at(at) {
                denied = true;
                at += length;
                end = at;
            } else if known.helping.has(self.word(at)) || self.is_adverb(at) {
                at += 1;
            } else {
                break;
            }
        }
        let force = match (force, denied) {
            (Some(force), true) => force.denied(strict),
            (Some(force), false) => force,
            (None, true) => Force::Denied,
            (None, false) => return None,
        };
        Some((force, end))
    }

    /// What the modal verb at word `at` says; "May" is also a month.
    fn modal_at(&self, at: usize) -> Option<Force> {
        let known = &english().claims.force;
        let ahead = |ahead: usize| self.word(at + ahead);
        let number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
        let dated = number(self.word(at + 1)) || at > 0 && number(self.word(at - 1));
        if known.modals_of_duty.at(ahead).is_some() {
            Some(Force::Duty)
        } else {
            let may = known.modals_of_permission.at(ahead).is_some();
            (may && !dated).then_some(Force::Permission)
        }
    }

    /// What another verb at word `at` says, in a group that begins at word `start`, and how many words it has.
    fn verb_at(&self, at: usize, start: usize) -> Option<(Force, usize)> {
        let known = &english().claims.force;
        let kinds = [
            (&known.obliging, Force::Duty),
            (&known.permitting, Force::Permission),
            (&known.banning, Force::Ban),
            (&known.freeing, Force::Freedom),
            (&known.refraining, Force::Denied),
        ];
        let ahead = |ahead: usize| self.word(at + ahead);
        let found = kinds.iter().find_map(|(list, force)| Some((*force, list.at(ahead)?)))?;
        let bare = found.1 == 1 && known.participles.has(self.word(at));
        (!bare || at > start).then_some(found)
    }

    /// How many words deny what follows, from word `at` on.
    fn denial_at(&self, at: usize) -> Option<usize> {
        let never = english().claims.force.never.at(|ahead| self.word(at + ahead));
        let denies = english().text.negations.has(self.word(at)) && !self.names_nothing(at);
        // "Not only" and "not more than" deny nothing.
        let measures = english().claims.force.measuring.has(self.word(at + 1));
        never.or((denies && !measures).then_some(1))
    }

    /// "No", "neither", "without" deny a noun, and no verb behind them.
    fn names_nothing(&self, at: usize) -> bool {
        english().text.noun_negations.has(self.word(at)) || self.word(at) == "nor"
    }

    /// Whether the subject before word `at` is negated: "no State shall", "nothing in this Charter shall".
    fn is_none(&self, at: usize) -> bool {
        const SUBJECT_WORDS_MAX: usize = 12;
        let start = self.part(at).start.max(at.saturating_sub(SUBJECT_WORDS_MAX));
        // Another verb has a subject of its own.
        let mut before = (start..at).rev().take_while(|&word| self.modal_at(word).is_none());
        before.any(|word| english().claims.force.none.has(self.word(word)) && self.opens(word))
    }

    /// Whether word `at` begins a part of the sentence, behind a mark or a conjunction.
    fn opens(&self, at: usize) -> bool {
        let known = &english().claims.force;
        let Some(before) = at.checked_sub(1) else { return true };
        self.gap(at).contains([',', ';', ':', '.', '(']) || known.opening.has(self.word(before))
    }

    fn is_adverb(&self, at: usize) -> bool {
        let word = self.word(at);
        let known = &english().documents.lead_ins;
        let force = &english().claims.force;
        let ends = word.len() > 4 && word.ends_with("ly");
        ends && !known.no_adverbs.has(word) && !force.verbs_in_ly.has(word)
            || force.adverbs.has(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_bound_and_how_is_read() {
        let cases = [
            ("The State shall give reasons", "Duty give"),
            ("The State shall not give reasons", "Ban give"),
            ("The State is not obliged to give reasons", "Freedom give"),
            ("Sentence of death shall not be imposed", "Ban imposed"),
            ("He shall not be liable to arrest", "Ban liable"),
            ("No State may invoke it", "Ban invoke"),
            ("Nothing in this Charter shall require Members to submit it", "Freedom members"),
            ("States may withdraw", "Permission withdraw"),
            ("States must never withdraw", "Ban withdraw"),
            ("Members need not report", "Freedom report"),
            ("Members do not have to report", "Freedom report"),
            ("The use of personnel shall not be prohibited", "Permission -"),
            ("The use of force is prohibited", "Ban -"),
            ("It bans all personnel", "Ban personnel"),
            ("It allows the death penalty", "Permission death"),
            ("It requires all Member States to observe the day", "Duty member"),
            ("to refrain from supplying arms", "Denied supplying"),
            ("It does not apply to ships", "Denied apply"),
            ("Everyone has the right to leave", "Permission leave"),
            ("The decision has no binding force", ""),
            ("Members submit reports", ""),
        ];
        for (text, expected) in cases {
            let words = Worded::of(text);
            let found = bounds(&words);
            let told: Vec<String> = found
                .iter()
                .map(|bound| {
                    let head = bound.head.map_or("-", |head| words.word(head));
                    format!("{:?} {head}", bound.force)
                })
                .collect();
            assert_eq!(told.join(", "), expected, "{text}");
        }
    }
}
