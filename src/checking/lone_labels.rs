//! Labels of clauses that stand alone: they are of the document named before them.

use super::labels::{Labels, paragraph_word};
use super::page::Passage;
use super::reference::{Documents, Reference, adopted};
use super::references::{Reader, Taken};
use crate::domain::ItemVerdict;
use crate::language::lexicon::english;

/// How far behind a label the next of its list may stand, in bytes.
const LIST_BYTES_MAX: usize = 18;

impl Reader<'_> {
    /// `named`, which are in order, with the labels that stand alone between them. `meant` are the
    /// documents that were named last before the passage.
    pub(super) fn with_labels(
        &self,
        passage: &Passage,
        meant: &Documents,
        named: Vec<Reference>,
        taken: &mut Taken,
    ) -> Vec<Reference> {
        let mut behind = self.following(&named);
        let mut named = named.into_iter().peekable();
        let mut found: Vec<Reference> = Vec::new();
        // The documents that were named last, and not by the way.
        let mut before: Option<Documents> = None;
        for at in 0..passage.terms.len() {
            let bytes = passage.terms[at].bytes.clone();
            while let Some(next) = named.next_if(|next| next.range.start < bytes.start) {
                if !is_aside(passage, &next) {
                    before = self.counting(&next).or(before);
                }
                behind.pop();
                found.push(next);
            }
            if !taken.is_free(&bytes) || passage.is_quoted(bytes.start) {
                continue;
            }
            let list = found.last().filter(|last| is_list(passage, last, bytes.start));
            let listed = list.and_then(|last| {
                let parts = last.label.as_deref()?;
                Some((Labels::listed(passage, at, parts)?, self.counting(last)?))
            });
            // Of the one right before it, even if that is named by the way.
            let beside = || {
                let last = found.last().filter(|last| is_beside(passage, last, bytes.start))?;
                self.counting(last)
            };
            let lone = listed.is_none().then(|| self.labels.at(passage, at)).flatten();
            let (label, own) = match (listed, lone) {
                (Some((label, own)), _) => (label, Some(own)),
                (None, Some(label)) => (label, beside()),
                _ => continue,
            };
            let mut words = at..at + 1;
            while words.start > 0 && paragraph_word(passage.word(words.start - 1)) {
                words.start -= 1;
            }
            let last = found.last().filter(|last| is_beside(passage, last, bytes.start));
            if is_of_others(passage, words.start)
                || own.is_none() && last.is_some_and(Reference::is_foreign)
            {
                continue;
            }
            // Named before it in the passage, or last of all, or behind it in its sentence.
            let documents = match (own, &before, behind.last()) {
                (Some(own), _, _) => own,
                (None, Some(before), _) => before.clone(),
                _ if !meant.is_empty() => meant.clone(),
                (_, _, Some(Some((start, next))))
                    if passage.sentence_at(bytes.start).contains(start) =>
                {
                    next.clone()
                }
                _ => continue,
            };
            let ibid = &english().claims.sources.same;
            if words.start > 0 && ibid.has(passage.word(words.start - 1)) {
                words.start -= 1;
            }
            let mut range = passage.bytes(&words);
            range.end = range.end.max(label.end);
            if passage.text()[..range.start].ends_with('(')
                && passage.text()[..range.end].ends_with(')')
            {
                let own = &passage.text()[range.clone()];
                if own.matches(')').count() > own.matches('(').count() {
                    range.start -= 1;
                }
            }
            let mut reference = Reference::valid(range, documents);
            self.labels.resolve(self.corpus, &label.label, &mut reference);
            // "Section 232" of something else that the text speaks of.
            let divides = &english().claims.sources.divisions;
            let divided = words.clone().any(|at| divides.has(passage.word(at)));
            if reference.verdict == ItemVerdict::NoSuchClause
                && divided
                && !self.has_articles(&reference.documents)
            {
                continue;
            }
            taken.mark(&reference.range);
            if passage.aside_at(bytes.start).is_none() {
                before = self.counting(&reference).or(before);
            }
            found.push(reference);
        }
        found.extend(named);
        found
    }

    /// Whether clauses of `documents` are called articles or sections.
    fn has_articles(&self, documents: &Documents) -> bool {
        let divisions = &english().claims.sources.divisions;
        let clauses = documents
            .iter()
            .take(1)
            .flat_map(|&document| self.corpus.clauses_of(&self.corpus.documents()[document]));
        clauses.take(64).any(|clause| {
            let word = clause.label.split(' ').next().unwrap_or_default();
            divisions.has(&word.to_lowercase())
        })
    }

    /// The documents of `reference`, where labels may be of them.
    fn counting(&self, reference: &Reference) -> Option<Documents> {
        let counts =
            !reference.documents.is_empty() && reference.verdict != ItemVerdict::Mismatched;
        counts.then(|| {
            // A label is of what was adopted at a place.
            let adopted = adopted(self.corpus, &reference.documents);
            if adopted.is_empty() || adopted.len() == reference.documents.len() {
                reference.documents.clone()
            } else {
                self.lists.shared(adopted)
            }
        })
    }

    /// From the last of `named` to the first: where the first from there on begins of whose
    /// documents labels may be, and which ones they are.
    fn following(&self, named: &[Reference]) -> Vec<Option<(usize, Documents)>> {
        let mut next = None;
        let mut found = vec![None];
        for reference in named.iter().rev() {
            next = self.counting(reference).map(|own| (reference.range.start, own)).or(next);
            found.push(next.clone());
        }
        found
    }
}

/// Whether `reference` is named by the way.
pub(super) fn is_aside(passage: &Passage, reference: &Reference) -> bool {
    reference.governed || passage.aside_at(reference.range.start).is_some()
}

/// Whether a label at byte `at` is of `last`: they stand in one sentence, and no bracket closes between
/// them.
fn is_beside(passage: &Passage, last: &Reference, at: usize) -> bool {
    const BYTES_MAX: usize = 24;
    let end = last.range.end;
    end <= at
        && at - end <= BYTES_MAX
        && passage.sentence_at(end.saturating_sub(1)).contains(&at)
        && !passage.text()[end..at].contains(')')
}

/// Whether what begins at byte `at` goes on with a list that `last` is of.
fn is_list(passage: &Passage, last: &Reference, at: usize) -> bool {
    let end = last.range.end;
    let gap = if end <= at && at - end <= LIST_BYTES_MAX {
        &passage.text()[end..at]
    } else {
        return false;
    };
    let words = gap.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let joins = |word: &str| {
        english().claims.sources.listing.has(word)
            || english().claims.sources.subdivisions.has(word)
    };
    let marks =
        |c: char| c.is_alphabetic() || matches!(c, ' ' | ',' | '(' | '-' | '\u{2013}' | '&');
    last.label.is_some() && !gap.is_empty() && gap.chars().all(marks) && { words }.all(joins)
}

/// Whether the label whose first word is at `at` is of a draft, or of something whose address stands
/// before it.
fn is_of_others(passage: &Passage, at: usize) -> bool {
    let drafts = &english().claims.sources.drafts;
    let start = passage.terms.get(at).map_or(0, |term| term.bytes.start);
    let before = passage.text()[..start].trim_end_matches([' ', ',', '(']);
    let address = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    address.contains("://") || drafts.has(passage.word(at.wrapping_sub(1)))
}
