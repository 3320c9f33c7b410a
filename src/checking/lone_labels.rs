//! Labels of clauses that stand alone: they are of the document named before them.

use super::labels::{Labels, paragraph_word};
use super::page::Passage;
use super::reference::{Documents, Reference, Sureness};
use super::references::{Reader, Taken};
use crate::domain::ItemVerdict;

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
        let mut behind = following(&named);
        let mut named = named.into_iter().peekable();
        let mut found: Vec<Reference> = Vec::new();
        // The documents that were named last.
        let mut before: Option<Documents> = None;
        for at in 0..passage.terms.len() {
            let bytes = passage.terms[at].bytes.clone();
            while let Some(next) = named.next_if(|next| next.range.start < bytes.start) {
                before = counting(&next).or(before);
                behind.pop();
                found.push(next);
            }
            if !taken.is_free(&bytes) || passage.is_quoted(bytes.start) {
                continue;
            }
            let Some(label) = self.labels.at(passage, at) else { continue };
            let mut words = at..at + 1;
            while words.start > 0 && paragraph_word(passage.word(words.start - 1)) {
                words.start -= 1;
            }
            // Named before it in the passage, or last of all, or behind it in its sentence.
            let documents = match (&before, behind.last()) {
                (Some(before), _) => before.clone(),
                _ if !meant.is_empty() => meant.clone(),
                (_, Some(Some((start, next))))
                    if passage.sentence_at(bytes.start).contains(start) =>
                {
                    next.clone()
                }
                _ => continue,
            };
            if passage.word(words.start.wrapping_sub(1)) == "ibid" {
                words.start -= 1;
            }
            let mut reference = Reference {
                range: passage.bytes(&words),
                documents,
                clause: None,
                sureness: Sureness::Document,
                verdict: ItemVerdict::Valid,
                missing: String::new(),
            };
            Labels::resolve(self.corpus, &label, &mut reference);
            taken.mark(&reference.range);
            before = counting(&reference).or(before);
            found.push(reference);
        }
        found.extend(named);
        found
    }
}

/// The documents of `reference`, where labels may be of them.
fn counting(reference: &Reference) -> Option<Documents> {
    let counts = !reference.documents.is_empty() && reference.verdict != ItemVerdict::Mismatched;
    counts.then(|| reference.documents.clone())
}

/// From the last of `named` to the first: where the first from there on begins of whose documents
/// labels may be, and which ones they are.
fn following(named: &[Reference]) -> Vec<Option<(usize, Documents)>> {
    let mut next = None;
    let mut found = vec![None];
    for reference in named.iter().rev() {
        next = counting(reference).map(|own| (reference.range.start, own)).or(next);
        found.push(next.clone());
    }
    found
}
