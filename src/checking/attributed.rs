//! Claims whose document is no subject: "According to the Rome declaration, ...", "... is not mentioned in
//! the Rome declaration".

use std::ops::Range;

use super::claim::Claim;
use super::claims::Finder;
use super::reference::Reference;
use crate::language::analysis::{has_stem, is_stopword};
use crate::language::lexicon::english;

impl Finder<'_> {
    /// "According to the Rome declaration, ...", "..., according to the Rome declaration", "Under the
    /// Rome declaration, ...".
    pub(super) fn according(&self, words: Range<usize>) -> Option<Claim> {
        let attributing = &english().claims.saying.attributing;
        let (at, length) = words.clone().find_map(|at| {
            let length = attributing.at(|ahead| self.passage.word(at + ahead))?;
            let opens = at == words.start || self.passage.gap(at).contains(':');
            (opens || self.passage.word(at) == "according").then_some((at, length))
        })?;
        let near = self.references.first_in(self.passage, &(at + length..at + length + 2));
        let own = self.passage.terms[at].bytes.start;
        let opens = at == words.start || self.passage.gap(at).contains(':');
        let inside = |other: &&Reference| !opens || other.range.end <= self.sentence.end;
        let reference = near.iter().filter(inside).find(|other| other.holds())?;
        let content =
            if opens { reference.range.end..self.sentence.end } else { self.sentence.start..own };
        let range = if opens { own..self.sentence.end } else { self.sentence.clone() };
        Some(self.told(range, content, reference))
    }

    /// "Terrorism is not mentioned in the Rome declaration."
    pub(super) fn passive(&self, words: &Range<usize>) -> Option<Claim> {
        const BEFORE_MAX: usize = 4;
        let known = &english().claims;
        let word = |at: usize| self.passage.word(at);
        let outside = |at: &usize| !self.passage.is_quoted(self.passage.terms[*at].bytes.start);
        let verb = words.clone().filter(outside).find(|&at| {
            has_stem(&known.saying.mentioning, &self.passage.terms[at].stem)
                && word(at).ends_with("ed")
        })?;
        let from = verb.saturating_sub(BEFORE_MAX).max(words.start);
        let is = (from..verb).rev().find(|&at| english().text.auxiliaries.has(word(at)))?;
        let denied = (is..verb).any(|at| known.saying.denying.has(word(at)));
        let reference = self.references.first_in(self.passage, &(verb + 1..verb + 5)).first()?;
        let first = self.passage.terms_in(&reference.range).start;
        let small = |at: usize| is_stopword(word(at)) || known.documents.places.has(word(at));
        let joined = first > verb + 1 && (verb + 1..first).all(small);
        let documents = !reference.documents.is_empty() && reference.holds();
        let start = self.passage.terms[words.start].bytes.start;
        let content = start..self.passage.terms[is].bytes.start;
        (joined && documents && is > words.start).then(|| Claim {
            silent: denied,
            mentions: true,
            ..self.told(start..reference.range.end, content, reference)
        })
    }

    /// A claim of `content`, which `reference` is said to say.
    fn told(&self, range: Range<usize>, content: Range<usize>, reference: &Reference) -> Claim {
        Claim {
            range,
            verb_end: reference.range.end,
            content,
            subjects: vec![reference.spoken_of(self.corpus, self.lists)],
            clause: reference.clause,
            clauses: reference.clauses.clone(),
            named_at: Some(reference.range.clone()),
            verb: None,
            silent: false,
            mentions: false,
            obliges: false,
            rank: None,
        }
    }
}
