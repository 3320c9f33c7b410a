//! Claims whose document is no subject: "According to the Rome declaration, ...", "... is not mentioned in
//! the Rome declaration".

use std::ops::Range;
use std::rc::Rc;

use super::claim::{Ascribed, Claim};
use super::claims::Finder;
use super::facts::is_read;
use super::layout::Shape;
use super::ranges::overlapping;
use super::reference::{Reference, Sureness};
use crate::language::analysis::{has_stem, is_stopword};
use crate::language::lexicon::english;

impl Finder<'_> {
    /// "According to the Rome declaration, ...", "..., according to the Rome declaration", "Under the
    /// Rome declaration, ...".
    pub(super) fn according(&self, words: Range<usize>) -> Option<Claim> {
        let attributing = &english().claims.saying.attributing;
        let (at, length) = words.clone().find_map(|at| {
            let length = attributing.at(|ahead| self.passage.word(at + ahead))?;
            let closes = self.passage.gap(at).contains(',') && self.ends_with_name(at + length);
            let own = self.opens_part(at, words.start) || closes;
            (own || self.passage.word(at) == "according").then_some((at, length))
        })?;
        let near = self.references.first_in(self.passage, &(at + length..at + length + 2));
        let own = self.passage.terms[at].bytes.start;
        let opens = self.opens_part(at, words.start);
        let inside = |other: &&Reference| !opens || other.range.end <= self.sentence.end;
        let reference = near.iter().filter(inside).find(|other| other.holds())?;
        let told = |range: Range<usize>, content| Some(self.told(range, content, reference));
        if opens {
            return told(own..self.sentence.end, reference.range.end..self.sentence.end);
        }
        let behind =
            &self.passage.text()[reference.range.end.min(self.sentence.end)..self.sentence.end];
        if behind.trim_start().starts_with(',') {
            // "In 1961, according to the Convention, ...".
            let inside = Some(own..reference.range.end);
            let claim = told(self.sentence.clone(), self.sentence.clone())?;
            return Some(Claim { inside, ..claim });
        }
        told(self.sentence.clone(), self.sentence.start..own)
    }

    /// Whether word `at` begins the sentence whose first word is `first`, or a part of it.
    fn opens_part(&self, at: usize, first: usize) -> bool {
        let joins = english().claims.documents.opening.has(self.passage.word(at.wrapping_sub(1)));
        at == first || self.passage.gap(at).contains(':') || joins
    }

    /// Whether nothing stands between word `at` and the end of the sentence but a document.
    fn ends_with_name(&self, at: usize) -> bool {
        let near = self.references.first_in(self.passage, &(at..at + 2)).first();
        near.is_some_and(|own| {
            let rest = self.passage.text().get(own.range.end..self.sentence.end);
            !rest.unwrap_or_default().contains(char::is_alphanumeric)
        })
    }

    /// "Refugees have, says the Convention, ...", "... was introduced by China, the resolution says": what is
    /// said is all around who says it.
    pub(super) fn by_the_way(&self, claim: &mut Claim) {
        let text = self.passage.text();
        let first = self.passage.terms_in(&(claim.range.start..claim.verb_end)).start;
        let article =
            english().claims.documents.articles.has(self.passage.word(first.wrapping_sub(1)));
        let first = first - usize::from(article && first > 0);
        let Some(start) = self.passage.terms.get(first).map(|term| term.bytes.start) else {
            return;
        };
        let before = text[self.sentence.start..start.max(self.sentence.start)].trim_end();
        let behind = text[claim.verb_end..self.sentence.end].trim_start();
        let ends = !behind.contains(char::is_alphanumeric);
        if before.ends_with(',') && (behind.starts_with(',') || ends) {
            claim.inside = Some(start..claim.verb_end);
            claim.content = self.sentence.clone();
            claim.range = self.sentence.clone();
        }
    }

    /// The same, where the verb stands before who says it.
    pub(super) fn inserted(&self, words: &Range<usize>) -> Option<Claim> {
        const BETWEEN_MAX: usize = 2;
        let text = self.passage.text();
        let (verb, reference) = words.clone().skip(1).find_map(|at| {
            let set_off = self.passage.gap(at).contains(',');
            let verb = self.verb_at(at, false).filter(|verb| set_off && !verb.silent)?;
            let near = verb.end..verb.end + BETWEEN_MAX;
            let reference = self.references.first_in(self.passage, &near).first()?;
            let said = reference.holds() && !reference.documents.is_empty();
            let quoted = self.passage.is_quoted(self.passage.terms[at].bytes.start);
            (said && !quoted && reference.range.end <= self.sentence.end).then_some((at, reference))
        })?;
        let behind = text[reference.range.end..self.sentence.end].trim_start();
        let ends = !behind.contains(char::is_alphanumeric);
        let start = self.passage.terms[verb].bytes.start;
        (behind.starts_with(',') || ends).then(|| Claim {
            inside: Some(start..reference.range.end),
            ..self.told(self.sentence.clone(), self.sentence.clone(), reference)
        })
    }

    /// What a sentence says beside naming a document, or behind "it" or "its", that nothing says the document
    /// says.
    pub(super) fn loosely(&self, words: &Range<usize>) -> Option<Claim> {
        const WORDS_MIN: usize = 3;
        let known = &english().claims.documents;
        let quoted = overlapping(&self.passage.marked, &self.sentence, |marked| &marked.outer);
        let prose = self.passage.block.shape == Shape::Prose && is_read(self.passage);
        if !quoted.is_empty() || !prose || self.passage.asks(&self.sentence) {
            return None;
        }
        let own = self.references.beginning(&self.sentence).iter().find(|reference| {
            let document = reference.sureness == Sureness::Document;
            document && reference.holds() && reference.documents.len() == 1
        });
        let weighs = |at: &usize| {
            !is_stopword(self.passage.word(*at)) && self.references.covering(*at).is_none()
        };
        let says = words.clone().filter(weighs).take(WORDS_MIN).count() == WORDS_MIN;
        let claim = if let Some(reference) = own {
            self.told(self.sentence.clone(), self.sentence.clone(), reference)
        } else {
            let joined = known.opening.has(self.passage.word(words.start));
            let first = words.start + usize::from(joined);
            let word = self.passage.word(first);
            let stands = known.pronouns.has(word) || known.possessives.has(word);
            let sure = self.meant.len() == 1 && !self.far && words.contains(&first);
            if !stands || !sure || !self.references.beginning(&self.sentence).is_empty() {
                return None;
            }
            let content = self.passage.terms[first].bytes.end..self.sentence.end;
            let range = self.passage.terms[first].bytes.start..self.sentence.end;
            Claim::plain(range, content, vec![Rc::clone(self.meant)])
        };
        says.then_some(Claim { ascribed: Ascribed::Loosely, ..claim })
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
        let subjects = vec![reference.spoken_of(self.corpus, self.lists)];
        Claim {
            verb_end: reference.range.end,
            clause: reference.clause,
            clauses: reference.clauses.clone(),
            named_at: Some(reference.range.clone()),
            ..Claim::plain(range, content, subjects)
        }
    }
}
